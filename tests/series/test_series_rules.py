"""Rules that hold for whatever the documents say (hypothesis)."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from series_rows import INDICATORS, KEYS, RULES, records, result_of, row, source

from tipbrief.model import ALLOWED
from tipbrief.series.gate import _allowed, _direction
from tipbrief.series.tables import TABLES

GIVEN = [source("a-2019"), source("a-2020"), source("a-2021"), source("b-2020", publisher="Survey Institute"),
         source("r-2021", access="restricted"), source("n-2021", kind="news", publisher="Invented Agency"),
         source("k-2021", iso3="KGZ")]  # fmt: skip
VALUES = st.one_of(st.integers(0, 60), st.sampled_from([0, 10**9, -3, "", "many", "nan", "2.5"]))


@st.composite
def invented(draw):
    """One row of observations.csv, mostly well-formed, about few series and years so that they meet."""
    doc = draw(st.sampled_from([entry["doc"] for entry in GIVEN]))
    status = draw(st.sampled_from(["reported"] * 6 + ["not_reported"]))
    return row(
        doc=doc,
        iso3="KGZ" if doc == "k-2021" else "ATL",
        indicator=draw(st.sampled_from(["investigations", "persons_prosecuted", "prosecutions"])),
        year=draw(st.sampled_from([2009, 2017, 2018, 2019, 2020])),
        value="" if status == "not_reported" else draw(VALUES),
        status=status,
        bound=draw(st.sampled_from(["exact"] * 4 + list(ALLOWED["bound"]))),
        period=draw(st.sampled_from(["calendar"] * 4 + list(ALLOWED["period"]))),
        offence=draw(st.sampled_from(["trafficking"] * 3 + ["related"])),
        sex=draw(st.sampled_from([""] * 3 + ["male", "female"])),
        law=draw(st.sampled_from([""] * 4 + ["124", "166"])),
        reported_by=draw(st.sampled_from([""] * 3 + ["Police", "Court"])),
    )


ROWS = st.lists(invented(), max_size=30)
# A run takes a fifth of a second, most of it fixed: few large examples, and no shrinking of a failure for minutes.
PLAIN = settings(deadline=None, max_examples=15, phases=[Phase.explicit, Phase.reuse, Phase.generate])


@PLAIN
@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_documents_never_matters(rows, chance):
    shuffled = chance.sample(rows, len(rows))
    one, other = result_of(rows, *GIVEN), result_of(shuffled, *chance.sample(GIVEN, len(GIVEN)))
    for table in TABLES:
        assert records(getattr(one, table.name)) == records(getattr(other, table.name)), table.name


@PLAIN
@given(ROWS)
def test_no_change_crosses_the_gate(rows):
    said = {entry["id"]: entry for entry in rows}
    publishers = {entry["doc"]: entry["publisher"] for entry in GIVEN}
    for change in records(result_of(rows, *GIVEN, below=0).changes):
        if change["refused"]:
            assert change["absolute"] is change["percent"] is change["within_chance"] is None
            assert (change["direction"], bool(change["reason"])) == ("", True)
            continue
        left, right = said[change["from_observation"]], said[change["to_observation"]]
        assert all(left[name] == right[name] for name in (*KEYS, "iso3", "period"))
        assert left["status"] == right["status"] == "reported"
        assert 0 < change["to"] - change["from"] <= RULES.longest_gap
        assert left["law"] == right["law"] or "" in (left["law"], right["law"])
        one_body = left["reported_by"] == right["reported_by"]
        assert one_body or "" in (left["reported_by"], right["reported_by"])
        same_voice = publishers[left["doc"]] == publishers[right["doc"]] or (one_body and left["reported_by"])
        assert same_voice
        assert left["iso3"] != "KGZ" or not any(
            entry.first_year <= change["to"] and change["from"] < entry.first_year for entry in RULES.breaks
        )


@PLAIN
@given(ROWS)
def test_the_printed_ids_give_the_printed_numbers(rows):
    said = {entry["id"]: entry for entry in rows}
    made = result_of(rows, *GIVEN, below=0)
    for entry in records(made.series):
        assert entry["status"] == said[entry["observation"]]["status"]
        if entry["value"] is not None:
            assert entry["value"] == float(said[entry["observation"]]["value"])
        for other in filter(None, entry["supporting"].split(";")):
            assert said[other]["value"] == said[entry["observation"]]["value"]
    for change in records(made.changes):
        if change["absolute"] is not None:
            left, right = (float(said[change[f"{side}_observation"]]["value"]) for side in ("from", "to"))
            assert (change["from_value"], change["to_value"]) == (left, right)
            assert change["absolute"] == right - left
            assert change["direction"] == ("up" if right > left else "down" if right < left else "same")
            if change["percent"] is not None:
                assert left >= 20
                assert abs(100 * (right - left) / left - change["percent"]) <= 0.5


@PLAIN
@given(ROWS)
def test_every_year_of_a_series_is_in_some_change_or_refusal(rows):
    made = result_of(rows, *GIVEN)
    numbers = {entry["series"] for entry in records(made.series)}
    assert numbers <= {entry["series"] for entry in records(made.changes)}
    assert set(made.coverage["indicator"]) <= set(INDICATORS)


def _possible(value: int, bound: str) -> range:
    """Whole numbers that a bound allows, as brute force sees them (a number of 40 stands for any larger)."""
    slack = int(value * RULES.approximate / 100)
    return {
        "exact": range(value, value + 1), "min": range(value, 41), "max": range(value + 1),
        "approx": range(value - slack, value + slack + 1),
    }[bound]  # fmt: skip


@settings(max_examples=400)
@given(st.integers(0, 30), st.sampled_from(ALLOWED["bound"]), st.integers(0, 30), st.sampled_from(ALLOWED["bound"]))
def test_a_direction_holds_for_every_number_that_the_bounds_allow(before, left, after, right):
    sides = [pd.DataFrame({"value": [float(v)], "bound": [b]}) for v, b in ((before, left), (after, right))]
    (said,) = _direction(_allowed(sides[0], RULES), _allowed(sides[1], RULES), *sides)
    signs = {int(np.sign(b - a)) for a, b in product(_possible(before, left), _possible(after, right))}
    assert said == ({1: "up", -1: "down", 0: "same"}[signs.pop()] if len(signs) == 1 else "") or (
        said == "" and "approx" in (left, right)
    )
