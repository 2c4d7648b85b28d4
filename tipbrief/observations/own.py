"""Statements: mentions that a phrase claims, numbers right after a verb, "the number of", the persons of cases."""

from __future__ import annotations

from dataclasses import replace

from tipbrief.observations.attributes import Attributes
from tipbrief.observations.bare import statements_of_bare
from tipbrief.observations.claims import Claim, find_claims
from tipbrief.observations.figures import (
    ACCUSED_NOUNS,
    CASES,
    COMPARE,
    HEAD,
    PART,
    STAGES,
    Figure,
)
from tipbrief.observations.making import make_family, make_figure, make_heads
from tipbrief.observations.numbers import Number
from tipbrief.observations.of_cases import involved, is_joined, persons_of_cases
from tipbrief.observations.place import Place


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
    if place.lead and not place.mention.nouns and all(f.claim and f.claim.phrase.verb == "exploit" for f in figures):
        return make_family(place, place.lead, PART) if figures else None  # "Of the 40 helped, nine were exploited"
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
    return figures + _done_to_them(place, figures) if figures else persons_of_cases(place) or involved(place)


def _done_to_them(place: Place, figures: list[Figure]) -> list[Figure]:
    """The same persons under a second verb: "found nine girls and referred them to a shelter"."""
    reading, mention = place.reading, place.mention
    if mention.negated or not reading.holds(reading.grammar.them):
        return []
    them = next(
        (i for i in range(mention.last + 1, _end_of_them(place)) if reading.low(i) in reading.grammar.them), None
    )
    verb = reading.verb_ending_at(them - 1) if them is not None else None
    if them is None or verb is None:
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
