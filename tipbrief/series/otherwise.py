"""What else was said: disagreements about a year, and what later editions did to a figure."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tipbrief.messages import _
from tipbrief.series.gate import contradictions
from tipbrief.series.values import Array, Statements, codes_of, pack

SAME_DOCUMENT, PART = _("the document contradicts itself"), _("part of the total, under one article")


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

    named = rows["body"].ne("").to_numpy() | best["body"].ne("").to_numpy()
    open_bound = rows["bound"].ne("exact").to_numpy() | best["bound"].ne("exact").to_numpy()
    earlier = rows["edition"].to_numpy() < best["edition"].to_numpy()
    return np.select(
        [
            differs("law"), differs("period"), named & differs("body"), differs("publisher"),
            earlier & ~differs("publisher"), open_bound, torn & ~differs("doc"),
        ],
        [_("another article"), _("another kind of year"), _("another body"), _("another publisher"),
         _("a later edition restated it"), _("a bound"), SAME_DOCUMENT],
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
    told = counts.drop_duplicates(["group", "publisher", "doc"])
    line, after = _lines(told)
    doc = codes_of(told, ("doc",))[0]
    order = np.lexsort([doc, told["edition"].to_numpy(), line])
    told, line = told.iloc[order].reset_index(drop=True), line[order]
    first = np.diff(line, prepend=-1) != 0
    before = told[["value", "bound", "id"]].shift(1)
    value, previous = told["value"].fillna(-1), before["value"].fillna(-1)
    alike = value.eq(previous) & told["bound"].eq(before["bound"].astype(told["bound"].dtype))
    outcome = np.select([first, alike], ["first", "confirmed"], "restated").astype(object)
    told = told.assign(line=line, outcome=outcome, against=before["id"].mask(first, ""))
    lines = pd.concat([told, _dropped(told, after[order], doc[order])], ignore_index=True)
    lines["bound"], lines["status"] = (lines[name].astype("category") for name in ("bound", "status"))
    spoken = np.bincount(lines["line"].to_numpy())[lines["line"].to_numpy()] > 1
    lines = lines[spoken]
    order = np.lexsort([*codes_of(lines, ("doc",)), lines["edition"].to_numpy(), lines["line"].to_numpy()])
    return lines.iloc[order].reset_index(drop=True)


def _lines(told: pd.DataFrame) -> tuple[Array, Array]:
    """A code for each series, year and publisher, in their order; and the code of the year before each."""
    series, year, who = told["series"].to_numpy(), told["year"].to_numpy(), codes_of(told, ("publisher",))[0]
    key = pack(np.tile(series, 2), np.append(year, year - 1), np.tile(who, 2))
    line, after = np.split(np.unique(key, return_inverse=True)[1], 2)
    return line, after


def _dropped(told: pd.DataFrame, after: Array, doc: Array) -> pd.DataFrame:
    """Rows for the first later edition whose own year, its latest, follows a year that it no longer gives.

    An edition is expected to compare its own year with the year before; what lies further back is not dropped.
    """
    line, edition = told["line"].to_numpy(), told["edition"].to_numpy()
    last = np.full(max(line.max(initial=-1), after.max(initial=-1)) + 1, -1)
    last[line] = np.arange(len(told))
    latest = np.lexsort([told["year"].to_numpy(), doc, told["series"].to_numpy()])
    key = pack(told["series"].to_numpy(), doc)[latest]
    own = latest[np.append(key[1:] != key[:-1], True)[: len(key)]]
    own = own[np.lexsort([doc[own], edition[own], after[own]])]
    gone = last[after[own]]
    own, gone = own[gone >= 0], gone[gone >= 0]
    own, gone = own[edition[own] > edition[gone]], gone[edition[own] > edition[gone]]
    gone, once = np.unique(gone, return_index=True)
    speaker = told.iloc[own[once]].reset_index(drop=True)
    return told.iloc[gone].reset_index(drop=True).assign(
        against=told["id"].to_numpy(object)[gone], id="", doc=speaker["doc"], edition=speaker["edition"],
        value=np.nan, masked=False, bound="", status="", outcome="dropped",
    )  # fmt: skip
