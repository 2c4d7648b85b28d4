"""Redo only what changed: each item of a stage has a key, a hash of all it is made from.

A stage's `index.csv` holds the key of every item that was finished. An item whose key stands
there, and whose files are there, is kept; the others go through a pool of processes. So one
Python start serves a stage, one changed document costs one item, and a killed run loses only
the items that it had not finished.
"""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any, Callable, Iterable, Iterator, Mapping

from tipbrief.files import digest


def code_key(*folders_and_files: Path) -> str:
    """Digest of every file below the paths (caches aside): a changed rule remakes its items."""
    files: list[Path] = []
    for path in folders_and_files:
        files.extend(sorted(path.rglob("*")) if path.is_dir() else [path])
    wanted = [f for f in files if f.is_file() and "__pycache__" not in f.parts]
    return digest(*(part for f in wanted for part in (f.name, f.read_bytes())))


def run_pool(
    work: Callable[[Any], Any],
    items: Mapping[str, Any],
    processes: int,
    initializer: Callable[..., None] | None = None,
    arguments: Iterable[Any] = (),
) -> Iterator[tuple[str, Any]]:
    """Yield (name, work(item)) as items finish; one process, or one item, runs in this process.

    Raises whatever `work` raises: an expected trouble must be a result, not an exception.
    """
    processes = min(processes, len(items))
    if processes <= 1:
        if items and initializer:
            initializer(*arguments)
        for name, item in items.items():
            yield name, work(item)
        return
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(processes, context, initializer, tuple(arguments)) as pool:
        names = {pool.submit(work, item): name for name, item in items.items()}
        for done in as_completed(names):
            yield names[done], done.result()
