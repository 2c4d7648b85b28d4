"""What the operator gets: the report of a run, in plain text."""

from __future__ import annotations

import os
from datetime import datetime
from typing import Mapping

from tipbrief.errors import TipbriefError
from tipbrief.mail.answers import ACCEPTED
from tipbrief.mail.compose import Head, compose, new_message_id, now
from tipbrief.mail.server import open_server
from tipbrief.operations import Operations


def tell_owner(
    operations: Operations,
    subject: str,
    text: str,
    environ: Mapping[str, str] = os.environ,
    date: datetime | None = None,
) -> bool:
    """Send a report to `owner`; False where there is none. TipbriefError where it was not taken."""
    if not operations.owner:
        return False
    message = owner_message(operations, subject, text, date or now())
    with open_server(operations.mail, operations.private / "outbox", environ) as server:
        answer = server.send(message, operations.owner)
    if answer.outcome != ACCEPTED:
        raise TipbriefError(f"The report to the owner was not taken ({answer.outcome}): {answer.code} {answer.text}.")
    return True


def owner_message(operations: Operations, subject: str, text: str, date: datetime) -> bytes:
    """The report as a message; line ends in `subject` become blanks, since what failed may have said several lines."""
    head = Head(
        to=("", str(operations.owner)),
        subject=" ".join(subject.split()),
        message_id=new_message_id(operations.mail.sender),
        date=date,
    )
    return compose(operations.mail, head, text)
