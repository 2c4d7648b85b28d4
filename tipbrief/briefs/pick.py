"""Which series a brief shows: rules over the country's series, nothing composed yet."""

from __future__ import annotations

from typing import Any, Iterable, Mapping, Sequence

from tipbrief.settings import Indicator

Series = Mapping[str, Any]

OFFENCES = ("trafficking", "", "mixed", "related")
ACTORS = ("government", "", "unknown", "ngo")
BREAKDOWNS = ("exploitation", "sex", "age", "origin")
YEARS = 10
ROWS = 10
SIZES = ((ROWS, YEARS), (8, 10), (8, 8), (6, 8), (6, 6))  # rows and years of a pillar's table, the largest first
NUMBERS = 150  # in the tables of a brief: more would need an annex that nobody reads
PANELS = 3
KEY_FIGURES = (3, 6)
RECENT = 3
FEW = 8


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
            if item["offence"] == best["offence"] and _last_number(item) > _last_number(best):
                first[item["indicator"]] = item
    return list(first.values())


def key_series(country: Mapping[str, Any], indicators: Mapping[str, Indicator]) -> list[Series]:
    """The series of the key figures: those marked `key` that are recent, filled up to three with the latest others."""
    found = headline_series(country, indicators)
    since = _recent_since(country)
    least, most = KEY_FIGURES
    chosen = [s for s in found if indicators[s["indicator"]].key and _last_number(s) >= since][:most]
    rest = [s for s in found if s not in chosen]
    rest.sort(key=lambda s: (_last_number(s) < since, indicators[s["indicator"]].unit == "years", -_last_number(s)))
    return sorted(chosen + rest[: max(0, least - len(chosen))], key=lambda s: rank(s, indicators))


def ended_series(country: Mapping[str, Any], indicators: Mapping[str, Indicator]) -> list[Series]:
    """Series marked `key` that are no key figures, because their last number is old."""
    shown = {s["id"] for s in key_series(country, indicators)}
    since = _recent_since(country)
    found = [s for s in headline_series(country, indicators) if indicators[s["indicator"]].key]
    return [s for s in found if s["id"] not in shown and _last_number(s) < since]


def headline_series(country: Mapping[str, Any], indicators: Mapping[str, Indicator]) -> list[Series]:
    """One total for each indicator of the three pillars that has a number, in the order of print."""
    pillars = ("prosecution", "protection", "prevention")
    return [s for pillar in pillars for s in headlines(pillar_series(country, pillar, indicators))]


def is_recent(country: Mapping[str, Any], series: Series) -> bool:
    """Whether the series' latest number is among the country's recent ones."""
    return _last_number(series) >= _recent_since(country)


def few_figures(country: Mapping[str, Any]) -> bool:
    """Whether the totals hold so few numbers that charts and tables by pillar would be empty frames."""
    return sum(len(numbers(s)) for s in country["series"] if s["total"]) < FEW


def _recent_since(country: Mapping[str, Any]) -> int:
    """The first year that counts as recent: a few years before the country's latest number."""
    return max((_last_number(s) for s in country["series"] if numbers(s)), default=0) - RECENT


def _last_number(series: Series) -> int:
    return numbers(series)[-1]["year"]


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


def table_size(pillars: Sequence[Sequence[Series]], years: list[int]) -> tuple[int, list[int]]:
    """How many rows, and which of the years, the pillars' tables have, so that they hold no more than NUMBERS."""
    for rows, count in SIZES:
        kept = years[-count:]
        held = (_in_years(s, kept) for series in pillars for s in table_series(series, kept, rows))
        if sum(map(len, held)) <= NUMBERS:
            break
    return rows, kept


def table_series(
    series: Sequence[Series], years: list[int], rows: int = ROWS, charted: Sequence[Series] = ()
) -> list[Series]:
    """The rows of a pillar's table: what is charted, totals, then plain breakdowns, the fullest and latest first."""
    spoken = [s for s in series if _in_years(s, years)]
    shown = [s for s in spoken if s["total"] or _is_plain_part(s)] or spoken
    drawn = {s["id"] for s in charted}
    order = sorted(shown, key=lambda s: (s["id"] not in drawn, not s["total"], -len(_in_years(s, years)), -_last(s)))
    wanted = {s["id"] for s in order[:rows]}
    return [s for s in series if s["id"] in wanted]


def _in_years(series: Series, years: list[int]) -> list[int]:
    return [v["year"] for v in series["values"] if v["year"] in years]


def _is_plain_part(series: Series) -> bool:
    return not series["subtype"] and sum(bool(series[key]) for key in BREAKDOWNS) == 1


def _last(series: Series) -> int:
    return max(v["year"] for v in series["values"])
