"""Copies of the ledger while it is used, and forgetting an address."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from tipbrief.deliveries.ledger import Ledger, open_ledger, sentences
from tipbrief.deliveries.reading import forget_in_pages
from tipbrief.errors import TipbriefError


def backup(ledger: Ledger, path: Path) -> None:
    """Copy the ledger as it is at one moment; whole or not there, readable by its owner only."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(beside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
        with sentences(beside), closing(sqlite3.connect(beside)) as copy:
            ledger.connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        os.replace(beside, path)
    except OSError as error:
        raise TipbriefError(f"{path} could not be written ({error.strerror}); the ledger is as it was.") from None
    finally:
        beside.unlink(missing_ok=True)


def forget(private: Path, address: str) -> bool:
    """Remove an address from the ledger and from the pages of plans; True where the ledger knew it."""
    forget_in_pages(private / "plans", address)
    with open_ledger(private) as ledger:
        return ledger.forget(address)
