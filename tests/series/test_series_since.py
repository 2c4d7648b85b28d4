"""What changed since the last release, figure by figure."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from series_rows import SERIES, records, result_of, row, write_stage

from tipbrief.errors import TipbriefError
from tipbrief.releases import last_release
from tipbrief.series import run


def released(tmp_path, rows, name="2026-01-02-1"):
    """A release of the series of these rows."""
    folder = tmp_path / "reports/releases" / name / "data"
    folder.mkdir(parents=True)
    result_of(rows).series.to_csv(folder / "series.csv", index=False)
    return folder.parent


def since(tmp_path, before, now):
    release = released(tmp_path, before)
    run(write_stage(tmp_path, now), 1)
    return json.loads((tmp_path / "work/series/ATL.json").read_text(encoding="utf-8")), release


def test_the_newest_release_counts_by_day_then_number(tmp_path):
    for name in ("2026-01-02-2", "2026-01-02-10", "2025-12-31-3", "draft", "2026-01-02-x"):
        released(tmp_path, [row()], name)
    (tmp_path / "reports/releases/2026-01-03-1").mkdir()
    assert last_release(tmp_path / "reports").name == "2026-01-02-10"
    assert last_release(tmp_path / "elsewhere") is None


def test_figures_that_are_new_changed_or_gone_are_told_and_the_others_not(tmp_path):
    before = [row(year=2016, value=30), row(year=2017, value=4), row(year=2018, value=5), row(year=2019, value=6)]
    now = [row(year=2016, value=40), row(year=2017, value=4), row(year=2018, value=9), row(year=2020, value=7)]
    data, release = since(tmp_path, before, now)
    told = [(f["year"], f["outcome"], f["value_before"], f["value_now"]) for f in data["since_release"]["figures"]]
    assert told == [(2016, "changed", 30, 40), (2018, "changed", 5, 9), (2019, "gone", 6, None), (2020, "new", None, 7)]
    assert data["since_release"]["release"] == release.name
    checks = {(c["year"], c["check"], c["severity"]) for c in data["checks"] if release.name in c["message"]}
    assert checks == {(2016, "changed", "note"), (2018, "jumped", "warning"), (2019, "vanished", "warning")}


def test_a_number_that_becomes_a_bound_or_a_silence_is_a_change(tmp_path):
    before = [row(year=2018, value=5), row(year=2019, value=6)]
    now = [row(year=2018, value=5, bound="min"), row(year=2019, value="", status="not_reported")]
    data, _ = since(tmp_path, before, now)
    assert [figure["outcome"] for figure in data["since_release"]["figures"]] == ["changed", "changed"]


def test_a_country_that_is_not_in_the_build_is_not_told_as_gone(tmp_path):
    data, _ = since(tmp_path, [row(), row(iso3="KGZ", doc="k-2020")], [row()])
    assert data["since_release"]["figures"] == []


def test_before_the_first_release_nothing_is_told(tmp_path):
    run(write_stage(tmp_path, [row()]), 1)
    assert json.loads((tmp_path / "work/series/ATL.json").read_text(encoding="utf-8"))["since_release"] is None


def test_a_release_that_lost_a_column_is_a_sentence(tmp_path):
    release = released(tmp_path, [row()])
    (release / "data/series.csv").write_text("iso3,series,year\n", encoding="utf-8")
    with pytest.raises(TipbriefError, match="lacks the column value"):
        run(write_stage(tmp_path, [row()]), 1)


FIGURES = st.dictionaries(st.integers(2010, 2014), st.integers(0, 3), max_size=5)


@settings(deadline=None, max_examples=15)
@given(FIGURES, FIGURES)
def test_what_is_told_turns_the_release_into_today(tmp_path_factory, before, now):
    folder = tmp_path_factory.mktemp("since")
    released(folder, [row(year=year, value=value) for year, value in before.items()] or [row(iso3="KGZ", doc="k-2020")])
    made = result_of(
        [row(year=year, value=value) for year, value in now.items()], release=last_release(folder / "reports")
    )
    figures = dict(before)
    for told in records(made.since_release):
        assert told["series"] == SERIES and figures.get(told["year"]) == told["value_before"]
        figures.pop(told["year"], None)
        if told["outcome"] != "gone":
            figures[told["year"]] = told["value_now"]
    # A country without a document today is not compared.
    assert figures == (now if now else before)
