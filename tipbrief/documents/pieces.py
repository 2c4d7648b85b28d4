"""What a reader hands over: pieces of running text in reading order, before any normalising."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Iterable

HEADING, PARAGRAPH, ITEM, ROW, FOOTNOTE = "heading", "paragraph", "item", "row", "footnote"
CELL = " | "


class Unreadable(Exception):
    """A document that cannot be read: the sentence after its file name, with the mend."""


@dataclass(frozen=True)
class Line:
    """One line of a source, cleaned; `page` is None where the format has no pages."""

    text: str
    page: int | None = None


@dataclass(frozen=True)
class Piece:
    """One block to be: its lines, joined later. `level` is a heading's depth, 0 if not known.

    `gap` says that a page break or a footnote stood before it, so that a sentence may run over. `size` is that of its
    type, 0 where the format has none.
    """

    kind: str
    lines: tuple[Line, ...]
    level: int = 0
    number: str = ""
    gap: bool = False
    size: float = 0.0

    @property
    def first(self) -> str:
        """The first line's text."""
        return self.lines[0].text

    @property
    def last(self) -> str:
        """The last line's text."""
        return self.lines[-1].text


@dataclass
class Reading:
    """What one file gave: its pieces, and sentences about what was odd but not fatal."""

    pieces: list[Piece] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def cells_text(cells: Iterable[str]) -> str:
    """The text of a table's row: cells between bars, the empty ones at its end left out; a bar in a cell is broken."""
    return CELL.join(cell.replace("|", "¦") for cell in cells).rstrip(" |")


def row(cells: Iterable[str], page: int | None = None) -> Piece | None:
    """The piece of a table's row, None where all its cells are empty."""
    text = cells_text(cells)
    return piece(ROW, text, page) if text else None


def piece(kind: str, text: str, page: int | None = None, level: int = 0, number: str = "") -> Piece:
    """A piece of one line."""
    return Piece(kind, (Line(text, page),), level, number)
