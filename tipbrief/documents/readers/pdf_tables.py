"""Tables of a PDF: which lines of a column make one, and the cells of its rows.

A PDF has no tables, only words at places. Lines with wide gaps whose words stand under each other make a table; its
columns are told by the lines that have most cells, its rows by the gaps between lines. Rules and colours are not looked
at.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Callable, Sequence

from tipbrief.documents.readers.pdf_chars import Chunk

ALIGNED = 3.0  # points
CELL_GAP = 1.5  # sizes between two cells
NEXT_LINE = 2.6  # sizes from one line of a table to the next, at most
WIDE_HEAD = 5  # sizes by which the head of the last column may be wider than its numbers
BROKEN = 4  # lines of a broken label that may stand above its numbers
IN_CELL = 1.35  # sizes between two lines of one cell, at most
SAME_ROW = 0.9  # sizes: closer lines are the middle of a cell and the lines of a higher one beside it
CLEARLY = 0.85  # of the gap on the other side: a line this much closer belongs to its neighbour
LIST_MARK = re.compile(r"[(\[]?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)\]]|[-–—•●▪◦·*■□]")

Line = Sequence[Chunk]


@dataclass
class TableRow:
    """The text of each cell, from left to right, and the words of all of them."""

    cells: list[str]
    chunks: list[Chunk]


def find_tables(lines: Sequence[Line]) -> list[range]:
    """The stretches of lines that are tables: two lines or more with cells under each other, heads, broken cells."""
    found: list[range] = []
    i = 0
    while i < len(lines):
        stop = end_of_table(lines, i) if is_wide(lines[i]) else i + 1
        if sum(is_wide(line) for line in lines[i:stop]) > 1:
            found.append(range(start_of_table(lines, i, stop, found[-1].stop if found else 0), stop))
        i = stop
    return found


def is_wide(cells: Line) -> bool:
    """Whether a line has several cells, and is no item of a list and no line stretched to fill a narrow column."""
    if len(cells) < 2 or LIST_MARK.fullmatch(cells[0].text.strip()):
        return False
    gaps = [after.x0 - before.x1 for before, after in pairwise(cells)]
    even = max(gaps) - min(gaps) < 1 and max(gaps) < 3 * cells[0].size
    plain = even and not any(" " in c.text.strip() or c.text.strip()[:1].isdigit() for c in cells[1:])
    return max(gaps) >= CELL_GAP * cells[0].size and not plain


def end_of_table(lines: Sequence[Line], start: int) -> int:
    """The line behind the table that begins with line `start`, if one does."""
    wide = [start]
    i = start + 1
    while i < len(lines) and 0 < lines[i - 1][0].y - lines[i][0].y <= NEXT_LINE * lines[i][0].size:
        if len(lines[i]) > 1 and any(are_rows(lines[i], lines[j]) for j in wide[:1] + wide[-2:]):
            wide.append(i)
        elif not is_label(lines[i], [lines[j] for j in wide]) and not is_over_all(lines, i, wide[-1]):
            break
        i += 1
    while i - 1 > wide[-1] and lines[i - 2][0].y - lines[i - 1][0].y > IN_CELL * lines[i - 1][0].size:
        i -= 1
    return i


def is_over_all(lines: Sequence[Line], i: int, row: int) -> bool:
    """Whether a line is the middle of a row over all columns: rows alike stand above and below it."""
    below = next((j for j in range(i + 1, min(i + BROKEN, len(lines))) if len(lines[j]) > 1), None)
    if len(lines[i]) > 1 or below is None or len(lines[below]) != len(lines[row]):
        return False
    near = all(0 < a[0].y - b[0].y <= NEXT_LINE * a[0].size for a, b in pairwise(lines[i : below + 1]))
    left, right = lines[row][0].x0, lines[row][-1].x1
    inside = left < lines[i][0].x0 and lines[i][0].x1 < right
    return near and inside and is_wide(lines[below]) and are_rows(lines[below], lines[row])


def start_of_table(lines: Sequence[Line], start: int, stop: int, first: int) -> int:
    """A table's first line: that of its head, whose cells are less far apart, or of its first row's broken label."""
    columns = columns_of(lines[start:stop])
    begun = start - 1 if start > first and is_begun_above(lines, start) else start
    while begun > first:
        above, below = lines[begun - 1], lines[begun]
        near = 0 < above[0].y - below[0].y <= NEXT_LINE * above[0].size
        inside = above[0].x0 > columns[0][1] or len(above) > 1
        at = [nearest(cell, columns) for cell in above]
        apart = len(set(at)) == len(at) and all(sum(map(cell_over(cell), columns)) < 2 for cell in above)
        if not (near and inside and apart and above[-1].x1 < columns[-1][1] + WIDE_HEAD * above[0].size):
            break
        begun -= 1
    return begun


def cell_over(cell: Chunk) -> Callable[[tuple[float, float]], bool]:
    """Whether a cell stands over a column's words."""
    return lambda column: cell.x0 < column[1] and column[0] < cell.x1


