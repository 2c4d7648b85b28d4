"""Persons and victims of cases, at the stage of the cases: "prosecuted nine cases involving 21 suspects"."""

from __future__ import annotations

from dataclasses import replace

from tipbrief.observations.attributes import Attributes
from tipbrief.observations.figures import (
    ACCUSED_NOUNS,
    COMPARE,
    HEAD,
    PERSONS_OF,
    Figure,
)
from tipbrief.observations.making import make_figure
from tipbrief.observations.place import Place

_JOINED_WITHIN = 3


def persons_of_cases(place: Place) -> list[Figure]:
    """The persons of cases, at the cases' stage: the 21 of "prosecuted nine cases involving 21 suspects"."""
    head, nouns = place.head, place.mention.nouns
    if head is None or head.indicator not in PERSONS_OF or not is_joined(place, head):
        return []
    against = place.before() in place.reading.grammar.person_prepositions and "people" in nouns
    if not against and not nouns & {"suspects", "convicts"}:
        return []
    return [_of_cases(place, head, PERSONS_OF[head.indicator])]


def compares_persons_of_cases(place: Place) -> bool:
    """Whether the persons are those of the cases compared with: "compared to six cases involving nine suspects"."""
    head = place.head
    if (
        head is None
        or head.kind != COMPARE
        or head.indicator not in PERSONS_OF
        or head.mention.first <= place.marked_at
    ):
        return False
    return bool(place.mention.nouns & {"suspects", "convicts"}) and is_joined(place, head)


def involved(place: Place) -> list[Figure]:
    """ "These involved 15 suspects and 66 victims", of cases counted in the sentence before."""
    reading, nouns = place.reading, place.mention.nouns
    verb = reading.last_in("involve", place.clause_start, place.mention.first - 1)
    known = [f for f in place.memory.heads if f.indicator in PERSONS_OF]
    anaphor = any(reading.low(i) in reading.grammar.anaphors for i in range(place.clause_start, place.clause_start + 2))
    if verb is None or not known or not (anaphor or verb.first - place.clause_start <= 1):
        return []
    code = (
        "victims_in_cases" if "victims" in nouns else PERSONS_OF[known[-1].indicator] if nouns & ACCUSED_NOUNS else ""
    )
    return [_of_cases(place, known[-1], code)] if code else []


def _of_cases(place: Place, cases: Figure, code: str) -> Figure:
    """The persons or victims of cases, with the cases' offence, form and law."""
    figure = make_figure(place, code, HEAD)
    own = cases.attributes
    scope = Attributes(offence=own.offence, law=own.law, exploitation=own.exploitation)
    figure.attributes = figure.attributes.over(scope)
    figure.parent = cases
    if code == "investigations":
        figure.attributes = replace(figure.attributes, subtype="individuals")
    return figure


def is_joined(place: Place, head: Figure) -> bool:
    """Whether little stands between a total and the mention: "nine cases with 21 suspects"."""
    reading, first, end = place.reading, head.mention.last + 1, place.mention.first
    if reading.low(first) == "(" and (pair := reading.parenthesis(first + 1)) and pair[1] < end:
        first = pair[1] + 1  # "32 investigations (25 for ...) of 19 suspects"
    if reading.has("involve", first, end - 1):
        return True
    prepositions = reading.grammar.plain_prepositions
    if not any(reading.low(i) in prepositions for i in range(first, end)):
        return False
    plain = all(
        reading.low(i) in reading.grammar.plain_prepositions or not reading.is_verb(i) for i in range(first, end)
    )
    return plain and end - first <= _JOINED_WITHIN
