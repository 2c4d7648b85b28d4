"""No change crosses the gate, and each refusal has its reason."""

from __future__ import annotations

from fractions import Fraction

import pytest
from series_rows import SERIES, records, result_of, row, source

THERE, HERE = {"year": 2018, "value": 40}, {"year": 2019, "value": 50}
KGZ = source("a-2020", iso3="KGZ")


def changes_of(*rows, given=()):
    return [entry for entry in records(result_of(list(rows), *given).changes) if entry["series"] == SERIES]


@pytest.mark.parametrize(
    ("before", "after", "refused"),
    [
        ({}, {}, ""),
        ({"status": "not_reported", "value": ""}, {}, "not_reported"),
        ({}, {"status": "not_reported", "value": ""}, "not_reported"),
        ({"period": "fiscal"}, {}, "period"),
        ({"law": "124"}, {"law": "166"}, "law"),
        ({"law": "124"}, {}, ""),
        ({"reported_by": "Police"}, {"reported_by": "Court"}, "source"),
        ({"reported_by": "Police"}, {}, "source"),
        ({"reported_by": "Police", "start": 0, "end": 30}, {"start": 10, "end": 30}, ""),
        ({"reported_by": "Police", "start": 0, "end": 30}, {"start": 30, "end": 50}, "source"),
        ({"reported_by": "Police", "doc": "a-2019"}, {}, "source"),
        ({"doc": "b-2020"}, {}, "source"),
        ({"doc": "b-2020", "reported_by": "Police"}, {"reported_by": "Police"}, ""),
        ({"period": "partial"}, {"period": "partial"}, ""),
        ({"period": "partial", "doc": "a-2019"}, {"period": "partial"}, "period"),
        ({"bound": "min"}, {}, "bound"),
        ({"bound": "max"}, {}, ""),
        ({"value": 10**9}, {}, "odd"),
        ({"year": 2016}, {}, ""),
        ({"year": 2009}, {}, "gap"),
    ],
)
def test_a_pair_is_compared_or_refused(before, after, refused):
    other = source("b-2020", publisher="Survey Institute")
    (change,) = changes_of(row(**{**THERE, **before}), row(**{**HERE, **after}), given=[other])
    assert change["refused"] == refused
    assert bool(change["reason"]) == bool(refused)
    if refused:
        assert (change["absolute"], change["percent"], change["direction"]) == (None, None, "")


@pytest.mark.parametrize(
    ("other", "refused"),
    [({"offence": "related"}, "offence"), ({"actor": "ngo"}, "actor"), ({"sex": "male"}, None)],
)
def test_the_year_before_of_another_series_is_no_year_before(other, refused):
    (change,) = changes_of(row(**THERE, **other), row(**HERE))
    assert change["refused"] == (refused or "one_year")
    assert change["from_value"] is None


def test_units_and_totals_are_not_mixed():
    table = result_of([row(indicator="prosecutions", **THERE), row(indicator="persons_prosecuted", **HERE),
                       row(indicator="persons_prosecuted", sex="male", year=2020)])  # fmt: skip
    refused = {(entry["series"].split("|")[0], entry["to"]): entry["refused"] for entry in records(table.changes)}
    assert refused["persons_prosecuted", 2019] == "unit"
    assert refused["persons_prosecuted", 2020] == "breakdown"


@pytest.mark.parametrize("indicator", ["investigations", "victims_identified"])
def test_a_break_of_law_stops_what_it_concerns(indicator):
    offence = "trafficking" if indicator == "investigations" else ""
    rows = [row(iso3="KGZ", indicator=indicator, offence=offence, **pair) for pair in (THERE, HERE)]
    (change,) = records(result_of(rows, KGZ).changes)
    assert change["refused"] == ("law" if offence else "")
    assert ("124" in change["reason"]) == bool(offence)


def test_the_figures_of_one_document_come_first():
    rows = [row(doc="a-2019", year=2018, value=45), row(doc="a-2020", **THERE), row(doc="a-2020", **HERE)]
    (change,) = changes_of(*rows)
    assert (change["basis"], change["from_value"], change["absolute"]) == ("one document", 40, 10)
    (change,) = changes_of(rows[0], rows[2])
    assert (change["basis"], change["from_value"], change["absolute"]) == ("across documents", 45, 5)


def test_a_document_that_contradicts_itself_is_not_compared():
    rows = [row(**THERE), row(**HERE), row(year=2019, value=0)]
    made = result_of(rows)
    (change,) = records(made.changes)
    assert change["refused"] == "contradiction"
    assert "contradiction" in set(made.checks["check"])


def test_a_gap_is_bridged_and_labelled():
    rows = [row(year=2015, value=40), row(year=2017, value="", status="not_reported"), row(year=2018, value=50)]
    told = [(entry["from"], entry["to"], entry["gap"], entry["refused"]) for entry in changes_of(*rows)]
    assert told == [(2015, 2018, True, ""), (2017, 2018, False, "not_reported")]


@pytest.mark.parametrize(
    ("before", "after", "percent", "why"),
    [(0, 5, None, "base zero"), (19, 38, None, "base under 20"), (20, 21, 5, ""), (200, 201, 1, ""), (200, 199, -1, ""),
     (1000, 1001, 0, ""), (40, 0, -100, ""), (30, 30, 0, "")],
)  # fmt: skip
def test_percentages_are_whole_with_halves_away_from_zero(before, after, percent, why):
    (change,) = changes_of(row(year=2018, value=before), row(year=2019, value=after))
    assert (change["percent"], change["percent_refused"]) == (percent, why)
    assert change["absolute"] == after - before
    if percent:
        assert abs(Fraction(100 * (after - before), before) - percent) <= Fraction(1, 2)


@pytest.mark.parametrize(("value", "shown"), [("-4", "impossible"), ("x", None), ("inf", None), ("", None)])
def test_a_number_that_cannot_be_is_an_error_and_never_a_value(value, shown):
    made = result_of([row(**THERE), row(year=2019, value=value)])
    assert [entry["value"] for entry in records(made.series)] == [40]
    assert "error" in set(made.checks["severity"])
    assert ("impossible" in set(made.changes["refused"])) == bool(shown)


@pytest.mark.parametrize("statuses", [["not_reported"], ["not_reported"] * 2, ["not_reported"] * 3])
def test_years_without_a_number_are_refused(statuses):
    rows = [row(year=2010 + 3 * at, value="", status=status) for at, status in enumerate(statuses)]
    assert {entry["refused"] for entry in changes_of(*rows)} == {"not_reported"}


def test_one_year_is_said_to_be_one():
    (change,) = changes_of(row())
    assert (change["from"], change["to"], change["refused"]) == (None, 2019, "one_year")
