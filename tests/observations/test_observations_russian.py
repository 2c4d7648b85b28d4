"""What Russian asks of the stage: forms of words, numerals, blocks in another language than their document's."""

import subprocess
import sys
from dataclasses import replace
from itertools import pairwise

import pytest
from observation_text import INDICATORS, document_of, read

from tipbrief.model import Section
from tipbrief.observations.build import prove
from tipbrief.observations.extract import extract
from tipbrief.observations.forms import ATTRIBUTE, PASSIVE, PREDICATE, word_forms
from tipbrief.observations.free.clauses import clause_starts
from tipbrief.observations.languages import script_of
from tipbrief.observations.lexicon import country_names, read_lexicon
from tipbrief.observations.numbers import find_numbers, number_words
from tipbrief.observations.reading import Reading
from tipbrief.observations.sentences import Span, split_sentences, tokenize
from tipbrief.settings import ROOT

RUSSIAN = read_lexicon("ru")


@pytest.mark.parametrize(
    ("entry", "is_form", "is_none"),
    [
        ("дело", "дело дела делу делом деле дел делам делами делах", "деловой деть"),
        ("возбудить", "возбудила возбуждено возбужденных возбудив", "возбуждение возбуждать"),
        ("трудовая", "трудовой трудовую трудовые", "труд"),
        ("людьми", "людьми", "люди человек"),
        ("=суд", "суд", "суда суды"),
        ("осужденный", "осужденных осужденными", "осудил осуждено осудивший"),
        ("ребенок", "ребенка дети детьми", "детский"),
        ("МОМ", "мом", "мома"),
        ("в", "в во", "на"),
    ],
)
def test_an_entry_stands_for_the_forms_of_its_word(entry, is_form, is_none):
    forms = word_forms(entry, "ru")
    assert set(is_form.split()) <= forms.keys()
    assert not set(is_none.split()) & forms.keys()


def test_yo_is_written_as_ye_or_not():
    text = "Осуждённых трёх"
    assert [token.low for token in tokenize(text, 0, len(text))] == ["осужденных", "трех"]
    assert word_forms("осуждённый", "ru").keys() == word_forms("осужденный", "ru").keys()


def test_a_form_says_what_it_can_be_in_a_sentence():
    forms = word_forms("возбудить", "ru")
    assert forms["возбуждено"] == {PREDICATE, PASSIVE}
    assert forms["возбужденных"] >= {ATTRIBUTE, PASSIVE}
    assert forms["возбудила"] == {PREDICATE}
    assert not any(word_forms("identified", "en").values())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("двадцати пяти жертвам", [25]),
        ("двумя тысячами пятьюстами", [2500]),
        ("сто двадцать три дела", [123]),
        ("двадцать одна тысяча", [21000]),
        ("полторы тысячи", [1500]),
        ("трое из пятерых", [3, 5]),
        ("1 356 дел", [1356]),
        ("4.970 дел", [4970]),
        ("1,3 тыс. человек", [1300]),
        ("537 тыс. мигрантов, 2 млн рублей", [537000, 2000000]),
        ("2-х детей", [2]),
        ("сотни жертв", []),
    ],
)
def test_a_numeral_is_read_in_each_of_its_forms(text, found):
    assert [number.value for number in find_numbers(tokenize(text, 0, len(text)), number_words("ru"))] == found


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("По ст. 171 УК осуждено 5 чел. за 2018 г. и 2019 г.", 1),
        ("Об этом сообщил К. Иванов. Дел стало меньше.", 2),
        ("Всего 5 тыс. жертв.", 1),
    ],
)
def test_a_short_form_ends_no_sentence(text, count):
    assert len(list(split_sentences(text, 0, len(text), RUSSIAN.grammar.abbreviations))) == count


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("возбуждено 12 дел, 3 материала", ["возбуждено 12 дел, 3 материала"]),
        ("возбуждено 12 дел, 8 направлено в суд", ["возбуждено 12 дел,", "8 направлено в суд"]),
        ("выявлены и направлены 5 жертв", ["выявлены и направлены 5 жертв"]),
        ("полиция выявила 5 жертв и передала 3", ["полиция выявила 5 жертв и", "передала 3"]),
    ],
)
def test_a_clause_has_one_predicate(text, clauses):
    reading = Reading(text, Span(0, len(text)), RUSSIAN)
    starts = [*clause_starts(reading), len(reading.tokens)]
    assert [reading.words(a, b - 1) for a, b in pairwise(starts)] == clauses


def test_countries_have_their_names_in_the_language():
    assert country_names("ru")["Казахстан"] == "KAZ"
    assert RUSSIAN.nations[("казахстана",)] == RUSSIAN.nations[("казахстанкам",)] == "KAZ"


@pytest.mark.parametrize(("text", "script"), [("Art. 127", "latin"), ("ст. 127 УК (CC)", "cyrillic"), ("127", "latin")])
def test_the_script_of_a_block_is_that_of_most_letters(text, script):
    assert script_of(text) == script


TWO = "Police opened 14 investigations in 2018.\n\nПо ст. 171 УК возбуждено 15 уголовных дел в 2018 году."


@pytest.mark.parametrize("language", ["en", "ru"])
def test_each_block_is_read_in_its_own_language(language):
    found = read(TWO, read_lexicon(language), language=language)
    assert [(row["indicator"], row["value"], row["law"]) for row in found.observations] == [
        ("investigations", "14", ""), ("investigations", "15", "171"),
    ]  # fmt: skip


def test_rows_of_both_languages_are_proven():
    document = document_of(TWO + "\n\nПомощь получили двое.\n\nВыявлено двадцать две жертвы.")
    found = read(document.text)
    rows, problems = prove(found, document.text, "own", "PER")
    assert [row["value"] for row in rows] == ["14", "15", "22"] and problems == []


def test_from_them_speaks_of_the_paragraph_before_in_one_section():
    text = "Выявлено 40 жертв.\n\nИз них 9 — дети."
    assert [(row["value"], row["age"]) for row in read(text).observations] == [("40", ""), ("9", "child")]
    document = document_of(text)
    borders = ((0, 18), (18, len(text)))
    apart = replace(document, sections=tuple(Section(f"Part {first}", "", first, end) for first, end in borders))
    found = extract(apart, apart.parts[0], RUSSIAN, INDICATORS)
    assert [row["value"] for row in found.observations] == ["40"]


def test_last_year_is_told_from_the_edition():
    (row,) = read("В прошлом году выявлено 18 жертв.", kind="news", edition="2031", default_year="").observations
    assert (row["year"], row["period"]) == (2030, "reporting")


def test_english_alone_loads_no_morphology():
    code = (
        "import sys; from tipbrief.observations.lexicon import read_lexicon;"
        "read_lexicon('en'); print('pymorphy3' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
