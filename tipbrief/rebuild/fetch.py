"""Fetch the sources of a corpus that have an address and have changed there.

A file is replaced in one step, and only where it is what was fetched before: what a person put or edited stays until
`--accept`. Whatever goes wrong, what is there stays.
"""

from __future__ import annotations

import os
import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Callable, Iterable, Sequence

from tipbrief.errors import TipbriefError
from tipbrief.files import read_table
from tipbrief.model import Source
from tipbrief.operations import Fetching
from tipbrief.rebuild.addresses import FetchFailed
from tipbrief.rebuild.formats import check_format, has_shrunk
from tipbrief.rebuild.memory import Change, Entry, Memory
from tipbrief.rebuild.web import Answer, ask, patiently
from tipbrief.tables import read_edited

COLUMNS = tuple(field.name for field in fields(Source))
DOC = re.compile(r"[a-z0-9-]+")
HOSTS_AT_ONCE = 8
NEW, CHANGED, SAME, HELD, FAILED, SKIPPED = "new", "changed", "same", "held", "failed", "skipped"
Sleep = Callable[[float], None]


@dataclass(frozen=True)
class Fetched:
    """What became of one source: an outcome, a sentence where there is one, and the address that it has moved to."""

    doc: str
    outcome: str
    said: str = ""
    moved: str = ""


@dataclass(frozen=True)
class Fetcher:
    """What every request needs: `accept` are the documents whose new bytes a person has looked at."""

    corpus: Path
    reports: Path
    memory: Memory
    fetching: Fetching
    accept: frozenset[str] = frozenset()
    sleep: Sleep = time.sleep


def fetch_all(fetcher: Fetcher) -> list[Fetched]:
    """Ask every address of sources.csv, several hosts at once, each of them one by one; in the order of the table."""
    sources = [Source(**row) for row in read_edited(fetcher.corpus / "sources.csv", COLUMNS) if any(row.values())]
    if unknown := sorted(fetcher.accept - {source.doc for source in sources if source.url}):
        raise TipbriefError(f"--accept {', '.join(unknown)}: sources.csv has no such document with an address.")
    asked = [source for source in sources if source.url]
    by_host: dict[str, list[Source]] = {}
    for source in asked:
        by_host.setdefault("".join(source.url.split("/")[2:3]), []).append(source)
    with ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:
        told = pool.map(lambda group: [fetch(fetcher, source, sources) for source in group], by_host.values())
        found = {source.doc: outcome for group, outcomes in zip(by_host.values(), told, strict=True)
                 for source, outcome in zip(group, outcomes, strict=True)}  # fmt: skip
    return [found[doc] for doc in dict.fromkeys(source.doc for source in asked)]


def fetch(fetcher: Fetcher, source: Source, sources: Sequence[Source]) -> Fetched:
    """Ask one address; whatever fails is a sentence, and what is there stays."""
    if source.kind == "digest":
        return Fetched(source.doc, SKIPPED, "A digest is a text of your own: its address is the original's, not its.")
    path = fetcher.corpus / source.file
    try:
        check_row(fetcher.corpus, source, sources)
        return _fetch(fetcher, source, path)
    except FetchFailed as failed:
        return Fetched(source.doc, FAILED, str(failed))
    except OSError as error:
        return Fetched(source.doc, FAILED, f"{error.filename or path} could not be written: {error.strerror}.")
    finally:
        part_of(path).unlink(missing_ok=True)


def check_row(corpus: Path, source: Source, sources: Sequence[Source]) -> None:
    """FetchFailed where the row does not name a file of its own inside the corpus folder."""
    name = Path(source.file)
    inside = (corpus / name).resolve().is_relative_to(corpus.resolve())
    alone = sum(os.path.normpath(other.file) == os.path.normpath(source.file) for other in sources) == 1
    unique = sum(other.doc == source.doc for other in sources) == 1
    if not (DOC.fullmatch(source.doc) and source.file and inside and ".." not in name.parts and alone and unique):
        raise FetchFailed("Its row has no `doc` and `file` of its own inside the corpus folder; the build says more.")


