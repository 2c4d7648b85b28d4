"""Redo only what changed: each item of a stage has a key, a hash of all it is made from.

A stage's journal holds the key of every item that was finished, a line each, added as it is done. An item
whose key stands there, and whose files are as they were written, is kept; the others go through a pool of
processes. So one Python start serves a stage, one changed document costs one item, and a killed run loses
only the items that it had not finished.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import threading
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any, Callable, Iterable, Iterator, Mapping

from tipbrief.errors import TipbriefError
from tipbrief.files import digest, write_text
from tipbrief.sums import file_sum

JOURNAL = "finished.jsonl"


def code_key(*folders_and_files: Path) -> str:
    """Digest of every file below the paths (caches aside): a changed rule remakes its items."""
    files: list[Path] = []
    for path in folders_and_files:
        files.extend(sorted(path.rglob("*")) if path.is_dir() else [path])
    wanted = [f for f in files if f.is_file() and "__pycache__" not in f.parts]
    return digest(*(part for f in wanted for part in (f.name, f.read_bytes())))


def files_key(*paths: Path) -> str:
    """Digest of the files' sums; none where one of them cannot be read."""
    sums = [file_sum(path) for path in paths]
    return digest(*sums) if all(sums) else ""


def read_journal(folder: Path) -> dict[str, dict[str, Any]]:
    """What a stage finished, by name, the last line of each; a line that a killed run cut short counts for nothing."""
    found: dict[str, dict[str, Any]] = {}
    try:
        lines = (folder / JOURNAL).read_bytes().splitlines()
    except OSError:
        return found
    for line in lines:
        try:
            name, entry = json.loads(line)
        except (ValueError, TypeError):
            continue
        if isinstance(name, str) and isinstance(entry, dict):
            found[name] = entry
    return found


def start_journal(folder: Path, entries: Mapping[str, Mapping[str, Any]]) -> None:
    """Begin a run with what it keeps; a journal that says just that stays as it is."""
    if read_journal(folder) != entries or not (folder / JOURNAL).is_file():
        write_text(folder / JOURNAL, "".join(_line(name, entry) for name, entry in sorted(entries.items())))


def add_to_journal(folder: Path, name: str, entry: Mapping[str, Any]) -> None:
    """Note that an item is finished, in one write on a line of its own, whatever a killed run left before it."""
    with open(folder / JOURNAL, "ab", buffering=0) as handle:
        handle.write(f"\n{_line(name, entry)}".encode())


def _line(name: str, entry: Mapping[str, Any]) -> str:
    return json.dumps([name, entry], ensure_ascii=False, separators=(",", ":")) + "\n"


def run_pool(
    work: Callable[[Any], Any],
    items: Mapping[str, Any],
    processes: int,
    initializer: Callable[..., None] | None = None,
    arguments: Iterable[Any] = (),
) -> Iterator[tuple[str, Any]]:
    """Yield (name, work(item)) as items finish; one process, or one item, runs in this process.

    Raises whatever `work` raises: an expected trouble must be a result, not an exception. Where a process of the
    pool is killed, what the others finished is yielded before a TipbriefError.
    """
    processes = min(processes, len(items))
    if processes <= 1:
        if items and initializer:
            initializer(*arguments)
        for name, item in items.items():
            yield name, work(item)
        return
    context = multiprocessing.get_context("fork")
    lost = 0
    with ProcessPoolExecutor(processes, context, _begin, (initializer, tuple(arguments))) as pool:
        names = {pool.submit(work, item): name for name, item in items.items()}
        try:
            for done in as_completed(names):
                if isinstance(done.exception(), BrokenProcessPool):
                    lost += 1
                else:
                    yield names[done], done.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    if lost:
        raise TipbriefError(
            f"A process was killed in the middle of its work (by hand, or because memory ran out); {lost} of "
            f"{len(items)} items are not made. Run again: what was finished is kept. Without memory: fewer cores."
        )


def _begin(initializer: Callable[..., None] | None, arguments: tuple[Any, ...]) -> None:
    """Start a process of the pool; it ends with its parent, which otherwise it would wait for without end."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if initializer:
        initializer(*arguments)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)
