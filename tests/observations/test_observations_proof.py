"""What must hold for every text: no exception, every row proven, the same rows each time, and never a crawl."""

import cProfile

import pytest
from hypothesis import given
from hypothesis import settings as chosen
from hypothesis import strategies as st
from observation_text import HOSTILE, INDICATORS, LEXICON, document_of, read

from tipbrief.errors import TipbriefError
from tipbrief.model import OBSERVATION_COLUMNS
from tipbrief.observations.build import LEFTOVER_COLUMNS, prove
from tipbrief.observations.corrections import Corrections
from tipbrief.observations.explain import explain
from tipbrief.observations.proof import flaw

WORDS = (
    "the government", "police", "NGOs", "courts", "identified", "convicted", "referred", "were assisted", "opened",
    "did not report", "any", "no", "12", "14 victims", "two", "one hundred and", "victims", "traffickers", "cases",
    "investigations", "in 2018", "in 2019,", "in fiscal year 2018", "compared with", "including", "of whom",
    "Of these,", "the remaining", "women", "boys", "(", ")", ",", ";", ":", ".", "—", "and", "or", "to prison",
    "under article 127", "sex trafficking", "forced labor", "pimping", "article", "5,000", "2018¹⁰", "Ош", "\n\n", "\n",
    "é", "😀", "’", "respectively", "from", "to", "according to", "the National Rapporteur", "hotline", "shelters",
    "$", "%", "3.5 million", "# ",
)  # fmt: skip
RUSSIAN = (
    "полиция", "НПО", "судами", "выявила", "выявлено", "осуждены", "оказана помощь", "возбуждено", "не", "ни одного",
    "12", "14 жертв", "двое", "сто двадцать", "жертв", "торговцев людьми", "уголовных дел", "из них", "в том числе",
    "женщин", "дети", "(", ")", ",", ";", ":", ".", "—", "и", "в 2018 году", "в 2019-м", "с 2015 года",
    "в прошлом году", "против", "по ст. 171 УК", "сексуальной эксплуатации", "сводничества", "по данным МВД",
    "на горячую линию", "составило", "до", "увеличилось с", "на 5 больше", "тыс.", "2-х", "им", "по этим фактам",
    "граждан Перу", "из", "данных нет", "\n\n", "%",
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=200), *(st.lists(st.sampled_from(words), max_size=50).map(" ".join) for words in (WORDS, RUSSIAN))
)


@given(TEXTS)
@chosen(max_examples=600)
def test_every_text_is_read_and_every_row_is_proven(text):
    found = read(text)
    assert [flaw(row, text) for row in found.observations] == [""] * len(found.observations)
    for row in found.observations:
        assert set(OBSERVATION_COLUMNS) <= set(row)
        assert row["indicator"] in INDICATORS and row["status"] in ("reported", "not_reported")
        assert (row["value"] == "") == (row["status"] == "not_reported")
        assert row["year"] is not None and row["bound"] in ("exact", "approx", "min", "max")
    for row in found.held:
        assert row["reason"] and row["sentence"] in text
    for row in found.ignored + found.unclaimed:
        assert set(LEFTOVER_COLUMNS) <= set(row)
        assert row["reason"] and text[row["start"] : row["end"]] == row["number"]


@given(TEXTS)
def test_every_row_is_explained(text):
    try:
        said = "\n".join(explain(document_of(text), LEXICON, INDICATORS, Corrections()))
    except TipbriefError:  # no number in it
        said = ""
    found = read(text)
    assert all(row["id"] in said for row in found.observations)
    assert said.count("held: ") >= len(found.held)


@given(TEXTS)
def test_the_same_text_gives_the_same_rows(text):
    assert read(text) == read(text)


@given(TEXTS)
def test_a_paragraph_before_moves_the_offsets_and_nothing_else(text):
    def rows(found):
        columns = set(OBSERVATION_COLUMNS) - {"start", "end"}
        return [{key: row[key] for key in columns} for row in found.observations]

    alone, behind = read(text.strip("\n")), read("Nothing here.\n\n" + text.strip("\n"))
    assert rows(alone) == rows(behind)


def calls(text: str) -> int:
    """How many calls of functions it takes to read a text: its work, without a clock."""
    profile = cProfile.Profile()
    profile.runcall(read, text)
    return sum(entry.callcount for entry in profile.getstats())


@pytest.mark.parametrize("piece", HOSTILE)
def test_work_grows_with_the_text_and_no_faster(piece):
    """Twice as many sentences cost twice as much; a sentence of twice the length, less than its square."""
    block = piece * (1_000 // len(piece))
    read(block)  # what is read once and kept
    few, many = (calls(". ".join([block] * count)) for count in (4, 8))
    assert many <= 2.2 * few
    assert calls(block + block) <= 3 * calls(block)


TEXT = "Police identified 12 victims in 2018. Courts convicted no traffickers."


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({}, ""),
        ({"start": 1}, "its quote does not stand at its offsets"),
        ({"end": 35}, "its quote does not stand at its offsets"),
        ({"quote": "Police identified 13 victims in 2018"}, "its quote does not stand at its offsets"),
        ({"value": "13"}, "its quote does not say 13"),
        ({"value": "1"}, "its quote does not say 1"),
        ({"value": "2018.5"}, "its quote does not say 2018.5"),
        ({"start": 0, "end": len(TEXT), "quote": TEXT}, "its quote runs over more than one sentence"),
        ({"value": "", "status": "not_reported"}, ""),
    ],
)
def test_a_row_that_its_quote_does_not_prove_has_a_flaw(change, why):
    (row,) = (row for row in read(TEXT).observations if row["value"] == "12")
    assert flaw(row | change, TEXT) == why


def test_a_row_that_is_not_proven_is_an_error_and_no_observation():
    found = read(TEXT)
    found.observations[0]["value"] = "13"
    rows, problems = prove(found, TEXT, "own", "PER")
    assert [row["value"] for row in rows] == ["0"]
    (problem,) = problems
    assert (problem.severity, problem.stage, problem.iso3, problem.doc) == ("error", "observations", "PER", "own")
    assert "(victims_identified 2018) is not proven: its quote does not say 13." in problem.message


def test_the_identity_of_a_row_is_what_it_states_and_not_where():
    first, second = read(TEXT).observations, read("Nothing here.\n\n" + TEXT).observations
    assert [row["id"] for row in first] == [row["id"] for row in second]
    assert len({row["id"] for row in first}) == 2
    assert all(len(row["id"]) == 12 for row in first)
