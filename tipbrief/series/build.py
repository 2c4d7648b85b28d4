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
from tipbrief.files import digest, read_table, write_table, write_text
from tipbrief.keyed import add_to_journal, read_journal, run_pool, start_journal
from tipbrief.releases import last_release
from tipbrief.series.comparison import Comparison, read_comparison
from tipbrief.series.country import Countries, dump
from tipbrief.series.emit import Result, compute
from tipbrief.series.kept import by_country, is_kept, read_kept, row_keys, rows_key, shared_key, write_kept
from tipbrief.series.rows import gather, read_observations
from tipbrief.series.said import Said, compare_said
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
    """What every piece of the work needs: the observations, and all that is read once.

    `blocked` are countries held back by an earlier stage, `counts` rows of held.csv and unclaimed.csv by country,
    `assessments` and `recommendations` the rows of these tables by country.
    """

    settings: Settings
    indicators: Mapping[str, Indicator]
    rules: Comparison
    frame: pd.DataFrame
    sources: Sequence[Row]
    parts: Sequence[Row]
    assessments: Mapping[str, Sequence[Row]]
    recommendations: Mapping[str, Sequence[Row]]
    sentences: Mapping[str, str]
    counts: Mapping[str, Mapping[str, int]]
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
    pieces = cut_countries(task.frame["iso3"].astype(object), todo, processes)
    for _piece, made in run_pool(make_piece, pieces, processes, _begin, (task,)):
        for name, written in made.items():
            add_to_journal(folder, name, {"key": keys[name], "written": written})
    found = [read_kept(folder, name) for name in keys]
    for table in (*TABLES, *IN_WORDS):
        rows = "".join(country["tables"].pop(table.name) for country in found)
        write_text(settings.reports / "data" / f"{table.name}.csv", ",".join(table.columns) + "\n" + rows)
    _forget(folder, settings, set(keys))
    index = [country["index"] for country in found if country["index"]]
    write_table(folder / "index.csv", INDEX, index)
    write_problems(folder / "problems.csv", [Problem(**row) for country in found for row in country["problems"]])
    blocked, values = sum(row["status"] == "blocked" for row in index), sum(country["values"] for country in found)
    print(progress(len(index), len(keys) - len(todo), blocked, values, time.perf_counter() - started), flush=True)


def read_task(settings: Settings) -> Task:
    """Everything that the stage reads."""
    documents, data = settings.work / "documents", settings.reports / "data"
    indicators = read_indicators()
    return Task(
        settings=settings,
        indicators=indicators,
        rules=read_comparison(indicators),
        frame=read_observations(data / "observations.csv"),
        sources=read_table(documents / "sources.csv"),
        parts=read_table(documents / "index.csv"),
        assessments=cut(read_table(data / "assessments.csv")),
        recommendations=cut(read_table(data / "recommendations.csv")),
        sentences={row["id"]: row["sentence"] for row in read_table(settings.work / "observations" / "sentences.csv")},
        counts={name: Counter(row["iso3"] for row in read_table(data / f"{name}.csv")) for name in KEPT_BACK},
        blocked=frozenset(held_back(settings)),
        release=last_release(settings.reports),
    )


def country_keys(task: Task) -> dict[str, str]:
    """For each country that a row or a document is about, in order, the digest of all that its rows are made from."""
    shared, rows = shared_key(task.settings, task.release), row_keys(task.frame, task.sentences)
    parts, sources = cut(task.parts), {row["doc"]: row for row in task.sources}
    docs = {name: {part["doc"] for part in found} for name, found in parts.items()}
    dated = {name for name, own in docs.items() if any(sources.get(doc, {}).get("published") for doc in own)}
    for name, doc in task.frame[["iso3", "doc"]].astype(object).drop_duplicates().itertuples(index=False):
        docs.setdefault(name, set()).add(doc)
    newest = max((row["published"] for row in task.sources), default="")
    keys = {}
    for name in sorted(filter(None, docs)):
        own = [sources[doc] for doc in sorted(docs[name]) if doc in sources]
        said = [table.get(name, ()) for table in (task.assessments, task.recommendations)]
        counts = sorted((table, found.get(name, 0)) for table, found in task.counts.items())
        day, state = "" if name in dated else newest, str(name in task.blocked)
        keys[name] = digest(shared, rows.get(name, ""), rows_key(parts.get(name, ()), own, *said, counts), day, state)
    return keys


