"""Run the stage: read every country's documents, prove each row, write the tables."""

from __future__ import annotations

import time
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any, Container, Iterable, Iterator, Mapping, Sequence

from tipbrief.errors import ERROR, WARNING, Problem, write_problems
from tipbrief.files import digest, read_table, table_text, write_bytes, write_table, write_text
from tipbrief.keyed import add_to_journal, code_key, files_key, read_journal, run_pool, start_journal
from tipbrief.model import OBSERVATION_COLUMNS, Document, load_document
from tipbrief.observations.correcting import correct
from tipbrief.observations.corrections import FILE, STAGE, Group, read_corrections
from tipbrief.observations.earlier import Earlier
from tipbrief.observations.efforts import ASSESSMENT_COLUMNS, read_assessments
from tipbrief.observations.extract import Found, extract
from tipbrief.observations.lexicon import read_lexicon
from tipbrief.observations.proof import flaw
from tipbrief.observations.recommended import RECOMMENDATION_COLUMNS, read_recommendations
from tipbrief.settings import CONFIG, Indicator, Settings, read_indicators

KEY_COLUMNS = ("sentence_hash", "position")  # with doc and iso3, how corrections.csv names a number
LEFTOVER_COLUMNS = (
    "doc", "iso3", "number", "reason", "rank", "section", "page", "start", "end", "sentence", *KEY_COLUMNS,
)  # fmt: skip
TABLES = {
    "observations": OBSERVATION_COLUMNS,
    "held": (*OBSERVATION_COLUMNS, "reason", "sentence", *KEY_COLUMNS),
    "unclaimed": LEFTOVER_COLUMNS,
    "ignored": LEFTOVER_COLUMNS,
    "assessments": ASSESSMENT_COLUMNS,
    "recommendations": RECOMMENDATION_COLUMNS,
}
INDEX_COLUMNS = ("iso3", *TABLES, "written")
SENTENCE_COLUMNS = ("id", "sentence")  # each observation's whole sentence: what a brief prints around its quote
OTHER_FILES = ("problems", "sentences")
_NO_SENTENCES = "its document is in a language without a lexicon, so nothing in it can be corrected; delete the line."
PROBLEM_COLUMNS = ("severity", "stage", "iso3", "doc", "message")
STRAY = "corrections.problems.csv"  # lines of corrections.csv that are faulty by themselves, or of no document here


def run(settings: Settings, processes: int) -> None:
    """Write a file in {reports}/data for each of TABLES, and the stage's index and problems."""
    started = time.monotonic()
    folder = settings.work / STAGE
    corrections = read_corrections(read_indicators(), FILE)
    parts = read_table(settings.work / "documents" / "index.csv")
    countries = _countries(settings, parts, corrections.groups)
    kept = read_journal(folder)
    todo = {
        iso3: item | {"known": known}
        for iso3, item in countries.items()
        if [*(known := _known(folder, iso3, kept.get(iso3))).items()] != [*item["keys"].items()]
    }
    for language in _languages(settings, todo) if todo else ():
        read_lexicon(language)  # once, before the pool is forked
    index = {iso3: row for iso3, row in kept.items() if iso3 in countries and iso3 not in todo}
    start_journal(folder, index)
    for iso3, made in run_pool(read_country, todo, processes):
        index[iso3] = {"iso3": iso3, "keys": countries[iso3]["keys"], **made}
        add_to_journal(folder, iso3, index[iso3])
    strays = stray_groups(corrections.groups, parts, settings.countries)
    write_problems(folder / STRAY, [*_of_countries(corrections.problems, settings.countries), *strays])
    _gather(settings, folder, sorted(index))
    write_table(
        folder / "index.csv",
        INDEX_COLUMNS,
        [{name: index[iso3][name] for name in INDEX_COLUMNS} for iso3 in sorted(index)],
    )
    _clear(folder, countries)
    totals = {table: sum(int(row[table]) for row in index.values()) for table in TABLES}
    print(
        f"observations   {totals['observations']} figures from {len(countries)} countries "
        f"({len(countries) - len(todo)} kept), {totals['held']} held, {totals['unclaimed']} unclaimed    "
        f"{time.monotonic() - started:.1f} s"
    )


