"""Which year, period words and article of the law belong to a mention."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Iterator

from tipbrief.observations.attributes import read_law
from tipbrief.observations.figures import COMPARE, HEAD, PART
from tipbrief.observations.mentions import Mention
from tipbrief.observations.place import Place
from tipbrief.observations.years import Year, leading_year, trailing_year

_LAST_PERIOD = frozenset({"last_period"})
_INCLUDING = frozenset({"including", "compare"})
_DATED_WITHIN = 3  # tokens between a number's words and the year that is its own
_OPENING = 2  # "(in 2031, ...": tokens from a bracket to the year of all that stands in it
_LEADING = 2  # "In the previous reporting period, ..."
_SHORT_LIST = 9  # tokens between two numbers of a plain list


def year_at(place: Place, kind: str) -> Year | None:
    """The year that dates a mention: 2031 for both numbers of "in 2031, courts tried 40 men and convicted 12"."""
    if place.parens:
        return _year_in_parentheses(place, place.parens, kind)
    mention = place.mention
    years = [y for y in place.sentence.years if _is_open(place, y)]
    own = trailing_year(years, mention.last + 1, min(place.following - 1, place.clause_end))
    if own and _other_deed(place, mention.last + 1, own.first):
        own = None  # "convicting seven traffickers, and adopting a plan in 2031"
    if own or kind == PART:
        return own
    leading = leading_year(years, mention.first) if kind == HEAD else None
    before_clause = leading is not None and leading.last < place.clause_start
    if before_clause and _says_this_period(place):
        leading, years = None, []  # "In 2031, it found 40; it opened no cases during the reporting period"
    if kind == HEAD and not leading and _names_last_right_after(place):
        return None
    shared = leading or _shared_year(place, years, kind)
    if shared or kind == COMPARE:
        return shared or next((y for y in reversed(years) if place.marked_at < y.first < mention.first), None)
    before = (y for y in reversed(years) if y.last < mention.first and not _is_compared(place, y))
    return next((y for y in before if not _is_inserted(place, y)), None)


def _shared_year(place: Place, years: list[Year], kind: str) -> Year | None:
    """A year behind later numbers that is this one's too; "with 80 convictions as of 2031" dates only the 80."""
    year = trailing_year(years, place.mention.last + 1, _end_of_shared_year(place, kind))
    if year is None or year.first <= place.following:
        return year
    as_of = (place.reading.low(year.first - step) for step in (2, 3, 4))
    return None if any(low in place.reading.grammar.same_as for low in as_of) else year


def _says_this_period(place: Place) -> bool:
    """Whether "during the reporting period" stands behind the number; "in the previous reporting period" is another."""
    cue = place.reading.first_in("this_period", place.mention.last + 1, place.clause_end)
    return cue is not None and not place.reading.covered(cue.last, _LAST_PERIOD)


def _names_last_right_after(place: Place) -> bool:
    """Whether "last year" stands right behind the number: "from 40 in 2030 to 60 last year"."""
    behind = place.mention.last + 1
    return any(place.reading.covered(at, _LAST_PERIOD) for at in (behind, behind + 1))


def _is_inserted(place: Place, year: Year) -> bool:
    """Whether the year stands in a relative clause that a comma closes: "the home, which opened in 2002, helped 20"."""
    reading = place.reading
    start = next(reading.back_from(year.first, ","), -1)
    relative = any(reading.low(i) in reading.grammar.hard_relatives for i in range(start + 1, year.first))
    return relative and any(reading.low(i) == "," for i in range(year.last + 1, place.mention.first))


def _is_open(place: Place, year: Year) -> bool:
    """Whether a year stands in no bracket, or alone in one: "identified 90 victims in the period (2016-2019)"."""
    pair = place.reading.parenthesis(year.first)
    if _is_between_dashes(place, year):
        return False
    return pair is None or (pair[0] + 1 == year.first and year.last == pair[1] - 1)


def _is_between_dashes(place: Place, year: Year) -> bool:
    """Whether the year stands with no number in an insertion: "24 cases - four times those of 2030 -"."""
    dashes = place.reading.dashes
    after, before = bisect_right(dashes, place.mention.last), bisect_left(dashes, year.first)
    if before - after != 1 or bisect_right(dashes, year.last) == len(dashes):
        return False
    return not any(dashes[after] < m.first < year.first and not m.ignored for m in place.sentence.mentions)


def _year_in_parentheses(place: Place, parens: tuple[int, int], kind: str) -> Year | None:
    alone = place.mention.first == parens[0] + 1 and place.mention.last == parens[1] - 1
    if alone and (before := next((y for y in place.sentence.years if y.last == parens[0] - 1), None)):
        return before  # "in 2030 (12) and 2031 (15)"
    inside = [y for y in place.sentence.years if parens[0] < y.first < parens[1]]
    own = trailing_year(inside, place.mention.last + 1, parens[1])
    opening = next((y for y in inside if y.first - parens[0] <= _OPENING), None)
    return own or opening or (inside[-1] if inside and kind == COMPARE else None)


def _is_compared(place: Place, year: Year) -> bool:
    """Whether the year dates a comparison, not the statement."""
    border = next(place.reading.back_from(year.first, ";"), 0)
    return place.reading.has("compare", border, year.first)


