"""Numbers as a reader takes them: digits with their grouping, and number words (config/lexicon/<language>/numbers.yml).

Only what a numeral says is decided here; whether it counts anything is decided by `ignored` and `mentions`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any, Iterable, Iterator, Mapping, NamedTuple, Sequence

from tipbrief.observations.forms import all_forms, word_forms
from tipbrief.observations.sentences import Token
from tipbrief.settings import CONFIG, read_yaml

_LONGEST = 20  # characters of a numeral
_GROUPED = re.compile(r"\d{1,3}(?:(?:, |[,.'\u00a0\u202f\u2009 ])\d{3})+")

_DIGIT = re.compile(r"\d")


class Number(NamedTuple):
    """Tokens first..last (inclusive) read as `value`; `digits` tells figures from words."""

    first: int
    last: int
    value: float
    digits: bool


@dataclass(frozen=True)
class NumberWords:
    """The number words of a language, lower-case; `counting` finds what a sentence without a digit must hold.

    `short` are the scales that are written with a point: "537 тыс."; `placed` the words that have a position among
    the numbers of a sentence (`keys`).
    """

    values: Mapping[str, float]
    scales: Mapping[str, int]
    short: frozenset[str]
    articles: frozenset[str]
    halves: frozenset[str]
    joints: frozenset[str]
    counting: re.Pattern[str]
    placed: frozenset[str]

    @cached_property
    def opening(self) -> frozenset[str]:
        """The words with which a number may begin."""
        return self.articles | self.halves | self.values.keys()

    def may_count(self, text: str, start: int, end: int) -> bool:
        """Whether text[start:end] holds a figure or a word that may count; most sentences hold neither."""
        # Digits first, and words in lower-case text: a pattern that ignores case is four times slower.
        return bool(_DIGIT.search(text, start, end) or self.counting.search(text[start:end].lower()))


@lru_cache(maxsize=8)
def number_words(language: str = "en", folder: Path = CONFIG / "lexicon") -> NumberWords:
    """The number words of a language, with tens and units joined by a hyphen: "fifty-seven"."""
    data = read_yaml(folder / language / "numbers.yml")
    values, scales = _by_word(data["values"], language), _by_word(data["scales"], language)
    tens = {word: value for word, value in values.items() if 20 <= value < 100}
    units = {word: value for word, value in values.items() if 0 < value < 10}
    words = {*values, *scales, *all_forms(data["may_count"], language)}
    return NumberWords(
        values | {f"{ten}-{unit}": tens[ten] + units[unit] for ten in tens for unit in units},
        scales,
        frozenset(word.removesuffix(".") for word in _listed(data["scales"]) if word.endswith(".")),
        frozenset(data["articles"]),
        frozenset(data.get("halves", ())),
        frozenset(data["joints"]),
        re.compile(rf"\b(?:{_one_of(words)})\b"),
        all_forms(data.get("placed", ()), language),
    )


def _by_word(forms: Mapping[Any, Any], language: str) -> dict[str, Any]:
    """Every form of each word -> its value."""
    return {
        form: value
        for value, own in forms.items()
        for word in _listed({value: own})
        for form in word_forms(word.removesuffix("."), language)
    }


def _listed(forms: Mapping[Any, Any]) -> Iterator[str]:
    return (word for own in forms.values() for word in ([own] if isinstance(own, str) else own))


def _one_of(words: Iterable[str]) -> str:
    """A pattern for one of the words; those with one first letter stand together, so that it is tried only once."""
    groups = groupby(sorted(words), key=lambda word: word[0])
    return "|".join(
        f"{_as_written(first)}(?:{'|'.join(_as_written(word[1:]) for word in group)})" for first, group in groups
    )


def _as_written(word: str) -> str:
    """A pattern for the word, in which "ё" may stand for "е"."""
    return re.escape(word).replace("е", "[её]")


def find_numbers(tokens: Sequence[Token], words: NumberWords | None = None) -> list[Number]:
    """Every numeral of the sentence, from left to right; ordinals and compounds ("three-day") are none.

    `words` are the language's number words, by default those of English.
    """
    known = words or number_words()
    found: list[Number] = []
    last = -1  # of the number before
    for index, token in enumerate(tokens):
        opens = token.kind == "number" or token.low in known.opening
        if opens and index > last and (number := _number_at(tokens, index, known)):
            found.append(number)
            last = number.last
    return found


def _number_at(tokens: Sequence[Token], index: int, words: NumberWords) -> Number | None:
    token = tokens[index]
    if token.kind == "number":
        return _digits(tokens, index, words)
    if token.low in words.values or (token.low in words.articles and _next(tokens, index) in words.scales):
        return _words(tokens, index, words)
    if token.low in words.halves and _next(tokens, index) in words.articles:
        scale = words.scales.get(_next(tokens, index + 1))
        return Number(index, index + 2, scale / 2, False) if scale else None
    return None


def read_digits(text: str) -> float | None:
    """The value of a numeral in figures, grouped by thousands or with a decimal part; None where it is neither.

    >>> [read_digits(t) for t in ("3,413", "816 000", "43.000", "33.2", "7,5", "1.2.3")]
    [3413, 816000, 43000, 33.2, 7.5, None]
    """
    if len(text) > _LONGEST:
        return None  # no count: noise, or a number that names something
    if text.isascii() and text.isdigit():
        return int(text)
    if _GROUPED.fullmatch(text):
        return int(re.sub(r"\D", "", text))
    decimal = text.replace(",", ".")
    if decimal.count(".") == 1 and all(part.isdigit() for part in decimal.split(".")):
        return float(decimal)
    return None


def _digits(tokens: Sequence[Token], index: int, words: NumberWords) -> Number | None:
    value = read_digits(tokens[index].low)
    if value is None:
        return None
    scale = words.scales.get(_next(tokens, index))
    if not scale:
        return Number(index, index, value, True)
    has_point = _next(tokens, index) in words.short and _next(tokens, index + 1) == "."
    return Number(index, index + 1 + has_point, value * scale, True)


def _words(tokens: Sequence[Token], index: int, words: NumberWords) -> Number | None:
    """Read the longest run of number words that makes one number: "a hundred and two", "fifty-seven"."""
    total: float = 0
    group: float = 0
    last, seen = index - 1, False
    room = 10**12  # what the next word may not exceed: "three four" are two numbers
    position = index + (tokens[index].low in words.articles)
    seen_article = position > index
    while position < len(tokens):
        word = tokens[position].low
        value, scale = words.values.get(word), words.scales.get(word)
        if value is not None and value < room and not (seen and value == 0):
            group, seen, last, room = group + value, True, position, _room_after(value)
        elif scale and (seen or seen_article):
            group = max(group, 1) * scale
            if scale > 100:
                total, group = total + group, 0
            seen, last, room = True, position, min(scale, 1000)
        elif not (word in words.joints and seen and room > 10 and _next(tokens, position) in words.values):
            break
        position += 1
    return Number(index, last, total + group, False) if seen else None


def _room_after(value: float) -> int:
    """What the next word of the number must stay below: nothing fits after 7 or 57, units after 50, 57 after 200."""
    if value < 20 or value % 10:
        return 1
    return 10 if value % 100 else 100


def _next(tokens: Sequence[Token], position: int) -> str:
    return tokens[position + 1].low if position + 1 < len(tokens) else ""
