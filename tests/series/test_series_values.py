"""Which statement stands for a year, and what is said of the others."""

from __future__ import annotations

import pandas as pd
import pytest
from series_rows import RULES, SERIES, part_of, records, result_of, row, source

from tipbrief.series.rows import inside, typed

NEWS = source("n-2021", kind="news", publisher="Invented Agency")
SURVEY = source("s-2019", kind="statistics", publisher="Survey Institute")


@pytest.mark.parametrize(
    ("rows", "value", "rule"),
    [
        ([row(value=8)], 8, "the only statement"),
        ([row(value=8), row(doc="b-2021", value=8)], 8, "all statements agree"),
        ([row(value="", status="not_reported"), row(doc="a-2019", value=8)], 8, "reported"),
        ([row(value=8, period="partial", doc="a-2021"), row(value=9)], 9, "whole_year"),
        ([row(value=8, law="7", doc="a-2021"), row(value=9)], 9, "total"),
        ([row(value=8, doc="n-2021"), row(value=9)], 9, "kind"),
        ([row(value=8, doc="a-2021"), row(value=9)], 8, "edition"),
        ([row(value=8, reported_by="Police"), row(value=9)], 9, "body"),
        ([row(value=8, bound="min"), row(value=9)], 9, "exact"),
        ([row(value=8, start="90", end="95"), row(value=9, start="10", end="15")], 9, "place"),
    ],
)
def test_the_first_rule_that_tells_two_statements_apart_decides(rows, value, rule):
    (chosen,) = records(result_of(rows, NEWS).series)
    assert (chosen["value"], chosen["rule"]) == (value, RULES.prefer.get(rule, rule))


def test_a_digest_of_news_is_a_secondary_source():
    rows = [row(doc="n-2021", value=9), row(doc="a-2020", value=8)]
    given = [
        source("n-2021", kind="digest", publisher="Tipbrief, digest of a news agency"),
        source("a-2020", kind="digest"),
    ]
    (value,) = records(result_of(rows, *given).series)
    assert (value["value"], value["rule"]) == (8, "a primary source before a secondary one")


def test_a_country_may_prefer_a_body():
    rows = [row(iso3="KGZ", value=7, reported_by="National Rapporteur"),
            row(iso3="KGZ", value=2, reported_by="National Statistical Committee")]  # fmt: skip
    (chosen,) = records(result_of(rows, source("a-2020", iso3="KGZ")).series)
    assert (chosen["value"], chosen["rule"]) == (7, RULES.prefer["body"])


def test_a_figure_under_an_article_is_the_total_only_where_the_same_voice_gives_no_other():
    alone = [row(value=4, law="124")]
    beside = [*alone, row(value=20), row(value=18, law="166", reported_by="Police")]
    (total,) = records(result_of(alone).series)
    assert (total["value"], total["parts"]) == (4, "")
    (total,) = records(result_of(beside).series)
    assert (total["value"], total["parts"], total["others"]) == (20, alone[0]["id"], beside[2]["id"])


def test_scopes_of_offence_and_breakdowns_are_series_of_their_own():
    rows = [row(value=4), row(value=99, offence="related"), row(value=11, offence="mixed"), row(value=3, age="child")]
    assert sorted(entry["value"] for entry in records(result_of(rows).series)) == [3, 4, 11, 99]


def test_another_countrys_figure_enters_no_series():
    whole = source("w-2020", iso3="")
    parts = [{**part_of(whole), "iso3": "ATL", "end": "500"}, {**part_of(whole), "iso3": "BOR", "start": "500"}]
    rows = [row(doc="w-2020", start="10", end="20"), row(doc="w-2020", iso3="BOR", value=5, start="30", end="40"),
            row(doc="w-2020", iso3="BOR", value=6, start="600", end="640"),
            row(doc="w-2020", iso3="CYC", value=7)]  # fmt: skip
    assert inside(typed(pd.DataFrame(rows)), parts).tolist() == [True, False, True, False]


def test_disagreements_say_who_said_what_and_why():
    rows = [row(doc="a-2021", value=7), row(doc="a-2021", value=2, reported_by="Police"), row(doc="a-2020", value=6),
            row(doc="s-2019", value=8, period="fiscal"), row(doc="a-2021", value=3, law="9")]  # fmt: skip
    table = records(result_of(rows, SURVEY).disagreements)
    assert [(entry["value"], entry["role"], entry["reason"]) for entry in table] == [
        (7, "recommended", ""),
        (2, "other", "another body"),
        (6, "other", "a later edition restated it"),
        (8, "other", "another kind of year"),
        (3, "part", "part of the total, under one article"),
    ]
    assert {entry["spread"] for entry in table if entry["role"] != "part"} == {6}


def test_statements_that_agree_are_no_disagreement():
    table = result_of([row(value=7), row(doc="b-2021", value=7), row(doc="c-2022", value="", status="not_reported")])
    assert table.disagreements.empty
    (chosen,) = records(table.series)
    assert len(chosen["supporting"].split(";")) == 1
    assert len(chosen["others"].split(";")) == 1


def test_revisions_are_confirmed_restated_or_dropped():
    rows = [row(doc="a-2019", year=2018, value=5), row(doc="a-2020", year=2018, value=5), row(doc="a-2020", value=6),
            row(doc="a-2021", year=2019, value=8), row(doc="a-2021", year=2020, value=3),
            row(doc="a-2022", year=2021)]  # fmt: skip
    told = [(entry["year"], entry["edition"], entry["outcome"]) for entry in records(result_of(rows).revisions)]
    assert told == [
        (2018, 2019, "first"), (2018, 2020, "confirmed"),
        (2019, 2020, "first"), (2019, 2021, "restated"),
        (2020, 2021, "first"), (2020, 2022, "dropped"),
    ]  # fmt: skip


def test_a_digest_speaks_for_the_publisher_of_its_report():
    digest = source("a-2021", kind="digest", publisher="Tipbrief, digest of Invented Office")
    rows = [row(value=8), row(doc="a-2021", value=9)]
    outcomes = [entry["outcome"] for entry in records(result_of(rows, digest).revisions)]
    assert outcomes == ["first", "restated"]


def test_tier_is_a_series_by_edition_without_changes():
    rows = [row(indicator="tier", year=2020, value=2, offence="", actor="", doc="a-2020"),
            row(indicator="tier", year=2021, value="", offence="", actor="", doc="a-2021",
                subtype="special case")]  # fmt: skip
    made = result_of(rows)
    assert [entry["series"] for entry in records(made.series)] == ["tier|||||||", "tier|||||||"]
    assert made.changes.empty
    assert made.checks.empty
    assert SERIES not in set(made.series["series"])


def test_one_body_under_two_names_is_one_source():
    names = ("Prosecutor General’s Office (PGO)", "Office of the Prosecutor General")
    rows = [
        row(iso3="KGZ", year=year, value=30 + year, reported_by=name)
        for year, name in zip((2010, 2011), names, strict=True)
    ]
    (change,) = records(result_of(rows, source("a-2020", iso3="KGZ")).changes)
    assert change["refused"] == ""
