"""Panels of a composed chart become the rows of templates/charts/bars.yml: places count years, heights count people."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any, Mapping, Sequence

from tipbrief.briefs.chart_draw import Frame, theme
from tipbrief.briefs.chart_text import printable, width_of, wrapped

Row = dict[str, Any]
Point = Mapping[str, Any]
Box = tuple[float, float, float]  # from, to, height of its foot, in points

LEADING, HEAD, FOOT, TICK, LONG_TICK = 8.6, 16.0, 15.0, 1.6, 3.2
ABOVE_BAR, STRIPES, APART = 2.6, 5.0, 1.5


@dataclass(frozen=True)
class Grid:
    """Where panels stand: a year's width in points, years between panels and across the chart, a panel's width."""

    slot: float
    step: float
    across: float
    panel: float

    def left(self, index: int) -> float:
        """Where a panel begins, in years from the left of the chart."""
        return index * self.step


def grid(panels: int, years: int, beside: float = 0.0) -> Grid:
    """The places of that many panels of that many years, with room for words beside each."""
    look = theme()
    panel = (look["width"] - look["gap"] * (panels - 1)) / panels
    slot = min((panel - beside) / max(1, years), look["slot"])
    return Grid(slot, (panel + look["gap"]) / slot, look["width"] / slot, panel)


def bar_half(place: Grid) -> float:
    """Half of a bar's width, in years."""
    return min(place.slot * theme()["share"], theme()["bar"]) / place.slot / 2


def value_size(texts: Sequence[str], slot: float) -> float:
    """The size of the numbers above the bars: the usual one, or smaller down to the least where they would touch."""
    sizes = theme()["sizes"]
    widest = max((width_of(text, 1) for text in texts), default=0)
    return max(sizes["least"], min(sizes["value"], slot / widest if widest else sizes["value"]))


def labelled(points: Sequence[Point], largest: float, panels: int) -> list[bool]:
    """Which numbers of a panel have room above their bars; a table has the others."""
    slot = grid(panels, len(points)).slot
    size = value_size([p["text"] for p in points if p["value"] is not None], slot)
    heights = [theme()["plot"] * (p["value"] or 0) / largest for p in points]
    return kept(points, slot, size, heights)


def kept(points: Sequence[Point], slot: float, size: float, heights: Sequence[float]) -> list[bool]:
    """Which numbers stay: the latest, then the largest, then those of doubt, then the later ones.

    A number that would touch one that stays, or the higher bar of a neighbour, goes.
    """
    top = max((p["value"] for p in points if p["value"] is not None), default=0)
    last = _last(points)
    order = sorted(range(len(points)), key=lambda i: (i != last, points[i]["value"] != top, _is_plain(points[i]), -i))
    half = min(slot * theme()["share"], theme()["bar"]) / 2
    bars = [((i + 0.5) * slot - half, (i + 0.5) * slot + half, heights[i]) for i in range(len(points))]
    found: dict[int, Box] = {}
    for i in order:
        wide = width_of(points[i]["text"], size) + APART
        middle, foot = centred(i, wide, slot, len(points)), heights[i] + STRIPES * (points[i]["bound"] == "min")
        box = (middle - wide / 2, middle + wide / 2, foot)
        beside = [bar for j, bar in enumerate(bars) if j != i and bar[2] > foot + ABOVE_BAR]
        touched = any(_meet(box, other) and abs(box[2] - other[2]) < size for other in found.values())
        if points[i]["text"] and not touched and not any(_meet(box, bar) for bar in beside):
            found[i] = box
    return [i in found for i in range(len(points))]


def centred(index: int, wide: float, slot: float, years: int) -> float:
    """The middle of words over a year, in points from the left of the panel that they may not leave."""
    return min(max((index + 0.5) * slot, wide / 2), max(years * slot - wide / 2, wide / 2))


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _is_plain(point: Point) -> bool:
    return point["bound"] in ("exact", "") and point["value"] != 0


def panel_rows(chart: Mapping[str, Any], pillar: str) -> tuple[list[Row], float, Frame]:
    """A pillar's chart: its rows, the years that fit across, and its view box."""
    panels = chart["panels"]
    place = grid(len(panels), len(panels[0]["points"]))
    lines = [_head(panel, place.panel) for panel in panels]
    rows: list[Row] = []
    for index, panel in enumerate(panels):
        left = place.left(index)
        rows += head_rows(lines[index], left, max(map(len, lines)))
        rows += ground_rows([p["status"] for p in panel["points"]], left)
        rows += axis_rows(
            [p["year"] for p in panel["points"]], panel["breaks"], place.slot, left, _last(panel["points"])
        )
        rows += _bars(panel["points"], place, left, panel["largest"], tones(pillar))
    return rows, place.across, frame(max(map(len, lines)))


def tones(pillar: str) -> list[str]:
    """The pillar's colours, from the latest bar's on."""
    known = theme()["tones"]
    return known.get(pillar, known["prosecution"])


