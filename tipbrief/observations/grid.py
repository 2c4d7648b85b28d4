"""The frame of a table: which rows are its head, which columns hold labels, and what labels belong to a cell."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Sequence

from tipbrief.model import Block
from tipbrief.observations.cells import BLANK, COUNT, EMPTY, SILENT, TEXT, Cell, cells_of
from tipbrief.observations.lexicon import Lexicon
from tipbrief.observations.reading import Reading
from tipbrief.observations.sentences import Span
from tipbrief.observations.table_words import TableWords

FIGURES = frozenset({COUNT, SILENT, BLANK})
MOST = 0.5  # of a column's cells are words where the column is one of labels
YEARS_APART = 3  # from one column's year to the next


@dataclass(frozen=True)
class Line:
    """One row of a table: its block, and its cells from left to right."""

    block: Block
    cells: list[Cell]

    @cached_property
    def reading(self) -> Reading:
        """All of the row as one sentence: what its numbers are named by."""
        one = self.cells[0].reading
        return Reading(one.text, Span(self.block.start, self.block.end), one.lexicon)

    @cached_property
    def starts(self) -> list[int]:
        """Where each of its tokens begins in the document."""
        return [token.start for token in self.reading.tokens]

    @cached_property
    def filled(self) -> list[Cell]:
        """The cells that are not empty."""
        return [cell for cell in self.cells if cell.kind != EMPTY]

    @property
    def texts(self) -> list[str]:
        """What stands in the cells."""
        return [cell.text for cell in self.cells]


@dataclass
class Grid:
    """A table's rows: `head` those that name its columns, `body` the others; columns before `first` hold labels.

    `again` are heads that are printed once more, on the next page.
    """

    head: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    again: list[Line] = field(default_factory=list)

    @cached_property
    def first(self) -> int:
        """The first column of figures: behind those of words, of years, and of numbers that count the rows."""
        width = max((len(line.cells) for line in self.body), default=0)
        for column in range(width):
            cells = [c for line in self.body for c in line.cells[column : column + 1] if c.kind != EMPTY]
            words = sum(cell.kind == TEXT for cell in cells)
            if cells and words <= MOST * len(cells) and not (column == 0 and _are_labels(cells)):
                return column
        return width

    @cached_property
    def width(self) -> int:
        """How many columns hold figures."""
        return len({cell.column for line in self.body for cell in self.figures(line)})

    def figures(self, line: Line) -> list[Cell]:
        """The cells of a row of the body that stand where figures do."""
        return [cell for cell in line.filled if cell.column >= self.first]

    def heads(self, column: int) -> list[Cell]:
        """The cells at the head of a column, from the top; one above several columns stands over the first of them."""
        found = []
        for number, line in enumerate(self.head, 1):
            at = bisect_right(line.filled, column, key=lambda cell: cell.column) - 1
            over = line.filled[at] if at >= 0 else None
            if over and over.column >= self.first and (over.column == column or number < len(self.head)):
                found.append(over)
        return found

    @cached_property
    def over_years(self) -> bool:
        """Whether years stand at the head of its columns."""
        return any(cell.is_year for line in self.head for cell in line.cells[self.first :])

    @cached_property
    def under_years(self) -> bool:
        """Whether years stand before its rows."""
        return any(cell.is_year for line in self.body for cell in line.cells[: self.first])


def find_grids(text: str, blocks: Sequence[Block], lexicon: Lexicon, words: TableWords) -> list[Grid]:
    """The tables in a run of rows: one, or more where another row of years stands in it; none without figures."""
    grids: list[Grid] = []
    for line in (Line(block, cells_of(text, block, lexicon, words)) for block in blocks):
        last = grids[-1] if grids else None
        if last and last.body and line.texts in [head.texts for head in last.head]:
            last.again.append(line)
            continue
        if last is None or (last.body and _are_years(line.cells[1:])):
            last = Grid()
            grids.append(last)
        is_head = not last.body and _is_head(line, last.head)
        (last.head if is_head else last.body).append(line)
    return [grid for grid in grids if any(c.kind in FIGURES for line in grid.body for c in grid.figures(line))]


def _is_head(line: Line, above: Sequence[Line]) -> bool:
    """Whether a row names columns: words over several columns, or a row of years where none stands above."""
    if any(cell.is_year for cell in line.filled):
        return _are_years(line.cells[1:]) and not any(_are_years(row.cells[1:]) for row in above)
    return len(line.filled) > 1 and all(cell.kind == TEXT for cell in line.filled)


def _are_years(cells: Sequence[Cell]) -> bool:
    """Whether cells are years in order, with words at most beside them ("Change")."""
    years = [int(cell.value or 0) for cell in cells if cell.is_year]
    steps = {b - a > 0 for a, b in pairwise(years)}
    near = all(0 < abs(b - a) <= YEARS_APART for a, b in pairwise(years))
    plain = all(cell.is_year or cell.kind in (TEXT, EMPTY) for cell in cells)
    return bool(years) and plain and near and len(steps) < 2


def _are_labels(cells: Sequence[Cell]) -> bool:
    """Whether the first column's cells are years, each once, or count the rows from 1."""
    values = [cell.value for cell in cells if cell.kind == COUNT]
    counted = values == list(range(1, len(values) + 1)) and len(values) > 2
    return counted or (all(cell.is_year or cell.kind == TEXT for cell in cells) and len(set(values)) == len(values))
