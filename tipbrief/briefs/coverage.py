"""What is public and what is not: indicators by year, and the list that the OSCE asks a data system to hold."""

from __future__ import annotations

from typing import Any, Mapping

from tipbrief.briefs.compare import Context
from tipbrief.briefs.pick import YEARS
from tipbrief.messages import _

Part = dict[str, Any]

SIGNS = {"reported": "●", "zero": "○", "not_reported": _("n.r."), "silent": ""}
PARTS = {
    "": _("number"),
    "exploitation": _("by form"),
    "sex": _("by sex"),
    "age": _("by age"),
    "origin": _("by origin"),
}


def coverage(context: Context) -> Part | None:
    """The grid of what the documents say, the indicators that they never give a number for, and the OSCE's list."""
    words, told = context.words, context.country["coverage"]
    years = told["years"][-YEARS:]
    shown = [(row, row["cells"][-len(years) :]) for row in told["rows"]]
    rows = [
        {"label": words.indicator(row["indicator"]), "cells": [_cell(context, cell) for cell in cells]}
        for row, cells in shown
        if any(cell != "silent" for cell in cells)
    ]
    spoken = {row["indicator"] for row in told["rows"] if any(cell in ("reported", "zero") for cell in row["cells"])}
    silent = [words.indicator(code) for code, entry in words.indicators.items() if code not in spoken | {"tier"}]
    asked = unified(context)
    return {"kind": "coverage", "years": years, "rows": rows, "silent": silent, **asked} if rows or silent else None


def _cell(context: Context, cell: str) -> Part:
    sign = SIGNS[cell]
    return {"kind": cell, "text": context.words(sign) if cell == "not_reported" else sign}


def unified(context: Context) -> Part:
    """The OSCE's list as a table: victims by breakdown, and the course of justice in one line each."""
    words, rows = context.words, context.country["unified"]
    by_item: dict[str, dict[str, Mapping[str, Any]]] = {}
    for row in rows:
        by_item.setdefault(row["item"], {})[row["by"]] = row
    columns = [by for by in PARTS if any(by in found for found in by_item.values())]
    return {
        "asked_columns": [words(PARTS[by]) for by in columns],
        "asked": [
            {"label": words(item), "cells": [_since(context, found.get(by)) for by in columns]}
            for item, found in by_item.items()
        ],
    }


def _since(context: Context, row: Mapping[str, Any] | None) -> Part:
    """Since when an item is public, and until when; that it never is; or that it is not asked for."""
    if row is None:
        return {"kind": "unasked", "text": ""}
    if not row["public"]:
        return {"kind": "never", "text": context.words(_("not public"))}
    years = str(row["since"]) if row["since"] == row["latest"] else f"{row['since']}–{row['latest']}"
    return {"kind": "public", "text": years}
