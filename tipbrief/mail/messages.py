"""The messages to recipients: a delivery and a correction notice; and the operator's test of either."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Mapping, Sequence

from tipbrief.operations import Operations
from tipbrief.recipients.book import Recipient


@dataclass(frozen=True)
class Enclosed:
    """One brief of a message: `data` where it is attached, `link` where it is linked; `size` in bytes."""

    name: str
    iso3: str
    language: str
    sha256: str
    size: int
    data: bytes | None = field(default=None, repr=False)
    link: str | None = None


@dataclass(frozen=True)
class Changed:
    """One figure: its label in English, the period, and what was and is said (empty: new, or no longer given)."""

    label: str
    year: str
    before: str
    now: str


@dataclass(frozen=True)
class News:
    """What is new to the recipient about a country; `first` where they never got its brief."""

    iso3: str
    first: bool
    changed: tuple[Changed, ...] = ()


@dataclass(frozen=True)
class Envelope:
    """What the caller fixes so that the same message can be made again, byte by byte.

    `token`: the recipient's hash for the unsubscription link (Suppressions.token); `test_to`: the operator's address,
    for a test in which the recipient's own address does not stand.
    """

    message_id: str
    date: datetime
    token: str = ""
    test_to: str = field(default="", repr=False)


def delivery_message(
    operations: Operations,
    organisation: Mapping[str, str],
    recipient: Recipient,
    release: str,
    files: Sequence[Enclosed],
    news: Sequence[News],
    envelope: Envelope,
) -> bytes:
    """One recipient's briefs of a release, in their language; organisation is that of config.yaml."""
    raise NotImplementedError


def correction_message(
    operations: Operations,
    organisation: Mapping[str, str],
    recipient: Recipient,
    release: str,
    reason: str,
    wrong: Sequence[Enclosed],
    right: Sequence[Enclosed],
    envelope: Envelope,
) -> bytes:
    """That files of a release are wrong, which, why (the operator's words), and what replaces them, if anything."""
    raise NotImplementedError
