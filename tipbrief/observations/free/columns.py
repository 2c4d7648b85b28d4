"""A figure of a mention in free word order: what the words around it say of breakdowns, offence, law and year."""

from __future__ import annotations

from dataclasses import replace
from typing import Callable, Iterator

from tipbrief.observations.attributes import (
    Attributes,
    child_of_cases,
    read_age,
    read_form,
    read_law,
    read_offence,
    read_origin,
    read_sex,
    without_breakdowns,
)
from tipbrief.observations.claims import Claim
from tipbrief.observations.figures import CASE_NOUNS, COMPARE, HEAD, PART, Figure
from tipbrief.observations.free.clauses import segment_around
from tipbrief.observations.free.spots import Range, Spot
from tipbrief.observations.free.subtypes import named_form, named_offence
from tipbrief.observations.free.years import nearest
from tipbrief.observations.reading import Reading, Verb
from tipbrief.observations.years import Year

SUFFERED = frozenset({"suffer", "enslave", "exploit"})
_DASHES = frozenset("-–—")
_BEHIND = 2  # "(12 в 2030 году и 9 в 2029 году)": tokens from a number to its year
_CONVICTED = "persons_convicted"
_RETURNED = "victims_repatriated"
_COMPARE = frozenset({"compare"})


def describe(spot: Spot) -> Attributes:
    """The breakdowns, the offence and the law that the words about the mention say."""
    reading, mention = spot.reading, spot.mention
    first = mention.first if mention.negated else mention.number.last + 1
    own, around = (first, mention.last), [r for r in _around(spot) if r[0] <= r[1]]
    of_cases = bool(mention.nouns & CASE_NOUNS)
    about = around if _is_bare(spot) or of_cases else list(_predicate(spot))

    def said(read: Callable[..., str], ranges: list[Range]) -> str:
        return next((found for r in ranges if (found := read(reading, *r))), "")

    def of_origin(_: object, low: int, high: int) -> str:
        if reading.has("law_article", low, high) or (of_cases and not _names_people(reading, low, high)):
            return ""  # the country of the law, or of the police
        return read_origin(reading, low, high, spot.nation)

    return Attributes(
        exploitation=said(read_form, [own, *around]),
        sex=said(read_sex, [own, *about]),
        age=said(_children_of_cases, _offence_ranges(spot, first, around)) if of_cases else said(_age, [own, *about]),
        origin=said(of_origin, [own, *about, *_from_where(spot)]),
        offence=_offence(spot, [(first, spot.zone[1]), *around]),
        law=said(read_law, [spot.more, (mention.last + 1, spot.zone[1]), (spot.zone[0], mention.first - 1)]),
    )


def _age(reading: Reading, low: int, high: int) -> str:
    """The age, where the years are no prison term: "к срокам от пяти до 12 лет"."""
    return (
        "" if reading.has("prison", low, high) and not reading.has("child", low, high) else read_age(reading, low, high)
    )


def _names_people(reading: Reading, low: int, high: int) -> bool:
    """Whether a word such as "граждан" or "россиянок" stands there: whose origin a country may tell."""
    return reading.has("people", low, high) or reading.has("victims", low, high)


def _offence_ranges(spot: Spot, first: int, around: list[Range]) -> list[Range]:
    """Where the cases' offence is named: from the number on, if anywhere there, else around it."""
    behind = (first, spot.zone[1])
    return [behind] if spot.reading.has("not_related", *behind) else [behind, *around]


def _children_of_cases(reading: Reading, low: int, high: int) -> str:
    """child, unless trafficking in children is named beside that in people."""
    named = [c for c in reading.cues.get("not_related", ()) if low <= c.first and c.last <= high]
    if len(named) > 1 and not all(reading.has("child", c.first, c.last) for c in named):
        return ""
    return child_of_cases(reading, low, high)


def _around(spot: Spot) -> list[Range]:
    """Behind the mention, before it, and what a participle adds."""
    return [(spot.mention.last + 1, spot.zone[1]), (spot.zone[0], spot.mention.first - 1), spot.more]


def _is_bare(spot: Spot) -> bool:
    return spot.mention.of_group or not spot.mention.nouns


def _predicate(spot: Spot) -> Iterator[Range]:
    """ "12 человек — дети": what a dash says of a number with its noun."""
    if spot.reading.low(spot.mention.last + 1) in spot.reading.grammar.dashes:
        yield spot.mention.last + 1, spot.zone[1]


def _from_where(spot: Spot) -> Iterator[Range]:
    if spot.reading.low(spot.mention.last + 1) in spot.reading.grammar.origin_prepositions:
        yield spot.mention.last + 1, spot.zone[1]


def _offence(spot: Spot, ranges: list[Range]) -> str:
    """related, mixed where trafficking is joined to it, else empty."""
    for low, high in ranges:
        if offence := read_offence(spot.reading, low, high):
            return "mixed" if offence == "related" and _joins_trafficking(spot, low, high) else offence
    return ""


def _joins_trafficking(spot: Spot, low: int, high: int) -> bool:
    reading = spot.reading
    for cue in reading.cues.get("related", ()):
        for other in reading.cues.get("not_related", ()):
            one, two = sorted((cue, other), key=lambda c: c.first)
            between = range(one.last + 1, two.first)
            joined = len(between) > 0 and all(reading.low(i) in reading.grammar.verb_joints for i in between)
            if joined and low <= one.first and two.last <= high:
                return True
    return False


