"""What is no new figure, and the offence that one part of a sentence lends to the others."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from tipbrief.observations.attributes import read_offence, zone_end
from tipbrief.observations.claims import find_claims
from tipbrief.observations.figures import CASE_NOUNS, CASES, HEAD, PERSON_NOUNS, Figure, Sentence
from tipbrief.observations.mentions import Mention
from tipbrief.observations.place import Place
from tipbrief.observations.reading import Reading

_ACCUSED = frozenset({"persons_prosecuted", "persons_convicted"})
_ACCUSING = frozenset({"investigate", "prosecute", "convict", "sentence", "imprison"})
_PLANNING = frozenset({"plan", "urge"})
_ESTIMATED_WITHIN = 6  # tokens from "estimate that there are" to the number
_URGED_WITHIN = 8  # tokens from "urges" to what is to be done
_NEAR = 40  # tokens of a clause that are looked at around a zero
_LISTED = 3  # statements that make a list whose last offence may hold for all


def says_again(place: Place) -> bool:
    """ "..., and all 30 were sold for adoption": not a new number, but the offence of the one before."""
    mention, reading = place.mention, place.reading
    if place.before() not in reading.grammar.again or (mention.nouns and not mention.of_group):
        return False
    known = [f for f in place.sentence.figures if f.mention.value == mention.value]
    if not known or _says_more(place, known[-1]):
        return False
    end = zone_end(reading, mention, min(place.clause_end, len(reading.tokens) - 1))
    if offence := read_offence(reading, mention.first, end):
        for figure in place.sentence.readings_of(known[-1]):
            figure.attributes = replace(figure.attributes, offence=offence)
            figure.related_at = (mention.first, end)
    return True


def _says_more(place: Place, known: Figure) -> bool:
    """Whether a verb claims the number for something else: "and all 30 received care"."""
    counted = replace(place.mention, nouns=known.counted, of_group=False)
    claims = find_claims(place.reading, counted, place.clause_start, place.clause_end)
    return any(c.verb and not c.phrase.weak and c.phrase.indicator != known.indicator for c in claims)


def reason_out_of_scope(reading: Reading, mention: Mention) -> str:
    """Why a number is no figure though it counts something: a plan, a case told again, a zero of a part; else empty.

    A zero about complicit officials, international cases or a hotline's cases gets no row (codebook, "Scope").
    """
    if _is_planned(reading, mention):
        return "plan"
    if mention.status == "reported" and _is_told_again(reading, mention):
        return "told again"
    if mention.nouns and _is_estimate(reading, mention):
        return "estimate"
    if not mention.remaining and _is_condition(reading, mention):
        return "subset or possibility"
    nothing = mention.negated or mention.status == "not_reported"
    return "subset or possibility" if nothing and _is_subset(reading, mention) else ""


def _is_estimate(reading: Reading, mention: Mention) -> bool:
    """ "NGOs estimate that there are 9,000 victims", where no verb says what was done for them."""
    near = range(max(0, mention.first - _ESTIMATED_WITHIN), mention.first)
    verbs = (i for i in near if reading.low(i) in reading.grammar.estimated)
    if not any(reading.low(i - 1) not in reading.grammar.articles for i in verbs):
        return False
    claims = find_claims(reading, mention, *reading.clause(mention.first))
    return all(claim.phrase.weak or claim.verb is None for claim in claims)


def _is_told_again(reading: Reading, mention: Mention) -> bool:
    """ "did not provide an update on the five cases of 2030"."""
    if "no_news" not in reading.cues:
        return False
    start = reading.clause(mention.first)[0]
    cues = (reading.last_in(label, start, mention.first) for label in ("not_reported", "not_told"))
    return any(cue is not None and reading.has("no_news", cue.last + 1, mention.first) for cue in cues)


def _is_subset(reading: Reading, mention: Mention) -> bool:
    if reading.has("complicit", 0, len(reading.tokens) - 1) or reading.has("hypothetical", 0, mention.first):
        return True
    if _is_of_officials(reading, mention):
        return True
    first, last = reading.clause(mention.first)
    if reading.has("of_these_cases", mention.last + 1, min(last, mention.last + _NEAR)):
        return True
    if mention.nouns & CASE_NOUNS and reading.has("hotline", first, last):
        return True
    near = range(mention.first, min(last, mention.last + _NEAR) + 1)
    counted_out = any(reading.low(i) in reading.grammar.not_counted for i in near)
    inspected = reading.has("inspections", mention.last + 1, near.stop - 1)
    return mention.negated and (counted_out or inspected or _is_since_long(reading, mention))


def _is_since_long(reading: Reading, mention: Mention) -> bool:
    """ "had not identified a victim since 2031": of the time before, and no zero of this year."""
    first, last = reading.clause(mention.first)
    had = reading.low(mention.first) in reading.grammar.past_perfect
    return had and any(reading.low(i) in reading.grammar.since for i in range(mention.last + 1, last + 1))


def _is_condition(reading: Reading, mention: Mention) -> bool:
    """ "if it did not find a victim"."""
    words = reading.grammar.question_words
    if mention.status != "reported" or not reading.holds(words):
        return False
    start, home = max(reading.clause(mention.first)[0], mention.first - _NEAR), reading.parenthesis(mention.first)
    return any(reading.low(i) in words and reading.parenthesis(i) in (None, home) for i in range(start, mention.first))


def _is_of_officials(reading: Reading, mention: Mention) -> bool:
    """ "did not prosecute any officials": zeros of the complicit."""
    if not mention.negated or mention.nouns - {"audience"} != {"officials"}:
        return False
    start = max(reading.clause(mention.first)[0], mention.first - _NEAR)
    return any(reading.covered(i, _ACCUSING) for i in range(start, reading.clause(mention.first)[1] + 1)[: 2 * _NEAR])


def _is_planned(reading: Reading, mention: Mention) -> bool:
    """ "will train 100 judges", "plans to open three shelters": not yet."""
    if reading.cues.keys().isdisjoint(_PLANNING):
        return False
    verb = next((v for v in reversed(reading.verb_tokens) if v.last < mention.first), None)
    if verb is None or any(reading.low(i) in (";", ",") for i in range(verb.last, mention.first)):
        return False
    if reading.has("urge", max(0, verb.first - _URGED_WITHIN), verb.first - 1):
        return True
    return reading.has("plan", max(0, verb.first - 2), verb.first - 1)


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
