"""What is said in words, compared across editions: assessments, tiers and recommendations, as checked tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Collection, Mapping, Sequence

import pandas as pd

from tipbrief.series.assessed import compare_assessments
from tipbrief.series.comparison import Alike
from tipbrief.series.masking import WITHHELD
from tipbrief.series.recommended import compare_recommendations
from tipbrief.series.tables import ASSESSED, RECOMMENDED, TIER_HISTORY, Table, conform
from tipbrief.series.tiers import tier_history

Row = Mapping[str, str]


@dataclass(frozen=True)
class Said:
    """The tables in words: each conforms to its schema."""

    assessed: pd.DataFrame
    tiers: pd.DataFrame
    recommended: pd.DataFrame


def compare_said(
    assessments: Sequence[Row],
    recommendations: Sequence[Row],
    sources: Sequence[Row],
    series: pd.DataFrame,
    alike: Alike,
    hiding: Collection[str] = (),
) -> Said:
    """The three tables; of a document in `hiding`, which has a masked count, no sentence is shown."""
    return Said(
        assessed=_table(ASSESSED, _withheld(compare_assessments(assessments, sources), "quote", hiding)),
        tiers=_table(TIER_HISTORY, tier_history(series)),
        recommended=_table(
            RECOMMENDED, _withheld(compare_recommendations(recommendations, sources, alike), "text", hiding)
        ),
    )


def _withheld(rows: list[dict[str, Any]], name: str, hiding: Collection[str]) -> list[dict[str, Any]]:
    return [{**row, name: WITHHELD} if row["doc"] in hiding else row for row in rows]


def _table(table: Table, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Rows as a table of its schema; a number that is not there is empty."""
    frame = pd.DataFrame(rows, columns=list(table.columns))
    numbers = [name for name, column in table.columns.items() if column.kind in ("int", "number")]
    return conform(frame.assign(**{name: pd.to_numeric(frame[name].replace("", None)) for name in numbers}), table)
