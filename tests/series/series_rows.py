"""Rows and sources invented for the tests of the series stage: no document says any of this."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Sequence

import pandas as pd

from tipbrief.files import write_table
from tipbrief.keyed import files_key
from tipbrief.model import OBSERVATION_COLUMNS, SERIES_KEY
from tipbrief.series.comparison import read_comparison
from tipbrief.series.emit import Result, compute
from tipbrief.series.rows import gather, typed
from tipbrief.settings import read_indicators, read_settings

Row = dict[str, str]
INDICATORS = read_indicators()
RULES = read_comparison(INDICATORS)
SOURCE = {
    "file": "x.txt", "iso3": "ATL", "title": "Invented report", "publisher": "Invented Office", "kind": "annual",
    "language": "en", "url": "", "licence": "public domain", "access": "public", "default_year": "",
}  # fmt: skip
BASIS = {
    "doc": "a-2020", "iso3": "ATL", "indicator": "investigations", "year": 2019, "period": "calendar", "value": 8,
    "bound": "exact", "status": "reported", "offence": "trafficking", "actor": "government", "restated": "false",
    "section": "prosecution", "rule": "by hand",
}  # fmt: skip
KEYS = ("indicator", "offence", "exploitation", "sex", "age", "origin", "actor", "subtype")
INDEX = ("doc", "iso3", "start", "end", "sha256", "key", "status")
ASSESSMENT = (
    "doc", "iso3", "edition", "pillar", "assessment", "degree", "quote", "start", "end", "section", "page", "rule",
)  # fmt: skip
RECOMMENDATION = ("doc", "iso3", "edition", "position", "text", "id", "start", "end", "section", "page")
SERIES = "investigations|trafficking|||||government|"


def row(**said: object) -> dict[str, str]:
    """One row of observations.csv: investigations of 2019 in report a-2020, changed as said."""
    cells = {name: str(({**BASIS, **said}).get(name, "")) for name in OBSERVATION_COLUMNS}
    cells["quote"] = cells["quote"] or f"{cells['indicator']} {cells['value']} in {cells['year']}"
    parts = ("doc", "quote", "value", "law", "period", "bound", "status", "reported_by", "year", *SERIES_KEY)
    cells["id"] = cells["id"] or sha256("|".join(cells[name] for name in parts).encode()).hexdigest()[:12]
    cells["start"] = cells["start"] or str(int(cells["id"][:4], 16) * 100)
    cells["end"] = cells["end"] or str(int(cells["start"]) + len(cells["quote"]))
    return cells


def assessment(assessment: str = "increased", **said: object) -> dict[str, str]:
    """One row of assessments.csv: prosecution in report a-2020, changed as said."""
    cells = {"doc": "a-2020", "iso3": "ATL", "pillar": "prosecution", "assessment": assessment, **said}
    cells = {"edition": cells["doc"][-4:], "start": 10, "section": "PROSECUTION", "rule": "by hand", **cells}
    cells = {"quote": f"Its efforts: {cells['assessment']}.", **cells}
    cells["end"] = int(cells["start"]) + len(cells["quote"])
    return {name: str(cells.get(name, "")) for name in ASSESSMENT}


def recommendations(doc: str, *texts: str, iso3: str = "ATL") -> list[dict[str, str]]:
    """Rows of recommendations.csv: those of one document, one behind the other."""
    place, rows = 500, []
    for position, text in enumerate(texts, start=1):
        cells = {"doc": doc, "iso3": iso3, "edition": doc[-4:], "position": position, "text": text, "start": place,
                 "id": sha256(f"{doc} {iso3} {position} {text}".encode()).hexdigest()[:12], "end": place + len(text),
                 "section": "RECOMMENDATIONS"}  # fmt: skip
        rows.append({name: str(cells.get(name, "")) for name in RECOMMENDATION})
        place += len(text) + 2
    return rows


def source(doc: str, **said: str) -> dict[str, str]:
    """One row of sources.csv; the edition is the year at the end of the id."""
    edition = doc[-4:]
    return {**SOURCE, "doc": doc, "edition": edition, "published": f"{edition}-06-01", **said}


def sources_of(rows: list[dict[str, str]], *given: dict[str, str]) -> list[dict[str, str]]:
    """The given sources, and a plain one for each other document of the rows."""
    known = {entry["doc"] for entry in given}
    return [*given, *(source(doc) for doc in sorted({entry["doc"] for entry in rows} - known))]


def part_of(entry: dict[str, str]) -> dict[str, str]:
    """The document as one row of documents/index.csv."""
    return dict(zip(INDEX, (entry["doc"], entry["iso3"], "0", "99999999", "0", "0", "ok"), strict=True))


def result_of(
    rows: list[dict[str, str]], *given: dict[str, str], below: int = 5, base: int = 20, release: Path | None = None
) -> Result:
    """The stage's tables for the rows."""
    sources = sources_of(rows, *given)
    parts = [part_of(entry) for entry in sources]
    frame = typed(pd.DataFrame(rows, columns=list(OBSERVATION_COLUMNS), dtype=object))
    countries = sorted({part["iso3"] for part in parts})
    return compute(gather(frame, sources, parts, INDICATORS, RULES), countries, INDICATORS, RULES, base, below, release)


def records(table: pd.DataFrame) -> list[dict[str, object]]:
    """Rows as plain data, None for what is missing."""
    return table.astype(object).where(table.notna(), None).to_dict("records")


def write_slices(folder: Path, rows: Sequence[Row], assessed: Sequence[Row], recommended: Sequence[Row]) -> None:
    """What the observations stage writes of each country that a row is about."""
    tables = {
        "observations": (OBSERVATION_COLUMNS, rows),
        "assessments": (ASSESSMENT, assessed),
        "recommendations": (RECOMMENDATION, recommended),
        "sentences": (("id", "sentence"), ()),
    }
    index = []
    for iso3 in sorted({entry["iso3"] for _, given in tables.values() for entry in given}):
        counts = {"iso3": iso3, "held": 0, "unclaimed": 0}
        for name, (columns, given) in tables.items():
            own = [entry for entry in given if entry["iso3"] == iso3]
            write_table(folder / f"{iso3}.{name}.csv", columns, own)
            counts[name] = len(own)
        index.append({**counts, "written": files_key(*(folder / f"{iso3}.{name}.csv" for name in tables))})
    write_table(folder / "index.csv", ("iso3", "held", "unclaimed", *tables, "written"), index)


def write_stage(
    folder: Path,
    rows: list[dict[str, str]],
    *given: dict[str, str],
    problems: tuple[dict, ...] = (),
    assessed: Sequence[dict[str, str]] = (),
    recommended: Sequence[dict[str, str]] = (),
):
    """The files that the stage reads, below `folder`; returns the settings to run it with."""
    from dataclasses import replace

    sources = sources_of(rows, *given)
    write_slices(folder / "work/observations", rows, assessed, recommended)
    write_table(folder / "work/documents/sources.csv", list(source("x-2020")), sources)
    write_table(folder / "work/documents/index.csv", INDEX, [part_of(entry) for entry in sources])
    write_table(folder / "work/documents/problems.csv", ("severity", "stage", "iso3", "doc", "message"), problems)
    return replace(read_settings(), work=folder / "work", reports=folder / "reports")
