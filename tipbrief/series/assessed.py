"""How the wording of an assessment changed from edition to edition of one publisher, pillar by pillar."""

from __future__ import annotations

from typing import Any, Iterator, Sequence

from tipbrief.series.editions import Row, between, by_publisher

SILENT = "silent"
_KEPT = ("doc", "assessment", "degree", "quote", "start", "end", "section", "page", "rule")


def compare_assessments(rows: Sequence[Row], sources: Sequence[Row]) -> list[dict[str, Any]]:
    """A row for each country, pillar, publisher and edition, compared with the last edition that says something.

    `editions` counts those in a row that say the same; an edition that is silent, or is not in the corpus, is no break
    but stands in `missing`.
    """
    said = [row for row in rows if row["assessment"] != SILENT]
    spoken = {(row["doc"], row["iso3"], row["pillar"]) for row in said}
    quiet = [row for row in rows if (row["doc"], row["iso3"], row["pillar"]) not in spoken]
    told: list[dict[str, Any]] = []
    for key, editions in by_publisher(said, sources, ("pillar",)):
        told += _history(key, {edition: _first(of_edition) for edition, of_edition in editions.items()})
    known = {(row["iso3"], row["pillar"], row["publisher"], row["edition"]) for row in told}
    for key, editions in by_publisher(quiet, sources, ("pillar",)):
        told += [
            _quiet(key, edition, _first(rows_of))
            for edition, rows_of in editions.items()
            if (*key, edition) not in known
        ]
    return sorted(told, key=lambda row: (row["iso3"], row["pillar"], row["publisher"], row["edition"]))


def _first(rows: Sequence[Row]) -> Row:
    """One document says one thing of a pillar; should a faulty table have two, the first in reading order."""
    return min(rows, key=lambda row: (int(row["start"]), row["assessment"], row["quote"]))


def _history(key: tuple[str, ...], editions: dict[int, Row]) -> Iterator[dict[str, Any]]:
    before, count, first = None, 0, 0
    for edition, row in editions.items():
        same = before is not None and _words(before[1]) == _words(row)
        count, first = (count + 1, first) if same else (1, edition)
        since = min(first, before[0]) if before else edition
        yield {
            **_columns(key, edition, row),
            "change": "first" if before is None else "same" if same else "changed",
            "before": before[1]["assessment"] if before else "",
            "before_degree": before[1]["degree"] if before else "",
            "before_edition": before[0] if before else None,
            "editions": count,
            "missing": between(since, edition, editions),
        }
        before = (edition, row)


def _words(row: Row) -> tuple[str, str]:
    return row["assessment"], row["degree"]


def _quiet(key: tuple[str, ...], edition: int, row: Row) -> dict[str, Any]:
    nothing = {"before": "", "before_degree": "", "before_edition": None, "editions": 0, "missing": ""}
    return {**_columns(key, edition, row), "change": SILENT, **nothing}


def _columns(key: tuple[str, ...], edition: int, row: Row) -> dict[str, Any]:
    iso3, pillar, publisher = key
    return {"iso3": iso3, "pillar": pillar, "publisher": publisher, "edition": edition, **{k: row[k] for k in _KEPT}}
