"""Do no harm: small counts from restricted sources are hidden, and what would give them away.

First every count from 1 to below - 1 of a restricted source. Then, where a total and its parts would
leave a hidden part to be worked out, one more restricted number: the smallest part, else the total.
"""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd

from tipbrief.series.values import BREAKDOWNS, Array

WITHHELD = "Withheld: a small count from a restricted source."
Cell = tuple[str, ...]


def mask(rows: pd.DataFrame, below: int) -> Array:
    """True for the rows that are not shown. `rows` has value, restricted, the key's columns, year and law."""
    value = rows["value"].to_numpy(float)
    small = rows["restricted"].to_numpy(bool) & (value >= 1) & (value < below)
    hidden = small.copy()
    if not small.any():
        return hidden
    concerned = rows.loc[small, ["iso3", "year"]].drop_duplicates()
    near = rows.reset_index(names="at").merge(concerned.astype({"iso3": rows["iso3"].dtype}), on=["iso3", "year"])
    for _, table in near.groupby(["iso3", "indicator", "offence", "actor", "year"], observed=True):
        at = table["at"].to_numpy()
        if small[at].any():
            hidden[at] = _secondary(table, small[at], below)
    return hidden


def _secondary(table: pd.DataFrame, small: Array, below: int) -> Array:
    """Hide one more number in each sum that would give a hidden one away, until none does."""
    hidden, sums = small.copy(), _sums(table)
    value, restricted = table["value"].fillna(0).to_numpy(float), table["restricted"].to_numpy(bool)
    ids = table["id"].to_numpy(object)
    again = True
    while again:
        again = False
        for total, parts in sums:
            if not _gives_away(value, hidden, small, total, parts, below):
                continue
            able = [at for at in parts if restricted[at] and not hidden[at] and value[at] >= 1]
            choice = min(able, key=lambda at: (value[at], ids[at]), default=total)
            again |= bool(restricted[choice] and not hidden[choice])
            hidden[choice] |= restricted[choice]
    return hidden


def _gives_away(value: Array, hidden: Array, small: Array, total: int, parts: list[int], below: int) -> bool:
    """True where the numbers shown in this sum say more of a hidden one than that it is hidden."""
    kept = [at for at in parts if hidden[at]]
    rest = value[total] - sum(value[at] for at in parts if not hidden[at])
    if hidden[total]:
        return not kept and rest == 0
    return bool(kept) and bool(small[kept].all()) and rest <= len(kept) * (below - 1)


def _sums(table: pd.DataFrame) -> list[tuple[int, list[int]]]:
    """(total, parts): a number of any document, and those by which one document divides it further."""
    names = [*BREAKDOWNS, "law"]
    cells = [tuple(cell) for cell in table[names].astype(str).itertuples(index=False)]
    docs = table["doc"].astype(str).to_numpy(object)
    restricted = table["restricted"].to_numpy(bool)
    sums = []
    for total, whole in enumerate(cells):
        for doc, place in product(sorted(set(docs[restricted])), range(len(names))):
            parts = [at for at, cell in enumerate(cells) if docs[at] == doc and _divides(cell, whole, place)]
            if parts:
                sums.append((total, parts))
    return sums


def _divides(cell: Cell, whole: Cell, place: int) -> bool:
    """True where `cell` is a part of `whole` by the breakdown at `place`; articles may divide further at once."""
    if whole[place] or not cell[place]:
        return False
    by_law = place == len(whole) - 1
    return all(a == b or (by_law and not b) for at, (a, b) in enumerate(zip(cell, whole, strict=True)) if at != place)


def overlapping(observations: pd.DataFrame, hidden: Array) -> Array:
    """True where a quote must be withheld: its own number is hidden, or it overlaps the quote of one that is."""
    withheld = hidden.copy()
    for doc, table in observations[hidden].groupby("doc", observed=True):
        near = np.flatnonzero(observations["doc"].eq(doc).to_numpy())
        start, end = (observations[name].to_numpy(float)[near] for name in ("start", "end"))
        for low, high in zip(table["start"], table["end"], strict=True):
            withheld[near] |= (start < high) & (end > low)
    return withheld
