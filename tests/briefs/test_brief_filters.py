"""How values look."""

import pytest

from tipbrief.briefs import filters
from tipbrief.templating import country_name


@pytest.mark.parametrize(
    ("value", "language", "text"),
    [(0, "en", "0"), (1116, "en", "1,116"), (2.5, "en", "2.5"), (10**9, "en", "1,000,000,000"), (-3, "en", "−3"),
     (1116, "ru", "1\N{NO-BREAK SPACE}116")],
)  # fmt: skip
def test_number(value, language, text):
    assert filters.number(value, language) == text


@pytest.mark.parametrize(("value", "text"), [(13, "+13"), (-1085, "−1,085"), (0, "±0")])
def test_signed(value, text):
    assert filters.signed(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(26.31, "+26%"), (-12.1, "−12%"), (4.25, "+4.2%"), (3500, "+3,500%"), (-9.96, "−10%")]
)
def test_percent(value, text):
    assert filters.percent(value) == text


@pytest.mark.parametrize(("value", "text"), [(0.8547, "85%"), (0.29, "29%"), (0, "0%"), (1, "100%")])
def test_share(value, text):
    assert filters.share(value) == text


@pytest.mark.parametrize(("value", "text"), [("2025-05-05", "5 May 2025"), ("2025", "2025"), ("", "")])
def test_day(value, text):
    assert filters.day(value) == text


@pytest.mark.parametrize(("index", "text"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA")])
def test_letters(index, text):
    assert filters.letters(index) == text


@pytest.mark.parametrize(
    ("url", "safe"),
    [("https://example.org/a", True), ("http://example.org", True), ("javascript:alert(1)", False),
     ("file:///etc/passwd", False), ("data:text/html,x", False), ("", False)],
)  # fmt: skip
def test_safe_url(url, safe):
    assert filters.safe_url(url) == (url if safe else "")


@pytest.mark.parametrize(("years", "text"), [([2014, 2016], "2014–2016"), ([2014, 2014], "2014")])
def test_span(years, text):
    assert filters.span(years) == text


@pytest.mark.parametrize(
    ("iso3", "language", "name"),
    [
        ("KGZ", "en", "Kyrgyzstan"),
        ("KGZ", "ky", "Кыргызстан"),
        ("CIV", "en", "Côte d’Ivoire"),
        ("XXZ", "en", "XXZ"),
        ("XKX", "en", "Kosovo"),
        ("SCG", "en", "Serbia and Montenegro"),
    ],
)
def test_country_name(iso3, language, name):
    assert country_name(iso3, language) == name


@pytest.mark.parametrize(("longest", "has"), [(filters.HALF_A_LINE, False), (filters.HALF_A_LINE + 1, True)])
def test_has_long_words(longest, has):
    annex = [{"runs": [{"text": "Two words", "quoted": False}, {"text": "x" * longest, "quoted": True}]}]
    assert filters.has_long_words(annex) is has