def _end_of_shared_year(place: Place, kind: str) -> int:
    """How far a later year may date the mention: not past a number of the same kind, or a bare one, with a year.

    A comparison goes on after "and": "compared with 30 victims identified and 20 referred in 2031".
    """
    for other in _mentions_after(place):
        if kind == COMPARE and place.reading.low(other.first - 1) in place.reading.grammar.year_and_year:
            continue
        if begun := _other_deed(place, place.mention.last + 1, other.first):
            return begun
        same_kind = bool(other.nouns & place.mention.nouns) and not _is_short_list(place, other)
        bare = not other.nouns and bool(place.mention.nouns) and place.reading.verb_ending_at(other.first - 1) is None
        if same_kind or (bare and _is_dated(place, other)):
            return other.first - 1
    return _other_deed(place, place.mention.last + 1, place.clause_end) or place.clause_end


def _other_deed(place: Place, first: int, end: int) -> int:
    """Where a gerund behind a comma or "and" begins a deed without a number: "..., and releasing a plan in March 2031".

    The last token before it; 0 where there is none.
    """
    reading = place.reading
    deeds = reading.deeds
    for index in deeds[bisect_left(deeds, first + 1) : bisect_left(deeds, end)]:
        if reading.covered(index, _INCLUDING):
            continue
        year = next((y.first for y in place.sentence.years if y.first > index), end)
        if not any(index < m.first < year and not m.ignored for m in place.sentence.mentions):
            return index - 1
    return 0


def _mentions_after(place: Place) -> Iterator[Mention]:
    """The mentions after this one in its clause that count something."""
    for other in place.sentence.mentions:
        if not other.ignored and place.mention.last < other.first <= place.clause_end:
            yield other


def _is_dated(place: Place, other: Mention) -> bool:
    """Whether a year stands right after another mention's words."""
    end = min(other.last + _DATED_WITHIN, place.clause_end)
    return any(other.last < year.first <= end for year in place.sentence.years)


def _is_short_list(place: Place, other: Mention) -> bool:
    """ "45 confirmed victims and 33 presumed victims in 2019": only "and" or a comma between, and no verb."""
    first, end, reading = place.mention.last + 1, other.first, place.reading
    plain = not any(verb.first < end and verb.last >= first for verb in reading.verb_tokens)
    return (
        plain
        and end - first <= _SHORT_LIST
        and (reading.low(end - 1) == "," or reading.low(end - 1) in reading.grammar.year_and_year)
    )


def says_last_period(place: Place, kind: str) -> bool:
    """Whether "in the previous reporting period" dates it, after the number or, in a comparison, before it."""
    reading, mention = place.reading, place.mention
    cue = reading.last_in("last_period", 0, mention.first)
    if cue and any(
        reading.low(i) in reading.grammar.period_clauses for i in range(cue.last + 1, min(cue.last + 4, mention.first))
    ):
        return True
    if cue and kind == HEAD and 0 <= cue.first - reading.clause(mention.first)[0] <= _LEADING:
        return True
    first = place.marked_at if kind == COMPARE else mention.last
    end = place.clause_end if kind == COMPARE else min(place.following - 1, place.clause_end)
    relatives = (i for i in range(max(first, 0), end + 1) if reading.low(i) in reading.grammar.hard_relatives)
    end = min(end, next(relatives, end))
    if kind != COMPARE and (same := reading.first_in("same_number", mention.last, end)):
        end = same.first - 1  # "six men, the same number as in the previous period"
    if kind != COMPARE:  # "40 percent more than in the same period of last year"
        end = next((i for i in range(max(first, 0), end + 1) if reading.low(i) in reading.grammar.than), end)
    return reading.has("last_period", max(first, 0), end)


def article_at(place: Place, kind: str) -> str:
    """The article named before the next number, for a total before its parts begin: "tried 40 men under Article 12"."""
    reading, mention = place.reading, place.mention
    own = read_law(reading, mention.last + 1, place.following - 1)
    if own or kind != HEAD:
        return own
    named = reading.first_in("law_article", 0, mention.first)
    if named and "victims" in mention.nouns and not any(f.mention.first < named.first for f in place.sentence.figures):
        return read_law(reading, 0, mention.first)
    return _article_of_lead(place) or _article_after(place)


def _article_of_lead(place: Place) -> str:
    """ "Under Article 12, courts tried 40 men": what opens the sentence governs it."""
    if place.reading.low(0) not in place.reading.grammar.law_openings:
        return ""
    comma = next((i for i in range(place.mention.first) if place.reading.low(i) == ","), 0)
    return read_law(place.reading, 0, comma) if comma else ""


def _article_after(place: Place) -> str:
    """The article after a total's words, or after the parentheses that hold its parts."""
    reading, first, end = place.reading, place.mention.last + 1, _end_of_law(place)
    own = place.parens[0] if place.parens else -1
    opened = next((i for i in range(first, end + 1) if reading.low(i) == "(" and i != own), None)
    closed = reading.parenthesis(opened + 1) if opened is not None else None
    return read_law(reading, closed[1] + 1 if closed else first, end)


def _end_of_law(place: Place) -> int:
    """How far an article may stand from a total: past "in two cases", or past its parts in parentheses."""
    reading, last = place.reading, place.mention.last
    cue = reading.first_in("including", last + 1, place.clause_end)
    end = cue.first if cue else place.clause_end
    for other in _mentions_after(place):
        if other.first > end or reading.parenthesis(other.first) != place.parens:
            continue
        if other.first - last > 2 or reading.low(other.first - 1) not in reading.grammar.tied_by:
            return other.first - 1
    return end