def are_rows(line: Line, other: Line) -> bool:
    """Whether two lines have as many cells, or cells under each other, those at their left edge aside."""
    left = min(line[0].x0, other[0].x0) + ALIGNED
    under = any(a.x0 < b.x1 and b.x0 < a.x1 for a in line if a.x0 > left for b in other if b.x0 > left)
    return under or len(line) == len(other)


def is_label(line: Line, rows: Sequence[Line]) -> bool:
    """Whether a line of one cell stands in the first column of some rows, beside all their other cells."""
    most = max(len(row) for row in rows)
    others = [cell.x0 for row in rows if len(row) == most for cell in row[1:]]
    as_large = abs(line[0].size - rows[0][0].size) < 0.1 * line[0].size
    return len(line) == 1 and as_large and line[0].x1 < min(others)


def is_begun_above(lines: Sequence[Line], i: int) -> bool:
    """Whether the line above a table is the first of the label that its first row ends."""
    above, size = lines[i - 1][0].y - lines[i][0].y, lines[i][0].size
    before = lines[i - 2][0].y - lines[i - 1][0].y if i > 1 else float("inf")
    return 0 < above <= IN_CELL * size and above < CLEARLY * before and is_label(lines[i - 1], [lines[i]])


def table_rows(lines: Sequence[Line]) -> list[TableRow]:
    """The rows of a table from its lines."""
    columns = columns_of(lines)
    head = next(i for i, line in enumerate(lines) if len(line) == len(columns))
    gap = row_gap(lines)
    rows: list[TableRow] = []
    for i, line in enumerate(lines):
        if not (i and joins_above(lines, i, gap)):
            rows.append(TableRow([""] * len(columns), []))
        for at, cell in zip(places(line, columns, is_head=i < head), line, strict=True):
            rows[-1].cells[at] = joined(rows[-1].cells[at], cell.text.strip())
            rows[-1].chunks.append(cell)
    return rows


def columns_of(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """Left and right edge of each column, by the lines that have most cells."""
    counts = Counter(len(line) for line in lines if len(line) > 1)
    most = max((n for n, times in counts.items() if times > 1), default=max(counts))
    full = [line for line in lines if len(line) == most]
    return [(min(line[k].x0 for line in full), max(line[k].x1 for line in full)) for k in range(most)]


def row_gap(lines: Sequence[Line]) -> float:
    """The least distance between two rows: two lines with numbers, else the widest there is."""
    pairs = [(a[0].y - b[0].y, has_number(a) and has_number(b), a[0].size) for a, b in pairwise(lines)]
    sure = [gap for gap, numbered, size in pairs if numbered and gap >= SAME_ROW * size]
    return min(sure, default=max((gap for gap, _, _ in pairs), default=0.0))


def joins_above(lines: Sequence[Line], i: int, gap: float) -> bool:
    """Whether a line belongs to the row of the line above it: closer to it than rows are to each other."""
    above, size = lines[i - 1][0].y - lines[i][0].y, lines[i][0].size
    if above < SAME_ROW * size:
        return True
    return above <= IN_CELL * size and above < CLEARLY * gap and not (has_number(lines[i]) and has_number(lines[i - 1]))


def has_number(cells: Line) -> bool:
    """Whether one of a line's cells is a number."""
    return any(cell.text.strip()[:1].isdigit() for cell in cells)


def places(line: Line, columns: Sequence[tuple[float, float]], *, is_head: bool) -> list[int]:
    """The column of each cell: the one that it stands in or nearest to; a head over several stands in their first."""
    if len(line) == len(columns):
        return list(range(len(columns)))
    if not is_head:
        return [nearest(cell, columns) for cell in line]
    middles = [(cell.x0 + cell.x1) / 2 for cell in line]
    free = range(0 if line[0].x0 < columns[0][1] else 1, len(columns))
    under: dict[int, int] = {}
    for at in free:
        middle = (columns[at][0] + columns[at][1]) / 2
        under.setdefault(min(range(len(line)), key=lambda k: abs(middles[k] - middle)), at)
    return [under.get(k, nearest(cell, columns)) for k, cell in enumerate(line)]


def nearest(cell: Chunk, columns: Sequence[tuple[float, float]]) -> int:
    """The first column that a cell lies over, else the nearest."""
    distances = [max(left - cell.x1, cell.x0 - right, 0.0) for left, right in columns]
    return distances.index(min(distances))


def joined(above: str, below: str) -> str:
    """Two lines of a cell as one, without the hyphen of a broken word."""
    if above.endswith("-") and below[:1].islower():
        return above[:-1] + below
    return f"{above} {below}".strip()
