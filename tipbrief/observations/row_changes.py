"""Which rows a changed lexicon gains, loses or changes, with the phrases that claim them and their sentences."""

from __future__ import annotations

from itertools import groupby, zip_longest
from typing import Iterator, NamedTuple, Sequence

from tipbrief.model import CODEBOOK
from tipbrief.observations.chain import in_columns, wrapped
from tipbrief.observations.rows import Row

_COMPARED = (*(name for name in CODEBOOK if name not in ("doc", "iso3")), "rule", "reason")
Place = tuple[str, str, int, int]


class Change(NamedTuple):
    """A row before and after; None where there is none."""

    before: Row | None
    after: Row | None

    @property
    def row(self) -> Row:
        """The row that says where the change is."""
        return self.after or self.before or {}


def compare(before: Sequence[Row], after: Sequence[Row]) -> list[Change]:
    """The rows that differ, in the order of the documents.

    Rows of one number belong together: those of the same indicator first, then the others as they come.
    """
    old, new = _by_number(before), _by_number(after)
    pairs = (pair for place in sorted({*old, *new}) for pair in _pair(old.get(place, []), new.get(place, [])))
    return [Change(*pair) for pair in pairs if not _is_same(*pair)]


def _by_number(rows: Sequence[Row]) -> dict[Place, list[Row]]:
    found: dict[Place, list[Row]] = {}
    for row in rows:
        found.setdefault((row["doc"], row["iso3"], row["sentence_start"], row["position"]), []).append(row)
    return found


def _pair(before: Sequence[Row], after: Sequence[Row]) -> Iterator[tuple[Row | None, Row | None]]:
    old, new = list(before), list(after)
    for row in before:
        twin = next((other for other in new if other["indicator"] == row["indicator"]), None)
        if twin is not None:
            old.remove(row)
            new.remove(twin)
            yield row, twin
    yield from zip_longest(old, new)


def _is_same(one: Row | None, other: Row | None) -> bool:
    return bool(one and other) and not _differing(one or {}, other or {})


def _differing(one: Row, other: Row) -> list[str]:
    return [name for name in _COMPARED if one.get(name, "") != other.get(name, "")]


def tell_changes(changes: Sequence[Change]) -> Iterator[str]:
    """The changes sentence by sentence: + gained, - lost, ~ changed, column by column."""
    for _, group in groupby(changes, key=lambda change: _sentence(change.row)):
        own = list(group)
        row = own[0].row
        yield from wrapped(f"{row['doc']} {row['iso3']}: {row.get('sentence') or row['quote']}")
        for change in own:
            yield from _tell_change(change)
        yield ""


def _sentence(row: Row) -> tuple[str, str, int]:
    return row["doc"], row["iso3"], row["sentence_start"]


def _tell_change(change: Change) -> Iterator[str]:
    if change.before and change.after:
        before, after = change.before, change.after
        differing = (f"{n} {_cell(before, n)} to {_cell(after, n)}" for n in _differing(before, after))
        rule = "" if before["rule"] != after["rule"] else f", by `{after['rule']}`"
        yield from wrapped(
            f"{before['indicator']} {before['value'] or '(no value)'}: {'; '.join(differing)}{rule}", 2, "~ "
        )
        return
    row, mark = change.row, "+ " if change.after else "- "
    held = f"; held: {row['reason']}" if row.get("reason") else ""
    yield from wrapped(f"{in_columns(row)}, by `{row['rule']}`{held}", 2, mark)


def _cell(row: Row, name: str) -> str:
    value = row.get(name)
    return f"`{value}`" if value not in (None, "") else "(empty)"
