"""`subtype`: which part of the indicator a number is, in the document's words, where no breakdown column says it."""

from __future__ import annotations

from tipbrief.observations.figures import PART, Figure
from tipbrief.observations.reading import Reading

_GENERIC = frozenset({"related", "other", "trafficking-related", "other crimes", "related crimes", "other articles", "similar crimes", "associated crimes"})


def subtype_of(reading: Reading, figure: Figure, offence: str) -> str:
    """The words that tell this part from its indicator's total; empty for a total."""
    mention = figure.mention
    if figure.attributes.subtype:
        return figure.attributes.subtype
    if reading.has("ongoing", mention.number.first, mention.last):
        return "continued"
    if offence == "related":
        return _related(reading, figure)
    if figure.indicator == "persons_trained" and mention.head is not None:
        return reading.words(mention.number.last + 1, mention.last)
    if figure.indicator == "inspections" and mention.head is not None:
        words = reading.words(mention.number.last + 1, mention.last)
        return "" if words.lower() in ("inspections", "labor inspections", "labour inspections") else words
    if figure.indicator == "trainings":
        return _topic(reading, figure)
    if figure.kind == PART and not figure.attributes.breaks_down and not figure.attributes.law and figure.claim is None:
        return reading.words(mention.number.last + 1, mention.last)
    return ""


def _related(reading: Reading, figure: Figure) -> str:
    first, last = figure.mention.first, min(figure.mention.last + 12, len(reading.tokens) - 1)
    cues = [c for c in reading.cues.get("related", ()) if first <= c.first and c.last <= last]
    named = [reading.words(c.first, c.last) for c in cues if reading.words(c.first, c.last).lower() not in _GENERIC]
    return named[0] if named else ""


def _topic(reading: Reading, figure: Figure) -> str:
    for index in (figure.mention.last + 1,):
        if reading.low(index) in ("on", "about", "for"):
            end = next((i for i in range(index + 1, len(reading.tokens)) if reading.low(i) in (",", ";", ".", "and", "which")), index + 4)
            return reading.words(index + 1, min(end, len(reading.tokens)) - 1)
    return ""
