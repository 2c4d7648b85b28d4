"""`tipbrief lexicon check`: do the phrases hold on their examples, and what did an edit change on the corpus?"""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator, NamedTuple, Sequence

from tipbrief.errors import TipbriefError
from tipbrief.files import read_table, write_bytes
from tipbrief.keyed import code_key, run_pool
from tipbrief.model import load_document
from tipbrief.observations.chain import wrapped
from tipbrief.observations.examples import example_fault, file_faults, line_fault
from tipbrief.observations.extract import Found, extract
from tipbrief.observations.lexicon import Lexicon, Phrase, read_lexicon
from tipbrief.observations.row_changes import compare, tell_changes
from tipbrief.observations.said_examples import said_faults
from tipbrief.settings import CONFIG, ROOT, read_indicators

HOME = CONFIG / "lexicon"


class Task(NamedTuple):
    """A document to read with the lexicon of a folder."""

    texts: Path
    doc: str
    lexicon: Path


def find_faults(home: Path = HOME) -> Iterator[str]:
    """Every example and `not` line of every language that does not hold, and every phrase that is not whole."""
    return (fault.removeprefix(f"{ROOT}/") for fault in _faults(home))


def _faults(home: Path) -> Iterator[str]:
    indicators = read_indicators()
    for language in languages(home):
        files = sorted((home / language / "patterns").glob("*.yml"))
        malformed = [fault for path in files for fault in file_faults(path, indicators)]
        yield from malformed
        yield from said_faults(language, home)
        lexicon = None if malformed else read_lexicon(language, home)
        if lexicon is None:
            continue
        for phrase in lexicon.phrases:
            where = f"{home / language / 'patterns' / phrase.indicator}.yml: `{phrase.say}`"
            faults = [example_fault(phrase, example, lexicon, indicators) for example in phrase.examples]
            faults += [line_fault(phrase, text, lexicon, indicators) for text in phrase.never]
            yield from (f"{where}: {fault}" for fault in faults if fault)


def languages(home: Path = HOME) -> list[str]:
    """The languages that have words of figures, not only of headings."""
    return sorted(path.parent.name for path in home.glob("*/words.yml"))


def check_corpus(texts: Path, revision: str, processes: int, home: Path = HOME) -> Iterator[str]:
    """What the lexicon gives on the documents of `{work}/documents`, against that of a revision of the project.

    As lines for a terminal: the rows gained, lost and changed, and the phrases that claim nothing. Without a revision
    nothing is compared.
    """
    docs = [row["doc"] for row in read_table(texts / "index.csv") if row["status"] == "ok"]
    docs = list(dict.fromkeys(docs))
    now = _read_all(texts, docs, home, processes)
    yield from _tell_idle(now, home)
    if revision:
        with committed_lexicon(revision) as folder:
            if code_key(folder) == code_key(home):
                yield f"The lexicon is that of {revision}: no row is gained, lost or changed."
            else:
                yield from _tell_difference(_read_all(texts, docs, folder, processes), now, revision, len(docs))


def _read_all(texts: Path, docs: Sequence[str], lexicon: Path, processes: int) -> Found:
    """The tables of all documents; documents in a language without a lexicon give none."""
    tasks = {doc: Task(texts, doc, lexicon) for doc in docs}
    read = dict(run_pool(read_document, tasks, processes))
    found = Found()
    for doc in docs:
        found.extend(read[doc])
    return found


def read_document(task: Task) -> Found:
    """The tables of one document, without corrections."""
    document, found = load_document(task.texts, task.doc), Found()
    lexicon, indicators = read_lexicon(document.source.language, task.lexicon), read_indicators()
    for part in document.parts:
        if part.iso3 and lexicon:
            found.extend(extract(document, part, lexicon, indicators))
    return found


@contextmanager
def committed_lexicon(revision: str) -> Iterator[Path]:
    """The lexicon of a revision, in a folder for the time being. TipbriefError where git does not have it."""
    command = ["git", "archive", "--format=tar", revision, "config/lexicon"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise TipbriefError(
            f"The lexicon of {revision} is not to be had ({' '.join(said)}); name a revision of the project with "
            "--against, or leave the comparison out with --against ''."
        )
    with tempfile.TemporaryDirectory() as folder, tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        for member in archive:
            if content := archive.extractfile(member):  # a folder has none
                write_bytes(Path(folder, member.name), content.read(), durable=False)
        lexicons = Path(folder) / "config" / "lexicon"
        for language in languages(lexicons):
            try:
                read_lexicon(language, lexicons)
            except (TipbriefError, KeyError) as error:
                raise TipbriefError(
                    f"The lexicon of {revision} is none that this version reads ({error}); name a later revision with "
                    "--against."
                ) from None
        yield lexicons


def _tell_difference(before: Found, after: Found, revision: str, documents: int) -> Iterator[str]:
    changes = compare([*before.observations, *before.held], [*after.observations, *after.held])
    gained, lost = sum(not c.before for c in changes), sum(not c.after for c in changes)
    yield (
        f"Against the lexicon of {revision}, documents read: {documents}. Rows: {gained} gained, {lost} lost, "
        f"{len(changes) - gained - lost} changed, {len(after.observations)} in all. Unclaimed: {len(before.unclaimed)} "
        f"before, {len(after.unclaimed)} now."
    )
    yield ""
    yield from tell_changes(changes)


def _tell_idle(found: Found, home: Path) -> Iterator[str]:
    """A warning for the phrases that claim nothing in the corpus, by indicator."""
    used = {(row["indicator"], row["rule"]) for row in (*found.observations, *found.held)}
    idle: dict[str, list[str]] = {}
    for phrase in (phrase for language in languages(home) for phrase in _phrases(language, home)):
        if (phrase.indicator, phrase.say) not in used:
            idle.setdefault(phrase.indicator, []).append(f"`{phrase.say}`")
    if idle:
        yield f"Warning: {sum(map(len, idle.values()))} phrases claim nothing in this corpus."
        for indicator, said in idle.items():
            yield f"  {indicator}"
            yield from wrapped(", ".join(said), 4)


def _phrases(language: str, home: Path) -> Sequence[Phrase]:
    lexicon: Lexicon | None = read_lexicon(language, home)
    return lexicon.phrases if lexicon else ()
