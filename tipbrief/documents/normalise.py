"""Pieces -> the document's text with its blocks and pages: steps in a list that you can read."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Callable, Iterable, Sequence

from tipbrief.documents.chars import LOWER, SUPERSCRIPT_DIGITS, superscript
from tipbrief.documents.flow import find_headings, find_unmarked_notes, join_interrupted, join_names
from tipbrief.documents.joining import Hyphens, Marks, join_lines
from tipbrief.documents.pieces import FOOTNOTE, HEADING, ITEM, PARAGRAPH, Piece
from tipbrief.documents.words import FOR_COUNTRY, Words, bare
from tipbrief.model import Block, Page

BETWEEN = "\n\n"
STARS = "*•●▪"
STAR = re.compile(rf"(?:^|\s+)[{STARS}]\s+(?=[\"“«]?[^\W\d_a-z])")
RUN_IN = re.compile(r"^([^.:;!?]{4,70}):\s+(?=[\"“«]?[A-ZА-ЯЁ])")
RAISED = re.compile(f"[{SUPERSCRIPT_DIGITS}]{{1,3}}")
GLUED = re.compile(r"(?<=[)\]”\"’»A-Za-zА-Яа-я])(\d{1,3})(?=[\s,.;:)]|$)")


@dataclass(frozen=True)
class Draft:
    """A block before it has its place in the text; `marks` are (offset in it, page)."""

    kind: str
    text: str
    marks: Marks = ()
    level: int = 0
    number: str = ""


@dataclass(frozen=True)
class Normal:
    """A normalised text: blocks in order, and the heading level of each heading's start."""

    text: str
    blocks: tuple[Block, ...]
    pages: tuple[Page, ...]
    levels: dict[int, int]


def normalise(pieces: Sequence[Piece], words: Words) -> Normal:
    """The one text of a source's pieces: NFC, one block a line, a blank line between blocks."""
    for step in PIECE_STEPS:
        pieces = step(pieces, words)
    hyphens = Hyphens([line for piece in pieces for line in piece.lines], words)
    drafts = [draft_of(piece, hyphens) for piece in pieces]
    for change in DRAFT_STEPS:
        drafts = change(drafts, words)
    return lay_out([draft for draft in drafts if draft.text])


def draft_of(piece: Piece, hyphens: Hyphens) -> Draft:
    """A piece with its lines joined."""
    text, marks = join_lines(piece.lines, hyphens)
    return Draft(piece.kind, text, marks, piece.level, piece.number)


def cut(draft: Draft, start: int, end: int, kind: str) -> Draft:
    """text[start:end] of a draft, with the pages that begin before or in it."""
    before = [page for at, page in draft.marks if at <= start]
    marks: Marks = ((0, before[-1]),) if before else ()
    marks += tuple((at - start, page) for at, page in draft.marks if start < at < end)
    return replace(draft, text=draft.text[start:end], marks=marks, kind=kind)


def split_headings(drafts: Sequence[Draft], words: Words) -> list[Draft]:
    """ "Recommendations for Ghana: Investigate ..." is a heading and a paragraph."""
    out: list[Draft] = []
    for draft in drafts:
        found = RUN_IN.match(draft.text) if draft.kind == PARAGRAPH and not draft.number else None
        title = FOR_COUNTRY.sub("", bare(found[1])) if found else ""
        if found and title in words.names and found[1][0].isupper():
            out += [
                cut(draft, 0, found.end(1) + 1, kind=HEADING),
                cut(draft, found.end(), len(draft.text), kind=PARAGRAPH),
            ]
        else:
            out.append(draft)
    return out


def split_starred(drafts: Sequence[Draft], words: Words) -> list[Draft]:
    """A paragraph with stars or bullets between its sentences is a list of items."""
    out: list[Draft] = []
    for draft in drafts:
        listed = draft.kind in (PARAGRAPH, ITEM) and any(star in draft.text for star in STARS)
        stars = list(STAR.finditer(draft.text)) if listed else []
        if not stars or (len(stars) == 1 and stars[0].start() > 0 and draft.kind == PARAGRAPH):
            out.append(draft)
            continue
        starts = [0, *(m.end() for m in stars)]
        ends = [*(m.start() for m in stars), len(draft.text)]
        out += [cut(draft, a, b, kind=ITEM) for a, b in zip(starts, ends, strict=True) if a < b]
    return out


def raise_marks(drafts: Sequence[Draft], words: Words) -> list[Draft]:
    """Raise a footnote mark that lost its raising: "(CEDAW)12," where footnote 12 is marked nowhere else."""
    notes = {draft.number for draft in drafts if draft.kind == FOOTNOTE}
    if not notes:
        return list(drafts)
    marked = {m.translate(LOWER) for d in drafts if d.kind != FOOTNOTE for m in RAISED.findall(d.text)}
    missing = notes - marked
    if not missing or not marked:
        return list(drafts)

    def mend(found: re.Match[str]) -> str:
        return superscript(found[1]) if found[1] in missing else found[1]

    return [d if d.kind == FOOTNOTE else replace(d, text=GLUED.sub(mend, d.text)) for d in drafts]


def lay_out(drafts: Iterable[Draft]) -> Normal:
    """Put the drafts one under the other."""
    parts: list[str] = []
    blocks, pages, levels = [], [], {}
    start, page = 0, None
    for draft in drafts:
        for at, number in draft.marks:
            if number != page:
                pages.append(Page(number, start + at))
                page = number
        end = start + len(draft.text)
        blocks.append(Block(draft.kind, start, end, draft.number))
        if draft.kind == HEADING:
            levels[start] = draft.level
        parts.append(draft.text)
        start = end + len(BETWEEN)
    return Normal(BETWEEN.join(parts) + ("\n" if parts else ""), tuple(blocks), tuple(pages), levels)


PieceStep = Callable[[Sequence[Piece], Words], list[Piece]]
DraftStep = Callable[[Sequence[Draft], Words], list[Draft]]
PIECE_STEPS: tuple[PieceStep, ...] = (find_headings, find_unmarked_notes, join_names, join_interrupted)
DRAFT_STEPS: tuple[DraftStep, ...] = (split_headings, split_starred, raise_marks)
