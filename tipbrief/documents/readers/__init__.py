"""One reader for each format: bytes in, pieces out, `Unreadable` where a file cannot be read."""

from __future__ import annotations

import importlib

from tipbrief.documents.pieces import Reading
from tipbrief.documents.words import Words

# Extension -> module here; each is imported when a document needs it.
FORMATS = {"txt": "txt", "md": "md", "html": "html", "htm": "html", "pdf": "pdf", "docx": "docx"}


def read(data: bytes, extension: str, words: Words) -> Reading:
    """Read a file's bytes with the reader of its extension; raises Unreadable."""
    reader = importlib.import_module(f"{__name__}.{FORMATS[extension]}")
    reading: Reading = reader.read(data, words)
    return reading
