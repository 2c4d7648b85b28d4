"""The words that stages share: document and observation, as plain data.

Offsets count code points in `{work}/documents/{doc}.txt`, NFC.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Mapping, Sequence

CODEBOOK = (
    "doc", "iso3", "indicator", "year", "period", "value", "bound", "status", "offence", "exploitation",
    "sex", "age", "origin", "actor", "law", "subtype", "reported_by", "restated", "quote",
)  # fmt: skip
OBSERVATION_COLUMNS = (*CODEBOOK, "id", "start", "end", "section", "page", "rule", "inferred")
SERIES_KEY = ("iso3", "indicator", "offence", "exploitation", "sex", "age", "origin", "actor", "subtype")
# The codebook's columns that hold one of a few words.
ALLOWED: Mapping[str, Sequence[str]] = {
    "period": ("calendar", "reporting", "fiscal", "partial", "multi"),
    "bound": ("exact", "approx", "min", "max"),
    "status": ("reported", "not_reported"),
    "offence": ("", "trafficking", "related", "mixed"),
    "exploitation": ("", "sex", "labor", "both", "other", "unspecified"),
    "sex": ("", "male", "female"),
    "age": ("", "adult", "child"),
    "origin": ("", "national", "foreign"),
    "actor": ("", "government", "ngo", "unknown"),
}
BREAKDOWNS = ("exploitation", "sex", "age", "origin", "subtype")


@dataclass(frozen=True)
class Source:
    """One row of sources.csv, checked: `iso3` is empty for a source about many countries."""

    doc: str
    file: str
    iso3: str
    title: str
    publisher: str
    kind: str
    edition: str
    published: str
    language: str
    url: str
    licence: str
    access: str
    default_year: str


@dataclass(frozen=True)
class Block:
    """A paragraph, heading, list item, table row or footnote: text[start:end] is all of it."""

    kind: str
    start: int
    end: int
    number: str = ""


@dataclass(frozen=True)
class Section:
    """A stretch under one heading. `name` is the canonical word (prosecution, ...), or empty."""

    title: str
    name: str
    start: int
    end: int


@dataclass(frozen=True)
class Page:
    """Where a page of the source begins in the text."""

    page: int
    start: int


@dataclass(frozen=True)
class Part:
    """The stretch of a document that is about one country."""

    iso3: str
    start: int
    end: int


@dataclass(frozen=True)
class Document:
    """A source's normalised text with its structure, in reading order, nothing overlapping."""

    source: Source
    text: str
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...] = ()
    pages: tuple[Page, ...] = ()
    parts: tuple[Part, ...] = field(default=())

    def section_at(self, offset: int) -> Section | None:
        """The section that holds `offset`; None before the first heading."""
        at = bisect_right(self._section_starts, offset) - 1
        return self.sections[at] if at >= 0 and offset < self.sections[at].end else None

    def page_at(self, offset: int) -> int | None:
        """The page that holds `offset`; None where the format has no pages."""
        at = bisect_right(self._page_starts, offset) - 1
        return self.pages[at].page if at >= 0 else None

    def blocks_of(self, part: Part) -> tuple[Block, ...]:
        """The blocks of one country's part."""
        return self.blocks[slice(*(bisect_left(self._block_starts, at) for at in (part.start, part.end)))]

    @cached_property
    def _section_starts(self) -> list[int]:
        return [section.start for section in self.sections]

    @cached_property
    def _page_starts(self) -> list[int]:
        return [page.start for page in self.pages]

    @cached_property
    def _block_starts(self) -> list[int]:
        return [block.start for block in self.blocks]


def dump_document(document: Document) -> str:
    """The structure as JSON; the text stands beside it in {doc}.txt."""
    data: dict[str, object] = {"source": vars(document.source)}
    for name in ("blocks", "sections", "pages", "parts"):
        data[name] = [vars(part) for part in getattr(document, name)]
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def load_document(folder: Path, doc: str) -> Document:
    """Read {doc}.txt and {doc}.json from `{work}/documents`."""
    with open(folder / f"{doc}.txt", encoding="utf-8", newline="") as handle:
        text = handle.read()
    data = json.loads((folder / f"{doc}.json").read_text(encoding="utf-8"))
    return Document(
        source=Source(**data["source"]),
        text=text,
        blocks=tuple(Block(**b) for b in data["blocks"]),
        sections=tuple(Section(**s) for s in data["sections"]),
        pages=tuple(Page(**p) for p in data["pages"]),
        parts=tuple(Part(**p) for p in data["parts"]),
    )
