"""The year that a figure covers, and what kind of year: its own, its total's, its paragraph's, or the document's."""

from __future__ import annotations

from tipbrief.observations.context import Paragraph
from tipbrief.observations.figures import COMPARE, HEAD, PART, Figure, Sentence
from tipbrief.observations.lexicon import Cue
from tipbrief.observations.reading import Reading
from tipbrief.observations.years import Year, is_year
from tipbrief.settings import Indicator

_STAGES = ("investigations", "prosecutions", "persons_", "conviction")
_OPENING_WORDS = 3
_SET_UP = 10  # tokens from "since" to its year: "since the unit was set up in 2031"
_MONTHS = frozenset({"period_words"})
_OPENING_MONTHS = 8  # tokens of "From January to the end of June, "
_YEAR_WITHIN = 6  # tokens from "the first half" to its year
_OPENING = 1  # "In the reporting period, ..."
_STANDING = frozenset({"shelters"})  # what stands today is of no year that was named for something else

Dating = tuple[int | None, str, set[str]]


def year_of(paragraph: Paragraph, sentence: Sentence, figure: Figure, indicator: Indicator) -> Dating:
    """Year, period and what was inferred, in the order in which a reader looks for them."""
    if figure.dated:
        return *figure.dated, set()
    if figure.year and _is_reporting_period(paragraph, figure.year):
        return paragraph.main_year, "reporting", set()
    if figure.year:
        return figure.year.year or _this_year(paragraph), figure.year.period, set()
    if figure.last_period and figure.kind == HEAD and paragraph.main_year:
        # News of a year speak of it as "last year"; an annual report compares its year with the one before.
        in_order = not sentence.reading.grammar.free_order
        now = _this_year(paragraph) if in_order and paragraph.is_news else paragraph.main_year
        period = _period(paragraph, sentence, figure, indicator) if paragraph.is_news else "reporting"
        return (now or 0) - 1, period, {"year"}
    if figure.parent and figure.kind == PART:
        return year_of(paragraph, sentence, figure.parent, indicator)
    if figure.last_period or figure.kind == COMPARE:
        return _year_before(paragraph, sentence, figure, indicator)
    same = next((f for f in sentence.figures if f.mention is figure.mention and f.year), None)
    if same and same.year:
        return same.year.year or paragraph.main_year, same.year.period, set()
    return _year_of_paragraph(paragraph, sentence, figure, indicator)


def _is_reporting_period(paragraph: Paragraph, year: Year) -> bool:
    """ "from April 2020 to March 2021" in the edition of 2021 is the report's own period."""
    return paragraph.is_annual and year.period == "multi" and year.months and year.year - 1 == paragraph.main_year


def _year_before(paragraph: Paragraph, sentence: Sentence, figure: Figure, indicator: Indicator) -> Dating:
    """The year before that of what it is compared with."""
    if figure.parent is None:
        return (paragraph.main_year - 1 if paragraph.main_year else None), "reporting", {"year"}
    year, period, _ = year_of(paragraph, sentence, figure.parent, indicator)
    of_report = figure.last_period and _says_reporting_period_before(sentence.reading)
    return (year - 1 if year else None), "reporting" if of_report else period, {"year"}


def _year_of_paragraph(paragraph: Paragraph, sentence: Sentence, figure: Figure, indicator: Indicator) -> Dating:
    """The document's year where the sentence names none, or "to date" the latest of the paragraph."""
    reading, main = sentence.reading, paragraph.main_year
    if main is None and paragraph.named and reading.has("to_date", 0, len(reading.tokens) - 1):
        return max(year.year for year in paragraph.named), "multi", {"year"}
    is_told = reading.grammar.free_order or _says(reading, figure, "this_period")
    known = None if is_told else _year_of_total(paragraph, figure)
    if known:
        return *known, {"year"}
    if (span := _named_span(paragraph, reading, figure)) and not _says(reading, figure, "this_period"):
        return span.year or main, span.period, {"year"}
    if again := _of_same_period(paragraph, reading):
        return *again, {"year"}
    if main is None and _is_since(reading, figure):
        return paragraph.published, "multi", {"year"}  # "has assisted 400 victims since 2031"
    if main is None:
        return *((not _of_another_text(reading) and paragraph.last_dated) or (None, "")), {"year"}
    now = paragraph.is_news and (_says(reading, figure, "this_year") or _says(reading, figure, "so_far"))
    return (_this_year(paragraph) if now else main), _period(paragraph, sentence, figure, indicator), {"year"}


