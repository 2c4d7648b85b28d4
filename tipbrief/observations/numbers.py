"""Numbers as a reader takes them: digits with their grouping, and English number words.

Only what a numeral says is decided here; whether it counts anything is decided by `ignored` and `mentions`.
"""

from __future__ import annotations

import re
from typing import NamedTuple, Sequence

from tipbrief.observations.sentences import Token

UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
        " seventeen eighteen nineteen".split()
    )
}
TENS = {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
_GROUPED = re.compile(r"\d{1,3}(?:(?:, |[,.\u00a0\u202f\u2009 ])\d{3})+")


class Number(NamedTuple):
    """Tokens first..last (inclusive) read as `value`; `digits` tells figures from words."""

    first: int
    last: int
    value: float
    digits: bool


def find_numbers(tokens: Sequence[Token]) -> list[Number]:
    """Every numeral of the sentence, from left to right; ordinals and compounds ("three-day") are none."""
    found: list[Number] = []
    index = 0
    while index < len(tokens):
        number = _digits(tokens, index) or _words(tokens, index)
        if number:
            found.append(number)
            index = number.last + 1
        else:
            index += 1
    return found


def read_digits(text: str) -> float | None:
    """The value of a numeral in figures, grouped by thousands or with a decimal part; None where it is neither.

    >>> [read_digits(t) for t in ("3,413", "816 000", "43.000", "33.2", "7,5", "1.2.3")]
    [3413, 816000, 43000, 33.2, 7.5, None]
    """
    if text.isascii() and text.isdigit():
        return int(text)
    if _GROUPED.fullmatch(text):
        return int(re.sub(r"\D", "", text))
    decimal = text.replace(",", ".")
    if decimal.count(".") == 1 and all(part.isdigit() for part in decimal.split(".")):
        return float(decimal)
    return None


def _digits(tokens: Sequence[Token], index: int) -> Number | None:
    token = tokens[index]
    if token.kind != "number":
        return None
    value = read_digits(token.low)
    if value is None:
        return None
    last = index
    if index + 1 < len(tokens) and tokens[index + 1].low in SCALES:
        last, value = index + 1, value * SCALES[tokens[index + 1].low]
    return Number(index, last, value, True)


def _words(tokens: Sequence[Token], index: int) -> Number | None:
    """Read the longest run of number words that makes one number: "a hundred and two", "fifty-seven"."""
    total, group, last, seen = 0, 0, index - 1, False
    room = 10**12  # what the next word may not exceed: "three four" are two numbers
    position = index
    while position < len(tokens):
        word = tokens[position].low
        value = _word_value(word)
        if value is not None and value < room and not (seen and value == 0):
            group, seen, last = group + value, True, position
            room = 1 if value < 20 or "-" in word else 10
        elif word in SCALES and (seen or _article_before(tokens, index, position)):
            group = max(group, 1) * SCALES[word]
            if SCALES[word] > 100:
                total, group = total + group, 0
            seen, last, room = True, position, 100 if word == "hundred" else 1000
        elif (word in ("a", "an") and position == index and _next(tokens, position) in SCALES) or (
            word == "and" and seen and room > 10 and _word_value(_next(tokens, position)) is not None
        ):
            pass
        else:
            break
        position += 1
    return Number(index, last, total + group, False) if seen else None


def _word_value(word: str) -> int | None:
    if word in UNITS:
        return UNITS[word]
    if word in TENS:
        return TENS[word]
    head, _, tail = word.partition("-")
    if head in TENS and 0 < UNITS.get(tail, 0) < 10:
        return TENS[head] + UNITS[tail]
    return None


def _next(tokens: Sequence[Token], position: int) -> str:
    return tokens[position + 1].low if position + 1 < len(tokens) else ""


def _article_before(tokens: Sequence[Token], index: int, position: int) -> bool:
    return position == index + 1 and tokens[index].low in ("a", "an")
