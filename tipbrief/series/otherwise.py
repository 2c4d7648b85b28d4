"""What else was said: disagreements about a year, and what later editions did to a figure."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tipbrief.series.gate import contradictions
from tipbrief.series.values import Array, Statements, codes_of, pack

SAME_DOCUMENT, PART = "the document contradicts itself", "part of the total, under one article"


TOLD = ("iso3", "series", "group", "year", "publisher", "edition", "doc", "id", "value", "bound", "status", "masked")


def disagreements(said: Statements) -> pd.DataFrame:
    """One row for each statement about a year on which two numbers were said; the best first.

    `spread` is the largest number less the smallest, empty where one of them is masked. `reason` is
    why a statement may differ from the recommended one, empty where the documents do not tell.
    """
    rows = said.rows[said.rows["status"].eq("reported").to_numpy()]
    number = rows.groupby("group", sort=False)["value"]
    rows = rows.assign(spread=number.transform("max") - number.transform("min"))
    rows = rows[rows["spread"] > 0]
    hidden = rows.groupby("group", sort=False)["masked"].transform("any")
    best = said.rows.iloc[said.values["at"].to_numpy()[rows["group"].to_numpy()]]
    role = np.where(rows["same"], "recommended", "other")
    reason = np.where(rows["same"], "", _reasons(rows, best, contradictions(said.rows)[rows.index]))
    told = rows.assign(role=role, reason=reason, spread=rows["spread"].mask(hidden))
    return _with_parts(said, told)


def _reasons(rows: pd.DataFrame, best: pd.DataFrame, torn: Array) -> Array:
    def differs(name: str) -> Array:
        return codes_of(rows, (name,))[0] != codes_of(best, (name,))[0]

    named = rows["reported_by"].ne("").to_numpy() | best["reported_by"].ne("").to_numpy()
    open_bound = rows["bound"].ne("exact").to_numpy() | best["bound"].ne("exact").to_numpy()
    earlier = rows["edition"].to_numpy() < best["edition"].to_numpy()
    return np.select(
        [
            differs("law"), differs("period"), named & differs("reported_by"), differs("publisher"),
            earlier & ~differs("publisher"), open_bound, torn & ~differs("doc"),
        ],
        ["another article", "another kind of year", "another body", "another publisher",
         "a later edition restated it", "a bound", SAME_DOCUMENT],
        "",
    ).astype(object)  # fmt: skip


def _with_parts(said: Statements, told: pd.DataFrame) -> pd.DataFrame:
    """Add the figures under one article to the disagreements about their total: they are parts, not rivals."""
    told = told.reset_index(drop=True)
    concerned = told[["series", "year"]].drop_duplicates()
    parts = said.parts.merge(concerned, on=["series", "year"]).assign(role="part", reason=PART, spread=np.nan)
    kinds = {name: told[name].dtype for name in told.columns if name in parts.columns}
    if not len(parts):
        return told
    return pd.concat([told, parts.astype(kinds)], ignore_index=True).sort_values(["series", "year"], kind="stable")


def revisions(said: Statements) -> pd.DataFrame:
    """What each edition of a publisher said of a year: first, confirmed, restated, or dropped.

    Dropped: a later edition gives the year after as its own, and this one no more. An edition speaks
    with its best statement for the year.
    """
    counts = said.rows.loc[said.rows["indicator"].ne("tier").to_numpy(), list(TOLD)]
    told = counts.drop_duplicates(["group", "publisher", "doc"]).sort_values(
        ["series", "year", "publisher", "edition", "doc"], kind="stable"
    )
    told = told.assign(line=_lines(told)).reset_index(drop=True)
    first = ~told["line"].duplicated()
    before = told[["value", "bound", "id"]].shift(1)
    value, previous = told["value"].fillna(-1), before["value"].fillna(-1)
    alike = value.eq(previous) & told["bound"].eq(before["bound"].astype(told["bound"].dtype))
    outcome = np.select([first, alike], ["first", "confirmed"], "restated")
    told = told.assign(outcome=outcome, against=np.where(first, "", before["id"].fillna("")))
    dropped = _dropped(told)
    lines = pd.concat([told, dropped], ignore_index=True) if len(dropped) else told
    spoken = lines.groupby("line")["edition"].transform("size") > 1
    order = ["series", "year", "line", "edition", "doc"]
    return lines[spoken].sort_values(order, kind="stable", ignore_index=True)


def _lines(told: pd.DataFrame) -> Array:
    """A code for each series, year and publisher."""
    key = pack(told["series"].to_numpy(), told["year"].to_numpy(), *codes_of(told, ("publisher",)))
    return np.unique(key, return_inverse=True)[1]


def _dropped(told: pd.DataFrame) -> pd.DataFrame:
    """Rows for the first later edition whose own year, its latest, follows a year that it no longer gives.

    An edition is expected to compare its own year with the year before; what lies further back is not dropped.
    """
    last = told.drop_duplicates("line", keep="last")
    own = told.sort_values("year", kind="stable").drop_duplicates(["series", "doc"], keep="last")
    after = own[["series", "year", "publisher", "edition", "doc"]].assign(year=own["year"] - 1)
    both = last.merge(after, on=["series", "year", "publisher"], suffixes=("", "_after"))
    both = both[both["edition_after"] > both["edition"]].sort_values(
        ["line", "edition_after", "doc_after"], kind="stable"
    )
    both = both.drop_duplicates("line")
    return both.assign(
        against=both["id"], id="", doc=both["doc_after"], edition=both["edition_after"],
        value=np.nan, masked=False, bound="", status="", outcome="dropped",
    )[list(told.columns)]  # fmt: skip