def year_at(spot: Spot, kind: str) -> Year | None:
    """The year that dates the mention: the nearest of its segment, of its clause, or the last before it."""
    reading, mention, years = spot.reading, spot.mention, spot.sentence.years
    if spot.parens:
        behind = next((y for y in years if 0 < y.first - mention.last <= _BEHIND), None)
        return behind or nearest(years, mention.first, mention.last, *spot.clause)
    years = [
        y for y in years if reading.parenthesis(y.first) is None and (kind == COMPARE or not _is_compared(spot, y))
    ]
    own = nearest(years, mention.first, mention.last, *spot.zone)
    if own or kind == PART or (kind == COMPARE and reading.has("last_period", mention.last + 1, spot.zone[1])):
        return own
    following = min(
        (m.first for m in spot.sentence.mentions if m.first > mention.last and not m.ignored),
        default=len(reading.tokens),
    )
    of_clause = nearest(years, mention.first, mention.last, spot.clause[0], min(spot.clause[1], following - 1))
    if of_clause or kind == COMPARE:
        return of_clause or next((y for y in years if mention.last < y.first <= spot.clause[1]), None)
    taken = [f.year for f in spot.sentence.figures if f.kind == COMPARE]
    before = [y for y in years if y.last < mention.first and y not in taken]
    later = [y for y in years if mention.last < y.first <= spot.clause[1] and not y.leading]
    return before[-1] if before else later[0] if later else None


def _is_compared(spot: Spot, year: Year) -> bool:
    """Whether a word of comparison stands between the mention and the year, or right before the year."""
    first, last = sorted((spot.mention.first, year.first))
    return spot.reading.has("compare", first, last) or spot.reading.covered(year.first - 1, _COMPARE)


def make_figure(spot: Spot, indicator: str, kind: str, claim: Claim | None = None) -> Figure:
    """The mention as a figure of an indicator."""
    reading, mention = spot.reading, spot.mention
    subtype = str(claim.phrase.gives.get("subtype", "")) if claim else ""
    year = year_at(spot, kind)
    low, high = spot.zone
    attributes = describe(spot)
    if claim and claim.verb and claim.verb.labels & SUFFERED and not attributes.exploitation:
        attributes = replace(attributes, exploitation=suffered(spot, claim.verb))
    attributes = replace(attributes, subtype=subtype or special(spot, attributes, indicator))
    return Figure(
        mention, indicator, kind, attributes, claim=claim, year=year,
        last_period=year is None and reading.has("last_period", low, high),
        first=min(claim.verb.first, mention.first) if claim and claim.verb else mention.first,
        sentence=reading.span.start,
        words=tuple(token.low for token in reading.tokens[mention.first : mention.last + 1]),
        zone=_words_about(spot),
        nouns=mention.nouns or (frozenset({claim.phrase.noun}) if claim else frozenset()),
    )  # fmt: skip


def _words_about(spot: Spot) -> Range:
    """What stands behind the mention, or before its dash: "к штрафу — 9"."""
    mention, (low, high) = spot.mention, spot.zone
    if mention.last + 1 > high and low < mention.first - 1 and spot.reading.low(mention.first - 1) in _DASHES:
        return low, mention.first - 2
    return mention.last + 1, high


def suffered(spot: Spot, verb: Verb) -> str:
    """The form that the predicate says for all that it governs: "эксплуатации подверглись 32 женщины и две девочки"."""
    low, high = segment_around(spot.reading, verb.first, verb.last)
    return read_form(spot.reading, low, min(high, max(verb.last, spot.mention.first - 1)))


def special(spot: Spot, attributes: Attributes, indicator: str) -> str:
    """The offence's or the form's own words, where the column says less."""
    for low, high in (spot.zone, spot.more):
        of_victims = indicator.startswith(("victims", "hotline", "shelters"))
        if attributes.offence == "related" and not of_victims and (named := named_offence(spot.reading, low, high)):
            return named
        if attributes.exploitation == "other" and (named := named_form(spot.reading, low, high)):
            return named
    return ""


def make_heads(spot: Spot, claims: list[Claim]) -> list[Figure]:
    """A statement for each claim."""
    return [make_figure(spot, claim.phrase.indicator, HEAD, claim) for claim in claims]


def make_family(spot: Spot, target: Figure | None, kind: str) -> list[Figure]:
    """The mention as a part of a total, or as a comparison with each reading of it."""
    return [_make_relative(spot, relative, kind) for relative in spot.sentence.relatives_of(target, kind)]


def _make_relative(spot: Spot, relative: Figure, kind: str) -> Figure:
    """A part or a comparison of a total; of the convicted, those given a prison term are imprisoned."""
    reading, indicator = spot.reading, relative.indicator
    if indicator == _CONVICTED and kind == PART and reading.has("prison", *spot.zone):
        indicator = _CONVICTED if reading.has("suspended", *spot.zone) else "persons_imprisoned"
    figure = make_figure(spot, indicator, kind)
    figure.parent = relative
    base = relative.attributes if kind == PART else replace(relative.attributes, law="")
    if kind == COMPARE and spot.mention.nouns:
        base = without_breakdowns(base)  # "31 женщина против 28 человек" (codebook, "Ellipsis")
    if figure.indicator == _RETURNED and base.origin == "national" and kind == PART:
        figure.attributes = replace(figure.attributes, origin="")  # the country that they left
    if kind == PART and base.offence == "mixed" and reading.has("not_related", *spot.zone):
        base = replace(base, offence="")  # a part of trafficking alone
    figure.attributes = figure.attributes.over(base)
    figure.nouns = figure.nouns or relative.nouns
    figure.inferred.add("ellipsis" if not spot.mention.nouns else "part" if kind == PART else "comparison")
    return figure
