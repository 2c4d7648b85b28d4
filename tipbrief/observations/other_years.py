"""The same again in another year, without its noun or its verb: "in 2030, 92 men and 16 boys; in 2031, 72 and 22"."""

from __future__ import annotations

from tipbrief.observations.antecedents import counts_alike
from tipbrief.observations.figures import COMPARE, HEAD, Figure
from tipbrief.observations.making import make_family
from tipbrief.observations.place import Place
from tipbrief.observations.years import Year, trailing_year

_RESPECTIVELY_WITHIN = 3  # tokens from a number to its "respectively"


def of_another_year(place: Place) -> list[Figure]:
    """ "In 2030, 92 men and 16 boys were found; in 2031, 72 men and 22 boys": the same again, without the verb.

    Numbers without nouns take the places of the first ones: "...; 254 and 168 in 2031".
    """
    reading, mention = place.reading, place.mention
    first, last = reading.clause(mention.first)
    open_years = (y for y in place.sentence.years if reading.parenthesis(y.first) == place.parens)
    years = [y for y in open_years if first <= y.first and y.last <= last]
    year = next(iter(years), None)
    told = [f.mention.last for f in place.sentence.figures if first <= f.mention.first]
    if again := [y for y in years if told and told[-1] < y.first and y.last < mention.first] or _begun(place, years):
        year, first = again[-1], again[-1].first  # "338 men were found, and in 2031, 488"
    if year is None or any(first <= v.first and v.last <= last for v in reading.verb_tokens):
        return []
    before = [f for f in place.sentence.figures if f.mention.last < first and f.kind != COMPARE]
    before = list({id(f.mention): f for f in before}.values())
    here = [m for m in place.sentence.mentions if first <= m.first and m.last <= last and not m.ignored]
    if not before or mention not in here:
        return []
    if mention.nouns:
        alike = [f for f in before if counts_alike(mention.nouns, f.nouns)]
        return [_dated(figure, year) for figure in make_family(place, alike[0], COMPARE)] if alike else []
    if len(here) < 2 or len(here) != len(before) or any(m.nouns for m in here):
        return []
    return [_dated(figure, year) for figure in make_family(place, before[here.index(mention)], COMPARE)]


def _begun(place: Place, years: list[Year]) -> list[Year]:
    """The year that a list of bare numbers before this one began with."""
    last = place.last
    listed = last is not None and last.kind == COMPARE and not last.mention.nouns
    return [y for y in years if listed and last is not None and last.year == y and y.last < last.mention.first]


def read_respective_years(place: Place) -> list[Figure] | None:
    """ "the guards found 25 in 2030 and 98 in 2031, the police 155 and 123, respectively": of these two years."""
    mention, last, reading = place.mention, place.last, place.reading
    if not reading.holds(reading.grammar.respectively) or last is None or last.kind != HEAD:
        return None
    after = range(mention.last + 1, mention.last + _RESPECTIVELY_WITHIN)
    said = any(reading.low(i) in reading.grammar.respectively for i in after)
    joined = mention.first - last.mention.last == 2 and place.before() in reading.grammar.conjunctions
    if mention.nouns or last.mention.head is not None or not (said and joined):
        return None
    known = [f.year for f in place.sentence.figures if f.year and f.mention.last < last.mention.first]
    years = list(dict.fromkeys(known))
    if len(years) != 2:
        return None
    last.year = years[0]
    return [_dated(figure, years[1]) for figure in make_family(place, last, COMPARE)]


def is_dated_part(place: Place, previous: Figure) -> bool:
    """ "there were 16 children in 2030, 14 in 2031": the bare number is the part before, in a year of its own."""
    mention = place.mention
    if mention.nouns or mention.of_group or previous.kind == HEAD or not previous.attributes.breaks_down:
        return False
    theirs = trailing_year(place.sentence.years, previous.mention.last + 1, mention.first)
    return theirs is not None and own_year(place) is not None and mention.last == mention.number.last


def _dated(figure: Figure, year: Year) -> Figure:
    figure.year = year
    return figure


def own_year(place: Place) -> Year | None:
    """The mention's own year."""
    end = min(place.following, place.parens[1] if place.parens else place.following) - 1
    return trailing_year(place.sentence.years, place.mention.last + 1, end)
