"""Checks before print: what cannot be, what is odd, what does not add up. Nothing is repaired.

An error holds back the brief of its country; a warning and a note are for the analyst. `CHECKS` is
the list: each is a function of the statements that gives findings.
"""

from __future__ import annotations

from typing import Callable, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from tipbrief.series.gate import contradictions
from tipbrief.series.values import Array, Statements, codes_of, pack

WHOLES: Mapping[str, tuple[str, ...]] = {
    "sex": ("male", "female"),
    "age": ("adult", "child"),
    "origin": ("national", "foreign"),
}
DIMENSIONS = ("exploitation", "sex", "age", "origin")
ABOVE = (
    ("persons_convicted", "persons_prosecuted", "More persons convicted than prosecuted"),
    ("conviction_cases", "prosecutions", "More cases ending in conviction than prosecutions begun"),
    ("persons_imprisoned", "persons_convicted", "More persons imprisoned than convicted"),
)
JUMP, JUMP_BASE = 10, 20
FINDING = ("iso3", "check", "severity", "series", "year", "observations", "message")


def find(said: Statements, series_ids: Array) -> pd.DataFrame:
    """All findings about the statements, `series` as id; `series_ids` are the ids by code."""
    found = [row for check in CHECKS for row in check(said, series_ids)]
    return pd.DataFrame(found, columns=list(FINDING))


def sums(said: Statements, series_ids: Array) -> Iterator[Sequence[object]]:
    """Breakdowns of one document that exceed their total, or do not reach it though they leave nothing out."""
    rows = said.rows[said.rows["value"].notna().to_numpy()]
    rows = rows.drop_duplicates(["group", "doc", "reported_by"])
    for name in DIMENSIONS:
        for total, parts in _divided(rows, name):
            shown = not (total["masked"] or parts["masked"].any())
            whole = set(WHOLES.get(name, ("",))) <= set(parts[name])
            added, exact = parts["value"].sum(), _exact(total, parts)
            if added > total["value"] and total["bound"] not in ("min", "approx"):
                check, words = "parts_exceed_total", "exceed"
            elif whole and exact and added < total["value"]:
                check, words = "parts_below_total", "do not reach"
            else:
                continue
            numbers = f" ({added:g} and {total['value']:g})" if shown else ""
            yield (
                total["iso3"], check, "warning", series_ids[total["series"]], total["year"],
                ";".join([total["id"], *parts["id"]]),
                f"{total['indicator']} {total['year']} in {total['doc']}: the parts by {name} {words} their total{numbers}.",
            )  # fmt: skip


def _divided(rows: pd.DataFrame, name: str) -> Iterator[tuple[pd.Series, pd.DataFrame]]:
    """(total, parts) where vectorised sums say that the parts by `name` are not the total."""
    others = ("iso3", "indicator", "offence", "exploitation", "sex", "age", "origin", "actor", "subtype", "doc", "reported_by")
    key = pack(*codes_of(rows, [n for n in others if n != name]), rows["year"].to_numpy())
    is_part = rows[name].ne("").to_numpy()
    added = pd.Series(rows["value"].to_numpy()[is_part]).groupby(key[is_part]).sum()
    at = pd.Series(np.flatnonzero(~is_part), index=key[~is_part])
    unequal = at[added.reindex(at.index).ne(rows["value"].to_numpy()[at]).to_numpy() & at.index.isin(added.index)]
    wanted = np.isin(key, unequal.index) & is_part
    parts = {code: table for code, table in rows[wanted].groupby(key[wanted])}
    for code, place in unequal.sort_index().items():
        yield rows.iloc[place], parts[code]


def _exact(total: pd.Series, parts: pd.DataFrame) -> bool:
    return total["bound"] == "exact" and bool(parts["bound"].eq("exact").all())


def more_than_before(said: Statements, series_ids: Array) -> Iterator[Sequence[object]]:
    """A later stage of justice with more in it than the stage before, in the recommended values of a year."""
    best = said.rows.iloc[said.values["at"].to_numpy()]
    best = best[best["value"].notna()]
    others = ["iso3", "offence", "exploitation", "sex", "age", "origin", "actor", "subtype", "year"]
    for later, earlier, words in ABOVE:
        few, many = (best[best["indicator"].eq(name).to_numpy()] for name in (earlier, later))
        both = many.merge(few, on=others, suffixes=("", "_few"))
        for row in both[both["value"] > both["value_few"]].to_dict("records"):
            yield (
                row["iso3"], "more_than_before", "warning", series_ids[row["series"]], row["year"],
                f"{row['id']};{row['id_few']}", f"{words} in {row['year']}.",
            )  # fmt: skip


def contradicted(said: Statements, series_ids: Array) -> Iterator[Sequence[object]]:
    """Two numbers of one document, body and article for one series and year."""
    torn = said.rows[contradictions(said.rows)]
    for _, table in torn.groupby(["group", "doc", "reported_by", "law"], observed=True, sort=True):
        row = table.iloc[0]
        yield (
            row["iso3"], "contradiction", "warning", series_ids[row["series"]], row["year"], ";".join(table["id"]),
            f"{row['doc']} gives two numbers for {row['indicator']} {row['year']}.",
        )  # fmt: skip


def duplicates(said: Statements, series_ids: Array) -> Iterator[Sequence[object]]:
    """One fact that stands twice in one document, which the codebook counts once."""
    rows = said.rows
    again = rows.duplicated(["group", "doc", "reported_by", "law", "value", "bound", "status"], keep=False)
    for _, table in rows[again].groupby(["group", "doc", "reported_by", "law", "status"], observed=True, sort=True):
        row = table.iloc[0]
        yield (
            row["iso3"], "duplicate", "note", series_ids[row["series"]], row["year"], ";".join(table["id"]),
            f"{row['doc']} gives {row['indicator']} {row['year']} in more than one row.",
        )  # fmt: skip


def jumps(said: Statements, series_ids: Array) -> Iterator[Sequence[object]]:
    """A value ten times the year before's, or a tenth of it, on a base that is not small."""
    best = said.rows.iloc[said.values["at"].to_numpy()].reset_index(drop=True)
    before = best.shift(1)
    next_year = best["series"].eq(before["series"]) & best["year"].sub(before["year"]).eq(1)
    high, low = np.fmax(best["value"], before["value"]), np.fmin(best["value"], before["value"])
    both = best["value"].notna() & before["value"].notna()
    for at in np.flatnonzero(next_year & both & (high >= JUMP_BASE) & (high >= JUMP * low)):
        row = best.iloc[at]
        yield (
            row["iso3"], "jump", "note", series_ids[row["series"]], row["year"], f"{before['id'][at]};{row['id']}",
            f"{row['indicator']}: {row['year']} is ten times the year before, or a tenth of it.",
        )  # fmt: skip


CHECKS: tuple[Callable[[Statements, Array], Iterator[Sequence[object]]], ...] = (
    sums, more_than_before, contradicted, duplicates, jumps,
)  # fmt: skip
