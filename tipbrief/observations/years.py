"""The year that a number covers, and what kind of year it is (codebook: `year`, `period`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

from tipbrief.observations.reading import Reading

_MONTHS_APART = 7  # tokens from one year to the next: "June 1, 2031 and May 31, 2032"


_SINCE = 7  # tokens from "since" to its year: since it was set up in 2008
_DAY = 3  # tokens that "Nov 30" may take
_ENACTED = frozenset({"enacted"})


@dataclass(frozen=True)
class Year:
    """A year named at tokens first..last; `leading` where it stands before the clause that it governs.

    `year` is 0 for "this year", the document's own; `begins` is the first year of a span, else 0.
    """

    first: int
    last: int
    year: int
    period: str
    leading: bool
    months: bool = False
    begins: int = 0


def find_years(reading: Reading, all_of_them: bool = False) -> list[Year]:
    """The years of a sentence that date what it says; the year of a law, plan or report is none.

    With `all_of_them` also those that only say what was so then too ("the same number as in 2018").
    """
    found: list[Year] = []
    skip = -1
    for number in reading.numbers:
        if number.first <= skip or not is_year(reading, number.first):
            continue
        last, value, period = _extent(reading, number.first)
        skip = last
        months = _follows_month(reading, number.first)
        if (
            not _is_adjective(reading, number.first, last)
            and (all_of_them or _is_when(reading, last) or not _is_unlike(reading, number.first))
            and not _is_plan(reading, number.first)
            and (_is_when(reading, last) or not _is_since(reading, number.first, period))
        ):
            begins = int(reading.low(number.first)) if period == "multi" else 0
            leading = _is_leading(reading, number.first, last) or _is_when(reading, last)
            found.append(Year(number.first, last, value, period, leading, months, begins))
    return found


def _is_plan(reading: Reading, first: int) -> bool:
    """ "a plan for 2018-2020" dates nothing."""
    return (
        reading.low(first - 1) in reading.grammar.plan_prepositions and reading.low(first - 2) in reading.grammar.plans
    )


def _is_unlike(reading: Reading, first: int) -> bool:
    """ "Unlike in 2018, ...", "As in 2018, ..." and "the law adopted in 2018" date nothing."""
    if reading.covered(first - 1, _ENACTED):
        return True
    if reading.low(first - 2) in reading.grammar.than and reading.low(first - 1) in reading.grammar.year_openings:
        return True
    if reading.low(first - 2) in reading.grammar.same_as and reading.low(first - 1) in reading.grammar.year_openings:
        return True
    return any(reading.low(i) in reading.grammar.unlike for i in range(max(0, first - 3), first))


def _is_when(reading: Reading, last: int) -> bool:
    """ "had found none since 2031, when it found eight": the year is that of the clause behind it."""
    return reading.low(last + 1) == "," and reading.low(last + 2) in reading.grammar.whens


def _is_since(reading: Reading, first: int, period: str) -> bool:
    """ "the fewest since at least 2008" dates nothing."""
    if reading.low(first - 1) in reading.grammar.range_from and reading.low(first + 1) in reading.grammar.onwards:
        return True  # "from 2031 on"
    if period not in ("calendar", "partial") or not reading.holds(reading.grammar.since):
        return False
    comma = next(reading.back_from(first, ",", ";"), -1)
    return any(reading.low(i) in reading.grammar.since for i in range(max(comma + 1, first - _SINCE), first))


def is_year(reading: Reading, index: int) -> bool:
    """Whether a token is a year that the sources may speak of."""
    text = reading.low(index)
    return len(text) == 4 and text.isdigit() and 1990 <= int(text) <= 2100


def _extent(reading: Reading, index: int) -> tuple[int, int, str]:
    """The last token, the year and the period of an expression that begins with a year."""
    before = " ".join(reading.low(i) for i in range(max(0, index - 6), index))
    fiscal = before.endswith(reading.grammar.fiscal_names)
    end, value, period = index, int(reading.low(index)), "calendar"
    words, grammar = set(before.split()), reading.grammar
    joint, then = reading.low(index + 1), index + 2
    while joint in grammar.year_to_year and _is_year_part(reading, then):
        then += 1
    if (joint in grammar.year_to_year or joint in grammar.year_and_year) and (now := _this_year(reading, index + 2)):
        return now, 0, "multi"
    after = reading.low(then)
    ranged = joint in ("-", "–", "—", "/") or joint in grammar.year_to_year
    pair = joint in grammar.year_and_year and bool(words & grammar.range_between)
    short = ranged and reading.tokens[index + 1].kind == "mark" and len(after) == 2 and after.isdigit()
    if ((ranged or pair) and is_year(reading, then)) or short:
        second = int(after) if len(after) == 4 else value // 100 * 100 + int(after)
        if second > value:
            end, value, period = then, second, "multi"
    if fiscal:
        return end, value, "fiscal"
    if period == "calendar" and _follows_month(reading, index):
        return _month(reading, index, value)
    if period == "calendar" and _is_part(reading, index):
        return end, value, "partial"
    return end, value, period


def _this_year(reading: Reading, index: int) -> int:
    """The last token of "this year" or "Nov 30 this year" behind "from 2031 to"; 0 where it is something else."""
    for at in range(index, index + _DAY):
        cue = next((c for c in reading.at(at) if c.label == "this_year" and c.first == at), None)
        if cue is not None:
            return cue.last
        if not (reading.low(at).isdigit() or reading.covered(at, frozenset({"period_words"}))):
            return 0
    return 0


def _is_year_part(reading: Reading, index: int) -> bool:
    """What may stand before the second year of a span: "mid-", "the end of", a month."""
    low = reading.low(index)
    return low in reading.grammar.year_parts or low == "-" or reading.covered(index, frozenset({"period_words"}))


def _follows_month(reading: Reading, index: int) -> bool:
    """Whether a month stands before the year: "June 2031", "June 15, 2031"."""
    if reading.low(index - 1) == "," and reading.low(index - 2).isdigit():
        index -= 2
    return reading.covered(index - 1, frozenset({"period_words"}))


def _is_part(reading: Reading, index: int) -> bool:
    """Whether the year is one of which only some months are meant: "the first half of 2031"."""
    cue = reading.last_in("first_half", max(0, index - 6), index - 1)
    return cue is not None and not any(is_year(reading, i) for i in range(cue.last + 1, index))


def _month(reading: Reading, index: int, value: int) -> tuple[int, int, str]:
    """A month of a year is part of it; "from October 2017 to September 2018" is several years, ending in the last."""
    for at in range(index + 1, min(index + _MONTHS_APART, len(reading.tokens))):
        if is_year(reading, at) and _follows_month(reading, at) and int(reading.low(at)) >= value:
            return at, int(reading.low(at)), "multi" if int(reading.low(at)) > value else "partial"
        low, after = reading.low(at), reading.low(at + 1)
        day = low.isdigit() or (low == "," and is_year(reading, at + 1)) or after.isdigit()
        joint = low in ("-", "–") or low in reading.grammar.month_to_month
        if not (joint or day or reading.covered(at, frozenset({"period_words"}))):
            break
    return index, value, "partial"


def _is_adjective(reading: Reading, first: int, last: int) -> bool:
    """Whether the year only names a thing: "the 2005 law", "a 2013 report", "the 2022-2025 plan"."""
    after, before = reading.low(last + 1), reading.low(first - 1)
    named = reading.low(first - 2) in reading.grammar.dated_texts or reading.covered(first - 3, frozenset({"article"}))
    if before in reading.grammar.origin_prepositions and named:
        return True  # "the law of 2008"
    if before in reading.grammar.range_between and first == last and after in reading.grammar.year_and_year:
        return True  # "between 2010 and this year"
    if before in reading.grammar.range_from and first == last and not _opens_range(reading, first):
        return True  # "investigations from 2018"
    if not after or after in reading.grammar.after_year or reading.tokens[last + 1].kind == "mark":
        return False
    if before in reading.grammar.year_openings and last == first:
        return False
    if (
        reading.covered(first - 1, frozenset({"period_words"}))
        and reading.low(first - 2) not in reading.grammar.year_determiners
    ):
        return False
    if reading.covered(last + 1, reading.lexicon.verbs) and before not in reading.grammar.year_determiners:
        return False
    return before in reading.grammar.year_determiners or before not in reading.grammar.year_prepositions


def _opens_range(reading: Reading, first: int) -> bool:
    """Whether "from 2018" opens the sentence or goes on to a later time."""
    return first <= 2 or reading.low(first + 1) in reading.grammar.year_to_year


def _is_leading(reading: Reading, first: int, last: int) -> bool:
    """Whether the expression opens its clause: "In 2015, ...", "; in 2020 it ...", "For 2022, ..."."""
    index = _before_date(reading, first) - 1
    while index >= 0 and (
        reading.low(index) in reading.grammar.leading_words
        or reading.covered(index, frozenset({"period_words", "first_half", "fiscal", "article"}))
    ):
        index -= 1
    if index < 0:
        return True
    if reading.low(index) in (";", "("):
        return reading.low(last + 1) not in (")", ";", "")
    if reading.low(index) in reading.grammar.clause_openings:
        return reading.low(last + 1) == "," or reading.low(last + 1) in reading.grammar.after_leading_year
    return False


def _before_date(reading: Reading, first: int) -> int:
    """The first token of "on March 31, 2020" before the year 2020; the year itself where no day stands before it."""
    day = reading.tokens[first - 2].kind == "number" if first >= 3 else False
    if not day or reading.low(first - 1) != "," or not reading.covered(first - 3, frozenset({"period_words"})):
        return first
    return first - 4 if reading.low(first - 4) in reading.grammar.date_prepositions else first - 3


def trailing_year(years: Sequence[Year], first: int, last: int) -> Year | None:
    """The first year within tokens first..last that dates what stands before it."""
    return next((y for y in years if first <= y.first and y.last <= last and not y.leading), None)


def leading_year(years: Sequence[Year], index: int, low: int = 0) -> Year | None:
    """The last year between `low` and a token that opens a clause."""
    return next((y for y in reversed(years) if low <= y.first and y.last < index and y.leading), None)
