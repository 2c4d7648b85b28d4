"""Hold briefs against what they carry: offline, from the file alone, and against a corpus or sums where there are any.

No stage: it reads PDFs that were published, wherever and whenever. Each fault is a sentence.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Callable, Iterator, Mapping

from tipbrief.carried import sums_of
from tipbrief.verify.agreement import table_faults
from tipbrief.verify.brief import open_brief
from tipbrief.verify.figures import figure_faults
from tipbrief.verify.pages import page_faults
from tipbrief.verify.quotes import corpus_faults, quote_faults
from tipbrief.verify.said import said_faults
from tipbrief.verify.whole import attachment_faults

Reader = Callable[[Mapping[str, str], str], str]


def verify(path: Path, read: Reader, sums: Mapping[str, str] | None = None, texts: Path | None = None) -> list[str]:
    """What is wrong with a brief, a sentence each; nothing where all holds.

    `read(row, language)` says why the value of an observation is not what its quote says, or nothing. `sums` are
    those of the published files by name, `texts` a folder with the normalised texts of a corpus.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        return [f"The file cannot be read ({error.strerror})."]
    summed = [] if sums is None else list(_sum_faults(path.name, data, sums))
    return [*summed, *contradictions(data, read, texts)]


def contradictions(data: bytes, read: Reader, texts: Path | None = None) -> Iterator[str]:
    """What a PDF says that its own data, or the corpus, do not; a sentence each."""
    try:
        brief = open_brief(data)
    except ValueError as error:
        yield f"The file cannot be verified: {error}."
        return
    if not brief.files:
        yield "The file carries no data, so nothing that it prints can be verified."
        return
    yield from attachment_faults(brief)
    yield from page_faults(brief)
    yield from said_faults(brief)
    if not brief.said and brief.tables["references"]:
        return  # without observations.csv, which was named, nothing else can be held against anything
    yield from figure_faults(brief)
    yield from table_faults(brief)
    yield from quote_faults(brief, read)
    if texts is not None:
        yield from corpus_faults(brief, texts)


def _sum_faults(name: str, data: bytes, sums: Mapping[str, str]) -> Iterator[str]:
    listed = {value for path, value in sums.items() if path.rsplit("/", 1)[-1] == name}
    if not listed:
        yield "The file is not listed among the sums."
    elif sha256(data).hexdigest() not in listed:
        yield "The file is not the one whose sum is listed: at least one byte differs."


def read_sums(path: Path) -> dict[str, str]:
    """File name -> SHA-256 of a list in the format of sha256sum."""
    return sums_of(path.read_bytes())
