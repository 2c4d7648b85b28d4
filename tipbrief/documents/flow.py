"""Pieces -> pieces: a sentence that a page break or a footnote cuts in two is one again."""

from __future__ import annotations

from dataclasses import replace
from typing import Sequence

from tipbrief.documents.countries import find_country, is_tier_line, tier_heading
from tipbrief.documents.marks import begins_low, is_heading, is_over, runs_over
from tipbrief.documents.pieces import FOOTNOTE, HEADING, ITEM, PARAGRAPH, Line, Piece
from tipbrief.documents.words import Words

# A paragraph this long that does not end is cut, whatever letter the next page begins with.
SURELY_TEXT = 200
LAST_LINES = 10  # of a paragraph: as many as make that length in a narrow column
LONGEST_NAME = 120  # characters, with the tier
LONGEST_BOX = 3  # pieces
QUOTES = '"“«'


def find_unmarked_notes(pieces: Sequence[Piece], words: Words) -> list[Piece]:
    """A paragraph between footnotes 24 and 26, in the middle of a sentence, is footnote 25 without its mark."""
    found = list(pieces)
    last_note, text = 0, ""
    for i, (this, after) in enumerate(zip(pieces, [*pieces[1:], None][: len(pieces)], strict=True)):
        if this.kind == FOOTNOTE:
            last_note = int(this.number or 0)
        elif this.kind == PARAGRAPH and not this.number and after and after.kind == FOOTNOTE:
            missing = after.number.isdigit() and int(after.number) == last_note + 2
            if missing and last_note and text and not is_over(text, words) and not begins_low(this.first):
                found[i] = replace(this, kind=FOOTNOTE, number=str(last_note + 1))
                continue
        if this.kind in (PARAGRAPH, ITEM, HEADING):
            text = this.last if this.kind != HEADING else ""
    return found


def find_headings(pieces: Sequence[Piece], words: Words) -> list[Piece]:
    """A paragraph of one line that looks or reads like a heading is one, whatever its format calls it."""
    return [
        replace(this, kind=HEADING)
        if this.kind == PARAGRAPH and not this.number and len(this.lines) == 1 and is_heading(this.first, words)
        else this
        for this in pieces
    ]


def join_names(pieces: Sequence[Piece], words: Words) -> list[Piece]:
    """A country's name that takes two lines is one heading: "CONGO, DEMOCRATIC", "REPUBLIC OF THE (Tier 3)"."""
    kept: list[Piece] = []
    above = -1  # the last piece of text; footnotes of a page may stand between
    for this in pieces:
        if above >= 0 and this.kind in (HEADING, PARAGRAPH) and is_one_name(kept[above], this):
            kept[above] = replace(kept[above], kind=HEADING, lines=(*kept[above].lines, *this.lines))
            continue
        if this.kind != FOOTNOTE:
            above = len(kept)
        kept.append(this)
    return kept


def is_one_name(above: Piece, this: Piece) -> bool:
    """Whether a heading and the line below it are together a country's name, or one with its tier."""
    before, below = (" ".join(line.text for line in piece.lines) for piece in (above, this))
    if above.kind != HEADING or len(before) + len(below) > LONGEST_NAME or is_tier_line(below):
        return False
    joined = f"{before} {below}"
    return bool(find_country(tier_heading(joined) or ("" if find_country(before) else joined)))


def join_interrupted(pieces: Sequence[Piece], words: Words) -> list[Piece]:
    """Put each paragraph's end to its beginning; the footnotes and boxes between follow behind it."""
    kept: list[Piece] = []
    lines: list[list[Line]] = []
    open_at, box_ends = -1, 0
    for i, this in enumerate(pieces):
        if this.kind != FOOTNOTE and i >= box_ends:
            between = open_at < len(kept) - 1
            if open_at >= 0 and goes_on(kept[open_at], lines[open_at], this, between, words):
                lines[open_at].extend(this.lines)
                continue
            open_at = len(kept)
        kept.append(this)
        lines.append(list(this.lines))
        if open_at >= 0 and i + 1 >= box_ends:
            box_ends = end_of_box(kept[open_at], lines[open_at], pieces, i + 1, words)
    return [replace(one, lines=tuple(its)) for one, its in zip(kept, lines, strict=True)]


def end_of_box(before: Piece, lines: Sequence[Line], pieces: Sequence[Piece], start: int, words: Words) -> int:
    """Where the paragraph `before` goes on behind a box at the top of the next page; `start` where there is no box.

    A box is set in another size, or it ends its sentence and the text behind it begins inside one.
    """
    if before.kind != PARAGRAPH or is_over(lines[-1].text, words):
        return start
    for i in range(start, min(start + LONGEST_BOX + 1, len(pieces))):
        this = pieces[i]
        if this.lines[0].page in (None, lines[-1].page) or this.kind not in (PARAGRAPH, HEADING):
            return start
        if i > start and this.size == before.size and goes_on(before, lines, this, True, words):
            set_apart = all(box.size != before.size for box in pieces[start:i])
            return i if set_apart or begins_low(this.first) else start
        if this.kind == HEADING and not (is_over(this.last, words) or this.first[:1] in QUOTES):
            return start
        if this.size == before.size and not is_over(this.last, words):
            return start
    return start


def goes_on(before: Piece, lines: Sequence[Line], this: Piece, footnotes_between: bool, words: Words) -> bool:
    """Whether `this` is the rest of the sentence that `before`, by now these lines, leaves open."""
    if before.kind not in (PARAGRAPH, ITEM) or this.kind not in (PARAGRAPH, ITEM) or this.number:
        return False
    last, low = lines[-1].text, begins_low(this.first)
    if len(lines) == 1 and find_country(last):
        return False  # "Congo, Republic of the" ends on a word on which no sentence ends
    if is_over(last, words) and not (last.endswith(";") and before.kind == PARAGRAPH and low):
        return False
    cut = footnotes_between or this.gap or lines[-1].page != this.lines[0].page
    if this.kind == ITEM:
        return cut and before.kind == PARAGRAPH and low
    if low or runs_over(last, this.first, words) or (last.endswith("-") and last[-2:-1].isalpha()):
        return True
    if cut and this.first[:1].isdigit() and before.kind == PARAGRAPH:
        return True  # "Courts convicted" and, on the next page, "320 traffickers"
    return cut and sum(len(line.text) for line in lines[-LAST_LINES:]) >= SURELY_TEXT
