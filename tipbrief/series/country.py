"""{iso3}.json: all that a brief of one country can say, as plain data. docs/series.md lists the keys."""

from __future__ import annotations

import json
from typing import Any, Collection, Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from tipbrief.model import OBSERVATION_COLUMNS
from tipbrief.series.emit import Result
from tipbrief.series.masking import WITHHELD, overlapping
from tipbrief.series.said import Said
from tipbrief.series.tables import ASSESSED, RECOMMENDED, SINCE, SPECIAL, TIER_HISTORY, TIERS, Table
from tipbrief.series.values import BREAKDOWNS, KEY

DOCUMENT = ("doc", "title", "publisher", "kind", "edition", "published", "language", "url", "licence", "access")
VALUE = ("year", "value", "bound", "status", "period", "law", "reported_by", "observation", "rule")
CHANGE = (
    "from", "to", "gap", "from_value", "from_bound", "to_value", "to_bound", "from_observation", "to_observation",
    "absolute", "percent", "direction", "basis", "within_chance", "refused", "reason", "percent_refused",
)  # fmt: skip
ID_LISTS = ("supporting", "others", "parts")
PRINTED: Mapping[str, Sequence[str]] = {
    "series": ("series", *KEY, *VALUE, *ID_LISTS),
    "changes": ("series", *CHANGE),
    "disagreements": (
        "series", "year", "role", "value", "bound", "observation", "reported_by", "law", "spread", "reason",
    ),
    "revisions": (
        "series", "year", "edition", "doc", "value", "bound", "status", "observation", "against", "outcome",
    ),
    "since_release": [name for name in SINCE.columns if name != "iso3"],
    "coverage": ("indicator", "year", "cell"),
    "unified": ("item", "by", "public", "since", "latest", "years"),
    "checks": ("check", "severity", "series", "year", "observations", "message"),
}  # fmt: skip
KEYS_IN_WORDS: Mapping[str, Table] = {"assessments": ASSESSED, "tiers": TIER_HISTORY, "recommendations": RECOMMENDED}
OBSERVATION = [*(name for name in OBSERVATION_COLUMNS if name != "id"), "sentence", "masked"]
EMPTY_IS_NULL = ("refused", "percent_refused", "direction", "basis")
Data = dict[str, Any]


class Cut:
    """A table as plain columns in order of country, so that a country's rows are a slice of each.

    Whole numbers are integers, what is missing is None. Turning a column once costs a tenth of turning it by country.
    """

    def __init__(self, table: pd.DataFrame, names: Iterable[str]) -> None:
        country, countries = pd.factorize(table["iso3"].astype(object), sort=True)
        order = np.argsort(country, kind="stable")
        ends = np.cumsum(np.bincount(country, minlength=len(countries)))
        self.columns = {name: plain(table[name].take(order)) for name in names}
        self.spans = dict(zip(countries, zip([0, *ends[:-1]], ends, strict=False), strict=True))

    def rows(self, iso3: str) -> list[Data]:
        """The country's rows, in their order."""
        start, end = self.spans.get(iso3, (0, 0))
        columns = [column[start:end] for column in self.columns.values()]
        return [dict(zip(self.columns, row, strict=True)) for row in zip(*columns, strict=True)]


class Countries:
    """The stage's tables cut by country once, so that each country's data is a look-up."""

    def __init__(
        self,
        result: Result,
        said: Said,
        observations: pd.DataFrame,
        sentences: Mapping[str, str],
        release: str | None,
    ) -> None:
        self.release = release
        self.tables = {name: Cut(getattr(result, name), columns) for name, columns in PRINTED.items()}
        self.ids = Cut(told := shown(observations, result.hidden, sentences), ("id",))
        self.observations = Cut(told, OBSERVATION)
        self.said = {
            key: Cut(getattr(said, table.name), [name for name in table.columns if name != "iso3"])
            for key, table in KEYS_IN_WORDS.items()
        }

    def data(self, iso3: str, as_of: str, documents: Sequence[Mapping[str, str]], counts: Mapping[str, int]) -> Data:
        """Everything about one country; a country without figures has empty lists."""
        rows = {name: table.rows(iso3) for name, table in self.tables.items()}
        ids = [row["id"] for row in self.ids.rows(iso3)]
        series = _series(rows["series"], rows["changes"])
        return {
            "iso3": iso3,
            "as_of": as_of,
            "documents": [_document(row) for row in _newest_first(documents)],
            "observations": dict(zip(ids, self.observations.rows(iso3), strict=True)),
            "series": [entry for entry in series if entry["indicator"] != "tier"],
            "tier": _tier(series),
            **{key: _in_words(table.rows(iso3)) for key, table in self.said.items()},
            "not_reported": _not_reported(series),
            "disagreements": _disagreements(rows["disagreements"]),
            "revisions": rows["revisions"],
            "since_release": self.release and {"release": self.release, "figures": rows["since_release"]},
            "coverage": _coverage(rows["coverage"]),
            "unified": rows["unified"],
            "checks": rows["checks"],
            "counts": {
                "figures": len(ids),
                "series": len(series),
                "values": sum(len(entry["values"]) for entry in series),
                **counts,
            },
        }


