"""What became of each recommendation in the next edition of its publisher: repeated, reworded, new or dropped."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Iterator, Sequence

from tipbrief.series.comparison import Alike
from tipbrief.series.editions import Row, between, by_publisher
from tipbrief.series.likeness import FULL, Words, pair, words_of

FIRST, NEW, REPEATED, REWORDED, DROPPED = "first", "new", "repeated", "reworded", "dropped"
_KEPT = ("doc", "text", "start", "end", "section", "page")


@dataclass(frozen=True)
class Item:
    """A recommendation in an edition; `first` and `editions` say since when and in how many in a row it stands."""

    row: Row
    words: Words
    edition: int
    first: int
    editions: int = 1
    old: Item | None = None
    score: int | None = None


def compare_recommendations(rows: Sequence[Row], sources: Sequence[Row], alike: Alike) -> list[dict[str, Any]]:
    """A row for each recommendation of each edition, and one for each that the next edition no longer has.

    An edition is compared with the one before from which recommendations were read; the years between are no break but
    stand in `missing`. Said twice in one document, a recommendation counts once.
    """
    return [
        {"iso3": iso3, "publisher": publisher, **told}
        for (iso3, publisher), editions in by_publisher(rows, sources)
        for told in _history(editions, alike)
    ]


def _history(editions: dict[int, list[Row]], alike: Alike) -> Iterator[dict[str, Any]]:
    before: list[Item] = []
    for edition, rows in editions.items():
        own = _follow(before, _distinct(rows, edition, alike), alike)
        last = before[0].edition if before else edition
        for item in own:
            outcome = _outcome(item) if before else FIRST
            since = min(item.first, last)
            yield {**_columns(item, item.row), "outcome": outcome, "missing": between(since, edition, editions)}
        kept = {item.old.row["id"] for item in own if item.old}
        for gone in (item for item in before if item.row["id"] not in kept):
            yield {**_dropped(gone, edition), "missing": between(gone.first, edition, editions)}
        before = own


def _distinct(rows: Sequence[Row], edition: int, alike: Alike) -> list[Item]:
    """The recommendations of one document in their order, each once."""
    found: dict[tuple[str, ...], Item] = {}
    for row in sorted(rows, key=lambda row: (int(row["position"]), row["id"])):
        words = words_of(row["text"], alike)
        found.setdefault(words.sequence or (row["text"],), Item(row, words, edition, edition))
    return list(found.values())


def _follow(before: Sequence[Item], own: Sequence[Item], alike: Alike) -> list[Item]:
    """The items of an edition, each tied to the one that it repeats."""
    tied = list(own)
    for left, right, score in pair([item.words for item in before], [item.words for item in own], alike):
        old = before[left]
        tied[right] = replace(own[right], first=old.first, editions=old.editions + 1, old=old, score=score)
    # An item holds the one before it and not the whole chain.
    return [replace(item, old=item.old and replace(item.old, old=None)) for item in tied]


def _outcome(item: Item) -> str:
    """The same words but for order, endings and small words are a repetition."""
    if item.score is None:
        return NEW
    return REPEATED if item.score == FULL else REWORDED


def _columns(item: Item, row: Row) -> dict[str, Any]:
    return {
        **{name: row[name] for name in _KEPT}, "edition": item.edition, "position": row["position"],
        "editions": item.editions, "first_edition": item.first, "match": item.score, "recommendation": row["id"],
        "before": item.old.row["id"] if item.old else "", "before_edition": item.old.edition if item.old else None,
    }  # fmt: skip


def _dropped(gone: Item, edition: int) -> dict[str, Any]:
    """The row of an edition that has it no more: document, words and place are those of the edition before."""
    return {
        **_columns(gone, gone.row), "edition": edition, "position": "", "outcome": DROPPED, "match": None,
        "recommendation": "", "before": gone.row["id"], "before_edition": gone.edition,
    }  # fmt: skip
