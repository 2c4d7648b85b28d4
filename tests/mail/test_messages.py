"""What stands in a message, in three languages, and that no header can hold a second one."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mail_server import OPERATIONS, TO

from tipbrief.errors import TipbriefError
from tipbrief.mail.compose import File, Head, compose
from tipbrief.mail.messages import Changed, Enclosed, Envelope, News, correction_message, delivery_message
from tipbrief.recipients.book import CONSENTS, Recipient

DATE = datetime(2026, 2, 3, 4, 5, tzinfo=UTC)
ENVELOPE = Envelope("<7.KGZ@example.org>", DATE, "ab" * 32)
ANNA = Recipient(TO, "Anna <b>Example</b>", "en", ("all",), "agreed", "2026-01-31", "attachment", True)
ORGANISATION = {"name": "Own Organisation", "contact": "ask@example.org", "corrections": "mend@example.org"}
KGZ = Enclosed("KGZ.en.pdf", "KGZ", "en", "a1" * 32, 1_200_000, data=b"%PDF-1.7")
KAZ = Enclosed("KAZ.en.pdf", "KAZ", "en", "b2" * 32, 30_000, link="https://example.org/x/KAZ.en.pdf")
NEWS = [News("KGZ", True), News("KAZ", False, (Changed("Victims identified", "2024", "12", "15"),))]
ONE_CLICK = replace(OPERATIONS, delivery=replace(OPERATIONS.delivery, unsubscribe_link="https://example.org/stop"))


def delivery(operations=OPERATIONS, recipient=ANNA, files=(KGZ, KAZ), news=NEWS, envelope=ENVELOPE):
    return delivery_message(operations, ORGANISATION, recipient, "2026-02-01-1", files, news, envelope)


def read(data):
    return message_from_bytes(data, policy=policy.default)


def body(message, kind="plain"):
    return message.get_body((kind,)).get_content()


def test_the_same_message_is_made_again_byte_by_byte():
    assert delivery() == delivery()
    assert delivery() != delivery(envelope=replace(ENVELOPE, message_id="<8@example.org>"))


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_delivery_says_what_it_holds_what_is_new_and_how_to_check_it(kind):
    said = body(read(delivery()), kind)
    for words in (
        "2026-02-01-1",
        "Kyrgyzstan",
        "1.2 MB",
        KGZ.sha256,
        KAZ.sha256,
        KAZ.link,
        "first time",
        "tipbrief verify",
    ):
        assert words in said
    assert "Victims identified, 2024: 15 (before: 12)" in said
    assert "you agreed to it on 31 January 2026" in said and "unsubscribe@example.org" in said


def test_a_name_is_text_in_html_too():
    assert "Dear Anna &lt;b&gt;Example&lt;/b&gt;," in body(read(delivery()), "html")


def test_attachments_keep_their_bytes_and_names():
    own = replace(KGZ, name="справка «Кыргызстан».pdf", data=b"\x00\r\n.\r\n\xff")
    (attached,) = read(delivery(files=(own, KAZ))).iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == (own.name, own.data)
    assert b"filename*0*=utf-8''" in delivery(files=(own,))


def test_several_attachments_stand_behind_the_words():
    message = read(delivery(files=(KGZ, replace(KGZ, name="KAZ.en.pdf", data=b"%PDF-2" * 99))))
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", *["application/pdf"] * 2]
    assert [part.get_content() for part in message.iter_attachments()] == [b"%PDF-1.7", b"%PDF-2" * 99]
    assert [part.defects for part in message.walk()] == [[]] * 6


def test_gone_new_and_many_figures_are_told():
    changes = (
        Changed("Investigations opened", "2023", "3", ""),
        *(Changed("x", "2024", "", str(n)) for n in range(20)),
    )
    said = body(read(delivery(news=[News("KAZ", False, changes), News("UZB", False)])))
    assert "2023: no longer given (before: 3)" in said and "x, 2024: 0 (new)" in said
    assert "and 9 more" in said and "Uzbekistan: the brief was made anew; no figure changed." in said


@pytest.mark.parametrize(("language", "words"), [("ru", "Здравствуйте!"), ("ky", "Саламатсызбы!")])
@pytest.mark.parametrize("consent", CONSENTS)
def test_a_message_is_in_the_language_of_its_recipient(language, words, consent):
    said = body(read(delivery(recipient=replace(ANNA, language=language, name="", consent=consent))))
    assert said.startswith(words)
    latin = {
        "SHA-256",
        "sha256sum",
        "tipbrief",
        "verify",
        "KGZ",
        "KAZ",
        "en",
        "pdf",
        "unsubscribe",
        "Own",
        "Organisation",
    }
    left = re.sub(r"\S+[@/]\S+|[0-9a-f]{64}", "", said)
    assert set(re.findall(r"[A-Za-z][A-Za-z0-9-]*", left)) <= latin


class Remote(HTMLParser):
    """Everything of a page that a reader's program would fetch by itself."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        loaded = [name for name, _ in attrs if name in ("src", "srcset", "background", "poster")]
        if loaded or tag in ("img", "script", "link", "iframe", "object", "form", "style", "base", "video"):
            self.found.append(tag)


