"""Which total a part belongs to, where its own words do not settle it: of the totals known, the likeliest.

Each test narrows the choice only where something is left: "three of the nine were boys" speaks of a nine if one was
named, and 79 children are no part of nine victims.
"""

from __future__ import annotations

from typing import Callable, Sequence

from tipbrief.observations.figures import ACCUSED_NOUNS, CASE_NOUNS, COMPARE, PERSON_NOUNS, Figure
from tipbrief.observations.mentions import Mention
from tipbrief.observations.reading import Reading

_KIN = (PERSON_NOUNS, ACCUSED_NOUNS, CASE_NOUNS, frozenset({"convictions", "convicts"}))


def antecedent(
    reading: Reading, mention: Mention, known: Sequence[Figure], year: int | None = None, is_of_persons: bool = False
) -> Figure | None:
    """The total among `known` (oldest first) that the mention is a part of; None where there is none."""
    tests: tuple[Callable[[Figure], bool], ...] = (
        lambda f: mention.group_size is None or f.mention.value == mention.group_size,
        lambda f: not mention.nouns or counts_alike(mention.nouns, f.nouns),
        lambda f: not is_of_persons or not f.nouns & CASE_NOUNS,
        lambda f: year is None or (f.year is not None and f.year.year == year),
        lambda f: may_hold(f, mention),
        lambda f: f.kind != COMPARE,
    )
    for test in tests:
        known = [f for f in known if test(f)] or known
    known = of_kind(reading, mention.first, mention.last + 1, list(known)) or known
    # Breakdowns are recorded once, with the first reading of a number (codebook, "Two readings of one number").
    return next((f for f in known if f.mention is known[-1].mention), None) if known else None


def may_hold(total: Figure, part: Mention) -> bool:
    """Whether the part is not larger than the total."""
    whole = total.mention.value
    return whole is None or part.value is None or part.value <= whole or total.mention.bound in ("min", "approx")


def counts_alike(nouns: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether two numbers count alike: the same noun, or both persons, accused or cases; an unnamed noun fits all."""
    if not nouns or not theirs or nouns & theirs:
        return True
    return any(nouns & kin and theirs & kin for kin in _KIN)


def of_kind(reading: Reading, first: int, end: int, known: list[Figure]) -> list[Figure]:
    """Those of the kind that the words first..end name ("Of the presumed victims" and "13 presumed victims")."""
    named = {reading.low(i) for i in range(first, end)} & reading.grammar.victim_kinds
    return [f for f in known if named and named <= set(f.words)]
