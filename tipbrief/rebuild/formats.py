"""Whether what an address gave is the document that its row names: by type, first bytes, end and size.

A consent page or an error page often comes with status 200: it must not take a report's place.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

from tipbrief.rebuild.addresses import FetchFailed

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ANYTHING = "application/octet-stream"  # a server that does not know: the first bytes decide, where fetch.types has it
LEAST = 0.5  # of its former size, or a person looks first
HEAD = 1024
TAIL = 4096


@dataclass(frozen=True)
class Format:
    """A format of documents: its name for a person, and the media types that it comes as."""

    name: str
    types: tuple[str, ...]


PLAIN = Format("plain text", ("text/plain", "text/markdown"))
HTML = Format("an HTML page", ("text/html", "application/xhtml+xml"))
FORMATS = {
    ".txt": PLAIN,
    ".md": PLAIN,
    ".html": HTML,
    ".htm": HTML,
    ".pdf": Format("a PDF", ("application/pdf",)),
    ".docx": Format("a Word document", (WORD,)),
}


def check_format(path: Path, suffix: str, media_type: str) -> None:
    """FetchFailed where the file at `path` is not a whole document of the format that `suffix` names."""
    wanted = FORMATS.get(suffix.lower())
    if wanted is None:
        raise FetchFailed(f"Its `file` ends in {suffix!r}, which is no format of a document.")
    if media_type not in (*wanted.types, ANYTHING):
        raise FetchFailed(f"The address gives {media_type}, and its `file` is {wanted.name}.")
    if fault := _fault(path, suffix.lower()):
        raise FetchFailed(f"The address gives {fault}, although it calls it {media_type}.")


def _fault(path: Path, suffix: str) -> str:
    """What is wrong with the bytes; empty where nothing is."""
    head, tail = ends(path)
    if not head.strip():
        return "an empty file"
    if suffix == ".pdf":
        if b"%PDF-" not in head:
            return "no PDF"
        return "" if b"%%EOF" in tail else "a PDF without its end"
    if suffix == ".docx":
        return "" if _is_word(path) else "no whole Word document"
    looks_like_html = any(mark in head.lower() for mark in (b"<!doctype html", b"<html", b"<head", b"<body"))
    if suffix in (".html", ".htm"):
        return "" if looks_like_html or head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else "no HTML"
    if looks_like_html:
        return "an HTML page and no plain text"
    return "no text" if b"\0" in head else ""


def ends(path: Path) -> tuple[bytes, bytes]:
    """The first and the last bytes of a file."""
    with open(path, "rb") as handle:
        head = handle.read(HEAD)
        handle.seek(max(0, path.stat().st_size - TAIL))
        return head, handle.read()


def _is_word(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False


def has_shrunk(before: int, after: int) -> bool:
    """Whether a document lost so much of its size (bytes) that a person should look at it first."""
    return after < before * LEAST
