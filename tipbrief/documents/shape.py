"""Lines of a plain text -> pieces: where a block begins, and which line breaks are only wrapping."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Iterable, Iterator, Sequence

from tipbrief.documents.chars import superscript
from tipbrief.documents.countries import find_country
from tipbrief.documents.marks import is_heading, is_over, mark_of, runs_over
from tipbrief.documents.pieces import FOOTNOTE, HEADING, ITEM, PARAGRAPH, Line, Piece, row
from tipbrief.documents.words import Words

LONGEST_WRAP = 200
SHORTEST_WRAP = 40
LONGEST_NAME = 60
WRAPPED_SHARE = 0.4  # of the lines with a line below them, those that stop inside a sentence
LONE_PAGE = re.compile(
    r"^(?:page|стр(?:\.|аница))\W{0,3}\d{1,4}(?:\s*(?:of|/|из)\s*\d{1,4})?$|^[-–—]\s?\d{1,4}\s?[-–—]$", re.I
)
CELLS = re.compile(r"\s*\t\s*")


@dataclass(frozen=True)
class Wrapping:
    """How a text breaks its lines: at `width` characters, or (0) only where a paragraph ends."""

    width: int = 0


def shape(lines: Sequence[Line], words: Words) -> list[Piece]:
    """Pieces of a text's lines; blank lines separate, two of them leave a gap behind."""
    wrapping = wrapping_of(lines, words)
    pieces: list[Piece] = []
    blank = 0
    for empty, run in groupby(lines, key=lambda line: not line.text):
        if empty:
            blank = sum(1 for _ in run)
            continue
        for group in split_group(list(run), wrapping, words):
            pieces.extend(to_pieces(group, gap=blank > 1, before=pieces[-1] if pieces else None, words=words))
            blank = 0
    return pieces


def wrapping_of(lines: Sequence[Line], words: Words) -> Wrapping:
    """Whether the text is wrapped, judged by how its lines end."""
    pairs = [(a.text, b.text) for a, b in pairwise(lines) if a.text and b.text]
    cut = sum(not is_over(a, words) for a, _ in pairs)
    if not pairs or cut < WRAPPED_SHARE * len(pairs):
        return Wrapping()
    lengths = sorted(len(a) for a, _ in pairs)
    width = lengths[int(len(lengths) * 0.9)]
    return Wrapping(width if SHORTEST_WRAP <= width <= LONGEST_WRAP else 0)


def split_group(group: list[Line], wrapping: Wrapping, words: Words) -> Iterator[list[Line]]:
    """The blocks of lines that no blank line separates."""
    block = [group[0]]
    for line in group[1:]:
        if is_next_note(block, line.text) or starts_block(block[-1].text, line.text, wrapping, words):
            yield block
            block = []
        block.append(line)
    yield block


def is_next_note(block: Sequence[Line], line: str) -> bool:
    """Whether `line` begins the footnote after the one in `block`, its mark not raised."""
    mark = mark_of(block[0].text)
    return bool(mark and mark.kind == FOOTNOTE and next_note(mark.number, line))


def starts_block(before: str, line: str, wrapping: Wrapping, words: Words) -> bool:
    """Whether `line` begins a new block behind `before`."""
    if "\t" in line or "\t" in before or is_heading(before, words) or is_country(before):
        return True
    over = is_over(before, words)
    if over and is_country(line):
        return True
    if is_heading(line, words) and (over or not wrapping.width or len(before) < 0.8 * wrapping.width):
        return True
    if mark_of(line) and (over or mark_of(before) or before.endswith(",")):
        return True
    if not wrapping.width:
        return not runs_over(before, line, words)
    return over and len(before) + len(line.split(" ", 1)[0]) < 0.8 * wrapping.width


def is_country(line: str) -> bool:
    """Whether a line is a country's name: in some reports the heading of its narrative, in the letters of the text."""
    return len(line) <= LONGEST_NAME and line[:1].isupper() and bool(find_country(line))


def to_pieces(block: list[Line], gap: bool, before: Piece | None, words: Words) -> Iterable[Piece]:
    """The piece, or the cells of one, that a block of lines makes."""
    first = block[0].text
    if LONE_PAGE.match(first):
        return []
    if "\t" in first:
        found = row((cell for cell in CELLS.split(first) if cell), block[0].page)
        return [found] if found else []
    mark = mark_of(first)
    if mark is None and before and before.kind == FOOTNOTE and (number := next_note(before.number, first)):
        return [
            Piece(
                FOOTNOTE, (Line(superscript(number) + first[len(number) :], block[0].page), *block[1:]), number=number
            )
        ]
    if len(block) == 1 and is_heading(first, words) and not (mark and mark.kind == ITEM):
        return [
            Piece(
                HEADING, (Line(first[mark.skip :] if mark and mark.kind == HEADING else first, block[0].page),), gap=gap
            )
        ]
    if mark is None:
        return [Piece(PARAGRAPH, tuple(block), gap=gap)]
    lines = (Line(first[mark.skip :], block[0].page), *block[1:])
    return [Piece(mark.kind, lines, number=mark.number, gap=gap)]


def next_note(number: str, line: str) -> str:
    """The number of a footnote whose mark was not raised, right under footnote `number`.

    >>> next_note("15", "16 Poverty in Asia")
    '16'
    """
    follows = str(int(number) + 1) if number.isdigit() else ""
    return follows if follows and re.match(rf"{follows}\s+\S", line) else ""
