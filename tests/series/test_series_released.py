"""What a release holds of small counts of restricted sources: nothing, whatever stood in the release before."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from series_rows import result_of, row, source, write_stage
from test_series_since import released

from tipbrief.release.contents import PREVIOUS, previous_figures
from tipbrief.release.tables import CHANGES, released_tables
from tipbrief.releases import Release
from tipbrief.series import run

SECRET = source("r-2020", access="restricted")
FORMS = ("sex", "labor", "other", "both")
NUMBERS = ("value", "value_before", "value_now", "from_value", "to_value", "absolute", "percent", "spread")
NAMES = ("observation", "id", "observation_now", "from_observation", "to_observation")


def rows_of(counts):
    """A total of a restricted report, its parts, and the number 7 of a year before; then the same, all published."""
    said = {"indicator": "victims_identified", "offence": "", "doc": "r-2020"}
    parts = [row(value=n, exploitation=form, **said) for n, form in zip(counts, FORMS, strict=False)]
    return [row(value=sum(counts), **said), *parts, row(year=2018, value=7, exploitation="sex", **said)]


def tables_of(folder, rows, before=()):
    if before:
        released(folder, list(before))
    made = write_stage(folder, rows, SECRET)
    run(made, 1)
    return {path: list(csv.DictReader(io.StringIO(data.decode()))) for path, data in released_tables(made).items()}


@settings(max_examples=12)
@given(st.lists(st.integers(0, 12), min_size=1, max_size=4), st.booleans())
def test_no_masked_number_leaves_in_any_table(counts, was_published):
    rows = rows_of(counts)
    hidden = result_of(rows, SECRET).hidden
    with tempfile.TemporaryDirectory() as folder:
        tables = tables_of(Path(folder), rows, rows if was_published else ())
    assert {entry["id"] for entry in tables["data/observations.csv"] if entry["masked"] == "true"} == hidden
    for path, table in tables.items():
        for entry in table:
            if hidden & {entry.get(name) for name in NAMES}:
                told = {name: entry[name] for name in ("value", "value_now", "value_before", "spread") if name in entry}
                assert not any(told.values()), (path, entry)


def test_a_figure_that_was_published_and_is_masked_today_has_no_number_on_either_side(tmp_path):
    rows = [row(value=3, indicator="victims_identified", offence="", doc="r-2020")]
    tables = tables_of(tmp_path, rows, [{**rows[0], "doc": "a-2020"}])
    (change,) = tables[CHANGES]
    assert (change["outcome"], change["value_before"], change["value_now"]) == ("changed", "", "")
    assert change["status_now"] == "masked"


def test_the_kept_figures_of_the_last_release_lose_what_is_masked_today(tmp_path):
    rows = [row(value=3, indicator="victims_identified", offence="", doc="r-2020"), row(value=8)]
    last = Release(released(tmp_path, [{**rows[0], "doc": "a-2020"}, rows[1]]), {}, ())
    made = write_stage(tmp_path, rows, SECRET)
    run(made, 1)
    kept = previous_figures(last, released_tables(made)["data/series.csv"])[PREVIOUS].decode()
    found = {entry["indicator"]: entry["value"] for entry in csv.DictReader(io.StringIO(kept))}
    assert found == {"victims_identified": "", "investigations": "8.0"}


def test_only_tables_that_were_masked_are_released(tmp_path):
    tables = tables_of(tmp_path, [row(value=8)])
    names = {path.removeprefix("data/") for path in tables}
    assert not names & {"held.csv", "unclaimed.csv", "ignored.csv", "checks.csv", "assessments.csv", "corrections.csv"}
    assert {"series.csv", "observations.csv", "sources.csv", CHANGES} <= names
