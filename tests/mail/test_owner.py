"""The report to the owner, and that no planted address or password stands in an answer or an error."""

from dataclasses import replace
from email import message_from_bytes, policy

import pytest
from mail_server import LOGIN, OPERATIONS, SECRET, Handler, plain, serving

from tipbrief.addresses import normal_address, same_address, without_addresses
from tipbrief.errors import TipbriefError
from tipbrief.mail.owner import tell_owner

OWNER = "planted.owner@secret.example"


def operations(tmp_path, mail=None, owner=OWNER):
    return replace(OPERATIONS, private=tmp_path, owner=owner, mail=mail or replace(OPERATIONS.mail, server=None))


def test_without_an_owner_nothing_is_sent(tmp_path):
    assert tell_owner(operations(tmp_path, owner=None), "Run", "All well.") is False
    assert list(tmp_path.iterdir()) == []


def test_the_owner_gets_the_report_in_one_line_of_subject(tmp_path):
    assert tell_owner(operations(tmp_path), "Run failed:\nKGZ", "Second line\n") is True
    (path,) = (tmp_path / "outbox").glob("*.eml")
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert (message["To"], message["Subject"]) == (OWNER, "Run failed: KGZ")
    assert message.get_content() == "Second line\r\n"
    assert message["Auto-Submitted"] == "auto-generated"


def test_a_report_that_is_not_taken_is_an_error_without_the_address(tmp_path):
    handler = Handler({"RCPT": f"550 <{OWNER}>: planted.owner is unknown to {SECRET}"})
    with serving(handler) as port, pytest.raises(TipbriefError) as caught:
        tell_owner(operations(tmp_path, plain(port)), "Run", "text", LOGIN)
    assert "refused" in str(caught.value) and "planted" not in str(caught.value)
    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("<a.b@example.org> unknown", "(address) unknown"),
        ("to=a@example.org, b@x.example;", "(address), (address);"),
        ("RCPT TO:<a@example.org>", "RCPT TO:(address)"),
        ("mailbox ANNA full", "mailbox (address) full"),
        ("annabel stays, a\r\nb too", "annabel stays, a b too"),
    ],
)
def test_addresses_are_hidden(said, told):
    assert without_addresses(said, "anna@example.net") == told


@pytest.mark.parametrize(
    ("text", "normal"), [("a.b+c@EXAMPLE.org", "a.b+c@example.org"), ("A@bücher.example", "A@xn--bcher-kva.example")]
)
def test_the_domain_of_an_address_is_made_plain(text, normal):
    assert normal_address(text) == normal and same_address(f" {text} ") == normal.lower()


@pytest.mark.parametrize(
    "text",
    [
        "", "a", "@b.example", "a@", "a@b", "a@b..example", "a..b@c.example", ".a@b.example", "a b@c.example",
        "a@b c.example", "a@b@c.example", '"a"@b.example', "a@[127.0.0.1]", "a@127.0.0.1", "a@-b.example",
        "a@b.example\nBcc: x@y.example", "ä@b.example", "a@straße.example", "Anna <a@b.example>",
        f"{'a' * 65}@b.example", f"a@{'b' * 64}.example", f"a@{'bc.' * 90}example",
    ],
)  # fmt: skip
def test_what_is_no_plain_address_is_refused_without_it(text):
    with pytest.raises(TipbriefError) as caught:
        normal_address(text)
    assert caught.value.__cause__ is None and (len(text) < 3 or text not in str(caught.value))
