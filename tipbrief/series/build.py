"""Stage series: read the observations, choose, compare, check, and write tables and one file a country.

The arithmetic is done for all countries at once, which is quicker than a process for each; a file is
touched only where its bytes change, so a brief is rendered again only for a country that changed.
"""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path
from typing import Mapping, Sequence

import pandas as pd

from tipbrief.errors import ERROR, WARNING, Problem, write_problems
from tipbrief.files import digest, read_table, write_bytes, write_table, write_text
from tipbrief.series.comparison import read_comparison
from tipbrief.series.country import Countries, cut, dump
from tipbrief.series.emit import Result, compute
from tipbrief.series.rows import gather, read_observations
from tipbrief.series.tables import TABLES
from tipbrief.settings import Settings, read_indicators

INDEX = ("iso3", "sha256", "status")
STAGE = "series"
Row = Mapping[str, str]


def run(settings: Settings, processes: int) -> None:
    """Write {reports}/data's tables, {work}/series/{iso3}.json, index.csv and problems.csv."""
    started = time.perf_counter()
    documents = settings.work / "documents"
    sources, parts = read_table(documents / "sources.csv"), read_table(documents / "index.csv")
    indicators = read_indicators()
    rules = read_comparison(indicators)
    frame = read_observations(settings.reports / "data" / "observations.csv")
    countries = sorted({row["iso3"] for row in parts if row["iso3"]})
    gathered = gather(frame, sources, parts, indicators, rules)
    result = compute(
        gathered, countries, indicators, rules, settings.comparison["smallest_base"], settings.masking["below"]
    )
    write_tables(settings.reports / "data", result)
    problems = find_problems(result, sorted(set(countries) - held_back(settings)))
    rows = write_countries(settings, result, frame, sources, parts, problems)
    write_problems(settings.work / STAGE / "problems.csv", problems)
    blocked = sum(row["status"] == "blocked" for row in rows)
    print(progress(len(rows), blocked, len(result.series), time.perf_counter() - started), flush=True)


def progress(countries: int, blocked: int, values: int, seconds: float) -> str:
    """The stage's one line on the terminal."""
    return f"{STAGE:<14} {countries} countries, {values} values, {blocked} held back      {seconds:.1f} s"


def write_tables(folder: Path, result: Result) -> None:
    """Every table of the stage as CSV."""
    for table in TABLES:
        frame = getattr(result, table.name)
        flags = frame.select_dtypes("boolean").columns
        words = {name: frame[name].map({True: "true", False: "false"}) for name in flags}
        numbers = {name: _written(frame[name]) for name, column in table.columns.items() if column.kind == "number"}
        text = frame.assign(**words, **numbers).to_csv(index=False, lineterminator="\n")
        write_bytes(folder / f"{table.name}.csv", text.encode("utf-8"))


def _written(column: pd.Series) -> pd.Series:
    """Whole numbers without a decimal point; a missing one stays empty."""
    whole = column.isna() | (column % 1 == 0)
    return column.astype("Int64") if whole.all() else column.map(lambda number: f"{number:.15g}", na_action="ignore")


def find_problems(result: Result, countries: Sequence[str]) -> list[Problem]:
    """Errors among the checks, and a warning for each of `countries` that has a document but no figure."""
    errors = result.checks[result.checks["severity"].eq("error")]
    found = [Problem(ERROR, STAGE, row["iso3"], "", row["message"]) for row in errors.to_dict("records")]
    known = set(result.series["iso3"].astype(str))
    return found + [
        Problem(WARNING, STAGE, iso3, "", f"{iso3} has a document but no figure; its brief says so.")
        for iso3 in countries
        if iso3 not in known
    ]


def write_countries(
    settings: Settings,
    result: Result,
    frame: pd.DataFrame,
    sources: Sequence[Row],
    parts: Sequence[Row],
    problems: Sequence[Problem],
) -> list[dict[str, str]]:
    """Write {iso3}.json of every country with a document, and index.csv; return the index."""
    folder = settings.work / STAGE
    by_doc = {row["doc"]: row for row in sources}
    docs: dict[str, dict[str, Row]] = {}
    for part in parts:
        if part["iso3"] and part["doc"] in by_doc:
            docs.setdefault(part["iso3"], {})[part["doc"]] = by_doc[part["doc"]]
    blocked = held_back(settings) | {problem.iso3 for problem in problems if problem.severity == ERROR}
    sentences = {row["id"]: row["sentence"] for row in read_table(settings.work / "observations" / "sentences.csv")}
    tables, counts = Countries(result, frame, sentences), _counts(settings.reports / "data")
    newest = max((row["published"] for row in sources), default="")
    rows = []
    for iso3 in sorted(docs):
        own = list(docs[iso3].values())
        as_of = settings.as_of or max(row["published"] for row in own) or newest
        text = dump(tables.data(iso3, as_of, own, {name: table.get(iso3, 0) for name, table in counts.items()}))
        write_text(folder / f"{iso3}.json", text)
        rows.append({"iso3": iso3, "sha256": digest(text), "status": "blocked" if iso3 in blocked else "ready"})
    _forget(folder, settings, set(docs))
    write_table(folder / "index.csv", INDEX, rows)
    return rows


def held_back(settings: Settings) -> set[str]:
    """Countries with an error in a document or an observation: no new brief until it is mended."""
    tables = [settings.work / stage / "problems.csv" for stage in ("documents", "observations")]
    failed = {row["iso3"] for row in read_table(settings.work / "documents" / "index.csv") if row["status"] == "failed"}
    return failed | {row["iso3"] for table in tables for row in read_table(table) if row["severity"] == ERROR}


def _counts(folder: Path) -> dict[str, Counter[str]]:
    return {name: Counter(row["iso3"] for row in read_table(folder / f"{name}.csv")) for name in ("held", "unclaimed")}


def _forget(folder: Path, settings: Settings, countries: set[str]) -> None:
    """Remove the file of a country that is gone; a build of some countries leaves the others alone."""
    if settings.countries:
        return
    for path in folder.glob("???.json"):
        if path.stem not in countries:
            path.unlink()


__all__ = ["cut", "run"]
