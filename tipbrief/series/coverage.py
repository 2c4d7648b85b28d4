"""What is public: indicator by year as reported, zero, not reported or silent; and the OSCE's list."""

from __future__ import annotations

from typing import Any, Mapping, Sequence

import numpy as np
import pandas as pd

from tipbrief.series.tables import CELLS
from tipbrief.series.values import Statements
from tipbrief.settings import Indicator

COUNTRY = Mapping[str, Any]


def coverage(said: Statements, indicators: Mapping[str, Indicator]) -> pd.DataFrame:
    """A row for each country, indicator but the tier, and year from the first known to the last.

    A number in any series of the indicator makes the year `reported`; zeros alone make it `zero`.
    """
    wanted = [code for code in indicators if code != "tier"]
    rows = said.rows[said.rows["indicator"].isin(wanted).to_numpy()]
    rank = np.select([rows["value"].gt(0), rows["value"].eq(0)], [0, 1], 2)
    told = rows.assign(rank=rank).groupby(["iso3", "indicator", "year"], observed=True)["rank"].min()
    if told.empty:
        return pd.DataFrame({"iso3": [], "indicator": [], "year": [], "cell": []})
    years = rows.groupby("iso3", observed=True)["year"].agg(["min", "max"])
    grids = [
        pd.MultiIndex.from_product([[iso3], wanted, range(low, high + 1)], names=["iso3", "indicator", "year"])
        for iso3, low, high in years.itertuples()
    ]
    grid = pd.MultiIndex.from_tuples([cell for one in grids for cell in one], names=["iso3", "indicator", "year"])
    told.index = told.index.set_levels([level.astype(object) for level in told.index.levels[:2]], level=[0, 1])
    cells = told.reindex(grid).fillna(3).astype(int).map(dict(enumerate(CELLS)))
    return cells.rename("cell").reset_index()


def unified(said: Statements, items: Sequence[Mapping[str, Any]], countries: Sequence[str]) -> pd.DataFrame:
    """For each country and item of the OSCE's list: whether a number is public, since when, until when."""
    rows = said.rows[said.rows["value"].notna().to_numpy()]
    found = []
    for entry in items:
        mask = rows["indicator"].isin(entry["indicators"]).to_numpy()
        if "by" in entry:
            mask = mask & rows[entry["by"]].ne("").to_numpy()
        years = rows[mask].groupby("iso3", observed=True)["year"].agg(["min", "max", "nunique"])
        years = years.reindex(pd.Index(countries, name="iso3"))
        found.append(
            pd.DataFrame(
                {
                    "iso3": list(countries),
                    "item": entry["item"],
                    "public": years["min"].notna().to_numpy(),
                    "since": years["min"].to_numpy(),
                    "latest": years["max"].to_numpy(),
                    "years": years["nunique"].fillna(0).to_numpy(),
                }
            )
        )
    order = np.argsort(np.tile(np.arange(len(countries)), len(items)), kind="stable")
    return pd.concat(found, ignore_index=True).iloc[order].reset_index(drop=True)
