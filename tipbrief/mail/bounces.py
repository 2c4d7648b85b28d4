"""What came back: delivery status notifications (RFC 3464) and unsubscriptions, from a mailbox or a folder.

Every message of the mailbox gives at least one Notification: one that tells nothing is `skipped`, with the reason.
"""

from __future__ import annotations

import mailbox
import re
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.utils import parseaddr
from pathlib import Path
from typing import Iterator

from tipbrief.addresses import normal_address, without_addresses
from tipbrief.errors import TipbriefError

FAILED, DELAYED, UNSUBSCRIBED, SKIPPED = "failed", "delayed", "unsubscribed", "skipped"
ACTIONS = (FAILED, DELAYED, "delivered", "relayed", "expanded")
LONGEST = 300
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_ID = re.compile(r"<[^<>\s]+>")
_ORIGINAL = re.compile(rb"^Message-ID:\s*(<[^<>\s]+>)", re.I | re.M)
_UNSUBSCRIBE = re.compile(r"unsubscribe\b", re.I)


@dataclass(frozen=True)
class Notification:
    """One thing that a mailbox told.

    `action`: failed, delayed, delivered, relayed, expanded (RFC 3464), unsubscribed, or skipped: a message that tells
    nothing that could be read, with the reason in `text`. `message_id` is that of the message which came back (empty
    where it is not said), `recipient` the address that was written to (empty likewise), `status` as 5.1.1, `text`
    without addresses.
    """

    message_id: str
    recipient: str = field(repr=False)
    action: str
    status: str
    text: str


def read_notifications(mailbox_path: Path) -> list[Notification]:
    """Everything that an mbox, a Maildir or a folder of .eml files tells, in the order of the mailbox.

    TipbriefError where it is none of these. The mailbox itself is not changed.
    """
    try:
        return [told for name, raw in _messages(mailbox_path) for told in _read(name, raw)]
    except OSError as error:
        raise TipbriefError(f"{mailbox_path} cannot be read ({error.strerror}).") from None


def _messages(path: Path) -> Iterator[tuple[str, bytes]]:
    """The messages with a name each, by which a person finds them."""
    if (path / "cur").is_dir() and (path / "new").is_dir():
        files = sorted(file for part in ("new", "cur") for file in (path / part).iterdir() if file.is_file())
        yield from ((file.name, file.read_bytes()) for file in files)
    elif path.is_dir():
        yield from ((file.name, file.read_bytes()) for file in sorted(path.glob("*.eml")))
    elif path.is_file():
        box = mailbox.mbox(path, create=False)
        try:
            if path.stat().st_size and not box.keys():
                raise TipbriefError(f"{path} is no mbox file: its first line must begin with `From `.")
            yield from ((f"message {number}", box.get_bytes(key)) for number, key in enumerate(box.keys(), 1))
        finally:
            box.close()
    else:
        raise TipbriefError(f"{path} is no mailbox; give an mbox file, a Maildir or a folder of .eml files.")


def _read(name: str, raw: bytes) -> list[Notification]:
    """What one message tells; whatever is wrong with it, the others are read."""
    try:
        message = message_from_bytes(raw)
        return _told(message, raw) or [_skipped(name, _why(message))]
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        return [_skipped(name, f"it is malformed ({type(error).__name__})")]


def _told(message: Message, raw: bytes) -> list[Notification]:
    reports = [part for part in message.walk() if part.get_content_type() == "message/delivery-status"]
    if reports:
        original = _original_id(message, reports[0], raw)
        return [found for part in reports for group in _groups(part) if (found := _status_of(group, original))]
    if _is_unsubscription(message):
        sender = _address(str(message["From"]))
        return [Notification("", sender, UNSUBSCRIBED, "", "asked by mail")] if sender else []
    return []


def _groups(part: Message) -> list[Message]:
    """The blocks of a status: that of the message, then one for each recipient."""
    groups = _inside(part)
    if _one_line(part["Content-Transfer-Encoding"]).lower() not in ("base64", "quoted-printable"):
        return groups
    # The standard allows no encoding here, so the parser took the encoded lines for blocks.
    flat = Message()
    flat["Content-Transfer-Encoding"] = part["Content-Transfer-Encoding"]
    flat.set_payload("\n".join(str(group.get_payload()) for group in groups))
    text = flat.get_payload(decode=True)
    blocks = re.split(rb"\r?\n[ \t]*\r?\n", text) if isinstance(text, bytes) else []
    return [message_from_bytes(block.lstrip()) for block in blocks]


def _inside(part: Message) -> list[Message]:
    payload: object = part.get_payload()
    return [inner for inner in payload if isinstance(inner, Message)] if isinstance(payload, list) else []


def _status_of(group: Message, original: str) -> Notification | None:
    """One recipient's status; None for the block that has no action or no recipient.

    The recipient as it was given by the sender counts before the one that a forwarding made of it.
    """
    action = _one_line(group["Action"]).lower()
    named = [_one_line(group[name]).rpartition(";")[2] for name in ("Original-Recipient", "Final-Recipient")]
    if action not in ACTIONS or not any(named):
        return None
    recipient = next(filter(None, map(_address, named)), "")
    status = _STATUS.search(_one_line(group["Status"]))
    text = _one_line(group["Diagnostic-Code"]).partition(";")
    said = without_addresses((text[2] or text[0]).strip(), recipient)[:LONGEST]
    return Notification(original, recipient, action, status[0] if status else "", said)


def _original_id(message: Message, report: Message, raw: bytes) -> str:
    """The Message-ID of what came back, from its returned head; also where that is not marked as it should be."""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822":
            found = next((_ID.search(_one_line(inner["Message-ID"])) for inner in _inside(part)), None)
            if found:
                return found[0]
        elif kind == "text/rfc822-headers":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and (plain := _ORIGINAL.search(payload)):
                return plain[1].decode("ascii", "replace")
    own = _one_line(message["Message-ID"])
    others = [found.decode("ascii", "replace") for found in _ORIGINAL.findall(raw)]
    return next((found for found in reversed(others) if found != own), "")


def _is_unsubscription(message: Message) -> bool:
    """A mail whose subject begins with the word, and that no machine sent by itself, as an auto-reply to ours."""
    return not _is_automatic(message) and bool(_UNSUBSCRIBE.match(_one_line(message["Subject"])))


def _is_automatic(message: Message) -> bool:
    automatic = _one_line(message["Auto-Submitted"]).lower()
    return (automatic not in ("", "no")) or bool(message["X-Autoreply"] or message["X-Autorespond"])


def _why(message: Message) -> str:
    if message.get_content_type() == "multipart/report":
        return "it is a report without an action and a recipient that can be read"
    return "it is an automatic reply" if _is_automatic(message) else "it is neither a bounce nor an unsubscription"


def _skipped(name: str, why: str) -> Notification:
    return Notification("", "", SKIPPED, "", f"{without_addresses(name)}: {why}")


def _address(text: str) -> str:
    """The address of a header, normal; empty where there is none."""
    found = parseaddr(text.strip())[1] or text.strip().strip("<>")
    try:
        return normal_address(found)
    except TipbriefError:
        return ""


def _one_line(value: object) -> str:
    return " ".join(str(value or "").split())
