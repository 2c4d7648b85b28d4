"""Statements: mentions that a phrase claims, numbers right after a verb, "the number of", the persons of cases."""

from __future__ import annotations

from dataclasses import replace

from tipbrief.observations.attributes import Attributes
from tipbrief.observations.claims import Claim, find_claims, weak_claim
from tipbrief.observations.figures import ACCUSED_NOUNS, CASES, COMPARE, HEAD, PART, PERSONS_OF, PERSON_NOUNS, STAGES, Figure
from tipbrief.observations.making import make_figure, make_heads
from tipbrief.observations.mentions import Mention
from tipbrief.observations.noun_phrases import noun_phrase
from tipbrief.observations.numbers import Number
from tipbrief.observations.place import Place
from tipbrief.observations.reading import Verb

_GO_ON = frozenset({"investigations", "prosecutions", "persons_prosecuted"})
_BEGINNING = frozenset({"open", "hold"})
_OBJECTS = frozenset({"victims", "suspects", "convicts"})
_SAID = ("victims", "people", "suspects", "convicts", "cases")
_JOINED_WITHIN = 3


def read_zero(place: Place) -> list[Figure] | None:
    """ "No shelters were open" and "did not report the number of arrests" stand by themselves."""
    if not place.mention.negated:
        return None
    if place.marker == COMPARE and place.mention.nouns & STAGES and place.head is not None:
        return None  # "compared with no prosecutions" takes the unit of what it is compared with
    found = [f for f in statements(place) if not _is_hearsay(place, f)]
    listed = place.mention.value == 0 and place.last is not None and place.last.kind == PART
    return found or (None if listed else [])  # "12 women and eight girls, but no men": the list goes on


def _is_hearsay(place: Place, figure: Figure) -> bool:
    """ "stated that no crime took place": the verb reports a clause, not the number."""
    verb = figure.claim.verb if figure.claim and figure.claim.phrase.weak else None
    between = range(verb.last + 1, place.mention.first) if verb else ()
    return any(place.reading.low(i) in place.reading.grammar.negation_ends for i in between)


def read_all(place: Place) -> list[Figure] | None:
    """ "It referred all 30 to shelters": the number of a total before, under another verb."""
    mention = place.mention
    if place.before() not in place.reading.grammar.again or mention.nouns:
        return None
    known = [f for f in [*place.memory.heads, *place.sentence.figures] if f.mention.value == mention.value]
    if not known:
        return None
    counted = replace(mention, nouns=known[-1].counted, of_group=False)
    claims = find_claims(place.reading, counted, place.clause_start, place.clause_end)
    figures = make_heads(place, [c for c in claims if c.verb and not c.phrase.weak])
    for figure in figures:
        figure.parent, figure.nouns = known[-1], known[-1].nouns
        figure.inferred.add("ellipsis")
    return figures or None


def read_sum(place: Place) -> list[Figure] | None:
    """ "identified 18 victims, and NGOs 26, for a total of 44 victims": the sum, of what the first of them was."""
    reading, mention = place.reading, place.mention
    cues = (c for c in reading.at(mention.first - 1) if c.label == "also_totals" and c.last == mention.first - 1)
    if not any(reading.low(cue.first - 1) in reading.grammar.for_total for cue in cues):
        return None
    heads = [f for f in place.sentence.figures if f.kind == HEAD and (not mention.nouns or mention.nouns & f.nouns)]
    if not heads:
        return None
    figure = make_figure(place, heads[0].indicator, HEAD)
    figure.year, figure.parent = figure.year or heads[0].year, heads[0]
    figure.nouns = figure.nouns or heads[0].nouns
    return [figure]


def read_statement(place: Place) -> list[Figure] | None:
    """A number that nothing before it lists or compares: "In 2031, police freed 30 girls"."""
    if place.marker != HEAD:
        return None
    figures = statements(place)
    for figure in figures:
        if place.lead and not figure.year and not figure.last_period and figure.indicator != place.lead.indicator:
            figure.kind, figure.parent = PART, place.lead  # "Of those, 176 were prosecuted": of the same year
    return figures or None


def statements(place: Place) -> list[Figure]:
    """The figures that a phrase claims, one for each verb: "found and housed six women" gives two, "six women" none."""
    mention, head = place.mention, place.head
    if not mention.nouns:
        return statements_of_bare(place)
    claims = find_claims(place.reading, mention, place.clause_start, place.clause_end)
    if claims and not mention.negated and _is_loose(claims) and _lists_parts(place):
        return []
    figures = make_heads(place, claims)
    if head and figures:
        _take_scope(place, figures, head)
    return figures + _done_to_them(place, figures) if figures else persons_of_cases(place) or _involved(place)


def _involved(place: Place) -> list[Figure]:
    """ "These involved 15 suspects and 66 victims", of cases counted in the sentence before."""
    reading, nouns = place.reading, place.mention.nouns
    verb = reading.last_in("involve", place.clause_start, place.mention.first - 1)
    known = [f for f in place.memory.heads if f.indicator in PERSONS_OF]
    anaphor = any(reading.low(i) in reading.grammar.anaphors for i in range(place.clause_start, place.clause_start + 2))
    if verb is None or not known or not (anaphor or verb.first - place.clause_start <= 1):
        return []
    code = "victims_in_cases" if "victims" in nouns else PERSONS_OF[known[-1].indicator] if nouns & ACCUSED_NOUNS else ""
    return [_of_cases(place, known[-1], code)] if code else []


