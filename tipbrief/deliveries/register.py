"""The rows of a plan in the ledger, and an operator's decision about what is in doubt."""

from __future__ import annotations

from typing import Mapping

from tipbrief.deliveries.ledger import Ledger, now
from tipbrief.deliveries.plans import RELEASE, Plan, rows_of
from tipbrief.errors import TipbriefError
from tipbrief.releases import ReleasedBrief

TAKEN_UP = ("planned", "deferred", "withheld")  # rows of an earlier plan that this one goes on with
RESENT = ("in doubt", "refused", "bounced")


def register(ledger: Ledger, plan: Plan, addresses: Mapping[str, str]) -> None:
    """Enter a plan, once: all its rows or none. A row that was settled before stays as it is."""
    with ledger.transaction():
        if ledger.rows("SELECT 1 FROM plans WHERE id = ?", plan.id):
            return
        write = ledger.connection.execute
        write("INSERT INTO plans VALUES (?, ?, ?, ?, ?)", (plan.id, plan.release, plan.reason, plan.size, now()))
        if plan.reason != RELEASE:
            write("INSERT OR IGNORE INTO recalls VALUES (?, ?, ?)", (plan.release, plan.why, now()))
        named = {recipient for recipient, *_ in rows_of(plan)}
        ledger.connection.executemany("INSERT OR IGNORE INTO people VALUES (?, NULL)", [(one,) for one in named])
        ledger.remember({one: addresses[one] for one in named if one in addresses})
        for message in plan.messages:
            write("INSERT INTO messages VALUES (?, ?, ?, NULL)", (message.id, plan.id, message.recipient))
        for recipient, file, message_id, because in rows_of(plan):
            row = _enter(ledger, plan, recipient, file, message_id, because)
            write("INSERT INTO planned VALUES (?, ?)", (plan.id, row))


def _enter(ledger: Ledger, plan: Plan, recipient: str, file: ReleasedBrief, message: str | None, because: str) -> int:
    """The id of the row of this recipient, file and reason: a new one, or the one that is there."""
    state = "planned" if message else "withheld"
    key = (recipient, file.sha256, plan.reason)
    found = ledger.rows("SELECT id, state FROM deliveries WHERE recipient = ? AND sha256 = ? AND reason = ?", *key)
    values = (plan.release, file.path, file.iso3, file.language, message, state, because, now())
    if not found:
        new = ledger.connection.execute(
            "INSERT INTO deliveries (release, path, iso3, language, message, state, text, changed, recipient, sha256, "
            "reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*values, *key),
        )  # fmt: skip
        return int(new.lastrowid or 0)
    row, before = found[0]
    if before in TAKEN_UP:
        ledger.connection.execute(
            "UPDATE deliveries SET release = ?, path = ?, iso3 = ?, language = ?, message = ?, state = ?, text = ?, "
            "changed = ?, code = NULL WHERE id = ?", (*values, row),
        )  # fmt: skip
    return int(row)


def decide(ledger: Ledger, where: str, value: str, resend: bool) -> int:
    """Send what is in doubt again, or give it up; how many files. `resend` takes refused and bounced ones as well."""
    states = RESENT if resend else ("in doubt",)
    listed = ", ".join(map(repr, states))
    with ledger.transaction():
        found = f"{where} AND state IN ({listed})"
        decided = "resend" if resend else "given-up"
        ledger.connection.execute(f"UPDATE deliveries SET decided = ? WHERE {found}", (decided, value))  # noqa: S608
        moved = ledger.move("planned" if resend else "in doubt", found, (value,), text=f"decided: {decided}")
    if not moved:
        raise TipbriefError(f"Nothing of {value} waits for a decision; `tipbrief deliver status` lists what does.")
    return moved