def _this_year(paragraph: Paragraph) -> int | None:
    """What "this year" means: in news the year in which they came out."""
    return paragraph.published if paragraph.is_news and paragraph.published else paragraph.main_year


def _of_same_period(paragraph: Paragraph, reading: Reading) -> tuple[int | None, str] | None:
    """The year that was named last, for "In the same period, ..."; none for "the same period of last year"."""
    cue = reading.first_in("same_period", 0, len(reading.tokens) - 1)
    if cue is None or reading.low(cue.last + 1) in reading.grammar.origin_prepositions:
        return None
    named = paragraph.named[-1] if paragraph.named else None
    return paragraph.last_dated or ((named.year or paragraph.main_year, named.period) if named else None)


def _of_another_text(reading: Reading) -> bool:
    """Whether "The second report" opens the sentence: its year is not that of the report before."""
    grammar = reading.grammar
    return any(
        reading.low(at) in grammar.other_ones and reading.low(at + 1) in grammar.dated_texts
        for at in range(_OPENING_WORDS)
    )


def _named_span(paragraph: Paragraph, reading: Reading, figure: Figure) -> Year | None:
    """The span of years that "in these five years" speaks of, where the paragraph named one of that length."""
    first, last = reading.clause(figure.mention.first)
    for cue in reading.cues.get("term_years", ()):
        number = reading.number_at(cue.first - 1)
        if (
            number is None
            or not first <= number.first <= last
            or reading.low(number.first - 1) not in (reading.grammar.demonstratives | reading.grammar.definite)
        ):
            continue
        spans = (y for y in reversed(paragraph.named) if y.begins and y.year - y.begins + 1 == number.value)
        return next(spans, None)
    return None


def _year_of_total(paragraph: Paragraph, figure: Figure) -> tuple[int | None, str] | None:
    """The year of the total of the paragraph that an undated breakdown can only be a part of."""
    if figure.kind != HEAD or not figure.attributes.breaks_down or figure.mention.value is None:
        return None
    total = paragraph.totals.get(figure.indicator)
    if total is None or total.attributes.breaks_down or (total.mention.value or 0) < figure.mention.value:
        return None
    return total.dated


def _period(paragraph: Paragraph, sentence: Sentence, figure: Figure, indicator: Indicator) -> str:
    """What the document's year is where no year stands beside the number (codebook, `period`).

    calendar where the year is named for the comparison, or was named before; multi for "in the past three years".
    """
    reading = sentence.reading
    if _spans_years(reading, figure):
        return "multi"
    if _is_part_of_this_year(reading, figure) or (paragraph.is_news and _is_part_of_year(reading, figure)):
        return "partial"
    if _says(reading, figure, "this_period"):
        return "reporting"
    last = next((year for year in reversed(paragraph.named) if year.year == paragraph.main_year), None)
    if last and last.period == "partial":
        return "partial"  # "since the start of the year", in news before
    if any(f.kind == COMPARE and _has_calendar_year(f) and _about(f, figure) for f in sentence.figures):
        return "calendar"
    if figure.indicator in _STANDING or _says(reading, figure, "this_year"):
        return "reporting"
    if figure.mention.status != "not_reported":
        if last:
            return last.period
        if _is_compared_with_period(sentence, figure):
            return "reporting"
        if figure.indicator in paragraph.compared:
            return "calendar"
    return _period_of_stage(paragraph, figure, indicator)


def _period_of_stage(paragraph: Paragraph, figure: Figure, indicator: Indicator) -> str:
    """calendar where the paragraph gave a figure of the same stage for the document's year."""
    stage = {code for code, year in paragraph.calendar if year == paragraph.main_year}
    if indicator.pillar == "prosecution" and any(code.startswith(_STAGES) for code in stage):
        return "calendar"
    return "calendar" if figure.indicator in stage else "reporting"


def _says(reading: Reading, figure: Figure, label: str) -> bool:
    """Whether "during the reporting period", or "during the year", opens the sentence or stands in the figure's clause.

    "in the previous reporting period" holds the same words, and says something else, as does "at the close of".
    """
    first, last = reading.clause(figure.mention.first)
    before = reading.cues.get("last_period", ())
    return any(
        (first <= cue.first <= last or cue.first <= _OPENING)
        and not _is_close(reading, cue)
        and not any(other.first <= cue.first and cue.last <= other.last for other in before)
        for cue in reading.cues.get(label, ())
    )


