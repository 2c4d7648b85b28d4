"""What a sentence takes from around it: the year of the paragraph, who acts, who reports."""

from __future__ import annotations

from tipbrief.model import Document
from tipbrief.observations.figures import Figure, Memory, Sentence
from tipbrief.observations.grammar import Grammar
from tipbrief.observations.lexicon import Cue
from tipbrief.observations.reading import Reading
from tipbrief.observations.sentences import Span
from tipbrief.observations.years import Year
from tipbrief.settings import Indicator


_NEWS = frozenset({"news", "statistics"})


class Paragraph:
    """What has been read of a block so far: its totals, the years named in it, the last actor."""

    def __init__(self, document: Document, iso3: str, grammar: Grammar) -> None:
        self.document, self.iso3, self.grammar = document, iso3, grammar
        default = document.source.default_year
        self.main_year = int(default) if default else None
        edition = document.source.edition
        self.is_annual = bool(self.main_year and edition and int(edition) == self.main_year + 1)
        self.is_news = document.source.kind in _NEWS
        self.memory = Memory()
        self.last_dated: tuple[int, str] | None = None
        self.calendar: set[tuple[str, int]] = set()
        self.named: list[int] = []
        self.actor = ""
        self.compares = False
        self.shelters = ""
        self.span = Span(0, 0)

    def begin(self, span: Span) -> None:
        """Start a sentence."""
        self.span = span
        opening = self.document.text[span.start : span.start + 24].lower()
        self.compares = opening.startswith(self.grammar.comparison_openings)

    def end(self, sentence: Sentence) -> None:
        """Remember the sentence's years and actor for those after it."""
        compared = [f.year for f in sentence.figures if f.kind == "compare"]
        for year in sentence.years:
            if year not in compared:
                self.last_dated = (year.year, year.period)
        self.named += [year.year for year in sentence.years if year.period != "partial"]
        for figure in sentence.figures:
            if figure.indicator == "shelters":
                self.shelters = figure.actor
            if figure.dated and figure.dated[1] == "calendar" and figure.dated[0]:
                self.calendar.add((figure.indicator, figure.dated[0]))


def year_of(
    document: Document, paragraph: Paragraph, sentence: Sentence, figure: Figure, indicator: Indicator
) -> tuple[int | None, str, set[str]]:
    """Year, period and what was inferred, in the order in which a reader looks for them."""
    if figure.dated:
        return *figure.dated, set()
    if figure.year and _is_reporting_period(paragraph, figure.year):
        return paragraph.main_year, "reporting", set()
    if figure.year:
        return figure.year.year, figure.year.period, set()
    if figure.last_period and figure.kind == "head" and paragraph.main_year:
        # News of a year speak of it as "last year"; an annual report compares its year with the one before.
        ago = 0 if paragraph.is_news else 1
        return paragraph.main_year - ago, "reporting", {"year"}
    if figure.parent and figure.kind == "part":
        return year_of(document, paragraph, sentence, figure.parent, indicator)
    if figure.last_period or figure.kind == "compare":
        base = (
            year_of(document, paragraph, sentence, figure.parent, indicator)
            if figure.parent
            else (paragraph.main_year, "reporting", set())
        )
        return (base[0] - 1 if base[0] else None), base[1], {"year"}
    same = next((f for f in sentence.figures if f.mention is figure.mention and f.year), None)
    if same and same.year:
        return same.year.year, same.year.period, set()
    reading, end = sentence.reading, len(sentence.reading.tokens) - 1
    if reading.has("to_date", 0, end) and paragraph.named and paragraph.main_year is None:
        return max(paragraph.named), "multi", {"year"}
    if known := _year_of_total(paragraph, figure):
        return *known, {"year"}
    if paragraph.main_year is None:
        return *(paragraph.last_dated or (None, "")), {"year"}
    return paragraph.main_year, _default_period(paragraph, sentence, figure, indicator), {"year"}


def _year_of_total(paragraph: Paragraph, figure: Figure) -> tuple[int | None, str] | None:
    """The year of the total of the paragraph that an undated breakdown can only be a part of."""
    if figure.kind != "head" or not figure.attributes.breaks_down or figure.mention.value is None:
        return None
    totals = [f for f in paragraph.memory.heads if f.indicator == figure.indicator and f.dated and f.dated[0] and f.sentence != figure.sentence]
    if not totals or totals[-1].attributes.breaks_down or (totals[-1].mention.value or 0) < figure.mention.value:
        return None
    return totals[-1].dated


def _is_reporting_period(paragraph: Paragraph, year: Year) -> bool:
    """ "from April 2020 to March 2021" in the edition of 2021 is the report's own period."""
    return paragraph.is_annual and year.period == "multi" and year.months and year.year - 1 == paragraph.main_year


def _default_period(paragraph: Paragraph, sentence: Sentence, figure: Figure, indicator: Indicator) -> str:
    """calendar where the year is named for the comparison or was named earlier for the same stage; else reporting."""
    reading = sentence.reading
    if reading.has("this_period", 0, len(reading.tokens) - 1):
        return "reporting"
    compared = any(
        f.kind == "compare" and f.year and f.year.period == "calendar" and _about(f, figure) for f in sentence.figures
    )
    if compared:
        return "calendar"
    stage = {code for code, year in paragraph.calendar if year == paragraph.main_year}
    if indicator.pillar == "prosecution" and any(code.startswith(_STAGES) for code in stage):
        return "calendar"
    return "calendar" if figure.indicator in stage else "reporting"


_STAGES = ("investigations", "prosecutions", "persons_", "conviction")


