"""Which series a brief shows: rules over the country's series, nothing composed yet."""

from __future__ import annotations

from typing import Any, Iterable, Mapping

from tipbrief.settings import Indicator

Series = Mapping[str, Any]

OFFENCES = ("trafficking", "", "mixed", "related")
ACTORS = ("government", "", "unknown", "ngo")
BREAKDOWNS = ("exploitation", "sex", "age", "origin")
YEARS = 10
ROWS = 12
PANELS = 3
KEY_FIGURES = (3, 6)


def numbers(series: Series) -> list[Mapping[str, Any]]:
    """The years with a number, in order."""
    return [v for v in series["values"] if v["value"] is not None]


def rank(series: Series, indicators: Mapping[str, Indicator]) -> tuple[Any, ...]:
    """The order of print: indicator, offence scope, who counted, total before its parts."""
    entry = indicators.get(series["indicator"])
    return (
        entry.order if entry else len(indicators),
        _place(series["offence"], OFFENCES),
        _place(series["actor"], ACTORS),
        not series["total"],
        *(series[key] for key in (*BREAKDOWNS, "subtype")),
        series["id"],
    )


def _place(value: str, order: tuple[str, ...]) -> int:
    return order.index(value) if value in order else len(order)


def pillar_series(country: Mapping[str, Any], pillar: str, indicators: Mapping[str, Indicator]) -> list[Series]:
    """The pillar's series that hold anything, in the order of print."""
    codes = {code for code, entry in indicators.items() if entry.pillar == pillar}
    found = [s for s in country["series"] if s["indicator"] in codes and s["values"]]
    return sorted(found, key=lambda s: rank(s, indicators))


def headlines(series: Iterable[Series]) -> list[Series]:
    """One total for each indicator: the narrowest offence scope, then the latest figure, then the government's own."""
    first: dict[str, Series] = {}
    for item in series:
        if item["total"] and numbers(item):
            best = first.setdefault(item["indicator"], item)
            if item["offence"] == best["offence"] and numbers(item)[-1]["year"] > numbers(best)[-1]["year"]:
                first[item["indicator"]] = item
    return list(first.values())


def key_series(country: Mapping[str, Any], indicators: Mapping[str, Indicator]) -> list[Series]:
    """The series of the key figures: those marked `key`, filled up to three with others."""
    found: list[Series] = []
    for pillar in ("prosecution", "protection", "prevention"):
        found += headlines(pillar_series(country, pillar, indicators))
    least, most = KEY_FIGURES
    marked = [s for s in found if indicators[s["indicator"]].key][:most]
    others = [s for s in found if not indicators[s["indicator"]].key][: max(0, least - len(marked))]
    return sorted(marked + others, key=lambda s: rank(s, indicators))


def panel_series(series: list[Series], indicators: Mapping[str, Indicator]) -> list[Series]:
    """The series of a pillar's chart: at most three marked `key`, the fullest first, else others that count alike."""
    found = sorted(headlines(series), key=lambda s: (not indicators[s["indicator"]].key, -len(numbers(s))))
    units = {indicators[s["indicator"]].unit for s in found[:1]}
    chosen = [s for s in found if indicators[s["indicator"]].key or indicators[s["indicator"]].unit in units]
    return sorted(chosen[:PANELS], key=lambda s: rank(s, indicators))


def years_of(series: Iterable[Series]) -> list[int]:
    """Every year from the first to the last that is spoken of, the last ten at most."""
    years = [v["year"] for item in series for v in item["values"]]
    return list(range(min(years), max(years) + 1))[-YEARS:] if years else []


def table_series(series: list[Series], years: list[int]) -> list[Series]:
    """The rows of a pillar's table: totals, then plain breakdowns, the fullest and latest first; else what there is."""
    spoken = [s for s in series if _in_years(s, years)]
    shown = [s for s in spoken if s["total"] or _is_plain_part(s)] or spoken
    chosen = sorted(shown, key=lambda s: (not s["total"], -len(_in_years(s, years)), -_last(s)))[:ROWS]
    wanted = {s["id"] for s in chosen}
    return [s for s in series if s["id"] in wanted]


def _in_years(series: Series, years: list[int]) -> list[int]:
    return [v["year"] for v in series["values"] if v["year"] in years]


def _is_plain_part(series: Series) -> bool:
    return not series["subtype"] and sum(bool(series[key]) for key in BREAKDOWNS) == 1


def _last(series: Series) -> int:
    return max(v["year"] for v in series["values"])
