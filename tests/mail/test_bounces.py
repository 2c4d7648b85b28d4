"""Bounces, unsubscriptions and what is neither, from the three kinds of mailbox; whole, malformed and cut."""

import mailbox

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mail_server import TO

from tipbrief.errors import TipbriefError
from tipbrief.mail.bounces import Notification, read_notifications

STATUS = (
    "Reporting-MTA: dns; mx.example.org\r\n\r\n"
    "Final-Recipient: rfc822; anna@example.net\r\nOriginal-Recipient: rfc822;Anna@Example.NET\r\nAction: failed\r\n"
    "Status: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 <anna@example.net>: user\r\n unknown\r\n"
)
BOUNCE = (
    "From: MAILER-DAEMON@example.org\r\nTo: briefs@example.org\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n"
    "Message-ID: <bounce@example.org>\r\nAuto-Submitted: auto-replied\r\n"
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
    "--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n{status}\r\n"
    "--b\r\nContent-Type: {kind}\r\n\r\nFrom: briefs@example.org\r\nMessage-ID: <7@example.org>\r\nSubject: x\r\n\r\n"
    "text\r\n--b--\r\n"
)
WHOLE = BOUNCE.format(status=STATUS, kind="message/rfc822")
TOLD = Notification("<7@example.org>", "Anna@example.net", "failed", "5.1.1", "550 5.1.1 (address): user unknown")


def eml(folder, *texts):
    for number, text in enumerate(texts):
        (folder / f"{number}.eml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_notifications(folder)


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers", "application/octet-stream"])
def test_a_bounce_names_message_recipient_and_status(tmp_path, kind):
    assert eml(tmp_path, BOUNCE.format(status=STATUS, kind=kind)) == [TOLD]


def test_a_bounce_of_several_recipients_tells_each(tmp_path):
    more = f"{STATUS}\r\nFinal-Recipient: rfc822;bek@example.net\r\nAction: delayed\r\nStatus: 4.4.1\r\n"
    found = eml(tmp_path, BOUNCE.format(status=more, kind="message/rfc822"))
    assert [(n.recipient, n.action, n.status) for n in found][1:] == [("bek@example.net", "delayed", "4.4.1")]


@pytest.mark.parametrize("box", [mailbox.mbox, mailbox.Maildir])
def test_mbox_and_maildir_are_read_and_left_as_they_are(tmp_path, box):
    made = box(tmp_path / "box", create=True)
    for text in (WHOLE, WHOLE.replace("<7@", "<8@")):
        made.add(text.encode())
    made.close()
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert {n.message_id for n in read_notifications(tmp_path / "box")} == {"<7@example.org>", "<8@example.org>"}
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def reply(**headers):
    head = {"From": f"Anna <{TO}>", "Subject": "x"} | {name.replace("_", "-"): value for name, value in headers.items()}
    return "".join(f"{name}: {value}\r\n" for name, value in head.items()) + "\r\ntext\r\n"


@pytest.mark.parametrize("subject", ["unsubscribe", "Unsubscribe", "UNSUBSCRIBE please"])
def test_a_mail_that_asks_for_it_is_an_unsubscription(tmp_path, subject):
    assert eml(tmp_path, reply(Subject=subject)) == [Notification("", TO, "unsubscribed", "", "asked by mail")]


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({"Auto_Submitted": "auto-replied", "Subject": "unsubscribe: out of office"}, "an automatic reply"),
        ({"X_Autoreply": "yes", "Subject": "Out of office"}, "an automatic reply"),
        ({"Subject": "Re: how to unsubscribe"}, "neither a bounce nor an unsubscription"),
        ({"Subject": "unsubscribe", "From": "nobody"}, "neither a bounce nor an unsubscription"),
    ],
)
def test_what_is_neither_is_told_and_nothing_else(tmp_path, headers, why):
    (found,) = eml(tmp_path, reply(**headers))
    assert (found.action, found.recipient) == ("skipped", "") and found.text == f"0.eml: it is {why}"


def test_a_report_that_cannot_be_read_is_told_and_the_others_are_read(tmp_path):
    broken = WHOLE.replace("Action: failed", "Acti").replace("<7@", "<9@")
    found = eml(tmp_path, broken, b"", b"\xff\xfe\x00", WHOLE)
    assert [n.action for n in found] == ["skipped", "skipped", "skipped", "failed"]
    assert "a report without an action" in found[0].text


def test_a_status_in_base64_is_read(tmp_path):
    import base64

    kind = "Content-Type: message/delivery-status\r\n"
    encoded = base64.encodebytes(STATUS.encode()).decode()
    text = BOUNCE.format(status=encoded, kind="message/rfc822").replace(
        kind, f"{kind}Content-Transfer-Encoding: base64\r\n"
    )
    assert eml(tmp_path, text) == [TOLD]


def test_a_recipient_without_its_kind_is_read(tmp_path):
    status = STATUS.replace("Original-Recipient: rfc822;Anna@Example.NET\r\n", "").replace("rfc822; anna", "anna")
    assert eml(tmp_path, BOUNCE.format(status=status, kind="message/rfc822"))[0].recipient == TO


@given(cut=st.integers(0, len(WHOLE)), noise=st.binary(max_size=30), at=st.integers(0, len(WHOLE)))
def test_a_damaged_bounce_is_told_and_shows_no_address(tmp_path_factory, cut, noise, at):
    folder = tmp_path_factory.mktemp("box")
    found = eml(folder, (WHOLE[:at].encode() + noise + WHOLE[at:].encode())[: cut + len(noise)])
    assert found and all("@" not in n.text for n in found)


def test_what_is_no_mailbox_is_a_sentence(tmp_path):
    with pytest.raises(TipbriefError, match="is no mailbox"):
        read_notifications(tmp_path / "none")
    (tmp_path / "text").write_text("hello\n")
    with pytest.raises(TipbriefError, match="is no mbox file"):
        read_notifications(tmp_path / "text")