def cut(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """The rows of each country, in their order."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["iso3"], []).append(row)
    return found


def cut_countries(iso3: pd.Series, countries: Sequence[str], processes: int) -> dict[str, list[str]]:
    """The countries in order, cut into runs of about as many rows each; `iso3` is the country of every row.

    As few runs as keep every process busy and none above ROWS_AT_ONCE rows, for the sake of memory.
    """
    counted = iso3.value_counts()
    rows = {name: int(counted.get(name, 0)) for name in sorted(countries)}
    total = sum(rows.values())
    wanted = max(-(-total // ROWS_AT_ONCE), processes if total > ROWS_ALONE else 1)
    pieces: dict[str, list[str]] = {}
    before = 0
    for name, count in rows.items():
        pieces.setdefault(str(before * wanted // max(total, 1)), []).append(name)
        before += count
    return pieces


_task: Task  # what this process works on


def _begin(task: Task) -> None:
    """Give a process its task; forked processes share the memory of the frame."""
    global _task
    _task = task


def make_piece(names: Sequence[str]) -> dict[str, str]:
    """Compute the countries' tables and write their files; the digest of each one's."""
    result, frame, parts = compute_piece(_task, names)
    said = say_piece(_task, names, result, frame)
    countries = {part["iso3"] for part in parts}
    problems = find_problems(result, sorted(countries - _task.blocked))
    index = {row["iso3"]: row for row in write_countries(_task, result, said, frame, parts, problems)}
    tables = {table.name: by_country(written(getattr(result, table.name), table)) for table in TABLES}
    tables |= {table.name: by_country(written(getattr(said, table.name), table)) for table in IN_WORDS}
    values = Counter(result.series["iso3"].astype(str))
    return {
        name: write_kept(_task.settings.work / STAGE, name, {
            "tables": {table: rows.get(name, "") for table, rows in tables.items()},
            "problems": [asdict(problem) for problem in problems if problem.iso3 == name],
            "index": index.get(name),
            "values": values[name],
        })
        for name in names
    }  # fmt: skip


def compute_piece(task: Task, names: Sequence[str]) -> tuple[Result, pd.DataFrame, list[Row]]:
    """The countries' tables, the observations behind them, and their rows of documents/index.csv."""
    frame = task.frame[task.frame["iso3"].isin(names).to_numpy()].reset_index(drop=True)
    parts = [part for part in task.parts if part["iso3"] and part["iso3"] in set(names)]
    gathered = gather(frame, task.sources, parts, task.indicators, task.rules)
    base, below = task.settings.comparison["smallest_base"], task.settings.masking["below"]
    countries = sorted({part["iso3"] for part in parts})
    return compute(gathered, countries, task.indicators, task.rules, base, below, task.release), frame, parts


def say_piece(task: Task, names: Sequence[str], result: Result, frame: pd.DataFrame) -> Said:
    """The countries' tables of what is said in words."""
    tables = [
        [row for name in names for row in table.get(name, ())] for table in (task.assessments, task.recommendations)
    ]
    hiding = set(frame.loc[frame["id"].isin(result.hidden).to_numpy(), "doc"]) if result.hidden else set()
    return compare_said(tables[0], tables[1], task.sources, result.series, task.rules.alike, hiding)


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
    task: Task, result: Result, said: Said, frame: pd.DataFrame, parts: Sequence[Row], problems: Sequence[Problem]
) -> list[dict[str, str]]:
    """Write {iso3}.json of every country with a document; return their rows of index.csv."""
    settings, by_doc = task.settings, {row["doc"]: row for row in task.sources}
    docs: dict[str, dict[str, Row]] = {}
    for part in parts:
        if part["iso3"] and part["doc"] in by_doc:
            docs.setdefault(part["iso3"], {})[part["doc"]] = by_doc[part["doc"]]
    blocked = task.blocked | {problem.iso3 for problem in problems if problem.severity == ERROR}
    tables = Countries(result, said, frame, task.sentences, task.release.name if task.release else None)
    newest = max((row["published"] for row in task.sources), default="")
    rows = []
    for iso3 in sorted(docs):
        own = list(docs[iso3].values())
        as_of = settings.as_of or max(row["published"] for row in own) or newest
        counts = {name: table.get(iso3, 0) for name, table in task.counts.items()}
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
    for path in (*folder.glob("???.json"), *folder.glob("???.rows.json")):
        if path.name[:3] not in countries:
            path.unlink()
