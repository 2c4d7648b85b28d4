"""What the stage keeps of each country, so that only those that changed are computed again.

`{work}/series/{iso3}.rows` holds a line of JSON and then the country's rows of every table, as CSV without headers; the
line says how many bytes each table has. The tables of {reports}/data are these, one country after the other. A key is
the digest of all that a country's rows are made from.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Iterable, Mapping

import numpy as np
import pandas as pd

from tipbrief.files import digest, write_bytes
from tipbrief.keyed import code_key, files_key
from tipbrief.settings import CONFIG, ROOT, Settings

MADE_WITH = ("model.py", "tables.py", "settings.py", "errors.py", "files.py", "releases.py")


def shared_key(settings: Settings, release: Path | None) -> str:
    """The digest of what all countries are made with: code, configuration, the last release."""
    code = code_key(Path(__file__).parent, *(ROOT / "tipbrief" / name for name in MADE_WITH))
    tables = [CONFIG / name for name in ("indicators.yml", "comparison.yml")]
    chosen = json.dumps([settings.as_of, dict(settings.comparison), dict(settings.masking)], sort_keys=True)
    released = [release.name, files_key(release / "data" / "series.csv")] if release else []
    return digest(code, code_key(*tables), chosen, *released)


def rows_key(*groups: Iterable[Any]) -> str:
    """The digest of rows of text tables."""
    return digest(json.dumps([list(group) for group in groups], sort_keys=True, ensure_ascii=False))


def by_country(rows: pd.DataFrame) -> dict[str, bytes]:
    """The rows of a table as CSV without its header, by the country of each."""
    country, names = pd.factorize(rows["iso3"].astype(object), sort=True)
    ordered = rows.take(np.argsort(country, kind="stable"))
    ends = np.cumsum(np.bincount(country, minlength=len(names)))
    cuts = zip(names, [0, *ends[:-1]], ends, strict=False)
    return {
        str(name): ordered.iloc[start:end].to_csv(index=False, header=False, lineterminator="\n").encode()
        for name, start, end in cuts
    }


def file_of(folder: Path, iso3: str) -> Path:
    """Where a country's rows are kept."""
    return folder / f"{iso3}.rows"


def write_kept(folder: Path, iso3: str, made: Mapping[str, Any]) -> str:
    """Keep what was made of a country; the digest of its files, its {iso3}.json included."""
    sizes = {name: len(rows) for name, rows in made["tables"].items()}
    head = json.dumps({**made, "tables": sizes}, ensure_ascii=False).encode()
    data = b"".join([head, b"\n", *made["tables"].values()])
    write_bytes(file_of(folder, iso3), data, durable=False)  # sums are checked at each run
    return files_key(*files_of(folder, iso3))


def files_of(folder: Path, iso3: str) -> list[Path]:
    """The country's rows, and its {iso3}.json where it has a document."""
    return [path for path in (file_of(folder, iso3), folder / f"{iso3}.json") if path.is_file()]


def is_kept(folder: Path, iso3: str, entry: Mapping[str, Any], key: str | None) -> bool:
    """Whether an earlier run made just this country, and its files are whole."""
    return key is not None and entry.get("key") == key and entry.get("written") == files_key(*files_of(folder, iso3))


def read_kept(folder: Path, iso3: str) -> dict[str, Any]:
    """What was kept of a country: `tables` by name, `problems`, `index` (its row, or null), `values`."""
    head, _, rows = file_of(folder, iso3).read_bytes().partition(b"\n")
    found: dict[str, Any] = json.loads(head)
    start = 0
    for name, size in found["tables"].items():
        found["tables"][name] = rows[start : start + size]
        start += size
    return found
