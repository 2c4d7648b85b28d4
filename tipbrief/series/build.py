"""Stage series: read the observations, choose, compare, check, and write tables and one file a country.

The arithmetic is done for many countries at once, which is quicker than one after the other: in as many
pieces as there are processes, more where memory asks for it. A file is touched only where its bytes
change, so a brief is rendered again only for a country that changed.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Iterable, Mapping, Sequence

import pandas as pd

from tipbrief.errors import ERROR, WARNING, Problem, write_problems
from tipbrief.files import digest, read_table, write_bytes, write_table, write_text
from tipbrief.keyed import add_to_journal, read_journal, run_pool, start_journal
from tipbrief.releases import last_release
from tipbrief.series.comparison import Comparison, read_comparison
from tipbrief.series.country import Countries, dump
from tipbrief.series.emit import Result, compute
from tipbrief.series.kept import by_country, is_kept, read_kept, rows_key, shared_key, write_kept
from tipbrief.series.rows import gather
from tipbrief.series.said import Said, compare_said
from tipbrief.series.slices import Slices, read_index, read_slices
from tipbrief.series.tables import IN_WORDS, TABLES, Table
from tipbrief.settings import Indicator, Settings, read_indicators

INDEX = ("iso3", "sha256", "status")
STAGE = "series"
KEPT_BACK = ("held", "unclaimed")
ROWS_AT_ONCE = 250_000  # observations in one process at a time: about 0.4 GB
ROWS_ALONE = 10_000  # fewer are quicker in one process
Row = Mapping[str, str]


@dataclass(frozen=True)
class Task:
    """What every piece of the work needs, read once: all but the countries' own rows.

    `slices` are the rows of observations/index.csv by country, `blocked` countries held back by an earlier stage.
    """

    settings: Settings
    indicators: Mapping[str, Indicator]
    rules: Comparison
    sources: Sequence[Row]
    parts: Sequence[Row]
    slices: Mapping[str, Row]
    blocked: frozenset[str]
    release: Path | None


def run(settings: Settings, processes: int) -> None:
    """Write {reports}/data's tables, {work}/series/{iso3}.json, index.csv and problems.csv."""
    started = time.perf_counter()
    folder = settings.work / STAGE
    task = read_task(settings)
    keys = country_keys(task)
    kept = {name: entry for name, entry in read_journal(folder).items() if is_kept(folder, name, entry, keys.get(name))}
    start_journal(folder, kept)
    todo = [name for name in keys if name not in kept]
    pieces = cut_countries({name: count(task, name, "observations") for name in todo}, processes)
    for _piece, made in run_pool(make_piece, pieces, processes, _begin, (task,)):
        for name, written in made.items():
            add_to_journal(folder, name, {"key": keys[name], "written": written})
    found = [read_kept(folder, name) for name in keys]
    for table in (*TABLES, *IN_WORDS):
        header = ",".join(table.columns).encode() + b"\n"
        rows = b"".join([header, *(country["tables"].pop(table.name) for country in found)])
        write_bytes(settings.reports / "data" / f"{table.name}.csv", rows)
    _forget(folder, settings, set(keys))
    index = [country["index"] for country in found if country["index"]]
    write_table(folder / "index.csv", INDEX, index)
    write_problems(folder / "problems.csv", [Problem(**row) for country in found for row in country["problems"]])
    blocked, values = sum(row["status"] == "blocked" for row in index), sum(country["values"] for country in found)
    print(progress(len(index), len(keys) - len(todo), blocked, values, time.perf_counter() - started), flush=True)


def read_task(settings: Settings) -> Task:
    """Everything that the stage reads."""
    documents, indicators = settings.work / "documents", read_indicators()
    return Task(
        settings=settings,
        indicators=indicators,
        rules=read_comparison(indicators),
        sources=read_table(documents / "sources.csv"),
        parts=read_table(documents / "index.csv"),
        slices=read_index(settings.work / "observations"),
        blocked=frozenset(held_back(settings)),
        release=last_release(settings.reports),
    )


def count(task: Task, iso3: str, table: str) -> int:
    """How many rows a table of the observations stage has for a country."""
    return int(task.slices[iso3][table]) if iso3 in task.slices else 0


def country_keys(task: Task) -> dict[str, str]:
    """For each country that a row or a document is about, in order, the digest of all that its rows are made from."""
    shared, parts = shared_key(task.settings, task.release), cut(task.parts)
    sources = {row["doc"]: row for row in task.sources}
    newest = max((row["published"] for row in task.sources), default="")
    keys = {}
    for name in sorted({*task.slices, *filter(None, parts)}):
        docs = sorted({part["doc"] for part in parts.get(name, ())})
        own = [sources[doc] for doc in docs if doc in sources]
        day = "" if any(row["published"] for row in own) else newest
        slices = task.slices[name]["written"] if name in task.slices else ""
        keys[name] = rows_key([shared, slices, day, name in task.blocked], parts.get(name, ()), own)
    return keys


