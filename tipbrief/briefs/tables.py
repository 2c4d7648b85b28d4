"""A pillar's year-over-year table: every year's number, the change into it, and the reason where there is none."""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from tipbrief.briefs.compare import Context, best_changes, difference, latest_change, percentage, value_figure
from tipbrief.briefs.figures import figure
from tipbrief.briefs.pick import BREAKDOWNS, ROWS, numbers, table_series
from tipbrief.briefs.wording import Words
from tipbrief.messages import _

Series = Mapping[str, Any]
Cell = dict[str, Any]

SILENT: Cell = {"kind": "silent"}
SHORT_TABLE, LONG_NUMBER = 3, 7
COUNTED = ("indicator", "offence", "actor")
ARROWS = {"up": "↑", "down": "↓", "same": "="}
UNSURE = {"up": _("up, not exactly known"), "down": _("down, not exactly known"), "same": _("the same")}


def year_table(
    context: Context, series: list[Series], years: list[int], rows: int = ROWS, charted: Sequence[Series] = ()
) -> dict[str, Any]:
    """The rows of a pillar with their years; `notes` are reasons by letter; `more` and `since` say what is left out."""
    shown = table_series(series, years, rows, charted)
    notes: dict[str, str] = {}
    left = len(series) - len(shown)
    pairs = zip(shown, [None, *shown], strict=False)
    return {
        "years": years,
        "short": len(shown) <= SHORT_TABLE,
        "rows": [row for item, above in pairs for row in _rows(context, item, above, years, notes)],
        "notes": [{"mark": mark, "text": text} for text, mark in notes.items()],
        "since": years[0] if any(v["year"] < years[0] for item in series for v in numbers(item)) else None,
        "more": figure(context.words.number(left), left, [], "count") if left else None,
    }


def _rows(
    context: Context, series: Series, above: Series | None, years: list[int], notes: dict[str, str]
) -> list[Cell]:
    """The row of numbers and, under a total with a change, the row of changes."""
    part = above is not None and not series["total"] and all(above[key] == series[key] for key in COUNTED)
    values = {v["year"]: v for v in series["values"]}
    row = {
        "kind": "part" if part else "total",
        "label": part_label(context.words, series) if part else context.words.label(series),
        "cells": [_cell(context.words, values.get(year)) for year in years],
        "latest": _latest(context, series, notes),
        "height": 1,
    }
    changes = best_changes(series) if series["total"] else {}
    cells = [_change_cell(context.words, changes.get(year), values, notes) for year in years]
    if all(cell == SILENT for cell in cells):
        return [row]
    label = context.words(_("change"))
    return [{**row, "height": 2}, {"kind": "change", "label": label, "cells": cells, "latest": None, "height": 1}]


def part_label(words: Words, series: Series) -> str:
    """What narrows the series, with a capital letter: its total stands above."""
    found = dict.fromkeys(("offence", "actor"), "") | {key: series[key] for key in (*BREAKDOWNS, "subtype")}
    label = ", ".join(words.parts(found)) or words.label(series)
    return label[:1].upper() + label[1:]


def _cell(words: Words, value: Mapping[str, Any] | None) -> Cell:
    if value is None:
        return SILENT
    if value["value"] is not None:
        found = value_figure(words, value, short=True)
        kind = "value" if len(found["text"]) < LONG_NUMBER else "value wide"
        return {"kind": kind, "figure": found, "others": bool(value["others"])}
    status = "not_reported" if value["status"] == "not_reported" else "withheld"
    text = words(_("n.r.")) if status == "not_reported" else words(_("withheld"))
    return {"kind": status, "figure": figure(text, None, [value["observation"]])}


def _change_cell(
    words: Words, change: Mapping[str, Any] | None, values: Mapping[int, Any], notes: dict[str, str]
) -> Cell:
    """The change, without references where the two numbers stand in the row above, or the mark of its reason."""
    if change is None or (change["refused"] and change["from_value"] is None) or change["to_value"] is None:
        return SILENT
    found = difference(words, change)
    if found is None and not change["refused"]:
        return {"kind": "arrow", "text": ARROWS.get(change["direction"] or "", "≠")}
    if found is None:
        return {"kind": "refused", "mark": _note(notes, change, words)}
    shown = {values[year]["observation"] for year in (change["from"], change["to"]) if year in values}
    return {"kind": "change", "figure": found, "cite": not set(found["observations"]) <= shown}


def _latest(context: Context, series: Series, notes: dict[str, str]) -> Cell:
    """The last column: the latest change with its years and percentage, or why there is none."""
    words, change = context.words, latest_change(series)
    if not numbers(series):
        return {"kind": "silent"}
    if change is None or change["refused"] == "one_year":
        return {"kind": "reason", "text": words(_("one year only")), "mark": ""}
    found = difference(words, change)
    if found is None and change["direction"] and not change["refused"]:
        return {"kind": "reason", "text": words(UNSURE[change["direction"]]), "mark": ""}
    if found is None:
        return {"kind": "reason", "text": words.reason(change), "mark": _note(notes, change, words)}
    return {
        "kind": "change",
        "figure": found,
        "percent": percentage(words, change),
        "years": [change["from"], change["to"]],
        "chance": bool(change.get("within_chance")),
    }


def _note(notes: dict[str, str], change: Mapping[str, Any], words: Words) -> str:
    """The letter of the reason, in order of first use."""
    text = words(change["reason"]) or words.reason(change)
    return notes.setdefault(text, chr(ord("a") + len(notes) % 26))
