"""A light typesetter for long PDFs: lines of text put at their places by PDFium, three milliseconds a page.

WeasyPrint takes some 80 ms a page, which is too slow for a test with a report of hundreds of pages.
"""

from __future__ import annotations

import ctypes
import io
from functools import cached_property
from pathlib import Path
from typing import Iterator

import pypdfium2
import pypdfium2.raw as pdfium
from fontTools.ttLib import TTFont

FACE = Path(__file__).parents[1] / "templates" / "fonts" / "TipbriefSerif-Regular.ttf"
UPRIGHT, SIDEWAYS = (1, 0, 0, 1), (0, 1, -1, 0)


class Typesetter:
    """One PDF in the making: pages, lines on them, and columns that text flows through."""

    def __init__(self, width: float = 420, height: float = 595, margin: float = 40, columns: int = 2) -> None:
        self.width, self.height, self.margin, self.columns = width, height, margin, columns
        self.gutter = 14.0
        self.document = pypdfium2.PdfDocument.new()
        self.data = FACE.read_bytes()
        self.buffer = (ctypes.c_ubyte * len(self.data)).from_buffer_copy(self.data)
        self.font = pdfium.FPDFText_LoadFont(
            self.document.raw, self.buffer, len(self.data), pdfium.FPDF_FONT_TRUETYPE, 1
        )
        self.pages = 0
        self.page: pypdfium2.PdfPage | None = None
        self.column, self.y, self.top = 0, 0.0, 0.0

    @cached_property
    def widths(self) -> dict[str, float]:
        """The width of each character, in sizes."""
        face = TTFont(io.BytesIO(self.data))
        metrics, em = face["hmtx"], face["head"].unitsPerEm
        return {chr(code): metrics[name][0] / em for code, name in face.getBestCmap().items()}

    @property
    def column_width(self) -> float:
        return (self.width - 2 * self.margin - (self.columns - 1) * self.gutter) / self.columns

    @property
    def left(self) -> float:
        return self.margin + self.column * (self.column_width + self.gutter)

    def width_of(self, text: str, size: float) -> float:
        return sum(self.widths[c] for c in text) * size

    def put(self, text: str, x: float, y: float, size: float, turn: tuple[int, int, int, int] = UPRIGHT) -> None:
        """One piece of text with its baseline at a place."""
        drawn = pdfium.FPDFPageObj_CreateTextObj(self.document.raw, self.font, size)
        code = text.encode("utf-16-le") + b"\0\0"
        pdfium.FPDFText_SetText(drawn, (ctypes.c_ushort * (len(code) // 2)).from_buffer_copy(code))
        pdfium.FPDFPageObj_Transform(drawn, *turn, x, y)
        pdfium.FPDFPage_InsertObject(self.page.raw, drawn)

    def new_page(self) -> None:
        """Close the page and open the next, at the top of its first column."""
        self.end_page()
        self.page = self.document.new_page(self.width, self.height)
        self.pages += 1
        self.column, self.top = 0, self.height - self.margin
        self.y = self.top

    def end_page(self) -> None:
        if self.page is not None:
            pdfium.FPDFPage_GenerateContent(self.page.raw)
            self.page.close()
            self.page = None

    def room(self, size: float) -> None:
        """Go on at the top of the next column, or page, where a line does not fit any more."""
        if self.y - size >= self.margin:
            return
        if self.column + 1 < self.columns:
            self.column, self.y = self.column + 1, self.top
        else:
            self.new_page()
            self.on_page()

    def on_page(self) -> None:
        """What a page that the text opens by itself gets; the running heads of a report."""

    def flow(self, text: str, size: float, *, indent: float = 0, leading: float = 1.25, justify: bool = False) -> int:
        """A paragraph through the columns; the page that it begins on."""
        begins = 0
        lines = list(self.wrap(text, size, self.column_width - indent))
        for number, line in enumerate(lines, 1):
            self.room(size)
            begins = begins or self.pages
            self.y -= leading * size
            if justify and number < len(lines) and " " in line:
                self.spread(line, self.left + indent, size, self.column_width - indent)
            else:
                self.put(line, self.left + indent, self.y, size)
        return begins

    def wrap(self, text: str, size: float, width: float) -> Iterator[str]:
        """The lines of a text in a column so wide."""
        line, length = "", 0.0
        for word in text.split(" "):
            own = self.width_of(word, size)
            if line and length + self.widths[" "] * size + own > width:
                yield line
                line, length = word, own
            else:
                length += own + (self.widths[" "] * size if line else 0)
                line = f"{line} {word}" if line else word
        yield line

    def spread(self, line: str, x: float, size: float, width: float) -> None:
        """A justified line: each word at a place of its own."""
        words = line.split(" ")
        blank = (width - sum(self.width_of(word, size) for word in words)) / (len(words) - 1)
        for word in words:
            self.put(word, x, self.y, size)
            x += self.width_of(word, size) + blank

    def bytes(self) -> bytes:
        """The finished PDF."""
        self.end_page()
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()
