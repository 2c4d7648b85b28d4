"""Numbers that count nothing: each gets the reason why it is no figure (codebook, "Not figures")."""

from __future__ import annotations

from typing import Callable

from tipbrief.observations.noun_phrases import noun_phrase
from tipbrief.observations.numbers import Number
from tipbrief.observations.reading import Reading
from tipbrief.observations.told import is_average, is_capacity, is_of_study, is_of_world, is_one_case, is_share

CURRENCY, DURATION = frozenset("$€£¥₽₸₴₦₹"), "duration or prison term"
_DASHES, _PERCENT = frozenset("-–—"), frozenset("%")
_LIMITS = frozenset({"younger", "older"})
_OF_AGE = _LIMITS | {"age"}
_MONEY, _NATION = frozenset({"money"}), frozenset({"nation"})
_WHOLE = 100  # percent
_FEW = 5  # more items are seldom counted in a sentence of free order
_MAX_CHAIN = 8
_UNIT_WITHIN = 4  # tokens after "на 14" to "больше"


def reason_to_ignore(reading: Reading, number: Number) -> str | None:
    """The first reason that holds, in the order of `REASONS`; None where the number may count something."""
    for reason, holds in REASONS:
        if holds(reading, number):
            return reason
    return None


def is_year(reading: Reading, number: Number) -> bool:
    """Whether a numeral is a calendar year: four plain digits, not before the noun that it counts."""
    text = reading.low(number.first)
    return number.first == number.last and len(text) == 4 and text.isdigit() and 1900 <= number.value <= 2100


def _ends_years(reading: Reading, number: Number) -> bool:
    """The second half of "2031-33"."""
    dash, text = number.first - 1, reading.low(number.first)
    if reading.low(dash) not in ("-", "–") or len(text) != 2 or not text.isdigit():
        return False
    tokens, year = reading.tokens, reading.number_ending_at(dash - 1)
    touches = tokens[dash - 1].end == tokens[dash].start and tokens[dash].end == tokens[number.first].start
    return touches and year is not None and is_year(reading, year) and year.value % 100 < number.value


def _glued(reading: Reading, number: Number) -> bool:
    """Part of a code: letters, slashes or points stand against it without a space ("C081", "42-b/7")."""
    before, after = number.first - 1, number.last + 1
    tokens = reading.tokens
    touches = before >= 0 and tokens[before].end == tokens[number.first].start
    if touches and (tokens[before].kind != "mark" or tokens[before].low in "/._№#@=:+"):
        return True
    if after < len(tokens) and tokens[after].start == tokens[number.last].end:
        return tokens[after].kind == "word" or tokens[after].low in "/_@="
    return False


def _ordinal(reading: Reading, number: Number) -> bool:
    after = number.last + 1
    if reading.ending(number.last) in reading.grammar.ordinal_endings:
        return not is_year(reading, number)
    return (
        reading.low(after) in reading.grammar.ordinal_endings
        and reading.tokens[after].start == reading.tokens[number.last].end
    )


def _time(reading: Reading, number: Number) -> bool:
    """Hours or minutes: a colon without spaces between two numerals."""
    return _colon_time(reading, number.first - 1) or _colon_time(reading, number.last + 1)


def _colon_time(reading: Reading, at: int) -> bool:
    if reading.low(at) != ":" or not 0 < at < len(reading.tokens) - 1:
        return False
    before, colon, after = reading.tokens[at - 1 : at + 2]
    return before.kind == after.kind == "number" and before.end == colon.start and colon.end == after.start


def _date(reading: Reading, number: Number) -> bool:
    """The day of a month, also in a range of days ("15 – 17 February")."""
    if not number.digits or not 1 <= number.value <= 31 or "period_words" not in reading.cues:
        return False
    after = number.last + 1
    while (
        reading.low(after) in _DASHES
        or reading.low(after).isdigit()
        or reading.low(after) in reading.grammar.year_and_year
    ):
        after += 1
        if after > number.last + 3:
            break
    months = frozenset({"period_words"})
    return reading.covered(after, months) or reading.covered(number.first - 1, months)


