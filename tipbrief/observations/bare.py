"""Statements of a number without a noun of its own: what it counts stands before, behind, or in the sentence before."""

from __future__ import annotations

from dataclasses import replace

from tipbrief.observations.attributes import Attributes
from tipbrief.observations.claims import Claim, find_claims, weak_claim
from tipbrief.observations.figures import (
    HEAD,
    PART,
    PERSON_NOUNS,
    Figure,
)
from tipbrief.observations.making import make_figure, make_heads
from tipbrief.observations.mentions import Mention
from tipbrief.observations.noun_phrases import noun_phrase
from tipbrief.observations.numbers import Number
from tipbrief.observations.place import Place
from tipbrief.observations.reading import Verb
from tipbrief.observations.subjects import actor_in

_GO_ON = frozenset({"investigations", "prosecutions", "persons_prosecuted"})
_FURTHER, _ACTORS = frozenset({"additional"}), frozenset({"ngo", "government"})
_BEGINNING = frozenset({"open", "hold"})
_OBJECTS = frozenset({"victims", "suspects", "convicts"})
_SAID = ("victims", "people", "suspects", "convicts", "cases")


def statements_of_bare(place: Place) -> list[Figure]:
    """A number right after its verb takes the next noun, else the last: "tried 40, and sentenced nine traffickers"."""
    reading, mention = place.reading, place.mention
    verb = place.verb_before
    if (
        verb is None
        or verb.first <= mention.number.last < mention.first
        or reading.is_passive(verb)
        or reading.low(verb.last) in reading.grammar.object_prepositions
    ):
        said = _number_of(place) or _said_before(place) or _done_by_another(place)
        return said or _given_to(place) or _statements_of_subject(place)
    if reading.low(mention.last + 1) in reading.grammar.states:
        return []  # "reported 12 were children": the number is no object
    if "continue" in verb.labels and (going_on := _continued(place)):
        return going_on
    lender = _lender(place)
    if lender is None and (again := _same_deed(place, verb)):
        return again
    lent = replace(mention, nouns=lender.nouns if lender else place.head.counted if place.head else frozenset())
    end = place.clause_end if reading.low(mention.last + 1) in reading.grammar.partner_prepositions else mention.last
    if "sentence" in verb.labels:
        end = max(end, min(place.following - 1, place.clause_end))  # "sentenced 15 to terms of ... imprisonment"
    claims = [c for c in find_claims(reading, lent, verb.first, end) if c.verb]
    if not claims:
        end = max(end, min(place.following - 1, place.clause_end))  # "sentenced 15 to prison"
    if not claims:  # "convicted seven for sex trafficking": the verb alone says whom
        claims = [
            c
            for c in find_claims(reading, replace(mention, nouns=_OBJECTS), verb.first, end)
            if c.verb and not c.phrase.weak
        ]
    return make_heads(place, claims)


def _is_same(claim: Claim, verb: Verb) -> bool:
    """Whether the verb does what the claim says; nouns of action take any verb that begins or holds something."""
    begins = bool(verb.labels & _BEGINNING) and "complete" not in verb.labels
    return claim.phrase.verb in verb.labels or (not claim.phrase.verb and begins)


def _continued(place: Place) -> list[Figure]:
    """ "opened nine investigations and continued 12": more of the same, begun before."""
    known = [f for f in [*place.memory.heads, *place.sentence.figures] if f.kind == HEAD and f.indicator in _GO_ON]
    if not known:
        return []
    figure = make_figure(place, known[-1].indicator, HEAD)
    figure.attributes = figure.attributes.over(Attributes(offence=known[-1].attributes.offence, subtype="continued"))
    figure.nouns = known[-1].nouns
    figure.inferred.add("ellipsis")
    return [figure]


def _same_deed(place: Place, verb: Verb) -> list[Figure]:
    """ "prosecuted 40 men; in 2030 it had prosecuted 49": the same verb again, its noun left out."""
    before = [*place.memory.heads, *place.sentence.figures]
    for figure in reversed(before):
        if figure.kind != PART and figure.claim and _is_same(figure.claim, verb):
            made = make_heads(place, [Claim(figure.claim.phrase, verb)])
            for again in made:
                again.nouns = figure.nouns
                again.attributes = again.attributes.over(Attributes(offence=figure.attributes.offence))
                again.inferred.add("ellipsis")
            return made
    return []


def _done_by_another(place: Place) -> list[Figure]:
    """ "Police identified 20 victims and NGOs a further five": the same deed of another actor, its verb left out."""
    reading, head, last = place.reading, place.head, place.mention.first - 1
    while reading.covered(last, _FURTHER) or reading.low(last) in reading.grammar.articles:
        last -= 1
    first = last
    while reading.covered(first, _ACTORS):
        first -= 1
    joined = reading.low(first) in reading.grammar.conjunctions
    if (
        first == last
        or not joined
        or head is None
        or head.kind != HEAD
        or head.claim is None
        or head.claim.verb is None
    ):
        return []
    (figure,) = make_heads(place, [head.claim])
    figure.actor, figure.nouns = actor_in(reading, first + 1, last), head.nouns
    figure.attributes = figure.attributes.over(Attributes(offence=head.attributes.offence))
    figure.inferred.add("ellipsis")
    return [figure]


