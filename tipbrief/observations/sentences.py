"""Sentences of a block, and the words, numbers and marks of a sentence, with exact offsets."""

from __future__ import annotations

import re
from typing import Iterator, NamedTuple

# A mark that ends a sentence, closing quotes or footnote marks after it, then a gap and something that can begin one.
_END = re.compile(r"[.!?…][\"'”’»)\]⁰¹²³⁴-⁹]*\s+(?=[\"'“‘«(\[]*[^\W_]|[\"'“‘«(\[•*-])")
_TOKEN = re.compile(
    r"""(?P<number>\d{1,3}(?:,\d{3})+(?!\d)|\d{1,3},\ 000(?!\d)|\d{1,3}(?:[\u00a0\u202f\u2009 ]\d{3})+(?![\d,.]\d)(?!\d)
        |\d+(?:[.,]\d+)*)
      |(?P<word>[^\W\d_]+(?:[’'\-\u2010\u2011][^\W\d_]+)*)
      |(?P<mark>[^\s\w]|_)""",
    re.VERBOSE,
)
# Words that end in a point without ending a sentence; single capitals (initials) are handled apart.
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st no nos art arts para paras sec vol ed eds p pp fig approx est dept gov gen col lt sgt rev"
    " jan feb mar apr jun jul aug sept sep oct nov dec vs etc e.g i.e cf al inc ltd co u.s u.n u.k u.a.e"
    " ст ч п пп г гг тыс млн млрд чел ул коч им т.е т.к т.д т.п др руб".split()
)
_LAST_WORD = re.compile(r"([^\s(\[«“\"]+)$")


class Span(NamedTuple):
    """A sentence: text[start:end], counted in code points of the document's text."""

    start: int
    end: int


class Token(NamedTuple):
    """A number, word or mark of a sentence; `low` is its lower-case form with plain apostrophes and hyphens."""

    start: int
    end: int
    low: str
    kind: str


def split_sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """Spans of the sentences in text[start:end], without the white space around them."""
    begin = start
    for match in _END.finditer(text, start, end):
        if _is_abbreviation(text, begin, match.start()) and text[match.start()] == ".":
            continue
        yield from _trimmed(text, begin, match.end())
        begin = match.end()
    yield from _trimmed(text, begin, end)


def _is_abbreviation(text: str, begin: int, point: int) -> bool:
    word = _LAST_WORD.search(text, begin, point)
    if not word:
        return False
    low = word[1].lower().rstrip(".")
    return low in _ABBREVIATIONS or (len(word[1]) == 1 and word[1].isupper())


def _trimmed(text: str, begin: int, end: int) -> Iterator[Span]:
    while begin < end and text[begin].isspace():
        begin += 1
    while end > begin and text[end - 1].isspace():
        end -= 1
    if begin < end:
        yield Span(begin, end)


def tokenize(text: str, start: int, end: int) -> list[Token]:
    """Tokens of text[start:end]. A number's digits may be grouped by comma, point or a space."""
    return [
        Token(match.start(), match.end(), _plain(match[0]), match.lastgroup or "mark")
        for match in _TOKEN.finditer(text, start, end)
    ]


_PLAIN = str.maketrans({"’": "'", "\u2010": "-", "\u2011": "-"})


def _plain(text: str) -> str:
    low = text.lower()
    return low if low.isascii() else low.translate(_PLAIN)
