"""The real thing: fetch over http, build by make, met by another run, killed by kill -9, finished by the next."""

import json
import os
import signal
import sys

import pytest
import yaml
from interrupted import COUNTRIES, finished, kill, leftovers, processes, start, wait_for, with_makefile


@pytest.fixture
def project(tmp_path, site):
    """A copy of the project whose first document stands on the local site, and the command that rebuilds it."""
    build = with_makefile(tmp_path)
    site.gives("/fji", (build.corpus / "fji.md").read_bytes(), kind="text/markdown")
    (build.corpus / "fji.md").unlink()
    build.rows[0] |= {"url": site.url("/fji")}
    build.rows[1] |= {"url": site.url("/kir"), "kind": "digest"}
    build.write_sources()
    operations = build.project / "config" / "operations.yaml"
    values = yaml.safe_load(operations.read_text())
    values["fetch"] |= {"private_addresses": True, "attempts": 1}
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


def test_a_silent_change_is_told_with_its_figures_and_one_failed_source_stops_no_other(project, site):
    build, command = project
    build.rows = [build.rows[0], build.rows[2] | {"url": site.url("/nru")}]
    build.write_sources()
    site.gives("/nru", status=500)
    first = start(build, *command)
    printed, _ = first.communicate()
    assert first.returncode == 1 and sorted(build.briefs()) == ["FJI.en.pdf", "NRU.en.pdf"], printed
    text = (build.corpus / "fji.md").read_text()
    site.gives("/fji", text.replace("12 victims", "19 victims").encode())
    site.gives("/nru", status=404)
    second = start(build, *command)
    printed, _ = second.communicate()
    status = json.loads((build.project / "private" / "status.json").read_text())
    assert [(one["doc"], one["outcome"]) for one in status["fetched"]] == [("fji", "changed"), ("nru", "failed")]
    assert any(
        line.startswith("FJI victims_identified 2021") and line.endswith("12, now 19")
        for line in status["changed"]["fji"]
    )
    assert status["built"] and "answers 404" in status["failures"][0] and status["waiting"], printed