def _countries(
    settings: Settings, index: Iterable[dict[str, str]], groups: Iterable[Group]
) -> dict[str, dict[str, Any]]:
    """The parts to read of each country and its corrections; `keys` has each document's key, of all it is read with."""
    settled = (CONFIG / "lexicon", CONFIG / "indicators.yml", CONFIG / "confidence.yml")
    code = code_key(Path(__file__).parent, Path(__file__).parent.parent / "model.py", *settled)
    parts: dict[str, list[dict[str, str]]] = {}
    for row in index:
        if row["status"] == "ok" and row["iso3"]:
            parts.setdefault(row["iso3"], []).append(row)
    corrections: dict[str, list[Group]] = {iso3: [] for iso3 in parts}
    for group in groups:
        corrections.get(group[0].iso3, []).append(group)
    return {
        iso3: {
            "work": settings.work,
            "iso3": iso3,
            "parts": rows,
            "corrections": corrections[iso3],
            "keys": _keys(code, rows, corrections[iso3]),
        }
        for iso3, rows in sorted(parts.items())
    }


def _keys(code: str, parts: Iterable[Mapping[str, str]], groups: Sequence[Group]) -> dict[str, str]:
    """For each document, in their order, the digest of its parts and of its corrections."""
    return {
        doc: digest(code, repr([group for group in groups if group[0].doc == doc]),
                    *(f"{row['start']} {row['sha256']}" for row in rows))
        for doc, rows in groupby(parts, key=lambda row: row["doc"])
    }  # fmt: skip


def stray_groups(
    groups: Iterable[Group], index: Iterable[dict[str, str]], countries: Sequence[str]
) -> Iterator[Problem]:
    """Corrections that no country of this build takes up; `countries` are those that it is narrowed to.

    A document that is not in the corpus is a warning: the corrections of one checkout may serve several corpora.
    """
    docs: dict[str, set[str]] = {}
    for row in index:  # of a document that failed, the stage before has said why
        docs.setdefault(row["doc"], set()).update({row["iso3"]} if row["status"] == "ok" else ())
    for line in (group[0] for group in groups):
        about = docs.get(line.doc)
        if about is None and not countries:
            yield line.warning(
                "the corpus has no such document, so nothing was corrected; mend `doc`, or delete the line."
            )
        elif about and line.iso3 not in about and _is_wanted(line.iso3, countries):
            known = ", ".join(sorted(about - {""})) or "no country"
            yield line.problem(f"`iso3` is {line.iso3!r}, but the document is about {known}; mend it.")


def _of_countries(problems: Iterable[Problem], countries: Sequence[str]) -> list[Problem]:
    return [problem for problem in problems if _is_wanted(problem.iso3, countries)]


def _is_wanted(iso3: str, countries: Sequence[str]) -> bool:
    return not countries or iso3 in countries


def _languages(settings: Settings, todo: Mapping[str, Any]) -> list[str]:
    """The languages of the documents that are to be read."""
    docs = {row["doc"] for item in todo.values() for row in item["parts"]}
    rows = read_table(settings.work / "documents" / "sources.csv")
    return sorted({"en", *(row["language"] for row in rows if row["doc"] in docs)})


def _known(folder: Path, iso3: str, entry: Mapping[str, Any] | None) -> dict[str, str]:
    """The keys of the documents that the country's tables are made from; none where one of its files is spoiled."""
    whole = entry is not None and entry.get("written") == files_key(*_files(folder, iso3))
    return dict(entry.get("keys", {})) if entry and whole else {}


def _files(folder: Path, iso3: str) -> list[Path]:
    return [folder / f"{iso3}.{name}.csv" for name in (*TABLES, *OTHER_FILES)]


def read_country(item: dict[str, Any]) -> dict[str, Any]:
    """Read the parts of one country and write its tables; returns the rows of each table, and `written`, a digest.

    Rows of the documents in `known`, the keys that an earlier run read, stay as they are.
    """
    found, problems, indicators = Found(), [], read_indicators()
    earlier = Earlier(item["work"] / STAGE, item["iso3"]) if item["known"] else None
    for doc, rows in groupby(item["parts"], key=lambda row: row["doc"]):
        if earlier and item["known"].get(doc) == item["keys"][doc]:
            one, told = earlier.of(doc)
        else:
            one, told = read_document(item, doc, {row["start"] for row in rows}, indicators)
        found.extend(one)
        problems += told
    return _write(item, found, problems)