def _article(reading: Reading, number: Number) -> bool:
    """Named after "article", "section", "No." and the like, also further on in "Articles 171 and 173"."""
    if "article" not in reading.cues:
        return False
    index = number.first - 1
    counts = any(c.label in reading.lexicon.nouns and c.first == number.last + 1 for c in reading.at(number.last + 1))
    counts = counts or reading.low(number.last + 1) in reading.grammar.complements  # "171, 4 по ст. 167"
    if reading.grammar.free_order and reading.low(index) in _DASHES and not _touches(reading, index):
        return False  # "по статье 135 – 21"
    for step in range(_MAX_CHAIN):
        low = reading.low(index)
        if reading.covered(index, frozenset({"article"})) and number.digits:
            return not (counts and step)
        if low == ")" and (pair := reading.parenthesis(index - 1)) and pair[1] == index:
            index = pair[0] - 1
            continue
        if not low or not (
            low in (",", ".", "(", ")")
            or low in reading.grammar.list_words
            or low in _DASHES
            or low.isdigit()
            or len(low) == 1
        ):
            return False
        index -= 1
    return False


def _touches(reading: Reading, index: int) -> bool:
    """Whether no blank stands between a token and the one before it."""
    return index > 0 and reading.tokens[index - 1].end == reading.tokens[index].start


def _percent(reading: Reading, number: Number) -> bool:
    if "percent" not in reading.cues and not reading.holds(_PERCENT):
        return False
    index = number.last + 1
    for _ in range(_MAX_CHAIN):  # also the first of "66, 15, and 19 percent"
        if reading.low(index) == "%" or reading.covered(index, frozenset({"percent"})):
            return True
        joints = reading.grammar.conjunctions | reading.grammar.range_to
        listed = reading.low(index) == "," or reading.low(index) in joints
        other = reading.number_at(index)
        if not listed and not (other and other.value <= _WHOLE and number.value <= _WHOLE):
            return False
        index += 1
    return False


def _money(reading: Reading, number: Number) -> bool:
    if "money" not in reading.cues and not reading.holds(CURRENCY):
        return False
    if reading.low(number.first - 1) in CURRENCY or reading.low(number.last + 1) in CURRENCY:
        return True
    if reading.covered(number.first - 1, _MONEY) and not _is_person(reading, number):
        return True
    index = number.last + 1
    for _ in range(_MAX_CHAIN):  # "2 million to 100 million Lao kip"
        if reading.covered(index, _MONEY) or reading.low(index) in CURRENCY:
            return not _is_person(reading, number)
        low = reading.low(index)
        goes_on = low in reading.grammar.span_words or low in _DASHES or reading.covered(index, _NATION)
        if not low or not (goes_on or reading.number_at(index)):
            return False
        index = max(index, (reading.number_at(index) or number).last if reading.number_at(index) else index) + 1
    return False


def _is_person(reading: Reading, number: Number) -> bool:
    return reading.covered(number.last + 1, frozenset({"people", "victims"}))


def _age(reading: Reading, number: Number) -> bool:
    before, after = number.first - 1, number.last + 1
    if reading.low(after) in reading.grammar.years_old:
        return True
    if _compound(reading, number) and reading.low(after + 1).startswith(reading.grammar.years):
        return True
    if reading.low(before) in reading.grammar.span_words | reading.grammar.range_to and reading.number_at(before - 1):
        before -= 2  # "aged 15 to 17", "aged 15-17"
    if reading.cues.keys().isdisjoint(_OF_AGE):
        return False
    apart = before > 0 and reading.tokens[before].kind == "mark"
    if reading.covered(before, frozenset({"age"})) or (reading.covered(before - 1, frozenset({"age"})) and not apart):
        return number.value < 100
    if reading.covered(before, _LIMITS) and number.value in (14, 15, 16, 17, 18, 21):
        return not _is_person(reading, number)
    return reading.has("age", after, after + 3) and reading.covered(after, frozenset({"duration"}))


def _compound(reading: Reading, number: Number) -> bool:
    """A number with a hyphen to a word: "a 35-bed shelter", "a 17-year-old girl"."""
    after = number.last + 1
    if reading.low(after) != "-" or after + 1 >= len(reading.tokens) or reading.tokens[after + 1].kind != "word":
        return False
    if reading.covered(after + 1, frozenset({"min_after"})):
        return False  # "80-plus"
    return reading.tokens[after].end == reading.tokens[after + 1].start


def _all_but(reading: Reading, number: Number) -> bool:
    """ "all but six": the six are those who are not meant."""
    if reading.covered(number.first - 1, frozenset({"except"})):
        return True
    return (reading.low(number.first - 2), reading.low(number.first - 1)) == reading.grammar.all_but