def _is_close(reading: Reading, cue: Cue) -> bool:
    before = cue.first - 2 if reading.low(cue.first - 1) in reading.grammar.articles else cue.first - 1
    return reading.low(before) in reading.grammar.origin_prepositions


def _is_part_of_this_year(reading: Reading, figure: Figure) -> bool:
    """Whether the number is of some months of the document's year: "from January to June this year"."""
    first, last = reading.clause(figure.mention.first)
    cues = (cue for cue in reading.cues.get("this_year", ()) if first <= cue.first <= last)
    return any(reading.covered(cue.first - 1, frozenset({"period_words"})) for cue in cues)


def _is_part_of_year(reading: Reading, figure: Figure) -> bool:
    """Whether months without a year date the number: "In January and February, ...", "in the first half of the year".

    So do "so far this year" and "since the beginning of the year".
    """
    first, last = reading.clause(figure.mention.first)
    begins = reading.low(0) in reading.grammar.month_openings and reading.covered(1, _MONTHS)
    if begins and not reading.has("tell", 0, 1) and not any(is_year(reading, i) for i in range(2, _OPENING_MONTHS)):
        return True
    for label in ("first_half", "so_far"):
        for cue in reading.cues.get(label, ()):
            near = range(cue.last + 1, cue.last + _YEAR_WITHIN)
            here = first <= cue.first <= last or cue.first <= _OPENING_WORDS
            if here and not any(is_year(reading, i) for i in near) and not _is_compared_cue(reading, cue):
                return True
    return False


def _is_compared_cue(reading: Reading, cue: Cue) -> bool:
    return reading.has("compare", max(0, cue.first - _YEAR_WITHIN), cue.first)


def _is_compared_with_period(sentence: Sentence, figure: Figure) -> bool:
    """Whether the number is compared with "the previous reporting period"."""
    if not _says_reporting_period_before(sentence.reading):
        return False
    return any(f.last_period and (f is figure or _about(f, figure)) for f in sentence.figures)


def _says_reporting_period_before(reading: Reading) -> bool:
    """Whether the sentence says "the previous reporting period", not "the previous year"."""
    said = (range(cue.first, cue.last + 1) for cue in reading.cues.get("last_period", ()))
    return any(reading.low(i) in reading.grammar.period for span in said for i in span)


def _has_calendar_year(figure: Figure) -> bool:
    return figure.year is not None and figure.year.period == "calendar"


def _about(comparison: Figure, figure: Figure) -> bool:
    """Whether a comparison is one with the figure, with a part of it, or with another reading of it."""
    target = comparison.parent
    while target and target.kind != HEAD and target.parent:
        target = target.parent
    return target is not None and (
        target.mention is figure.mention or target.indicator == figure.indicator or figure.kind == HEAD
    )


def _spans_years(reading: Reading, figure: Figure) -> bool:
    """Whether the number is of several years: "in the past three years", or "has assisted 800 victims since 2031"."""
    first, last = reading.clause(figure.mention.first)
    for cue in reading.cues.get("past_span", ()):
        number = reading.number_at(cue.last + 1)
        many = number is not None and number.value > 1 and reading.covered(number.last + 1, frozenset({"term_years"}))
        if first <= cue.first <= last and (many or reading.covered(cue.last + 1, frozenset({"decades"}))):
            return True
    return _is_since(reading, figure)


def _is_since(reading: Reading, figure: Figure) -> bool:
    """Whether the number is of all the time since a year: "has assisted 800 victims since 2031"."""
    first, last = reading.clause(figure.mention.first)
    verb = figure.claim.verb if figure.claim else None
    if verb is None or not _is_perfect(reading, verb.first):
        return False
    since = (i for i in range(first, last) if reading.low(i) in reading.grammar.since)
    return any(is_year(reading, at) for i in since for at in range(i + 1, min(i + _SET_UP, last + 1)))


def _is_perfect(reading: Reading, index: int) -> bool:
    """Whether "has" or "have" stands before a verb: "has found 40", "have since been given assistance"."""
    at = index - 1
    while at >= 0 and (
        reading.is_verb(at) or reading.is_adverb(at) or reading.low(at) in reading.grammar.between_perfect
    ):
        at -= 1
    return reading.low(at) in reading.grammar.perfect
