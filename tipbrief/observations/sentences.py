"""Sentences of a block, and the words, numbers and marks of a sentence, with exact offsets."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import Collection, Iterator, NamedTuple

from tipbrief.settings import CONFIG, read_yaml

# A mark that ends a sentence, closing quotes or footnote marks after it, then a gap and something that can begin one;
# or a point between a small letter and a capital, where the gap was lost; or a point and a footnote mark in plain
# figures, behind a word, a bracket or a year ("in 2031.58 According to"). All begin with the mark, for speed.
_END = re.compile(
    r"[.!?…](?:[\"'”’»)\]⁰¹²³⁴-⁹]*\s+(?=[\"'“‘«(\[]*[^\W_]|[\"'“‘«(\[•*-])"
    r"|(?<=[a-zа-я\d)]\.)(?=[A-ZА-Я][a-zа-я]+ )"
    r"|(?:(?<=[a-z)\]”\"%]\.)|(?<=\b(?:19|20)\d\d\.))\d{1,3}\s+(?=[A-ZА-Я]))"
)
_TOKEN = re.compile(
    r"""(?=\S)  # spaces are passed over at once
    (?:(?P<word>[^\W\d_]+(?:[’'\-\u2010\u2011][^\W\d_]+)*)
      |(?P<number>\d{1,3}(?:,\d{3})+(?!\d)|\d{1,3}(?:[’']\d{3})+(?!\d)|\d{1,3},\ 000(?!\d)
        |\d{1,3}(?:[\u00a0\u202f\u2009 ]\d{3})+(?![\d,.]\d)(?!\d)
        |(?:19|20)\d\d(?=\.\d{1,3}(?:\s*\Z|\s+[A-ZА-Я]))
        |\d+(?:[.,]\d+)*(?:[-\u2010\u2011][а-яё]{1,3}(?![\w-]))?)
      |(?P<mark>[^\s\w]|_))""",
    re.VERBOSE,
)
_LAST_WORD = re.compile(r"[^\s(\[«“\"]+\Z")
_LONGEST_WORD = 24
_LONGEST = (
    4000  # characters of a sentence; a longer stretch is a list or noise, and is cut so that reading stays linear
)


class Span(NamedTuple):
    """A sentence: text[start:end], counted in code points of the document's text."""

    start: int
    end: int


class Token(NamedTuple):
    """A number, word or mark of a sentence; `low` is its lower-case form with plain apostrophes and hyphens.

    The ending of Russian figures ("2-х", "2016-м") belongs to the number and stands not in `low`.
    """

    start: int
    end: int
    low: str
    kind: str


_token = partial(tuple.__new__, Token)  # what Token(...) does, in half the time: a text has many


def split_sentences(text: str, start: int, end: int, abbreviations: Collection[str] | None = None) -> Iterator[Span]:
    """Spans of the sentences in text[start:end], without the white space around them.

    `abbreviations` end in a point without ending a sentence (grammar.yml; by default those of English).
    """
    short = _english() if abbreviations is None else abbreviations
    for first, last in _between_ends(text, start, end, short):
        while last - first > _LONGEST:
            cut = max(text.rfind(" ", first, first + _LONGEST), first + _LONGEST // 2)
            yield from _trimmed(text, first, cut)
            first = cut
        yield from _trimmed(text, first, last)


@lru_cache
def _english() -> frozenset[str]:
    return frozenset(read_yaml(CONFIG / "lexicon" / "en" / "grammar.yml")["abbreviations"])


def _between_ends(text: str, start: int, end: int, short: Collection[str]) -> Iterator[tuple[int, int]]:
    begin = start
    for match in _END.finditer(text, start, end):
        if text[match.start()] == "." and _is_abbreviation(text, begin, match.start(), short):
            continue
        yield begin, match.end()
        begin = match.end()
    yield begin, end


def _is_abbreviation(text: str, begin: int, point: int, short: Collection[str]) -> bool:
    """Whether the point ends a short form, an initial, or the number of a paragraph ("24. The ...")."""
    word = _LAST_WORD.search(text[max(begin, point - _LONGEST_WORD) : point])
    if not word:
        return False
    low = word[0].lower().rstrip(".")
    numbers_paragraph = low.isdigit() and not text[begin : point - len(word[0])].strip(" -•")
    return low in short or (len(word[0]) == 1 and word[0].isupper()) or numbers_paragraph


def _trimmed(text: str, begin: int, end: int) -> Iterator[Span]:
    while begin < end and text[begin].isspace():
        begin += 1
    while end > begin and text[end - 1].isspace():
        end -= 1
    if begin < end:
        yield Span(begin, end)


def tokenize(text: str, start: int, end: int) -> list[Token]:
    """Tokens of text[start:end]. A number's digits may be grouped by comma, point or a space."""
    low = _plain_whole(text[start:end])
    if low is None:
        return [
            Token(m.start(), m.end(), plain(m[0]), m.lastgroup or "mark") for m in _TOKEN.finditer(text, start, end)
        ]
    return [_token((start + m.start(), start + m.end(), m[0], m.lastgroup or "mark")) for m in _TOKEN.finditer(low)]


_PLAIN = str.maketrans({"’": "'", "\u2010": "-", "\u2011": "-", "ё": "е"})
_TIED = re.compile(r"\d[-\u2010\u2011][А-яЁё]")


def _plain_whole(text: str) -> str | None:
    """The sentence in the form of `plain`, for speed; None where that is of another length or figures have endings."""
    low = text.lower()
    if not low.isascii():
        low = low.translate(_PLAIN)
        if _TIED.search(text):
            return None
    return low if len(low) == len(text) else None


_ENDING = re.compile(r"(?<=\d)-[а-яе]+\Z")


def plain(text: str) -> str:
    """The form in which words are compared: lower case, one kind of apostrophe and hyphen, "е" for "ё".

    >>> [plain(word) for word in ("Трёх", "2016-м", "NGO’s")]
    ['трех', '2016', "ngo's"]
    """
    low = text.lower()
    return low if low.isascii() else _ENDING.sub("", low.translate(_PLAIN))
