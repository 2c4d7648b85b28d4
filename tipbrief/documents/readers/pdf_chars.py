"""PDF characters -> chunks: stretches of one line without a wide gap, with their place and size.

A page whose text stands sideways (a wide table) is turned; sideways text beside upright text, such as the country's
name on a tab at the page's edge, is no part of it.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from dataclasses import dataclass
from typing import Any, Iterator

import pypdfium2.raw as pdfium

from tipbrief.documents.chars import RAISE

# What pdfium puts for a hyphen at the end of a line, and the hyphens that some fonts name instead of the key's.
HYPHENS = frozenset({0x02, 0x2010, 0x2011})
SAME_LINE = 0.6  # of the size: a smaller step up or down is a raised or lowered character
WIDE_GAP = 1.2  # of the size: a wider gap parts columns and cells
SMALL = 0.85  # of the line's size: a smaller character above the line is a raised mark
RAISED_BY = 0.12  # of the line's size


@dataclass(slots=True)
class Chunk:
    """A stretch of a line: `x0` to `x1` from the left, baseline `y` from the bottom, in points."""

    text: str
    x0: float
    x1: float
    y: float
    size: float


@dataclass(slots=True)
class Glyph:
    """One character with its place; `size` is its font's full height, `turn` its direction in quarters of a circle."""

    char: str
    x0: float
    x1: float
    y: float
    size: float
    turn: int = 0


def page_chunks(page: Any) -> list[Chunk]:
    """The chunks of a page, in the order of its content."""
    text_page = page.get_textpage()
    try:
        return [chunk for run in runs(one_way(glyphs(text_page))) if (chunk := to_chunk(run)).text.strip()]
    finally:
        text_page.close()


def glyphs(text_page: Any) -> Iterator[Glyph]:
    """Each character of a page; blanks and line ends come without a place of their own."""
    handle, box, lead, turn, last_y = text_page.raw, pdfium.FS_RECTF(), 0, 0, math.nan
    x, y = ctypes.c_double(), ctypes.c_double()
    box_ref, x_ref, y_ref = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y)
    get_code, get_box = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    get_origin = pdfium.FPDFText_GetCharOrigin
    for i in range(text_page.count_chars()):
        code = get_code(handle, i)
        if code in (32, 10, 13, 9, 0xA0, 0xFFFE, 0xFFFF, 0):
            yield Glyph("" if code in (0, 0xFFFE, 0xFFFF) else " ", 0, 0, 0, 0)
            continue
        if 0xD800 <= code < 0xDC00:
            lead = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((lead - 0xD800) << 10) + (code - 0xDC00) if lead else 0xFFFD
        lead = 0
        get_box(handle, i, box_ref)
        get_origin(handle, i, x_ref, y_ref)
        if y.value != last_y:  # asked for once a line: sideways, each character has a height of its own
            last_y, turn = y.value, round(pdfium.FPDFText_GetCharAngle(handle, i) / (math.pi / 2)) % 4
        char = "-" if code in HYPHENS else chr(code)
        if turn:
            yield upright(char, box, x.value, y.value, turn)
        else:
            yield Glyph(char, box.left, box.right, y.value, abs(box.top - box.bottom))


def upright(char: str, box: pdfium.FS_RECTF, x: float, y: float, turn: int) -> Glyph:
    """A sideways character as it stands when its line runs from left to right; `turn` counts clockwise."""
    low, high = sorted((box.top, box.bottom))
    if turn == 2:
        return Glyph(char, -box.right, -box.left, -y, high - low, turn)
    size = abs(box.right - box.left)
    return Glyph(char, -high, -low, x, size, turn) if turn == 1 else Glyph(char, low, high, -x, size, turn)


def one_way(characters: Iterator[Glyph]) -> Iterator[Glyph]:
    """The characters that run in the page's commonest direction."""
    found = list(characters)
    if not any(glyph.turn for glyph in found):
        return iter(found)
    main = Counter(glyph.turn for glyph in found if glyph.size).most_common(1)[0][0]
    return (glyph for glyph in found if not glyph.size or glyph.turn == main)


def runs(characters: Iterator[Glyph]) -> Iterator[list[Glyph]]:
    """Characters that stand side by side on one line."""
    run: list[Glyph] = []
    last: Glyph | None = None
    blank = False
    for glyph in characters:
        if not glyph.size:
            blank = blank or glyph.char == " "
            continue
        if last is not None and not follows(last, glyph):
            yield run
            run, blank = [], False
        if blank and run and not is_stray(last, glyph):
            run.append(Glyph(" ", last.x1 if last else 0, glyph.x0, glyph.y, 0))
        run.append(glyph)
        last, blank = glyph, False
    if run:
        yield run


def follows(last: Glyph, glyph: Glyph) -> bool:
    """Whether a character goes on where the last one stopped."""
    size = max(last.size, glyph.size)
    return abs(glyph.y - last.y) <= SAME_LINE * size * 0.75 and -size < glyph.x0 - last.x1 <= WIDE_GAP * size * 0.8


def is_stray(last: Glyph | None, glyph: Glyph) -> bool:
    """Whether the blank between two characters is no more than the step down from a raised mark."""
    return last is not None and glyph.char in ",.;:!?)]" and glyph.x0 - last.x1 < 0.1 * glyph.size


def to_chunk(run: list[Glyph]) -> Chunk:
    """A run as text; raised digits become superscript characters."""
    sizes: Counter[float] = Counter()
    for glyph in run:
        if glyph.size:
            sizes[round(glyph.size * 2) / 2] += 1
    size = max(sizes, key=lambda s: (sizes[s], s))
    if len(sizes) > 1:
        size = max(size, max((s for s in sizes if sizes[s] * 3 >= sizes[size]), default=size))
    base = Counter(round(g.y, 1) for g in run if g.size >= SMALL * size).most_common(1)[0][0]
    text = "".join(raised(glyph, size, base) for glyph in run)
    return Chunk(text, run[0].x0, run[-1].x1, base, size)


def raised(glyph: Glyph, size: float, base: float) -> str:
    """The character, a digit above the line as its superscript."""
    if glyph.char.isdigit() and glyph.size < SMALL * size and glyph.y > base + RAISED_BY * size:
        return glyph.char.translate(RAISE)
    return glyph.char