def _done_to_them(place: Place, figures: list[Figure]) -> list[Figure]:
    """The same persons under a second verb: "found nine girls and referred them to a shelter"."""
    reading, mention = place.reading, place.mention
    them = next((i for i in range(mention.last + 1, _end_of_them(place)) if reading.low(i) in reading.grammar.them), None)
    verb = reading.verb_ending_at(them - 1) if them is not None else None
    if them is None or verb is None or mention.negated:
        return []
    again = replace(mention, number=Number(them, them, 0, False), first=them, last=them)
    claims = [c for c in find_claims(reading, again, verb.first, place.clause_end) if c.verb]
    new = [c for c in claims if c.phrase.indicator not in {f.indicator for f in figures}]
    second = make_heads(place, new)
    for figure in second:
        figure.parent = figures[0]
        figure.attributes = replace(figures[0].attributes, subtype=figure.attributes.subtype)
    return second


def _end_of_them(place: Place) -> int:
    """Where "them" can no longer mean the number's persons: at the next number outside brackets."""
    reading = place.reading
    later = (m for m in place.sentence.mentions if m.first > place.mention.last and not m.ignored)
    open_ones = (m.first for m in later if reading.parenthesis(m.first) == place.parens)
    return min(next(open_ones, place.clause_end + 1), place.clause_end + 1)


def _is_loose(claims: list[Claim]) -> bool:
    return all(claim.verb is None or claim.phrase.weak for claim in claims)


def _lists_parts(place: Place) -> bool:
    last = place.last
    if place.head is None or last is None or last.kind != PART or last.mention.first < place.border:
        return False
    return place.reading.clause(last.mention.first) == place.reading.clause(place.mention.first)


def _take_scope(place: Place, figures: list[Figure], head: Figure) -> None:
    """The law of the cases for their accused, and all scope of the total for "did not report ... of these victims"."""
    mention = place.mention
    if head.indicator in CASES and mention.nouns & ACCUSED_NOUNS and is_joined(place, head):
        scope = Attributes(law=head.attributes.law, exploitation=head.attributes.exploitation)
        figures[0].attributes = figures[0].attributes.over(scope)
    said = {place.reading.low(i) for i in range(mention.number.last + 1, mention.first)} | {place.before()}
    if mention.status == "not_reported" and said & set(place.reading.grammar.of_before):
        for figure in figures:
            figure.attributes = figure.attributes.over(replace(head.attributes, law=""))


def statements_of_bare(place: Place) -> list[Figure]:
    """A number right after its verb takes the next noun, else the last: "tried 40, and sentenced nine traffickers"."""
    reading, mention = place.reading, place.mention
    verb = place.verb_before
    if verb is None or verb.first <= mention.number.last < mention.first or reading.is_passive(verb) or reading.low(verb.last) in reading.grammar.object_prepositions:
        return _number_of(place) or _said_before(place) or _given_to(place) or _statements_of_subject(place)
    if reading.low(mention.last + 1) in reading.grammar.states:
        return []  # "reported 12 were children": the number is no object
    if "continue" in verb.labels and (going_on := _continued(place)):
        return going_on
    lender = _lender(place)
    if lender is None and (again := _same_deed(place, verb)):
        return again
    lent = replace(mention, nouns=lender.nouns if lender else place.head.counted if place.head else frozenset())
    end = place.clause_end if reading.low(mention.last + 1) in reading.grammar.partner_prepositions else mention.last
    claims = [c for c in find_claims(reading, lent, verb.first, end) if c.verb]
    if not claims:  # "convicted seven for sex trafficking": the verb alone says whom
        claims = [c for c in find_claims(reading, replace(mention, nouns=_OBJECTS), verb.first, end) if c.verb and not c.phrase.weak]
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
    return joint and place.last is head and not any(place.reading.low(i) == ";" for i in range(head.mention.last, place.mention.first))


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
    if phrase.head is None or not (opened or reading.has("amounts_to", phrase.head, mention.first - 1)):
        return []
    number = Number(cue.first, cue.last, 0, False)
    subject = replace(mention, number=number, first=cue.first, last=phrase.last, head=phrase.head, nouns=phrase.nouns)
    mention.nouns = phrase.nouns  # from here on the number counts what stands before it
    claims = find_claims(reading, subject, cue.first, mention.first - 1) or weak_claim(reading, subject)
    figures = make_heads(place, claims)
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
        subject = replace(mention, number=number, first=cue.first, last=phrase.last, head=phrase.head, nouns=phrase.nouns)
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


def persons_of_cases(place: Place) -> list[Figure]:
    """The persons of cases, at the cases' stage: the 21 of "prosecuted nine cases involving 21 suspects"."""
    head, nouns = place.head, place.mention.nouns
    if head is None or head.indicator not in PERSONS_OF or not is_joined(place, head):
        return []
    against = place.before() in place.reading.grammar.person_prepositions and "people" in nouns
    if not against and not nouns & {"suspects", "convicts"}:
        return []
    return [_of_cases(place, head, PERSONS_OF[head.indicator])]


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