def frame(lines: int) -> Frame:
    """The view box of a chart with that many lines of title."""
    above = HEAD + lines * LEADING
    return 0.0, -above, theme()["width"], above + theme()["plot"] + FOOT


def _last(points: Sequence[Point]) -> int:
    return max((i for i, p in enumerate(points) if p["value"] is not None), default=-1)


def _head(panel: Mapping[str, Any], width: float) -> list[tuple[str, bool]]:
    """The lines of a panel's title, and of what narrows it: (text, whether it is the title)."""
    sizes = theme()["sizes"]
    title = [(line, True) for line in wrapped(panel["title"], sizes["title"], width)]
    return title + [(line, False) for line in wrapped(panel["detail"], sizes["detail"], width)]


def head_rows(lines: Sequence[tuple[str, bool]], left: float, room: int) -> list[Row]:
    """The title, at the top of the room that the longest one needs."""
    look, rows = theme(), []
    for number, (text, is_title) in enumerate(lines):
        at = -HEAD - (room - number - 1) * LEADING
        size = look["sizes"]["title" if is_title else "detail"]
        tone = look["ink" if is_title else "soft"]
        rows.append(word(text, left, at, size, tone, align="left", weight=600 if is_title else 400))
    return rows


def ground_rows(statuses: Sequence[str], left: float) -> list[Row]:
    """Grey ground under every run of silent years, a base line under every other."""
    rows: list[Row] = []
    start = left
    for silent, run in groupby(status == "silent" for status in statuses):
        end = start + len(list(run))
        rows.append({"kind": "ground" if silent else "base", "x": start, "x2": end})
        start = end
    return rows


def axis_rows(years: Sequence[int], breaks: Sequence[int], slot: float, left: float, last: int) -> list[Row]:
    """A tick at every year, its number where there is room, a dotted line before one of another law or definition."""
    look, rows = theme(), []
    step = max(1, -int(-(width_of("2000", look["sizes"]["year"]) + 6) // slot))
    for index, year in enumerate(years):
        labelled = (len(years) - 1 - index) % step == 0
        middle = left + index + 0.5
        rows.append({"kind": "tick", "x": middle, "at": look["plot"] + (LONG_TICK if labelled else TICK)})
        if labelled:
            tone = look["ink" if index == last else "soft"]
            size = look["sizes"]["year"]
            x = left + centred(index, width_of(str(year), size), slot, len(years)) / slot
            rows.append(word(str(year), x, look["plot"] + FOOT - 4.5, size, tone))
        if year in breaks:
            rows.append({"kind": "break", "x": left + index})
    return rows


def word(text: str, x: float, at: float, size: float, tone: str, **look: Any) -> Row:
    """Words at a height in points from the top of the plot."""
    usual = {"kind": "word", "lift": 0, "align": "center", "weight": 400, "style": "normal"}
    return {**usual, "text": printable(text), "x": x, "at": at, "size": size, "tone": tone, **look}


def _bars(points: Sequence[Point], place: Grid, left: float, largest: float, pair: Sequence[str]) -> list[Row]:
    look, rows = theme(), []
    size = value_size([p["text"] for p in points if p["value"] is not None], place.slot)
    for index, point in enumerate(points):
        tone, middle = pair[index != _last(points)], left + index + 0.5
        if point["status"] == "silent":
            continue
        if point["value"] is None:
            at, mark = look["plot"] - 3, look["sizes"]["mark"]
            rows.append(word(point["text"], middle, at, mark, look["soft"], style="italic"))
            continue
        rows += bar_rows(point, middle - bar_half(place), middle + bar_half(place), largest, tone)
        x = left + centred(index, width_of(point["text"], size), place.slot, len(points)) / place.slot
        rows += [number_row(point, x, largest, size)] * point["labelled"]
    return rows


def bar_rows(point: Point, left: float, right: float, largest: float, tone: str, low: float = 0) -> list[Row]:
    """A number as a bar with its bound: stripes on top, an outline, a ragged top; a zero as a thick stroke."""
    bar = {"x": left, "x2": right, "low": low, "high": low + point["value"], "largest": largest, "tone": tone}
    more = [{**bar, "kind": "more"}] * (point["bound"] == "min")
    if point["value"] == 0:
        return [{**bar, "kind": "zero"}, *more]
    if point["bound"] == "max":
        return [{**bar, "kind": "outline"}]
    return [{**bar, "kind": "bar"}, *more, *([{**bar, "kind": "about"}] * (point["bound"] == "approx"))]


def number_row(point: Point, x: float, largest: float, size: float) -> Row:
    """A bar's number, above its stripes where it has some."""
    lift = -ABOVE_BAR - (STRIPES if point["bound"] == "min" else 1.0 if point["value"] == 0 else 0)
    placed = word(point["text"], x, 0, size, theme()["ink"], weight=600, lift=lift)
    return {**placed, "kind": "value", "low": 0, "high": point["value"], "largest": largest}
