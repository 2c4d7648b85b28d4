"""One source's bytes -> its Document, or the sentence that says why there is none."""

from __future__ import annotations

import json
import logging
import re
from bisect import bisect_left
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any, Sequence

from tipbrief.documents.normalise import normalise
from tipbrief.documents.parting import find_parts
from tipbrief.documents.pieces import Unreadable
from tipbrief.documents.readers import read
from tipbrief.documents.sections import find_sections, mark_country_headings
from tipbrief.documents.sources import STAGE
from tipbrief.documents.words import read_words
from tipbrief.errors import ERROR, WARNING, Problem
from tipbrief.files import digest, write_text
from tipbrief.keyed import files_key
from tipbrief.model import Document, Part, Source, dump_document

SENTENCE = re.compile(r"(?<!\w)[^\W\d_]{2,}+\W++[^\W\d_]{2}")  # two words: less says nothing
ENDINGS = ("txt", "json")  # what is written of a document
RELEVANT = ("doc", "kind", "edition", "default_year", "language")  # what reading figures takes from a row


@dataclass(frozen=True)
class Task:
    """One document to read: the source, its file, and the folder for what comes of it."""

    source: Source
    path: Path
    folder: Path


@dataclass(frozen=True)
class Made:
    """What reading gave: (iso3, start, end, sha256) of each part, and problems as (severity, iso3, message).

    `written` is the digest of its .txt and .json; a document that failed has none.
    """

    parts: tuple[tuple[str, int, int, str], ...]
    written: str
    problems: tuple[tuple[str, str, str], ...]


def make(task: Task) -> Made:
    """Read one document and write its {doc}.txt and {doc}.json; where it fails, neither is left."""
    source = task.source
    try:
        document, warnings = build(task.path.read_bytes(), source)
    except Unreadable as error:
        return fail(task, str(error))
    except OSError as error:
        return fail(task, f"cannot be read ({error.strerror}); mend its permissions.")
    except Exception as error:  # one odd file must not stop the others: it is named, and the log has the traceback
        logging.exception("%s (%s)", source.file, source.doc)
        return fail(
            task, f"stopped its reader ({type(error).__name__}: {error}); save it in another format, and report it."
        )
    texts = (document.text, dump_document(document))
    for ending, text in zip(ENDINGS, texts, strict=True):
        write_text(task.folder / f"{source.doc}.{ending}", text, durable=False)  # sums are checked at each run
    found = tuple((WARNING, source.iso3, f"{source.file} ({source.doc}) {warning}") for warning in warnings)
    parts = tuple((part.iso3, part.start, part.end, part_digest(document, part)) for part in document.parts)
    return Made(parts, files_key(*(task.folder / f"{source.doc}.{ending}" for ending in ENDINGS)), found)


def fail(task: Task, sentence: str) -> Made:
    """A document that gives nothing: no stale text is left, and its sentence is kept."""
    source = task.source
    remove(task.folder, source.doc)
    return Made(((source.iso3, 0, 0, ""),), "", ((ERROR, source.iso3, f"{source.file} ({source.doc}) {sentence}"),))


def build(data: bytes, source: Source) -> tuple[Document, list[str]]:
    """The document and sentences about what was odd; raises Unreadable."""
    words = read_words(source.language)
    reading = read(data, Path(source.file).suffix.lower().lstrip("."), words)
    normal = normalise(reading.pieces, words)
    if not normal.blocks:
        raise Unreadable("is empty; put the document's text into it, or take its row out of sources.csv.")
    if not SENTENCE.search(normal.text):
        raise Unreadable("has no sentence in it; check that it is the document that is meant.")
    parted = find_parts(normal, source.iso3, words)
    normal = mark_country_headings(normal, parted.openings)
    sections = find_sections(normal, words, parted.openings)
    document = Document(source, normal.text, normal.blocks, sections, normal.pages, parted.parts)
    return document, [*reading.warnings, *parted.warnings]


start_of = attrgetter("start")


def part_digest(document: Document, part: Part) -> str:
    """SHA-256 of a part's text, its structure with offsets from the part's start, and the row's relevant cells.

    A part that another country's longer narrative pushes down keeps its digest.
    """

    def within(things: Sequence[Any]) -> list[dict[str, Any]]:
        inside = things[slice(*(bisect_left(things, at, key=start_of) for at in (part.start, part.end)))]
        return [{k: v - part.start if k in ("start", "end") else v for k, v in vars(t).items()} for t in inside]

    row = {name: getattr(document.source, name) for name in RELEVANT}
    page = document.page_at(part.start)
    structure = [row, within(document.blocks), within(document.sections), within(document.pages), page]
    return digest(part.iso3, document.text[part.start : part.end], json.dumps(structure, sort_keys=True))


def remove(folder: Path, doc: str) -> None:
    """Take away what an earlier run wrote for a document."""
    for ending in ENDINGS:
        (folder / f"{doc}.{ending}").unlink(missing_ok=True)


def to_problem(doc: str, problem: tuple[str, str, str]) -> Problem:
    """A document's (severity, iso3, message) as a Problem of this stage."""
    severity, iso3, message = problem
    return Problem(severity, STAGE, iso3, doc, message)
