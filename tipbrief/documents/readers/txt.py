"""Plain text: UTF-8 (any byte order mark), pages at form feeds, wrapped or one paragraph a line."""

from __future__ import annotations

import codecs

from tipbrief.documents.chars import clean
from tipbrief.documents.furniture import drop_furniture
from tipbrief.documents.markup import strip_markup
from tipbrief.documents.pieces import Line, Reading, Unreadable
from tipbrief.documents.shape import shape
from tipbrief.documents.words import Words

MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
         (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip


def read(data: bytes, words: Words) -> Reading:
    """Pieces of a text file; a detected encoding other than UTF-8 is a warning."""
    text, warnings = decode(data)
    return Reading(shape(to_lines(strip_markup(clean(text))), words), warnings)


def to_lines(text: str) -> list[Line]:
    """The lines of a cleaned text, with page numbers where form feeds part it."""
    pages = text.split("\f")
    if len(pages) == 1:
        return [Line(line.strip(" ")) for line in text.split("\n")]
    kept = drop_furniture([[line.strip(" ") for line in page.split("\n")] for page in pages])
    return [Line(line, number) for number, page in enumerate(kept, 1) for line in page]


def decode(data: bytes) -> tuple[str, list[str]]:
    """The text of `data`, and a warning where its encoding had to be detected."""
    encoding = next((name for mark, name in MARKS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding), []
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise Unreadable(f"begins with a {encoding} mark but is not {encoding}; save it as UTF-8.") from None
        return detect(data, error)


def detect(data: bytes, error: UnicodeDecodeError) -> tuple[str, list[str]]:
    """Text in an older encoding, where charset-normalizer is sure of it; raises Unreadable."""
    from charset_normalizer import from_bytes

    best = None if b"\0" in data else from_bytes(data).best()
    if best is None or best.chaos > 0.05 or best.coherence < 0.3:
        raise Unreadable(f"is not UTF-8 text (byte {error.start} cannot be read); save it as UTF-8.")
    name = best.encoding.replace("_", "-")
    return str(best), [f"is not UTF-8; it was read as {name}. Check the text, and save the file as UTF-8."]
