"""The ledger of deliveries: {private}/ledger.sqlite, one row for each recipient, file (SHA-256) and reason.

Every change is a transaction of its own that is on the disk before the next step (WAL, synchronous=FULL). People are
named by a keyed id; the table `people` alone holds addresses, so that forgetting one keeps all counts.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Iterable, Iterator, Mapping, Sequence

from tipbrief.addresses import without_addresses
from tipbrief.deliveries.people import person
from tipbrief.deliveries.schema import MIGRATIONS
from tipbrief.errors import TipbriefError
from tipbrief.private import private_folder
from tipbrief.recipients.suppression import KEY

NAME = "ledger.sqlite"
LONGEST = 300  # characters of an answer that are kept
WAIT = 10.0  # seconds for another process to finish its transaction
OPEN = "('planned', 'deferred')"  # what a sender may claim


def now() -> str:
    """The time in UTC, ISO 8601, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@contextmanager
def sentences(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into a sentence for the operator."""
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise TipbriefError(f"The ledger {path} refused a change: {error}.") from None
    except sqlite3.DatabaseError as error:
        raise TipbriefError(f"The ledger {path} gave out: {_cause(error)} What was committed is kept.") from None


def _cause(error: sqlite3.DatabaseError) -> str:
    name = getattr(error, "sqlite_errorname", "") or ""
    if name == "SQLITE_FULL" or name.startswith("SQLITE_IOERR"):
        return "the disk is full or cannot be written; make room, then run again."
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return "it cannot be written; give its owner the right to write it and its folder, then run again."
    if name.startswith("SQLITE_BUSY"):
        return "another process holds it; wait until that one ends, then run again."
    if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return "it is damaged; put back the last copy that `tipbrief deliver backup` made."
    return f"{error}."


@contextmanager
def open_ledger(private: Path) -> Iterator[Ledger]:
    """The ledger of the private folder, made or brought to today's version where it is needed."""
    path = private / NAME
    try:
        private_folder(private)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))  # SQLite gives -wal and -shm the mode of the file
        path.chmod(0o600)
    except OSError as error:
        raise TipbriefError(f"The ledger {path} cannot be written ({error.strerror}).") from None
    with sentences(path), closing(sqlite3.connect(path, timeout=WAIT, isolation_level=None)) as connection:
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
            connection.execute(f"PRAGMA {pragma}")
        connection.row_factory = sqlite3.Row
        _migrate(connection, path)
        _check_key(connection, private)
        yield Ledger(connection, private)


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the tables to the newest version, each step whole or not at all."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(MIGRATIONS):
        raise TipbriefError(f"The ledger {path} was written by a newer Tipbrief (version {version}); use that one.")
    while version < len(MIGRATIONS):
        step = f"BEGIN IMMEDIATE; {MIGRATIONS[version]}; PRAGMA user_version = {version + 1}; COMMIT;"
        try:
            connection.executescript(step)
        except sqlite3.Error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            (reached,) = connection.execute("PRAGMA user_version").fetchone()
            if reached <= version:  # else another process was first
                raise
        (version,) = connection.execute("PRAGMA user_version").fetchone()


def _check_key(connection: sqlite3.Connection, private: Path) -> None:
    """With another key everybody would be somebody new and get everything again."""
    mark = person(private, "the key of this ledger")
    connection.execute("INSERT INTO made_with SELECT ? WHERE NOT EXISTS (SELECT 1 FROM made_with)", (mark,))
    (kept,) = connection.execute("SELECT key FROM made_with").fetchone()
    if kept != mark:
        raise TipbriefError(f"{private / KEY} is not the key of the ledger beside it; put both back from one copy.")


class Ledger:
    """An open ledger; `open_ledger` gives one."""

    def __init__(self, connection: sqlite3.Connection, private: Path) -> None:
        self.connection, self.private, self.path = connection, private, private / NAME

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of it or nothing; on the disk when it ends."""
        with sentences(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise

    def rows(self, query: str, *values: Any) -> list[sqlite3.Row]:
        """What a query gives."""
        with sentences(self.path):
            return self.connection.execute(query, values).fetchall()

    def move(self, state: str, where: str, values: Sequence[Any], code: int | None = None, text: str = "") -> int:
        """Change the state of the rows that `where` finds, with the server's answer; how many. In a transaction."""
        with sentences(self.path):
            return self.connection.execute(
                f"UPDATE deliveries SET state = ?, code = ?, text = ?, changed = ? WHERE {where}",  # noqa: S608
                (state, code, without_addresses(text)[:LONGEST], now(), *values),
            ).rowcount

    def remember(self, people: Mapping[str, str]) -> None:
        """Note the addresses of people by id. In a transaction."""
        self.connection.executemany(
            "INSERT INTO people VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET address = excluded.address", people.items()
        )

    def claim(self, message: str) -> bool:
        """Take a message for this sender, before anything is sent; False where another one has it or it is done."""
        with self.transaction():
            won = self.move("claimed", f"message = ? AND state IN {OPEN}", (message,)) > 0
            if won:
                self.connection.execute("UPDATE messages SET begun = NULL WHERE id = ?", (message,))
        return won

    def begin(self, message: str) -> None:
        """Mark that the server is about to get the message: from here on it may have it."""
        with self.transaction():
            self.connection.execute("UPDATE messages SET begun = ? WHERE id = ?", (now(), message))

    def settle(self, message: str, state: str, code: int | None = None, text: str = "") -> None:
        """Record what became of a claimed message."""
        with self.transaction():
            self.move(state, "message = ? AND state = 'claimed'", (message,), code, text)

    def recover(self) -> tuple[int, int]:
        """Settle what a sender that died had claimed: files in doubt, and files that may be sent. Under its lock."""
        with self.transaction():
            begun = "state = 'claimed' AND message IN (SELECT id FROM messages WHERE begun IS {} NULL)"
            doubt = self.move("in doubt", begun.format("NOT"), (), text="the sender ended before the server's answer")
            free = self.move("planned", begun.format(""), (), text="the sender ended before it sent anything")
        return doubt, free

    def counts(self, where: str = "1", values: Iterable[Any] = ()) -> dict[str, int]:
        """Rows by state."""
        query = f"SELECT state, COUNT(*) FROM deliveries WHERE {where} GROUP BY state"  # noqa: S608
        return {row[0]: row[1] for row in self.rows(query, *values)}

    def forget(self, address: str) -> bool:
        """Remove an address; its rows keep the keyed id, so that counts hold and nothing is sent twice."""
        with self.transaction():
            known = self.connection.execute(
                "UPDATE people SET address = NULL WHERE id = ? AND address IS NOT NULL",
                (person(self.private, address),),
            ).rowcount
        with sentences(self.path):
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return known > 0
