"""Chunks of a PDF page -> its lines in reading order: columns, bands across them, table rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Sequence

from tipbrief.documents.pieces import CELL
from tipbrief.documents.readers.pdf_chars import Chunk

GUTTER = 6.0  # points between two columns, at least
COLUMN_LINES = 5  # lines that begin at one left edge make a column
CROSSING = 0.2  # of the chunks may lie across a gutter: headings, pictures' captions
COLUMN_CHARS = 13  # a column's lines are longer than a table's cells
ALIGNED = 3.0  # points
CELL_GAP = 1.5  # of the size


@dataclass
class PdfLine:
    """One line of running text: its column's edges tell whether it is short or indented."""

    text: str
    page: int
    x0: float
    x1: float
    y: float
    size: float
    left: float
    right: float
    column: int
    is_row: bool = False


def page_lines(chunks: Sequence[Chunk], page: int) -> list[PdfLine]:
    """A page's lines in reading order."""
    x = find_gutter(chunks)
    columns = in_order(list(chunks), begun_gutter(chunks) if x is None else x)
    return [line for number, column in enumerate(columns) for line in column_lines(column, page, number)]


def begun_gutter(chunks: Sequence[Chunk]) -> float | None:
    """The gutter of a page whose right-hand column has hardly begun: some lines at its top beside a column of text."""
    top = max((c.y for c in chunks), default=0.0)
    for first in (c for c in chunks if c.y > top - 2 * c.size):
        x = first.x0 - 1.5
        left = [c for c in chunks if c.x1 <= x]
        right = [c for c in chunks if c.x0 >= x]
        lines = len({round(c.y) for c in left})
        if not right or lines < COLUMN_LINES or len(left) + len(right) < len(chunks):
            continue
        if x - max(c.x1 for c in left) >= GUTTER - 1.5 and sum(len(c.text) for c in left) >= COLUMN_CHARS * lines:
            return x
    return None


def in_order(chunks: list[Chunk], x: float | None) -> list[list[Chunk]]:
    """Columns in reading order, parted at `x`; what lies across the gutter parts the columns above and below it."""
    if x is None:
        return [chunks] if chunks else []
    ordered: list[list[Chunk]] = []
    left: list[Chunk] = []
    right: list[Chunk] = []
    across: list[Chunk] = []
    for chunk in sorted(chunks, key=lambda c: -c.y):
        if chunk.x0 < x < chunk.x1:
            ordered += in_columns(left) + in_columns(right)
            left, right = [], []
            across.append(chunk)
            continue
        if across:
            ordered.append(across)
            across = []
        (left if chunk.x1 <= x else right).append(chunk)
    return ordered + ([across] if across else []) + in_columns(left) + in_columns(right)


def in_columns(chunks: list[Chunk]) -> list[list[Chunk]]:
    """Columns in reading order, parted where these chunks show a gutter."""
    return in_order(chunks, find_gutter(chunks))


def find_gutter(chunks: Sequence[Chunk]) -> float | None:
    """The left edge of the right-hand column, None where the page has one column."""
    if len(chunks) < 2 * COLUMN_LINES:
        return None
    starts = Counter(round(chunk.x0) for chunk in chunks)
    best: tuple[float, float] | None = None
    for start, count in starts.items():
        if count + starts[start + 1] + starts[start - 1] < COLUMN_LINES:
            continue
        x = start - 1.5
        left = [c for c in chunks if c.x1 <= x]
        right = [c for c in chunks if c.x0 >= x]
        crossing = len(chunks) - len(left) - len(right)
        if crossing > CROSSING * len(chunks) or not is_pair(left, right):
            continue
        if x - max(c.x1 for c in left) >= GUTTER - 1.5 and (best is None or (crossing, x) < best):
            best = (crossing, x)
    return best[1] if best else None


def is_pair(left: Sequence[Chunk], right: Sequence[Chunk]) -> bool:
    """Whether two groups of chunks are columns of text side by side."""
    if min(len(left), len(right)) < COLUMN_LINES:
        return False
    if any(sum(len(c.text) for c in side) < COLUMN_CHARS * len({round(c.y) for c in side}) for side in (left, right)):
        return False
    top = min(max(c.y for c in left), max(c.y for c in right))
    bottom = max(min(c.y for c in left), min(c.y for c in right))
    shorter = min(max(c.y for c in side) - min(c.y for c in side) for side in (left, right))
    return top - bottom > 0.4 * shorter


def column_lines(column: Sequence[Chunk], page: int, number: int) -> list[PdfLine]:
    """The lines of one column from top to bottom."""
    rows: list[list[Chunk]] = []
    for chunk in sorted(column, key=lambda c: -c.y):
        if rows and abs(rows[-1][0].y - chunk.y) < 0.35 * max(rows[-1][0].size, chunk.size):
            rows[-1].append(chunk)
        else:
            rows.append([chunk])
    rows = [sorted(row, key=lambda c: c.x0) for row in rows]
    left, right = min(c.x0 for c in column), max(c.x1 for c in column)
    tabular = [is_tabular(rows, i) for i in range(len(rows))]
    return [
        to_line(row, is_row, PdfLine("", page, 0, 0, row[0].y, 0, left, right, number, is_row))
        for row, is_row in zip(rows, tabular, strict=True)
    ]


def to_line(row: Sequence[Chunk], is_row: bool, line: PdfLine) -> PdfLine:
    """`line` with the text of its chunks, from left to right."""
    text = (CELL if is_row else " ").join(chunk.text.strip() for chunk in row)
    size = max(row, key=lambda chunk: len(chunk.text)).size
    return replace(line, text=text, x0=row[0].x0, x1=row[-1].x1, size=size)


def is_tabular(rows: Sequence[Sequence[Chunk]], i: int) -> bool:
    """Whether a line's cells stand under or above those of the line next to it.

    Cells share their left edge, or, where they are numbers, their right one; the wide blanks of a
    justified line are narrower than those between cells.
    """
    here = cell_edges(rows[i])
    around = [edge for j in (i - 1, i + 1) if 0 <= j < len(rows) for edge in cell_edges(rows[j])]
    return any(side == other and abs(x - y) < ALIGNED for side, x in here for other, y in around)


def cell_edges(row: Sequence[Chunk]) -> list[tuple[str, float]]:
    """The edges by which the cells of a line, but for its first, can be aligned."""
    edges: list[tuple[str, float]] = []
    gaps = [after.x0 - before.x1 for before, after in pairwise(row)]
    if (
        gaps
        and max(gaps) - min(gaps) < 1
        and max(gaps) < 3 * row[0].size
        and not any(" " in c.text.strip() for c in row)
    ):
        return edges  # single words, evenly apart: a line of a narrow column, stretched to fill it
    for before, chunk in pairwise(row):
        if chunk.x0 - before.x1 >= CELL_GAP * chunk.size:
            edges.append(("left", chunk.x0))
            if any(c.isdigit() for c in chunk.text) and len(chunk.text) < 12:
                edges.append(("right", chunk.x1))
    return edges
