"""Charts in words: what a reader who does not see them is told, and the signs that a chart uses."""

from __future__ import annotations

from itertools import groupby
from typing import Any, Iterable, Mapping, Sequence

from tipbrief.briefs import filters
from tipbrief.briefs.wording import Words
from tipbrief.messages import _

Point = Mapping[str, Any]
BREAKS = ("law", "definition")


def breaks_of(series: Iterable[Mapping[str, Any]], years: Sequence[int]) -> list[int]:
    """The first years after a change of law or definition."""
    found = {c["to"] for item in series for c in item["changes"] if c["refused"] in BREAKS and not c["gap"]}
    return sorted(found & set(years[1:]))


def spoken_years(words: Words, points: Sequence[Point], breaks: Sequence[int] = ()) -> str:
    """Every year's number with its bound, what was not reported, of which years nobody speaks, where the law changed.

    "2015: 11, 2016: at least 4; no figure for 2017–2018; the law or the definition changed before 2016."
    """
    said = [f"{p['year']}: {spoken(words, p)}" for p in points if p["status"] != "silent"]
    parts = [", ".join(said)] if said else []
    if silent := [p["year"] for p in points if p["status"] == "silent"]:
        parts.append(words(_("no figure for {years}")).format(years=", ".join(spans(silent))))
    if breaks:
        changed = words(_("the law or the definition changed before {years}"))
        parts.append(changed.format(years=", ".join(map(str, breaks))))
    return "; ".join(parts) + "."


def spoken(words: Words, point: Point) -> str:
    """A year's number with its bound in words."""
    if point["value"] is None:
        return words(_("not reported"))
    return words.bounded(point["value"], point["bound"])


def spans(years: Sequence[int]) -> list[str]:
    """Years that follow one another as spans.

    >>> spans([2015, 2016, 2019])
    ['2015–2016', '2019']
    """
    runs = groupby(enumerate(years), key=lambda pair: pair[1] - pair[0])
    return [filters.span([year for _i, year in run]) for _k, run in runs]


def panels_alt(words: Words, panels: Sequence[Mapping[str, Any]]) -> str:
    """A chart of panels in words: every panel, every year."""
    told = (f"{panel['label']}: {spoken_years(words, panel['points'], panel['breaks'])}" for panel in panels)
    return " ".join([words(_("Bar chart.")), *told])


def signs(words: Words, points: Sequence[Point], breaks: bool) -> list[str]:
    """The signs among these points, each explained."""
    used = {p["bound"] for p in points}
    notes = [
        ("min" in used, _("Stripes on top (≥): at least this number.")),
        ("max" in used, _("Dashed outline (≤): at most this number.")),
        ("approx" in used, _("Ragged top (≈): about this number.")),
        (any(p["status"] == "not_reported" for p in points), _("n.r.: the document says that it was not reported.")),
        (any(p["status"] == "silent" for p in points), _("Grey ground: no document gives a figure.")),
        (breaks, _("Dotted line: the law or the definition changed.")),
        (any(p.get("labelled") is False for p in points), _("Bars too close for their numbers: see the table.")),
    ]
    return [words(text) for shown, text in notes if shown]
