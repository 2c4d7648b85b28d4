"""A pillar's chart as SVG: bars from zero, labelled directly, silence on grey ground, doubt drawn as doubt.

Made by hand: docs/design-notes.md has the measurement. The text is in the shipped font, the tones
differ in grey as they do in colour, and the same data give the same bytes.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any, Mapping, Sequence
from urllib.parse import quote
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 500.0, 118.0
GAP, TOP, FOOT = 22.0, 30.0, 15.0
TALLEST = HEIGHT - TOP - FOOT
WIDEST_SLOT, WIDEST_BAR, OPEN_TOP, SMALLEST = 32.0, 20.0, 5.0, 0.8
TONES = {
    "prosecution": ("#1d3c5c", "#8ea9c4"),
    "protection": ("#17594f", "#8dbcb1"),
    "prevention": ("#5b3a63", "#b9a0c0"),
}
INK, SOFT, LINE, BLANK = "#1b2430", "#5f6b78", "#9aa5b1", "#f0f2f4"
LABEL_WIDTH, TICK, LONG_TICK = 18.0, 1.6, 3.2

Panel = Mapping[str, Any]


def chart_uri(chart: Mapping[str, Any], pillar: str) -> str:
    """The chart as a data: address for an `img`."""
    return "data:image/svg+xml," + quote(chart_svg(chart, pillar))


def chart_svg(chart: Mapping[str, Any], pillar: str) -> str:
    """All panels side by side, in points; each begins at zero, with one scale unless the data says otherwise."""
    panels = chart["panels"]
    width = (WIDTH - GAP * (len(panels) - 1)) / len(panels)
    top = max((p["value"] or 0 for panel in panels for p in panel["points"]), default=0)
    body = []
    for index, panel in enumerate(panels):
        largest = max((p["value"] or 0 for p in panel["points"]), default=0) if chart["own_scales"] else top
        drawn = _panel(panel, width, largest or 1, TONES.get(pillar, TONES["prosecution"]))
        body.append(f'<g transform="translate({_n(index * (width + GAP))} 0)">{drawn}</g>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(WIDTH)} {_n(HEIGHT)}" width="{_n(WIDTH)}pt" '
        f'height="{_n(HEIGHT)}pt" font-family="Tipbrief Sans">{"".join(body)}</svg>'
    )


def _panel(panel: Panel, width: float, largest: float, tones: tuple[str, str]) -> str:
    slot = min(width / len(panel["points"]), WIDEST_SLOT)
    last = max((i for i, p in enumerate(panel["points"]) if p["value"] is not None), default=-1)
    parts = [_blank(panel["points"], slot), _text(0, 8, panel["title"], size=8, weight=600, anchor="start")]
    parts += [_text(0, 16, panel["detail"], size=6.8, fill=SOFT, anchor="start")] if panel["detail"] else []
    base = HEIGHT - FOOT
    for index, point in enumerate(panel["points"]):
        middle = (index + 0.5) * slot
        parts.append(_point(point, middle, slot, largest, tones[index != last]))
        labelled = _has_year_label(index, len(panel["points"]), slot)
        parts.append(_line(middle, base, middle, base + (LONG_TICK if labelled else TICK)))
        if labelled:
            parts.append(_text(middle, HEIGHT - 2, str(point["year"]), fill=INK if index == last else SOFT))
        if point["year"] in panel["breaks"]:
            parts.append(_line(index * slot, TOP - 14, index * slot, HEIGHT - FOOT, dash="1 2"))
    return "".join(parts)


def _blank(points: Sequence[Mapping[str, Any]], slot: float) -> str:
    """A grey ground under every run of years of which no document speaks: a silence is not a zero."""
    drawn, start = [], 0
    for status, run in groupby(point["status"] for point in points):
        end = start + len(list(run))
        if status == "silent":
            drawn.append(
                f'<rect x="{_n(start * slot)}" y="{_n(TOP)}" width="{_n((end - start) * slot)}" '
                f'height="{_n(TALLEST)}" fill="{BLANK}"/>'
            )
        start = end
    return "".join(drawn)


def _has_year_label(index: int, count: int, slot: float) -> bool:
    """Every year where there is room, else every second or third, counted from the last."""
    step = max(1, -(-LABEL_WIDTH // slot))
    return (count - 1 - index) % step == 0


def _point(point: Mapping[str, Any], middle: float, slot: float, largest: float, tone: str) -> str:
    """A year: a bar with its number, a zero with its stroke, a mark for "not reported", or nothing at all."""
    base = HEIGHT - FOOT
    if point["status"] == "silent":
        return ""
    line = _line(middle - slot / 2, base, middle + slot / 2, base)
    if point["value"] is None:
        return line + _text(middle, base - 3, point["text"], size=6.2, fill=SOFT, style="italic")
    width = min(slot * 0.68, WIDEST_BAR)
    if point["value"] == 0:
        stroke = _line(middle - width / 2, base - 0.7, middle + width / 2, base - 0.7, stroke=tone, width=1.4)
        return line + stroke + _text(middle, base - 3.6, point["text"], weight=600)
    height = max(SMALLEST, point["value"] / largest * (TALLEST - OPEN_TOP))
    bar = _bar(middle, base - height, width, height, point["bound"], tone)
    room = OPEN_TOP if point["bound"] == "min" else 0
    return bar + line + _text(middle, base - height - room - 2.6, point["text"], weight=600)


def _bar(middle: float, top: float, width: float, height: float, bound: str, tone: str) -> str:
    left, right = middle - width / 2, middle + width / 2
    if bound == "max":
        return (
            f'<rect x="{_n(left)}" y="{_n(top)}" width="{_n(width)}" height="{_n(height)}" fill="none" '
            f'stroke="{tone}" stroke-width="0.9" stroke-dasharray="2 1.5"/>'
        )
    bar = f'<rect x="{_n(left)}" y="{_n(top)}" width="{_n(width)}" height="{_n(height)}" fill="{tone}"/>'
    if bound == "min":
        sides = (_line(x, top, x, top - OPEN_TOP, stroke=tone, width=0.9) for x in (left + 0.45, right - 0.45))
        bar += "".join(sides)
    return bar


def _line(x1: float, y1: float, x2: float, y2: float, dash: str = "", stroke: str = LINE, width: float = 0.6) -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" stroke="{stroke}" '
        f'stroke-width="{_n(width)}"{dashed}/>'
    )


def _text(
    x: float, y: float, text: str, size: float = 6.8, weight: int = 400, fill: str = INK, anchor: str = "middle",
    style: str = "normal",
) -> str:  # fmt: skip
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" font-weight="{weight}" font-style="{style}" '
        f'fill="{fill}" text-anchor="{anchor}">{escape(text)}</text>'
    )


def _n(value: float) -> str:
    """A coordinate with two decimals at most: enough for print, and the same on every machine."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
