"""A planned message as bytes, from files whose sums are those of the plan; the same plan gives the same bytes."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from tipbrief.deliveries.plans import RELEASE, Message, Plan
from tipbrief.errors import TipbriefError
from tipbrief.mail.messages import Changed, Enclosed, Envelope, News, correction_message, delivery_message
from tipbrief.operations import Operations
from tipbrief.recipients.book import LINK, Recipient
from tipbrief.releases import ReleasedBrief
from tipbrief.settings import read_settings


@lru_cache(maxsize=64)
def read_checked(path: Path, expected: str) -> bytes:
    """The bytes of a file; TipbriefError where they are not those that were planned."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise TipbriefError(f"{path} cannot be read ({error.strerror}); put the release's own file back.") from None
    if sha256(data).hexdigest() != expected:
        raise TipbriefError(f"{path} is not the file that was planned; put the release's own file back.")
    return data


class Composer:
    """Composes the messages of a plan."""

    def __init__(self, operations: Operations, plan: Plan) -> None:
        self.operations, self.plan, self.organisation = operations, plan, read_settings().organisation
        self.date = datetime.strptime(plan.made, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)

    def compose(self, message: Message, recipient: Recipient, wanted: set[str], to: str = "") -> bytes:
        """The message with those of its files that are wanted; `to` is the operator's address of a test."""
        chosen = [(file, news) for file, news in zip(message.files, message.news, strict=True) if file.sha256 in wanted]
        enclosed = [self.enclosed(message, file) for file, _ in chosen]
        # A test has an identity of its own: what comes back of it must not be taken for the recipient's.
        name = f"test-{message.id}" if to else message.id
        envelope = Envelope(f"<{name}>", self.date, token=message.recipient, test_to=to)
        if self.plan.reason != RELEASE:
            return correction_message(
                self.operations, self.organisation, recipient, self.plan.release, self.plan.why, enclosed, [], envelope
            )
        told = [
            News(file.iso3, first=not news.held, changed=tuple(Changed(*figure) for figure in news.changed))
            for file, news in chosen
        ]
        return delivery_message(
            self.operations, self.organisation, recipient, self.plan.release, enclosed, told, envelope
        )

    def enclosed(self, message: Message, file: ReleasedBrief) -> Enclosed:
        """A file as it goes with the message: attached, as a link, or (in a notice) only named."""
        data, link = None, None
        if message.form == LINK:
            link = f"{str(self.operations.delivery.links).rstrip('/')}/releases/{self.plan.release}/{file.path}"
        elif self.plan.reason == RELEASE:
            data = read_checked(Path(self.plan.folder) / file.path, file.sha256)
        return Enclosed(Path(file.path).name, file.iso3, file.language, file.sha256, file.size, data, link)
