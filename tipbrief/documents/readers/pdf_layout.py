"""Chunks of a PDF page -> its lines in reading order: columns, bands across them, table rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Sequence

from tipbrief.documents.pieces import cells_text
from tipbrief.documents.readers.pdf_chars import Chunk
from tipbrief.documents.readers.pdf_tables import find_tables, table_rows

GUTTER = 6.0  # points between two columns, at least
COLUMN_LINES = 5  # lines that begin at one left edge make a column
CROSSING = 0.2  # of the chunks may lie across a gutter: headings, pictures' captions
COLUMN_CHARS = 13  # a column's lines are longer than a table's cells


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
        is_text = sum(len(c.text) for c in left) >= 2 * COLUMN_CHARS * lines and not has_numbers(right)
        if is_text and x - max(c.x1 for c in left) >= GUTTER - 1.5:
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
    if has_numbers(left) or has_numbers(right):
        return False  # a table's
    if any(sum(len(c.text) for c in side) < COLUMN_CHARS * len({round(c.y) for c in side}) for side in (left, right)):
        return False
    top = min(max(c.y for c in left), max(c.y for c in right))
    bottom = max(min(c.y for c in left), min(c.y for c in right))
    shorter = min(max(c.y for c in side) - min(c.y for c in side) for side in (left, right))
    return top - bottom > 0.4 * shorter


def has_numbers(chunks: Sequence[Chunk]) -> bool:
    """Whether most lines of some chunks begin with a number, as the right-hand part of a table does."""
    first: dict[int, Chunk] = {}
    for chunk in sorted(chunks, key=lambda c: -c.x0):
        first[round(chunk.y)] = chunk
    return 2 * sum(any(map(str.isalpha, chunk.text)) for chunk in first.values()) < len(first)


def column_lines(column: Sequence[Chunk], page: int, number: int) -> list[PdfLine]:
    """The lines of one column from top to bottom, the rows of its tables among them."""
    rows: list[list[Chunk]] = []
    for chunk in sorted(column, key=lambda c: -c.y):
        if rows and abs(rows[-1][0].y - chunk.y) < 0.35 * max(rows[-1][0].size, chunk.size):
            rows[-1].append(chunk)
        else:
            rows.append([chunk])
    rows = [sorted(row, key=lambda c: c.x0) for row in rows]
    edges = min(c.x0 for c in column), max(c.x1 for c in column)
    lines: list[PdfLine] = []
    last = 0
    for table in find_tables(rows):
        lines += [to_line(row, page, edges, number) for row in rows[last : table.start]]
        lines += [
            to_line(row.chunks, page, edges, number, cells_text(row.cells))
            for row in table_rows([rows[i] for i in table])
        ]
        last = table.stop
    return lines + [to_line(row, page, edges, number) for row in rows[last:]]


def to_line(
    row: Sequence[Chunk], page: int, edges: tuple[float, float], column: int, cells: str | None = None
) -> PdfLine:
    """The line of some chunks, from left to right; `cells` is its text where it is a table's row."""
    text = " ".join(chunk.text.strip() for chunk in row) if cells is None else cells
    size = max(row, key=lambda chunk: len(chunk.text)).size
    return PdfLine(text, page, row[0].x0, row[-1].x1, row[0].y, size, *edges, column, cells is not None)
