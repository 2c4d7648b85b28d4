"""What a reader would see as broken is found on the laid-out boxes."""

import invented
import pytest

from tipbrief.briefs.compose import compose
from tipbrief.briefs.layout import faults
from tipbrief.briefs.render import Renderer
from tipbrief.briefs.wording import Words
from tipbrief.settings import read_indicators

WORDS = Words("en", read_indicators())
PAGE = """@page { size: 60mm 40mm; margin: 5mm } html { overflow-wrap: normal }
body, p, h2 { margin: 0; font: 10pt 'Tipbrief Sans' }"""
LONG = "x" * 80
FIXED, TORN = "table { table-layout: fixed; width: 100% }", "p + h2 + p { break-before: page }"


@pytest.fixture(scope="module")
def renderer():
    return Renderer()


def found(renderer, body, style=""):
    from weasyprint import CSS, HTML

    sheets = [renderer.styles[0], CSS(string=PAGE + style)]
    page = HTML(string=f"<html lang=en><body>{body}", url_fetcher=renderer.fetcher)
    return faults(page.render(stylesheets=sheets, font_config=renderer.fonts).pages)


@pytest.mark.parametrize(
    ("body", "style", "said"),
    [
        (f"<p>{LONG}", "", f"page 1: “{LONG[:40]}” crosses an edge of the page"),
        (f"<table><tr><td>{LONG[:20]}<td>b", FIXED, "crosses an edge of its table cell"),
        ("<p>a<p>b<h2>Alone</h2>", "", "page 1: the heading “Alone” has nothing below it"),
        ("<p>a<h2>Torn</h2><p>b", TORN, "page 1: the heading “Torn” has nothing below it"),
        ("<section><h2>Empty</h2></section><p>after", "", "the section “Empty” has a heading and nothing else"),
        ("<table><thead><tr><th>Head</thead></table>", "", "the table “Head” has a head and no row"),
        ("<p style='position: relative; top: 60mm'>Low", "", "“Low” crosses an edge of the page"),
    ],
    ids=["page", "cell", "orphan", "torn", "section", "table", "bottom"],
)  # fmt: skip
def test_each_fault_is_a_sentence_with_its_page(renderer, body, style, said):
    told = found(renderer, body, style)
    assert any(said in sentence for sentence in told), told


def test_a_sound_page_has_no_fault(renderer):
    body = "<section><h2>Head</h2><p>words</section><table><thead><tr><th>A<tbody><tr><td>1</table>"
    assert found(renderer, body) == []


def dense():
    """Ten years in which every figure has a sentence of its own: references of three digits."""
    country = invented.rich()
    for indicator in ("persons_imprisoned", "victims_in_cases", "victims_sheltered", "hotline_calls", "inspections"):
        invented.add_series(country, indicator, {"actor": "government"}, [f"{61_100 + year}" for year in range(10)])
    return country


@pytest.mark.parametrize("country", [invented.rich, invented.sparse, invented.silent, dense])
def test_briefs_are_sound(renderer, country):
    from weasyprint import HTML

    brief = compose(country(), WORDS, invented.SETTINGS, invented.ACCURACY)
    assert brief["long_references"] == (country is dense or len(brief["annex"]) > 99)
    page = HTML(string=renderer.html(brief), url_fetcher=renderer.fetcher)
    assert faults(page.render(stylesheets=renderer.styles, font_config=renderer.fonts).pages) == []
