"""The stage as a whole: what it writes, keeps, redoes and takes away."""

from __future__ import annotations

from pathlib import Path

import pytest
from observation_stage import Stage, two_countries

from tipbrief.files import read_table, write_table
from tipbrief.model import OBSERVATION_COLUMNS
from tipbrief.observations.corrections import COLUMNS
from tipbrief.observations.keys import hash_sentence

KEY = ("sentence_hash", "position")
LEFTOVERS = ("doc", "iso3", "number", "reason", "rank", "section", "page", "start", "end", "sentence", *KEY)


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return two_countries(tmp_path)


def header(path: Path) -> str:
    return path.read_text(encoding="utf-8").splitlines()[0]


def test_the_tables_have_the_columns_of_the_contract(stage):
    headers = {path.stem: header(path) for path in (stage.reports / "data").iterdir()}
    assert headers == {
        "observations": ",".join(OBSERVATION_COLUMNS),
        "held": ",".join((*OBSERVATION_COLUMNS, "reason", "sentence", *KEY)),
        "unclaimed": ",".join(LEFTOVERS),
        "ignored": ",".join(LEFTOVERS),
        "assessments": "doc,iso3,edition,pillar,assessment,degree,quote,start,end,section,page,rule",
        "recommendations": "doc,iso3,edition,position,text,id,start,end,section,page",
    }
    assert header(stage.work / "observations" / "problems.csv") == "severity,stage,iso3,doc,message"


def test_the_rows_of_the_tables(stage):
    rows = [(r["iso3"], r["doc"], r["indicator"], r["year"], r["value"]) for r in stage.table("observations")]
    assert rows == [
        ("BOL", "two", "victims_assisted", "2018", "40"),
        ("PER", "one", "victims_identified", "2019", "12"),
        ("PER", "one", "persons_convicted", "2018", "3"),
    ]
    for row in stage.table("observations"):
        text = (stage.work / "documents" / f"{row['doc']}.txt").read_text()
        assert text[int(row["start"]) : int(row["end"])] == row["quote"]
    assert [(r["iso3"], r["number"]) for r in stage.table("unclaimed")] == [("PER", "27")]
    assert [(r["iso3"], r["number"]) for r in stage.table("ignored")] == [("BOL", "2018"), ("PER", "2018")]
    assert stage.table("held") == stage.problems() == []


def test_a_second_run_keeps_everything_and_changes_no_file(stage, capsys):
    before = stage.times()
    stage.run(processes=2)
    assert "3 figures from 2 countries (2 kept), 0 held, 1 unclaimed" in capsys.readouterr().out
    assert stage.times() == before


def test_one_changed_document_redoes_its_country_alone(stage, capsys):
    before = stage.times()
    stage.add("two", "BOL", "NGOs assisted 41 victims in 2018.")
    stage.run()
    assert "(1 kept)" in capsys.readouterr().out
    changed = {name for name, time in stage.times().items() if time != before[name]}
    assert "BOL.observations.csv" in changed and not {name for name in changed if name.startswith("PER")}
    assert [r["value"] for r in stage.table("observations")] == ["41", "12", "3"]


@pytest.mark.parametrize("table", ["observations", "held", "unclaimed", "ignored", "problems"])
def test_a_table_of_a_country_that_is_gone_is_made_again(stage, table, capsys):
    path = stage.work / "observations" / f"PER.{table}.csv"
    whole = path.read_bytes()
    path.unlink()
    stage.run()
    assert "(1 kept)" in capsys.readouterr().out and path.read_bytes() == whole


def test_a_country_that_is_gone_leaves_no_file_and_no_row(stage):
    del stage.index["two"]
    stage.run()
    assert not list((stage.work / "observations").glob("BOL*"))
    assert {row["iso3"] for row in stage.table("observations")} == {"PER"}
    assert [row["iso3"] for row in read_table(stage.work / "observations" / "index.csv")] == ["PER"]


def test_a_document_that_failed_is_passed_over(stage):
    stage.add("three", "PER", status="failed")
    stage.add("four", "ECU", status="failed")
    stage.run()
    assert {row["doc"] for row in stage.table("observations")} == {"one", "two"}
    assert stage.problems() == []


def test_a_language_without_a_lexicon_is_a_warning_at_each_run(stage):
    stage.add("three", "PER", language="xx")
    for _ in range(2):
        stage.run()
        (problem,) = stage.problems()
        assert (problem["severity"], problem["iso3"], problem["doc"]) == ("warning", "PER", "three")
        assert problem["message"] == (
            "three is in the language `xx`, for which config/lexicon has no folder: its figures are not read. "
            "Add config/lexicon/xx (docs/lexicon.md) or correct `language` in sources.csv."
        )
    assert {row["doc"] for row in stage.table("observations")} == {"one", "two"}