def part_of(path: Path) -> Path:
    """Where the file stands until it is whole."""
    return path.with_name(f".{path.name}.{os.getpid()}.part")


def _fetch(fetcher: Fetcher, source: Source, path: Path) -> Fetched:
    entry, here = fetcher.memory.entry(path), digest_of(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    answer = patiently(fetcher.fetching.attempts, lambda: _once(fetcher, source, path, _known(source, entry, here)),
                       fetcher.sleep)  # fmt: skip
    if answer.new:
        check_format(part_of(path), path.suffix, answer.media_type)
    if not answer.new or answer.sha256 == here:
        return _stays(fetcher, source, path, answer, here)
    if source.doc not in fetcher.accept and (why := _reason_to_hold(path, entry, here, answer)):
        return Fetched(source.doc, HELD, why, answer.moved)
    return _replace(fetcher, source, path, answer, here)


def _known(source: Source, entry: Entry, here: str) -> dict[str, str]:
    """The conditions of the request: none unless the file is what this very address gave."""
    if not here or here != entry.sha256 or entry.url != source.url:
        return {}
    conditions = {"If-None-Match": entry.etag, "If-Modified-Since": entry.last_modified}
    return {name: value for name, value in conditions.items() if value}


def _once(fetcher: Fetcher, source: Source, path: Path, known: dict[str, str]) -> Answer:
    with open(part_of(path), "wb") as part:
        answer = ask(source.url, known, part, fetcher.fetching)
        part.flush()
        os.fsync(part.fileno())
    return answer


def _stays(fetcher: Fetcher, source: Source, path: Path, answer: Answer, here: str) -> Fetched:
    """The address has what is there; from now on it counts as fetched."""
    if answer.new:
        fetcher.memory.remember(path, _entry(source, answer, here, ""))
    return Fetched(source.doc, SAME, "", answer.moved)


def _reason_to_hold(path: Path, entry: Entry, here: str, answer: Answer) -> str:
    """Why a person should look before the new bytes take the place of the old; empty where there is no reason."""
    accept = "look at both, then take the new one with `tipbrief rebuild --accept DOC`"
    if here and here not in (entry.sha256, entry.replaces):
        return f"{path} was put or edited by a person, and its address gives other bytes; {accept}, or empty its `url`."
    if here and has_shrunk(path.stat().st_size, answer.size):
        return f"The new {path.name} has {answer.size} bytes instead of {path.stat().st_size}; {accept}."
    return ""


def _replace(fetcher: Fetcher, source: Source, path: Path, answer: Answer, here: str) -> Fetched:
    """Put the new file in the old one's place. A kill between any two of these steps leaves what the next run mends."""
    entry = fetcher.memory.entry(path)
    before = here or entry.sha256
    if here:
        fetcher.memory.keep_earlier(path, here)
    silent = entry.url == source.url and entry.edition == source.edition
    if before and before != answer.sha256:
        change = Change(source.doc, str(path.resolve()), source.url, silent, before, answer.sha256, now(),
                        rows_of(fetcher.reports, source.doc))  # fmt: skip
        fetcher.memory.note_change(change)
    fetcher.memory.remember(path, _entry(source, answer, answer.sha256, here))
    os.replace(part_of(path), path)
    return Fetched(source.doc, CHANGED if before and before != answer.sha256 else NEW, "", answer.moved)


def _entry(source: Source, answer: Answer, sha: str, replaces: str) -> Entry:
    return Entry(source.url, source.edition, answer.etag, answer.last_modified, sha, replaces, now())


def rows_of(reports: Path, doc: str) -> list[dict[str, str]]:
    """The document's rows of observations.csv, as the last build left them."""
    return [row for row in read_table(reports / "data" / "observations.csv") if row["doc"] == doc]


def digest_of(path: Path) -> str:
    """SHA-256 of a file; empty where there is none."""
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def now() -> str:
    """The time in UTC, ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def moves(found: Iterable[Fetched]) -> list[str]:
    """A sentence for each address that has moved for good."""
    return [f"{one.doc} has moved for good to {one.moved}; write that into its `url`." for one in found if one.moved]
