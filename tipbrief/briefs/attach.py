"""What a brief carries as data: the country's tables as CSV, datapackage.json, brief.txt, and the sum of each.

All of it comes from {work}/series/{iso3}.json, where small counts of restricted sources are masked already,
and from what was printed. tipbrief/carried.py has the names, the columns and the types.
"""

from __future__ import annotations

import csv
import io
import json
import re
from hashlib import sha256
from typing import Any, Iterable, Mapping, NamedTuple, Sequence

from tipbrief.briefs.filters import letters
from tipbrief.carried import PACKAGE, SUMS, TABLES, TEXT, Table

Row = Mapping[str, Any]


class File(NamedTuple):
    """An attachment: its name, what it is, how it relates to the brief (a word of PDF/A-3), its type, its bytes."""

    name: str
    title: str
    relation: str
    kind: str
    data: bytes


def files(country: Row, brief: Row, text: str, figures: Sequence[Row]) -> list[File]:
    """Every attachment, sorted by name; `figures` are the rows of figures.csv, `text` is brief.txt."""
    rows = {"figures": figures, "references": _references(brief), **country_rows(country), **_said(country, brief)}
    cited = _cited(rows)
    rows["observations"] = [row for row in rows["observations"] if row["id"] in cited]
    held = [_csv(table, rows[table.name]) for table in TABLES]
    held.append(File(TEXT, "The text of the pages", "Alternative", "text/plain", text.encode()))
    held.append(_package(country, brief, held))
    sums = "".join(f"{sha256(file.data).hexdigest()}  {file.name}\n" for file in sorted(held))
    held.append(File(SUMS, "The SHA-256 of each file", "Supplement", "text/plain", sums.encode()))
    return sorted(held)


def country_rows(country: Row) -> dict[str, list[dict[str, Any]]]:
    """The rows of the country's tables."""
    said = country["observations"]
    coverage = country["coverage"]
    rows: dict[str, list[dict[str, Any]]] = {
        "series": [*_series(country), *_tiers(country)],
        "changes": [{"series": s["id"], **change} for s in country["series"] for change in s["changes"]],
        "disagreements": [
            {**{k: group[k] for k in ("series", "year", "spread") if k in group}, **value}
            for group in country["disagreements"]
            for value in group["values"]
        ],
        "revisions": list(country["revisions"]),
        "tiers": list(country["tiers"]),
        "since_release": list((country["since_release"] or {}).get("figures", ())),
        "coverage": [
            {"indicator": row["indicator"], "year": year, "cell": cell}
            for row in coverage["rows"]
            for year, cell in zip(coverage["years"], row["cells"], strict=True)
        ],
        "unified": list(country["unified"]),
        "observations": [{"id": name, **row} for name, row in said.items()],
        "documents": [{"letter": letters(i), **row} for i, row in enumerate(country["documents"])],
    }
    return {name: [{"iso3": country["iso3"], **row} for row in found] for name, found in rows.items()}


def _series(country: Row) -> list[dict[str, Any]]:
    said = country["observations"]
    return [
        {**entry, "series": entry["id"], **value, "doc": said[value["observation"]]["doc"]}
        for entry in country["series"]
        for value in entry["values"]
    ]


def _tiers(country: Row) -> list[dict[str, Any]]:
    """The placements as rows of series.csv, where the stage before has them too."""
    return [
        {
            "series": "tier|||||||" + (tier["label"].lower() if tier["value"] is None else ""),
            "indicator": "tier",
            **tier,
            "status": "reported",
            "doc": country["observations"][tier["observation"]]["doc"],
        }
        for tier in country["tier"]
    ]


def _said(country: Row, brief: Row) -> dict[str, list[dict[str, Any]]]:
    """The rows of what annual reports say in words."""
    return {name: [{"iso3": country["iso3"], **row} for row in rows] for name, rows in brief["carried"].items()}


def _references(brief: Row) -> list[dict[str, Any]]:
    return [
        {
            "number": item["number"],
            "doc": item["doc"],
            "text": "".join(run["text"] for run in item["runs"]),
            "observations": item["proves"],
        }
        for item in brief["annex"]
    ]


def _cited(rows: Mapping[str, Iterable[Row]]) -> set[str]:
    """The observations that any table but their own names."""
    names = ("observation", "observations", "supporting", "others", "parts", "against",
             "from_observation", "to_observation",
             "observation_now")  # fmt: skip
    found: set[str] = set()
    for table in rows.keys() - {"observations"}:
        for row in rows[table]:
            for name in names:
                value = row.get(name) or ()
                found |= {value} if isinstance(value, str) else set(value)
    return found


def _csv(table: Table, rows: Iterable[Row]) -> File:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(table.columns)
    names = tuple(table.columns)
    for row in rows:
        cells = [row.get(name) for name in names]
        writer.writerow([cell if type(cell) is str else _cell(cell) for cell in cells])  # most are text: no call for it
    return File(table.path, table.title, "Data", "text/csv", buffer.getvalue().encode())


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ";".join(value)
    return "" if value is None else value


def _package(country: Row, brief: Row, held: Iterable[File]) -> File:
    """datapackage.json, by the rules of Data Package 1: it describes every other file but the sums."""
    about: dict[str, Any] = {
        "profile": "data-package",
        "name": f"tipbrief-{country['iso3'].lower()}-{brief['language']}",
        "title": brief["title"],
        "description": brief["description"],
        "version": country["as_of"] or "undated",
        "contributors": [{"title": brief["masthead"]["organisation"], "role": "publisher"}],
        "licenses": [{"name": re.sub(r"[^\w.]+", "-", brief["about"]["licence"]), "title": brief["about"]["licence"]}],
        "sources": [_source(document) for document in country["documents"]],
        "resources": [_resource(file) for file in held] + [{"name": "sha256sums", "path": SUMS, "format": "txt"}],
    }
    if country["as_of"]:
        about["created"] = f"{country['as_of']}T00:00:00Z"
    text = json.dumps({key: value for key, value in about.items() if value}, ensure_ascii=False, indent=1) + "\n"
    return File(PACKAGE, "What the files hold, column by column", "Supplement", "application/json", text.encode())


def _source(document: Row) -> dict[str, str]:
    found = {"title": f"{document['publisher']}: {document['title']}"}
    return {**found, "path": document["url"]} if document["url"].startswith(("http://", "https://")) else found


def _resource(file: File) -> dict[str, Any]:
    stem, ending = file.name.rsplit(".", 1)
    found = {
        "name": stem,
        "path": file.name,
        "title": file.title,
        "format": ending,
        "mediatype": file.kind,
        "encoding": "utf-8",
        "bytes": len(file.data),
        "hash": f"sha256:{sha256(file.data).hexdigest()}",
    }
    table = next((table for table in TABLES if table.path == file.name), None)
    return {**found, "profile": "tabular-data-resource", "schema": _schema(table)} if table else found


def _schema(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [{"name": name, "type": kind} for name, kind in table.columns.items()]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.refers:
        schema["foreignKeys"] = [
            {"fields": own, "reference": {"resource": resource, "fields": field}}
            for own, (resource, field) in table.refers.items()
        ]
    return schema
