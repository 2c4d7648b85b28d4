"""What is said in words, compared across editions: assessments, tiers, recommendations."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from series_rows import RULES, assessment, recommendations, records, result_of, row, source, sources_of, write_stage

from tipbrief.files import read_table
from tipbrief.series import run
from tipbrief.series.likeness import FULL, pair, score_all, words_of
from tipbrief.series.masking import WITHHELD
from tipbrief.series.recommended import compare_recommendations
from tipbrief.series.said import Said, compare_said

MEASURED = yaml.safe_load(Path(__file__).with_name("recommendations.yml").read_text(encoding="utf-8"))
SHELTER, JUDGES, VERDICTS = "Open a shelter for men", "Train judges in the islands", "Publish court decisions"


def said_of(*tables: list[dict[str, str]], tiers: list[dict[str, str]] = (), given=(), hiding=()) -> Said:
    """The tables in words for rows of assessments.csv or recommendations.csv, in any mixture."""
    rows = [entry for table in tables for entry in table]
    sources = sources_of([*rows, *tiers], *given)
    assessed = [entry for entry in rows if "pillar" in entry]
    items = [entry for entry in rows if "position" in entry]
    return compare_said(assessed, items, sources, result_of(list(tiers), *given).series, RULES.alike, hiding)


def outcomes(said: Said) -> list[tuple[object, ...]]:
    names = ("edition", "text", "outcome", "editions", "missing")
    return [tuple(entry[name] for name in names) for entry in records(said.recommended)]


def test_a_recommendation_is_repeated_reworded_new_or_dropped():
    said = said_of(
        recommendations("a-2020", SHELTER, JUDGES, VERDICTS),
        recommendations("a-2021", "train JUDGES, in islands.", "Open shelters for men and boys", "Fund the hotline"),
        recommendations("a-2022", JUDGES),
    )
    assert outcomes(said) == [
        (2020, SHELTER, "first", 1, ""), (2020, JUDGES, "first", 1, ""), (2020, VERDICTS, "first", 1, ""),
        (2021, "train JUDGES, in islands.", "repeated", 2, ""),
        (2021, "Open shelters for men and boys", "reworded", 2, ""),
        (2021, "Fund the hotline", "new", 1, ""), (2021, VERDICTS, "dropped", 1, ""),
        (2022, JUDGES, "repeated", 3, ""),
        (2022, "Open shelters for men and boys", "dropped", 2, ""), (2022, "Fund the hotline", "dropped", 1, ""),
    ]  # fmt: skip
    table = records(said.recommended)
    ids = {entry["recommendation"]: entry for entry in table if entry["recommendation"]}
    assert ids[table[3]["before"]]["text"] == JUDGES
    assert (table[7]["first_edition"], table[7]["before_edition"], table[7]["match"]) == (2020, 2021, FULL)
    assert (table[6]["doc"], table[6]["position"], table[6]["recommendation"]) == ("a-2020", None, "")


def test_an_edition_that_is_not_there_is_a_gap_and_so_is_one_without_recommendations():
    said = said_of(
        recommendations("a-2016", SHELTER, JUDGES),
        recommendations("a-2018", SHELTER),
        recommendations("a-2020", SHELTER),
        given=[source("a-2017"), source("a-2019")],
    )
    assert outcomes(said)[2:] == [
        (2018, SHELTER, "repeated", 2, "2017"),
        (2018, JUDGES, "dropped", 1, "2017"),
        (2020, SHELTER, "repeated", 3, "2017;2019"),
    ]


def test_what_is_new_after_a_gap_may_be_older():
    said = said_of(recommendations("a-2018", SHELTER), recommendations("a-2020", SHELTER, JUDGES))
    assert outcomes(said)[-1] == (2020, JUDGES, "new", 1, "2019")


def test_publishers_and_countries_are_compared_apart():
    other = source("b-2021", publisher="Another Office")
    said = said_of(recommendations("a-2020", SHELTER), recommendations("b-2021", SHELTER), given=[other])
    assert {entry["outcome"] for entry in records(said.recommended)} == {"first"}
    said = said_of(recommendations("a-2020", SHELTER), recommendations("b-2021", SHELTER, iso3="BOR"))
    assert {entry["outcome"] for entry in records(said.recommended)} == {"first"}


def test_a_report_speaks_before_its_digest():
    digest = source("d-2021", kind="digest", publisher="Tipbrief, digest of Invented Office")
    said = said_of(
        recommendations("d-2021", "We say: open a shelter", VERDICTS),
        recommendations("a-2020", SHELTER),
        recommendations("a-2021", SHELTER),
        [assessment("decreased", doc="d-2021"), assessment("increased", doc="a-2021")],
        given=[digest],
    )
    assert outcomes(said) == [(2020, SHELTER, "first", 1, ""), (2021, SHELTER, "repeated", 2, "")]
    assert [entry["doc"] for entry in records(said.assessed)] == ["a-2021"]


def test_said_twice_in_one_document_counts_once():
    said = said_of(
        recommendations("a-2020", SHELTER, SHELTER.upper()), recommendations("a-2021", SHELTER, JUDGES, SHELTER)
    )
    assert outcomes(said) == [
        (2020, SHELTER, "first", 1, ""), (2021, SHELTER, "repeated", 2, ""), (2021, JUDGES, "new", 1, ""),
    ]  # fmt: skip


def test_three_hundred_items_are_compared():
    texts = [f"Recommendation {name} number {n}" for n in range(300) for name in [f"x{n:03}"]]
    said = said_of(recommendations("a-2020", *texts), recommendations("a-2021", *reversed(texts)))
    assert [entry["outcome"] for entry in records(said.recommended)][300:] == ["repeated"] * 300


def test_nothing_said_gives_empty_tables():
    said = said_of()
    assert (len(said.assessed), len(said.tiers), len(said.recommended)) == (0, 0, 0)


def test_the_limit_finds_what_was_measured():
    found, wanted = set(), set()
    for name, case in MEASURED.items():
        sides = [[words_of(text, RULES.alike) for text in case[side]] for side in ("before", "after")]
        found |= {(name, left, right) for left, right, _ in pair(*sides, RULES.alike)}
        wanted |= {(name, left, right) for left, right in case["pairs"].items()}
    assert (len(wanted), len(found & wanted), len(found - wanted)) == (35, 32, 1)


TEXTS = st.lists(
    st.sampled_from(("open", "shelters", "train", "judges", "the", "of", "men", "boys", "Ош", "é", "."))
).map(" ".join)
LISTS = st.lists(TEXTS.filter(str.strip), max_size=6)


@given(LISTS, LISTS)
def test_pairing_is_one_to_one_and_never_mind_the_side(before, after):
    sides = [[words_of(text, RULES.alike) for text in side] for side in (before, after)]
    pairs = pair(*sides, RULES.alike)
    for side in (0, 1):
        assert len({found[side] for found in pairs}) == len(pairs)
    scores = score_all(*sides)
    assert (scores == score_all(*reversed(sides)).T).all()
    assert scores.min(initial=0) >= 0 and scores.max(initial=0) <= FULL
    for left, right, score in pairs:
        assert score >= RULES.alike.reworded or sides[0][left].sequence == sides[1][right].sequence


@given(st.lists(LISTS, max_size=4), st.randoms(use_true_random=False))
def test_no_order_of_rows_or_documents_matters_and_nothing_is_lost(editions, chance):
    tables = [recommendations(f"a-{2018 + 2 * at}", *texts) for at, texts in enumerate(editions)]
    rows = [entry for table in tables for entry in table]
    mixed = chance.sample(rows, len(rows))
    said = compare_recommendations(rows, sources_of(rows), RULES.alike)
    assert said == compare_recommendations(mixed, list(reversed(sources_of(rows))), RULES.alike)
    before: set[str] = set()
    for table in (table for table in tables if table):
        here = [entry for entry in said if entry["edition"] == int(table[0]["edition"])]
        stands = [entry for entry in here if entry["outcome"] != "dropped"]
        words = [words_of(entry["text"], RULES.alike).sequence for entry in stands]
        assert {words_of(entry["text"], RULES.alike).sequence for entry in table} == set(words)
        assert len(set(words)) == len(words)
        assert {entry["before"] for entry in here if entry["before"]} == before
        before = {str(entry["recommendation"]) for entry in stands}


@given(LISTS)
def test_identical_text_is_always_repeated(texts):
    rows = [*recommendations("a-2020", *texts), *recommendations("a-2021", *reversed(texts))]
    said = compare_recommendations(rows, sources_of(rows), RULES.alike)
    assert {entry["outcome"] for entry in said if entry["edition"] == 2021} <= {"repeated"}


def test_assessments_are_compared_with_the_last_edition_that_says_something():
    rows = [
        assessment("increased", doc="a-2018"),
        assessment("increased", doc="a-2019"),
        assessment("silent", doc="a-2020"),
        assessment("increased", doc="a-2022"),
        assessment("increased", doc="a-2023", degree="modest"),
    ]
    names = ("edition", "change", "before", "before_edition", "editions", "missing")
    assert [tuple(entry[name] for name in names) for entry in records(said_of(rows[::-1]).assessed)] == [
        (2018, "first", "", None, 1, ""),
        (2019, "same", "increased", 2018, 2, ""),
        (2020, "silent", "", None, 0, ""),
        (2022, "same", "increased", 2019, 3, "2020;2021"),
        (2023, "changed", "increased", 2022, 1, ""),
    ]


def test_pillars_are_compared_apart_and_a_saying_document_before_a_silent_one():
    rows = [assessment("silent", doc="a-2020"), assessment("maintained", doc="b-2020"), assessment(pillar="overall")]
    told = [(entry["pillar"], entry["doc"], entry["assessment"]) for entry in records(said_of(rows).assessed)]
    assert told == [("overall", "a-2020", "increased"), ("prosecution", "b-2020", "maintained")]


def tier(edition: int, value: object, **said: str) -> dict[str, str]:
    cells = {"indicator": "tier", "offence": "", "actor": "", "period": "reporting", **said}
    return row(doc=f"a-{edition}", year=edition, value=value, **cells)


def test_the_history_of_a_tier():
    tiers = [
        tier(2015, 2), tier(2016, 2), tier(2018, 2), tier(2019, 2.5), tier(2020, 1),
        tier(2021, "", subtype="special case"), tier(2022, 3),
    ]  # fmt: skip
    names = ("edition", "label", "change", "before_label", "editions", "since", "missing")
    assert [tuple(entry[name] for name in names) for entry in records(said_of(tiers=tiers[::-1]).tiers)] == [
        (2015, "Tier 2", "first", "", 1, 2015, ""),
        (2016, "Tier 2", "unchanged", "Tier 2", 2, 2015, ""),
        (2018, "Tier 2", "unchanged", "Tier 2", 3, 2015, "2017"),
        (2019, "Tier 2 Watch List", "downgraded", "Tier 2", 1, 2019, ""),
        (2020, "Tier 1", "upgraded", "Tier 2 Watch List", 1, 2020, ""),
        (2021, "Special Case", "other", "Tier 1", 1, 2021, ""),
        (2022, "Tier 3", "other", "Special Case", 1, 2022, ""),
    ]


@pytest.mark.parametrize("hidden", [True, False])
def test_a_document_with_a_masked_count_shows_no_sentence(tmp_path, hidden):
    kept = source("a-2020", access="restricted" if hidden else "public")
    settings = write_stage(
        tmp_path, [row(value=3), row(doc="a-2021", value=3)], kept, source("a-2021"),
        assessed=[assessment(), assessment(doc="a-2021")],
        recommended=[*recommendations("a-2020", SHELTER), *recommendations("a-2021", JUDGES)],
    )  # fmt: skip
    run(settings, 1)
    data = json.loads((tmp_path / "work/series/ATL.json").read_text(encoding="utf-8"))
    for entries, name in ((data["assessments"], "quote"), (data["recommendations"], "text")):
        for entry in entries:  # the dropped one is quoted from the document that had it
            assert (entry[name] == WITHHELD) is (hidden and entry["doc"] == "a-2020")
    assert len(read_table(tmp_path / "reports/data/recommended.csv")) == 3
