"""Clauses of a sentence: each has one predicate, or several that are joined directly.

"Возбуждено 12 дел, 8 направлено в суд" has two clauses; "12 дел, 3 материала" of a list belong to the clause before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Iterator

from tipbrief.observations.forms import PREDICATE

if TYPE_CHECKING:
    from tipbrief.observations.reading import Reading


_REACH = 40  # tokens of a segment on each side; what stands farther off says nothing of a number


def is_predicate(reading: Reading, index: int) -> bool:
    """Whether a token is a verb in a tense, an infinitive or a short participle."""
    if reading.low(index) in reading.grammar.finite:
        return True
    return reading.is_verb(index) and PREDICATE in reading.kinds(index)


def clause_starts(reading: Reading) -> tuple[int, ...]:
    """The first tokens of the sentence's clauses, in order; the first is 0."""
    starts = [0]
    has_predicate = False
    for first, end in _segments(reading):
        own = any(is_predicate(reading, i) for i in range(first, end))
        if first > 0 and reading.low(first) in reading.grammar.subordinators and reading.has("tell", 0, first):
            starts.append(first)  # "Министр отметил, что 12 женщин, проданных за рубеж, возвращены домой"
            has_predicate = own
            continue
        apart = has_predicate or (first > 0 and reading.low(first - 1) == ";")
        if own and apart and not _is_joined(reading, first):
            starts.append(first)
        has_predicate = has_predicate or own
    return tuple(starts)


def _segments(reading: Reading) -> Iterator[tuple[int, int]]:
    """Stretches between commas, semicolons and conjunctions outside brackets: first token, and the one after them."""
    first = 0
    for index in range(len(reading.tokens)):
        if reading.low(index) in reading.grammar.clause_joints and reading.parenthesis(index) is None:
            yield first, index
            first = index + 1
    yield first, len(reading.tokens)


def _is_joined(reading: Reading, first: int) -> bool:
    """Whether a predicate stands right before the joint and right after it: "выявлены и направлены"."""
    before = first - 2
    return (
        before >= 0
        and reading.low(first - 1) not in (",", ";")
        and is_predicate(reading, before)
        and is_predicate(reading, first)
    )


def segment_around(reading: Reading, first: int, last: int) -> tuple[int, int]:
    """The tokens around first..last up to commas, semicolons, colons and the brackets that hold or follow them."""
    home = reading.parenthesis(first)
    low, high = first, last
    while low > max(0, first - _REACH) and not _ends_segment(reading, low - 1, home):
        low -= 1
    while high + 1 < min(len(reading.tokens), last + _REACH) and not _ends_segment(reading, high + 1, home):
        high += 1
    return low, high


def _ends_segment(reading: Reading, index: int, home: tuple[int, int] | None) -> bool:
    if home and index in home:
        return True
    low, is_last = reading.low(index), index == len(reading.tokens) - 1
    return reading.parenthesis(index) == home and (low in (",", ";", ":") or (is_last and low == "."))
