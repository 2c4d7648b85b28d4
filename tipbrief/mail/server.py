"""The server that takes messages: SMTP with a checked certificate, or, without settings, a folder of .eml files.

A message goes to one recipient in one transaction, so that an answer is always that of one recipient. Until the server
has said 354 nothing of the message was sent, so what fails there can be tried again; from then on only its own answer
says whether it has the message, and without one it is in doubt.
"""

from __future__ import annotations

import contextlib
import os
import re
import smtplib
from dataclasses import dataclass
from email import message_from_bytes
from hashlib import sha256
from pathlib import Path
from typing import Iterator, Mapping, Protocol

from tipbrief.addresses import bare_address, normal_address
from tipbrief.errors import TipbriefError
from tipbrief.mail.answers import ACCEPTED, DEFERRED, IN_DOUBT, REFUSED, Answer, answered, by_code
from tipbrief.mail.connection import connect
from tipbrief.operations import Mail
from tipbrief.private import write_private

GO_ON = 354
CLOSING = 421
TOO_LARGE = 552
LOGIN_WANTED = 530
PART = 65_536  # bytes
# Times `timeout` for the answer to a message: servers read it first (RFC 5321, 4.5.3.2), and no answer is a doubt.
PATIENCE = 10
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,150}")


class Server(Protocol):
    """Takes messages, one recipient each; `send` raises nothing for what a server says or does."""

    def send(self, message: bytes, recipient: str) -> Answer: ...


@contextlib.contextmanager
def open_server(mail: Mail, outbox: Path, environ: Mapping[str, str] = os.environ) -> Iterator[Server]:
    """The server of the settings, logged in; without one the outbox.

    Raises TipbriefError where it cannot be reached, has no valid certificate or refuses the login.
    """
    if not mail.server:
        yield Outbox(outbox)
        return
    server = SmtpServer(mail, environ)
    server.open()
    try:
        yield server
    finally:
        server.close()


@dataclass(frozen=True)
class Outbox:
    """Writes each message as {folder}/{Message-ID}.eml, for a mail program or a server to send."""

    folder: Path

    def send(self, message: bytes, recipient: str) -> Answer:
        """Accepted once the file is whole on the disk; an OSError (a full disk) is raised."""
        normal_address(recipient)
        write_private(self.folder / f"{file_stem(message)}.eml", message)
        return Answer(ACCEPTED, 0, "written to the outbox")


def file_stem(message: bytes) -> str:
    """A file name from the Message-ID: its left part where that is plain, else its SHA-256."""
    identity = str(message_from_bytes(message.partition(b"\r\n\r\n")[0])["Message-ID"] or "").strip(" <>")
    stem = identity.partition("@")[0]
    return stem if _SAFE.fullmatch(stem) else sha256(identity.encode() if identity else message).hexdigest()


class SmtpServer:
    """A connection that is opened again where the server closed it between two messages."""

    def __init__(self, mail: Mail, environ: Mapping[str, str]) -> None:
        self.mail, self.environ = mail, environ
        self.sender = bare_address(mail.sender)
        self.smtp: smtplib.SMTP | None = None

    def open(self) -> None:
        """Connect and log in; TipbriefError says what is wrong."""
        self.smtp = connect(self.mail, self.environ)

    def close(self) -> None:
        """Say QUIT where there is still somebody to hear it."""
        smtp, self.smtp = self.smtp, None
        if smtp:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                smtp.quit()
            smtp.close()

    def _drop(self) -> None:
        """Leave a connection that failed, without a word that would have to be waited for."""
        smtp, self.smtp = self.smtp, None
        if smtp:
            smtp.close()

    def send(self, message: bytes, recipient: str) -> Answer:
        """Hand over one message; every outcome is an Answer."""
        address = normal_address(recipient)
        started = self._start(len(message))
        answer = started or self._hand_over(message, address)
        if answer.outcome != ACCEPTED:
            self._begin_anew(answer)
        return answer

    def _start(self, size: int) -> Answer | None:
        """MAIL FROM, on a new connection where the old one is gone; an answer where it cannot start."""
        for fresh in (self.smtp is None, True):
            try:
                if self.smtp is None:
                    self.open()
                assert self.smtp is not None  # noqa: S101 - for the type checker
                code, text = self.smtp.mail(self.sender, self._options(self.smtp, size))
            except TipbriefError as error:
                return answered(DEFERRED, 0, str(error), self.sender)
            except (smtplib.SMTPException, OSError):
                code, text = 0, b"the server was gone before the message was sent"
            if code // 100 == 2:
                return None
            if code in (0, CLOSING):
                self._drop()
                if not fresh:
                    continue
            return self._not_started(code, text)
        return None

    def _not_started(self, code: int, text: bytes) -> Answer:
        """What is wrong with the sender or the login is no fault of the recipient: only a size is final."""
        outcome = REFUSED if code == TOO_LARGE else DEFERRED
        return answered(outcome, code, text, self.sender)

    @staticmethod
    def _options(smtp: smtplib.SMTP, size: int) -> list[str]:
        return [f"SIZE={size}"] if smtp.has_extn("size") else []

    def _hand_over(self, message: bytes, address: str) -> Answer:
        """RCPT TO, DATA, the message and its final answer."""
        assert self.smtp is not None  # noqa: S101 - for the type checker
        hidden = (address, self.sender)
        try:
            code, text = self.smtp.rcpt(address)
            if code // 100 == 2:
                code, text = self.smtp.docmd("DATA")
        except (smtplib.SMTPException, OSError):
            self._drop()
            return answered(DEFERRED, 0, "the server was gone before the message was sent")
        if code == LOGIN_WANTED:
            return answered(DEFERRED, code, text, *hidden)
        if code != GO_ON:
            return by_code(code, text, *hidden) if code >= 400 else answered(DEFERRED, code, text, *hidden)
        try:
            code, text = self._sent(self.smtp, _on_the_wire(message))
        except (smtplib.SMTPException, OSError):
            self._drop()
            return answered(IN_DOUBT, 0, "no answer came after the message was sent")
        return by_code(code, text, *hidden)

    def _sent(self, smtp: smtplib.SMTP, data: bytes) -> tuple[int, bytes]:
        """Send the message's own bytes and wait for what the server says of them.

        In parts, since the time for one answer would else be that of the whole message on a slow line.
        """
        for start in range(0, len(data), PART):
            smtp.send(data[start : start + PART])
        if smtp.sock:
            smtp.sock.settimeout(self.mail.timeout * PATIENCE)
        answer = smtp.getreply()
        if smtp.sock:
            smtp.sock.settimeout(self.mail.timeout)
        return answer

    def _begin_anew(self, answer: Answer) -> None:
        """Clear the transaction, or the connection where the server is about to close it."""
        if answer.code == CLOSING or answer.outcome == IN_DOUBT:
            self._drop()
        if self.smtp:
            try:
                self.smtp.rset()
            except (smtplib.SMTPException, OSError):
                self._drop()


def _on_the_wire(message: bytes) -> bytes:
    """The message as DATA takes it: dots at a line's start doubled, a line of one dot in the end (RFC 5321, 4.5.2)."""
    whole = message if message.endswith(b"\r\n") else message + b"\r\n"
    return (b"\n" + whole).replace(b"\n.", b"\n..")[1:] + b".\r\n"
