"""How a person names a number of a document: by its sentence's hash and its position among the sentence's numbers.

Both come from the sentence's words alone, so they stay when text before it moves and when the lexicon learns more: the
words that are counted are a list of their own (`placed` in config/lexicon/<language>/numbers.yml), which does not grow.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Collection, Sequence

from tipbrief.files import digest
from tipbrief.observations.numbers import NumberWords
from tipbrief.observations.sentences import Span, Token, tokenize

# Letters only, and no vowel: a spreadsheet takes 12e45678 for a number, and nobody reads a word into these.
_LETTERS = "bcdfghjklmnpqrstvwxz"
_LENGTH = 10


def hash_sentence(sentence: str) -> str:
    """Ten letters that name a sentence, however its words are spaced.

    >>> hash_sentence("Police freed 30 people.") == hash_sentence("Police  freed 30\\npeople. ")
    True
    """
    value = int(digest(" ".join(sentence.split()))[:16], 16)
    letters = []
    for _ in range(_LENGTH):
        value, letter = divmod(value, len(_LETTERS))
        letters.append(_LETTERS[letter])
    return "".join(letters)


def counted_tokens(tokens: Sequence[Token], placed: Collection[str]) -> list[int]:
    """The tokens that have a position: numerals in figures, and words that say a number, a zero or a silence.

    `placed` are these words; a compound counts by its first part ("twenty-five").
    """
    return [i for i, token in enumerate(tokens) if token.kind == "number" or token.low.partition("-")[0] in placed]


def position_of(counted: Sequence[int], first: int, last: int) -> int:
    """The position of what stands at tokens first..last: 1 is the first number; what has none takes that before it.

    >>> [position_of([3, 9], *tokens) for tokens in ((3, 3), (8, 9), (5, 6), (0, 1))]
    [1, 2, 1, 0]
    """
    at = bisect_left(counted, first)
    return at + 1 if at < len(counted) and counted[at] <= last else bisect_right(counted, first)


def place_in(text: str, span: Span, start: int, end: int, words: NumberWords) -> tuple[str, int]:
    """Hash and position of what stands at text[start:end] in a sentence."""
    tokens = tokenize(text, span.start, span.end)
    own = [i for i, token in enumerate(tokens) if token.start < end and token.end > start] or [0]
    counted = counted_tokens(tokens, words.placed)
    return hash_sentence(text[span.start : span.end]), position_of(counted, own[0], own[-1])
