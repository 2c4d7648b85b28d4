"""Parts and comparisons in free word order: behind "из них", in brackets, behind a label, behind a year."""

from __future__ import annotations

from dataclasses import replace

from tipbrief.observations.antecedents import antecedent, counts_alike
from tipbrief.observations.attributes import Attributes
from tipbrief.observations.claims import weak_claim
from tipbrief.observations.figures import CASES, COMPARE, HEAD, PART, PERSONS_OF, Figure
from tipbrief.observations.free.claims import find_claims, is_blocked
from tipbrief.observations.free.clauses import segment_around
from tipbrief.observations.free.columns import describe, make_family, make_figure, make_heads, special
from tipbrief.observations.free.phrases import noun_at
from tipbrief.observations.free.spots import Spot
from tipbrief.observations.free.statements import (
    ACCUSED,
    claimed_otherwise,
    persons_of,
    statements,
    victims_in_cases,
)

POSSIBILITY = "subset or possibility"
SAID_BEFORE = "said before"
_OPENING = 3  # tokens before the number of "Из этих 500 ..."
_COUNTS_OTHER = "counts "  # the reason of a number whose noun no class has


def read_lead(spot: Spot) -> list[Figure] | None:
    """ "Из этих 500 преступлений 160 ...": a total said before, of which what follows are parts."""
    reading, mention = spot.reading, spot.mention
    if not any(reading.low(i) in reading.grammar.lead_openings for i in range(spot.zone[0], mention.first)):
        return None
    if mention.first - spot.zone[0] > _OPENING:
        return None
    same = [f for f in spot.memory.of_size(mention.value) if counts_alike(mention.nouns, f.nouns)]
    if not same and spot.marker == PART:
        return None
    if not same:
        figures = statements(spot)
        if figures:
            spot.sentence.leads[mention.last] = figures[0]
        return figures or None
    spot.sentence.leads[mention.last] = same[-1]
    mention.ignored = SAID_BEFORE
    spot.sentence.ignored.append(mention)
    return []


def read_group(spot: Spot) -> list[Figure] | None:
    """ "47 из них", "двое из пяти осужденных": a part of a total said before."""
    mention = spot.mention
    if not mention.of_group:
        return None
    if is_blocked(spot.reading, mention, *spot.zone):
        return []
    known = [*spot.memory.heads, *(f for f in spot.figures if f.kind == HEAD)]
    if mention.group_size is not None:
        known = [f for f in known if f.mention.value == mention.group_size]
    total = antecedent(spot.reading, mention, [f for f in known if counts_alike(mention.nouns, f.nouns)] or known)
    if any(m.ignored == POSSIBILITY for m in spot.sentence.ignored):
        return []  # a part of what is no figure
    figures = _parts(spot, total)
    if mention.negated and not any(f.claim or f.attributes.breaks_down for f in figures):
        return []
    return figures


def _parts(spot: Spot, total: Figure | None) -> list[Figure]:
    """The mention as a part, claimed by a predicate of its own or of the total's indicator."""
    if total is None:
        return []
    if claims := claimed_otherwise(spot, total):
        figures = [make_figure(spot, claim.phrase.indicator, PART, claim) for claim in claims]
        for figure in figures:
            figure.parent = total
            lent = Attributes(offence=total.attributes.offence, law=total.attributes.law)
            figure.attributes = figure.attributes.over(lent)
        return figures
    return make_family(spot, total, PART)


def read_bracket(spot: Spot) -> list[Figure] | None:
    """In brackets stand parts of the figure before them, or its value in another year."""
    if spot.parens is None:
        return None
    mention, opens = spot.mention, spot.parens[0]
    outside = [f for f in spot.sentence.figures if spot.reading.parenthesis(f.mention.first) != spot.parens]
    anchor = next((f for f in reversed(outside) if f.mention.first < opens), None)
    if anchor is None:
        return statements(spot)
    is_alone = spot.parens == (mention.first - 1, mention.last + 1)
    dated = any(opens < year.first < spot.parens[1] for year in spot.sentence.years)
    named = next((y for y in spot.sentence.years if y.last == opens - 1), None)
    if is_alone and named and anchor.year is not named:
        figures = make_family(spot, anchor, COMPARE)  # "больше, чем в 2017 году (76)"
        for figure in figures:
            figure.year = named
        return figures
    if is_alone and not mention.nouns and (before := _bracket_before(spot)):
        figures = make_family(spot, anchor, COMPARE)
        for figure in figures:
            figure.year, figure.last_period = before.year, before.last_period
        return figures
    if (dated or spot.reading.has("last_period", *spot.clause)) and not describe(spot).breaks_down:
        alike = [f for f in outside if f.kind == HEAD and f.nouns & _nouns_within(spot)]
        return make_family(spot, alike[-1] if alike else anchor, COMPARE)
    if anchor.indicator in CASES and "victims" in mention.nouns:
        return victims_in_cases(spot, anchor)
    if is_alone and anchor.indicator in PERSONS_OF and mention.nouns & ACCUSED:
        return persons_of(spot, anchor)
    return make_family(spot, anchor, PART) if counts_alike(mention.nouns, anchor.nouns) else statements(spot)


def _nouns_within(spot: Spot) -> frozenset[str]:
    """The noun that the mention counts, else those that the bracket names: "(годом ранее случаев было 12)"."""
    if spot.mention.nouns or spot.parens is None:
        return spot.mention.nouns
    return frozenset(c.label for i in range(*spot.parens) if (c := noun_at(spot.reading, i)))


