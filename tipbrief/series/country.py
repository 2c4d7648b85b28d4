"""{iso3}.json: all that a brief of one country can say, as plain data. docs/series.md lists the keys."""

from __future__ import annotations

import json
from typing import Any, Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from tipbrief.model import OBSERVATION_COLUMNS
from tipbrief.series.emit import Result
from tipbrief.series.masking import WITHHELD, overlapping
from tipbrief.series.tables import SINCE, TIERS
from tipbrief.series.values import BREAKDOWNS, KEY

DOCUMENT = ("doc", "title", "publisher", "kind", "edition", "published", "language", "url", "licence", "access")
VALUE = ("year", "value", "bound", "status", "period", "law", "reported_by", "observation", "rule")
CHANGE = (
    "from", "to", "gap", "from_value", "from_bound", "to_value", "to_bound", "from_observation", "to_observation",
    "absolute", "percent", "direction", "basis", "within_chance", "refused", "reason", "percent_refused",
)  # fmt: skip
EMPTY_IS_NULL = ("refused", "percent_refused", "direction", "basis")
ID_LISTS = ("supporting", "others", "parts")
Data = dict[str, Any]


class Countries:
    """The stage's tables cut by country once, so that each country's data is a look-up."""

    def __init__(
        self, result: Result, observations: pd.DataFrame, sentences: Mapping[str, str], release: str | None
    ) -> None:
        names = ("series", "changes", "disagreements", "revisions", "since_release", "checks", "coverage", "unified")
        self.release = release
        self.tables = {name: cut(getattr(result, name)) for name in names}
        hidden = observations["id"].isin(result.hidden).to_numpy()
        withheld = overlapping(observations, hidden) if hidden.any() else hidden
        said = pd.Series([sentences.get(name, "") for name in observations["id"]], observations.index, dtype="str")
        place = observations["doc"].astype(str) + " " + said
        kept_back = place.isin(place[hidden]).to_numpy() if hidden.any() else hidden
        told = said.mask(kept_back, WITHHELD)
        self.observations = cut(observations.assign(hidden=hidden, withheld=withheld, sentence=told))

    def data(self, iso3: str, as_of: str, documents: Sequence[Mapping[str, str]], counts: Mapping[str, int]) -> Data:
        """Everything about one country; a country without figures has empty lists."""
        table = {name: tables.get(iso3) for name, tables in self.tables.items()}
        said = self.observations.get(iso3)
        series = _series(table["series"], table["changes"])
        told = sum(len(entry["values"]) for entry in series)
        return {
            "iso3": iso3,
            "as_of": as_of,
            "documents": [_document(row) for row in _newest_first(documents)],
            "observations": _observations(said),
            "series": [entry for entry in series if entry["indicator"] != "tier"],
            "tier": _tier(series),
            "not_reported": _not_reported(series),
            "disagreements": _disagreements(table["disagreements"]),
            "revisions": _revisions(table["revisions"]),
            "since_release": self.release and {"release": self.release, "figures": _since(table["since_release"])},
            "coverage": _coverage(table["coverage"]),
            "unified": _records(table["unified"], ("item", "public", "since", "latest", "years")),
            "checks": _records(table["checks"], ("check", "severity", "series", "year", "observations", "message")),
            "counts": {
                "figures": len(said) if said is not None else 0,
                "series": len(series),
                "values": told,
                **counts,
            },
        }


def cut(table: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The table by iso3, order of rows kept."""
    if not len(table):
        return {}
    return {str(iso3): rows for iso3, rows in table.groupby("iso3", sort=False, observed=True)}


def dump(data: Data) -> str:
    """JSON, one line, keys sorted; a number that is not one raises ValueError."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False) + "\n"


def _records(table: pd.DataFrame | None, names: Iterable[str]) -> list[Data]:
    """Rows as plain data: whole numbers as integers, what is missing as None."""
    if table is None:
        return []
    columns = {name: plain(table[name]) for name in names}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=False)]


def plain(column: pd.Series) -> list[Any]:
    """A column as Python values: 3.0 becomes 3, NaN and NA become None."""
    if column.dtype.kind == "f":
        return [None if x != x else int(x) if x == int(x) else x for x in column.tolist()]
    if isinstance(column.dtype, pd.CategoricalDtype) or column.dtype.kind == "O":
        return column.astype(object).tolist()
    return [None if x is pd.NA else x for x in column.astype(object).tolist()]


