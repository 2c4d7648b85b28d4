"""Statistics tables: what each cell becomes by its labels, and what is left when they do not say enough."""

import pytest
from observation_text import read, stated

from tipbrief.errors import TipbriefError
from tipbrief.observations.build import prove
from tipbrief.observations.lexicon import read_lexicon
from tipbrief.observations.table_words import read_table_words
from tipbrief.settings import CONFIG

BY_YEAR_ACROSS = """Table 1: Statistics
Indicator | 2017 | 2018 | 2019
Investigations | 1,204 | 12 | 9
Prosecutions | – | n/a | 7
Convictions | 3 | 0 | 2
Victims identified | 31 | 40 | 105
of whom children | 3 | 4 | 15"""
BY_YEAR_DOWN = """The police gave these numbers.
Year | Investigations opened | Cases sent to court | Traffickers convicted
2017 | 12 | 9 | 1
2019* | 18 | .. | 3
Total | 30 | 9 | 4"""
BY_FORM = """Table 3: Victims identified by sex and age, 2018-2019
| 2018 | | 2019
| Men | Women | Boys | Girls
Sex trafficking | 1 | 22 | 3 | 31
Forced labour | 40 | 5 | 22 | 4
Total | 41 | 27 | 25 | 35"""
IN_PARTS = """Overview
| 2018 | 2019
Prosecution:
Cases registered | 5 | 7
Protection
Victims assisted by NGOs | 40 | 41 (12 children)
Victims sheltered | 38 (50%) | >39"""


def table(text: str) -> str:
    """The lines of a table as blocks; one without a bar, below the first, stands over all columns."""
    first, *rows = text.split("\n")
    return "\n\n".join([first, *(row if "|" in row else f"{row} |" for row in rows)])


def figures(text: str, **cells: str) -> list[dict]:
    found = read(table(text), **cells)
    proven, problems = prove(found, table(text), "own", "PER")
    assert not problems and len(proven) == len(found.observations)
    plain = [stated(row) for row in proven]
    return [{key: int(value) if isinstance(value, float) else value for key, value in row.items()} for row in plain]


def test_a_column_for_each_year():
    assert figures(BY_YEAR_ACROSS) == [
        {"investigations": 1204, "year": 2017}, {"investigations": 12, "year": 2018}, {"investigations": 9},
        {"prosecutions": "not reported", "year": 2018}, {"prosecutions": 7},
        {"persons_convicted": 3, "year": 2017}, {"persons_convicted": 0, "year": 2018}, {"persons_convicted": 2},
        {"victims_identified": 31, "year": 2017}, {"victims_identified": 40, "year": 2018}, {"victims_identified": 105},
        {"victims_identified": 3, "year": 2017, "age": "child"},
        {"victims_identified": 4, "year": 2018, "age": "child"}, {"victims_identified": 15, "age": "child"},
    ]  # fmt: skip


def test_a_row_for_each_year():
    assert figures(BY_YEAR_DOWN) == [
        {"investigations": 12, "year": 2017}, {"prosecutions": 9, "year": 2017},
        {"persons_convicted": 1, "year": 2017}, {"investigations": 18}, {"persons_convicted": 3},
    ]  # fmt: skip
    ignored = [(row["number"], row["reason"]) for row in read(table(BY_YEAR_DOWN)).ignored]
    assert ("..", "no number in the cell") in ignored
    assert [number for number, reason in ignored if reason == "total over several years"] == ["30", "9", "4"]


def test_years_over_breakdowns_and_a_caption_that_says_what_is_counted():
    men, women = {"sex": "male", "age": "adult"}, {"sex": "female", "age": "adult"}
    girls = {"sex": "female", "age": "child"}
    found = figures(BY_FORM)
    assert len(found) == 12
    assert found[:2] == [
        {"victims_identified": 1, "year": 2018, "exploitation": "sex"} | men,
        {"victims_identified": 22, "year": 2018, "exploitation": "sex"} | women,
    ]
    assert {"victims_identified": 4, "exploitation": "labor"} | girls in found
    assert found[-1] == {"victims_identified": 35} | girls


