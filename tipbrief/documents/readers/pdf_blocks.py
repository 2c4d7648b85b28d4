"""Lines of a PDF -> pieces: running heads out, paragraphs by gaps and indents, footnotes apart."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import groupby, pairwise
from typing import Iterable, Iterator, Sequence

from tipbrief.documents.chars import SUPERSCRIPT_DIGITS, clean, superscript
from tipbrief.documents.countries import tier_heading
from tipbrief.documents.furniture import find_furniture
from tipbrief.documents.marks import is_heading, is_over, mark_of
from tipbrief.documents.pieces import FOOTNOTE, HEADING, PARAGRAPH, ROW, Line, Piece
from tipbrief.documents.readers.pdf_chars import Chunk
from tipbrief.documents.readers.pdf_layout import PdfLine, page_lines
from tipbrief.documents.words import Words

BIG = 1.12  # of the body's size: larger lines are headings
NOTE_SIZE = 0.93  # of the body's size: smaller lines may be footnotes
NOTE = re.compile(rf"^(?:[{SUPERSCRIPT_DIGITS}]{{1,3}}|(\d{{1,3}})(?=[\s.]))\.?\s*(?=\S)")
LONGEST_HEADING = 160


def to_pieces(pages: Sequence[Sequence[Chunk]], words: Words) -> list[Piece]:
    """The pieces of a document's pages; each page's footnotes behind its text."""
    bare = without_furniture(pages)
    body = body_size(bare)
    pieces: list[Piece] = []
    for number, chunks in enumerate(bare, 1):
        text, notes = part_notes(page_lines(chunks, number), body)
        pieces += [piece for block in blocks(text, body, words) if (piece := to_piece(block, body, words))]
        pieces += note_pieces(notes)
    return pieces


def body_size(pages: Iterable[Sequence[Chunk]]) -> float:
    """The size in which most of the text is set."""
    sizes: Counter[float] = Counter()
    for chunk in (chunk for page in pages for chunk in page):
        sizes[chunk.size] += len(chunk.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def without_furniture(pages: Sequence[Sequence[Chunk]]) -> list[list[Chunk]]:
    """The pages without running heads and feet: by repetition, and by standing apart at one height."""
    rows = [baseline_rows(page) for page in pages]
    body = body_size(pages)
    heights = [lonely_edges(page) for page in rows]
    common = Counter(round(y / 2) for page in heights for y in page)
    least = max(5, 0.5 * len(pages))
    kept = []
    repeated = find_furniture([[text_of(row) for row in page] for page in rows])
    for page, gone, edges in zip(rows, repeated, heights, strict=True):
        high = {y for y in edges if sum(common[round(y / 2) + step] for step in (-1, 0, 1)) >= least}
        stay = (row for i, row in enumerate(page) if i not in gone and not (row[0].y in high and is_small(row, body)))
        kept.append([chunk for row in stay for chunk in row])
    return kept


def baseline_rows(page: Sequence[Chunk]) -> list[list[Chunk]]:
    """The chunks of a page by height, across its columns, from top to bottom."""
    rows: list[list[Chunk]] = []
    for chunk in sorted(page, key=lambda c: (-c.y, c.x0)):
        if rows and rows[-1][0].y - chunk.y < 1.0:
            rows[-1].append(chunk)
        else:
            rows.append([chunk])
    return rows


def text_of(row: Sequence[Chunk]) -> str:
    """The text of the chunks at one height."""
    return " ".join(chunk.text.strip() for chunk in row)


def is_small(row: Sequence[Chunk], body: float) -> bool:
    """Whether a line at the edge can be a running head: short, not larger than the text, no country's heading."""
    text = text_of(row)
    return len(text) <= 80 and row[0].size <= BIG * body and not tier_heading(text)


