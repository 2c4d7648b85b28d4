"""How alike two recommendations are, and which of one edition are those of another.

The score, from 0 to 100, is the share of the words of both together that both have (Dice's coefficient). Words are
compared by their first letters, whatever their order; general ones count less.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple, Sequence

import numpy as np

from tipbrief.series.comparison import Alike
from tipbrief.series.values import Array

_WORD = re.compile(r"[^\W_]+")
STEM = 5  # letters: "prosecute" and "prosecutors" are one word
FULL = 100


class Words(NamedTuple):
    """A text as its words in order, and the stems that count with their weights."""

    sequence: tuple[str, ...]
    weights: dict[str, int]


def words_of(text: str, alike: Alike) -> Words:
    """The words of a text, case and marks aside."""
    sequence = tuple(_WORD.findall(text.casefold()))
    general = _stems(alike.general)
    counted = dict.fromkeys(word[:STEM] for word in sequence if word not in alike.empty)
    return Words(sequence, {stem: alike.general_weight if stem in general else FULL for stem in counted})


@lru_cache(maxsize=8)
def _stems(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word.casefold()[:STEM] for word in words)


def pair(left: Sequence[Words], right: Sequence[Words], alike: Alike) -> list[tuple[int, int, int]]:
    """(left, right, score) of each pair that is alike, each item in one at most: the best first, then by place."""
    found: list[tuple[int, int, int]] = []
    taken: tuple[set[int], set[int]] = (set(), set())
    scores = score_all(left, right)
    same = {(i, j) for i, a in enumerate(left) for j, b in enumerate(right) if a.sequence == b.sequence}
    near = [(int(i), int(j)) for i, j in np.argwhere(scores >= alike.reworded)]
    for i, j in sorted({*near, *same}, key=lambda at: (at not in same, -scores[at], at)):
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            found.append((i, j, FULL if (i, j) in same else int(scores[i, j])))
    return sorted(found)


def score_all(left: Sequence[Words], right: Sequence[Words]) -> Array:
    """The score of each pair, whole numbers; 0 for a text without a word that counts."""
    stems = sorted({stem for words in (*left, *right) for stem in words.weights})
    place = {stem: at for at, stem in enumerate(stems)}
    ours, theirs = (_matrix(side, place) for side in (left, right))
    shared = ours @ (theirs > 0).T
    both = ours.sum(axis=1)[:, None] + theirs.sum(axis=1)[None, :]
    return 2 * FULL * shared // np.maximum(both, 1)


def _matrix(side: Sequence[Words], place: dict[str, int]) -> Array:
    """Weights by item and stem: integers, so that no sum depends on the order of its parts."""
    table = np.zeros((len(side), len(place)), dtype=np.int64)
    for row, words in enumerate(side):
        for stem, weight in words.weights.items():
            table[row, place[stem]] = weight
    return table
