"""Small counts of restricted sources appear nowhere, nor can they be worked out."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from series_rows import records, result_of, row, source, write_stage

from tipbrief.series import run
from tipbrief.series.tables import TABLES

SECRET = source("r-2020", access="restricted")
VICTIMS = {"indicator": "victims_identified", "offence": "", "doc": "r-2020"}


def hidden(*rows, below=5):
    made = result_of(list(rows), SECRET, below=below).hidden
    return [entry["id"] in made for entry in rows]


@pytest.mark.parametrize(("value", "masked"), [(0, False), (1, True), (4, True), (5, False), ("", False)])
def test_counts_from_one_to_below_the_threshold_are_hidden(value, masked):
    status = "reported" if value != "" else "not_reported"
    assert hidden(row(value=value, status=status, **VICTIMS)) == [masked]
    assert hidden(row(value=value, status=status, **{**VICTIMS, "doc": "a-2020"})) == [False]


@pytest.mark.parametrize(
    ("total", "parts", "masked"),
    [
        (30, [27, 3], [False, True, True]),
        (30, [3], [False, True]),
        (7, [3, 4], [True, True, True]),
        (30, [20, 7, 3], [False, False, True, True]),
        (40, [20, 10, 3], [False, False, False, True]),
        (30, [30, 0], [False, False, False]),
    ],
)
def test_a_total_gives_no_hidden_part_away(total, parts, masked):
    forms = ("sex", "labor", "other")
    rows = [
        row(value=total, **VICTIMS),
        *(row(value=n, exploitation=f, **VICTIMS) for n, f in zip(parts, forms, strict=False)),
    ]
    assert hidden(*rows) == masked


def test_an_article_gives_no_hidden_part_away():
    cases = {"doc": "r-2020"}
    rows = [row(value=20, **cases), row(value=18, law="166", **cases), row(value=2, law="167", age="child", **cases)]
    assert hidden(*rows) == [False, True, True]


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(0, 12), min_size=1, max_size=4))
def test_shown_numbers_never_leave_one_solution(forms):
    total = sum(forms)
    rows = [row(value=total, **VICTIMS)]
    rows += [
        row(value=n, exploitation=f, **VICTIMS) for n, f in zip(forms, ("sex", "labor", "other", "both"), strict=False)
    ]
    masked = hidden(*rows)
    kept = [n for n, away in zip(forms, masked[1:], strict=True) if away]
    if not masked[0] and any(0 < n < 5 for n in kept):
        assert len(kept) > 1
        assert any(n >= 5 for n in kept)
    if masked[0] and total >= 5:
        assert kept


def test_nothing_that_is_printed_or_published_holds_a_hidden_number(tmp_path):
    quote = "three boys among the 33 children"
    rows = [
        row(value=33, quote="the 33 children", start="917", end="932", age="child", **VICTIMS),
        row(value=3, quote=quote, start="900", end="932", age="child", sex="male", **VICTIMS),
        row(value=777, quote="777 elsewhere", start="2000", end="2013", **VICTIMS),
        row(value=3, year=2018, quote="three before", start="3000", end="3012", age="child", sex="male", **VICTIMS),
    ]
    settings_ = write_stage(tmp_path, rows, SECRET)
    run(settings_, 1)
    told = (tmp_path / "work/series/ATL.json").read_text(encoding="utf-8")
    data = json.loads(told)
    assert "three" not in told
    assert "777 elsewhere" in told
    assert {entry["masked"] for entry in data["observations"].values()} == {True, False}
    (boys,) = [entry for entry in data["series"] if entry["sex"] == "male"]
    assert {(value["value"], value["status"]) for value in boys["values"]} == {(None, "masked")}
    assert {change["refused"] for change in boys["changes"]} == {"masked"}
    secret = {entry["id"] for entry in rows if entry["value"] == "3"}
    for table in TABLES:
        text = (tmp_path / f"reports/data/{table.name}.csv").read_text(encoding="utf-8")
        lines = [line.split(",") for line in text.splitlines() if secret & set(line.replace(";", ",").split(","))]
        assert not any(cell in ("3", "three") for line in lines for cell in line), table.name


def test_a_check_says_no_hidden_number():
    rows = [row(value=8, **VICTIMS), row(value=7, sex="male", **VICTIMS), row(value=3, sex="female", **VICTIMS)]
    (found,) = records(result_of(rows, SECRET).checks)
    assert found["check"] == "parts_exceed_total"
    assert "10" not in found["message"]
