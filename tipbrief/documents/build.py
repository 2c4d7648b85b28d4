"""The stage: rows of sources.csv -> {work}/documents, each document read again only when it changed."""

from __future__ import annotations

import json
import re
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterable, Mapping

from tipbrief.documents.countries import ALIASES
from tipbrief.documents.make import ENDINGS, Made, Task, make, remove, to_problem
from tipbrief.documents.sources import COLUMNS, Row, read_sources
from tipbrief.documents.words import lexicon_files
from tipbrief.errors import Problem, write_problems
from tipbrief.files import digest, write_table
from tipbrief.keyed import add_to_journal, code_key, files_key, read_journal, run_pool, start_journal
from tipbrief.model import Source
from tipbrief.settings import ROOT, Settings
from tipbrief.sums import file_sum

INDEX = ("doc", "iso3", "start", "end", "sha256", "key", "status")
OURS = re.compile(r"([a-z0-9-]+)\.(?:txt|json)")


@dataclass(frozen=True)
class Kept:
    """What the stage remembers of a document: its key, and what reading it gave."""

    key: str
    made: Made

    def entry(self) -> dict[str, Any]:
        """As the journal gives it back; not by asdict, which copies in depth and takes ten times as long."""
        parts, problems = ([list(row) for row in rows] for rows in (self.made.parts, self.made.problems))
        return {"key": self.key, "made": {"parts": parts, "written": self.made.written, "problems": problems}}


Memory = dict[str, Kept]


def run(settings: Settings, processes: int) -> None:
    """Read every source that changed; write texts, index.csv, sources.csv, problems.csv; print one line.

    Raises TipbriefError where the corpus folder or its table is missing or malformed.
    """
    began = time.perf_counter()
    folder = settings.work / "documents"
    rows = read_sources(settings.corpus)
    wanted = [row for row in rows if wants(settings, row.source)]
    memory = load_memory(folder)
    forget(folder, memory, {row.source.doc for row in rows if not row.faults})
    keys = document_keys(settings.corpus, [row.source for row in wanted if not row.faults])
    todo = {
        row.source.doc: Task(row.source, settings.corpus / row.source.file, folder)
        for row in wanted
        if not row.faults and not is_kept(folder, row.source.doc, keys, memory)
    }
    read_all(folder, todo, keys, memory, processes)
    problems = write_tables(folder, wanted, memory)
    report(len(todo), len(keys) - len(todo), problems, time.perf_counter() - began)


def wants(settings: Settings, source: Source) -> bool:
    """Whether a narrowed build reads this source; one about many countries always."""
    return not settings.countries or source.iso3 in ("", *settings.countries)


def document_keys(corpus: Path, sources: Iterable[Source]) -> dict[str, str]:
    """For each document the digest of all that it is made from: code, lexicon, row and file."""
    here = Path(__file__).parent
    code = code_key(here, ROOT / "tipbrief" / "model.py", ALIASES)
    words: dict[str, str] = {}
    keys = {}
    for source in sources:
        if source.language not in words:
            words[source.language] = code_key(*lexicon_files(source.language))
        row = json.dumps(vars(source), sort_keys=True)
        keys[source.doc] = digest(code, words[source.language], row, file_sum(corpus / source.file))
    return keys


def is_kept(folder: Path, doc: str, keys: Mapping[str, str], memory: Memory) -> bool:
    """Whether an earlier run read this very document and what it wrote is still there."""
    kept = memory.get(doc)
    if kept is None or kept.key != keys[doc]:
        return False
    return not kept.made.written or files_key(*(folder / f"{doc}.{ending}" for ending in ENDINGS)) == kept.made.written


def read_all(folder: Path, todo: Mapping[str, Task], keys: Mapping[str, str], memory: Memory, processes: int) -> None:
    """Read the documents in a pool, and remember each as it is done."""
    start_journal(folder, {doc: kept.entry() for doc, kept in memory.items() if doc not in todo})
    for doc, made in run_pool(make, todo, processes):
        memory[doc] = Kept(keys[doc], made)
        add_to_journal(folder, doc, memory[doc].entry())


def forget(folder: Path, memory: Memory, docs: set[str]) -> None:
    """Drop what was written for documents that sources.csv no longer names, or no longer names rightly."""
    for doc in set(memory) - docs:
        del memory[doc]
    for path in folder.glob("*.*") if folder.is_dir() else ():
        found = OURS.fullmatch(path.name)
        if found and found[1] not in docs:
            remove(folder, found[1])


def write_tables(folder: Path, rows: Iterable[Row], memory: Memory) -> list[Problem]:
    """Write index.csv, sources.csv and problems.csv; the problems."""
    index: list[dict[str, Any]] = []
    sources, problems = [], []
    for row in rows:
        doc = row.source.doc
        kept = None if row.faults else memory[doc]
        made = kept.made if kept else Made(((row.source.iso3, 0, 0, ""),), "", ())
        status = "ok" if made.written else "failed"
        problems += row.problems() + [to_problem(doc, problem) for problem in made.problems]
        sources.append(vars(row.source) | {"status": status})
        for iso3, start, end, sha256 in made.parts:
            values = (doc, iso3, start, end, sha256, kept.key if kept else "", status)
            index.append(dict(zip(INDEX, values, strict=True)))
    write_table(folder / "sources.csv", (*COLUMNS, "status"), sources)
    write_problems(folder / "problems.csv", problems)
    write_table(folder / "index.csv", INDEX, index)
    return problems


def load_memory(folder: Path) -> Memory:
    """What earlier runs remember; an entry of another make counts for nothing."""
    memory = {}
    for doc, entry in read_journal(folder).items():
        with suppress(KeyError, ValueError, TypeError, AttributeError):
            memory[doc] = Kept(entry["key"], to_made(**entry["made"]))
    return memory


def to_made(parts: list[list[Any]], written: str, problems: list[list[str]]) -> Made:
    """A remembered reading, from its JSON."""
    return Made(
        tuple((str(iso3), int(start), int(end), str(sha256)) for iso3, start, end, sha256 in parts),
        written,
        tuple((str(severity), str(iso3), str(message)) for severity, iso3, message in problems),
    )


def report(read: int, kept: int, problems: Iterable[Problem], seconds: float) -> None:
    """Print the stage's one line."""
    troubled = len(
        {(problem.doc, problem.message.split(":")[0]) for problem in problems if problem.severity == "error"}
    )
    print(f"documents      {read} read, {kept} kept, {troubled} with a problem      {seconds:.1f} s", flush=True)
