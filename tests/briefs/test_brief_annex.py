"""The annex: which words prove a number, and how they are shown."""

import invented
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipbrief.briefs.annex import CUT, proofs, quoted_spans, runs_of, shortened
from tipbrief.briefs.compose import compose
from tipbrief.briefs.figures import figures_of
from tipbrief.briefs.wording import Words
from tipbrief.settings import read_indicators

WORDS = Words("en", read_indicators())
LONGEST = 400
SENTENCE = "Of the victims, two were men and two were women; one of the 22 fled."


def row(quote, start, **more):
    return {"doc": "a", "quote": quote, "start": start, "sentence": SENTENCE, **more}


def text(runs):
    return "".join(run["text"] for run in runs)


def quoted(runs):
    return [run["text"] for run in runs if run["quoted"]]


def test_figures_of_one_sentence_share_a_reference_and_each_quote_is_marked():
    country = invented.sparse()
    for value, at in ((3, 4), (5, 25)):
        invented.add_series(country, f"victims_{'identified' if value == 3 else 'assisted'}", {}, [str(value)])
        sentence = "The 3 victims found, and 5 whom it helped."
        latest = list(country["observations"].values())[-1]
        latest.update(quote=str(value), sentence=sentence, start=100 + at, end=101 + at)
    brief = compose(country, WORDS, invented.SETTINGS, invented.ACCURACY)
    item = next(item for item in brief["annex"] if len(item["proves"]) == 2)
    assert quoted(item["runs"]) == ["3", "5"] and text(item["runs"]) == sentence
    assert {f["value"] for f in figures_of(brief["sections"]) if f["refs"] == [item["number"]]} >= {3, 5}


@pytest.mark.parametrize(("start", "at"), [(116, 16), (133, 33)])
def test_offsets_tell_which_of_two_equal_words_is_meant(start, at):
    anchor = row("Of the victims", 100)
    (span,) = quoted_spans(SENTENCE, [row("two", start)], [anchor, row("two", start)])
    assert span == (at, at + 3)


def test_without_agreeing_offsets_a_quote_is_a_whole_word():
    (span,) = quoted_spans("In 2022, 2 fled.", [row("2", 0)], [row("2", 0), row("In", 500)])
    assert span == (9, 10)


def test_a_sentence_with_a_withheld_number_is_not_printed():
    rows = {"x": row("two were men", 116), "y": row("(withheld)", 133, masked=True), "z": row("fled", 0)}
    assert {proof[-1] for proof in proofs(rows).values()} == {"two were men", "(withheld)", "fled"}


@pytest.mark.parametrize("sentence", [None, "", "another sentence"])
def test_without_its_sentence_the_quote_stands_alone(sentence):
    (proof,) = proofs({"x": {**row("two were men", 0), "sentence": sentence}}).values()
    assert proof[-1] == "two were men"


@given(st.text("ab \u00e9.", max_size=900), st.lists(st.tuples(st.integers(0, 900), st.integers(1, 60)), max_size=6))
def test_cutting_keeps_every_quoted_word(sentence, cuts):
    spans = [(a, min(a + n, len(sentence))) for a, n in cuts if a < len(sentence)]
    runs = runs_of(sentence, spans)
    assert text(runs) == sentence
    short = shortened(runs, LONGEST)
    if len(sentence) <= LONGEST:
        assert short == runs
    elif len(runs) > 1:
        assert quoted(short) == quoted(runs)
    kept = [piece for run in short for piece in run["text"].split(CUT)]
    assert all(piece.strip() in sentence for piece in kept)
    assert len(text(short)) <= max(LONGEST, sum(map(len, quoted(runs)))) + 14 * 12 * len(CUT)


@pytest.mark.parametrize("spans", [[], [(0, 2400)], [(5, 2400)]])
def test_a_quote_that_is_too_long_loses_its_middle(spans):
    runs = shortened(runs_of("word " * 500, spans), LONGEST)
    assert CUT in text(runs) and len(text(runs)) <= LONGEST + 200


def test_a_long_sentence_is_cut_around_its_quote():
    long = "word " * 120 + "the 7 cases" + " word" * 120
    runs = shortened(runs_of(long, [(600, 611)]), LONGEST)
    assert text(runs).startswith(CUT) and text(runs).endswith(CUT) and quoted(runs) == ["the 7 cases"]
    assert len(text(runs)) <= LONGEST + 2 * len(CUT) + 2


@pytest.mark.parametrize(
    ("licence", "most"),
    [("CC BY 4.0", LONGEST), ("Public domain (US)", LONGEST), ("All rights reserved", 160), ("", 160)],
)
def test_a_source_that_may_not_be_redistributed_is_quoted_briefly(licence, most):
    country = invented.rich()
    for document in country["documents"]:
        document["licence"] = licence
    for row in country["observations"].values():
        row["sentence"] = (
            f"{'Before it there is much. ' * 30}The report says that {row['quote']}.{' And more after it.' * 30}"
        )
    annex = compose(country, WORDS, invented.SETTINGS, invented.ACCURACY)["annex"]
    lengths = [sum(len(run["text"]) for run in item["runs"]) for item in annex]
    assert most // 2 < max(lengths) <= most + 40
