"""What came back: delivery status notifications (RFC 3464) and unsubscriptions, from a mailbox or a folder."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

FAILED, DELAYED, UNSUBSCRIBED, SKIPPED = "failed", "delayed", "unsubscribed", "skipped"


@dataclass(frozen=True)
class Notification:
    """One thing that a mailbox told.

    `action`: failed, delayed, delivered, relayed, expanded (RFC 3464), unsubscribed, or skipped: a message that tells
    nothing that could be read, with the reason in `text`. `message_id` is that of the message which came back (empty
    where it is not said), `status` as 5.1.1, `text` without addresses.
    """

    message_id: str
    recipient: str = field(repr=False)
    action: str
    status: str
    text: str


def read_notifications(mailbox: Path) -> list[Notification]:
    """Everything that an mbox, a Maildir or a folder of .eml files tells; TipbriefError where it is none of these."""
    raise NotImplementedError
