"""What a reader would see as broken is found on the laid-out boxes."""

import invented
import pytest

from tipbrief.briefs.compose import compose
from tipbrief.briefs.layout import MARK, faults, marked
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


def laid_out(renderer, body, style=""):
    from weasyprint import CSS, HTML

    sheets = [renderer.styles[0], CSS(string=PAGE + style)]
    page = HTML(string=f"<html lang=en><body>{body}", url_fetcher=renderer.fetcher)
    return page.render(stylesheets=sheets, font_config=renderer.fonts).pages


def found(renderer, body, style=""):
    return faults(laid_out(renderer, body, style))


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


def test_an_element_is_found_where_its_text_begins(renderer):
    body = f"<p>a <data {MARK}=one>b</data><table><tr><td style='text-align: right' {MARK}=two>c</table>"
    first, second = laid_out(renderer, f"{body}<p style='break-before: page'><b {MARK}=three>d</b>")
    (one, two), three = (marked([first])[0][name] for name in ("one", "two")), marked([second])[0]["three"]
    edge = 55 / 25.4 * 96
    assert one[0] < one[2] < edge / 2 < two[0] < two[2] and two[2] == pytest.approx(edge, abs=0.1)
    assert one[1] < one[3] <= two[1] and three[0] == pytest.approx(5 / 25.4 * 96)
    assert "three" not in marked([first])[0]


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
