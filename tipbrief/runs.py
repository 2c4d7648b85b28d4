"""One run at a time in a work folder, and which files a finished stage wrote.

The lock is the kernel's: it is free as soon as the process that held it and its pool are gone, however they ended.
"""

from __future__ import annotations

import fcntl
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import Iterable, Iterator

from tipbrief.files import write_text
from tipbrief.sums import file_sum, state_of

LOCK = "tipbrief.lock"


@contextmanager
def alone_in(work: Path) -> Iterator[None]:
    """Wait until no other process works in the folder: after a kill of the workflow its last stage may still run."""
    work.mkdir(parents=True, exist_ok=True)
    with open(work / LOCK, "a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"Another process still works in {work}; waiting until it ends.", file=sys.stderr, flush=True)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def sweep(folders: Iterable[Path]) -> None:
    """Remove the files beside their place that a killed process had begun."""
    for folder in folders:
        for path in folder.rglob(".*.part"):
            path.unlink(missing_ok=True)


def record(marker: Path, paths: Iterable[Path]) -> None:
    """Note in `marker` the state and the sum of every file, and of those in a folder."""
    found = {name for path in paths for name in files_below(path)}
    lines = (f"{state_of(name)} {file_sum(name)} {name}\n" for name in sorted(found))
    write_text(marker, "".join(lines))


def files_below(path: Path) -> Iterator[str]:
    """The file, or those of the folder, as text: thousands of Path objects take longer than the files."""
    if path.is_file():
        yield str(path)
    for folder, _, names in os.walk(path):
        yield from (f"{folder}/{name}" for name in names)


def is_spoiled(marker: Path) -> bool:
    """Whether a file that the marker names is gone or holds something else; one that was only touched is not."""
    lines = (line.split(" ", 2) for line in marker.read_text(encoding="utf-8").splitlines())
    return any(not _is_as_written(name, state, key) for state, key, name in lines)


def _is_as_written(name: str, state: str, key: str) -> bool:
    try:
        return state_of(name) == state or file_sum(name) == key
    except OSError:
        return False


def forget_spoiled(markers: Iterable[Path]) -> None:
    """Remove the marker of each stage whose files are not as it wrote them, so that it counts as not done."""
    for marker in markers:
        try:
            spoiled = marker.exists() and is_spoiled(marker)
        except ValueError:  # the marker itself is damaged
            spoiled = True
        if spoiled:
            marker.unlink()
