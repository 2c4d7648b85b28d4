"""The page: templates, charts, PDF."""

import io
import re
from dataclasses import replace
from pathlib import Path

import invented
import numpy as np
import pikepdf
import pypdfium2
import pytest
from jinja2 import UndefinedError

from tipbrief.briefs import validate
from tipbrief.briefs.charts import chart_svg, chart_uri
from tipbrief.briefs.compose import compose
from tipbrief.briefs.glyphs import printable
from tipbrief.briefs.render import FONTS, PAGES, Refused, Renderer, environment, may_fetch
from tipbrief.briefs.wording import Words
from tipbrief.settings import read_indicators
from tipbrief.verify import contradictions

WORDS = Words("en", read_indicators())
TEMPLATES = sorted(file for path in PAGES for file in ([path] if path.is_file() else path.glob("*.html")))
HOSTILE = '<script>alert("x")</script><img src="file:///etc/passwd">&amp;'


@pytest.fixture(scope="module")
def renderer():
    return Renderer("en", "config/logo.svg")


@pytest.fixture(scope="module")
def rich(renderer):
    brief = compose(invented.rich(), WORDS, invented.SETTINGS, invented.ACCURACY)
    return brief, renderer.pdf(brief, invented.rich())


def text_of(data):
    document = pypdfium2.PdfDocument(data)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.name)
def test_no_template_holds_a_literal_digit(path):
    source = path.read_text(encoding="utf-8")
    messages = re.findall(r'_\("(.*?)"', source)
    prose = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}|<[^>]*>", " ", source, flags=re.S)
    assert not re.search(r"\d", " ".join([prose, *messages]))


def test_an_undefined_name_is_an_error():
    with pytest.raises(UndefinedError):
        environment().from_string("{{ brief.nothing }}").render(brief={})


def test_hostile_text_is_escaped(renderer):
    country = invented.rich()
    for document in country["documents"]:
        document.update(title=HOSTILE, publisher=HOSTILE, licence=HOSTILE, url="javascript:alert(1)")
    for row in country["observations"].values():
        row.update(quote=row["quote"] + HOSTILE, reported_by=HOSTILE)
    country["series"][1].update(subtype=HOSTILE, total=False)
    html = renderer.html(
        compose(
            country,
            WORDS,
            replace(invented.SETTINGS, organisation={**invented.ORGANISATION, "name": HOSTILE}),
            invented.ACCURACY,
        )
    )
    assert "<script" not in html and "file:///" not in re.sub(r"&lt;img.*?&gt;", "", html) and "javascript:" not in html


UNFRIENDLY = {
    "long words": "x" * 600,
    "written from the right": "تقرير عن الاتجار بالأشخاص " * 5,
    "turned around": "a\u202eb\u0007c\u2066",
    "pictures": "👍🏽 report 🇰🇬 " * 10,
    "other letters": "人身売買 क्षि ԱԲԳ " * 20,
    "markup": "<script>alert('x')</script><style>* { display: none }</style>",
    "style": "}; body { display: none } /*",
}


@pytest.mark.parametrize("text", UNFRIENDLY.values(), ids=UNFRIENDLY)
def test_unfriendly_text_breaks_no_page_and_no_standard(renderer, monkeypatch, text):
    country = invented.rich()
    for document in country["documents"]:
        document.update(title=text, publisher=text, licence=text)
    for row in country["observations"].values():
        row.update(reported_by=text)
    own = {"organisation": {**invented.ORGANISATION, "name": text}, "notes": {country["iso3"]: {"en": text}}}
    monkeypatch.setattr("tipbrief.briefs.compose.country_name", lambda *_: printable(text * 60)[:300])
    chosen = replace(invented.SETTINGS, **printable(own))
    brief = compose(printable(country), WORDS, chosen, invented.ACCURACY)
    data, _pages = renderer.pdf(brief, printable(country))
    validate.check(data)
    assert list(contradictions(data, read=lambda row, language: "")) == []


def test_a_character_without_a_glyph_is_a_box_in_its_place():
    assert printable(["Õ 20 – Ө", {"quote": "12 人, \u202e3"}]) == ["Õ 20 – Ө", {"quote": "12 □, □3"}]


def test_hostile_text_does_not_break_a_chart():
    brief = compose(invented.rich(), WORDS, invented.SETTINGS, invented.ACCURACY)
    chart = next(s["chart"] for s in brief["sections"] if s["kind"] == "pillar")
    chart["panels"][0]["title"] = HOSTILE
    assert "<script" not in chart_svg(chart, "prosecution")


