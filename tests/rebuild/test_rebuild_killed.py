"""The real thing: fetch over http, build by make, met by another run, killed by kill -9, finished by the next."""

import json
import os
import shutil
import signal
import sys

import pytest
import yaml
from interrupted import COUNTRIES, ROOT, finished, kill, leftovers, many, processes, start, wait_for


@pytest.fixture
def project(tmp_path, site):
    """A copy of the project whose first document stands on the local site, and the command that rebuilds it."""
    if not (ROOT / ".venv" / "ready").is_file():
        pytest.skip("make's own .venv is not there: `make setup` makes it")
    build = many(tmp_path)
    for name in ("Makefile", "requirements.txt"):
        shutil.copy2(ROOT / name, build.project)
    (build.project / ".venv").symlink_to(ROOT / ".venv")
    site.gives("/fji", (build.corpus / "fji.md").read_bytes(), kind="text/markdown")
    (build.corpus / "fji.md").unlink()
    build.rows[0] |= {"url": site.url("/fji")}
    build.rows[1] |= {"url": site.url("/kir"), "kind": "digest"}
    build.write_sources()
    operations = build.project / "config" / "operations.yaml"
    values = yaml.safe_load(operations.read_text())
    values["fetch"] |= {"private_addresses": True}
    operations.write_text(yaml.safe_dump(values))
    folders = {"corpus": str(build.corpus), "work": str(build.work), "reports": str(build.reports)}
    return build, (sys.executable, "-m", "tipbrief", "rebuild", "--settings", json.dumps(folders))


def test_a_rebuild_that_was_killed_is_finished_by_the_next_and_never_overlaps(project, site):
    build, command = project
    first = start(build, *command)
    wait_for(lambda: finished(build))
    second = start(build, *command)
    printed, _ = second.communicate()
    assert second.returncode == 75 and f"Another rebuild runs (process {first.pid} since " in printed
    os.killpg(first.pid, signal.SIGKILL)
    kill(*processes("tipbrief briefs", str(build.work)))
    first.communicate()
    wait_for(lambda: not processes(str(build.work)))
    third = start(build, *command)
    printed, _ = third.communicate()
    status = json.loads((build.project / "private" / "status.json").read_text())
    assert status["built"], printed
    assert "was ended before its report" in status["notes"][0]
    assert [name[:3] for name in build.briefs()] == sorted(COUNTRIES) and not leftovers(build)
    assert [(one["doc"], one["outcome"]) for one in status["fetched"]] == [("fji", "same"), ("kir", "skipped")]
    assert [path for path, _ in site.asked] == ["/fji", "/fji"]
