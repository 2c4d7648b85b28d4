"""Every number is used or listed: ignored with its reason, unclaimed, or held."""

import pytest
from observation_text import read

IGNORED = [
    ("The 17-year-old victim was rescued.", "17", "age"),
    ("The government ran a 35-bed shelter.", "35", "measure in a compound"),
    ("All but six were children.", "six", "all but so many"),
    ("24. The authorities identified victims.", "24", "paragraph number"),
    ("The law prescribed five to 15 years in prison.", "five", "duration or prison term"),
    ("The law prescribed five to 15 years in prison.", "15", "duration or prison term"),
    ("The law prescribed terms of 10 years’ imprisonment.", "10", "duration or prison term"),
    ("Courts convicted three traffickers under article 127.", "127", "article or number of a text"),
    ("Courts convicted three traffickers under articles 127 and 128.", "128", "article or number of a text"),
    ("Courts convicted three traffickers under Section 5.", "5", "article or number of a text"),
    ("Decree No. 48 protected victims.", "48", "article or number of a text"),
    ("On 12 May, police identified victims.", "12", "date"),
    ("The conference on victims took place on 15–17 February.", "17", "date"),
    ("Courts convicted three traffickers in 2018.", "2018", "year"),
    ("The 2014 law protected victims.", "2014", "year"),
    ("Girls as young as 13 years old were among the victims.", "13", "age"),
    ("Victims aged 14 were housed.", "14", "age"),
    ("Victims under 18 received assistance.", "18", "age"),
    ("The fund paid $25,000 to victims.", "25,000", "money"),
    ("The fund paid 25,000 euros to victims.", "25,000", "money"),
    ("The fund paid 1.5 million soms for victims.", "1.5 million", "money"),
    ("Some 80 percent of victims were women.", "80", "percentage"),
    ("Some 80% of victims were women.", "80", "percentage"),
    ("The 21st victim was identified.", "21", "ordinal"),
    ("Police freed victims at 10:30.", "10", "time of day"),
    ("Police freed victims at 10:30.", "30", "time of day"),
    ("(1) Victims were housed.", "1", "mark of a list"),
    ("No one helped the victims.", "one", "pronoun"),
    ("Victims helped one another.", "one", "pronoun"),
    ("Case C081/7 concerned victims.", "081", "code"),
    ("Police arrested 14 suspected traffickers.", "14", "arrests, acquittals, screenings and the like"),
    ("Police screened 900 victims.", "900", "arrests, acquittals, screenings and the like"),
    ("The ministry employed 40 prosecutors.", "40", "staff"),
    ("The plan for victims named seven ministries.", "seven", "counts ministries"),
    ("The shelters for victims had 60 beds.", "60", "counts beds"),
    ("Traffickers exploited victims in three provinces.", "three", "counts provinces"),
    ("Police identified victims in 12 of the 15 provinces.", "12", "counts provinces"),
    ("Victims were assisted by more than one of these bodies.", "one", "counts bodies"),
    ("All victims except one were women.", "one", "all but so many"),
    ("The present one concerns victims.", "one", "pronoun"),
    ("Between 60 and 70 percent of victims were women.", "60", "percentage"),
    ("The fund paid 5,000 to 10,000 euros to victims.", "5,000", "money"),
    ("Six victims were between 12 and 15.", "15", "age"),
    ("The shelter had a capacity of 50 victims.", "50", "capacity"),
    ("The shelter had room for up to 16 victims.", "16", "capacity"),
    ("In one case, a court convicted four traffickers.", "one", "a case told"),
    ("In one case, a court convicted four traffickers.", "four", "a case told"),
    ("In one widely reported case, police freed nine girls.", "one", "a case told"),
    ("Three out of four victims were women.", "Three", "share"),
    ("Three out of four victims were women.", "four", "share"),
    ("Worldwide, 105,787 victims were identified in 2018.", "105,787", "total of the world or a region"),
    ("A study found that 4,000 children were victims.", "4,000", "estimate"),
    ("According to a survey, police identified 350 victims.", "350", "estimate"),
    ("NGOs estimate that there are 10,000 victims.", "10,000", "estimate"),
    ("The government will train 200 officers on victim identification.", "200", "plan"),
    ("GRETA urges the authorities to assist 300 victims.", "300", "plan"),
    ("The government did not provide an update on the five investigations of 2018.", "five", "told again"),
    ("The government did not report the outcome of 14 prosecutions.", "14", "told again"),
]


@pytest.mark.parametrize(
    ("text", "number", "reason"),
    IGNORED,
    ids=lambda value: value[:50],
)
def test_a_number_that_counts_nothing_has_its_reason(text, number, reason):
    found = read(text)
    assert (number, reason) in [(row["number"], row["reason"]) for row in found.ignored]
    assert number not in [row["value"] for row in found.observations]


def test_a_number_on_the_subject_that_no_phrase_claims_is_unclaimed():
    found = read("The film portrayed 27 victims.")
    assert [(row["number"], row["reason"]) for row in found.unclaimed] == [("27", "no phrase claims it")]


def test_a_number_off_the_subject_is_ignored():
    found = read("Winter lasted for 27.")
    assert found.unclaimed == [] and [row["number"] for row in found.ignored] == ["27"]


def test_a_figure_without_a_year_is_held():
    found = read("Police identified 12 victims.", default_year="", kind="visit")
    assert found.observations == []
    (row,) = found.held
    assert (row["indicator"], row["value"], row["year"]) == ("victims_identified", "12", None)
    assert row["reason"] == "no year is named, and the document has no default year"
    assert row["sentence"] == "Police identified 12 victims."


def test_a_heading_is_never_read():
    found = read("# In 2018 police identified 12 victims")
    assert not (found.observations or found.unclaimed or found.ignored)


def test_the_likeliest_leftover_has_the_highest_rank():
    likely, doubtful = read("The film portrayed 27 victims."), read("Two of them praised the victims.")
    assert likely.unclaimed[0]["rank"] > doubtful.unclaimed[0]["rank"]


@pytest.mark.parametrize("text", [text for text, _, _ in IGNORED])
def test_each_number_is_listed_once(text):
    found = read(text)
    places = [(row["start"], row["end"]) for row in found.ignored + found.unclaimed]
    assert len(places) == len(set(places))
    assert all(text[row["start"] : row["end"]] == row["number"] for row in found.ignored + found.unclaimed)
