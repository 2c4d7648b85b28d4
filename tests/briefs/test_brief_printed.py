"""The ledger: every figure that a page shows is in it, and no other digit is shown but in the places listed here."""

import re

import invented
import pytest
from lxml import html

from tipbrief.briefs.compose import compose
from tipbrief.briefs.figures import figure
from tipbrief.briefs.printed import Ledger
from tipbrief.briefs.render import Renderer, environment
from tipbrief.briefs.wording import Words
from tipbrief.settings import read_indicators

# The only places of a page, beside years, where a digit may stand that is no figure of the ledger.
EXEMPT_PLACES = (
    ".//head",  # the title and the description, which no page shows
    ".//*[contains(concat(@class, ' '), 'ref ')]",  # numbers of references
    ".//*[@class='asof']",  # the date of the brief
    ".//*[@class='annex']",  # the words of the documents, and their pages
    ".//*[@class='plain sources']",  # titles and dates of publication
    ".//*[@class='listed']",  # the same in two columns
    ".//*[@class='glossary']",  # articles and tiers in the meanings of words
    ".//*[@class='quote']",  # assessments and recommendations in the words of the documents
    ".//*[@class='about']/*",  # how to cite, contact, licence, date of measurement
)
# Words that a brief takes over as they are, from documents and from config/comparison.yml.
EXEMPT_WORDS = ("reason", "law", "subtype", "reported_by", "title", "publisher", "licence")
YEAR = re.compile(r"\b(19|20)\d\d\b")
LAW = "A new code, with article 171 for article 124, took the place of the one before it."


def rich():
    country = invented.rich()
    for series in country["series"]:
        for change in series["changes"]:
            change["reason"] = change["reason"] and LAW
    return country


def taken_over(part):
    """The words of EXEMPT_WORDS in a country's data."""
    if isinstance(part, dict):
        for key, value in part.items():
            yield from [value] if key in EXEMPT_WORDS and isinstance(value, str) else taken_over(value)
    elif isinstance(part, list):
        for value in part:
            yield from taken_over(value)


def cut_figure(reference, text):
    """Take the figure, whose text must stand there, from before its reference."""
    before, parent = reference.getprevious(), reference.getparent()
    words = (parent.text if before is None else before.tail) or ""
    assert words.endswith(text)
    words = words.removesuffix(text)
    if before is None:
        parent.text = words
    else:
        before.tail = words


def unmarked(page, country, entries):
    """The digits of a page that are no figures, each with what stands before it."""
    tree = html.document_fromstring(page)
    for entry in entries:
        if entry.alternative:
            continue
        (element,) = tree.xpath(f"//*[@data-figure='{entry.name}']")
        if entry.ends:
            cut_figure(element, entry.figure["text"])
        else:
            assert element.text_content() == entry.figure["text"]
            element.text = ""
    for place in EXEMPT_PLACES:
        for element in tree.xpath(place):
            element.drop_tree()
    text = " ".join(tree.itertext())
    for words in sorted({words for words in taken_over(country) if words}, key=len, reverse=True):
        text = text.replace(words, "")
    text = YEAR.sub("", text)
    return [text[max(0, found.start() - 40) : found.end()] for found in re.finditer(r"\d+", text)]


def made(country):
    renderer = Renderer("en", "config/logo.svg")
    brief = compose(country, Words("en", read_indicators()), invented.SETTINGS, invented.ACCURACY)
    return renderer, renderer.html(brief)


@pytest.mark.parametrize("country", [rich(), invented.sparse(), invented.silent()], ids=lambda c: c["iso3"])
def test_no_digit_is_printed_but_figures_and_what_is_listed(country):
    renderer, page = made(country)
    assert unmarked(page, country, renderer.ledger.entries) == []


def test_a_digit_past_the_ledger_is_found():
    country = invented.silent()
    renderer, page = made(country)
    page = page.replace("<h2>", "<h2>37 ", 1)
    assert [words[-3:] for words in unmarked(page, country, renderer.ledger.entries)] == [" 37"]


def test_the_ledger_has_the_charts_and_begins_anew_with_each_brief():
    renderer, page = made(rich())
    names = [entry.name for entry in renderer.ledger.entries]
    assert len(names) == len(set(names)) and len(set(re.findall('data-figure="(figure-.*?)"', page))) < len(names)
    drawn = [entry for entry in renderer.ledger.entries if entry.alternative]
    alternatives = {image.get("alt") for image in html.document_fromstring(page).iter("img")}
    assert drawn and {entry.alternative for entry in drawn} <= alternatives
    renderer.html(compose(invented.silent(), Words("en", read_indicators()), invented.SETTINGS, invented.ACCURACY))
    assert not set(map(id, drawn)) & set(map(id, renderer.ledger.entries))


def test_a_figure_is_escaped_once():
    ledger = Ledger()
    template = environment("en", ledger).from_string("{{ f | printed }}{{ _('%(n)s more', n=f | printed) }}")
    assert template.render(f=figure("<5 & 6", 5, [])) == (
        '<data data-figure="figure-1">&lt;5 &amp; 6</data><data data-figure="figure-2">&lt;5 &amp; 6</data> more'
    )
    assert [entry.figure["text"] for entry in ledger.entries] == ["<5 & 6", "<5 & 6"]