def _about(comparison: Figure, figure: Figure) -> bool:
    target = comparison.parent
    while target and target.kind != "head" and target.parent:
        target = target.parent
    return target is not None and (
        target.mention is figure.mention or target.indicator == figure.indicator or figure.kind == "head"
    )


def actor_of(paragraph: Paragraph, sentence: Sentence, figure: Figure, indicator: Indicator) -> str:
    """government, ngo or unknown (codebook, "Actor"); a part and a comparison take it from their total."""
    if indicator.code == "tier":
        return ""
    if indicator.pillar == "prosecution":
        return "government"
    reading, mention = sentence.reading, figure.mention
    if known := _own_actor(reading, figure) or _lent_actor(paragraph, figure):
        return known
    if mention.status == "not_reported" and (mention.negated or (figure.claim and figure.claim.verb is None)):
        return _nearest_actor(reading, mention.number.first) or paragraph.actor or "government"
    if found := _subject_actor(reading, figure):
        paragraph.actor = found
        return found
    found = _actor_of_verb(paragraph, reading, figure)
    return _actor_of_total(paragraph, figure) or found if found == "unknown" else found


def _actor_of_total(paragraph: Paragraph, figure: Figure) -> str:
    """Who acted in the last figure of the same indicator and year in the paragraph: the same persons are meant."""
    same = [f for f in paragraph.memory.heads if f.indicator == figure.indicator and f.actor and f is not figure]
    return same[-1].actor if same and same[-1].actor != "unknown" else ""


def _own_actor(reading: Reading, figure: Figure) -> str:
    """Who runs a shelter or a hotline, by the words of the number itself."""
    if figure.indicator not in ("shelters", "hotline_calls", "hotline_victims"):
        return ""
    return _actor_in(reading, figure.mention.first, figure.mention.last) or _hotline_actor(reading, figure.indicator)


def _lent_actor(paragraph: Paragraph, figure: Figure) -> str:
    """Who acted in the total, or who runs the shelters that the paragraph named."""
    same = figure.parent is not None and figure.parent.mention is figure.mention
    takes = same or (figure.kind != "head" and (figure.claim is None or figure.kind == "compare"))
    if takes and figure.parent and figure.parent.actor:
        return figure.parent.actor
    return paragraph.shelters if figure.claim and "$shelters" in figure.claim.phrase.before else ""


def _actor_of_verb(paragraph: Paragraph, reading: Reading, figure: Figure) -> str:
    """Where no actor is named: the government that "formally identified", who "they" are, or unknown for a passive."""
    verb = figure.claim.verb if figure.claim else None
    if verb is None or verb.first > figure.mention.last or figure.first < verb.first < figure.mention.first:
        return figure.parent.actor if figure.kind == "part" and figure.parent and figure.parent.actor else "unknown"
    if reading.low(verb.first) in reading.grammar.nobody or reading.low(verb.first - 1) in reading.grammar.nobody:
        return figure.parent.actor if figure.parent and figure.parent.actor else "unknown"
    figure.inferred.add("actor")
    if any(reading.low(i) in reading.grammar.pronouns for i in range(max(0, verb.first - 4), verb.first)):
        return paragraph.actor or "government"
    return "government"


def _hotline_actor(reading: Reading, code: str) -> str:
    if code == "shelters":
        return ""
    return "ngo" if reading.has("ngo", 0, len(reading.tokens) - 1) else "government"


def _subject_actor(reading: Reading, figure: Figure) -> str:
    """The nearest actor before the verb, or after "by" for a passive one."""
    verb = figure.claim.verb if figure.claim else None
    if verb is not None and verb.first < figure.mention.first and figure.first < verb.first:
        by = next((i for i in range(verb.last + 1, figure.mention.first) if reading.low(i) in reading.grammar.by), None)
        if by is not None and (found := _actor_in(reading, by + 1, min(by + 6, figure.mention.first))):
            return found
    if verb is None or verb.first < figure.mention.first:
        edge = verb.first - 1 if verb else figure.mention.first - 1
        return _nearest_actor(reading, edge)
    by = next((i for i in range(verb.last + 1, len(reading.tokens)) if reading.low(i) in reading.grammar.by), None)
    if by is not None and by - verb.last <= 3:
        return _actor_in(reading, by + 1, min(by + 8, len(reading.tokens) - 1))
    return ""


def _actor_in(reading: Reading, first: int, last: int) -> str:
    if reading.has("ngo", first, last):
        return "ngo"
    return "government" if reading.has("government", first, last) else ""


def _nearest_actor(reading: Reading, edge: int) -> str:
    ngo, government = _last_actor(reading, "ngo", edge), _last_actor(reading, "government", edge)
    if ngo and government:
        if ngo.first > government.last + 1 and all(
            reading.low(i) in reading.grammar.joint_actors for i in range(government.last + 1, ngo.first)
        ):
            return "government"
        return "ngo" if ngo.last > government.last else "government"
    return "ngo" if ngo else "government" if government else ""


def _last_actor(reading: Reading, label: str, edge: int) -> Cue | None:
    """The last actor of a kind that is not merely "with the support of" or "in cooperation with"."""
    while edge >= 0:
        cue = reading.last_in(label, 0, edge)
        if cue is None or not _is_partner(reading, cue):
            return cue
        edge = cue.first - 1
    return None


def _is_partner(reading: Reading, cue: Cue) -> bool:
    """Whether the actor stands after "with", back to the last comma."""
    for index in range(cue.first - 1, max(-1, cue.first - 9), -1):
        if reading.low(index) == ",":
            return False
        if reading.low(index) in reading.grammar.partner_prepositions:
            return True
    return False
