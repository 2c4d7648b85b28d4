"""A total's parts by form, sex and age, as plain data: a panel for each, and what the parts leave over in each year.

Parts stand on one another only where they fit into their total. Where they exceed it, or nobody gives it,
they stand side by side: then they may count the same people twice.
"""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from tipbrief.briefs.chart_words import breaks_of, signs, spoken
from tipbrief.briefs.compare import Context
from tipbrief.briefs.figures import figure
from tipbrief.briefs.panels import year_point
from tipbrief.briefs.pick import BREAKDOWNS, headlines, numbers
from tipbrief.briefs.wording import QUALIFIERS, Words
from tipbrief.messages import _

Series = Mapping[str, Any]
Part = dict[str, Any]

INDICATORS = ("victims_identified", "victims_assisted")
TITLES = {"exploitation": _("By form"), "sex": _("By sex"), "age": _("By age")}
ORDERS = {"exploitation": ("sex", "labor", "other", "both"), "sex": ("female", "male"), "age": ("adult", "child")}
YEARS = 8
# What is left over is known, or bounded, by the bounds of the parts and of their total.
RESTS = {(False, "exact"): "exact", (False, "min"): "min", (True, "exact"): "max"}


def breakdown(context: Context, series: Sequence[Series], years: Sequence[int]) -> Part | None:
    """The breakdowns of the victims identified, or else assisted, in the last eight of these years that say one."""
    totals = {s["indicator"]: s for s in headlines(series)}
    found = (_breakdown(context.words, totals[name], series, years) for name in INDICATORS if name in totals)
    return next(filter(None, found), None)


def _breakdown(words: Words, total: Series, series: Sequence[Series], years: Sequence[int]) -> Part | None:
    found = {key: _parts(series, total, key, years) for key in TITLES}
    known = [v["year"] for parts in found.values() for part in parts for v in numbers(part) if v["year"] in years]
    if not known:
        return None
    shown = list(range(max(min(known), max(known) - YEARS + 1), max(known) + 1))
    panels = [panel for key, parts in found.items() if (panel := _panel(words, total, key, parts, shown))]
    tops = [top for panel in panels for year in panel["years"] for top in _tops(year)]
    for panel in panels:
        panel["largest"] = max(tops, default=0) or 1
    return {
        "title": words(_("{label}, by form, sex and age")).format(label=words.label(total)),
        "years": shown,
        "panels": panels,
        "notes": _notes(words, panels),
        "alt": _alt(words, words.label(total), panels),
    }


def _parts(series: Sequence[Series], total: Series, key: str, years: Sequence[int]) -> list[Series]:
    """The plain parts of the total along one breakdown, in the order of print."""
    same = [s for s in series if all(s[k] == total[k] for k in ("indicator", "offence", "actor"))]
    plain = [s for s in same if s[key] in ORDERS[key] and not s["subtype"]]
    plain = [s for s in plain if not any(s[other] for other in BREAKDOWNS if other != key)]
    said = [s for s in plain if any(v["year"] in years for v in numbers(s))]
    return sorted(said, key=lambda s: ORDERS[key].index(s[key]))


def _panel(words: Words, total: Series, key: str, parts: Sequence[Series], years: Sequence[int]) -> Part | None:
    """One breakdown; None where none of its parts has a number in these years."""
    values = [{v["year"]: v for v in item["values"]} for item in (total, *parts)]
    rows = [_year(words, year, [year_point(words, year, found.get(year)) for found in values]) for year in years]
    if not any(part["value"] is not None for row in rows for part in row["parts"]):
        return None
    return {
        "key": key,
        "title": words(TITLES[key]),
        "names": [words(QUALIFIERS[key][part[key]]) for part in parts],
        "order": [ORDERS[key].index(part[key]) for part in parts],
        "rest_name": words(_("not broken down")),
        "years": rows,
        "breaks": breaks_of([total, *parts], years),
    }


def _year(words: Words, year: int, points: list[Part]) -> Part:
    """One year: its total, its parts, whether they stack, and what they leave over."""
    total, *parts = points
    known = [p for p in parts if p["value"] is not None]
    left = _left_over(total, known)
    row = {"year": year, "total": total, "parts": parts, "stacked": left is not None, "rest": None}
    if left and left[0]:
        value, bound = left
        proofs = [identifier for p in (total, *known) for identifier in p["observations"]]
        text = words.bounded(value, bound, short=True)
        row["rest"] = {**figure(text, value, proofs, "remainder" if known else None), "bound": bound}
    return row


def _left_over(total: Part, parts: list[Part]) -> tuple[float, str] | None:
    """What the parts leave of their total, with its bound; None where that cannot be known."""
    if total["value"] is None:
        return None
    if not parts:
        return total["value"], total["bound"]
    bounds = {p["bound"] for p in parts}
    value = total["value"] - sum(p["value"] for p in parts)
    bound = RESTS.get(("min" in bounds, total["bound"])) if bounds <= {"exact", "min"} else None
    return (value, bound) if bound and value >= 0 else None


def _tops(row: Part) -> list[float]:
    """How high a year's bars reach: its total, and each part."""
    return [p["value"] for p in (row["total"], *row["parts"]) if p["value"] is not None]


def _notes(words: Words, panels: list[Part]) -> list[str]:
    """The signs of the panels; the bound of a stacked year stands in its number alone."""
    rows = [row for panel in panels for row in panel["years"]]
    beside = [p for row in rows if not row["stacked"] for p in row["parts"] if p["value"] is not None]
    stacked = [row["total"] for row in rows if row["stacked"]]
    silent = [row["total"] for row in rows if all(p["status"] == "silent" for p in (row["total"], *row["parts"]))]
    notes = [
        (any(p["bound"] != "exact" for p in stacked), _("≥ at least, ≤ at most, ≈ about.")),
        (bool(beside), _("Bars side by side: the parts do not add up to the total, or not all are exact.")),
        (len(panels) > 1, _("All panels have the same scale, from zero.")),
    ]
    signed = signs(words, [*beside, *silent], any(panel["breaks"] for panel in panels))
    return signed + [words(text) for shown, text in notes if shown]


def _alt(words: Words, label: str, panels: list[Part]) -> str:
    told = ("; ".join(_told(words, panel, row) for row in panel["years"]) for panel in panels)
    titled = (f"{panel['title']}: {text}." for panel, text in zip(panels, told, strict=True))
    return " ".join([words(_("Bar chart.")), f"{label}.", *titled])


def _told(words: Words, panel: Part, row: Part) -> str:
    """A year in words: "2016: 48, of them forced labour 39, not broken down 9"."""
    named = zip(panel["names"], row["parts"], strict=True)
    parts = [f"{name} {spoken(words, point)}" for name, point in named if point["status"] != "silent"]
    total = "" if row["total"]["status"] == "silent" else spoken(words, row["total"])
    if row["rest"] and parts:
        parts.append(f"{panel['rest_name']} {words.bounded(row['rest']['value'], row['rest']['bound'])}")
    elif row["rest"]:
        return f"{row['year']}: {total}, {panel['rest_name']}"
    if not total and not parts:
        return words(_("{year}: no figure")).format(year=row["year"])
    pattern = words(_("{year}: {total}, of them {parts}")) if total and parts else "{year}: {total}{parts}"
    return pattern.format(year=row["year"], total=total, parts=", ".join(parts))
