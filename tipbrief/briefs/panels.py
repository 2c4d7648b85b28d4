"""What a pillar's chart shows, as plain data: panels of years, a title that says what is seen, words for the blind."""

from __future__ import annotations

from typing import Any, Mapping

from tipbrief.briefs.changed import moved
from tipbrief.briefs.compare import Context, comparison, latest_change, value_figure
from tipbrief.briefs.figures import Runs, join, say
from tipbrief.briefs.pick import headlines, numbers, panel_series
from tipbrief.briefs.summary import capitalised
from tipbrief.briefs.wording import Words, _

Series = Mapping[str, Any]

BREAKS = ("law", "definition")
SHARED_SCALE = 15


def chart(context: Context, series: list[Series], years: list[int]) -> dict[str, Any] | None:
    """The chart of a pillar; None where no total has a number."""
    shown = panel_series(series, context.words.indicators)
    breaks = _breaks(shown, years)
    panels = [_panel(context.words, item, years, breaks if item["offence"] else []) for item in shown]
    if not any(point["value"] is not None for panel in panels for point in panel["points"]):
        return None
    own = _own_scales(panels)
    return {
        "years": years,
        "panels": panels,
        "own_scales": own,
        "notes": _notes(context, panels, own),
        "alt": _alt(context, panels),
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


def _breaks(series: list[Series], years: list[int]) -> list[int]:
    """The first years after a change of law or definition: where one series shows it, it holds for all."""
    found = {c["to"] for item in series for c in item["changes"] if c["refused"] in BREAKS and not c["gap"]}
    return sorted(found & set(years[1:]))


def _panel(words: Words, series: Series, years: list[int], breaks: list[int]) -> dict[str, Any]:
    values = {v["year"]: v for v in series["values"]}
    return {
        "series": series["id"],
        "label": words.label(series),
        "title": words.indicator(series["indicator"]),
        "detail": ", ".join(words.parts(series)),
        "points": [_point(words, year, values.get(year)) for year in years],
        "breaks": breaks,
    }


def _point(words: Words, year: int, value: Mapping[str, Any] | None) -> dict[str, Any]:
    if value is None:
        return {"year": year, "status": "silent", "value": None, "text": "", "bound": ""}
    if value["value"] is None:
        return {"year": year, "status": value["status"], "value": None, "text": words(_("n.r.")), "bound": ""}
    found = value_figure(words, value, short=True)
    return {"year": year, "status": "reported", "bound": value["bound"], **found}


def _own_scales(panels: list[dict[str, Any]]) -> bool:
    """Whether one scale for all panels would flatten one of them."""
    largest = [max((p["value"] or 0 for p in panel["points"]), default=0) for panel in panels]
    largest = [value for value in largest if value]
    return bool(largest) and max(largest) > SHARED_SCALE * min(largest)


def _notes(context: Context, panels: list[dict[str, Any]], own: bool) -> list[str]:
    """The signs that this chart uses, each explained."""
    words, points = context.words, [p for panel in panels for p in panel["points"]]
    used = {p["bound"] for p in points}
    notes = [
        ("min" in used, _("Open top: at least this number.")),
        ("max" in used, _("Dashed outline: at most this number.")),
        ("approx" in used, _("≈ about.")),
        (any(p["status"] == "not_reported" for p in points), _("n.r.: the document says that it was not reported.")),
        (any(p["status"] == "silent" for p in points), _("Grey ground: no document gives a figure.")),
        (any(panel["breaks"] for panel in panels), _("Dotted line: the law or the definition changed.")),
        (own, _("Scales differ: each panel runs from zero to its own largest number.")),
        (not own and len(panels) > 1, _("All panels have the same scale, from zero.")),
    ]
    return [words(text) for shown, text in notes if shown]


def _alt(context: Context, panels: list[dict[str, Any]]) -> str:
    """The chart in words: every panel, every year that is spoken of."""
    words = context.words
    sentences = []
    for panel in panels:
        parts = [f"{p['year']}: {_spoken(words, p)}" for p in panel["points"] if p["status"] != "silent"]
        sentences.append(f"{panel['label']}: " + ", ".join(parts) + ".")
    return " ".join([words(_("Bar chart.")), *sentences])


def _spoken(words: Words, point: Mapping[str, Any]) -> str:
    if point["value"] is None:
        return words(_("not reported"))
    return words.bounded(point["value"], point["bound"])
