"""What one part of a sentence lends to the others: an offence, a form of exploitation, that terms were suspended."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from tipbrief.observations.attributes import read_form
from tipbrief.observations.figures import CASES, HEAD, PERSON_NOUNS, Figure, Sentence
from tipbrief.observations.reading import Reading

_ACCUSED = frozenset({"persons_prosecuted", "persons_convicted"})
_LISTED = 3  # statements that make a list whose last offence may hold for all


def share_offence_to_the_left(sentence: Sentence) -> None:
    """ "opened nine investigations, prosecuted seven, and convicted six for related crimes": all are related."""
    heads = [f for f in sentence.figures if f.kind == HEAD]
    if len(heads) < _LISTED or heads[-1].attributes.offence != "related":
        return
    others = heads[:-1]
    if any(f.attributes.offence or f.attributes.breaks_down for f in others) or all(f.mention.nouns for f in heads):
        return
    for figure in others:
        figure.attributes = replace(figure.attributes, offence="related")


def share_form_to_the_left(sentence: Sentence) -> None:
    """ "exploited nine women, four men, and two boys in forced labor": the form is that of all in the list."""
    reading, figures = sentence.reading, sentence.figures
    for before, after in reversed(list(pairwise(figures))):
        listed = (
            before.kind == after.kind and before.indicator == after.indicator and before.mention is not after.mention
        )
        between = range(before.mention.last + 1, after.mention.number.first)
        joined = len(between) > 0 and all(reading.low(i) in reading.grammar.verb_joints for i in between)
        form = after.attributes.exploitation
        persons = before.mention.nouns & PERSON_NOUNS and after.mention.nouns & PERSON_NOUNS
        if (
            listed
            and joined
            and persons
            and form
            and not before.attributes.exploitation
            and before.attributes.breaks_down
        ):
            before.attributes = replace(before.attributes, exploitation=form)


def share_form_of_cases(sentence: Sentence) -> None:
    """ "tried 31 men in nine labor trafficking cases": the form is the men's too."""
    for persons, cases in pairwise(sentence.figures):
        joined = cases.mention.first - persons.mention.last == 2
        preposition = sentence.reading.low(persons.mention.last + 1) in sentence.reading.grammar.tied_by
        alike = cases.indicator in CASES and cases.kind == persons.kind and persons.indicator in _ACCUSED
        if joined and preposition and alike and not persons.attributes.exploitation:
            persons.attributes = replace(persons.attributes, exploitation=cases.attributes.exploitation)


def share_all(sentence: Sentence) -> None:
    """ "12 women and nine girls, all for forced labor" and "two men - both for labor trafficking -": of all."""
    reading = sentence.reading
    if not sentence.figures or not reading.holds(reading.grammar.all_alike):
        return
    for index in range(2, len(reading.tokens) - 1):
        alike = reading.low(index) in reading.grammar.all_alike
        opens = alike and reading.low(index + 1) in reading.grammar.part_prepositions
        if not opens or reading.tokens[index - 1].kind != "mark" or reading.parenthesis(index) is not None:
            continue
        marks = (i for i in range(index + 2, len(reading.tokens)) if reading.tokens[i].kind == "mark")
        end = next(marks, len(reading.tokens))
        form = read_form(reading, index + 1, end - 1)
        for figure in _listed_before(sentence, index) if form else ():
            if not figure.attributes.exploitation:
                figure.attributes = replace(figure.attributes, exploitation=form)


def _listed_before(sentence: Sentence, index: int) -> list[Figure]:
    """The last figures before a token that only commas and "and" join."""
    reading = sentence.reading
    before = [f for f in sentence.figures if f.mention.last < index and reading.parenthesis(f.mention.first) is None]
    listed = before[-1:]
    for figure in reversed(before[:-1]):
        between = range(figure.mention.last + 1, listed[0].mention.number.first)
        same = figure.mention is listed[0].mention
        if not same and not all(sentence.reading.low(i) in sentence.reading.grammar.verb_joints for i in between):
            break
        listed.insert(0, figure)
    return listed


def share_suspension(sentence: Sentence) -> None:
    """ "sentenced nine men to prison, but suspended the sentences": convicted, and not imprisoned."""
    reading = sentence.reading
    if "suspended" not in reading.cues:
        return
    imprisoned = [f for f in sentence.figures if f.indicator == "persons_imprisoned"]
    for figure in imprisoned:
        but = next((i for i in range(figure.mention.last + 1, len(reading.tokens)) if _turns(reading, i)), None)
        cue = reading.first_in("suspended", but, len(reading.tokens) - 1) if but is not None else None
        if but is None or cue is None or any(but < m.first < cue.first for m in sentence.mentions):
            continue
        convicted = [f for f in sentence.readings_of(figure) if f.indicator == "persons_convicted"]
        if convicted:
            sentence.figures.remove(figure)
        for found in convicted or [figure]:
            found.indicator = "persons_convicted"
            found.attributes = replace(found.attributes, subtype="suspended sentence")


def _turns(reading: Reading, index: int) -> bool:
    return reading.low(index) in reading.grammar.turns


def share_leading_offence(sentence: Sentence) -> None:
    """ "As for trafficking-related crimes, ...": every figure of the sentence is of related offences."""
    reading = sentence.reading
    cue = reading.first_in("as_for", 0, 3)
    if cue is None or cue.first > 0:
        return
    comma = next((i for i, token in enumerate(reading.tokens) if token.low == ","), 0)
    if not reading.has("related", 0, comma):
        return
    for figure in sentence.figures:
        figure.attributes = replace(figure.attributes, offence=figure.attributes.offence or "related")
