"""What a release's folder holds, as bytes by path: briefs, tables, sources, manifest, data package, sums."""

from __future__ import annotations

import csv
import io
import json
import posixpath
import re
from dataclasses import asdict
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Mapping, Sequence

from tipbrief.carried import PACKAGE, SUMS
from tipbrief.carried import rows_of as table_rows
from tipbrief.files import table_text
from tipbrief.release.tables import CHANGES, described
from tipbrief.releases import MANIFEST, Release
from tipbrief.settings import Settings, read_accuracy

PREVIOUS = "previous/series.csv"  # the figures that changes.csv compares with
Files = dict[str, bytes]
Briefs = Mapping[tuple[str, str], bytes]


def sum_of(data: bytes) -> str:
    """SHA-256, hexadecimal."""
    return sha256(data).hexdigest()


def brief_path(iso3: str, language: str) -> str:
    """Where a brief stands in a release."""
    return f"briefs/{iso3}.{language}.pdf"


def kept_path(file: str) -> str:
    """Where the copy of a source stands in a release; `a/../b.txt` of sources.csv is `b.txt`."""
    return f"sources/{posixpath.normpath(file)}"


def read_sources(settings: Settings, tables: Files) -> list[tuple[dict[str, str], bytes]]:
    """Each source of the build as its row of data/sources.csv, with the bytes of its file."""
    rows = table_rows(tables["data/sources.csv"])
    files = ((row, settings.corpus / row["file"]) for row in rows)
    return [(row, path.read_bytes()) for row, path in files if path.is_file()]


def missing_sources(settings: Settings, tables: Files) -> list[str]:
    """A sentence for each source of the build whose file is gone."""
    names = [row["file"] for row in table_rows(tables["data/sources.csv"])]
    gone = [settings.corpus / name for name in names if not (settings.corpus / name).is_file()]
    return [f"The source {path} is gone; put it back, or take its row out of sources.csv." for path in gone]


def may_keep(row: Mapping[str, str], settings: Settings) -> bool:
    """Whether a copy of the source may go out: public, and under a licence that config.yaml calls open."""
    licences = tuple(name.lower() for name in settings.quotes["open_licences"])
    return row["access"] == "public" and row["licence"].lower().startswith(licences)


def previous_figures(last: Release | None, series: bytes) -> Files:
    """The last release's series.csv, to make the comparison again; without numbers that are masked today."""
    if last is None:
        return {}
    masked = {_figure(row) for row in table_rows(series) if row["status"] == "masked"}
    text = (last.folder / "data/series.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    for row in rows:
        if _figure(row) in masked:
            row["value"], row["bound"] = "", ""
    return {PREVIOUS: table_text(list(rows[0]), rows).encode()} if rows else {PREVIOUS: text.encode()}


def _figure(row: Mapping[str, str]) -> tuple[str, str, str]:
    return row["iso3"], row["series"], row["year"]


def manifest(
    name: str, approved_by: str, origin: Mapping[str, Any], sources: Sequence[Mapping[str, Any]], briefs: Briefs,
    last: Release | None, as_of: str,
) -> dict[str, Any]:  # fmt: skip
    """manifest.json as a value; docs/releases.md says what each key holds."""
    listed = [
        {"iso3": iso3, "language": language, "path": brief_path(iso3, language), "sha256": sum_of(data),
         "size": len(data)}
        for (iso3, language), data in sorted(briefs.items())
    ]  # fmt: skip
    return {
        "name": name,
        "made": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "approved_by": approved_by,
        "as_of": as_of,
        **origin,
        "accuracy": asdict(read_accuracy()),
        "previous": last.name if last else None,
        "sources": list(sources),
        "briefs": listed,
        "changes": CHANGES,
    }


def seal(told: Mapping[str, Any], files: Files, settings: Settings) -> Files:
    """The files with manifest, data package and sums."""
    whole = files | {MANIFEST: _json(told)}
    whole[PACKAGE] = _json(package(told, whole, settings))
    lines = [f"{sum_of(data)}  {path}\n" for path, data in sorted(whole.items())]
    return whole | {SUMS: "".join(lines).encode()}


def package(told: Mapping[str, Any], files: Files, settings: Settings) -> dict[str, Any]:
    """datapackage.json by the rules of Data Package 1: every table with its columns, every other file as it is."""
    tables = {table.path: table for table in described()}
    licence = settings.organisation["licence"]
    sources = [{"title": row["title"], **({"path": row["url"]} if _is_address(row["url"]) else {})}
               for row in table_rows(files["data/sources.csv"])]  # fmt: skip
    about = {
        "profile": "data-package",
        "name": f"tipbrief-{told['name']}",
        "title": f"Country briefs of {settings.organisation['name']}, release {told['name']}",
        "version": told["name"],
        "created": told["made"],
        "contributors": [{"title": settings.organisation["name"], "role": "publisher"}],
        "licenses": [{"name": re.sub(r"[^\w.]+", "-", licence), "title": licence}],
        "sources": sources,
        "resources": [_resource(path, data, tables.get(path)) for path, data in sorted(files.items())],
    }
    return {key: value for key, value in about.items() if value}


def _is_address(url: str) -> bool:
    return url.startswith(("http://", "https://"))


def _resource(path: str, data: bytes, table: Any) -> dict[str, Any]:
    ending = path.rsplit(".", 1)[-1].lower()
    found = {
        "name": re.sub(r"[^a-z0-9._-]", "-", path.lower().replace("/", ".")),
        "path": path,
        "format": ending,
        "bytes": len(data),
        "hash": f"sha256:{sum_of(data)}",
    }
    if table is None:
        return found
    schema: dict[str, Any] = {"fields": list(table.fields)}
    if table.key:
        schema["primaryKey"] = list(table.key)
    described = {"profile": "tabular-data-resource", "title": table.title, "encoding": "utf-8", "mediatype": "text/csv"}
    return {**found, **described, "schema": schema}


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()
