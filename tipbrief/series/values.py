"""One value for a series and year, by the written order of preference, and all else that was said.

Nothing is averaged and nothing is summed: a recommended value is one statement of one document.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import numpy as np
import pandas as pd

from tipbrief.series.comparison import Comparison

KEY = ("indicator", "offence", "exploitation", "sex", "age", "origin", "actor", "subtype")
BREAKDOWNS = ("exploitation", "sex", "age", "origin", "subtype")
ONLY, AGREED, LAST = "the only statement", "all statements agree", "no rule tells them apart"
Array = np.ndarray


@dataclass(frozen=True)
class Statements:
    """Statements and the values chosen from them.

    `rows` is sorted: series, year, then best first, so a group's first row is the recommended one. Columns
    added: `series` (code), `group` (code of series and year), `same` (says what the recommended row says).
    `values` has one row for each group, in the same order: `at` (position in `rows`), `series`, `year`,
    `rule`, `contradicts`. `parts`: rows under one article beside a total of the same document and body.
    `names`: iso3 and key of each series code.
    """

    rows: pd.DataFrame
    values: pd.DataFrame
    parts: pd.DataFrame
    names: pd.DataFrame


def pack(*columns: Array) -> Array:
    """One int64 for each combination of the non-negative codes, in their lexicographic order."""
    packed, size = np.zeros(len(columns[0]), dtype=np.int64), 1
    for column in columns:
        codes = np.asarray(column, dtype=np.int64)
        width = int(codes.max(initial=0)) + 1
        if size * width > 2**62:
            packed = np.unique(packed, return_inverse=True)[1]
            size = len(packed)
        packed, size = packed * width + codes, size * width
    return packed


def codes_of(frame: pd.DataFrame, names: Sequence[str]) -> list[Array]:
    """The category codes of the columns."""
    return [frame[name].cat.codes.to_numpy(np.int64) for name in names]


def choose(frame: pd.DataFrame, rules: Comparison) -> Statements:
    """Number the series, set parts aside, sort the statements of each year best first."""
    series, first = _series(frame)
    names = frame.iloc[first][["iso3", *KEY]].reset_index(drop=True)
    frame = frame.assign(series=series)
    part = _is_part(frame)
    rows = _sorted(frame[~part], rules)
    values = _values(rows, rules)
    rows["same"] = _says(rows) == np.repeat(_says(rows.iloc[values["at"]]), _sizes(values, len(rows)))
    return Statements(rows, values, frame[part].reset_index(drop=True), names)


def _series(frame: pd.DataFrame) -> tuple[Array, Array]:
    """Codes of iso3 and key, in order, and one row of each."""
    _, first, series = np.unique(pack(*codes_of(frame, ("iso3", *KEY))), return_index=True, return_inverse=True)
    return series, first


def _is_part(frame: pd.DataFrame) -> Array:
    """A row under an article, where the same document and body give the year's figure without one."""
    law = frame["law"].ne("").to_numpy()
    _, said = np.unique(
        pack(frame["series"].to_numpy(), frame["year"].to_numpy(), *codes_of(frame, ("doc", "body"))),
        return_inverse=True,
    )
    total = np.zeros(said.max(initial=-1) + 1, dtype=bool)
    total[said[~law]] = True
    return law & total[said]


def _sorted(rows: pd.DataFrame, rules: Comparison) -> pd.DataFrame:
    _, group = np.unique(pack(rows["series"].to_numpy(), rows["year"].to_numpy()), return_inverse=True)
    criteria = _criteria(rows)
    chosen = pack(group, *(criteria[rule] - criteria[rule].min(initial=0) for rule in rules.prefer))
    start, doc = rows["start"].fillna(-1).to_numpy(), codes_of(rows, ("doc",))[0]
    order = np.lexsort([_hash(rows["id"]), doc, start, chosen])
    return rows.assign(group=group).iloc[order].reset_index(drop=True)


def _criteria(rows: pd.DataFrame) -> dict[str, Array]:
    """For each rule of config/comparison.yml a rank, the smaller the better."""
    return {
        "reported": rows["status"].ne("reported").to_numpy(np.int64),
        "whole_year": rows["period"].isin(["partial", "multi"]).to_numpy(np.int64),
        "total": rows["law"].ne("").to_numpy(np.int64),
        "kind": rows["kind_rank"].to_numpy(),
        "edition": -rows["edition"].to_numpy(),
        "body": rows["body_rank"].to_numpy(),
        "exact": rows["bound"].ne("exact").to_numpy(np.int64),
        "place": rows["start"].fillna(-1).to_numpy(np.int64),
    }


def _hash(ids: pd.Series) -> Array:
    """A number that depends on the id alone: the last resort never looks at the order of rows."""
    return pd.util.hash_array(ids.to_numpy(object), categorize=False)


def _says(rows: pd.DataFrame) -> Array:
    """What a row says, for equality: its number, or -1 for "not reported" (no number is negative here)."""
    return rows["value"].fillna(-1).to_numpy()


def _sizes(values: pd.DataFrame, total: int) -> Array:
    return np.diff(np.append(values["at"].to_numpy(), total))


def _values(rows: pd.DataFrame, rules: Comparison) -> pd.DataFrame:
    group = rows["group"].to_numpy()
    at = np.flatnonzero(np.diff(group, prepend=-1))
    values = pd.DataFrame({"at": at, "series": rows["series"].to_numpy()[at], "year": rows["year"].to_numpy()[at]})
    values["rule"] = _rules(rows, at, rules)
    return values


def _rules(rows: pd.DataFrame, at: Array, rules: Comparison) -> Array:
    """The words of the rule that set each recommended row before the best row that says something else."""
    sizes = np.diff(np.append(at, len(rows)))
    says = _says(rows)
    other = np.flatnonzero(says != np.repeat(says[at], sizes))
    groups, first = np.unique(rows["group"].to_numpy()[other], return_index=True)
    best, rival = at[groups], other[first]
    chosen = np.where(sizes > 1, AGREED, ONLY).astype(object)
    criteria = _criteria(rows)
    differ = [criteria[rule][best] != criteria[rule][rival] for rule in rules.prefer]
    words = np.array(list(rules.prefer.values()), dtype=object)
    first_rule = np.argmax([*differ, np.ones(len(groups), dtype=bool)], axis=0)
    chosen[groups] = np.append(words, LAST)[first_rule]
    return chosen


def lists(rows: pd.DataFrame, wanted: Array, total: int) -> Array:
    """For each of `total` groups the ids of its wanted rows, joined by ';'."""
    listed = np.full(total, "", dtype=object)
    at = np.flatnonzero(wanted)
    _, first, ids = joined(rows["group"].to_numpy()[at], rows["id"].to_numpy(object)[at])
    listed[rows["group"].to_numpy()[at[first]]] = ids
    return listed


def joined(keys: Array, ids: Array) -> tuple[Array, Array, Array]:
    """The distinct keys, the first place of each, and their ids in their order, joined by ';'."""
    order = np.argsort(keys, kind="stable")
    distinct, first = np.unique(keys[order], return_index=True)
    ids, ends = ids[order], [*first[1:].tolist(), len(order)] if len(first) else []
    texts = np.empty(len(first), dtype=object)
    texts[:] = [
        ids[start] if end - start == 1 else ";".join(ids[start:end]) for start, end in zip(first, ends, strict=True)
    ]
    return distinct, order[first], texts
