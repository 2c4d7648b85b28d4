"""The stage from files to files."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from series_example import EXAMPLE, make
from series_rows import INDEX, INDICATORS, part_of, records, result_of, row, source, sources_of, write_stage

from tipbrief.errors import TipbriefError
from tipbrief.files import read_table, write_table
from tipbrief.keyed import JOURNAL
from tipbrief.series import run
from tipbrief.series.build import country_keys, read_task
from tipbrief.series.comparison import read_comparison
from tipbrief.series.tables import IN_WORDS, TABLES
from tipbrief.settings import CONFIG, ROOT


def test_the_example_is_what_the_stage_writes(tmp_path):
    assert json.loads(make(tmp_path)) == json.loads(EXAMPLE.read_text(encoding="utf-8"))


def test_a_second_run_touches_nothing_and_a_changed_row_touches_its_country(tmp_path):
    given = (source("a-2020"), source("b-2020", iso3="BOR"))
    rows = [row(), row(doc="b-2020", iso3="BOR")]
    settings = write_stage(tmp_path, rows, *given)
    run(settings, 1)
    files = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.*")}
    run(settings, 1)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.*")} == files
    run(write_stage(tmp_path, [row(value=9), rows[1]], *given), 1)
    changed = {path.name for path, time in files.items() if path.exists() and path.stat().st_mtime_ns != time}
    assert "ATL.json" in changed
    assert "BOR.json" not in changed


def two_countries(folder, rows=None, **changes):
    """The settings of a stage with two countries; `changes` are cells of the second one's source."""
    rows = rows or [row(), row(doc="b-2020", iso3="BOR")]
    return write_stage(folder, rows, source("a-2020"), source("b-2020", iso3="BOR", **changes))


def written(folder):
    """Everything that the stage writes but its memory of it."""
    files = [*(folder / "reports/data").glob("*.csv"), *(folder / "work/series").glob("*")]
    return {path.name: path.read_bytes() for path in files if path.name != JOURNAL}


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        ({}, 2),
        ({"rows": [row(value=9), row(doc="b-2020", iso3="BOR")]}, 1),
        ({"rows": [row()]}, 1),
        ({"rows": [row(), row(doc="b-2020", iso3="BOR"), row(doc="b-2020", iso3="CIM")]}, 2),
        ({"rows": [row(quote="ten victims"), row(doc="b-2020", iso3="BOR")]}, 1),
        ({"published": "2020-09-09"}, 1),
        ({"licence": "all rights reserved"}, 1),
        ({"access": "restricted"}, 1),
    ],
    ids=["nothing", "a value", "a row gone", "another country", "a quote", "a date", "a licence", "access"],
)  # fmt: skip
def test_only_what_changed_is_computed_and_the_result_is_that_of_a_first_run(tmp_path, capsys, change, kept):
    run(two_countries(tmp_path / "again"), 1)
    capsys.readouterr()
    run(two_countries(tmp_path / "again", **change), 1)
    assert f"({kept} kept)" in capsys.readouterr().out
    run(two_countries(tmp_path / "first", **change), 1)
    assert written(tmp_path / "again") == written(tmp_path / "first")


@pytest.mark.parametrize("column", ["held", "unclaimed", "assessments", "recommendations"])
def test_a_row_of_another_table_counts_for_its_country(tmp_path, column):
    settings = two_countries(tmp_path)
    run(settings, 1)
    before = country_keys(read_task(settings))
    index = read_table(settings.work / "observations/index.csv")
    write_table(settings.work / "observations/index.csv", list(index[0]), [
        row | {column: "1", "written": "another digest"} if row["iso3"] == "BOR" else row for row in index
    ])  # fmt: skip
    keys = country_keys(read_task(settings))
    assert (keys["ATL"] == before["ATL"], keys["BOR"] == before["BOR"]) == (True, False)