def test_rows_over_all_columns_shares_bounds_and_brackets():
    assert figures(IN_PARTS) == [
        {"investigations": 5, "year": 2018}, {"investigations": 7},
        {"victims_assisted": 40, "year": 2018}, {"victims_assisted": 41}, {"victims_assisted": 12, "age": "child"},
        {"victims_sheltered": 38, "year": 2018}, {"victims_sheltered": 39, "bound": "min"},
    ]  # fmt: skip
    rows = read(table(IN_PARTS)).observations
    assert [row["actor"] for row in rows if row["indicator"] == "victims_assisted"] == ["ngo"] * 3


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Victims in 2019\n| Identified | Referred\nChildren | 5 | 4\nTotal | 35 | 24",
         [{"victims_identified": 5, "age": "child"}, {"victims_referred": 4, "age": "child"},
          {"victims_identified": 35}, {"victims_referred": 24}]),
        ("Traffickers, 2019\nStage | Number\nProsecuted | 11\nConvicted | 9",
         [{"persons_prosecuted": 11}, {"persons_convicted": 9}]),
        ("Year\nYear | Victims identified | Women | Men | Share of women, %\n2019 | 40¹ | 22 | 18 | 55",
         [{"victims_identified": 40}, {"victims_identified": 22, "sex": "female", "age": "adult"},
          {"victims_identified": 18, "sex": "male", "age": "adult"}]),
        ("Victims identified by nationality, 2019\nNationality | Number\nPeru | 12\nNepali | 8",
         [{"victims_identified": 12, "origin": "national"}, {"victims_identified": 8, "origin": "foreign"}]),
        ("Cases registered by article\nArticle | 2019\nArticle 153 | 12\nPimping | 3",
         [{"investigations": 12, "law": "153"}, {"investigations": 3, "offence": "related"}]),
        ("Victims identified\nIdentified by | 2019\nPolice | 14\nNGOs | 31",
         [{"victims_identified": 14}, {"victims_identified": 31}]),
        ("Figures\nVictims identified | 31", [{"victims_identified": 31}]),
        ("Figures\n| 2018\nVictims identified | 31\n| 2019\nVictims identified | 12",
         [{"victims_identified": 31, "year": 2018}, {"victims_identified": 12}]),
        ("Figures\n| 2018 | 2019\nVictims identified | 31 | 30\n| 2018 | 2019\nConvictions | 1 | 2",
         [{"victims_identified": 31, "year": 2018}, {"victims_identified": 30},
          {"persons_convicted": 1, "year": 2018}, {"persons_convicted": 2}]),
        ("Table 2: Victims identified by police and NGOs\n| 2019\nof sex trafficking | 9\nof whom women | 8",
         [{"victims_identified": 9, "exploitation": "sex"},
          {"victims_identified": 8, "exploitation": "sex", "sex": "female", "age": "adult"}]),
        ("Cases\n| 2019\nSex trafficking\nInvestigations | 3\nForced labour\nInvestigations | 4\n"
         "Total investigations | 7",
         [{"investigations": 3, "exploitation": "sex"}, {"investigations": 4, "exploitation": "labor"},
          {"investigations": 7}]),
        ("Number and share of victims identified\n| Number | %\nWomen | 40 | 80",
         [{"victims_identified": 40, "sex": "female", "age": "adult"}]),
        ("Indicator\nIndicator | FY 2018 | Change\nInvestigations | about 12 | 3",
         [{"investigations": 12, "year": 2018, "bound": "approx"}]),
        ("The police identified 30 victims, 12 of them children, in 2018.\n| Number\nVictims identified | 31",
         [{"victims_identified": 31}, {"victims_identified": 30, "year": 2018},
          {"victims_identified": 12, "year": 2018, "age": "child"}]),
        ("Notes\nVictims identified | Remarks\n40 | Courts convicted two traffickers in 2018.",
         [{"victims_identified": 40}]),
        ("Notes\n| 2018\nVictims identified | 31\nThe courts, which had never before heard of the law, "
         "convicted two traffickers in 2018, and that was all that they did.",
         [{"victims_identified": 31, "year": 2018}, {"persons_convicted": 2, "year": 2018}]),
    ],
)  # fmt: skip
def test_what_labels_say(text, found):
    assert sorted(map(str, figures(text))) == sorted(map(str, found))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Inspections\n| 2019\nVictims identified in Lima | 4", "no phrase knows 'lima' in its labels"),
        ("Investigations and prosecutions\n| 2019\nSex trafficking | 4", "several phrases claim it"),
        ("Trafficking\n| 2019\nInvestigations and prosecutions | 4", "several phrases claim it"),
        ("Statistics\n| 2019\nVictims | 4", "no phrase claims it"),
        ("Notes\nVictims identified | Remarks\n40 | Courts heard 4 cases.", "stands in a cell of words"),
        ("Victims identified\n| 2019\nNepal | 4", "its labels name a country"),
        ("Statistics\nVictims identified | 4 | 5", "nothing stands at the head of its column"),
        ("Statistics\n| 2019\nCases of Lima | 9\nof whom women | 4", "no phrase claims it"),
        ("Statistics\n| 2019\nInvestigations | 9\nConvictions | 8\nTotal | 4", "no phrase claims it"),
    ],
)  # fmt: skip
def test_what_labels_do_not_say_is_left_to_the_analyst(text, reason):
    left = [(row["number"], row["reason"]) for row in read(table(text)).unclaimed]
    assert ("4", reason) in left
    assert "4" not in {row["value"] for row in read(table(text)).observations}


