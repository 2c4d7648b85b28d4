"""docs/series.md shows one series of the default corpus: what it says is what the workflow gives."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tipbrief.files import read_table
from tipbrief.settings import ROOT

SERIES = "investigations|trafficking|||||government|"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of the Kyrgyz Republic, from the default corpus."""
    folder = tmp_path_factory.mktemp("worked")
    command = [sys.executable, "-m", "snakemake", "-q", "all", "--cores", "2", "--nolock", "series", "--config"]
    places = [f"work={folder}/work", f"reports={folder}/reports", "countries=KGZ"]
    subprocess.run([*command, *places], cwd=ROOT, check=True, capture_output=True)
    return folder / "reports/data"


def chosen(path: Path) -> list[dict[str, str]]:
    return [row for row in read_table(path) if row["series"] == SERIES]


def printed(heading: str) -> list[list[str]]:
    """The cells of the example's table with this first column."""
    example = (ROOT / "docs/series.md").read_text(encoding="utf-8").split("## Worked example")[1].split("\n## ")[0]
    lines = re.search(rf"^\| {heading} \|.*\n\|[ -|]*\n((?:\|.*\n)+)", example, re.M)[1].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_each_year_has_its_value_its_rule_and_what_else_was_said(data: Path) -> None:
    said = {row["id"]: row for row in read_table(data / "observations.csv")}

    def also(row: dict[str, str]) -> str:
        others = [said[name] for name in row["others"].split(";") if name]
        parts = [said[name] for name in row["parts"].split(";") if name]
        told = [f"{other['value']} by the {other['reported_by'] or 'document'}" for other in others]
        return ", ".join([*told, *(f"part {part['value']} under article {part['law']}" for part in parts)])

    names = ("year", "value", "doc", "reported_by", "rule")
    assert printed("year") == [[*(row[name] for name in names), also(row)] for row in chosen(data / "series.csv")]


def test_each_pair_of_years_has_its_change_or_its_reason(data: Path) -> None:
    told = [
        [row["from"], row["to"], row["absolute"], row["percent"] or row["percent_refused"], row["basis"],
         row["within_chance"] or row["refused"]]
        for row in chosen(data / "changes.csv")
    ]  # fmt: skip
    assert printed("from") == told


def test_the_series_that_are_never_added_stand_beside_it(data: Path) -> None:
    begun = [row for row in read_table(data / "series.csv") if row["indicator"] == "investigations"]
    of_2022 = {
        (row["offence"], row["exploitation"], row["age"]): row["value"] for row in begun if row["year"] == "2022"
    }
    assert of_2022 == {
        ("trafficking", "", ""): "3", ("trafficking", "labor", ""): "1", ("trafficking", "", "child"): "2",
        ("mixed", "sex", ""): "11",
    }  # fmt: skip