def _newest_first(documents: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
    by_doc = sorted(documents, key=lambda row: row["doc"])
    return sorted(by_doc, key=lambda row: (row["edition"], row["published"]), reverse=True)


def _document(row: Mapping[str, str]) -> Data:
    return {**{name: row.get(name, "") for name in DOCUMENT}, "digest": row.get("kind") == "digest"}


def _observations(table: pd.DataFrame | None) -> dict[str, Data]:
    """The rows of observations.csv by id; a hidden number and every quote that holds it are withheld."""
    if table is None:
        return {}
    table = table.assign(
        value=table["value"].mask(table["hidden"]), quote=table["quote"].mask(table["withheld"], WITHHELD)
    )
    names = [name for name in OBSERVATION_COLUMNS if name != "id"]
    table = table.assign(masked=table["hidden"], restated=table["restated"].eq("true"))
    return dict(zip(table["id"], _records(table, [*names, "sentence", "masked"]), strict=True))


def _series(series: pd.DataFrame | None, changes: pd.DataFrame | None) -> list[Data]:
    if series is None and changes is None:
        return []
    entries: dict[str, Data] = {}
    if series is not None:
        keys = _records(series, ("series", *KEY))
        for key, value in zip(keys, _records(series, (*VALUE, *ID_LISTS)), strict=True):
            value.update({name: value[name].split(";") if value[name] else [] for name in ID_LISTS})
            value["bound"] = value["bound"] or "exact"
            entries.setdefault(key["series"], _entry(key))["values"].append(value)
    for name, change in _changes(changes):
        entry = entries.setdefault(name, _entry({"series": name, **dict(zip(KEY, name.split("|"), strict=True))}))
        entry["changes"].append(change)
    return list(entries.values())


def _entry(key: Mapping[str, str]) -> Data:
    total = not any(key[name] for name in BREAKDOWNS)
    return {"id": key["series"], **{name: key[name] for name in KEY}, "total": total, "values": [], "changes": []}


def _changes(table: pd.DataFrame | None) -> list[tuple[str, Data]]:
    if table is None:
        return []
    found = []
    for name, row in zip(table["series"], _records(table, CHANGE), strict=True):
        row.update({key: row[key] or None for key in EMPTY_IS_NULL})
        row["reason"] = row["reason"] or ""
        found.append((name, row))
    return found


def _tier(series: Sequence[Data]) -> list[Data]:
    values = [value for entry in series if entry["indicator"] == "tier" for value in entry["values"]]
    return [
        {
            "year": value["year"],
            "value": value["value"],
            "label": TIERS.get(value["value"], "Special Case"),
            "observation": value["observation"],
        }
        for value in values
        if value["status"] == "reported"
    ]


def _not_reported(series: Sequence[Data]) -> list[Data]:
    return [
        {
            "indicator": entry["indicator"],
            "series": entry["id"],
            **{name: value[name] for name in ("year", "observation")},
        }
        for entry in series
        for value in entry["values"]
        if value["status"] == "not_reported" and entry["indicator"] != "tier"
    ]


def _since(table: pd.DataFrame | None) -> list[Data]:
    return _records(table, [name for name in SINCE.columns if name != "iso3"])


def _disagreements(table: pd.DataFrame | None) -> list[Data]:
    names = ("series", "year", "role", "value", "bound", "observation", "reported_by", "law", "spread", "reason")
    found: dict[tuple[str, int], Data] = {}
    for row in _records(table, names):
        series, year, spread = row.pop("series"), row.pop("year"), row.pop("spread")
        fresh = {"series": series, "year": year, "values": [], "spread": spread, "reason": ""}
        group = found.setdefault((series, year), fresh)
        group["values"].append(row)
        group["reason"] = group["reason"] or (row["reason"] if row["role"] == "other" else "")
    return list(found.values())


def _revisions(table: pd.DataFrame | None) -> list[Data]:
    names = ("series", "year", "edition", "doc", "value", "bound", "status", "observation", "against", "outcome")
    return _records(table, names)


def _coverage(table: pd.DataFrame | None) -> Data:
    if table is None:
        return {"years": [], "rows": []}
    years = sorted({int(year) for year in table["year"]})
    cells = np.array(table["cell"].tolist(), dtype=object).reshape(-1, len(years))
    names = table["indicator"].tolist()[:: len(years)]
    return {
        "years": years,
        "rows": [{"indicator": name, "cells": row.tolist()} for name, row in zip(names, cells, strict=True)],
    }
