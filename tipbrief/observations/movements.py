"""Numbers that a subject rose or fell to: "Convictions rose from eight in 2030 to 11 in 2031".

The noun stands before the verb and the number has none of its own. What follows "to" is the statement, what follows
"from" is compared with it.
"""

from __future__ import annotations

from dataclasses import replace

from tipbrief.observations.antecedents import antecedent
from tipbrief.observations.claims import find_claims, weak_claim
from tipbrief.observations.figures import COMPARE, HEAD, PART, Figure
from tipbrief.observations.making import make_family, make_figure, make_heads
from tipbrief.observations.mentions import Mention
from tipbrief.observations.noun_phrases import noun_phrase
from tipbrief.observations.numbers import Number
from tipbrief.observations.place import Place
from tipbrief.observations.years import Year

_BEFORE_NUMBER = frozenset({"approx", "min", "max", "also_totals"})


def read_movement(place: Place) -> list[Figure] | None:
    """The figures of a number after "rose to", "fell from" and the like, whose subject counts what it counts."""
    if place.mention.nouns:
        return None
    moved = place.reading.last_in("moved", max(place.border + 1, 0), place.mention.first - 1)
    step = _step(place)
    if moved is None or not step or any(m.head for m in _between(place, moved.last)):
        return None
    subject = _subject(place, moved.first)
    if subject is None:
        return None
    claims = find_claims(place.reading, subject, subject.first, moved.first - 1)
    figures = make_heads(place, claims or weak_claim(place.reading, subject))
    if not claims and "victims" in subject.nouns and place.reading.has("in_cases", subject.last, moved.first):
        figures = [make_figure(place, "victims_in_cases", HEAD)]
    if not figures and "shelters" in subject.nouns:
        figures = [make_figure(place, "shelters", HEAD)]
    if not figures:
        return _part_that_moved(place, subject)
    for figure in figures:
        _take_subject(place, figure, subject)
        if figure.year and step == "to" and figure.year.first > place.following:
            figure.year = None  # "rose to 45 this year from 19 in 2031"
        if figure.year and figure.year.begins and figure.year.last < moved.first:
            figure.year = _end_of(figure.year, step)
        if step == "from":
            figure.kind = COMPARE
    return figures or None


def _end_of(span: Year, step: str) -> Year:
    """The end of "Between 2031 and 2034" at which a number stood that rose "from" or "to"."""
    return replace(span, year=span.begins if step == "from" else span.year, period="calendar", begins=0)


def _part_that_moved(place: Place, subject: Mention) -> list[Figure] | None:
    """ "Foreign nationals numbered 13": a part of the total before, named by what it is."""
    described = place.describe(subject, place.mention.first - 1)
    if not described.breaks_down:
        return None
    known = [f for f in [*place.memory.heads, *place.sentence.figures] if f.kind != PART]
    figures = make_family(place, antecedent(place.reading, replace(subject, value=place.mention.value), known), PART)
    for figure in figures:
        figure.attributes = described.over(figure.attributes)
        figure.first = subject.first
    return figures


def _step(place: Place) -> str:
    """The preposition right before the number, past "about" and the like: where it moved "to" or came "from"."""
    at = place.mention.first - 1
    while place.reading.covered(at, _BEFORE_NUMBER):
        at -= 1
    if any(cue.label == "moved" and cue.last == at for cue in place.reading.at(at)):
        return "to"  # "women numbered 40"
    low = place.reading.low(at)
    return "from" if low in place.reading.grammar.moved_from else "to" if low in place.reading.grammar.moved_to else ""


def _between(place: Place, after: int) -> list[Mention]:
    """The mentions between the verb and this one that count something of their own."""
    return [m for m in place.sentence.mentions if after < m.first < place.mention.first and not m.ignored]


def _subject(place: Place, verb: int) -> Mention | None:
    """The noun phrase before the verb, unless it has a number of its own."""
    reading = place.reading
    start = max(place.border + 1, 0, reading.clause(verb)[0])
    nouns = [
        c for label in reading.lexicon.nouns for c in reading.cues.get(label, ()) if start <= c.first and c.last < verb
    ]
    if not nouns or any(start <= f.mention.number.first < verb for f in place.sentence.figures):
        return None
    head = min(nouns, key=lambda cue: cue.first)
    phrase = noun_phrase(reading, head.first)
    if phrase.head is None or phrase.last >= verb:
        return None
    opening = next(reading.back_from(head.first, ","), start - 1)
    start = max(start, opening + 1)  # "According to the ministry, the number of victims rose to ..."
    number = Number(start - 1, start - 1, 0, False)
    return replace(place.mention, number=number, first=start, last=phrase.last, head=phrase.head, nouns=phrase.nouns)


def _take_subject(place: Place, figure: Figure, subject: Mention) -> None:
    """Give the figure what its subject says of it; the quote begins there."""
    described = place.describe(subject, place.mention.first - 1)
    figure.attributes = figure.attributes.over(described)
    figure.first, figure.nouns, figure.kind = subject.first, subject.nouns, HEAD
