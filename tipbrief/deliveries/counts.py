"""Counts that must agree: planned = accepted + in doubt + deferred + refused + withheld (+ what moved out later)."""

from __future__ import annotations

from typing import Iterator, Mapping

from tipbrief.deliveries.ledger import Ledger
from tipbrief.deliveries.people import short
from tipbrief.deliveries.plans import Plan
from tipbrief.errors import TipbriefError

ALWAYS = ("accepted", "in doubt", "deferred", "refused", "withheld")
OTHERS = {"bounced": "bounced", "unsubscribed": "unsubscribed", "planned": "not sent yet", "claimed": "being sent"}
OF_PLAN = "id IN (SELECT delivery FROM planned WHERE plan = ?)"


def equation(counts: Mapping[str, int]) -> str:
    """The sum as it is printed; states that are rare stand in it only where they have rows."""
    told = [f"{state} {counts.get(state, 0)}" for state in ALWAYS]
    told += [f"{name} {counts[state]}" for state, name in OTHERS.items() if counts.get(state)]
    return f"planned {sum(counts.values())} = {' + '.join(told)}"


def reconcile(ledger: Ledger, plan: Plan) -> dict[str, int]:
    """The plan's rows by state; TipbriefError where the ledger does not account for each of them."""
    counts = ledger.counts(OF_PLAN, (plan.id,))
    listed = ledger.rows("SELECT size, (SELECT COUNT(*) FROM planned WHERE plan = id) AS kept FROM plans WHERE id = ?",
                         plan.id)  # fmt: skip
    sizes = {plan.size, sum(counts.values()), *(number for row in listed for number in (row["size"], row["kept"]))}
    if len(sizes) > 1 or not listed:
        raise TipbriefError(
            f"The counts do not agree: the plan has {plan.size} rows, the ledger {equation(counts)}; "
            f"stop sending and put back the last copy of {ledger.path} that `tipbrief deliver backup` made."
        )
    check_history(ledger)
    return counts


def check_history(ledger: Ledger) -> None:
    """Every row must stand where its history ends, and no step of a history may be missing."""
    broken = ledger.rows(
        "WITH steps AS (SELECT delivery, before, after, LAG(after, 1, '') OVER own AS previous, "
        "ROW_NUMBER() OVER (PARTITION BY delivery ORDER BY id DESC) AS back FROM history "
        "WINDOW own AS (PARTITION BY delivery ORDER BY id)) "
        "SELECT deliveries.id FROM deliveries LEFT JOIN steps ON steps.delivery = deliveries.id "
        "GROUP BY deliveries.id HAVING COUNT(steps.delivery) = 0 OR SUM(before <> previous) > 0 "
        "OR MAX(CASE WHEN back = 1 THEN after END) <> state"
    )
    if broken:
        raise TipbriefError(
            f"{len(broken)} rows of {ledger.path} are not where their history ends (first: row {broken[0]['id']}); "
            "put back the last copy that `tipbrief deliver backup` made."
        )


def status(ledger: Ledger, release: str | None) -> Iterator[str]:
    """A line for each release and reason, and each message that needs a decision."""
    check_history(ledger)
    wanted = "(? IS NULL OR release = ?)"
    groups = ledger.rows(
        f"SELECT DISTINCT release, reason FROM deliveries WHERE {wanted} ORDER BY 1, 2",  # noqa: S608
        release,
        release,
    )
    for group in groups:
        counts = ledger.counts("release = ? AND reason = ?", tuple(group))
        yield f"{group['release']}, {group['reason']}: {equation(counts)}."
    doubtful = ledger.rows(
        "SELECT message, recipient, MAX(changed) AS changed, MAX(text) AS text, COUNT(*) AS files FROM deliveries "  # noqa: S608
        f"WHERE state = 'in doubt' AND decided = '' AND {wanted} GROUP BY message, recipient ORDER BY 3",
        release,
        release,
    )
    for row in doubtful:
        yield (
            f"In doubt since {row['changed']}: {row['message']} to {short(row['recipient'])}, {row['files']} files "
            f"({row['text']}). Decide: tipbrief deliver decide {row['message']} resend|given-up"
        )
    if not groups:
        yield "Nothing was sent yet."
