"""What the observations stage wrote of each country: {work}/observations/{iso3}.{table}.csv, and index.csv of them all.

Only the slices of countries to be computed are read; index.csv has the digest of each country's.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping, Sequence

import pandas as pd

from tipbrief.files import read_table, table_rows
from tipbrief.series.rows import read_observations

Row = Mapping[str, str]


@dataclass(frozen=True)
class Slices:
    """The rows of some countries: `frame` is their observations, `sentences` the whole sentence of each by its id."""

    frame: pd.DataFrame
    sentences: Mapping[str, str]
    assessments: Sequence[Row]
    recommendations: Sequence[Row]


def read_index(folder: Path) -> dict[str, Row]:
    """The rows of index.csv by country: how many rows each table has, and the digest of its slices."""
    return {row["iso3"]: row for row in read_table(folder / "index.csv")}


def read_slices(folder: Path, countries: Sequence[str]) -> Slices:
    """The slices of countries that stand in the index, one country after the other."""
    return Slices(
        read_observations(joined(folder, "observations", countries)),
        {row["id"]: row["sentence"] for row in _rows(folder, "sentences", countries)},
        _rows(folder, "assessments", countries),
        _rows(folder, "recommendations", countries),
    )


def joined(folder: Path, table: str, countries: Sequence[str]) -> bytes:
    """A table of some countries as one CSV; of no country, nothing."""
    header, body = b"", []
    for iso3 in countries:
        header, _, rows = (folder / f"{iso3}.{table}.csv").read_bytes().partition(b"\n")
        body.append(rows)
    return b"\n".join([header, b"".join(body)]) if countries else b""


def _rows(folder: Path, table: str, countries: Sequence[str]) -> list[Row]:
    return list(table_rows(io.StringIO(joined(folder, table, countries).decode("utf-8"), newline="")))
