"""`tipbrief deliver plan`: who gets which files of a release and why, what is new to them, and what is withheld."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Iterator

from tipbrief.deliveries.holdings import Between, Holdings, read_holdings
from tipbrief.deliveries.ledger import now, open_ledger
from tipbrief.deliveries.people import person
from tipbrief.deliveries.plans import RELEASE, Message, Plan, Withheld, write_plan
from tipbrief.deliveries.reading import page
from tipbrief.errors import TipbriefError
from tipbrief.mail.compose import new_message_id
from tipbrief.operations import Operations
from tipbrief.private import write_private
from tipbrief.recipients.book import ALL, LINK, Recipient, read_recipients
from tipbrief.recipients.suppression import Suppressions
from tipbrief.releases import MANIFEST, Release, ReleasedBrief, read_release

SUMS = "SHA256SUMS"
MEGABYTE = 1_000_000


def find_release(reports: Path, named: str) -> Release:
    """A release by its folder or by its name below reports/releases."""
    folder = Path(named)
    return read_release(folder if (folder / MANIFEST).is_file() else reports / "releases" / folder.name)


def check_sums(release: Release) -> None:
    """Refuse a release whose files are not those that it was made of."""
    path = release.folder / SUMS
    try:
        lines = [line.split("  ", 1) for line in path.read_text(encoding="utf-8").splitlines()]
        sums = {name: expected for expected, name in lines}
    except (OSError, ValueError):
        raise TipbriefError(
            f"{path} cannot be read, so nothing of {release.name} is sent; make a new release."
        ) from None
    wanted = sums | {brief.path: brief.sha256 for brief in release.briefs}
    for name, expected in sorted(wanted.items()):
        if sums.get(name) != expected or digest_of(release.folder / name) != expected:
            raise TipbriefError(
                f"{release.folder / name} is not the file that {SUMS} and the manifest name, so nothing of "
                f"{release.name} is sent; put the release's own file back or make a new release."
            )


def digest_of(path: Path) -> str:
    """SHA-256 of a file; nothing where it cannot be read."""
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def plan_release(operations: Operations, release: Release) -> tuple[Plan, Path, Path]:
    """Make the plan of a release; gives it with its file and the file to read, both in {private}/plans."""
    check_sums(release)
    recipients = read_recipients(operations.private)
    with open_ledger(operations.private) as ledger:
        for row in ledger.rows("SELECT * FROM recalls WHERE release = ?", release.name):
            raise TipbriefError(f"{release.name} was recalled ({row['why']}); make a new release and plan that one.")
        plan = _Planner(operations, release, read_holdings(ledger)).plan(recipients)
    return plan, *write_both(operations, plan, recipients)


def write_both(operations: Operations, plan: Plan, recipients: list[Recipient]) -> tuple[Path, Path]:
    """Write the plan and the page to read."""
    path = operations.private / "plans" / f"{plan.release}-{plan.reason.split()[0]}-{plan.id[:8]}.json"
    write_plan(path, plan)
    to_read = path.with_suffix(".md")
    write_private(to_read, page(plan, recipients, path).encode())
    return path, to_read


def reason_against(recipient: Recipient | None, suppressed: Suppressions) -> str:
    """Why somebody gets nothing today; nothing where they do."""
    if recipient is None:
        return "no longer in recipients.csv"
    if suppressed.holds(recipient.address):
        return "on the suppression list"
    return "" if recipient.active else "not active in recipients.csv"


class _Planner:
    """What all recipients share."""

    def __init__(self, operations: Operations, release: Release, holdings: Holdings) -> None:
        self.operations, self.release, self.holdings = operations, release, holdings
        self.between, self.made = Between(release), now()
        self.suppressed = Suppressions(operations.private)
        self.briefs = {(brief.iso3, brief.language): brief for brief in release.briefs}

    def plan(self, recipients: list[Recipient]) -> Plan:
        """One message for each recipient who gets something."""
        messages: list[Message] = []
        withheld: list[Withheld] = []
        left_out: list[str] = []
        for recipient in recipients:
            row = recipient.row
            identity = person(self.operations.private, recipient.address)
            files = list(self.files(row, recipient, identity, left_out))
            if against := reason_against(recipient, self.suppressed):
                withheld += [Withheld(identity, row, file, against) for file in files]
            elif files:
                messages.append(self.message(row, recipient, identity, files))
        return Plan(
            self.release.name, str(self.release.folder), RELEASE, "", self.made,
            digest_of(self.release.folder / MANIFEST), tuple(messages), tuple(withheld), tuple(left_out),
        )  # fmt: skip

    def files(self, row: int, recipient: Recipient, identity: str, left_out: list[str]) -> Iterator[ReleasedBrief]:
        """The files that this recipient does not have yet."""
        everything = dict.fromkeys(iso3 for iso3, _ in self.briefs)
        for iso3 in everything if ALL in recipient.countries else recipient.countries:
            file = self.briefs.get((iso3, recipient.language))
            if file is None:
                left_out.append(
                    f"Row {row}, {iso3}: the release has no brief of it in the language {recipient.language}."
                )
            elif ended := self.holdings.ended(identity, file.sha256, RELEASE):
                left_out.append(f"Row {row}, {iso3}: {ended}.")
            else:
                yield file

    def message(self, row: int, recipient: Recipient, identity: str, files: list[ReleasedBrief]) -> Message:
        """The message, with the id that it keeps however often it is tried."""
        news = (
            self.between.since(file.iso3, self.holdings.last.get((identity, file.iso3, file.language), ""))
            for file in files
        )
        return Message(
            new_id(self.operations), identity, row, recipient.language,
            form_of(self.operations, recipient, sum(file.size for file in files)), tuple(files), tuple(news),
        )  # fmt: skip


def form_of(operations: Operations, recipient: Recipient, size: int) -> str:
    """Attachments, or links where the recipient asked for them or the files are too large."""
    large = size > operations.mail.largest * MEGABYTE
    if recipient.by != LINK and not large:
        return "attachment"
    if operations.delivery.links:
        return "link"
    why = f"the files of one message have {size / MEGABYTE:.1f} MB" if large else "a recipient asks for links"
    raise TipbriefError(
        f"There are no links to send, but {why}: set delivery.links or mail.largest in operations.yaml."
    )


def new_id(operations: Operations) -> str:
    """A new Message-ID, without its brackets."""
    return new_message_id(operations.mail.sender).strip("<>")