def cut(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """The rows of each country, in their order."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["iso3"], []).append(row)
    return found


def cut_countries(rows: Mapping[str, int], processes: int) -> dict[str, list[str]]:
    """The countries in order, cut into runs of about as many observations each; `rows` has how many each has.

    As few runs as keep every process busy and none above ROWS_AT_ONCE rows, for the sake of memory.
    """
    total = sum(rows.values())
    wanted = max(-(-total // ROWS_AT_ONCE), processes if total > ROWS_ALONE else 1)
    pieces: dict[str, list[str]] = {}
    before = 0
    for name in sorted(rows):
        pieces.setdefault(str(before * wanted // max(total, 1)), []).append(name)
        before += rows[name]
    return pieces


_task: Task  # what this process works on


def _begin(task: Task) -> None:
    """Give a process its task."""
    global _task
    _task = task


def make_piece(names: Sequence[str]) -> dict[str, str]:
    """Compute the countries' tables and write their files; the digest of each one's."""
    slices = read_slices(_task.settings.work / "observations", [name for name in names if name in _task.slices])
    result, parts = compute_piece(_task, names, slices)
    said = say_piece(_task, result, slices)
    countries = {part["iso3"] for part in parts}
    problems = find_problems(result, sorted(countries - _task.blocked))
    index = {row["iso3"]: row for row in write_countries(_task, result, said, slices, parts, problems)}
    tables = {table.name: by_country(written(getattr(result, table.name), table)) for table in TABLES}
    tables |= {table.name: by_country(written(getattr(said, table.name), table)) for table in IN_WORDS}
    values = Counter(result.series["iso3"].astype(str))
    return {
        name: write_kept(_task.settings.work / STAGE, name, {
            "tables": {table: rows.get(name, b"") for table, rows in tables.items()},
            "problems": [asdict(problem) for problem in problems if problem.iso3 == name],
            "index": index.get(name),
            "values": values[name],
        })
        for name in names
    }  # fmt: skip


def compute_piece(task: Task, names: Sequence[str], slices: Slices) -> tuple[Result, list[Row]]:
    """The countries' tables, and their rows of documents/index.csv."""
    parts = [part for part in task.parts if part["iso3"] and part["iso3"] in set(names)]
    gathered = gather(slices.frame, task.sources, parts, task.indicators, task.rules)
    base, below = task.settings.comparison["smallest_base"], task.settings.masking["below"]
    countries = sorted({part["iso3"] for part in parts})
    return compute(gathered, countries, task.indicators, task.rules, base, below, task.release), parts


def say_piece(task: Task, result: Result, slices: Slices) -> Said:
    """The countries' tables of what is said in words."""
    frame, hidden = slices.frame, result.hidden
    hiding = set(frame.loc[frame["id"].isin(hidden).to_numpy(), "doc"]) if hidden else set()
    alike = task.rules.alike
    return compare_said(slices.assessments, slices.recommendations, task.sources, result.series, alike, hiding)


def progress(countries: int, kept: int, blocked: int, values: int, seconds: float) -> str:
    """The stage's one line on the terminal."""
    return f"{STAGE:<14} {countries} countries ({kept} kept), {values} values, {blocked} held back      {seconds:.1f} s"


def written(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """A table of the stage with its flags and numbers as they are written."""
    flags = frame.select_dtypes("boolean").columns
    words = {name: frame[name].map({True: "true", False: "false"}) for name in flags}
    numbers = {name: _written(frame[name]) for name, column in table.columns.items() if column.kind == "number"}
    return frame.assign(**words, **numbers)


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
    task: Task, result: Result, said: Said, slices: Slices, parts: Sequence[Row], problems: Sequence[Problem]
) -> list[dict[str, str]]:
    """Write {iso3}.json of every country with a document; return their rows of index.csv."""
    settings, by_doc = task.settings, {row["doc"]: row for row in task.sources}
    docs: dict[str, dict[str, Row]] = {}
    for part in parts:
        if part["iso3"] and part["doc"] in by_doc:
            docs.setdefault(part["iso3"], {})[part["doc"]] = by_doc[part["doc"]]
    blocked = task.blocked | {problem.iso3 for problem in problems if problem.severity == ERROR}
    tables = Countries(result, said, slices.frame, slices.sentences, task.release.name if task.release else None)
    newest = max((row["published"] for row in task.sources), default="")
    rows = []
    for iso3 in sorted(docs):
        own = list(docs[iso3].values())
        as_of = settings.as_of or max(row["published"] for row in own) or newest
        counts = {table: count(task, iso3, table) for table in KEPT_BACK}
        text = dump(tables.data(iso3, as_of, own, counts))
        write_text(settings.work / STAGE / f"{iso3}.json", text)
        rows.append({"iso3": iso3, "sha256": digest(text), "status": "blocked" if iso3 in blocked else "ready"})
    return rows


def held_back(settings: Settings) -> set[str]:
    """Countries with an error in a document or an observation: no new brief until it is mended."""
    tables = [settings.work / stage / "problems.csv" for stage in ("documents", "observations")]
    failed = {row["iso3"] for row in read_table(settings.work / "documents" / "index.csv") if row["status"] == "failed"}
    return failed | {row["iso3"] for table in tables for row in read_table(table) if row["severity"] == ERROR}


def _forget(folder: Path, settings: Settings, countries: set[str]) -> None:
    """Remove the file of a country that is gone; a build of some countries leaves the others alone."""
    if settings.countries:
        return
    for path in (*folder.glob("???.json"), *folder.glob("???.rows")):
        if path.name[:3] not in countries:
            path.unlink()
