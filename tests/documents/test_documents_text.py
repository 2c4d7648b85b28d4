"""What must hold for every text: exact offsets, NFC, one line a block, no exception."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from tipbrief.documents.chars import clean, squeeze
from tipbrief.documents.make import build
from tipbrief.documents.markup import strip_markup
from tipbrief.documents.normalise import normalise
from tipbrief.documents.pieces import Unreadable
from tipbrief.documents.readers import read
from tipbrief.documents.words import read_words
from tipbrief.model import Source

SOURCE = Source("d", "d.txt", "KGZ", "T", "P", "annual", "2020", "", "en", "", "", "public", "2019")
PARTS = (
    "The government identified", "victims", "front-", "line", "and", "PROSECUTION", "24. The", "- item", "¹", "10",
    "\n", "\n\n", "\f", " ", ".", "\u00ad\n", "é", "e\u0301", "Ош", "жертв.", "😀", "\u200b", "ﬁ", "\u00a0", "\t",
    "<sup>3</sup>", "*em*", "ALBANIA (Tier 2)", "\u2028", "각", "\u1100\u1161", ";", "the", "\r\n", "\x00", "2023¹⁰,",
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PARTS), max_size=60).map("".join))


def whole(text: str):
    words = read_words("en")
    return normalise(read(text.encode("utf-8", "ignore"), "txt", words).pieces, words)


@given(TEXTS)
def test_blocks_cover_the_text_exactly(text):
    normal = whole(text)
    end = -2
    for block in normal.blocks:
        assert block.start == end + 2, "one blank line between blocks"
        line = normal.text[block.start : block.end]
        assert line and "\n" not in line and len(line.splitlines()) == 1
        end = block.end
    assert normal.text == "" or (normal.text[end:] == "\n" and unicodedata.is_normalized("NFC", normal.text))
    assert [page.start for page in normal.pages] == sorted(page.start for page in normal.pages)
    assert all(page.start < len(normal.text) for page in normal.pages)


@given(TEXTS)
def test_cleaning_twice_is_cleaning_once(text):
    assert clean(clean(text)) == clean(text)
    assert squeeze(squeeze(text)) == squeeze(text)


@given(TEXTS)
def test_numbers_are_kept_as_they_are(text):
    """No step makes a digit out of something else or loses one, markup and page numbers aside."""
    plain = strip_markup(clean(text)) if "\f" not in text else ""
    kept = whole(plain).text
    digits = [c for c in plain if c in "0123456789⁰¹²³⁴⁵⁶⁷⁸⁹"]
    assert len([c for c in kept if c in "0123456789⁰¹²³⁴⁵⁶⁷⁸⁹"]) <= len(digits)


@given(
    st.binary(max_size=400) | TEXTS.map(lambda t: t.encode("utf-8", "ignore")),
    st.sampled_from(["txt", "md", "html", "pdf", "docx"]),
)
def test_no_bytes_raise_anything_but_a_sentence(data, ending):
    try:
        document, _ = build(data, Source(**vars(SOURCE) | {"file": f"d.{ending}"}))
    except Unreadable as error:
        assert str(error).endswith(".")
        return
    assert all(document.text[b.start : b.end].strip() for b in document.blocks)
    assert all(s.start < s.end <= len(document.text) for s in document.sections)
