"""Which two statements a change compares: first inside one document, else the recommended values.

Gives one row for each pair: `series`, `from`, `to` (years), `gap`, `left` and `right` (positions in
Statements.rows, -1 for none), `inside` (one document), `lacking` (a refusal that needs no figures).
"""

from __future__ import annotations

from typing import Mapping

import numpy as np
import pandas as pd

from tipbrief.series.values import BREAKDOWNS, KEY, Array, Statements, codes_of, pack
from tipbrief.settings import Indicator

PAIR = ("series", "from", "to", "gap", "left_value", "right_value", "lacking")


def find_pairs(said: Statements, indicators: Mapping[str, Indicator]) -> pd.DataFrame:
    """Every pair that the stage must show or refuse; `left` and `right` are positions in said.rows."""
    values = _counts(said)
    pairs = pd.concat(
        [_consecutive(values), _across_gaps(values), _siblings(said, values, indicators)], ignore_index=True
    )
    pairs = pd.concat([pairs, _alone(values, pairs)], ignore_index=True)
    at = values["at"].to_numpy()
    pairs["left"] = np.where(pairs["left_value"] >= 0, at[pairs["left_value"]] if len(at) else -1, -1)
    pairs["right"] = at[pairs["right_value"]]
    pairs = _inside(said, pairs)
    order = np.lexsort([pairs["from"].fillna(0), pairs["to"], pairs["series"]])
    return pairs.iloc[order].reset_index(drop=True)


def _counts(said: Statements) -> pd.DataFrame:
    """The values that can change: all but the tier, which is a rank."""
    tier = said.names["indicator"].eq("tier").to_numpy()
    values = said.values[~tier[said.values["series"].to_numpy()]].reset_index(drop=True)
    known = said.rows["status"].eq("reported").to_numpy()[values["at"]]
    return values.assign(known=known, number=np.arange(len(values)))


def _frame(values: pd.DataFrame, left: Array, right: Array, gap: bool, lacking: str = "") -> pd.DataFrame:
    year, series = values["year"].to_numpy(), values["series"].to_numpy()
    before = np.where(left >= 0, year[left] if len(year) else np.nan, np.nan)
    columns = (series[right], before, year[right], gap, left, right, lacking)
    return pd.DataFrame(dict(zip(PAIR, columns, strict=True)), index=range(len(right)))


def _consecutive(values: pd.DataFrame) -> pd.DataFrame:
    series, year = values["series"].to_numpy(), values["year"].to_numpy()
    right = np.flatnonzero((series[1:] == series[:-1]) & (year[1:] - year[:-1] == 1)) + 1
    return _frame(values, right - 1, right, gap=False)


def _across_gaps(values: pd.DataFrame) -> pd.DataFrame:
    """A known value whose year before has none, with the last known one before that."""
    known = values[values["known"]]
    series, year, number = (known[name].to_numpy() for name in ("series", "year", "number"))
    right = np.flatnonzero((series[1:] == series[:-1]) & (year[1:] - year[:-1] > 1)) + 1
    return _frame(values, number[right - 1], number[right], gap=True)


