"""`subtype` in free word order: the offence, the form or the audience that no column says, in the text's words."""

from __future__ import annotations

from typing import Sequence

from tipbrief.observations.figures import COMPARE, PART, Figure
from tipbrief.observations.lexicon import Cue
from tipbrief.observations.reading import Reading

_LONGEST = 12
_AUDIENCES = frozenset({"persons_trained"})


def subtype_of(reading: Reading, figure: Figure) -> str:
    """The words that tell this part from its indicator's total; empty for a total."""
    if figure.attributes.subtype:
        return figure.attributes.subtype
    if figure.kind == COMPARE and not figure.mention.nouns and figure.parent:
        return figure.parent.subtype
    if figure.indicator in _AUDIENCES:
        return reading.words(figure.mention.number.last + 1, figure.mention.last)
    if figure.kind != PART or figure.claim is not None or figure.parent is None:
        return ""
    if figure.parent.indicator != figure.indicator:
        return ""
    same = figure.attributes.same_columns(figure.parent.attributes)
    return edgeless(reading, *figure.zone) if same else ""


def named_offence(reading: Reading, low: int, high: int) -> str:
    """The related offences that are named within the tokens, from the first to the last."""
    return _span(reading, [c for c in reading.cues.get("related", ()) if low <= c.first and c.last <= high])


def named_form(reading: Reading, low: int, high: int) -> str:
    """The form of exploitation within the tokens that is neither of sex nor of labour."""
    return _span(reading, [c for c in reading.cues.get("other_form", ()) if low <= c.first and c.last <= high])


def _span(reading: Reading, cues: Sequence[Cue]) -> str:
    if not cues:
        return ""
    first, last = min(c.first for c in cues), max(c.last for c in cues)
    return reading.words(first, last) if last - first < _LONGEST else reading.words(cues[0].first, cues[0].last)


def edgeless(reading: Reading, first: int, last: int) -> str:
    """The words between, without prepositions and marks at their edges."""
    last = min(last, first + _LONGEST)
    edges = reading.grammar.subtype_edges
    while first <= last and reading.low(first) in edges:
        first += 1
    while last >= first and reading.low(last) in edges:
        last -= 1
    return reading.words(first, last)
