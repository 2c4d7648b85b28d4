"""Which figures a changed document changes: its rows of observations.csv before and after the build."""

from __future__ import annotations

from typing import Iterable, Mapping

from tipbrief.model import CODEBOOK

Row = Mapping[str, str]
# What makes a figure the same figure; value and bound are what it says, and the quote is how.
WHAT = tuple(name for name in CODEBOOK if name not in ("doc", "value", "bound", "status", "restated", "quote"))
PARTS = ("offence", "exploitation", "sex", "age", "origin", "subtype", "law", "actor", "reported_by")


def changed_figures(before: Iterable[Row], after: Iterable[Row], below: int = 0) -> list[str]:
    """A line for each figure that is new, gone or says something else; counts under `below` are masked.

    >>> row = dict.fromkeys(CODEBOOK, "") | {"iso3": "KGZ", "indicator": "victims_identified", "year": "2020"}
    >>> changed_figures([row | {"value": "12", "bound": "exact"}], [row | {"value": "15", "bound": "min"}])
    ['KGZ victims_identified 2020: 12, now at least 15']
    >>> changed_figures([row | {"value": "3", "bound": "exact"}], [], below=5)
    ['KGZ victims_identified 2020: fewer than 5, now gone']
    """
    was, now = _by_figure(before, below), _by_figure(after, below)
    lines = []
    for key in sorted(was.keys() | now.keys()):
        old, new = sorted(was.get(key, [])), sorted(now.get(key, []))
        if old != new:
            shown_old = [told for _, told in old]
            shown_new = [told for _, told in new]
            lines.append(f"{_name(key)}: {_told(shown_old, 'new')}, now {_told(shown_new, 'gone')}")
    return lines


def _by_figure(rows: Iterable[Row], below: int) -> dict[tuple[str, ...], list[tuple[str, str]]]:
    """For each figure what is said of it: as it stands, to compare, and as it may be shown."""
    found: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for row in rows:
        key = tuple(row.get(name, "") for name in WHAT)
        exact = f"{row.get('value', '')} {row.get('bound', '')} {row.get('status', '')}"
        found.setdefault(key, []).append((exact, _shown(row, below)))
    return found


def _shown(row: Row, below: int) -> str:
    value, bound = row.get("value", ""), row.get("bound", "")
    if not value:
        return "not reported"
    if below and 0 < float(value) < below:
        return f"fewer than {below}"
    words = {"min": "at least ", "max": "at most ", "approx": "about "}
    return f"{words.get(bound, '')}{value}"


def _name(key: tuple[str, ...]) -> str:
    cells = dict(zip(WHAT, key, strict=True))
    parts = [cells[name] for name in PARTS if cells[name]]
    return f"{cells['iso3']} {cells['indicator']} {cells['year']}" + (f" ({', '.join(parts)})" if parts else "")


def _told(values: list[str], none: str) -> str:
    return " and ".join(values) if values else none