def _alone(values: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """A series of which no pair exists still says why."""
    last = values[~values["series"].isin(pairs["series"])].groupby("series", sort=False).tail(1)
    right = last["number"].to_numpy()
    none = np.full(len(right), -1)
    single = ~values["series"].duplicated(keep=False).to_numpy()[right]
    known = values["known"].to_numpy()[right]
    lacking = np.where(single & known, "one_year", "not_reported")
    return _frame(values, none, right, gap=False).assign(lacking=lacking)


def _siblings(said: Statements, values: pd.DataFrame, indicators: Mapping[str, Indicator]) -> pd.DataFrame:
    """Where the year before is known only for another offence scope, actor, unit or breakdown: that refusal."""
    names = said.names
    code = dict(zip(("iso3", *KEY), codes_of(names, ("iso3", *KEY)), strict=True))
    stage = {indicator: entry.stage or indicator for indicator, entry in indicators.items()}
    unit = names["indicator"].astype(str).map(stage).astype("category").cat.codes.to_numpy()
    views = {
        "offence": [code[name] for name in code if name != "offence"],
        "actor": [code[name] for name in code if name != "actor"],
        "unit": [unit, *(code[name] for name in code if name != "indicator")],
        "breakdown": [code[name] for name in code if name not in BREAKDOWNS],
    }
    total = _totals(names)
    series, year = values["series"].to_numpy(), values["year"].to_numpy()
    linked = np.append(False, (series[1:] == series[:-1]) & (year[1:] - year[:-1] == 1))
    left = np.flatnonzero(values["known"].to_numpy())
    right = np.flatnonzero(values["known"].to_numpy() & ~linked)
    found = [
        _sibling(values, pack(*view), left[total[series[left]]] if reason == "breakdown" else left, right, reason)
        for reason, view in views.items()
    ]
    return pd.concat(found, ignore_index=True).drop_duplicates("right_value", ignore_index=True)


def _totals(names: pd.DataFrame) -> Array:
    return np.logical_and.reduce([names[name].eq("").to_numpy() for name in BREAKDOWNS])


def _sibling(values: pd.DataFrame, view: Array, left: Array, right: Array, reason: str) -> pd.DataFrame:
    series, year = values["series"].to_numpy(), values["year"].to_numpy()
    before = pd.DataFrame({"key": view[series[left]], "year": year[left] + 1, "left": left}).drop_duplicates(
        ["key", "year"]
    )
    after = pd.DataFrame({"key": view[series[right]], "year": year[right], "right": right})
    both = after.merge(before, on=["key", "year"])
    return _frame(values, both["left"].to_numpy(), both["right"].to_numpy(), gap=False, lacking=reason)


def _inside(said: Statements, pairs: pd.DataFrame) -> pd.DataFrame:
    """Put the two statements of one document in place of the recommended ones, where a document has both."""
    open_pairs = np.flatnonzero(pairs["lacking"].eq("").to_numpy())
    rows = said.rows
    left, right = (pairs[side].to_numpy() for side in ("left", "right"))
    group, doc = rows["group"].to_numpy(), codes_of(rows, ("doc",))[0]
    known = rows["status"].eq("reported").to_numpy()
    after = pd.DataFrame({"group": group, "doc": doc, "right": np.arange(len(rows))})[known & rows["same"].to_numpy()]
    before = after.iloc[:0].rename(columns={"right": "left"})
    before = pd.DataFrame({"from": group, "doc": doc, "left": np.arange(len(rows))})[known]
    wanted = pd.DataFrame({"pair": open_pairs, "from": group[left[open_pairs]], "group": group[right[open_pairs]]})
    found = wanted.merge(after, on="group").merge(before, on=["from", "doc"])
    found = _best(said, found, left, right)
    pairs["inside"] = False
    pairs.loc[found["pair"], "inside"] = True
    pairs.loc[found["pair"], "left"] = found["left"].to_numpy()
    pairs.loc[found["pair"], "right"] = found["right"].to_numpy()
    return pairs


def _best(said: Statements, found: pd.DataFrame, left: Array, right: Array) -> pd.DataFrame:
    """One candidate a pair: no two named bodies, then nearest to the recommended values, then best ranked."""
    rows = said.rows
    body, law = codes_of(rows, ("body", "law"))
    named = rows["body"].ne("").to_numpy()
    here, there, pair = (found[name].to_numpy() for name in ("left", "right", "pair"))
    found = found[~(named[here] & named[there] & (body[here] != body[there]))]
    here, there, pair = (found[name].to_numpy() for name in ("left", "right", "pair"))
    order = np.lexsort(
        [
            here, there, law[here] != law[there], body[here] != body[there],
            there != right[pair], ~rows["same"].to_numpy()[here], pair,
        ]
    )  # fmt: skip
    return found.iloc[order].drop_duplicates("pair")
