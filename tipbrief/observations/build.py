"""Run the stage: read every country's documents, prove each row, write the four tables."""

from __future__ import annotations

import time
from functools import lru_cache
from pathlib import Path
from typing import Any, Iterable, Mapping

from tipbrief.errors import ERROR, WARNING, Problem, write_problems
from tipbrief.files import digest, read_table, table_text, write_table, write_text
from tipbrief.keyed import code_key, run_pool
from tipbrief.model import OBSERVATION_COLUMNS, Document, load_document
from tipbrief.observations.extract import Found, extract
from tipbrief.observations.lexicon import read_lexicon
from tipbrief.observations.proof import flaw
from tipbrief.settings import CONFIG, Settings, read_indicators

STAGE = "observations"
LEFTOVER_COLUMNS = ("doc", "iso3", "number", "reason", "rank", "section", "page", "start", "end", "sentence")
TABLES = {
    "observations": OBSERVATION_COLUMNS,
    "held": (*OBSERVATION_COLUMNS, "reason", "sentence"),
    "unclaimed": LEFTOVER_COLUMNS,
    "ignored": LEFTOVER_COLUMNS,
}
INDEX_COLUMNS = ("iso3", "key", *TABLES)
SENTENCE_COLUMNS = ("id", "sentence")  # each observation's whole sentence: what a brief prints around its quote
OTHER_FILES = ("problems", "sentences")
PROBLEM_COLUMNS = ("severity", "stage", "iso3", "doc", "message")


def run(settings: Settings, processes: int) -> None:
    """Write {reports}/data/{observations,held,unclaimed,ignored}.csv and the stage's index and problems."""
    started = time.monotonic()
    folder = settings.work / STAGE
    countries = _countries(settings)
    kept = {row["iso3"]: row for row in read_table(folder / "index.csv")}
    todo = {iso3: item for iso3, item in countries.items() if not _is_done(folder, kept.get(iso3), item["key"])}
    for language in ("en", *_languages(settings, todo)):
        read_lexicon(language)  # once, before the pool is forked
    index = {iso3: row for iso3, row in kept.items() if iso3 in countries and iso3 not in todo}
    for iso3, counts in run_pool(read_country, todo, processes):
        index[iso3] = {"iso3": iso3, "key": countries[iso3]["key"], **counts}
    _gather(settings, folder, sorted(index))
    write_table(folder / "index.csv", INDEX_COLUMNS, [index[iso3] for iso3 in sorted(index)])
    _clear(folder, countries)
    totals = {table: sum(int(row[table]) for row in index.values()) for table in TABLES}
    print(
        f"observations   {totals['observations']} figures from {len(countries)} countries "
        f"({len(countries) - len(todo)} kept), {totals['held']} held, {totals['unclaimed']} unclaimed    "
        f"{time.monotonic() - started:.1f} s"
    )


def _countries(settings: Settings) -> dict[str, dict[str, Any]]:
    """The parts to read of each country, with the key of all that they are read from."""
    code = code_key(
        Path(__file__).parent, Path(__file__).parent.parent / "model.py", CONFIG / "lexicon", CONFIG / "indicators.yml"
    )
    parts: dict[str, list[dict[str, str]]] = {}
    for row in read_table(settings.work / "documents" / "index.csv"):
        if row["status"] == "ok" and row["iso3"]:
            parts.setdefault(row["iso3"], []).append(row)
    return {
        iso3: {
            "work": settings.work,
            "iso3": iso3,
            "parts": rows,
            "key": digest(code, *(f"{r['doc']} {r['start']} {r['sha256']}" for r in rows)),
        }
        for iso3, rows in sorted(parts.items())
    }


def _languages(settings: Settings, todo: Mapping[str, Any]) -> list[str]:
    """The languages of the documents that are to be read."""
    docs = {row["doc"] for item in todo.values() for row in item["parts"]}
    rows = read_table(settings.work / "documents" / "sources.csv")
    return sorted({row["language"] for row in rows if row["doc"] in docs})


def _is_done(folder: Path, row: dict[str, str] | None, key: str) -> bool:
    return (
        row is not None
        and row["key"] == key
        and all((folder / f"{row['iso3']}.{name}.csv").is_file() for name in (*TABLES, *OTHER_FILES))
    )


def read_country(item: dict[str, Any]) -> dict[str, int]:
    """Read the parts of one country and write its tables; returns the rows of each table."""
    found, problems, indicators = Found(), [], read_indicators()
    for part_row in item["parts"]:
        document = _load(item["work"] / "documents", part_row["doc"])
        lexicon = read_lexicon(document.source.language)
        if lexicon is None:
            problems.append(_no_lexicon(item["iso3"], document.source.doc, document.source.language))
            continue
        part = next(p for p in document.parts if p.iso3 == item["iso3"] and str(p.start) == part_row["start"])
        one = extract(document, part, lexicon, indicators)
        proven, problems_found = prove(one, document.text, document.source.doc, item["iso3"])
        problems += problems_found
        found.observations += proven
        found.held += one.held
        found.unclaimed += one.unclaimed
        found.ignored += one.ignored
    return _write(item, found, problems)


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


def _write(item: dict[str, Any], found: Found, problems: Iterable[Problem]) -> dict[str, int]:
    folder, iso3 = item["work"] / STAGE, item["iso3"]
    found.unclaimed.sort(key=lambda row: -row["rank"])
    counts = {}
    for table, columns in TABLES.items():
        rows = [{column: row.get(column, "") for column in columns} for row in getattr(found, table)]
        write_text(folder / f"{iso3}.{table}.csv", table_text(columns, rows))
        counts[table] = len(rows)
    sentences = [{column: row[column] for column in SENTENCE_COLUMNS} for row in found.observations]
    write_text(folder / f"{iso3}.sentences.csv", table_text(SENTENCE_COLUMNS, sentences))
    write_problems(folder / f"{iso3}.problems.csv", problems)
    return counts


def _gather(settings: Settings, folder: Path, countries: list[str]) -> None:
    """Join the countries' tables as text: they share their columns."""
    for table, columns in TABLES.items():
        _join(
            settings.reports / "data" / f"{table}.csv", columns, [folder / f"{iso3}.{table}.csv" for iso3 in countries]
        )
    _join(folder / "sentences.csv", SENTENCE_COLUMNS, [folder / f"{iso3}.sentences.csv" for iso3 in countries])
    _join(folder / "problems.csv", PROBLEM_COLUMNS, [folder / f"{iso3}.problems.csv" for iso3 in countries])


def _join(path: Path, columns: Iterable[str], parts: list[Path]) -> None:
    header = table_text(tuple(columns), [])
    write_text(path, header + "".join(part.read_bytes().decode("utf-8").removeprefix(header) for part in parts))


def _clear(folder: Path, countries: Iterable[str]) -> None:
    """Remove the tables of countries that are gone."""
    wanted = {f"{iso3}.{name}.csv" for iso3 in countries for name in (*TABLES, *OTHER_FILES)} | {
        "index.csv",
        "problems.csv",
        "sentences.csv",
    }
    for path in folder.glob("*.csv"):
        if path.name not in wanted:
            path.unlink()