@pytest.mark.parametrize(
    ("caption", "reason"),
    [("Share of victims identified", "percentage"), ("Victims identified, in thousands", "other unit")],
)
def test_a_caption_may_say_that_no_number_counts(caption, reason):
    found = read(table(f"{caption}\n| 2019\nWomen | 40"))
    assert not found.observations and ("40", reason) in [(row["number"], row["reason"]) for row in found.ignored]


def test_the_actor_is_the_nearest_that_a_label_names():
    found = read(table("Victims identified by police and NGOs\n| 2019\nNGOs | 9\nPolice | 8\nTotal | 17"))
    assert [(row["value"], row["actor"]) for row in found.observations] == [
        ("9", "ngo"), ("8", "government"), ("17", "government")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Victims identified | 40%", "percentage"), ("Share of victims identified | 40", "percentage"),
        ("Suspects arrested | 40", "arrests, acquittals, screenings and the like"),
        ("Victims awarded compensation | $40", "money"), ("Fines, USD | 40", "money"),
        ("Victims identified | -", "no number in the cell"),
    ],
)  # fmt: skip
def test_cells_that_are_no_figures_have_their_reason(row, reason):
    found = read(table(f"Statistics\n| 2019\n{row}"))
    assert reason in {one["reason"] for one in found.ignored}
    assert not found.observations and not found.unclaimed


def test_the_quote_is_the_row_up_to_the_cell_and_the_rest_is_inferred():
    rows = {row["value"]: row for row in read(table(BY_YEAR_ACROSS)).observations}
    assert (rows["40"]["quote"], rows["40"]["rule"], rows["40"]["inferred"]) == (
        "Victims identified | 31 | 40", "table", "head"
    )  # fmt: skip
    assert rows["15"]["inferred"] == "above head" and rows["15"]["sentence"] == "of whom children | 3 | 4 | 15"
    assert {row["inferred"] for row in read(table(BY_FORM)).observations} == {"caption head"}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({}, ""),
        ({"value": "31"}, "the last cell of its quote does not say 31"),
        ({"start": 0, "quote": table(BY_YEAR_ACROSS)[:234], "end": 234}, "its quote runs over more than one row"),
    ],
)
def test_the_last_cell_of_the_quote_must_say_the_value(change, why):
    found = read(table(BY_YEAR_ACROSS))
    (row,) = (row for row in found.observations if row["value"] == "40")
    found.observations = [row | change]
    problems = prove(found, table(BY_YEAR_ACROSS), "own", "PER")[1]
    assert [why in problem.message for problem in problems] == ([True] if why else [])


def test_a_fact_in_the_text_and_in_a_table_is_one():
    found = read("The government identified 31 victims in 2019.\n\n| 2019\n\nVictims identified | 31")
    assert [(row["value"], row["actor"]) for row in found.observations] == [("31", "government")]


def test_a_table_without_a_year_is_held_where_the_document_has_none():
    found = read("Statistics\n\nVictims identified | 31", default_year="", kind="other")
    assert not found.observations
    assert [row["reason"] for row in found.held] == ["no year is named, and the document has no default year"]


def test_rows_of_words_are_read_as_text():
    found = read("Police | identified 12 victims in 2018\n\nCourts | convicted three traffickers")
    assert {(row["indicator"], row["value"], row["rule"] == "table") for row in found.observations} == {
        ("victims_identified", "12", False), ("persons_convicted", "3", False)
    }  # fmt: skip


RUSSIAN = """Таблица 1: Показатели
Показатель | 2018 | 2019
Возбуждено уголовных дел | 12 | 14
Осуждено лиц | 3 | н/д
Выявлено жертв | 30 | 31
из них детей | 5 | 6
Доля детей, % | 17 | 19"""


def test_a_table_in_russian():
    lexicon = read_lexicon("ru")
    found = [stated(row) for row in read(table(RUSSIAN), lexicon, language="ru", iso3="KGZ").observations]
    assert found == [
        {"investigations": 12, "year": 2018}, {"investigations": 14}, {"persons_convicted": 3, "year": 2018},
        {"persons_convicted": "not reported"}, {"victims_identified": 30, "year": 2018}, {"victims_identified": 31},
        {"victims_identified": 5, "year": 2018, "age": "child"}, {"victims_identified": 6, "age": "child"},
    ]  # fmt: skip


def test_a_faulty_list_of_table_words_is_refused(tmp_path):
    given = (CONFIG / "lexicon" / "en" / "tables.yml").read_text(encoding="utf-8")
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "tables.yml").write_text(given.replace("zero: [nil, none, zero]", "nought: [nil, no]"))
    with pytest.raises(TipbriefError, match=r"`zero` is missing .*; `nought` is no list that the program reads"):
        read_table_words("en", tmp_path)
    (tmp_path / "en" / "tables.yml").write_text(given.replace("zero: [nil, none, zero]", "zero: [nil, no]"))
    with pytest.raises(TipbriefError, match="`zero` must be a list of words"):
        read_table_words.__wrapped__("en", tmp_path)
