"""Numerals: what broke other readers, and what must hold for every number and every text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from observation_text import read

from tipbrief.observations.numbers import find_numbers, number_words, read_digits
from tipbrief.observations.sentences import split_sentences, tokenize

SCALES = number_words("en").scales
WORDS = {value: word for word, value in number_words("en").values.items()}
BLANKS = (" ", "\u00a0", "\u202f", "\u2009")


def values(text: str) -> list[float]:
    return [number.value for number in find_numbers(tokenize(text, 0, len(text)))]


def spelled(number: int, conjunction: str = "") -> str:
    """The English words of 0..999,999; `conjunction` goes between the hundreds and the rest."""
    if number < 20:
        return WORDS[number]
    if number < 100:
        return WORDS[number // 10 * 10] + (f"-{WORDS[number % 10]}" if number % 10 else "")
    scale, word = (1000, "thousand") if number >= 1000 else (100, "hundred")
    rest = number % scale
    joint = f" {conjunction} " if conjunction and rest < 100 else " "
    return f"{spelled(number // scale, conjunction)} {word}" + (joint + spelled(rest, conjunction) if rest else "")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("816 000 victims", [816000]),
        ("816\u00a0000 victims", [816000]),
        ("816\u202f000 victims", [816000]),
        ("3,413 calls", [3413]),
        ("1,234,567 people", [1234567]),
        ("43.000 people", [43000]),
        ("33.2 percent", [33.2]),
        ("in 2018 200 victims", [2018, 200]),
        ("in 2023¹⁰ the police", [2023]),
        ("in 2012-13", [2012, 13]),
        ("in 2012–13", [2012, 13]),
        ("a hundred and two victims", [102]),
        ("a hundred victims and two officers", [100, 2]),
        ("one hundred and five million people", [105000000]),
        ("three, four, 500", [3, 4, 500]),
        ("three four", [3, 4]),
        ("two and three", [2, 3]),
        ("twenty and two", [20, 2]),
        ("Fifty-seven victims", [57]),
        ("FIFTY-SEVEN victims", [57]),
        ("fifty seven victims", [57]),
        ("fifty‑seven victims", [57]),
        ("two thousand and eleven", [2011]),
        ("1.5 million people", [1500000]),
        ("2 thousand", [2000]),
        ("a dozen victims", [12]),
        ("two dozen victims", [24]),
        ("dozens of victims, a few dozen calls", []),
        ("half a million people", [500000]),
        ("half of the victims, half a victim", []),
        ("12'480 calls", [12480]),
        ("12’480 calls", [12480]),
        ("the victim's 12 calls", [12]),
        ("80-plus victims", [80]),
        ("12 victims and 12 suspects", [12, 12]),
        ("the police rescued 12", [12]),
        ("Dvořáková našla v Oši 14 obětí – 😀 7", [14, 7]),
        ("a victim, an officer", []),
        ("hundreds of victims, thousands of calls", []),
        ("the twentieth, the third case", []),
        ("a three-day course", []),
        ("someone and often", []),
        ("1.2.3", []),
        ("", []),
    ],
)
def test_numbers_of_a_text(text, found):
    assert values(text) == found


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("The campaign reached 816 000 people.", [("816000", "2019")]),
        ("In 2018¹⁰ police identified 12 victims.", [("12", "2018")]),
        ("In 2012-13, police identified 12 victims.", [("12", "2013")]),
        ("Police identified a hundred and two victims.", [("102", "2019")]),
        ("The campaign reached one hundred and five million people.", [("105000000", "2019")]),
        ("Fifty-seven victims received assistance.", [("57", "2019")]),
        ("Police identified three boys, four girls, 500 women.", [("3", "2019"), ("4", "2019"), ("500", "2019")]),
        ("Naïve Ångström – 😀: no victims – 😀 – were identified.", [("0", "2019")]),
        ("The police opened 14 investigations. Courts convicted 12", [("14", "2019"), ("12", "2019")]),
        ("Police identified 12 victims and prosecuted 12 suspects.", [("12", "2019"), ("12", "2019")]),
        ("Naïve Ångström – 😀: police identified 12 victims.", [("12", "2019")]),
        ("The number of victims identified by police in 2018 was 12", [("12", "2018")]),
    ],
)
def test_inputs_that_broke_others_become_rows(text, rows):
    found = read(text).observations
    assert [(row["value"], row["year"]) for row in found] == [(value, int(year)) for value, year in rows]
    assert all(text[row["start"] : row["end"]] == row["quote"] for row in found)


def test_the_same_number_twice_has_two_places():
    first, second = read("Police identified 12 victims and prosecuted 12 suspects.").observations
    assert (first["start"], first["end"]) != (second["start"], second["end"])


@given(st.integers(0, 10**12), st.sampled_from((",", ".", *BLANKS)))
def test_grouped_digits_come_back(number, mark):
    text = f"{number:,}".replace(",", mark)
    assert read_digits(text) == number
    assert values(f"in all {text} victims") == [number]


@given(st.integers(0, 999_999), st.integers(0, 99))
def test_a_decimal_comes_back(whole, part):
    assert read_digits(f"{whole}.{part:02}") == pytest.approx(whole + part / 100)


@given(st.integers(0, 999_999), st.sampled_from(("", "and")), st.booleans())
def test_number_words_come_back(number, conjunction, capital):
    words = spelled(number, conjunction)
    text = words.capitalize() if capital else words
    assert values(text) == values(f"{text} victims") == [number]


@given(st.integers(1, 99), st.sampled_from(sorted(SCALES)))
def test_a_scale_multiplies_words_and_figures(number, scale):
    assert values(f"{spelled(number)} {scale}") == values(f"{number} {scale}") == [number * SCALES[scale]]


@given(st.lists(st.integers(0, 999), min_size=2, max_size=6))
def test_a_list_is_as_many_numbers(numbers):
    assert values(", ".join(map(spelled, numbers))) == numbers
    assert values("; ".join(map(str, numbers))) == numbers


TEXTS = st.one_of(st.text(), st.text("1234567890 .,;-–¹²Éш ’'\u00a0\u2009no A(", max_size=60))


@given(TEXTS, st.integers(0, 5), st.integers(0, 5))
def test_tokens_are_the_text_at_their_offsets(text, before, after):
    start, end = min(before, len(text)), max(min(before, len(text)), len(text) - after)
    place = start
    for token in tokenize(text, start, end):
        assert place <= token.start < token.end <= end
        assert text[place : token.start].strip() == "", "nothing but white space lies between tokens"
        assert token.kind in ("number", "word", "mark")
        place = token.end
    assert text[place:end].strip() == ""


@given(TEXTS)
def test_sentences_lie_in_order_and_lose_nothing(text):
    place = 0
    for span in split_sentences(text, 0, len(text)):
        assert place <= span.start < span.end <= len(text)
        assert text[place : span.start].strip() == ""
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        place = span.end
    assert text[place:].strip() == ""


@given(TEXTS)
def test_numbers_follow_each_other(text):
    tokens, last = tokenize(text, 0, len(text)), -1
    for number in find_numbers(tokens):
        assert last < number.first <= number.last < len(tokens)
        last = number.last


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Police identified 12 victims. Courts convicted two.", 2),
        ("Art. 127 of the code was applied. It holds.", 2),
        ("The U.S. Department of State reported it.", 1),
        ("Mr. A. Smith, No. 5, said so.", 1),
        ("He said: “It is so.” They left.", 2),
        ("It rose in 2018.¹⁰ Then it fell.", 2),
        ("About 3.5 percent was paid. (It was late.)", 2),
        ("No end", 1),
        (" \n ", 0),
    ],
)
def test_sentences_of_a_text(text, count):
    assert len(list(split_sentences(text, 0, len(text)))) == count
