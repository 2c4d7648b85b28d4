"""Panels of a breakdown become rows of bars: stacked or side by side, the names of the parts beside the last year."""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from tipbrief.briefs.chart_draw import Frame, theme
from tipbrief.briefs.chart_rows import (
    Grid,
    Row,
    axis_rows,
    bar_half,
    bar_rows,
    frame,
    grid,
    ground_rows,
    head_rows,
    kept,
    number_row,
    tones,
    value_size,
    word,
)  # fmt: skip
from tipbrief.briefs.chart_text import width_of, wrapped

Panel = Mapping[str, Any]
Year = Mapping[str, Any]

SWATCH, BESIDE, NAME_LEADING, FEWEST_PANELS = 4.6, 5.0, 7.6, 2
DARK = (0, 2)  # the tones that hold white words


def breakdown_rows(chart: Panel, pillar: str) -> tuple[list[Row], float, Frame]:
    """The chart's rows, the years that fit across, and its view box."""
    panels, look = chart["panels"], theme()
    place = grid(max(FEWEST_PANELS, len(panels)), len(chart["years"]), look["names"])
    rows: list[Row] = []
    for index, panel in enumerate(panels):
        left = place.left(index)
        rows += head_rows([(panel["title"], True)], left, 1)
        rows += ground_rows(["silent" if _is_silent(year) else "" for year in panel["years"]], left)
        rows += axis_rows(chart["years"], panel["breaks"], place.slot, left, len(chart["years"]) - 1)
        rows += _bars(panel, place, left, tones(pillar))
        rows += _names(panel, place, left, tones(pillar))
    return rows, place.across, frame(1)


def _is_silent(year: Year) -> bool:
    return all(p["status"] == "silent" for p in (year["total"], *year["parts"]))


def _known(year: Year) -> list[tuple[int, Mapping[str, Any]]]:
    return [(i, p) for i, p in enumerate(year["parts"]) if p["value"] is not None]


def _bars(panel: Panel, place: Grid, left: float, colours: Sequence[str]) -> list[Row]:
    rows: list[Row] = []
    tall = [year["total"] if year["stacked"] else {**year["total"], "text": ""} for year in panel["years"]]
    size = value_size([p["text"] for p in tall], place.slot)
    heights = [theme()["plot"] * max(_tops(year)) / panel["largest"] for year in panel["years"]]
    room = kept(tall, place.slot, size, heights)
    for index, year in enumerate(panel["years"]):
        middle = left + index + 0.5
        if year["stacked"]:
            rows += _stack(panel, year, middle, place, colours)
            rows += [number_row(year["total"], middle, panel["largest"], size)] * room[index]
        elif _known(year):
            rows += _side_by_side(panel, year, middle, place, colours)
        elif not _is_silent(year):
            look = theme()
            said = next(p["text"] for p in (year["total"], *year["parts"]) if p["status"] != "silent")
            rows.append(word(said, middle, look["plot"] - 3, look["sizes"]["mark"], look["soft"], style="italic"))
    return rows


def _tops(year: Year) -> list[float]:
    return [p["value"] or 0 for p in (year["total"], *year["parts"])]


def _stack(panel: Panel, year: Year, middle: float, place: Grid, colours: Sequence[str]) -> list[Row]:
    """The parts from below, what they leave over as an outline on top; a total of zero as a stroke."""
    half, low, largest = bar_half(place), 0.0, panel["largest"]
    rows: list[Row] = []
    if year["total"]["value"] == 0:
        return bar_rows(year["total"], middle - half, middle + half, largest, colours[0])
    for index, part in _known(year):
        if part["value"]:
            tone = panel["order"][index]
            rows += bar_rows({**part, "bound": "exact"}, middle - half, middle + half, largest, colours[tone], low)
            rows += _inside(part, middle, low, place, largest, tone)
            low += part["value"]
    if rest := year["rest"]:
        box = {"x": middle - half, "x2": middle + half, "low": low, "high": low + rest["value"], "largest": largest}
        rows += [{**box, "kind": "rest"}, *(_inside(rest, middle, low, place, largest, None) if low else [])]
    return rows


