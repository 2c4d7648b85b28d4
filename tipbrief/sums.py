"""The digest of a file's bytes, known as long as its size, its times and its inode stand.

A stage has thousands of files that did not change: they are not read again. Git's index trusts the same signs, with
the same exception: a file that changed just before it was read may change once more within one tick of the clock.
"""

from __future__ import annotations

import os
import time
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Iterator

from tipbrief.files import write_text

TICK = 50_000_000  # nanoseconds: five ticks of the slowest clock that stamps files

_known: dict[str, tuple[str, str]] = {}  # by path, the state and the digest
_asked: set[str] = set()


@contextmanager
def remembered(path: Path) -> Iterator[None]:
    """Within it, the sums that an earlier process left in `path` are known; those asked for are left there again."""
    with suppress(OSError, ValueError):
        lines = (line.split(" ", 2) for line in path.read_text(encoding="utf-8").splitlines())
        _known.update({name: (state, key) for state, key, name in lines})
    _asked.clear()
    yield
    kept = (f"{_known[name][0]} {_known[name][1]} {name}\n" for name in sorted(_asked & _known.keys()))
    if _asked or path.exists():
        write_text(path, "".join(kept), durable=False)


def state_of(name: str) -> str:
    """Size, inode and times of a file, in a word; raises OSError where it is not there."""
    found = os.stat(name)  # noqa: PTH116 - asked ten thousand times a run, and a Path takes longer than the answer
    return f"{found.st_size}:{found.st_ino}:{found.st_mtime_ns}:{found.st_ctime_ns}"


def file_sum(path: Path | str) -> str:
    """SHA-256 of a file, hexadecimal; none where it cannot be read."""
    name = str(path)
    try:
        state = state_of(name)
        if name not in _known or _known[name][0] != state:
            _known.pop(name, None)
            key = sha256(Path(name).read_bytes()).hexdigest()
            if time.time_ns() - int(state.rsplit(":", 1)[1]) < TICK:
                return key
            _known[name] = state, key
    except OSError:
        return ""
    _asked.add(name)
    return _known[name][1]