def read_document(
    item: dict[str, Any], doc: str, starts: Container[str], indicators: dict[str, Indicator]
) -> tuple[Found, list[Problem]]:
    """What a document says of the country of `item`, in its parts that begin at `starts`."""
    one, document = Found(), _load(item["work"] / "documents", doc)
    groups = [group for group in item["corrections"] if group[0].doc == doc]
    lexicon = read_lexicon(document.source.language)
    if lexicon is None:
        faults = [group[0].problem(_NO_SENTENCES) for group in groups]
        return one, [_no_lexicon(item["iso3"], doc, document.source.language), *faults]
    parts = [part for part in document.parts if part.iso3 == item["iso3"] and str(part.start) in starts]
    for part in parts:
        one.extend(extract(document, part, lexicon, indicators))
    problems = list(correct(one, document, parts, lexicon, indicators, groups))
    one.observations, flaws = prove(one, document.text, doc, item["iso3"])
    one.assessments = read_assessments(document, parts, lexicon)
    one.recommendations = read_recommendations(document, parts, lexicon)
    return one, [*problems, *flaws]


def _load(folder: Path, doc: str) -> Document:
    """A document, kept for the next countries of the same report."""
    return _load_once(folder, doc, (folder / f"{doc}.txt").stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _load_once(folder: Path, doc: str, written: int) -> Document:
    return load_document(folder, doc)


def prove(found: Found, text: str, doc: str, iso3: str) -> tuple[list[dict[str, Any]], list[Problem]]:
    """The proven observations, and an error for each that is not."""
    flaws = [(row, flaw(row, text)) for row in found.observations]
    problems = [
        Problem(ERROR, STAGE, iso3, doc, f"{doc}: the observation {row['id']} ({row['indicator']} {row['year']}) is "
                f"not proven: {why}. Report this as a fault of the program with the quote {row['quote'][:120]!r}.")
        for row, why in flaws if why
    ]  # fmt: skip
    return [row for row, why in flaws if not why], problems


def _no_lexicon(iso3: str, doc: str, language: str) -> Problem:
    return Problem(
        WARNING, STAGE, iso3, doc,
        f"{doc} is in the language `{language}`, for which config/lexicon has no folder: its figures are not read. "
        f"Add config/lexicon/{language} (docs/lexicon.md) or correct `language` in sources.csv.",
    )  # fmt: skip


def _write(item: dict[str, Any], found: Found, problems: Iterable[Problem]) -> dict[str, Any]:
    folder, iso3 = item["work"] / STAGE, item["iso3"]
    found.unclaimed.sort(key=lambda row: -int(row["rank"]))
    counts: dict[str, Any] = {}
    for table, columns in TABLES.items():
        rows = [{column: row.get(column, "") for column in columns} for row in getattr(found, table)]
        write_text(folder / f"{iso3}.{table}.csv", table_text(columns, rows))
        counts[table] = len(rows)
    sentences = [{column: row[column] for column in SENTENCE_COLUMNS} for row in found.observations]
    write_text(folder / f"{iso3}.sentences.csv", table_text(SENTENCE_COLUMNS, sentences))
    write_problems(folder / f"{iso3}.problems.csv", problems)
    return counts | {"written": files_key(*_files(folder, iso3))}


def _gather(settings: Settings, folder: Path, countries: list[str]) -> None:
    """Join the countries' tables as they are: they share their columns."""
    for table, columns in TABLES.items():
        _join(
            settings.reports / "data" / f"{table}.csv", columns, [folder / f"{iso3}.{table}.csv" for iso3 in countries]
        )
    problems = [folder / STRAY, *(folder / f"{iso3}.problems.csv" for iso3 in countries)]
    _join(folder / "problems.csv", PROBLEM_COLUMNS, problems)


def _join(path: Path, columns: Iterable[str], parts: list[Path]) -> None:
    header = table_text(tuple(columns), []).encode()
    write_bytes(path, header + b"".join([part.read_bytes().removeprefix(header) for part in parts]))


def _clear(folder: Path, countries: Iterable[str]) -> None:
    """Remove the tables of countries that are gone."""
    wanted = {f"{iso3}.{name}.csv" for iso3 in countries for name in (*TABLES, *OTHER_FILES)} | {
        "index.csv",
        "problems.csv",
        STRAY,
    }
    for path in folder.glob("*.csv"):
        if path.name not in wanted:
            path.unlink()
