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
    country, year = rows["iso3"].cat.codes.to_numpy(np.int64), rows["year"].to_numpy()
    place = rows["indicator"].cat.set_categories(wanted).cat.codes.to_numpy(np.int64)
    names = np.array(rows["iso3"].cat.categories, dtype=object)
    first, last = np.full(len(names), 9999), np.full(len(names), 9998)
    np.minimum.at(first, country, year)
    last[country] = -1
    np.maximum.at(last, country, year)
    span = last - first + 1
    block = span * len(wanted)
    start = np.cumsum(block) - block
    rank = np.full(block.sum(), CELLS.index("silent"))
    said_rank = np.select([rows["value"].gt(0), rows["value"].eq(0)], [0, 1], 2)
    np.minimum.at(rank, start[country] + place * span[country] + year - first[country], said_rank)
    whose = np.repeat(np.arange(len(names)), block)
    cell = np.arange(len(rank)) - start[whose]
    return pd.DataFrame(
        {
            "iso3": names[whose],
            "indicator": np.array(wanted, dtype=object)[cell // span[whose]],
            "year": first[whose] + cell % span[whose],
            "cell": np.array(CELLS, dtype=object)[rank],
        }
    )


def unified(said: Statements, items: Sequence[Mapping[str, Any]], countries: Sequence[str]) -> pd.DataFrame:
    """For each country, item of the OSCE's list and breakdown: whether a number is public, since when, until when."""
    rows = said.rows[said.rows["value"].notna().to_numpy()]
    found = []
    for entry in items:
        of = rows[rows["indicator"].isin(entry["indicators"]).to_numpy()]
        for by in ("", *entry.get("by", ())):
            told = of[of[by].ne("").to_numpy()] if by else of
            years = told.groupby("iso3", observed=True)["year"].agg(["min", "max", "nunique"])
            years = years.reindex(pd.Index(countries, name="iso3"))
            found.append(
                pd.DataFrame(
                    {
                        "iso3": list(countries),
                        "item": entry["item"],
                        "by": by,
                        "public": years["min"].notna().to_numpy(),
                        "since": years["min"].to_numpy(),
                        "latest": years["max"].to_numpy(),
                        "years": years["nunique"].fillna(0).to_numpy(),
                    }
                )
            )
    order = np.argsort(np.tile(np.arange(len(countries)), len(found)), kind="stable")
    return pd.concat(found, ignore_index=True).iloc[order].reset_index(drop=True)
