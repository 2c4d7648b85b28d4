"""How long the series stage takes on many observations, and its memory. Prints a table in Markdown.

usage, from the repository's root:  .venv/bin/python bench/series.py [ROWS] [PROCESSES]

The rows are invented: 188 countries, 21 editions of one publisher. `computed` is all from the observations on disk to
checked tables in memory; the whole stage also writes each table and a file for each country.
Peak memory is the largest process's, and all processes' together if every one had its peak at once.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any, Callable

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "series")]

from series_rows import INDEX, INDICATORS, part_of, source  # noqa: E402

from tipbrief.files import write_table  # noqa: E402
from tipbrief.keyed import run_pool  # noqa: E402
from tipbrief.model import OBSERVATION_COLUMNS  # noqa: E402
from tipbrief.series import build as series_build  # noqa: E402
from tipbrief.series.build import _begin, compute_piece, count, cut_countries, read_task, run  # noqa: E402
from tipbrief.series.slices import read_slices  # noqa: E402
from tipbrief.settings import Settings, read_settings  # noqa: E402

YEARS, BREAKDOWN = np.arange(2000, 2021), ("exploitation", "sex", "age", "origin")
COUNTRIES = ["".join(letters) for letters in product("ABCDEFG", "ABCDEF", "ABCDE")][:188]


def rows(total: int) -> pd.DataFrame:
    """About `total` rows: 188 countries, 21 editions; each gives its own year and three quarters of the year before."""
    chance = np.random.default_rng(7)
    keys = max(1, round(total / (188 * len(YEARS) * 1.75)))
    country, key, year = (axis.ravel() for axis in np.meshgrid(range(188), range(keys), YEARS, indexing="ij"))
    indicators = [code for code in INDICATORS if code != "tier"]
    totals = (
        chance.geometric(0.02, (188, len(indicators), len(YEARS)))[country, key % len(indicators), year - YEARS[0]] - 1
    )
    part = key // len(indicators)
    value = np.select([part == 0, part == 1, part == 2], [totals, totals - totals // 3, totals // 3], totals // 4)
    again = chance.random(len(year)) < 0.75
    restated = value[again] + (chance.random(again.sum()) < 0.05)
    frame = pd.DataFrame(
        {
            "country": np.append(country, country[again]),
            "key": np.append(key, key[again]),
            "year": np.append(year, year[again]),
            "value": np.append(value, restated),
            "edition": np.append(year + 1, year[again] + 2),
        }
    )
    name = frame["key"] % len(indicators)
    part = frame["key"] // len(indicators)
    cells = {
        "doc": [f"tip-{COUNTRIES[c]}-{e}" for c, e in zip(frame["country"], frame["edition"], strict=True)],
        "iso3": np.array(COUNTRIES)[frame["country"]],
        "indicator": np.array(indicators)[name],
        "year": frame["year"],
        "period": np.where(chance.random(len(frame)) < 0.77, "calendar", "reporting"),
        "value": frame["value"],
        "bound": np.where(chance.random(len(frame)) < 0.97, "exact", "min"),
        "status": "reported",
        "offence": np.where(name < 9, "trafficking", ""),
        "sex": np.array(["", "female", "male"])[np.minimum(part, 2)],
        "actor": "government",
        "subtype": [f"part {n}" if n > 2 else "" for n in part],
        "restated": "false",
        "quote": "the government reported that it counted so many of them in that year",
        "id": [f"{n:012x}" for n in chance.permutation(len(frame))],
        "start": chance.integers(0, 20000, len(frame)),
        "section": "prosecution",
        "rule": "invented",
    }
    return pd.DataFrame({name: cells.get(name, "") for name in OBSERVATION_COLUMNS})


def write_inputs(folder: Path, total: int) -> Settings:
    """The stage's inputs below the folder; returns the settings to run it with."""
    frame = rows(total)
    names = sorted(set(frame["doc"]))
    sources = [source(doc, iso3=doc[4:7]) for doc in names]
    write_slices(frame, folder / "work/observations")
    write_table(folder / "work/documents/sources.csv", list(sources[0]), sources)
    write_table(folder / "work/documents/index.csv", INDEX, [part_of(entry) for entry in sources])
    return replace(read_settings(), work=folder / "work", reports=folder / "reports")


def write_slices(frame: pd.DataFrame, folder: Path) -> None:
    """The rows as the observations stage leaves them, with a count of each country's."""
    folder.mkdir(parents=True)
    for iso3, own in frame.groupby("iso3"):
        own.to_csv(folder / f"{iso3}.observations.csv", index=False)
        for table in ("sentences", "assessments", "recommendations"):
            write_table(folder / f"{iso3}.{table}.csv", ("id",), ())
    index = [
        {"iso3": iso3, "observations": len(own), "held": 0, "unclaimed": 0, "written": str(len(own))}
        for iso3, own in frame.groupby("iso3")
    ]
    write_table(folder / "index.csv", list(index[0]), index)


def measure(settings: Settings, processes: int) -> list[str]:
    """Seconds for each step and peak memory in GB, as cells; run in a process of its own."""
    task = read_task(settings)
    pieces = cut_countries({name: count(task, name, "observations") for name in COUNTRIES}, processes)
    started, before = time.perf_counter(), spent()
    for _ in run_pool(_compute, pieces, processes, _begin, (task,)):
        pass
    computed = time.perf_counter() - started
    own, child = (resource.getrusage(who).ru_maxrss / 2**20 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return [f"{computed:.1f} s", f"{spent() - before:.1f} s", f"{max(own, child):.2f} GB"]


def spent() -> float:
    """CPU seconds of this process and of its children that have ended."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def _compute(names: list[str]) -> int:
    """One piece's tables, not kept."""
    task = series_build._task
    slices = read_slices(task.settings.work / "observations", [name for name in names if name in task.slices])
    return len(compute_piece(task, names, slices)[0].series)


def in_process(target: Callable[..., Any], *arguments: Any) -> Any:
    """The result of a call in a fresh process, so that peaks of memory are its own."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(target, *arguments).result()


def whole(settings: Settings, processes: int) -> list[str]:
    """Seconds and peak memory in GB of the whole stage, as cells."""
    started = time.perf_counter()
    run(settings, processes)
    seconds = time.perf_counter() - started
    own, child = (resource.getrusage(who).ru_maxrss / 2**20 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return [f"{seconds:.1f} s", f"{spent():.1f} s", f"{max(own, child):.2f} GB", f"{own + processes * child:.2f} GB"]


def main(total: int, processes: int) -> None:
    """Write the rows, measure with one and with all processes, print the table."""
    heads = "rows", "processes", "computed", "CPU", "peak", "whole stage", "CPU", "peak", "peaks together"
    print(f"| {' | '.join(heads)} |\n|" + " --- |" * len(heads))
    with tempfile.TemporaryDirectory() as folder:
        settings = write_inputs(Path(folder), total)
        for used in sorted({1, processes}):
            cells = in_process(measure, settings, used) + in_process(whole, settings, used)
            print(f"| {total:,} | {used} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main(*(int(word) for word in [*sys.argv[1:], *("2000000", "2")[len(sys.argv) - 1 :]]))
