"""The history of a country's tier: since which edition it stands there, and whether it rose or fell."""

from __future__ import annotations

from typing import Any, Iterator

import pandas as pd

from tipbrief.series.editions import between
from tipbrief.series.tables import SPECIAL, TIERS


def tier_history(series: pd.DataFrame) -> list[dict[str, Any]]:
    """A row for each edition that places a country, from the recommended values of the tier series.

    An edition without a placement is no break: it stands in `missing`.
    """
    placed = series[series["indicator"].eq("tier").to_numpy() & series["status"].eq("reported").to_numpy()]
    countries: dict[str, dict[int, dict[str, Any]]] = {}
    for row in placed[["iso3", "year", "value", "doc", "observation"]].to_dict("records"):
        countries.setdefault(str(row["iso3"]), {})[int(row["year"])] = row
    return [
        row for iso3, editions in sorted(countries.items()) for row in _history(iso3, dict(sorted(editions.items())))
    ]


def _history(iso3: str, editions: dict[int, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    before, since, count = None, 0, 0
    for edition, row in editions.items():
        label = TIERS.get(row["value"], SPECIAL)
        same = before is not None and before["label"] == label
        since, count = (since, count + 1) if same else (edition, 1)
        told = {
            "iso3": iso3, "edition": edition, "doc": str(row["doc"]), "tier": row["value"], "label": label,
            "change": _change(before, row["value"], same), "before": before["tier"] if before else None,
            "before_label": before["label"] if before else "", "before_edition": before["edition"] if before else None,
            "editions": count, "since": since, "observation": row["observation"],
            "missing": between(min(since, before["edition"]) if before else edition, edition, editions),
        }  # fmt: skip
        yield told
        before = told


def _change(before: dict[str, Any] | None, tier: float, same: bool) -> str:
    """A special case is no rank, so what leads to it or from it is neither up nor down."""
    if before is None:
        return "first"
    if same:
        return "unchanged"
    if pd.isna(tier) or pd.isna(before["tier"]):
        return "other"
    return "upgraded" if tier < before["tier"] else "downgraded"
