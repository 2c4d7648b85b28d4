"""A key figure's history as a line of 60 points' width: what it shows, its words, its rows."""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from tipbrief.briefs.chart_draw import theme
from tipbrief.briefs.chart_words import breaks_of, spoken_years
from tipbrief.briefs.wording import Words
from tipbrief.messages import _

Row = dict[str, Any]
FEWEST = 3


def spark(words: Words, series: Mapping[str, Any], years: Sequence[int]) -> Row | None:
    """The series in these years; None where fewer than three have a number, which is no line."""
    values = {v["year"]: v for v in series["values"]}
    points = [_point(year, values.get(year)) for year in years]
    if sum(point["value"] is not None for point in points) < FEWEST:
        return None
    breaks = breaks_of([series], years)
    told = spoken_years(words, points, breaks)
    return {"points": points, "breaks": breaks, "alt": words(_("Line: {years}")).format(years=told)}


def _point(year: int, value: Mapping[str, Any] | None) -> Row:
    if value is None:
        return {"year": year, "status": "silent", "value": None, "bound": ""}
    return {"year": year, **{key: value[key] for key in ("status", "value", "bound")}}


def spark_rows(chart: Mapping[str, Any], tone: str) -> list[Row]:
    """The line in runs without a gap, a ring where a number is not exact, a dot at the last."""
    points = chart["points"]
    largest = max(p["value"] or 0 for p in points) or 1
    placed = [{"x": i, "y": p["value"] / largest, "tone": tone, "bound": p["bound"]} for i, p in _known(points)]
    runs = _runs(placed, [p["year"] for p in points], chart["breaks"])
    rows: list[Row] = [{"kind": "base", "x": 0, "x2": len(points) - 1, "y": 0}]
    for number, run in enumerate(runs):
        rows += [{**row, "kind": "line", "run": number} for row in run if len(run) > 1]
    return rows + [row for run in runs for row in _signs(run, placed[-1])]


def _signs(run: list[Row], last: Row) -> list[Row]:
    """The points of a run that are seen beside its line."""
    sizes, paper = theme()["spark"], theme()["paper"]
    rows: list[Row] = []
    for row in run:
        kind = "ring" if row["bound"] != "exact" else "dot" if row is last else "lone" if len(run) == 1 else ""
        fill = paper if kind == "ring" else row["tone"]
        rows += [{**row, "kind": "point", "size": sizes[kind], "fill": fill}] if kind else []
    return rows


def _known(points: Sequence[Row]) -> list[tuple[int, Row]]:
    return [(i, p) for i, p in enumerate(points) if p["value"] is not None]


def _runs(placed: list[Row], years: Sequence[int], breaks: Sequence[int]) -> list[list[Row]]:
    """Years that follow one another with nothing between them that forbids a line."""
    runs: list[list[Row]] = []
    for row in placed:
        joined = runs and runs[-1][-1]["x"] == row["x"] - 1 and years[row["x"]] not in breaks
        if joined:
            runs[-1].append(row)
        else:
            runs.append([row])
    return runs
