"""Corrections: every way in which a line, or the table, is refused."""

from __future__ import annotations

import pytest
from correction_text import AS_READ, FILM, FREED, change, line
from observation_text import INDICATORS

from tipbrief.errors import WARNING, TipbriefError
from tipbrief.observations.corrections import COLUMNS, read_corrections
from tipbrief.observations.keys import hash_sentence

GONE = hash_sentence("Police identified nobody.")
REFUSED = [
    (change("year", "2019", "2017", sentence_hash=GONE),
     f"the document has no sentence {GONE} about PER: it was changed or taken out. Find the sentence with "
     "`tipbrief explain own WORDS` and write its hash, or delete the line."),
    (change("year", "2019", "2017", position=7),
     "`position` is 7, but the last number of the sentence is at 2; mend it."),
    (change("year", "2016", "2017"),
     "`old` is '2016', but the extractor says '2019' for `year` now. Look at the sentence; then mend `old`, or delete "
     "the line."),
    (change("year", "2019", "2017", indicator="victims_assisted"),
     "the extractor makes no victims_assisted of the number at position 1 any more, but victims_identified 12. See "
     f"`tipbrief explain own {hash_sentence(FREED)}`; then mend or delete the line."),
    (change("value", "12", "13"),
     "the corrected row cannot stand: its quote does not say 13. Mend the line."),
    (change("value", "12", "0"),
     "the corrected row cannot stand: its quote does not say 0. Mend the line."),
    (change("quote", "identified 12 victims", "12 girls"),
     "the corrected row cannot stand: its sentence does not have this `quote`. Mend the line."),
    (change("status", "reported", "not_reported"),
     "the corrected row cannot stand: `value` must be empty where `status` is not_reported, and only there; correct "
     "both columns. Mend the line."),
    (change("offence", "", "related"),
     "the corrected row cannot stand: its `offence` must be empty for victims_identified. Mend the line."),
    (line("drop", old="13"),
     "`old` is '13', but the extractor says '12' for `value` now. Look at the sentence; then mend `old`, or delete the "
     "line."),
    (line("drop", old="12", sentence_hash=GONE),
     f"the document has no sentence {GONE} about PER: it was changed or taken out. Find the sentence with "
     "`tipbrief explain own WORDS` and write its hash, or delete the line."),
    (line("add", FILM, new="26"), "at position 1 stands '27'; mend `position` or `new`."),
    (line("add", FILM, column="year", new="2017"),
     "an added row needs a line for its `value`, or for its `status` if nothing is reported."),
    (line("add", new="13"),
     "the extractor makes this row by itself now, with '12' for `value`. Make the line a `change`, or delete it."),
    (change("period", "reporting", "yearly"),
     "`new` is 'yearly'; `period` must be one of calendar, reporting, fiscal, partial, multi."),
    (change("sex", "", "women"), "`new` is 'women'; `sex` must be one of (empty), male, female."),
    (change("year", "2019", "19"), "`new` is '19'; `year` must have four digits."),
    (change("value", "12", "1,200"),
     "`new` is '1,200'; `value` must be a plain number such as 1200, or empty where nothing is reported."),
    (change("indicator", "victims_identified", "victims"),
     "`new` is 'victims', which config/indicators.yml does not have; write a code of it."),
    (change("year", "2019", "2017", indicator="victims"),
     "`indicator` is 'victims', which config/indicators.yml does not have; write a code of it."),
    (change("year", "2019", "2019"), "`old` and `new` are the same."),
    (change("quote", "Police identified 12 victims", ""), "`new` is empty; `quote` must be words of the sentence."),
    (change("years", "2019", "2017"),
     "`column` is 'years'; write one of indicator, year, period, value, bound, status, offence, exploitation, sex, "
     "age, origin, actor, law, subtype, reported_by, restated, quote."),
    (line("drop", column="year", old="2019"),
     "it drops a row, so `column` must be value or empty, `old` the row's value, `new` empty."),
    (line("add", FILM, old="26", new="27"), "it adds a row, so `old` must be empty."),
    (line("remove", old="12"), "`action` is 'remove'; write one of change, drop, add."),
    (change("year", "2019", "2017", reason=""), "`reason` is empty; a correction says what, why, who and when."),
    (change("year", "2019", "2017", who="", when=""),
     "`who`, `when` are empty; a correction says what, why, who and when."),
    (change("year", "2019", "2017", when="06/05/2031"),
     "`when` is '06/05/2031', which is no date; write it as 2031-05-06."),
    (change("year", "2019", "2017", position="first"),
     "`position` is 'first'; write the number that `tipbrief explain own` shows, such as 2."),
]  # fmt: skip


@pytest.mark.parametrize(("faulty", "fault"), REFUSED, ids=[fault[:60] for _, fault in REFUSED])
def test_a_line_that_does_not_fit_is_an_error_and_corrects_nothing(corrected, faulty, fault):
    corrected.by(faulty)
    assert corrected.said() == [f"corrections.csv row 2 (own): {fault}"]
    assert corrected.rows() == AS_READ
    (problem,) = corrected.problems
    assert (problem.stage, problem.iso3, problem.doc) == ("observations", "PER", "own")