def _given_to(place: Place) -> list[Figure]:
    """ "Of the 96 victims, the state gave aid to 37": the persons of the lead, or of the total before."""
    reading, mention = place.reading, place.mention
    total = place.lead or place.head
    if place.before() not in reading.grammar.object_prepositions or mention.of_group or total is None:
        return []
    if not total.nouns & PERSON_NOUNS or not reading.has("give", place.clause_start, mention.first - 1):
        return []
    lent = replace(mention, nouns=total.counted)
    return make_heads(place, [c for c in find_claims(reading, lent, place.clause_start, mention.last) if c.verb])


def _statements_of_subject(place: Place) -> list[Figure]:
    """A bare number with a verb of its own: "14 suspects were prosecuted and nine were convicted"."""
    head = place.head
    before = next((m for m in reversed(place.sentence.unclaimed) if m.nouns and m.first < place.mention.first), None)
    nouns = head.counted if head else before.nouns if before else _topic(place)
    if not nouns or place.mention.of_group:
        return []
    lent = replace(place.mention, nouns=nouns)
    claims = [c for c in find_claims(place.reading, lent, place.mention.first, place.clause_end) if c.verb]
    if head and head.attributes.exploitation and _is_joined_to(place, head):
        return [_with_form(figure, head) for figure in make_heads(place, claims)]
    return (
        []
        if head and any(c.phrase.indicator == head.indicator and not c.phrase.gives for c in claims)
        else make_heads(place, claims)
    )


def _topic(place: Place) -> frozenset[str]:
    """What "the number of victims" before speaks of: "The number of victims fell; 90 were found in 2031"."""
    cue = place.reading.last_in("number_of", 0, place.mention.first - 1)
    return noun_phrase(place.reading, cue.last + 1).nouns if cue else frozenset()


def _is_joined_to(place: Place, head: Figure) -> bool:
    """Whether the sentence goes on with "and" and a bare number: "25 were tried for forced labor and 11 convicted"."""
    joint = place.before() in place.reading.grammar.conjunctions
    return (
        joint
        and place.last is head
        and not any(place.reading.low(i) == ";" for i in range(head.mention.last, place.mention.first))
    )


def _with_form(figure: Figure, head: Figure) -> Figure:
    form = Attributes(exploitation=head.attributes.exploitation)
    figure.attributes = figure.attributes.over(form)
    return figure


def _lender(place: Place) -> Mention | None:
    """The next number of the clause that has a noun: the cases of "investigated 12, and tried nine cases"."""
    later = (m for m in place.sentence.mentions if place.mention.last < m.first <= place.clause_end)
    return next((m for m in later if m.nouns and not m.ignored and not m.of_group), None)


def _number_of(place: Place) -> list[Figure]:
    """ "the number of identified victims rose to 86": the noun stands before the number."""
    reading, mention = place.reading, place.mention
    cue = reading.last_in("number_of", place.border + 1, mention.first - 1)
    if cue is None or any(cue.last < figure.mention.first for figure in place.sentence.figures):
        return []
    phrase = noun_phrase(reading, cue.last + 1)
    opened = place.parens is not None and place.parens[0] == mention.first - 1
    brought = place.before() in reading.grammar.range_to and any(
        reading.low(i) in reading.grammar.brought for i in (cue.first - 1, cue.first - 2)
    )
    if phrase.head is None or not (opened or brought or reading.has("amounts_to", phrase.head, mention.first - 1)):
        return []
    number = Number(cue.first, cue.last, 0, False)
    subject = replace(mention, number=number, first=cue.first, last=phrase.last, head=phrase.head, nouns=phrase.nouns)
    mention.nouns = phrase.nouns  # from here on the number counts what stands before it
    claims = find_claims(reading, subject, cue.first, mention.first - 1) or weak_claim(reading, subject)
    figures = make_heads(place, claims)
    if not figures and "shelters" in phrase.nouns:
        figures = [make_figure(place, "shelters", HEAD)]  # "bringing the number of shelters to five"
    return [_with_words_of(place, subject, figure) for figure in figures]


def _said_before(place: Place) -> list[Figure]:
    """ "Fewer victims were found: 110" and "Few children were found (29)": the number of what was just said."""
    reading, mention = place.reading, place.mention
    opening = mention.first - 1
    if reading.low(opening) not in (":", "(") or any(place.border < f.mention.first for f in place.sentence.figures):
        return []
    start = place.border + 1
    found = (c for label in _SAID for c in reading.cues.get(label, ()) if start <= c.first and c.last < opening)
    heads = sorted(found, key=lambda cue: cue.first)
    for cue in heads:
        phrase = noun_phrase(reading, cue.first)
        if phrase.head is None or not reading.grammar.is_plural(reading.low(phrase.head)):
            continue
        number = Number(cue.first - 1, cue.first - 1, 0, False)
        subject = replace(
            mention, number=number, first=cue.first, last=phrase.last, head=phrase.head, nouns=phrase.nouns
        )
        claims = [c for c in find_claims(reading, subject, start, opening - 1) if c.verb and not c.phrase.weak]
        if claims:
            return [_with_words_of(place, subject, figure) for figure in make_heads(place, claims)]
    return []


def _with_words_of(place: Place, subject: Mention, figure: Figure) -> Figure:
    """The figure, described by its noun phrase before the number as well."""
    described = place.describe(subject, place.mention.first - 1)
    figure.attributes = figure.attributes.over(described)
    figure.first = subject.first
    return figure