def test_pages_references_and_links(rich):
    brief, (data, pages) = rich
    text = text_of(data)
    assert 3 <= pages <= 7
    for item in brief["annex"]:
        assert f"[{item['number']}]" in text
    with pikepdf.open(io.BytesIO(data)) as pdf:
        named = names(pdf)
        targets = [str(link.Dest) for page in pdf.pages for link in page.get("/Annots", []) if "/Dest" in link]
    assert targets and set(targets) <= named
    assert {f"ref-{item['number']}" for item in brief["annex"]} <= set(targets)


def test_pages_are_filled(rich):
    """No page but the last ends in the upper two thirds of its paper."""
    for page in list(pypdfium2.PdfDocument(rich[1][0]))[:-1]:
        paper = page.render(scale=0.5, grayscale=True).to_numpy().squeeze()
        dark = np.flatnonzero((paper[: int(0.93 * len(paper))] < 200).any(axis=1))
        assert dark[-1] > 0.62 * len(paper)


def test_no_line_of_a_quote_breaks_after_its_first_word(rich):
    """WeasyPrint does that after an en space."""
    assert not re.search(r"\n\d+ “\w+\r?\n", text_of(rich[1][0]))


def names(pdf):
    tree = pikepdf.NameTree(pdf.Root.Names.Dests)
    return {str(key) for key in tree}


def test_fonts_are_embedded_and_ours(rich):
    with pikepdf.open(io.BytesIO(rich[1][0])) as pdf:
        fonts = [f for page in pdf.pages for f in page.Resources.Font.values()]
        for font in fonts:
            assert "Tipbrief" in str(font.BaseFont)
            assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor


def test_title_language_dates_and_tags(rich):
    with pikepdf.open(io.BytesIO(rich[1][0])) as pdf:
        assert pdf.docinfo["/Title"] == rich[0]["title"]
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20250630")
        assert str(pdf.Root.Lang) == "en" and pdf.Root.MarkInfo.Marked
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"


def test_a_chart_is_described_in_words(rich):
    with pikepdf.open(io.BytesIO(rich[1][0])) as pdf:
        alternatives = [str(o.Alt) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/Alt" in o]
    for section in rich[0]["sections"]:
        if section.get("chart"):
            assert section["chart"]["alt"] in alternatives


def test_the_words_of_a_chart_are_text(renderer):
    from weasyprint import HTML

    brief = compose(invented.rich(), WORDS, invented.SETTINGS, invented.ACCURACY)
    chart = next(s["chart"] for s in brief["sections"] if s["kind"] == "pillar")
    chart["panels"][0]["title"] = "Қылмыстық істер ≥"
    html = HTML(string=f'<img alt="a" src="{chart_uri(chart, "prosecution")}">', url_fetcher=renderer.fetcher)
    text = text_of(html.write_pdf(stylesheets=renderer.styles, font_config=renderer.fonts))
    assert all(words in text for words in ("Қылмыстық істер ≥", "≥12", "n.r.", "2024"))


def test_same_bytes_twice(rich):
    assert Renderer("en", "config/logo.svg").pdf(rich[0], invented.rich())[0] == rich[1][0]


@pytest.mark.parametrize(
    "url",
    ["http://example.org/a.ttf", "https://example.org/", "file:///etc/passwd", f"file://{FONTS}/OFL.txt",
     f"file://{FONTS}/../../config/x.ttf", f"file://host{FONTS}/TipbriefSans-Regular.ttf", "ftp://example.org"],
)  # fmt: skip
def test_the_fetcher_refuses(renderer, url):
    assert not may_fetch(url)
    with pytest.raises(Refused):
        renderer.fetcher.fetch(url)


def test_the_fetcher_gives_fonts_and_data(renderer):
    font = next(FONTS.glob("*.ttf"))
    assert renderer.fetcher.fetch(font.as_uri()).read() == font.read_bytes()
    assert renderer.fetcher.fetch("data:,a").read() == b"a"


@pytest.mark.parametrize("text", ["Кыргыз Республикасы ңөү ҢӨҮ", "Қазақстан әғқұі", "тоҷикӣ ғқҳ", "−≥≤≈≠–“”№"])
def test_the_fonts_hold_every_letter(text):
    from fontTools.ttLib import TTFont

    for path in FONTS.glob("*.ttf"):
        missing = {c for c in text if ord(c) not in TTFont(path).getBestCmap()}
        assert not missing, (Path(path).name, missing)
