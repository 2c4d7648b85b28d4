"""datapackage.json: every table is what it says, by its own words and by those of the package's makers."""

import csv
import io
import json
import re
import subprocess

import invented
import pytest
from test_brief_pdf import carried, made, masked

from tipbrief.briefs.render import Renderer

PARSE = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": {"true": True, "false": False}.__getitem__,
}


@pytest.fixture(scope="module", params=[invented.rich, invented.silent, masked], ids=lambda make: make.__name__)
def found(request):
    return carried(made(Renderer("en", ""), request.param()))[0]


@pytest.fixture
def tables(found):
    """Path -> (description, rows) of the CSV files."""
    package = json.loads(found["datapackage.json"])
    described = {entry["path"]: entry for entry in package["resources"] if entry.get("format") == "csv"}
    read = {path: list(csv.DictReader(io.StringIO(found[path].decode(), newline=""))) for path in described}
    return {path: (described[path], read[path]) for path in described}


def test_it_describes_every_file_but_itself(found):
    package = json.loads(found["datapackage.json"])
    assert {entry["path"] for entry in package["resources"]} == set(found) - {"datapackage.json"}
    names = [package["name"], *(entry["name"] for entry in package["resources"]), package["licenses"][0]["name"]]
    assert all(re.fullmatch(r"[-a-zA-Z0-9._]+", name) for name in names) and len(set(names)) == len(names)


def test_heads_types_and_keys_hold(found, tables):
    for path, (entry, rows) in tables.items():
        fields = {field["name"]: field["type"] for field in entry["schema"]["fields"]}
        assert found[path].decode().split("\n", 1)[0] == ",".join(fields)
        for row in rows:
            for name, cell in row.items():
                if cell:
                    PARSE[fields[name]](cell)
        key = entry["schema"].get("primaryKey", [])
        values = [tuple(row[name] for name in key) for row in rows]
        assert not key or (len(set(values)) == len(values) and all(all(value) for value in values)), path
        assert not {name: kind for name, kind in fields.items() if kind not in PARSE}


def test_what_a_table_refers_to_is_there(tables):
    named = {entry["name"]: rows for entry, rows in tables.values()}
    for path, (entry, rows) in tables.items():
        for key in entry["schema"].get("foreignKeys", []):
            there = {row[key["reference"]["fields"]] for row in named[key["reference"]["resource"]]}
            assert {row[key["fields"]] for row in rows} - {""} <= there, (path, key)


@pytest.mark.system
def test_frictionless_finds_it_valid(found, tmp_path, python_with_frictionless):
    for name, data in found.items():
        (tmp_path / name).write_bytes(data)
    command = [python_with_frictionless, "-m", "frictionless", "validate", "datapackage.json", "--json"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    report = json.loads(result.stdout)
    assert report["valid"] and len(report["tasks"]) == len(found) - 1, report
