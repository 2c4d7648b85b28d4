"""Checks before print: what cannot be, what is odd, what does not add up. Nothing is repaired.

An error holds back the brief of its country; a warning and a note are for the analyst. `find` lists the checks of
the statements; tipbrief/series/rows.py has those of single rows, since.py those against the last release.
"""

from __future__ import annotations

from typing import Mapping, Sequence

import numpy as np
import pandas as pd

from tipbrief.series.gate import contradictions
from tipbrief.series.values import Array, Statements, codes_of, joined, pack
from tipbrief.settings import Indicator

KEY = ("iso3", "indicator", "offence", "exploitation", "sex", "age", "origin", "actor", "subtype")
WHOLE_IN_TWO = ("sex", "age", "origin")
JUMP, JUMP_BASE = 10, 20
ONE_VOICE = ("doc", "body", "law")


def find(said: Statements, series_ids: Array, indicators: Mapping[str, Indicator]) -> pd.DataFrame:
    """All findings about the statements, as rows of checks.csv."""
    found = [check(said, series_ids) for check in (sums, contradicted, duplicates, jumps)]
    return pd.concat([*found, more_than_before(said, series_ids, indicators)], ignore_index=True)


def findings(
    rows: pd.DataFrame, series_ids: Array, check: str, severity: str, ids: Array, end: Sequence[str]
) -> pd.DataFrame:
    """One finding for each row, about its series and year: `ids` are the observations, `end` ends the sentence."""
    texts = (rows[name].astype(object).tolist() for name in ("indicator", "year", "doc"))
    return pd.DataFrame(
        {
            "iso3": rows["iso3"].astype(object).to_numpy(),
            "check": check,
            "severity": severity,
            "series": series_ids[rows["series"].to_numpy(np.int64)],
            "year": rows["year"].to_numpy(),
            "observations": ids,
            "message": [f"{what} {year}, {doc}: {words}." for what, year, doc, words in zip(*texts, end, strict=True)],
        }
    )


def sums(said: Statements, series_ids: Array) -> pd.DataFrame:
    """Breakdowns of one document that exceed their total, or do not reach it though they leave nothing out."""
    rows = said.rows[said.rows["value"].notna().to_numpy()]
    rows = rows.drop_duplicates(["group", "doc", "body"])
    rows = rows.assign(inexact=rows["bound"].ne("exact")).reset_index(drop=True)
    names = ("exploitation", *WHOLE_IN_TWO)
    return pd.concat([_sums(rows, name, _without(said.names, name), series_ids) for name in names], ignore_index=True)


def _without(names: pd.DataFrame, *columns: str) -> Array:
    """For each series a code that it shares with those that differ from it in these columns only."""
    return np.unique(pack(*codes_of(names, [name for name in KEY if name not in columns])), return_inverse=True)[1]


def _sums(rows: pd.DataFrame, name: str, whole: Array, series_ids: Array) -> pd.DataFrame:
    key = pack(whole[rows["series"].to_numpy()], rows["year"].to_numpy(), *codes_of(rows, ONE_VOICE[:2]))
    part = rows[name].ne("").to_numpy()
    keys, _, ids = joined(key[part], rows["id"].to_numpy(object)[part])
    parts = rows[part].groupby(key[part], sort=True).agg(
        added=("value", "sum"), kinds=("series", "nunique"),
        masked_parts=("masked", "any"), inexact_parts=("inexact", "any"),
    )  # fmt: skip
    both = rows[~part].assign(key=key[~part]).merge(parts.assign(ids=ids), left_on="key", right_on=keys)
    exceed = (both["added"] > both["value"]) & ~both["bound"].isin(["min", "approx"])
    complete = (both["kinds"] >= 2) & (name in WHOLE_IN_TWO) & ~both["inexact"] & ~both["inexact_parts"]
    below = complete & (both["added"] < both["value"])
    told = both[exceed | below]
    verb = np.where(exceed, "exceed", "do not reach")[exceed | below]
    shown = zip(
        verb, told["added"].tolist(), told["value"].tolist(), told["masked"] | told["masked_parts"], strict=True
    )
    end = [
        f"the parts by {name} {verb} their total" + ("" if masked else f" ({added:g} and {total:g})")
        for verb, added, total, masked in shown
    ]
    check = np.where(exceed, "parts_exceed_total", "parts_below_total")[exceed | below]
    ids = (told["id"] + ";" + told["ids"]).to_numpy(object)
    return findings(told, series_ids, "", "warning", ids, end).assign(check=check)


def more_than_before(said: Statements, series_ids: Array, indicators: Mapping[str, Indicator]) -> pd.DataFrame:
    """More of an indicator than of the one that it can be `at_most`, in the recommended values of a year."""
    best = said.rows.iloc[said.values["at"].to_numpy()]
    best = best[best["value"].notna().to_numpy()]
    key = pack(_without(said.names, "indicator")[best["series"].to_numpy()], best["year"].to_numpy())
    best, found = best.assign(key=key), []
    for code, entry in indicators.items():
        if not entry.at_most:
            continue
        few, many = (best[best["indicator"].eq(name).to_numpy()] for name in (entry.at_most, code))
        both = many.merge(few[["key", "value", "id"]], on="key", suffixes=("", "_few"))
        both = both[(both["value"] > both["value_few"]).to_numpy()]
        ids = (both["id"] + ";" + both["id_few"]).to_numpy(object)
        found.append(
            findings(both, series_ids, "more_than_before", "warning", ids, [f"more than {entry.at_most}"] * len(both))
        )
    return pd.concat(found, ignore_index=True)


def contradicted(said: Statements, series_ids: Array) -> pd.DataFrame:
    """Two numbers of one document, body and article for one series and year."""
    torn = said.rows[contradictions(said.rows)]
    _, first, ids = joined(pack(torn["group"].to_numpy(), *codes_of(torn, ONE_VOICE)), torn["id"].to_numpy(object))
    words = ["two numbers of one document for one year"] * len(first)
    return findings(torn.iloc[first], series_ids, "contradiction", "warning", ids, words)


def duplicates(said: Statements, series_ids: Array) -> pd.DataFrame:
    """One fact that stands twice in one document, which the codebook counts once."""
    same = pack(said.rows["group"].to_numpy(), *codes_of(said.rows, (*ONE_VOICE, "bound", "status")))
    again = pd.DataFrame({"same": same, "value": said.rows["value"]}).duplicated(keep=False).to_numpy()
    rows = said.rows[again]
    value = np.unique(rows["value"].fillna(-1).to_numpy(), return_inverse=True)[1]
    _, first, ids = joined(pack(same[again], value), rows["id"].to_numpy(object))
    return findings(rows.iloc[first], series_ids, "duplicate", "note", ids, ["one figure in two rows"] * len(first))


def jumps(said: Statements, series_ids: Array) -> pd.DataFrame:
    """A value ten times the year before's, or a tenth of it, on a base that is not small."""
    best = said.rows.iloc[said.values["at"].to_numpy()].reset_index(drop=True)
    before = best[["series", "year", "value", "id"]].shift(1)
    next_year = best["series"].eq(before["series"]) & best["year"].sub(before["year"]).eq(1)
    high, low = np.fmax(best["value"], before["value"]), np.fmin(best["value"], before["value"])
    both = best["value"].notna() & before["value"].notna()
    far = (next_year & both & (high >= JUMP_BASE) & (high >= JUMP * low)).to_numpy()
    ids = (before["id"] + ";" + best["id"])[far].to_numpy(object)
    words = ["ten times the year before, or a tenth of it"] * len(ids)
    return findings(best[far], series_ids, "jump", "note", ids, words)