def test_a_figure_without_a_year_is_held_and_not_printed(stage):
    stage.add("three", "PER", "Police identified 77 victims.", default_year="", kind="visit")
    stage.run()
    assert "77" not in {row["value"] for row in stage.table("observations")}
    assert [(r["doc"], r["value"], r["year"]) for r in stage.table("held")] == [("three", "77", "")]


def test_no_document_gives_four_empty_tables(tmp_path):
    stage = Stage(tmp_path)
    stage.run()
    assert [stage.table(name) for name in ("observations", "held", "unclaimed", "ignored")] == [[], [], [], []]


def test_several_processes_write_the_same(stage, tmp_path):
    other = Stage(tmp_path / "other")
    other.add("one", "PER")
    other.add("two", "BOL", "NGOs assisted 40 victims in 2018.")
    other.run(processes=2)
    for path in (stage.reports / "data").iterdir():
        assert (other.reports / "data" / path.name).read_bytes() == path.read_bytes()


@pytest.fixture
def correct(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Lines of corrections.csv, in cells that differ from one about the first figure of document one."""
    table = tmp_path / "corrections.csv"
    monkeypatch.setattr("tipbrief.observations.build.FILE", table)

    def write(*lines: dict[str, str], mark: str = "") -> None:
        plain = {
            "doc": "one", "iso3": "PER", "sentence_hash": hash_sentence("Police identified 12 victims."),
            "position": "1", "indicator": "victims_identified", "column": "sex", "new": "female", "action": "change",
            "reason": "all were women", "who": "A. Analyst", "when": "2031-05-06",
        }  # fmt: skip
        write_table(table, COLUMNS, [plain | line for line in lines])
        table.write_text(mark + table.read_text())

    return write


def test_a_correction_redoes_its_country_alone(stage, correct, capsys):
    before = stage.times()
    correct({}, mark="\ufeff")
    stage.run()
    assert "(1 kept)" in capsys.readouterr().out
    changed = {name for name, time in stage.times().items() if time != before[name]}
    assert "PER.observations.csv" in changed and not {name for name in changed if name.startswith("BOL")}
    assert [row["sex"] for row in stage.table("observations")] == ["", "female", ""]
    assert [row["rule"] for row in stage.table("observations") if row["sex"]] == ["correction"]
    assert stage.problems() == []


def test_a_correction_taken_back_leaves_no_trace(stage, correct):
    before = {path.name: path.read_bytes() for path in (stage.reports / "data").iterdir()}
    correct({})
    stage.run()
    correct()
    stage.run()
    assert {path.name: path.read_bytes() for path in (stage.reports / "data").iterdir()} == before


def test_an_added_figure_has_its_sentence_and_is_no_longer_unclaimed(stage, correct):
    film = {"sentence_hash": hash_sentence("The film portrayed 27 victims."), "indicator": "victims_assisted"}
    correct(film | {"action": "add", "column": "value", "new": "27"})
    stage.run()
    (row,) = (row for row in stage.table("observations") if row["value"] == "27")
    sentences = read_table(stage.work / "observations" / f"{row['iso3']}.sentences.csv")
    assert {"id": row["id"], "sentence": "The film portrayed 27 victims."} in sentences
    assert stage.table("unclaimed") == []


def test_a_line_that_does_not_fit_is_an_error_of_its_country_at_each_run(stage, correct):
    correct({"old": "male"})
    for _ in range(2):
        stage.run()
        (problem,) = stage.problems()
        assert (problem["severity"], problem["iso3"], problem["doc"]) == ("error", "PER", "one")
    correct({"who": ""})
    stage.run()
    assert [p["message"] for p in stage.problems()] == [
        "corrections.csv row 2 (one): `who` is empty; a correction says what, why, who and when."
    ]


def test_a_line_for_another_country_or_no_document_is_said(stage, correct):
    stage.add("bad", "PER", status="failed")
    correct({"iso3": "BOL"}, {"doc": "gone"}, {"doc": "bad"})
    stage.run()
    assert [(p["severity"], p["iso3"], p["message"]) for p in stage.problems()] == [
        ("error", "BOL", "corrections.csv row 2 (one): `iso3` is 'BOL', but the document is about PER; mend it."),
        ("warning", "PER", "corrections.csv row 3 (gone): the corpus has no such document, so nothing was corrected; "
         "mend `doc`, or delete the line."),
    ]  # fmt: skip


def test_a_narrowed_build_says_nothing_of_other_countries(stage, correct):
    correct({"doc": "gone"}, {"who": "", "iso3": "ECU"}, {"who": ""})
    stage.run(countries="PER")
    assert [(p["iso3"], p["message"][:22]) for p in stage.problems()] == [("PER", "corrections.csv row 4 ")]


def test_a_document_without_a_lexicon_cannot_be_corrected(stage, correct):
    stage.add("three", "PER", language="xx")
    correct({"doc": "three"})
    stage.run()
    assert [(p["severity"], p["doc"]) for p in stage.problems()] == [("error", "three"), ("warning", "three")]