def shown(observations: pd.DataFrame, hidden_ids: Collection[str], sentences: Mapping[str, str]) -> pd.DataFrame:
    """The observations as they may be shown, with their sentences: hidden numbers and all that quotes them withheld."""
    said = pd.Series([sentences.get(name, "") for name in observations["id"]], observations.index, dtype=object)
    restated = observations["restated"].eq("true")
    hidden = observations["id"].isin(hidden_ids).to_numpy()
    if not hidden.any():
        return observations.assign(sentence=said, masked=False, restated=restated)
    place = observations["doc"].astype(str) + " " + said
    return observations.assign(
        sentence=said.mask(place.isin(place[hidden]), WITHHELD),
        value=observations["value"].mask(hidden),
        quote=observations["quote"].mask(overlapping(observations, hidden), WITHHELD),
        masked=hidden,
        restated=restated,
    )


def dump(data: Data) -> str:
    """JSON, one line, keys sorted; a number that is not one raises ValueError."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False) + "\n"


def plain(column: pd.Series) -> list[Any]:
    """A column as Python values: 3.0 becomes 3, NaN and NA become None."""
    if column.dtype.kind == "f":
        return [None if x != x else int(x) if x == int(x) else x for x in column.tolist()]
    if isinstance(column.dtype, pd.CategoricalDtype) or column.dtype.kind == "O":
        return column.astype(object).tolist()
    return [None if x is pd.NA else x for x in column.astype(object).tolist()]


def _in_words(rows: Iterable[Data]) -> list[Data]:
    """Rows of a table of what is said in words, with `missing` as a list of years."""
    return [{**row, "missing": [int(year) for year in row["missing"].split(";") if year]} for row in rows]


def _newest_first(documents: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
    by_doc = sorted(documents, key=lambda row: row["doc"])
    return sorted(by_doc, key=lambda row: (row["edition"], row["published"]), reverse=True)


def _document(row: Mapping[str, str]) -> Data:
    return {**{name: row.get(name, "") for name in DOCUMENT}, "digest": row.get("kind") == "digest"}


def _series(values: Sequence[Data], changes: Sequence[Data]) -> list[Data]:
    entries: dict[str, Data] = {}
    for row in values:
        key = {name: row.pop(name) for name in ("series", *KEY)}
        row.update({name: row[name].split(";") if row[name] else [] for name in ID_LISTS})
        row["bound"] = row["bound"] or "exact"
        entries.setdefault(key["series"], _entry(key))["values"].append(row)
    for row in changes:
        name = row.pop("series")
        row.update({key: row[key] or None for key in EMPTY_IS_NULL})
        row["reason"] = row["reason"] or ""
        entry = entries.setdefault(name, _entry({"series": name, **dict(zip(KEY, name.split("|"), strict=True))}))
        entry["changes"].append(row)
    return list(entries.values())


def _entry(key: Mapping[str, str]) -> Data:
    total = not any(key[name] for name in BREAKDOWNS)
    return {"id": key["series"], **{name: key[name] for name in KEY}, "total": total, "values": [], "changes": []}


def _tier(series: Sequence[Data]) -> list[Data]:
    values = [value for entry in series if entry["indicator"] == "tier" for value in entry["values"]]
    return [
        {
            "year": value["year"],
            "value": value["value"],
            "label": TIERS.get(value["value"], SPECIAL),
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


def _disagreements(rows: Sequence[Data]) -> list[Data]:
    found: dict[tuple[str, int], Data] = {}
    for row in rows:
        series, year, spread = row.pop("series"), row.pop("year"), row.pop("spread")
        fresh = {"series": series, "year": year, "values": [], "spread": spread, "reason": ""}
        group = found.setdefault((series, year), fresh)
        group["values"].append(row)
        group["reason"] = group["reason"] or (row["reason"] if row["role"] == "other" else "")
    return list(found.values())


def _coverage(rows: Sequence[Data]) -> Data:
    years = sorted({row["year"] for row in rows})
    lines = [rows[at : at + len(years)] for at in range(0, len(rows), len(years) or 1)]
    told = [{"indicator": line[0]["indicator"], "cells": [row["cell"] for row in line]} for line in lines]
    return {"years": years, "rows": told}
