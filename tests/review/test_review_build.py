"""The analyst's page and the summary, from tables that the test writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tipbrief.errors import ERROR, WARNING, Problem, write_problems
from tipbrief.files import write_table
from tipbrief.review.build import gather, ranked, render_page, run, summarise, with_marks
from tipbrief.settings import Settings, read_settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Folders with what the stages before would have left."""
    plain = read_settings().__dict__
    settings = Settings(**{**plain, "work": tmp_path / "work", "reports": tmp_path / "reports"})
    work, data = settings.work, settings.reports / "data"
    write_problems(
        work / "documents" / "problems.csv", [Problem(ERROR, "documents", "PLW", "pw", "pw <b>is</b> damaged.")]
    )
    write_problems(work / "series" / "problems.csv", [Problem(WARNING, "series", "MLT", "", "MLT has no figure.")])
    write_table(work / "documents" / "sources.csv", ("doc", "title", "status"),
                [{"doc": "mt", "title": "Malta", "status": "ok"}, {"doc": "pw", "status": "failed"}])  # fmt: skip
    write_table(
        work / "series" / "index.csv",
        ("iso3", "sha256", "status"),
        [{"iso3": "PLW", "sha256": "", "status": "blocked"}],
    )
    write_table(work / "briefs" / "index.csv", ("iso3", "language"), [{"iso3": "MLT", "language": "en"}])
    write_table(work / "observations" / "index.csv", ("iso3", "observations"), [{"iso3": "MLT", "observations": 2}])
    held = {
        "doc": "mt",
        "indicator": "shelters",
        "value": "3",
        "year": "",
        "reason": "no year",
        "quote": "three shelters",
    }
    held |= {"sentence": "It ran three shelters & 1.", "section": "Protection", "page": "4"}
    held |= {"sentence_hash": "bcdfghjklm", "position": "1"}
    write_table(data / "held.csv", tuple(held), [held])
    number = {
        "doc": "mt",
        "number": "17",
        "reason": "",
        "rank": "3",
        "start": "9",
        "section": "",
        "page": "",
        "sentence": "There were 17.",
        "sentence_hash": "zyxwvtsrqp",
        "position": "2",
    }
    write_table(data / "unclaimed.csv", tuple(number), [number | {"rank": "1", "number": "5"}, number])
    write_table(data / "ignored.csv", ("reason",), [{"reason": "year"}, {"reason": "year"}, {"reason": "age"}])
    write_table(
        data / "checks.csv",
        ("iso3", "severity", "message"),
        [{"iso3": "MLT", "severity": "warning", "message": "odd sum"}],
    )
    return settings


def test_the_page_holds_every_kind_of_decision_and_escapes_it(settings: Settings) -> None:
    page = render_page(gather(settings))
    assert "pw &lt;b&gt;is&lt;/b&gt; damaged." in page
    assert "It ran <mark>three shelters</mark> &amp; 1." in page
    assert "Shelters operating: 3" in page and "Protection, page 4" in page
    assert "There were <mark>17</mark>." in page
    assert "page 4 · <code>bcdfghjklm</code> at 1" in page and "<code>zyxwvtsrqp</code> at 2" in page
    assert "MLT: odd sum" in page and "MLT has no figure." in page
    assert '<td>year</td><td class="n">2</td>' in page


def test_what_is_likeliest_a_figure_comes_first(settings: Settings) -> None:
    assert [row["number"] for row in gather(settings)["unclaimed"]] == ["17", "5"]
    assert ranked([]) == []


def test_a_sentence_without_its_number_is_still_shown() -> None:
    assert with_marks({"sentence": "None here."}, "17")["before"] == "None here."


def test_the_summary_counts_and_names(settings: Settings) -> None:
    summary = summarise(gather(settings), settings)
    for line in ("1 of 2 read", "2: MLT 2", "1 held, 2 unclaimed", "1 to mend, 1 warning", "PLW: no new brief"):
        assert line in summary


def test_the_stage_writes_page_summary_and_problems(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    run(settings, 1)
    assert (settings.reports / "review.html").is_file()
    assert (settings.work / "review" / "problems.csv").is_file()
    assert (
        capsys.readouterr().out.strip()
        == (settings.work / "review" / "summary.txt").read_text(encoding="utf-8").strip()
    )
