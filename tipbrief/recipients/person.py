"""One person: everything that is held about them, and its erasure."""

from __future__ import annotations

import contextlib
import fcntl
import importlib
import json
import os
from dataclasses import dataclass
from email import message_from_bytes
from email.utils import parseaddr
from pathlib import Path
from typing import Any, Iterator

from tipbrief.addresses import normal_address, same_address
from tipbrief.errors import TipbriefError
from tipbrief.files import table_text
from tipbrief.private import private_folder, write_private
from tipbrief.recipients.book import COLUMNS, FILE, read_rows
from tipbrief.recipients.suppression import Suppressions

LEDGER, OUTBOX, LOCK = "ledger.sqlite", "outbox", ".recipients.lock"
ERASED = "erased"


@dataclass(frozen=True)
class Erasure:
    """How many rows, messages and rows of the ledger's people were removed."""

    rows: int
    messages: int
    ledger: bool


def export(private: Path, address: str) -> str:
    """Everything held about an address, as JSON: rows, suppression, waiting messages, deliveries."""
    held = {
        "address": normal_address(address),
        "recipients": [values for _row, values in _rows(private) if _same(values["address"], address)],
        "suppression": Suppressions(private).entry(address),
        "outbox": [path.name for path in _waiting(private, address)],
        "deliveries": _deliveries(private, address),
    }
    return json.dumps(held, ensure_ascii=False, indent=2) + "\n"


def erase(private: Path, address: str) -> Erasure:
    """Remove a person; the keyed hash stays, so that nothing is sent there again. Asked twice, it does the same.

    First nothing can be sent any more, then the row goes, then what waits in the outbox, then the ledger's address:
    killed between two steps, the same command goes on.
    """
    normal_address(address)
    with _alone(private):
        Suppressions(private).add(address, ERASED)
        removed = _remove_rows(private, address)
        waiting = _waiting(private, address)
        for path in waiting:
            path.unlink()
        known = (private / LEDGER).is_file() and bool(_deliveries_module("backup").forget(private, address))
    return Erasure(removed, len(waiting), known)


def _remove_rows(private: Path, address: str) -> int:
    rows = _rows(private)
    kept = [values for _row, values in rows if not _same(values["address"], address)]
    if len(kept) < len(rows):
        write_private(private / FILE, table_text(COLUMNS, kept).encode("utf-8"))
    return len(rows) - len(kept)


def _rows(private: Path) -> list[tuple[int, dict[str, str]]]:
    """The rows, whether or not they are in order: an erasure does not wait until a list is mended."""
    return read_rows(private / FILE) if (private / FILE).is_file() else []


def _same(one: str, other: str) -> bool:
    return same_address(one) == same_address(other)


def _waiting(private: Path, address: str) -> list[Path]:
    """Messages of the outbox to this address."""
    files = sorted((private / OUTBOX).glob("*.eml"))
    return [path for path in files if _same(_to(path), address)]


def _to(path: Path) -> str:
    return parseaddr(str(message_from_bytes(path.read_bytes().partition(b"\r\n\r\n")[0])["To"] or ""))[1]


def _deliveries(private: Path, address: str) -> list[dict[str, Any]]:
    """The ledger's rows of an address, each with its history; the ledger names people as the suppression list does."""
    if not (private / LEDGER).is_file():
        return []
    token = Suppressions(private).token(address)
    with _deliveries_module("ledger").open_ledger(private) as ledger:
        rows = [dict(row) for row in ledger.rows("SELECT * FROM deliveries WHERE recipient = ?", token)]
        for row in rows:
            row["history"] = [dict(h) for h in ledger.rows("SELECT * FROM history WHERE delivery = ?", row["id"])]
    return rows


def _deliveries_module(name: str) -> Any:
    """A module of the ledger's package, imported only where there is a ledger."""
    return importlib.import_module(f"tipbrief.deliveries.{name}")


@contextlib.contextmanager
def _alone(private: Path) -> Iterator[None]:
    """No two erasures write the list at once; the lock ends with the process."""
    handle = os.open(private_folder(private) / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise TipbriefError("Another erasure is at work; wait until it ends, then run this again.") from None
    finally:
        os.close(handle)
