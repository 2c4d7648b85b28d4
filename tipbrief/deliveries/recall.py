"""`tipbrief recall`: a correction notice, once, to those who hold the files of a release, and to nobody else."""

from __future__ import annotations

from pathlib import Path

from tipbrief.deliveries.ledger import Ledger, now, open_ledger
from tipbrief.deliveries.people import person
from tipbrief.deliveries.plan import MANIFEST, digest_of, new_id, reason_against, write_both
from tipbrief.deliveries.plans import RELEASE, FileNews, Message, Plan, Withheld
from tipbrief.operations import Operations
from tipbrief.recipients.book import read_recipients
from tipbrief.recipients.suppression import Suppressions
from tipbrief.releases import Release, ReleasedBrief

NOTICE = "notice"  # the form of a message without files


def plan_recall(operations: Operations, release: Release, why: str) -> tuple[Plan, Path, Path]:
    """The plan of the notices, its file and the page to read. Whoever was told already is not told again."""
    recipients = read_recipients(operations.private)
    people = {person(operations.private, one.address): one for one in recipients}
    suppressed, made, reason = Suppressions(operations.private), now(), f"recall {release.name}"
    messages, withheld = [], []
    with open_ledger(operations.private) as ledger:
        held = holders(ledger, release, reason)
    for identity, files in held.items():
        recipient = people.get(identity)
        against = reason_against(recipient, suppressed)
        if recipient is None or against:
            row = recipient.row if recipient else 0
            withheld += [Withheld(identity, row, file, against) for file in files]
            continue
        told = tuple(FileNews(release.name, f"{file.iso3}: they hold it.", ()) for file in files)
        messages.append(
            Message(new_id(operations), identity, recipient.row, recipient.language, NOTICE, tuple(files), told)
        )
    manifest = digest_of(release.folder / MANIFEST)
    plan = Plan(release.name, str(release.folder), reason, why, made, manifest, tuple(messages), tuple(withheld), ())
    return plan, *write_both(operations, plan, recipients)


def holders(ledger: Ledger, release: Release, reason: str) -> dict[str, list[ReleasedBrief]]:
    """Who has, or may have, which bytes of the release and was not told yet, whatever release brought them."""
    briefs = {brief.sha256: brief for brief in release.briefs}
    told = {
        (row["recipient"], row["sha256"])
        for row in ledger.rows(
            "SELECT recipient, sha256 FROM deliveries WHERE reason = ? AND state NOT IN "
            "('planned', 'deferred', 'withheld')",
            reason,
        )
    }
    found: dict[str, list[ReleasedBrief]] = {}
    for row in ledger.rows(
        "SELECT recipient, sha256 FROM deliveries WHERE reason = ? AND state IN ('accepted', 'in doubt', 'claimed') "
        "ORDER BY id", RELEASE,
    ):  # fmt: skip
        brief = briefs.get(row["sha256"])
        if brief and tuple(row) not in told:
            found.setdefault(row["recipient"], []).append(brief)
    return found