def test_every_country_is_computed_again_with_other_settings_or_a_spoiled_file(tmp_path, capsys):
    settings = two_countries(tmp_path)
    run(settings, 1)
    run(replace(settings, comparison={"smallest_base": 3}), 1)
    run(settings, 1)
    path = settings.work / "series/BOR.rows"
    path.write_bytes(path.read_bytes()[:50])
    run(settings, 1)
    kept = re.findall(r"\((\d) kept\)", capsys.readouterr().out)
    assert kept == ["0", "0", "0", "1"]
    assert json.loads(path.read_bytes().split(b"\n")[0])["values"] == 1


def test_the_number_of_processes_changes_no_byte(tmp_path, monkeypatch):
    monkeypatch.setattr("tipbrief.series.build.ROWS_ALONE", 0)
    rows = [row(iso3=iso3, doc=f"{iso3.lower()}-2020", year=year, value=year - 2000)
            for iso3 in ("ATL", "BOR", "CIM", "DOR") for year in (2017, 2019)]  # fmt: skip
    given = [source(f"{iso3.lower()}-2020", iso3=iso3) for iso3 in ("ATL", "BOR", "CIM", "DOR")]
    made = {}
    for processes in (1, 3):
        folder = tmp_path / str(processes)
        run(write_stage(folder, rows, *given), processes)
        files = sorted((folder / "reports/data").glob("*.csv")) + sorted((folder / "work/series").glob("*"))
        made[processes] = {path.name: path.read_bytes() for path in files if path.name != JOURNAL}
    assert made[1] == made[3] and made[1]["BOR.json"]


def test_a_country_without_figures_gets_an_empty_file_and_a_warning(tmp_path, capsys):
    run(write_stage(tmp_path, [], source("a-2020")), 1)
    data = json.loads((tmp_path / "work/series/ATL.json").read_text(encoding="utf-8"))
    assert (data["series"], data["tier"], data["coverage"], data["counts"]["figures"]) == (
        [],
        [],
        {"years": [], "rows": []},
        0,
    )
    assert [entry["severity"] for entry in read_table(tmp_path / "work/series/problems.csv")] == ["warning"]
    assert [entry["status"] for entry in read_table(tmp_path / "work/series/index.csv")] == ["ready"]
    assert capsys.readouterr().out.startswith("series ")


def test_a_country_with_an_error_is_blocked_alone(tmp_path):
    failed = {"severity": "error", "stage": "documents", "iso3": "CYC", "doc": "c-2020", "message": "It is empty."}
    given = [source("a-2020"), source("b-2020", iso3="BOR"), source("c-2020", iso3="CYC"), source("d-2020", iso3="DYS")]
    rows = [row(), row(doc="b-2020", iso3="BOR", value=-1), row(doc="d-2020", iso3="DYS")]
    settings = write_stage(tmp_path, rows, *given, problems=(failed,))
    index = [{**part_of(entry), "status": "failed" if entry["doc"] == "d-2020" else "ok"} for entry in given]
    write_table(tmp_path / "work/documents/index.csv", INDEX, index)
    run(settings, 1)
    told = {entry["iso3"]: entry["status"] for entry in read_table(tmp_path / "work/series/index.csv")}
    assert told == {"ATL": "ready", "BOR": "blocked", "CYC": "blocked", "DYS": "blocked"}


def test_a_country_that_is_gone_loses_its_file_unless_the_build_is_narrowed(tmp_path):
    both = [source("a-2020"), source("b-2020", iso3="BOR")]
    run(write_stage(tmp_path, [row()], *both), 1)
    settings = write_stage(tmp_path, [row()], both[0])
    run(replace(settings, countries=("ATL",)), 1)
    assert (tmp_path / "work/series/BOR.json").exists()
    run(settings, 1)
    assert not (tmp_path / "work/series/BOR.json").exists()


@pytest.mark.parametrize(("given", "as_of"), [(None, "2021-06-01"), ("2024-01-01", "2024-01-01")])
def test_the_date_is_the_configured_one_or_the_newest(tmp_path, given, as_of):
    settings = write_stage(tmp_path, [row(), row(doc="a-2021")])
    run(replace(settings, as_of=given), 1)
    assert json.loads((tmp_path / "work/series/ATL.json").read_text(encoding="utf-8"))["as_of"] == as_of