def lonely_edges(page: Sequence[Sequence[Chunk]]) -> list[float]:
    """The height of a page's first and last line where a gap parts it from the rest."""
    ys = [row[0].y for row in page]
    if len(ys) < 4:
        return []
    size = page[len(page) // 2][0].size
    return [y for y, beside in ((ys[0], ys[1]), (ys[-1], ys[-2])) if abs(y - beside) > 2.2 * size]


def part_notes(lines: Sequence[PdfLine], body: float) -> tuple[list[PdfLine], list[PdfLine]]:
    """A page's text, and the small lines at the bottom of its columns where footnotes begin."""
    text: list[PdfLine] = []
    notes: list[PdfLine] = []
    for _, column in groupby(lines, key=lambda line: line.column):
        its = list(column)
        start = len(its)
        while start and its[start - 1].size <= NOTE_SIZE * body and not its[start - 1].is_row:
            start -= 1
        marked = any(NOTE.match(line.text) for line in its[start:])
        if start == 0 and not (its and NOTE.match(its[0].text)):
            marked = False
        text += its[:start] if marked else its
        notes += its[start:] if marked else []
    return text, notes


def note_pieces(lines: Sequence[PdfLine]) -> list[Piece]:
    """One piece for each footnote; a line without a mark goes on with the note above."""
    pieces: list[Piece] = []
    for line in lines:
        found = NOTE.match(line.text)
        if not found and pieces:
            pieces[-1] = replace(pieces[-1], lines=(*pieces[-1].lines, Line(clean(line.text), line.page)))
            continue
        mark = mark_of(line.text)
        number = found[1] if found and found[1] else (mark.number if mark and mark.kind == FOOTNOTE else "")
        rest = line.text[found.end() :] if found else ""
        text = f"{superscript(number)} {rest}" if number else line.text
        pieces.append(Piece(FOOTNOTE, (Line(clean(text), line.page),), number=number))
    return pieces


def blocks(lines: Sequence[PdfLine], body: float, words: Words) -> Iterator[list[PdfLine]]:
    """The lines of each paragraph, heading or row."""
    block: list[PdfLine] = []
    leading = usual_leading(lines)
    for line in lines:
        if block and begins(block, line, leading, body, words):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def usual_leading(lines: Sequence[PdfLine]) -> float:
    """The commonest distance between two lines of a page, in line sizes."""
    steps = Counter(
        round((a.y - b.y) / b.size, 1)
        for a, b in pairwise(lines)
        if a.column == b.column and a.y > b.y and abs(a.size - b.size) < 0.6
    )
    return steps.most_common(1)[0][0] if steps else 1.2


def begins(block: Sequence[PdfLine], line: PdfLine, leading: float, body: float, words: Words) -> bool:
    """Whether a line begins a new block."""
    last = block[-1]
    over = is_over(last.text, words)
    if line.is_row or last.is_row or abs(line.size - last.size) > 0.1 * last.size:
        return True
    if line.column != last.column or line.y > last.y:
        return over or is_heading(line.text, words) or is_heading(last.text, words)
    if last.y - line.y > (leading + 0.25) * line.size:
        return True
    if last.size >= BIG * body:
        return False  # a heading of several lines
    if is_heading(line.text, words) and (over or last.x1 < last.right - 0.2 * (last.right - last.left)):
        return True
    if is_heading(" ".join(x.text for x in block), words) and not line.text[:1].islower():
        return True
    if over and (mark_of(line.text) or last.x1 < last.right - 0.15 * (last.right - last.left)):
        return True
    return over and len(block) > 1 and line.x0 - last.x0 > 0.6 * line.size


def to_piece(block: Sequence[PdfLine], body: float, words: Words) -> Piece | None:
    """The piece that a block of lines makes."""
    lines = [Line(clean(line.text).strip(), line.page) for line in block]
    whole = " ".join(line.text for line in lines)
    if not whole.strip():
        return None
    if block[0].is_row:
        return Piece(ROW, tuple(lines))
    big = block[0].size >= BIG * body and len(whole) <= LONGEST_HEADING
    if big or (len(block) < 3 and is_heading(whole, words)):
        level = 1 if big and block[0].size >= 1.35 * body else 0
        return Piece(HEADING, tuple(lines), level=level)
    mark = mark_of(lines[0].text)
    if mark is None or mark.kind == HEADING:
        return Piece(PARAGRAPH, tuple(lines))
    first = Line(lines[0].text[mark.skip :], lines[0].page)
    return Piece(mark.kind, (first, *lines[1:]), number=mark.number)