def _bracket_before(spot: Spot) -> Figure | None:
    """The comparison in an earlier bracket of the list: the 72 of "142 случая (в 2030 году — 72), ... 163 (26)"."""
    compared = (f for f in reversed(spot.sentence.figures) if f.kind == COMPARE and (f.year or f.last_period))
    return next((f for f in compared if spot.reading.parenthesis(f.mention.first)), None)


def read_dated(spot: Spot) -> list[Figure] | None:
    """ "..., в 2030 году — 115", "годом ранее — 12": the same for another year."""
    reading, dash = spot.reading, spot.before()
    if spot.mention.of_group or reading.low(dash) not in reading.grammar.dashes:
        return None
    if reading.low(dash) == ":" and _counts_before(spot, dash - 1):
        return None  # "40 жертв, меньше 66 в прошлом году: 38 женщин"
    dated = any(y.last == dash - 1 for y in spot.sentence.years) or reading.covered(
        dash - 1, frozenset({"last_period"})
    )
    heads = [
        f for f in (*spot.memory.heads, *spot.figures) if f.kind == HEAD and counts_alike(spot.mention.nouns, f.nouns)
    ]
    return make_family(spot, heads[-1], COMPARE) if dated and heads else None


def _counts_before(spot: Spot, index: int) -> bool:
    """Whether a number stands in the segment of a token before a colon."""
    low = segment_around(spot.reading, index, index)[0]
    return any(low <= m.first < index and not m.ignored for m in spot.sentence.mentions)


def read_labelled(spot: Spot) -> list[Figure] | None:
    """ "дети — 12", "торговля детьми - 11 случаев": a part that is named before its number."""
    reading, mention, dash = spot.reading, spot.mention, spot.before()
    if mention.of_group or dash <= spot.zone[0] or reading.low(dash) not in reading.grammar.dashes:
        return None
    label = describe(replace(spot, zone=(spot.zone[0], mention.last)))
    if not (label.breaks_down or label.offence or reading.has("not_related", spot.zone[0], dash)):
        return None
    if spot.marker == PART:
        return make_family(spot, spot.total(), PART)
    sibling = next((f for f in reversed(spot.figures) if f.kind != COMPARE), None)
    if sibling is not None and counts_alike(mention.nouns, sibling.nouns):
        figures = make_family(spot, sibling, sibling.kind)
        for figure in figures:
            figure.attributes, figure.parent = (
                replace(label, subtype=special(spot, label, sibling.indicator)),
                sibling.parent,
            )
            figure.year = figure.year or sibling.year
        return figures
    if mention.nouns:
        claims = find_claims(reading, mention, *spot.clause) or weak_claim(reading, mention)
        if heads := make_heads(spot, claims):
            return heads
    total = antecedent(reading, mention, spot.memory.heads)
    if total and total.indicator in CASES and label.sex and not mention.nouns:
        return []  # "мужчины — 9" are no cases
    return make_family(spot, total, PART) or None


def read_compared(spot: Spot) -> list[Figure] | None:
    """ "против 15 в 2029 году": compared with the nearest total of the same kind."""
    if spot.marker != COMPARE:
        return None
    if not spot.figures and spot.mention.nouns:
        # compared with a sentence before: it takes over nothing where its own words say all
        claims = [c for c in find_claims(spot.reading, spot.mention, *spot.clause) if c.verb and not c.phrase.weak]
        if claims:
            return make_heads(spot, claims)
    heads = [f for f in spot.figures if f.kind == HEAD] or spot.memory.heads
    alike = [f for f in heads if counts_alike(spot.mention.nouns, f.nouns)]
    return make_family(spot, alike[-1], COMPARE) if alike else None


def read_part(spot: Spot) -> list[Figure] | None:
    """A number in a list of parts: of the total's indicator, unless a predicate of its own says more."""
    if spot.marker != PART:
        return None
    total, mention = spot.total(), spot.mention
    if _begins_anew(spot, total):
        return None
    if _lists_other(spot):
        return []
    if total is None:
        return statements(spot) or None
    if is_blocked(spot.reading, mention, max(spot.zone[0], spot.marked_at), spot.zone[1]):
        return []
    if total.indicator in CASES and "victims" in mention.nouns:
        return victims_in_cases(spot, total)
    return _parts(spot, total) if counts_alike(mention.nouns, total.nouns) else statements(spot) or None


def _lists_other(spot: Spot) -> bool:
    """Whether what is listed are parts of a number that is no figure: "37 групп, в том числе 14 ..."."""
    head = spot.head.mention.last if spot.head else -1
    others = [
        m
        for m in spot.sentence.mentions
        if head < m.first < spot.marked_at and (m.ignored.startswith(_COUNTS_OTHER) or m in spot.sentence.unclaimed)
    ]
    return bool(others)


def _begins_anew(spot: Spot, total: Figure | None) -> bool:
    """Whether a later clause has a predicate that claims the number as something else than a part."""
    if spot.clause[0] <= spot.marked_at or not spot.mention.nouns:
        return False
    claims = find_claims(spot.reading, spot.mention, *spot.clause)
    strong = [c for c in claims if c.verb and not c.phrase.weak]
    return bool(strong) and (total is None or any(c.phrase.indicator != total.indicator for c in strong))
