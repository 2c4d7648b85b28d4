"""The tables of a release: those of the series as they may be shown, what the documents say, and the sources.

Nothing here masks: all rows come from where the stage series has masked small counts already, and the tables that it
did not write (held.csv and the like, corrections.csv, the quotes of observations.csv as read) stay behind.
"""

from __future__ import annotations

import importlib
import json
from dataclasses import dataclass
from typing import Any, Iterable, Iterator, Mapping, Sequence

from tipbrief.carried import TABLES as CARRIED
from tipbrief.files import read_table, table_text
from tipbrief.model import ALLOWED
from tipbrief.settings import CONFIG, Settings, read_yaml

CHANGES = "changes.csv"  # at the top of a release: what differs from the release before
SINCE, INTERNAL = "since_release", ("checks",)
SOURCES = (
    "doc", "file", "iso3", "title", "publisher", "kind", "edition", "published", "language", "url", "licence",
    "access", "default_year",
)  # fmt: skip
KINDS = {"int": "integer", "number": "number", "text": "string", "flag": "boolean"}
Field = dict[str, Any]


@dataclass(frozen=True)
class Described:
    """A table of the release: its path, what it holds, its fields, and the fields that are its key."""

    name: str
    path: str
    title: str
    fields: Sequence[Field]
    key: Sequence[str] = ()


TITLES = {table.name: table.title for table in CARRIED} | {
    "assessed": "What each edition says of the efforts of a government, and what changed",
    "tiers": "The placement of each edition",
    "recommended": "What became of each recommendation",
    "observations": "What the documents say, each with its quote; small counts of restricted sources are masked",
    "sources": "The sources that the build read",
}


def described() -> list[Described]:
    """Every table of a release with the types, the closed words and the meaning of its columns."""
    words = read_yaml(CONFIG / "fields.yml")
    series = importlib.import_module("tipbrief.series.tables")
    found = [_of_series(table, words) for table in _series_tables(series)]
    carried = {table.name: table for table in CARRIED}["observations"]
    observed = [_field("observations", name, kind, words) for name, kind in carried.columns.items()]
    found.append(Described("observations", "data/observations.csv", TITLES["observations"], observed, ("id",)))
    listed = [_field("sources", name, "string", words) for name in SOURCES]
    found.append(Described("sources", "data/sources.csv", TITLES["sources"], listed, ("doc",)))
    return found


def _series_tables(series: Any) -> Iterator[Any]:
    return (table for table in (*series.TABLES, *series.IN_WORDS) if table.name not in INTERNAL)


def _of_series(table: Any, words: Mapping[str, Mapping[str, str]]) -> Described:
    fields = []
    for name, column in table.columns.items():
        field = _field(table.name, name, KINDS[column.kind], words)
        limits: dict[str, Any] = {} if column.empty or "" in column.allowed else {"required": True}
        if any(column.allowed):
            limits["enum"] = [word for word in column.allowed if word]
        fields.append(field | ({"constraints": limits} if limits else {}))
    required = {name for name, column in table.columns.items() if not column.empty}
    path = CHANGES if table.name == SINCE else f"data/{table.name}.csv"
    title = TITLES[table.name]
    return Described(table.name, path, title, fields, table.unique if required >= set(table.unique) else ())


def _field(table: str, name: str, kind: str, words: Mapping[str, Mapping[str, str]]) -> Field:
    field: Field = {"name": name, "type": kind, "description": words.get(table, {}).get(name) or words["every"][name]}
    closed = ALLOWED.get(name, ()) if table == "observations" else ()
    return field | ({"constraints": {"enum": [word for word in closed if word]}} if closed else {})


def released_tables(settings: Settings) -> dict[str, bytes]:
    """The tables of the last build as a release holds them, by their path in it."""
    data = settings.reports / "data"
    found = {table.path: b"" for table in described()}
    for path in found:
        name = f"{SINCE}.csv" if path == CHANGES else path.removeprefix("data/")
        if name not in ("observations.csv", "sources.csv"):
            found[path] = (data / name).read_bytes()
    found["data/observations.csv"] = _observations(settings).encode()
    sources = read_table(settings.work / "documents" / "sources.csv")
    rows = ({name: row[name] for name in SOURCES} for row in sources)
    found["data/sources.csv"] = table_text(SOURCES, rows).encode()
    return found


def _observations(settings: Settings) -> str:
    columns = next(list(table.columns) for table in CARRIED if table.name == "observations")
    return table_text(columns, (_cells(row, columns) for row in _shown(settings)))


def _shown(settings: Settings) -> Iterator[Mapping[str, Any]]:
    """The observations as the stage series shows them, country by country."""
    for row in read_table(settings.work / "series" / "index.csv"):
        country = json.loads((settings.work / "series" / f"{row['iso3']}.json").read_bytes())
        for name, said in country["observations"].items():
            yield {"iso3": row["iso3"], **said, "id": name}


def _cells(row: Mapping[str, Any], columns: Iterable[str]) -> dict[str, Any]:
    return {name: _cell(row.get(name)) for name in columns}


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else value
