"""What a pillar's chart shows, as plain data: panels of years, a title that says what is seen, words for the blind."""

from __future__ import annotations

from typing import Any, Mapping

from tipbrief.briefs.changed import moved
from tipbrief.briefs.chart_rows import labelled
from tipbrief.briefs.chart_words import breaks_of, panels_alt, signs
from tipbrief.briefs.compare import Context, comparison, latest_change, value_figure
from tipbrief.briefs.figures import Runs, join, say
from tipbrief.briefs.pick import headlines, numbers, panel_series
from tipbrief.briefs.summary import capitalised
from tipbrief.briefs.wording import Words
from tipbrief.messages import _

Series = Mapping[str, Any]

SHARED_SCALE = 15


def chart(context: Context, series: list[Series], years: list[int]) -> dict[str, Any] | None:
    """The chart of a pillar; None where no total has a number."""
    shown = panel_series(series, context.words.indicators)
    breaks = breaks_of(shown, years)
    panels = [_panel(context.words, item, years, breaks if item["offence"] else []) for item in shown]
    if not any(point["value"] is not None for panel in panels for point in panel["points"]):
        return None
    own = _scale(panels)
    return {
        "years": years,
        "panels": panels,
        "own_scales": own,
        "notes": _notes(context.words, panels, own),
        "alt": panels_alt(context.words, panels),
    }


def headline(context: Context, series: list[Series], charted: bool) -> Runs:
    """The latest number of the pillar, of those in its chart where it has one, and what it is compared with."""
    shown = panel_series(series, context.words.indicators) if charted else headlines(series)
    return _title(context, max(shown, key=lambda s: numbers(s)[-1]["year"])) if shown else []


def _title(context: Context, series: Series) -> Runs:
    value, words, change = numbers(series)[-1], context.words, latest_change(series)
    number = value_figure(words, value)
    if change and not change["refused"] and change["direction"] and change["to_value"] == value["value"]:
        said = moved(context, series, change)
        return join([said, say(words(_("(within chance)")))]) if change.get("within_chance") else said
    compared = comparison(context, series, change)
    refused = change and change["refused"] not in (None, "one_year")
    pattern = words(_("{label}: {n} in {year} ({compared})") if refused else _("{label}: {n} in {year}, {compared}"))
    return capitalised(say(pattern, label=words.label(series), n=number, year=value["year"], compared=compared))


def _panel(words: Words, series: Series, years: list[int], breaks: list[int]) -> dict[str, Any]:
    values = {v["year"]: v for v in series["values"]}
    return {
        "series": series["id"],
        "label": words.label(series),
        "title": words.indicator(series["indicator"]),
        "detail": ", ".join(words.parts(series)),
        "points": [year_point(words, year, values.get(year)) for year in years],
        "breaks": breaks,
    }


def year_point(words: Words, year: int, value: Mapping[str, Any] | None) -> dict[str, Any]:
    """A year of a chart: its figure and bound, or its silence, or that it was not reported."""
    if value is None:
        return {"year": year, "status": "silent", "value": None, "text": "", "bound": ""}
    if value["value"] is None:
        return {"year": year, "status": value["status"], "value": None, "text": words(_("n.r.")), "bound": ""}
    found = value_figure(words, value, short=True)
    return {"year": year, "status": "reported", "bound": value["bound"], **found}


def _scale(panels: list[dict[str, Any]]) -> bool:
    """Give each panel the top of its scale, and each year whether its number has room; whether the scales differ.

    One scale for all, unless that would flatten one of them.
    """
    tops = [max((p["value"] or 0 for p in panel["points"]), default=0) for panel in panels]
    known = [top for top in tops if top]
    own = bool(known) and max(known) > SHARED_SCALE * min(known)
    for panel, top in zip(panels, tops, strict=True):
        panel["largest"] = (top if own else max(tops)) or 1
        for point, room in zip(panel["points"], labelled(panel["points"], panel["largest"], len(panels)), strict=True):
            point["labelled"] = room or point["value"] is None
    return own


def _notes(words: Words, panels: list[dict[str, Any]], own: bool) -> list[str]:
    """The signs that this chart uses, each explained, and its scale."""
    notes = signs(words, [p for panel in panels for p in panel["points"]], any(panel["breaks"] for panel in panels))
    if own:
        return [*notes, words(_("Scales differ: each panel runs from zero to its own largest number."))]
    return [*notes, *[words(_("All panels have the same scale, from zero."))] * (len(panels) > 1)]