def _inside(
    part: Mapping[str, Any], middle: float, low: float, place: Grid, largest: float, tone: int | None
) -> list[Row]:
    """The part's number on its bar, where it fits."""
    look = theme()
    size, high = look["sizes"]["inside"], look["plot"] * part["value"] / largest
    if high < size + 1 or width_of(part["text"], size) > 2 * bar_half(place) * place.slot:
        return []
    at = look["plot"] * (1 - (low + part["value"] / 2) / largest) + size * 0.34
    return [word(part["text"], middle, at, size, look["paper" if tone in DARK else "ink"])]


def _side_by_side(panel: Panel, year: Year, middle: float, place: Grid, colours: Sequence[str]) -> list[Row]:
    """The parts beside one another; the largest has its number, the others have room for theirs in the table."""
    rows: list[Row] = []
    known, half = _known(year), min(0.46, 1.3 * bar_half(place))
    width, size = 2 * half / len(known), theme()["sizes"]["least"]
    tallest = max(known, key=lambda item: item[1]["value"])[0]
    for number, (index, part) in enumerate(known):
        left = middle - half + number * width
        rows += bar_rows(part, left, left + width, panel["largest"], colours[panel["order"][index]])
        if index == tallest and width_of(part["text"], size) <= 1.3 * place.slot:
            rows.append(number_row(part, left + width / 2, panel["largest"], size))
    return rows


def _names(panel: Panel, place: Grid, left: float, colours: Sequence[str]) -> list[Row]:
    """The parts' names, each with a piece of its bar, as near as may be to it in the last year that is stacked."""
    look = theme()
    shown = [(name, colours[tone]) for name, tone in zip(panel["names"], panel["order"], strict=True)]
    shown += [(panel["rest_name"], "")] * any(year["rest"] for year in panel["years"])
    room = look["names"] - BESIDE - SWATCH - 2
    lines = [wrapped(name, look["sizes"]["name"], room) for name, _tone in shown]
    x = left + len(panel["years"]) + BESIDE / place.slot
    rows: list[Row] = []
    tops = spread(_middles(panel), [len(found) * NAME_LEADING for found in lines])
    for (_name, tone), found, top in zip(shown, lines, tops, strict=True):
        rows.append(_swatch(x, top + 0.8, place, tone))
        for number, line in enumerate(found):
            at = top + number * NAME_LEADING + NAME_LEADING - 2
            rows.append(word(line, x + (SWATCH + 2) / place.slot, at, look["sizes"]["name"], look["ink"], align="left"))
    return rows


def _swatch(x: float, top: float, place: Grid, tone: str) -> Row:
    plot = theme()["plot"]
    box = {"x": x, "x2": x + SWATCH / place.slot, "low": plot - top - SWATCH, "high": plot - top, "largest": plot}
    return {**box, "kind": "bar", "tone": tone} if tone else {**box, "kind": "rest"}


def _middles(panel: Panel) -> list[float]:
    """Where the parts, and what they leave over, stand in the last stacked year: points from the top of the plot."""
    plot, low, found = theme()["plot"], 0.0, []
    year = next((y for y in reversed(panel["years"]) if y["stacked"] and _known(y)), panel["years"][-1])
    for part in (*year["parts"], year["rest"] or {"value": 0}):
        value = part["value"] or 0
        found.append(plot * (1 - (low + value / 2) / panel["largest"]))
        low += value
    return found


def spread(middles: Sequence[float], heights: Sequence[float]) -> list[float]:
    """Tops of labels near their places, from the lowest to the highest, that neither touch nor leave the plot.

    >>> spread([70, 69], [8, 8])
    [65, 57]
    """
    tops: list[float] = []
    floor = float(theme()["plot"])
    for middle, height in zip(middles, heights, strict=False):
        tops.append(min(middle - height / 2, floor - height))
        floor = tops[-1]
    for index in range(len(tops) - 1, -1, -1):
        least = 0.0 if index == len(tops) - 1 else tops[index + 1] + heights[index + 1]
        tops[index] = max(tops[index], least)
    return [round(top) if top == round(top) else round(top, 2) for top in tops]
