"""Keyed ids of recipients: what logs, plans and the ledger's rows say instead of an address."""

from __future__ import annotations

from pathlib import Path

from tipbrief.recipients.suppression import Suppressions


def person(private: Path, address: str) -> str:
    """The id of an address: its keyed hash of the suppression list, under the same key."""
    return Suppressions(private).token(address)


def short(identity: str) -> str:
    """How a recipient is named to be read."""
    return f"recipient {identity[:10]}"
