"""`tipbrief deliver send`: one message for each recipient, each claimed in the ledger before it is sent.

The order for a message: claimed (committed), begun (committed), sent, settled (committed). A sender that dies before
`begun` sent nothing; one that dies after it leaves a message in doubt, which nobody sends again without a decision.
"""

from __future__ import annotations

import fcntl
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Callable, Iterator

from tipbrief.addresses import without_addresses
from tipbrief.deliveries.compose import Composer
from tipbrief.deliveries.counts import OF_PLAN, equation, reconcile
from tipbrief.deliveries.ledger import OPEN, Ledger, open_ledger
from tipbrief.deliveries.plan import check_sums, digest_of, reason_against
from tipbrief.deliveries.plans import RELEASE, Message, Plan, read_plan
from tipbrief.deliveries.register import register
from tipbrief.errors import TipbriefError
from tipbrief.mail.server import Server, open_server
from tipbrief.operations import Operations
from tipbrief.private import closed, private_folder
from tipbrief.recipients.book import Recipient, read_recipients
from tipbrief.recipients.suppression import Suppressions
from tipbrief.releases import MANIFEST, read_release

LOCK = "sending.lock"
FIRST_WAIT = 60.0  # seconds until a deferred message is tried again; then twice as long each time
EVERY = 25  # messages between two lines of progress
STATE = {"in_doubt": "in doubt"}  # the server's outcome as a state of the ledger, where the word differs


@contextmanager
def alone_sending(private: Path) -> Iterator[None]:
    """The one sender of this ledger; the kernel frees the lock however a sender ends."""
    with open(private_folder(private) / LOCK, "a", opener=closed) as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise TipbriefError("Another process is sending; wait until it ends. This one sent nothing.") from None
        yield


def send_plan(operations: Operations, path: Path, watched: Path, say: Callable[[str], None]) -> dict[str, int]:
    """Send what is still to be sent of a plan; the plan's rows by state. `watched` is the file of the settings."""
    plan = read_plan(path)
    check_release(plan)
    with alone_sending(operations.private), open_ledger(operations.private) as ledger:
        book = Book(operations.private)
        register(ledger, plan, book.addresses())
        doubt, free = ledger.recover()
        if doubt or free:
            say(f"An earlier sender was stopped: {doubt} files are in doubt, {free} were not begun and are sent now.")
        say(f"Before: {equation(reconcile(ledger, plan))}.")
        sender = Sender(operations, plan, ledger, book, Watch(watched), say)
        try:
            sender.run()
        finally:
            say(f"After: {equation(ledger.counts(OF_PLAN, (plan.id,)))}.")
        return reconcile(ledger, plan)


def check_release(plan: Plan) -> None:
    """The release must be the one that was planned; a recall needs nothing but the ledger."""
    if plan.reason != RELEASE:
        return
    folder = Path(plan.folder)
    if digest_of(folder / MANIFEST) != plan.manifest:
        raise TipbriefError(f"The manifest of {folder} is not the one that was planned; make a new plan.")
    check_sums(read_release(folder))


class Watch:
    """A file that must stay as it is while messages are sent."""

    def __init__(self, path: Path) -> None:
        self.path, self.stamp, self.digest = path, _stamp(path), digest_of(path)

    def check(self) -> None:
        """Stop where the file says something else than at the start."""
        if (stamp := _stamp(self.path)) == self.stamp:
            return
        self.stamp = stamp
        if digest_of(self.path) != self.digest:
            raise TipbriefError(
                f"{self.path} was changed while messages were being sent. What was sent is recorded; "
                "read the plan again and run the same command to send the rest with the new settings."
            )


def _stamp(path: Path) -> tuple[int, int, int]:
    try:
        status = path.stat()
    except OSError:
        return 0, 0, 0
    return status.st_mtime_ns, status.st_size, status.st_ino


class Book:
    """The recipients and the suppression list as they are at the moment, by keyed id."""

    def __init__(self, private: Path) -> None:
        self.private, self.suppressed = private, Suppressions(private)
        self.stamp: tuple[int, int, int] | None = None
        self.people: dict[str, Recipient] = {}
        self.fresh()

    def fresh(self) -> dict[str, Recipient]:
        """The recipients, read again where the file changed."""
        stamp = _stamp(self.private / "recipients.csv")
        if stamp != self.stamp:
            self.people = {self.suppressed.token(one.address): one for one in read_recipients(self.private)}
            self.stamp = stamp
        return self.people

    def addresses(self) -> dict[str, str]:
        """Addresses by id."""
        return {identity: recipient.address for identity, recipient in self.people.items()}

    def against(self, identity: str) -> str:
        """Why this recipient gets nothing any more; nothing where they do."""
        return reason_against(self.fresh().get(identity), self.suppressed)


