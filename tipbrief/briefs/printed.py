"""The ledger of printed figures: a template prints one only through it, so none is forgotten.

`{{ figure | printed }}` prints a figure and notes it, `{{ figure | cited }}` prints its references behind it, `noted`
only notes it; a chart is noted by the filter that draws it. The notes become figures.csv, which each brief carries
(`locate`). What else of a page may hold a digit is listed in tests/briefs/test_brief_printed.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any, Mapping

from tipbrief.briefs.charts import breakdown_uri, chart_uri
from tipbrief.briefs.figures import Figure, figures_of
from tipbrief.briefs.layout import MARK


@dataclass(frozen=True)
class Entry:
    """A figure as it was printed: in the text at the anchor `name`, or in a chart with the words `alternative`.

    `ends` where the anchor stands behind the figure: its reference, which saves a box for each number.
    """

    name: str
    figure: Figure
    alternative: str = ""
    ends: bool = False


class Html(str):
    """Text that is HTML already: Jinja2 does not escape it again."""

    def __html__(self) -> str:
        return self


class Ledger:
    """The figures that one rendering printed, in order."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def printed(self, figure: Figure) -> Html:
        """The figure as HTML; the anchor tells later where on which page it stands."""
        return Html(f'<data {MARK}="{self._note(figure)}">{escape(figure["text"])}</data>')

    def noted(self, figure: Figure) -> Html:
        """The attribute of an element that prints the figure's text and nothing else: a box less than `printed`."""
        return Html(f' {MARK}="{self._note(figure)}"')

    def cited(self, figure: Figure) -> Html:
        """The figure with a link to each of its references."""
        if not figure["refs"]:
            return self.printed(figure)
        place = f' {MARK}="{self._note(figure, ends=True)}"'
        links = (
            f'<a class="ref digits-{len(str(n))}"{"" if at else place} href="#ref-{n}">[{n}]</a>'
            for at, n in enumerate(figure["refs"])
        )
        return Html(escape(figure["text"]) + "".join(links))

    def drawn(self, chart: Mapping[str, Any], pillar: str) -> str:
        """The chart as an address for an `img`, whose alternative text must be the chart's `alt`."""
        self._note_all(chart)
        return chart_uri(chart, pillar)

    def broken_down(self, chart: Mapping[str, Any], pillar: str) -> str:
        """The same for a chart of a total's parts."""
        self._note_all(chart)
        return breakdown_uri(chart, pillar)

    def _note_all(self, chart: Mapping[str, Any]) -> None:
        for figure in figures_of(chart):
            self._note(figure, chart["alt"])

    def _note(self, figure: Figure, alternative: str = "", ends: bool = False) -> str:
        name = f"figure-{len(self.entries) + 1}"
        self.entries.append(Entry(name, figure, alternative, ends))
        return name
