"""Running heads and feet of a PDF, taken out: by repetition, by standing apart, by changing with the chapters."""

from __future__ import annotations

from collections import Counter
from typing import Iterable, Iterator, Sequence

from tipbrief.documents.countries import tier_heading
from tipbrief.documents.furniture import SHORT, changing_heads, find_furniture
from tipbrief.documents.readers.pdf_chars import Chunk

BIG = 1.12  # of the body's size: larger lines are headings
APART = 2.2  # sizes between a running head and the text, where nothing else tells

Row = list[Chunk]


def body_size(pages: Iterable[Sequence[Chunk]]) -> float:
    """The size in which most of the text is set."""
    sizes: Counter[float] = Counter()
    for chunk in (chunk for page in pages for chunk in page):
        sizes[chunk.size] += len(chunk.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def without_furniture(pages: Sequence[Sequence[Chunk]]) -> list[list[Chunk]]:
    """The pages without running heads and feet."""
    rows = [baseline_rows(page) for page in pages]
    gone = [set(its) for its in find_furniture([[text_of(row) for row in page] for page in rows])]
    for find in (lonely_heads, chapter_heads):
        for number, row in find(rows, gone, body_size(pages)):
            gone[number].add(row)
    return [
        [chunk for i, row in enumerate(page) if i not in its for chunk in row]
        for page, its in zip(rows, gone, strict=True)
    ]


def baseline_rows(page: Sequence[Chunk]) -> list[Row]:
    """The chunks of a page by height, across its columns, from top to bottom."""
    rows: list[Row] = []
    for chunk in sorted(page, key=lambda c: (-c.y, c.x0)):
        if rows and rows[-1][0].y - chunk.y < 1.0:
            rows[-1].append(chunk)
        else:
            rows.append([chunk])
    return rows


def text_of(row: Sequence[Chunk]) -> str:
    """The text of the chunks at one height."""
    return " ".join(chunk.text.strip() for chunk in row)


def lonely_heads(rows: Sequence[list[Row]], gone: Sequence[set[int]], body: float) -> Iterator[tuple[int, int]]:
    """(page, row) of small lines at the edge, at a height where a gap parts them from the text on half of the pages."""
    common = Counter(round(y / 2) for page in rows for y in lonely_edges(page))
    least = max(5, 0.5 * len(rows))
    for number, page in enumerate(rows):
        for i in {0, len(page) - 1} if page else ():
            often = sum(common[round(page[i][0].y / 2) + step] for step in (-1, 0, 1)) >= least
            if often and is_small(page[i], body):
                yield number, i


def is_small(row: Row, body: float) -> bool:
    """Whether a line at the edge can be a running head: short, not larger than the text, no country's heading."""
    text = text_of(row)
    return len(text) <= SHORT and row[0].size <= BIG * body and not tier_heading(text)


def lonely_edges(page: Sequence[Row]) -> list[float]:
    """The height of a page's first and last line where a gap parts it from the rest."""
    ys = [row[0].y for row in page]
    if len(ys) < 4:
        return []
    size = page[len(page) // 2][0].size
    return [y for y, beside in ((ys[0], ys[1]), (ys[-1], ys[-2])) if abs(y - beside) > APART * size]


def chapter_heads(rows: Sequence[list[Row]], gone: Sequence[set[int]], body: float) -> Iterator[tuple[int, int]]:
    """(page, row) of heads that name the chapter, at one height on many pages."""
    edges = [outer_rows(page, its) for page, its in zip(rows, gone, strict=True)]
    heights = {round(page[i][0].y / 2) for page, its in zip(rows, edges, strict=True) for i in its}
    lines = [[[chunk.text.strip() for chunk in row] for row in page] for page in rows]
    for height in sorted(heights):
        at = {n: i for n, its in enumerate(edges) for i in its if round(rows[n][i][0].y / 2) == height}
        heads = changing_heads(lines, gone, at)
        most = 2 * len(heads.named) >= len(heads.named) + len(
            heads.others
        )  # else the others are the headings themselves
        yield from [*heads.again, *heads.named, *heads.others] if most else heads.again


def outer_rows(page: Sequence[Row], gone: set[int]) -> set[int]:
    """The first and the last row of a page that are still there."""
    left = [i for i in range(len(page)) if i not in gone]
    return {*left[:1], *left[-1:]}
