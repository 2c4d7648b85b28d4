"""Headings, sections, and a whole report's parts."""

import doctest
import importlib
import pkgutil

import pytest

import tipbrief.documents
from tipbrief.documents.countries import find_country, tier_heading
from tipbrief.documents.marks import is_heading, mark_of
from tipbrief.documents.words import read_words

NARRATIVE = "The government identified ten victims in the country and convicted two traffickers in courts. " * 4
MODULES = [m.name for m in pkgutil.walk_packages(tipbrief.documents.__path__, "tipbrief.documents.")]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_docstrings(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("PROSECUTION", "prosecution"),
        ("V. Investigation and prosecution of human trafficking", "prosecution"),
        ("Prioritized Recommendations:", "recommendations"),
        ("RECOMMENDATIONS FOR KYRGYZSTAN:", "recommendations"),
        ("IV. Identification, referral and assistance for victims", "identification"),
        ("II. Legal framework", "legal"),
        ("TRAFFICKING PROFILE", "profile"),
        ("Summary:", "summary"),
        ("ANNEX I", "annex"),
        ("I. Introduction", ""),
        ("ПРЕДОТВРАЩЕНИЕ", "prevention"),
    ],
)
@pytest.mark.parametrize("language", ["en", "ru"])  # an English report may have an annex with Russian headings
def test_a_heading_has_its_canonical_name(title, name, language):
    words = read_words(language)
    assert is_heading(title, words)
    assert words.heading_name(title) == name


@pytest.mark.parametrize(
    "line", ["The law was amended.", "USD 69.74", "In 2015, it", "a protection order", "NGO", "2020"]
)
def test_a_line_of_text_is_no_heading(line):
    assert not is_heading(line, read_words("en"))


@pytest.mark.parametrize(
    ("line", "kind", "number"),
    [
        ("24. The lack of data", "paragraph", "24"),
        ("- 24. The lack of data", "paragraph", "24"),
        ("(a) the first", "item", "a"),
        ("• Train officers", "item", ""),
        ("⁵ Кодекс", "footnote", "5"),
        ("2015. In July", None, ""),
        ("3.5 million people", None, ""),
        ("10 victims were found", None, ""),
    ],
)
def test_the_mark_of_a_line(line, kind, number):
    mark = mark_of(line)
    assert (mark.kind if mark else None, mark.number if mark else "") == (kind, number)


@pytest.mark.parametrize(
    ("line", "iso3"),
    [
        ("KYRGYZ REPUBLIC (Tier 2 Watch List)", "KGZ"),
        ("KYRGYZSTAN: TIER 2", "KGZ"),
        ("ALBANIA (TIER 2)", "ALB"),
        ("Burma (Tier 3)", "MMR"),
        ("CONGO, DEMOCRATIC REPUBLIC OF THE (Tier 2 Watch List)", "COD"),
        ("CONGO, REPUBLIC OF THE: Tier 2", "COG"),
        ("KOREA, REPUBLIC OF (Tier 1)", "KOR"),
        ("CÔTE D’IVOIRE (Tier 2)", "CIV"),
        ("YEMEN (Special Case)", "YEM"),
        ("GUINEA-BISSAU – TIER 3", "GNB"),
        ("HONG KONG (Tier 2)", "HKG"),
    ],
)
def test_a_country_heading_resolves(line, iso3):
    assert find_country(tier_heading(line)) == iso3


@pytest.mark.parametrize(
    "line", ["The country stays on Tier 2", "It was moved to Tier 2.", "Tier 2", "In 2020: Tier 2"]
)
def test_a_sentence_about_a_tier_is_no_country_heading(line):
    assert not find_country(tier_heading(line))


def test_a_whole_report_is_split_at_its_countries(corpus):
    text = f"Foreword\n\n{NARRATIVE}\n\nAlbania\nAlgeria\nAndorra\n\n"
    text += f"ALBANIA (Tier 2)\n\nPROSECUTION\n\n{NARRATIVE}\n\nRURITANIA (Tier 3)\n\n{NARRATIVE}\n\n"
    text += f"Algeria\n\n{NARRATIVE}\n\nPROTECTION\n\n{NARRATIVE}\n"
    corpus.add(text, iso3="")
    corpus.run()
    document = corpus.document()
    assert [(p.iso3, document.text[p.start : p.start + 7]) for p in document.parts] == [
        ("ALB", "ALBANIA"),
        ("DZA", "Algeria"),
    ]
    assert "Ruritania".upper() not in "".join(document.text[p.start : p.end] for p in document.parts)
    (problem,) = corpus.table("problems")
    assert problem["severity"] == "warning"
    assert (
        "has the heading 'RURITANIA (Tier 3)', whose country is not known; add its name to config/countries.yml."
        in problem["message"]
    )


def test_a_longer_narrative_leaves_the_digests_of_the_others(corpus):
    def digests(first: str) -> dict[str, str]:
        corpus.rows = []
        corpus.add(f"ALBANIA (Tier 2)\n\n{first}\n\nGHANA (Tier 2)\n\n{NARRATIVE}\n", iso3="")
        corpus.run()
        return {row["iso3"]: row["sha256"] for row in corpus.table("index")}

    before, after = digests(NARRATIVE), digests(NARRATIVE * 2)
    assert before["GHA"] == after["GHA"] and before["ALB"] != after["ALB"]


def test_a_report_without_country_headings_is_a_warning(corpus):
    corpus.add(NARRATIVE, iso3="")
    corpus.run()
    assert "has no country heading, so none of it is used; write its country into `iso3`" in corpus.messages()[0]


def test_an_unnamed_heading_in_an_annex_stays_in_it(corpus):
    corpus.add(
        f"ANNEX I\n\n{NARRATIVE}\n\nГЕНЕРАЛЬНАЯ ПРОКУРАТУРА\n\n{NARRATIVE}\n\nII. Legal framework\n\n{NARRATIVE}"
    )
    corpus.run()
    assert [section.name for section in corpus.document().sections] == ["annex", "annex", "legal"]