def test_a_row_is_corrected_as_a_whole_or_not_at_all(corrected):
    corrected.by(change("sex", "", "female"), change("year", "2016", "2017"), change("age", "", "baby"))
    assert len(corrected.said()) == 1 and corrected.row("12")["sex"] == ""
    corrected.by(change("sex", "", "female"), change("year", "2016", "2017"))
    assert len(corrected.said()) == 1 and corrected.row("12")["sex"] == ""


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ([change("year", "2019", "2017"), change("year", "2019", "2016")],
         "it sets `year` of the same figure as row 2; keep one of the two."),
        ([line("drop", old="12"), line("drop", column="", old="12")],
         "it drops the same figure as row 2; keep one of the two."),
        ([line("drop", old="12"), change("year", "2019", "2017")],
         "it is to change the row that row 2 is to drop; keep one."),
    ],
)  # fmt: skip
def test_two_lines_that_contradict_each_other_correct_nothing(corrected, lines, fault):
    corrected.by(*lines)
    assert corrected.said() == [f"corrections.csv row 3 (own): {fault}"] and corrected.rows() == AS_READ


def test_a_row_that_is_there_already_is_not_made_twice(corrected):
    text = "Police identified and assisted 12 victims."
    assert [row[0] for row in corrected.by(text=text).rows()] == ["victims_identified", "victims_assisted"]
    corrected.by(change("indicator", "victims_identified", "victims_assisted", sentence=text), text=text)
    assert corrected.said() == [
        "corrections.csv row 2 (own): the corrected row cannot stand: the sentence gives such a row already. Mend the "
        "line."
    ]


@pytest.mark.parametrize(
    "needless",
    [
        change("year", "2016", "2019"),
        line("drop", FILM, indicator="victims_assisted", old="27"),
        line("add", new="12"),
    ],
)
def test_a_line_that_the_extractor_has_learned_is_a_warning(corrected, needless):
    corrected.by(needless)
    (message,) = corrected.said(WARNING)
    start = "corrections.csv row 2 (own): it is no longer needed: the extractor does the same by itself now."
    assert message.startswith(start) and corrected.rows() == AS_READ


def test_of_several_columns_only_what_is_still_needed_is_set(corrected):
    corrected.by(change("year", "2016", "2019"), change("sex", "", "female"))
    assert len(corrected.said(WARNING)) == 1 and corrected.row("12")["sex"] == "female"


def test_a_sentence_that_stands_twice_with_different_figures_is_corrected_where_the_old_value_is(corrected):
    they = "They identified 12 victims."
    text = f"NGOs identified nine victims in 2019. {they}\n\nThe government identified 14 victims. {they}"
    actors = [row["actor"] for row in corrected.by(text=text).found.observations if row["value"] == "12"]
    assert actors == ["ngo", "government"]
    actor, period = (
        change("actor", "ngo", "unknown", sentence=they),
        change("period", "reporting", "fiscal", sentence=they),
    )
    corrected.by(actor, text=text)
    assert [row["actor"] for row in corrected.found.observations if row["value"] == "12"] == ["unknown", "government"]
    corrected.by(actor, period, text=text)
    assert len(corrected.said()) == 1 and "row 2 (own): `old` is 'ngo', but the extractor says" in corrected.said()[0]


def test_a_dropped_silence_must_be_a_silence(corrected):
    text = "It did not report sheltering any victims."
    (row,) = corrected.by(text=text).found.observations
    cells = {"sentence": text, "position": row["position"], "indicator": row["indicator"]}
    corrected.by(line("drop", old="12", **cells), text=text)
    assert len(corrected.said()) == 1 and len(corrected.found.observations) == 1
    corrected.by(line("drop", old="", **cells), text=text)
    assert corrected.said() == [] and corrected.found.observations == []


def test_a_spreadsheet_may_have_rewritten_a_cell(corrected):
    corrected.by(
        change("restated", "FALSE", "TRUE", position="1.0", iso3="per"),
        line("drop", position="02", indicator="Persons_Convicted", old="3.0"),
    )
    assert corrected.said() == [] and corrected.row("12")["restated"] == "true" and len(corrected.rows()) == 2


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "does not exist; make it with the columns"),
        ("doc,iso3\n", "lacks the column sentence_hash"),
        (",".join((*COLUMNS, "note")) + "\n", "has the unknown column note"),
        (",".join(COLUMNS) + "\n" + "x," * 20, "has more cells than columns"),
    ],
)
def test_a_faulty_table_is_refused_as_a_whole(tmp_path, content, sentence):
    table = tmp_path / "corrections.csv"
    if content is not None:
        table.write_text(content)
    with pytest.raises(TipbriefError, match=f"^{table}.*{sentence}"):
        read_corrections(INDICATORS, table)
