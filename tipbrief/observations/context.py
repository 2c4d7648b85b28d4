"""What a sentence takes from the paragraph around it: the years that it named, its totals, who acts in them."""

from __future__ import annotations

from typing import Callable, Iterable, Sequence

from tipbrief.model import Document
from tipbrief.observations.figures import COMPARE, HEAD, Figure, Sentence
from tipbrief.observations.years import Year

NEWS = frozenset({"news", "statistics"})


class Paragraph:
    """What is known of a block: the document's year, what its sentences compare, and what was said so far.

    `named` holds the years that were named up to here, `last_dated` the last that dated no comparison; `totals` and
    `actors` the last total of each indicator and who acted in it; `calendar` each indicator with the calendar year
    that its figures had; `actor`, `shelters` and `hotline` who acted last, and who runs the shelters and
    the hotline; `published` is the year in which the document came out.
    """

    def __init__(
        self, document: Document, sentences: Sequence[Sentence], named: Iterable[Year] = (), hotline: str = ""
    ) -> None:
        self.start = sentences[0].reading.span.start if sentences else 0
        default = document.source.default_year
        self.main_year = int(default) if default else None
        edition = document.source.edition
        self.is_annual = bool(self.main_year and edition and int(edition) == self.main_year + 1)
        self.is_news = document.source.kind in NEWS
        self.lookback: Callable[[int], str] = lambda _start: ""
        self.published = int(edition) if edition else None
        self.compared = {
            figure.indicator
            for sentence in sentences
            for figure in sentence.figures
            if figure.kind == COMPARE and figure.year and figure.year.period == "calendar"
        }
        self.named = list(named)
        self.last_dated: tuple[int | None, str] | None = None
        self.totals: dict[str, Figure] = {}
        self.actors: dict[str, str] = {}
        self.calendar: set[tuple[str, int]] = set()
        self.actor = ""
        self.shelters = ""
        self.hotline = hotline

    def end(self, sentence: Sentence) -> None:
        """Remember the sentence's years and actor for those after it."""
        compared = [figure.year for figure in sentence.figures if figure.kind == COMPARE]
        for year in sentence.years:
            if year not in compared:
                self.last_dated = (year.year or self.main_year, year.period)
        self.named += [year for year in sentence.years if _goes_on(year, sentence.reading.grammar.free_order)]
        if self.is_news and any(figure.dated == (self.main_year, "calendar") for figure in sentence.figures):
            # "fell from 40 in 2030 to 30 last year" names the year as well
            self.named.append(Year(0, 0, self.main_year or 0, "calendar", leading=False))
        for figure in sentence.figures:
            if figure.kind == HEAD and figure.dated and figure.dated[0]:
                self.totals[figure.indicator] = figure
            if figure.indicator == "shelters":
                self.shelters = figure.actor
            if figure.dated and figure.dated[1] == "calendar" and figure.dated[0]:
                self.calendar.add((figure.indicator, figure.dated[0]))


def _goes_on(year: Year, free_order: bool) -> bool:
    """Whether a year holds for the sentences after it: some months of one only where nothing else is named, as in

    Russian news, and "in the last five years" for its own sentence alone.
    """
    if free_order:
        return year.period != "multi" or bool(year.begins)
    return year.period != "partial"
