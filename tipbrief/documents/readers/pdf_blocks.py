"""Lines of a PDF -> pieces: paragraphs by gaps and indents, footnotes apart."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import groupby, pairwise
from typing import Iterator, Mapping, Sequence

from tipbrief.documents.chars import SUPERSCRIPT_DIGITS, clean, superscript
from tipbrief.documents.countries import is_tier_line
from tipbrief.documents.marks import begins_low, is_heading, is_over, mark_of
from tipbrief.documents.pieces import FOOTNOTE, HEADING, PARAGRAPH, ROW, Line, Piece
from tipbrief.documents.readers.pdf_chars import Chunk
from tipbrief.documents.readers.pdf_furniture import BIG, body_size, without_furniture
from tipbrief.documents.readers.pdf_layout import PdfLine, page_lines
from tipbrief.documents.words import Words

NOTE_SIZE = 0.93  # of the body's size: smaller lines may be footnotes
NOTE = re.compile(rf"^(?:[{SUPERSCRIPT_DIGITS}]{{1,3}}|(\d{{1,3}})(?=[\s.]))\.?\s*(?=\S)")
LONGEST_HEADING = 160


def to_pieces(pages: Sequence[Sequence[Chunk]], words: Words) -> list[Piece]:
    """The pieces of a document's pages; each page's footnotes behind its text."""
    bare = without_furniture(pages)
    body = body_size(bare)
    sizes = sorted({chunk.size for page in bare for chunk in page if chunk.size >= BIG * body}, reverse=True)
    levels = {size: level for level, size in enumerate(sizes, 1)}
    pieces: list[Piece] = []
    for number, chunks in enumerate(bare, 1):
        text, notes = part_notes(page_lines(chunks, number), body)
        pieces += [piece for block in blocks(text, body, words) if (piece := to_piece(block, levels, words))]
        pieces += note_pieces(notes)
    return pieces


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
    if len(block) == 1 and is_tier_line(last.text):
        return True
    if line.column != last.column or line.y > last.y:
        if begins_low(line.text) and not mark_of(line.text):
            return False
        return over or is_heading(line.text, words) or is_heading(last.text, words)
    if last.y - line.y > (leading + 0.25) * line.size:
        return True
    if last.size >= BIG * body:
        return False  # a heading of several lines
    if is_heading(line.text, words) and (over or last.x1 < last.right - 0.2 * (last.right - last.left)):
        return True
    if is_heading(" ".join(x.text for x in block), words) and not line.text[:1].islower():
        return True
    if over and (mark_of(line.text) or has_room(last, line)):
        return True
    return over and len(block) > 1 and line.x0 - last.x0 > 0.6 * line.size


def has_room(last: PdfLine, line: PdfLine) -> bool:
    """Whether the first word of `line` would have stood on the line above, had the paragraph gone on."""
    letter = (last.x1 - last.x0) / max(len(last.text), 1)
    return last.right - last.x1 > 1.1 * letter * (len(line.text.split(" ", 1)[0]) + 1)


def to_piece(block: Sequence[PdfLine], levels: Mapping[float, int], words: Words) -> Piece | None:
    """The piece that a block of lines makes; the larger a heading, the higher its level."""
    lines = [Line(clean(line.text).strip(), line.page) for line in block]
    whole = " ".join(line.text for line in lines)
    if not whole.strip():
        return None
    if block[0].is_row:
        return Piece(ROW, tuple(lines))
    level = levels.get(block[0].size, 0) if len(whole) <= LONGEST_HEADING else 0
    if level or (len(block) < 4 and is_heading(whole, words)):
        return Piece(HEADING, tuple(lines), level=level, size=block[0].size)
    mark = mark_of(lines[0].text)
    if mark is None or mark.kind == HEADING:
        return Piece(PARAGRAPH, tuple(lines), size=block[0].size)
    first = Line(lines[0].text[mark.skip :], lines[0].page)
    return Piece(mark.kind, (first, *lines[1:]), number=mark.number, size=block[0].size)
