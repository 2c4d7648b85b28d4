"""Whether the tables that a brief carries agree with its observations, and so with each other."""

from __future__ import annotations

from typing import Iterator

from tipbrief.verify.brief import Brief, Row, listed, number

ROUNDING = 0.5 + 1e-9
# Of each table, the column that names an observation, and what must be the same in both.
SAME = {
    "series": ("observation", {name: name for name in ("year", "value", "indicator", "doc")}),
    "disagreements": ("observation", {"year": "year", "value": "value"}),
    "revisions": ("observation", {"year": "year", "value": "value", "doc": "doc"}),
    "tiers": ("observation", {"edition": "year", "tier": "value", "doc": "doc"}),
    "since_release": ("observation_now", {"year": "year", "value_now": "value"}),
}
IDS = ("observation", "observations", "supporting", "others", "parts", "against", "from_observation", "to_observation",
       "observation_now")  # fmt: skip


def table_faults(brief: Brief) -> Iterator[str]:
    """A sentence for each row that names what is not there, or that says something else than what it names."""
    for table in ("references", *SAME, "changes"):
        for row in brief.tables[table]:
            unknown = [name for column in IDS for name in listed(row.get(column, "")) if name not in brief.said]
            if unknown:
                yield f"{_place(table, row)} names {', '.join(unknown)}, which observations.csv does not have."
            elif table in SAME:
                yield from _differing(brief, table, row)
            elif table == "changes":
                yield from _change_faults(brief, row)
    yield from _coverage_faults(brief)


def _place(table: str, row: Row) -> str:
    told = [row[name] for name in ("number", "series", "edition", "from", "to", "year") if row.get(name)]
    return f"In {table}.csv, {' '.join(told)}"


def _differing(brief: Brief, table: str, row: Row) -> Iterator[str]:
    column, names = SAME[table]
    said = brief.said.get(row[column])
    for ours, theirs in names.items() if said else ():
        if said and not _same(row[ours], said[theirs]):
            told = f"{ours} is {row[ours] or 'empty'}"
            yield f"{_place(table, row)}: {told}, but observation {said['id']} says {said[theirs]}."


def _same(ours: str, theirs: str) -> bool:
    return ours == theirs or (number(ours) is not None and number(ours) == number(theirs))


def _change_faults(brief: Brief, row: Row) -> Iterator[str]:
    place = _place("changes", row)
    for side in ("from", "to"):
        said = brief.said.get(row[f"{side}_observation"])
        if said and row[f"{side}_value"] and not _same(row[f"{side}_value"], said["value"]):
            yield f"{place}: {side}_value is {row[f'{side}_value']}, but observation {said['id']} says {said['value']}."
    before, after = number(row["from_value"]), number(row["to_value"])
    step, percent = number(row["absolute"]), number(row["percent"])
    if before is None or after is None:
        if step is not None or percent is not None:
            yield f"{place}: there is a change, but not two numbers."
        return
    if step is not None and step != after - before:
        yield f"{place}: the change is {row['absolute']}, but {row['to_value']} less {row['from_value']} is not."
    if percent is not None and (not before or abs(percent - 100 * (after - before) / before) > ROUNDING):
        yield f"{place}: the change is {row['percent']} per cent, which its two numbers do not give."


def _coverage_faults(brief: Brief) -> Iterator[str]:
    cells = {(row["indicator"], row["year"]): row["cell"] for row in brief.tables["coverage"]}
    for row in brief.tables["series"]:
        cell, value = cells.get((row["indicator"], row["year"])), number(row["value"])
        if cell and value is not None and cell not in (("reported",) if value else ("reported", "zero")):
            yield f"In coverage.csv, {row['indicator']} {row['year']} is “{cell}”, but series.csv has {row['value']}."