class Pace:
    """At most so many messages in a minute, evenly."""

    def __init__(self, per_minute: float) -> None:
        self.gap, self.next = 60.0 / per_minute, 0.0

    def wait(self) -> None:
        """Sleep until the next message is due."""
        if (left := self.next - time.monotonic()) > 0:
            time.sleep(left)
        self.next = max(self.next, time.monotonic()) + self.gap if self.next else time.monotonic() + self.gap


class Sender:
    """One run over the messages of a plan."""

    def __init__(
        self, operations: Operations, plan: Plan, ledger: Ledger, book: Book, watch: Watch, say: Callable[[str], None]
    ) -> None:
        self.operations, self.plan, self.ledger, self.book, self.say = operations, plan, ledger, book, say
        self.watch, self.composer, self.pace = watch, Composer(operations, plan), Pace(operations.mail.per_minute)

    def run(self) -> None:
        """Send all messages, then those that were deferred, up to mail.attempts times, after longer waits."""
        waiting = [message for message in self.plan.messages if self.open_files(message)]
        for attempt in range(self.operations.mail.attempts):
            waiting = [message for message in waiting if not self.withheld(message)]
            if not waiting:
                return
            if attempt:
                wait = FIRST_WAIT * 2 ** (attempt - 1)
                self.say(f"{len(waiting)} messages were deferred; trying them again in {wait:.0f} seconds.")
                time.sleep(wait)
            waiting = self.round(waiting)

    def round(self, messages: list[Message]) -> list[Message]:
        """Send messages over one connection; gives those that the server deferred."""
        deferred = []
        with open_server(self.operations.mail, self.operations.private / "outbox") as server:
            for number, message in enumerate(messages, 1):
                state, gone = self.deliver(server, message)
                if state == "deferred":
                    deferred.append(message)
                if gone:  # the others would only meet the same
                    self.say("The server is gone; the other messages wait.")
                    return deferred + messages[number:]
                if number % EVERY == 0 or number == len(messages):
                    self.say(f"{number} of {len(messages)} messages, {len(deferred)} of them deferred.")
        return deferred

    def open_files(self, message: Message) -> set[str]:
        """SHA-256 of the files of this message that are still to be sent."""
        query = f"SELECT sha256 FROM deliveries WHERE message = ? AND state IN {OPEN}"  # noqa: S608
        return {row["sha256"] for row in self.ledger.rows(query, message.id)}

    def withheld(self, message: Message) -> bool:
        """Whether the recipient may not get it any more, which is recorded then."""
        against = self.book.against(message.recipient)
        if against:
            with self.ledger.transaction():
                self.ledger.move("withheld", f"message = ? AND state IN {OPEN}", (message.id,), text=against)
        return bool(against)

    def deliver(self, server: Server, message: Message) -> tuple[str, bool]:
        """Claim, mark, send and settle one message; what became of it, and whether the server did not answer at all."""
        self.pace.wait()
        self.watch.check()
        if self.withheld(message):
            return "withheld", False
        recipient = self.book.people[message.recipient]
        data = self.composer.compose(message, recipient, self.open_files(message))
        if not self.ledger.claim(message.id):
            return "another sender's", False
        self.ledger.begin(message.id)
        try:
            answer = server.send(data, recipient.address)
        except OSError as error:  # only the outbox raises one, and then it has nothing of the message
            self.ledger.settle(message.id, "planned", text="the outbox could not be written")
            where = self.operations.private / "outbox"
            raise TipbriefError(f"{where} cannot be written ({error.strerror}); mend that, then run again.") from None
        state = STATE.get(answer.outcome, answer.outcome)
        self.ledger.settle(message.id, state, answer.code, answer.text)
        return state, state == "deferred" and not answer.code


def send_test(operations: Operations, path: Path, address: str, row: int | None) -> str:
    """Send the mail of one recipient (a row of recipients.csv, or the first) to the operator; nothing is recorded."""
    plan = read_plan(path)
    check_release(plan)
    chosen = [message for message in plan.messages if row in (None, message.row)]
    if not chosen:
        raise TipbriefError(f"The plan has no message for {f'row {row} of recipients.csv' if row else 'anybody'}.")
    recipient = Book(operations.private).people.get(chosen[0].recipient)
    if recipient is None:
        raise TipbriefError("The recipient of that message is no longer in recipients.csv; make a new plan.")
    files = {file.sha256 for file in chosen[0].files}
    data = Composer(operations, plan).compose(chosen[0], recipient, files, to=address)
    with open_server(operations.mail, operations.private / "outbox") as server:
        answer = server.send(data, address)
    return (
        f"The mail of row {chosen[0].row}: {answer.outcome} ({without_addresses(answer.text)}). Nothing was recorded."
    )
