"""A message as bytes: the same for the same content, Message-ID and date; no header can hold a second one."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage, MIMEPart
from email.policy import EmailPolicy
from email.utils import format_datetime, parseaddr
from functools import lru_cache
from hashlib import sha256
from typing import Any, Mapping, Sequence

from tipbrief.addresses import bare_address, has_control, normal_address
from tipbrief.errors import TipbriefError
from tipbrief.operations import Mail

AS_THEY_ARE = ("message-id", "list-unsubscribe", "list-unsubscribe-post")


class _Policy(EmailPolicy):
    """SMTP's policy, which would fold and encode long identities and addresses: programs read those byte by byte."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name.lower() in AS_THEY_ARE:
            return f"{name}: {value}\r\n".encode("ascii")
        return super().fold_binary(name, value)


POLICY = _Policy(linesep="\r\n", cte_type="7bit", raise_on_defect=False)


@dataclass(frozen=True)
class Head:
    """What stands above a message: `to` is name and address, `date` has a time zone, `more` are further headers."""

    to: tuple[str, str] = field(repr=False)
    subject: str
    message_id: str
    date: datetime
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class File:
    """An attachment."""

    name: str
    data: bytes = field(repr=False)
    kind: tuple[str, str] = ("application", "pdf")


def compose(mail: Mail, head: Head, text: str, html: str | None = None, files: Sequence[File] = ()) -> bytes:
    """The whole message with CRLF line ends, in 7-bit characters; TipbriefError for what no header may hold."""
    message = EmailMessage(policy=POLICY)
    for name, value in _headers(mail, head):
        message[name] = value
    message.set_content(text, charset="utf-8", cte="quoted-printable")
    if html is not None:
        message.add_alternative(html, subtype="html", charset="utf-8", cte="quoted-printable")
    if files:
        message.make_mixed()
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{sha256(head.message_id.encode()).hexdigest()[:32]}.{number}")
    return _with_files(message, files)


def _with_files(message: EmailMessage, files: Sequence[File]) -> bytes:
    """The message as bytes, its attachments put in as they were encoded once: the same file goes to many."""
    data = message.as_bytes(policy=POLICY)
    if not files:
        return data
    line = f"--{message.get_boundary()}".encode("ascii")
    parts = b"".join(line + b"\r\n" + _encoded(file) for file in files)
    return data.removesuffix(line + b"--\r\n") + parts + line + b"--\r\n"


@lru_cache(maxsize=64)
def _encoded(file: File) -> bytes:
    """An attachment with its own head, in base64."""
    _refuse(file.name, "the name of an attachment", "/\\")
    main, sub = file.kind
    part: MIMEPart[str, str] = MIMEPart(policy=POLICY)
    part.set_content(file.data, maintype=main, subtype=sub, filename=file.name, disposition="attachment")
    return part.as_bytes(policy=POLICY)


def new_message_id(sender: str) -> str:
    """A Message-ID that nobody has yet, at the sender's domain."""
    return f"<{secrets.token_hex(16)}@{bare_address(sender).rpartition('@')[2]}>"


def now() -> datetime:
    """This second in UTC."""
    return datetime.now(UTC).replace(microsecond=0)


def _headers(mail: Mail, head: Head) -> list[tuple[str, Any]]:
    _refuse(head.subject, "the subject")
    _refuse(head.message_id, "the Message-ID", " ")
    for name, value in head.more.items():
        _refuse(value, f"the header {name}")
    found: list[tuple[str, Any]] = [
        ("From", _person(*parseaddr(_refuse(mail.sender, "`mail.sender`")))),
        ("To", _person(*head.to)),
        ("Subject", head.subject),
        ("Date", format_datetime(head.date.astimezone(UTC))),
        ("Message-ID", head.message_id),
        ("Auto-Submitted", "auto-generated"),
    ]
    if mail.reply_to:
        found.append(("Reply-To", _person("", mail.reply_to)))
    return [*found, *head.more.items()]


def _person(name: str, address: str) -> Address:
    return Address(display_name=_refuse(name, "a name"), addr_spec=normal_address(address))


def _refuse(text: str, what: str, besides: str = "") -> str:
    """The text itself; TipbriefError where it holds a line end, another control character or one of `besides`."""
    if has_control(text) or any(sign in text for sign in besides):
        raise TipbriefError(f"A message was not made: {what} holds a character that no header may hold.")
    return text
