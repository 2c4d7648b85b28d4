"""Which releases may go: the oldest beyond those to keep, but never the last one, nor one that somebody was sent."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Callable, Collection, Sequence

from tipbrief.errors import TipbriefError

LEDGER = "ledger.sqlite"


def beyond(releases: Sequence[Path], keep: int, delivered: Callable[[], Collection[str]]) -> list[Path]:
    """The folders to remove; `releases` from the oldest on, `keep` 0 for all."""
    old = releases[: -max(keep, 1)] if keep else []
    if not old:
        return []
    sent = delivered()
    return [path for path in old if path.name not in sent]


def delivered_releases(private: Path) -> set[str]:
    """The names in any column `release` of the ledger; none where there is no ledger.

    Raises TipbriefError where there is one that cannot be read: then nobody knows, and nothing may go.
    """
    path = private / LEDGER
    if not path.exists():
        return set()
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            return _names(connection)
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise TipbriefError(f"{path} cannot be read ({error}), so it is not known what was delivered.") from None


def _names(connection: sqlite3.Connection) -> set[str]:
    tables = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
    holding = [
        name for name in tables
        if "release" in {row[1] for row in connection.execute(f'pragma table_info("{name}")')}
    ]  # fmt: skip
    if not holding:
        raise TipbriefError("The ledger names no release, so it is not known what was delivered.")
    queries = [f'select distinct release from "{name}"' for name in holding]  # noqa: S608 - the ledger's own tables
    return {row[0] for query in queries for row in connection.execute(query)}
