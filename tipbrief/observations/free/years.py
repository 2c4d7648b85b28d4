"""Years where a word for "year" follows them ("в 2017 году"), and years told from the day of publication.

"В прошлом году" is the year before the document was published, "с начала года" and "с 2005 года" end in that year.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Collection, Iterator, Sequence

from tipbrief.observations.reading import Reading
from tipbrief.observations.years import Year

_PART_WITHIN = 3  # tokens from "девять месяцев" or "начала" to its year
_EARLIEST, _LATEST = 1990, 2100
_COMPARE = frozenset({"compare"})
_MONTHS = frozenset({"period_words"})
_SAME_PERIOD = frozenset({"same_period"})


def find_years(
    reading: Reading, published: int | None, main_year: int | None = None, known: Collection[int] = ()
) -> list[Year]:
    """The years of a sentence that date what it says, in order; the year of a law or a plan is none.

    A year told as "last year" is one of the calendar where it is `known` by its number.
    """
    found = [year for number in reading.numbers if (year := _named(reading, number.first, published))]
    found = [y for y in found if not any(o.first < y.first <= o.last for o in found)]
    if published is not None:
        told = [y for y in _told(reading, published, main_year or published) if not any(_overlap(y, o) for o in found)]
        named = {y.year for y in found if y.period == "calendar"}.union(known)
        found += [replace(y, period="calendar") if y.period == "reporting" and y.year in named else y for y in told]
    return sorted(found, key=lambda year: year.first)


def _overlap(one: Year, other: Year) -> bool:
    return one.first <= other.last + _PART_WITHIN and other.first <= one.last + _PART_WITHIN


def is_year(reading: Reading, index: int) -> bool:
    """Whether a token is four digits that can be a year."""
    low = reading.low(index)
    return len(low) == 4 and low.isdigit() and _EARLIEST <= int(low) <= _LATEST


def _named(reading: Reading, index: int, published: int | None) -> Year | None:
    if not is_year(reading, index) or not _dates(reading, index):
        return None
    last, value, period = _extent(reading, index)
    if period == "calendar" and _is_since(reading, index):
        value, period = published or value, "multi"
    elif period == "calendar" and _is_part(reading, index):
        period = "partial"
    begins = int(reading.low(index)) if value > int(reading.low(index)) and not _is_since(reading, index) else 0
    return Year(index, last, value, period, _is_leading(reading, index, last), begins=begins)


def _dates(reading: Reading, index: int) -> bool:
    """Whether a preposition, a month or a part of the year stands before: "закон 2005 года" dates nothing."""
    before, grammar = reading.low(index - 1), reading.grammar
    if before in grammar.plan_prepositions and reading.low(index - 2) in grammar.plans:
        return False
    if any(reading.low(i) in grammar.unlike for i in range(max(0, index - 3), index)):
        return False
    return not before or before in grammar.year_prepositions or reading.covered(index - 1, _MONTHS | {"first_half"})


def _extent(reading: Reading, index: int) -> tuple[int, int, str]:
    """The last token with the word for "year", the year and its period; of a range its end."""
    grammar, last, value, period = reading.grammar, index, int(reading.low(index)), "calendar"
    joint, then = index + 1, index + 2
    while reading.low(joint) in grammar.year_words or reading.low(joint) == ".":
        joint, then = joint + 1, then + 1
    while reading.covered(then, _MONTHS):
        then += 1
    if reading.low(joint) in grammar.year_to_year and is_year(reading, then) and int(reading.low(then)) > value:
        last, value, period = then, int(reading.low(then)), "multi"
    while reading.low(last + 1) in grammar.year_words:
        last += 1 + (reading.low(last + 2) == "." and len(reading.low(last + 1)) <= 2)
    return last, value, period


def _is_since(reading: Reading, index: int) -> bool:
    """ "с 2005 года", and not "с января 2005 года", "с начала 2005 года" or "по сравнению с 2005 годом"."""
    return reading.low(index - 1) in reading.grammar.since and not reading.covered(index - 1, _COMPARE)


def _is_part(reading: Reading, index: int) -> bool:
    if reading.covered(index - 1, _SAME_PERIOD):
        return True
    return reading.covered(index - 1, _MONTHS) or reading.has("first_half", max(0, index - _PART_WITHIN), index - 1)


def _is_leading(reading: Reading, first: int, last: int) -> bool:
    """Whether the expression opens its clause, or stands before a dash that its value follows."""
    index = first - 1
    while index >= 0 and _introduces(reading, index):
        index -= 1
    opens = index < 0 or reading.low(index) in reading.grammar.clause_openings
    return opens and (index < 0 or reading.low(last + 1) in reading.grammar.after_leading_year)


def _introduces(reading: Reading, index: int) -> bool:
    labels = _MONTHS | {"first_half", "duration"}
    return (
        reading.low(index) in reading.grammar.leading_words
        or reading.covered(index, labels)
        or bool(reading.number_at(index))
    )


def _told(reading: Reading, published: int, main_year: int) -> Iterator[Year]:
    """Years that are told from the day of publication, and parts of the year that the document covers."""
    for label, value, period in (
        ("this_year", published, "partial"),
        ("last_year", published - 1, "reporting"),
        ("whole_year", main_year, "reporting"),
        ("some_years", published, "multi"),
        ("part_of_year", main_year, "partial"),
    ):
        for cue in reading.cues.get(label, ()):
            part = reading.has("first_half", max(0, cue.first - 2), cue.last) or _is_part(reading, cue.first)
            own = "partial" if part and period != "multi" else period
            yield Year(cue.first, cue.last, value, own, _is_leading(reading, cue.first, cue.last))


def nearest(years: Sequence[Year], first: int, last: int, low: int, high: int) -> Year | None:
    """The year within low..high nearest to tokens first..last, rather one before them."""
    before = [y for y in years if low <= y.first and y.last < first]
    after = [y for y in years if last < y.first and y.last <= high]
    return before[-1] if before else after[0] if after else None
