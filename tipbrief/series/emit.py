"""The stage's tables, from statements, values and pairs: codes become words, hidden numbers disappear."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Mapping, Sequence

import numpy as np
import pandas as pd

from tipbrief.series import checks, coverage, otherwise, since, tables
from tipbrief.series.comparison import Comparison
from tipbrief.series.gate import SENTENCES, pass_gate
from tipbrief.series.masking import mask
from tipbrief.series.pairs import find_pairs
from tipbrief.series.rows import Gathered
from tipbrief.series.tables import conform
from tipbrief.series.values import KEY, Array, Statements, choose, lists
from tipbrief.settings import Indicator

SIBLINGS = ("offence", "actor", "unit", "breakdown")


@dataclass(frozen=True)
class Result:
    """All that the stage says: each table conforms to its schema; `hidden` are the ids that are masked."""

    series: pd.DataFrame
    changes: pd.DataFrame
    disagreements: pd.DataFrame
    revisions: pd.DataFrame
    since_release: pd.DataFrame
    checks: pd.DataFrame
    coverage: pd.DataFrame
    unified: pd.DataFrame
    hidden: frozenset[str]


def compute(
    gathered: Gathered,
    countries: Sequence[str],
    indicators: Mapping[str, Indicator],
    rules: Comparison,
    smallest_base: int,
    mask_below: int,
    release: Path | None = None,
) -> Result:
    """Every table of the stage from the gathered rows; `countries` are those with a document.

    `release`: the folder of the last release, where there is one.
    """
    rows = gathered.rows.assign(masked=mask(gathered.rows, mask_below))
    said = choose(rows, rules)
    ids = series_ids(said.names)
    units = {code: entry.unit for code, entry in indicators.items()}
    changes = pass_gate(said, find_pairs(said, indicators), rules, units, smallest_base)
    series = conform(_series(said, ids), tables.SERIES)
    changed = (
        since.since_release(series, since.read_release(release), countries) if release else since.nothing_released()
    )
    findings = [gathered.findings, checks.find(said, ids, indicators)]
    if release:
        findings.append(since.checked(changed, release.name))
    return Result(
        series=series,
        changes=conform(_changes(said, changes, gathered.impossible, ids), tables.CHANGES),
        disagreements=conform(_rows(otherwise.disagreements(said), ids), tables.DISAGREEMENTS),
        revisions=conform(_rows(otherwise.revisions(said), ids), tables.REVISIONS),
        since_release=conform(changed, tables.SINCE),
        checks=conform(_sorted(findings), tables.CHECKS),
        coverage=conform(coverage.coverage(said, indicators), tables.COVERAGE),
        unified=conform(coverage.unified(said, rules.unified, countries), tables.UNIFIED),
        hidden=frozenset(rows.loc[rows["masked"], "id"]),
    )


def series_ids(names: pd.DataFrame) -> Array:
    """`investigations|trafficking|||||government|`: the key without iso3; a `|` in a subtype becomes `/`."""
    if not len(names):
        return np.zeros(0, dtype=object)
    columns = [names[name].astype(str).str.replace("|", "/", regex=False).to_numpy(object) for name in KEY]
    return np.array(["|".join(key) for key in zip(*columns, strict=True)], dtype=object)


def _hide(rows: pd.DataFrame) -> pd.DataFrame:
    """Values and bounds as they may be shown."""
    hidden = rows["masked"].fillna(False).astype(bool)
    return rows.assign(
        value=rows["value"].mask(hidden),
        bound=_word(rows["bound"], hidden, ""),
        status=_word(rows["status"], hidden, "masked"),
    )


def _word(column: pd.Series, where: pd.Series, word: str) -> pd.Series:
    """`word` where the mask holds; a categorical column stays one."""
    if isinstance(column.dtype, pd.CategoricalDtype) and word not in column.cat.categories:
        column = column.cat.add_categories([word])
    return column.mask(where, word)


def _rows(frame: pd.DataFrame, ids: Array) -> pd.DataFrame:
    return _hide(frame).assign(series=_named(frame["series"].to_numpy(np.int64), ids), observation=frame["id"])


def _named(series: Array, ids: Array) -> pd.Categorical:
    """Series codes as their ids, without writing out each."""
    distinct, codes = np.unique(ids.astype(object), return_inverse=True)
    return pd.Categorical.from_codes(codes[series], categories=pd.Index(distinct, dtype=object))


def _series(said: Statements, ids: Array) -> pd.DataFrame:
    best = said.rows.iloc[said.values["at"].to_numpy()]
    total = len(best)
    is_best = np.zeros(len(said.rows), bool)
    is_best[said.values["at"].to_numpy()] = True
    same = said.rows["same"].to_numpy(bool)
    return _rows(best, ids).assign(
        rule=said.values["rule"].to_numpy(object),
        supporting=lists(said.rows, same & ~is_best, total),
        others=lists(said.rows, ~same, total),
        parts=_parts(said),
    ).reset_index(drop=True)  # fmt: skip


def _parts(said: Statements) -> Array:
    """Ids of the figures under one article that are parts of each value."""
    joined = said.parts.sort_values("id").groupby(["series", "year"])["id"].agg(";".join)
    keys = pd.MultiIndex.from_frame(said.values[["series", "year"]])
    return joined.reindex(keys).fillna("").to_numpy(object)


def _changes(said: Statements, changes: pd.DataFrame, impossible: pd.DataFrame, ids: Array) -> pd.DataFrame:
    series = changes["series"].to_numpy(np.int64)
    sides = [("from", _shown(said, changes["left"].to_numpy())), ("to", _shown(said, changes["right"].to_numpy()))]
    shown = pd.concat([side.add_prefix(f"{name}_") for name, side in sides], axis=1)
    elsewhere = changes["lacking"].isin(SIBLINGS)
    shown["from_value"] = shown["from_value"].mask(elsewhere)
    shown["from_bound"] = _word(shown["from_bound"], elsewhere, "")
    named = {"iso3": said.names["iso3"].take(series).array, "series": _named(series, ids)}
    table = pd.concat([changes.assign(**named), shown], axis=1)
    refused = _impossible(impossible, table)
    return pd.concat([table, refused], ignore_index=True) if len(refused) else table


def _shown(said: Statements, at: Array) -> pd.DataFrame:
    """Value, bound and id at the positions; nothing at position -1."""
    rows = _hide(said.rows.iloc[at][["value", "bound", "status", "masked", "id"]])
    none = at < 0
    return pd.DataFrame(
        {
            "value": rows["value"].mask(none).to_numpy(),
            "bound": _word(rows["bound"], rows["value"].isna() | none, "").array,
            "observation": np.where(none, "", rows["id"].to_numpy(object)),
        }
    )


def _impossible(rows: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """A refusal for each year whose only number cannot be a count."""
    if not len(rows):
        return rows
    refused = pd.DataFrame(
        {
            "iso3": rows["iso3"].astype(object), "series": series_ids(rows[list(KEY)]), "from": np.nan,
            "to": rows["year"], "gap": False, "from_value": np.nan, "from_bound": "", "to_value": np.nan,
            "to_bound": "", "from_observation": "", "to_observation": rows["id"], "absolute": np.nan,
            "percent": np.nan, "direction": "", "basis": "", "within_chance": pd.NA, "refused": "impossible",
            "reason": SENTENCES["impossible"], "percent_refused": "",
        }
    ).sort_values(["iso3", "series", "to", "to_observation"])  # fmt: skip
    key = ["iso3", "series", "to"]
    refused = refused.drop_duplicates(key)
    taken = pd.MultiIndex.from_frame(table.loc[table["from"].isna(), key].astype(object))
    return refused[~pd.MultiIndex.from_frame(refused[key].astype(object)).isin(taken)]


def _sorted(findings: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """All findings in one table, by country, the gravest first."""
    found = [table for table in findings if len(table)]
    if not found:
        return pd.DataFrame(columns=list(tables.CHECKS.columns))
    rank = {name: place for place, name in enumerate(tables.SEVERITIES)}
    table = pd.concat(found, ignore_index=True)
    table = table.assign(rank=table["severity"].map(rank), year=table["year"].astype("float64"))
    return table.sort_values(["iso3", "rank", "check", "series", "year", "observations"], ignore_index=True)
