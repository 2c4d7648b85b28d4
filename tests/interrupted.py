"""What tests of broken runs need: a corpus of some countries, and ways to wait for a moment and to kill."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from test_workflow import PALAU, ROOT, Build, row

__all__ = ["ROOT"]
COUNTRIES = ("FJI", "KIR", "NRU", "PLW", "TON", "TUV")


def many(folder: Path) -> Build:
    """A project with a document for each of COUNTRIES, not built yet."""
    build = Build(folder)
    build.rows = []
    for number, iso3 in enumerate(COUNTRIES):
        build.write(f"{iso3.lower()}.md", PALAU.replace("12 victims", f"{number + 12} victims"))
        build.rows.append(row(iso3.lower(), iso3))
    return build


def with_makefile(folder: Path) -> Build:
    """The same with the Makefile and the packages that it uses; skipped where `make setup` has not made them."""
    if not (ROOT / ".venv" / "ready").is_file():
        pytest.skip("make's own .venv is not there: `make setup` makes it")
    build = many(folder)
    for name in ("Makefile", "requirements.txt"):
        shutil.copy2(ROOT / name, build.project)
    (build.project / ".venv").symlink_to(ROOT / ".venv")
    return build


def start(build: Build, *command: str) -> subprocess.Popen:
    """A command in the project, with its own process group."""
    return subprocess.Popen(
        command, cwd=build.project, env=os.environ | {"PYTHONDONTWRITEBYTECODE": ""}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip


def snakemake(build: Build, *options: str) -> list[str]:
    settings = (f"corpus={build.corpus}", f"work={build.work}", f"reports={build.reports}")
    return [sys.executable, "-m", "snakemake", "-q", "all", "--cores", "2", *options, "--config", *settings]


def wait_for(condition, seconds: float = 60):
    """What the condition gives, as soon as it gives something."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := condition():
            return found
        time.sleep(0.01)
    raise AssertionError("waited in vain")


def finished(build: Build, stage: str = "briefs") -> list[str]:
    """The lines of a stage's journal."""
    path = build.work / stage / "finished.jsonl"
    return path.read_text().split() if path.is_file() else []


def processes(*words: str) -> list[int]:
    """Running processes whose command line holds all the words."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if line and all(word in line for word in words):
            found.append(int(entry.name))
    return found


def renderers(build: Build) -> list[int]:
    """The pool's processes: children of the stage's own; their own children check what they render."""
    stage = processes("-m tipbrief briefs", str(build.work))
    stage = [pid for pid in stage if "python" in str(Path(f"/proc/{pid}/exe").readlink())]  # not Snakemake's shell
    parents = {pid: int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1]) for pid in stage}
    (first,) = (pid for pid, parent in parents.items() if parent not in stage)
    return [pid for pid, parent in parents.items() if parent == first]


def kill(*pids: int) -> None:
    send(signal.SIGKILL, *pids)


def send(number: signal.Signals, *pids: int) -> None:
    for pid in pids:
        os.kill(pid, number)


def leftovers(build: Build) -> list[Path]:
    """Files that a killed process had begun."""
    return [path for folder in (build.work, build.reports) for path in folder.rglob(".*.part")]


def waits_for_a_lock(pids: set[int]) -> bool:
    """Whether the kernel has one of the processes wait for a lock that another holds."""
    lines = (line.split() for line in Path("/proc/locks").read_text().splitlines())
    return any(line[1] == "->" and int(line[5]) in pids for line in lines)
