"""Where on the finished pages each printed figure stands: the rows of figures.csv.

A figure in the text has an anchor, at it or right behind it, which tells page and place; the letter at that place is
asked of the PDF itself. A figure in a chart is told by the chart's alternative text, which brief.txt holds.
"""

from __future__ import annotations

from itertools import accumulate
from typing import Any, Mapping, Sequence

from tipbrief.briefs.printed import Entry
from tipbrief.carried import JOINED
from tipbrief.pages import BETWEEN_PAGES, Pages

POINTS = 0.75  # in a CSS pixel
INTO_THE_LETTER = 0.6  # points from the left edge of a figure's box into its first letter
NEAR = 24  # letters between the place that the PDF tells and the figure
_NOWHERE = (NEAR + 1, 0, 0)
Anchors = Sequence[Mapping[str, Sequence[float]]]  # of each page: name -> left, top, right, bottom


class Lost(ValueError):
    """A printed figure that the finished pages do not show."""


def brief_text(pages: Pages) -> str:
    """brief.txt: the pages' texts, a form feed between two."""
    return BETWEEN_PAGES.join(page.text for page in pages.pages)


def located(entries: Sequence[Entry], anchors: Anchors, pages: Pages, said: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of figures.csv; `anchors` are those of each page, `said` the observations by id.

    Raises Lost where the PDF does not show a figure.
    """
    lengths = (len(page.text) + len(BETWEEN_PAGES) for page in pages.pages)
    begins = list(accumulate(lengths, initial=0))
    places = {name: (number, place) for number, named in enumerate(anchors) for name, place in named.items()}
    rows = []
    for entry in entries:
        page, start, end = _in_chart(entry, pages) if entry.alternative else _in_text(entry, places, pages)
        rows.append({"page": page + 1, "start": begins[page] + start, "end": begins[page] + end, **_told(entry, said)})
    return rows


def _told(entry: Entry, said: Mapping[str, Any]) -> dict[str, Any]:
    figure = entry.figure
    quotes = JOINED.join(said[name]["quote"] for name in figure["observations"])
    return {"figure": entry.name, **{k: figure[k] for k in _TOLD}, "quotes": quotes}


_TOLD = ("text", "value", "computation", "observations")


def _in_text(entry: Entry, places: Mapping[str, Any], pages: Pages) -> tuple[int, int, int]:
    """(page from 0, start, end) of the figure nearest to its anchor."""
    if entry.name not in places:
        raise Lost(f"the figure {entry.figure['text']!r} stands on no page")
    number, (left, top, _right, bottom) = places[entry.name]
    at = pages.offset_at(number, left * POINTS + INTO_THE_LETTER, (top + bottom) / 2 * POINTS)
    spans = pages.pages[number].loose.spans(entry.figure["text"])
    far, start, end = min(((abs((b if entry.ends else a) - (at or 0)), a, b) for a, b in spans), default=_NOWHERE)
    if at is None or far > NEAR:
        raise Lost(f"page {number + 1} does not show the figure {entry.figure['text']!r} where it was set")
    return number, start, end


def _in_chart(entry: Entry, pages: Pages) -> tuple[int, int, int]:
    """(page from 0, start, end) of the alternative text of the figure's chart."""
    for number, page in enumerate(pages.pages):
        start = page.text.find(f"[{entry.alternative}]", len(page.printed))
        if start >= 0:
            return number, start, start + len(entry.alternative) + 2
    raise Lost(f"no page has the chart {entry.alternative[:60]!r} ...")
