"""Who speaks in words: of each publisher's editions the document that speaks for it, and the years between them."""

from __future__ import annotations

from typing import Any, Iterable, Iterator, Mapping, Sequence

from tipbrief.series.rows import publisher

KINDS = ("annual", "digest")  # where a report and a digest of it are both there, the report speaks
Row = Mapping[str, Any]
Editions = dict[int, list[Row]]  # the rows of each edition, in the order of the years


def by_publisher(
    rows: Iterable[Row], sources: Sequence[Row], apart: Sequence[str] = ()
) -> Iterator[tuple[tuple[str, ...], Editions]]:
    """(iso3, the cells of `apart`, publisher) and the rows of each edition's speaker, sorted, whatever their order."""
    facts = {row["doc"]: row for row in sources}
    groups: dict[tuple[str, ...], dict[int, dict[tuple[int, str], list[Row]]]] = {}
    for row in rows:
        fact = facts.get(row["doc"])
        if fact and fact["kind"] in KINDS and str(row["edition"]).isdigit():
            key = (row["iso3"], *(row[name] for name in apart), publisher(fact))
            speaker = (KINDS.index(fact["kind"]), row["doc"])
            groups.setdefault(key, {}).setdefault(int(row["edition"]), {}).setdefault(speaker, []).append(row)
    for key, editions in sorted(groups.items()):
        yield key, {edition: docs[min(docs)] for edition, docs in sorted(editions.items())}


def between(first: int, last: int, known: Iterable[int]) -> str:
    """The years between two editions of which nothing was read, joined by `;`.

    >>> between(2016, 2020, {2016, 2018, 2020})
    '2017;2019'
    """
    return ";".join(str(year) for year in sorted({*range(first + 1, last)} - {*known}))