@pytest.mark.parametrize("made", ["delivery", "correction"])
def test_nothing_in_a_message_is_fetched_or_tells_that_it_was_read(made):
    page, remote = body(read(delivery(ONE_CLICK) if made == "delivery" else correction()), "html"), Remote()
    remote.feed(page)
    assert remote.found == [] and "url(" not in page


def test_the_links_of_a_file_are_the_same_for_everybody():
    token = re.findall(r"\S*" + "ab" * 32, body(read(delivery(ONE_CLICK))))
    assert token == ["https://example.org/stop?t=" + "ab" * 32]


def test_unsubscribing_by_mail_needs_no_link():
    message = read(delivery())
    assert message["List-Unsubscribe"] == "<mailto:unsubscribe@example.org?subject=unsubscribe>"
    assert message["List-Unsubscribe-Post"] is None


def test_unsubscribing_by_one_click_has_both_headers_unfolded():
    data = delivery(ONE_CLICK)
    link = b"<https://example.org/stop?t=" + b"ab" * 32 + b">"
    assert b"\r\nList-Unsubscribe: " + link + b", <mailto:unsubscribe@example.org?subject=unsubscribe>\r\n" in data
    assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in data


def test_identity_date_and_kind_stand_in_the_head():
    message = read(delivery())
    assert (message["Message-ID"], message["Date"]) == (ENVELOPE.message_id, "Tue, 03 Feb 2026 04:05:00 +0000")
    assert message["Auto-Submitted"] == "auto-generated" and message["To"].addresses[0].addr_spec == TO


def test_lines_are_short_and_of_seven_bits():
    own = replace(ANNA, language="ru", name="Анна Иванова " * 7)
    data = delivery(recipient=own)
    assert data.isascii() and max(map(len, data.split(b"\r\n"))) <= 998 and b"\n" not in data.replace(b"\r\n", b"")


def test_a_test_goes_to_the_operator_and_does_not_hold_the_recipients_address():
    data = delivery(envelope=replace(ENVELOPE, test_to="me@example.org"))
    message = read(data)
    assert TO.encode() not in data and message["To"] == "me@example.org" and message["Subject"].startswith("[Test] ")
    assert message["List-Unsubscribe"] is None


def correction(right=()):
    why = "The table of 2023\nwas <wrong>."
    return correction_message(OPERATIONS, ORGANISATION, ANNA, "2026-02-01-1", why, (KGZ, KAZ), right, ENVELOPE)


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_correction_names_the_wrong_bytes_and_why(kind):
    said = body(read(correction()), kind)
    assert KGZ.sha256 in said and KAZ.sha256 in said and "do not use" in said
    assert (
        "was <wrong>." if kind == "plain" else "was &lt;wrong&gt;."
    ) in said and "We will send you corrected" in said
    assert list(read(correction()).iter_attachments()) == []


def test_a_correction_may_bring_what_is_right():
    right = replace(KGZ, sha256="c3" * 32, data=b"%PDF right")
    message = read(correction((right,)))
    assert "c3" * 32 in body(message) and "We will send" not in body(message)
    assert [part.get_content() for part in message.iter_attachments()] == [b"%PDF right"]


CONTROL = st.sampled_from("\r\n\x00\x0b\x0c\x1c\x85\u2028\u2029\x7f")
INJECTED = st.builds("{}{}{}".format, st.text(max_size=20), CONTROL, st.text(max_size=20))


def made(place, text):
    head = Head(to=("Anna", TO), subject="s", message_id="<1@example.org>", date=DATE)
    changes = {"name": {"to": (text, TO)}, "address": {"to": ("", text)}, "subject": {"subject": text}}
    changes |= {"identity": {"message_id": text}, "more": {"more": {"List-Unsubscribe": text}}}
    files = [File(text, b"")] if place == "file" else []
    mail = replace(OPERATIONS.mail, sender=f"{text} <a@example.org>") if place == "sender" else OPERATIONS.mail
    return compose(mail, replace(head, **changes.get(place, {})), "text", files=files)


@given(place=st.sampled_from(["name", "address", "subject", "identity", "more", "file", "sender"]), text=INJECTED)
def test_a_control_character_makes_no_header(place, text):
    with pytest.raises(TipbriefError):
        made(place, text)


@given(
    place=st.sampled_from(["name", "subject"]),
    text=st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=200),
)
def test_whatever_a_name_or_a_subject_holds_the_head_has_the_same_headers(place, text):
    message = message_from_bytes(made(place, text))
    assert message.keys() == [
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted",
        "Content-Type", "Content-Transfer-Encoding", "MIME-Version",
    ]  # fmt: skip
    assert message_from_bytes(made(place, text), policy=policy.default)["To"].addresses[0].addr_spec == TO
