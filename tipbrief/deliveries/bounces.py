"""`tipbrief deliver bounces`: what came back later, into the ledger and the suppression list."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from tipbrief.deliveries.ledger import Ledger, open_ledger
from tipbrief.mail.bounces import SKIPPED, Notification, read_notifications
from tipbrief.operations import Operations
from tipbrief.recipients.suppression import Suppressions

# 5.x.x that say nothing against the address: mailbox full, message too large, a matter of policy or of content.
PASSING = re.compile(r"5\.(2\.[23]|3\.4|[67]\.\d+)")
MOVED = {  # action of a notification: the states that it moves, and where to
    "failed": ("'accepted', 'in doubt'", "bounced"),
    "delivered": ("'in doubt'", "accepted"),
    "relayed": ("'in doubt'", "accepted"),
    "unsubscribed": ("'accepted', 'in doubt'", "unsubscribed"),
}


def take_in(operations: Operations, mailbox: Path) -> Counter[str]:
    """Read the notifications of a mailbox; how many messages came to which end. A second reading changes nothing."""
    suppressed, done = Suppressions(operations.private), Counter[str]()
    with open_ledger(operations.private) as ledger:
        for notification in read_notifications(mailbox):
            done[_take(ledger, suppressed, notification)] += 1
    return done


def _take(ledger: Ledger, suppressed: Suppressions, notification: Notification) -> str:
    if notification.action == SKIPPED:
        return f"skipped ({notification.text})"
    name = (notification.message_id or "").strip().strip("<>")
    people = ledger.rows(
        "SELECT address FROM messages JOIN people ON people.id = recipient WHERE messages.id = ?", name
    )
    if not people and notification.action == "unsubscribed" and notification.recipient:
        return "unsubscribed" if suppressed.add(notification.recipient, "unsubscribed") else "known already"
    if not people:
        return "not ours"
    if notification.action not in MOVED:
        return f"only told ({notification.action})"
    states, state = MOVED[notification.action]
    status = notification.status or ""
    if (address := people[0]["address"]) and is_final(notification.action, status):
        suppressed.add(address, state)
    with ledger.transaction():
        moved = ledger.move(
            state, f"message = ? AND state IN ({states})", (name,), text=f"{status} {notification.text}"
        )
    return state if moved else "known already"


def is_final(action: str, status: str) -> bool:
    """Whether the address gets no mail any more."""
    return action == "unsubscribed" or (action == "failed" and status.startswith("5") and not PASSING.match(status))