def _duration(reading: Reading, number: Number) -> bool:
    """A span of time or a term of prison, also the first of a range ("five to 20 years' imprisonment")."""
    if is_year(reading, number):
        return False  # "2030 год"
    if "duration" not in reading.cues:
        return False
    index = number.last + 1
    if reading.low(index) in reading.grammar.articles and reading.low(index + 2) in reading.grammar.ago:
        return False  # "up from 187 a year earlier"
    for _ in range(_MAX_CHAIN):
        low = reading.low(index)
        if reading.covered(index, frozenset({"duration"})):
            return True
        if not low or not (low in reading.grammar.span_words or low in _DASHES or reading.number_at(index)):
            return False
        index += 1
    return False


def _list_mark(reading: Reading, number: Number) -> bool:
    """A mark of enumeration: "(1)", or a number with a bracket or point at the start."""
    before, after = reading.low(number.first - 1), reading.low(number.last + 1)
    if not number.digits or number.value > 200:
        return False
    if number.first == 0:
        return after == ")" or (after == "." and bool(reading.low(2)))
    return before == "(" and after == ")" and not _is_behind_noun(reading, number)


def _is_behind_noun(reading: Reading, number: Number) -> bool:
    """Whether the bracket closes what it counts ("Ghana (5), ..."), and opens no item ("(5) train judges")."""
    word, follows = number.first - 2, reading.low(number.last + 2)
    if word >= 0 and len(reading.low(word)) == 4 and reading.low(word).isdigit():
        return True  # "in 2030 (12) and 2031 (15)"
    if reading.grammar.free_order and reading.tokens[word].kind == "number":
        return True  # "163 (26)": the value of another year
    if reading.grammar.free_order and reading.low(word - (reading.low(word) == ".")) in reading.grammar.year_words:
        return True  # "чем в 2030 г. (20)"
    if reading.grammar.free_order and number.value > _FEW and reading.tokens[word].kind == "word":
        return reading.low(word) not in reading.grammar.conjunctions  # "большинство (34) подверглось ..."
    if word < 0 or reading.tokens[word].kind != "word" or reading.low(word) in reading.grammar.conjunctions:
        return False
    return not follows or follows in reading.grammar.conjunctions or reading.tokens[number.last + 2].kind == "mark"


def _pronoun(reading: Reading, number: Number) -> bool:
    """ "one" that counts nothing: "no one", "one another", "the one", "one possible reason"."""
    if reading.low(number.first) not in reading.grammar.one:
        return False
    if (
        reading.low(number.first - 1) in reading.grammar.definite | reading.grammar.passive_adverbs
        and noun_phrase(reading, number.last + 1).head is not None
    ):
        return False  # "an increase from the one victim of 2030"
    return (
        reading.low(number.first - 1) in reading.grammar.before_pronoun_one
        or reading.low(number.last + 1) in reading.grammar.after_pronoun_one
    )


def _difference(reading: Reading, number: Number) -> bool:
    """How much more or less: "(+2)", "на 14 больше", "сократилось на 16": no count of anything."""
    before, grammar = number.first - 1, reading.grammar
    if reading.low(before) in ("+", "-", "−", "–") and reading.low(before - 1) in ("(", ","):
        return reading.tokens[before].end == reading.tokens[number.first].start
    if reading.low(before) not in grammar.difference_before:
        return False
    after = range(number.last + 1, number.last + _UNIT_WITHIN)
    return any(reading.low(i) in grammar.difference_after for i in after) or reading.has(
        "changed", before - 3, before - 1
    )


REASONS: tuple[tuple[str, Callable[[Reading, Number], bool]], ...] = (
    ("year", _ends_years),
    ("ordinal", _ordinal),
    ("difference", _difference),
    ("time of day", _time),
    ("percentage", _percent),
    ("share", is_share),
    ("money", _money),
    ("date", _date),
    ("article or number of a text", _article),
    ("age", _age),
    ("code", _glued),
    ("all but so many", _all_but),
    ("measure in a compound", _compound),
    (DURATION, _duration),
    ("mark of a list", _list_mark),
    ("pronoun", _pronoun),
    ("average", is_average),
    ("capacity", is_capacity),
    ("a case told", is_one_case),
    ("total of the world or a region", is_of_world),
    ("estimate", is_of_study),
)
