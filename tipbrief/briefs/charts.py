"""Charts of composed data as SVG: panels of bars, a breakdown's bars, a spark line.

docs/briefs.md says what each sign means and what a chart costs; templates/charts has the charts and their theme.
"""

from __future__ import annotations

from typing import Any, Mapping
from urllib.parse import quote

from tipbrief.briefs.chart_breakdown_rows import breakdown_rows
from tipbrief.briefs.chart_draw import draw, theme
from tipbrief.briefs.chart_rows import panel_rows, tones
from tipbrief.briefs.chart_spark import spark_rows


def chart_svg(chart: Mapping[str, Any], pillar: str) -> str:
    """A pillar's panels side by side, each from zero, with the scale that its data say."""
    rows, across, frame = panel_rows(chart, pillar)
    return draw("bars", rows, {"across": across}, frame)


def breakdown_svg(chart: Mapping[str, Any], pillar: str) -> str:
    """A total's parts by form, sex and age: a panel for each breakdown."""
    rows, across, frame = breakdown_rows(chart, pillar)
    return draw("bars", rows, {"across": across}, frame)


def spark_svg(spark: Mapping[str, Any], pillar: str) -> str:
    """A key figure's years as a line, without words."""
    size = theme()["spark"]
    edge = size["edge"]
    frame = (-edge, -edge, size["width"] + 2 * edge, size["height"] + 2 * edge)
    return draw("spark", spark_rows(spark, tones(pillar)[0]), {"years": max(1, len(spark["points"]) - 1)}, frame)


def chart_uri(chart: Mapping[str, Any], pillar: str) -> str:
    """A pillar's chart as a data: address for an `img`, which costs half of SVG in the page."""
    return uri(chart_svg(chart, pillar))


def breakdown_uri(chart: Mapping[str, Any], pillar: str) -> str:
    """A breakdown's chart as a data: address."""
    return uri(breakdown_svg(chart, pillar))


def spark_uri(spark: Mapping[str, Any], pillar: str) -> str:
    """A spark line as a data: address."""
    return uri(spark_svg(spark, pillar))


def uri(svg: str) -> str:
    """SVG as a data: address."""
    return "data:image/svg+xml," + quote(svg)
