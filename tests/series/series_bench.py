"""How long the series stage takes on many rows: `python series_bench.py 2000000` (invented rows, not a test)."""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
from series_rows import INDICATORS, RULES, part_of, source

from tipbrief.model import OBSERVATION_COLUMNS
from tipbrief.series.emit import compute
from tipbrief.series.rows import gather, read_observations

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


def measure(total: int) -> None:
    """Print seconds for reading and for everything from the frame to checked tables, and the peak memory."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "observations.csv"
        rows(total).to_csv(path, index=False)
        started = time.perf_counter()
        frame = read_observations(path)
    read, cpu = time.perf_counter(), time.process_time()
    sources = [source(doc, iso3=doc[4:7]) for doc in frame["doc"].cat.categories]
    gathered = gather(frame, sources, [part_of(entry) for entry in sources], INDICATORS, RULES)
    result = compute(gathered, COUNTRIES, INDICATORS, RULES, 20, 5)
    ended, cpu = time.perf_counter(), time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"{len(frame)} rows: read {read - started:.1f} s, peak {peak:.2f} GB")
    print(f"computed {ended - read:.1f} s ({cpu:.1f} s of processor)")
    print({name: len(getattr(result, name)) for name in ("series", "changes", "disagreements", "revisions", "checks")})


if __name__ == "__main__":
    measure(int(sys.argv[1]))