@pytest.mark.parametrize(
    ("said", "check", "severity"),
    [
        ([row(value=10), row(value=7, sex="male"), row(value=5, sex="female")], "parts_exceed_total", "warning"),
        ([row(value=10), row(value=4, sex="male"), row(value=5, sex="female")], "parts_below_total", "warning"),
        ([row(value=10), row(value=4, exploitation="labor")], None, None),
        ([row(indicator="conviction_cases", value=9), row(indicator="prosecutions")], "more_than_before", "warning"),
        ([row(), row(start="7", end="9", id="again")], "duplicate", "note"),
        ([row(), row()], "repeated_row", "warning"),
        ([row(year=2018, value=2), row(year=2019, value=40)], "jump", "note"),
        ([row(indicator="tier", value=5, offence="", actor="")], "tier_outside", "error"),
        ([row(indicator="arrests")], "unknown_indicator", "error"),
        ([row(bound="roughly")], "unknown_word", "error"),
        ([row(year="20190")], "impossible_year", "error"),
        ([row(value=10**9)], "very_large", "warning"),
        ([row(value="2.5")], "fraction", "warning"),
        ([row(value=3, status="not_reported")], "value_not_reported", "warning"),
    ],
)  # fmt: skip
def test_a_check_finds_what_is_amiss(said, check, severity):
    found = [(entry["check"], entry["severity"]) for entry in records(result_of(said).checks)]
    assert found == ([(check, severity)] if check else [])


def test_coverage_tells_zero_from_silence():
    rows = [row(year=2017, value=0), row(year=2018, value=0), row(year=2018, value=3, sex="male"),
            row(year=2020, value="", status="not_reported")]  # fmt: skip
    table = result_of(rows).coverage
    cells = table.loc[table["indicator"].eq("investigations"), "cell"].tolist()
    assert cells == ["zero", "reported", "silent", "not_reported"]
    assert set(table["indicator"]) == set(INDICATORS) - {"tier"}


def test_the_unified_list_says_what_is_public_since_when():
    rows = [row(year=2017), row(year=2019), row(year=2019, indicator="victims_identified", offence="", sex="male")]
    told = {(entry["item"], entry["by"]): entry for entry in records(result_of(rows).unified)}
    begun = told["Investigations begun", ""]
    assert (begun["public"], begun["since"], begun["latest"], begun["years"]) == (True, 2017, 2019, 2)
    assert told["Victims identified", "sex"]["public"] and not told["Victims identified", "age"]["public"]
    assert told["Victims assisted", ""]["since"] is None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("longest_gap: 5", "longest_gap: 1", "longest_gap"),
        ("rule: place", "rule: newest", "newest"),
        ("  - [news]", "  - [blogs]", "blogs"),
        ("indicators: [victims_residence]", "indicators: [victims_rescued]", "victims_rescued"),
        ("chance: 0.05", "chance: 0.05\nluck: 1", "luck"),
    ],
)
def test_a_fault_in_the_configuration_is_a_sentence(tmp_path, old, new, said):
    text = (CONFIG / "comparison.yml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "comparison.yml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(TipbriefError, match=said):
        read_comparison(INDICATORS, tmp_path / "comparison.yml")


def test_the_documentation_lists_every_table_and_column():
    text = (ROOT / "docs/series.md").read_text(encoding="utf-8")
    for table in (*TABLES, *IN_WORDS):
        section = re.search(rf"^### {table.name}\.csv$(.*?)(?=^##|\Z)", text, re.M | re.S)
        assert section, table.name
        assert re.findall(r"^\| `(\w+)` \|", section[1], re.M) == list(table.columns), table.name


def test_sources_that_are_not_given_are_made_up_once():
    assert [entry["doc"] for entry in sources_of([row(), row(value=9)])] == ["a-2020"]
