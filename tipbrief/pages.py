"""The text of a PDF's pages as a reader's program finds it: printed words first, then what is said of pictures.

Programs differ in blanks and in hyphens at line ends, so two texts are compared without them (`squeezed`).
"""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Iterator

BETWEEN_PAGES = "\f"
# Control characters, soft hyphens, what pdfium gives for a hyphen at a line's end, marks without width.
_UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f\xad\u200b-\u200f\u2060\ufeff\ufffe\uffff]+")
_LOOSE = re.compile(r"[\s-]+")


@dataclass(frozen=True)
class PageText:
    """One page: what is printed, and the alternative text of each picture."""

    printed: str
    pictures: tuple[str, ...]

    @property
    def text(self) -> str:
        """Both, the pictures' texts in square brackets, a line each."""
        return "\n".join([self.printed, *(f"[{words}]" for words in self.pictures)]) + "\n"

    @cached_property
    def loose(self) -> Loose:
        """What is printed, to be searched however it is broken into lines."""
        return Loose(self.printed)


class Loose:
    """A cleaned text that finds words however they are broken into lines.

    A regular expression of its own for each of a brief's words takes ten times as long.
    """

    def __init__(self, text: str) -> None:
        self._places = [index for index, letter in enumerate(text) if not (letter.isspace() or letter == "-")]
        self.letters = "".join(text[index] for index in self._places)

    def spans(self, words: str) -> Iterator[tuple[int, int]]:
        """(start, end) in the text of each place that has the words; nothing for no words.

        >>> list(Loose("at least 12, at\\nleast 12").spans("at least 12"))
        [(0, 11), (13, 24)]
        """
        return self.spans_of(squeezed(words))

    def spans_of(self, wanted: str) -> Iterator[tuple[int, int]]:
        """`spans` of words that are squeezed already, for who asks many pages for them."""
        at = self.letters.find(wanted) if wanted else -1
        while at >= 0:
            yield self._places[at], self._places[at + len(wanted) - 1] + 1
            at = self.letters.find(wanted, at + 1)


class Pages:
    """A PDF that is open for reading; use it in a `with`.

    Raises ValueError where the bytes are no PDF, or one that is damaged or encrypted.
    """

    def __init__(self, data: bytes) -> None:
        import pypdfium2

        try:
            self._document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise ValueError("it is no PDF that can be read") from error
        self._texts = [(page, page.get_textpage()) for page in self._document]
        self.pages = [PageText(cleaned(text.get_text_range()), _pictures(page)) for page, text in self._texts]

    def __enter__(self) -> Pages:
        return self

    def __exit__(self, *_: object) -> None:
        self._document.close()

    def offset_at(self, number: int, x: float, y: float) -> int | None:
        """Where in the printed text of a page (from 0) the letter at a place is; points from the top left corner."""
        page, text = self._texts[number]
        at = text.get_index(x, page.get_height() - y, 4, 8)
        return None if at is None else len(cleaned(text.get_text_range(0, at))) if at else 0

    def attachments(self) -> dict[str, bytes]:
        """The files that the PDF carries, by name."""
        count = self._document.count_attachments()
        found = (self._document.get_attachment(index) for index in range(count))
        return {item.get_name(): bytes(item.get_data()) for item in found}


def cleaned(text: str) -> str:
    """The text without characters that nobody sees.

    >>> cleaned("20\\r\\ncases")
    '20\\ncases'
    """
    return _UNSEEN.sub("", text)


def squeezed(text: str) -> str:
    """The text without blanks and hyphens: what two programs agree on.

    >>> squeezed("15-17 Feb\\nruary")
    '1517February'
    """
    return _LOOSE.sub("", cleaned(text))


def _pictures(page: Any) -> tuple[str, ...]:
    """The alternative texts of a page's structure tree, in its order."""
    import pypdfium2.raw as pdfium

    tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
    if not tree:
        return ()
    try:
        roots = range(pdfium.FPDF_StructTree_CountChildren(tree))
        return tuple(words for at in roots for words in _spoken(pdfium.FPDF_StructTree_GetChildAtIndex(tree, at)))
    finally:
        pdfium.FPDF_StructTree_Close(tree)


def _spoken(element: Any) -> Iterator[str]:
    import pypdfium2.raw as pdfium

    if not element:
        return
    size = pdfium.FPDF_StructElement_GetAltText(element, None, 0)
    if size > 2:
        buffer = ctypes.create_string_buffer(size)
        pdfium.FPDF_StructElement_GetAltText(element, buffer, size)
        yield buffer.raw[: size - 2].decode("utf-16-le")
    for at in range(pdfium.FPDF_StructElement_CountChildren(element)):
        yield from _spoken(pdfium.FPDF_StructElement_GetChildAtIndex(element, at))
