"""Each reader on documents that the tests make: headings, lists, rows, footnotes, raised marks."""

import io

import docx
import pytest

MD = """---
title: x
---
# Ghana

## Prosecution

The government *initiated* 12 investigations[^1] in
2023<sup>10</sup>, compared with **9** in 2022.

- 24. The lack of data
- Train officers

| Year | Cases |
|------|-------|
| 2020 | 5     |

[^1]: A note with *emphasis*
  going on.
"""
HTML = """<!doctype html><html><head><meta charset=utf-8><title>T</title><style>p {}</style></head><body>
<header><nav><a href=/>Home</a></nav></header><div class="site breadcrumb">Home &gt; Reports</div>
<main><h1>Ghana</h1><p><b>Prosecution</b><br>The government <i>initiated</i> 12 investigations<a href="#f1">[1]</a> in
2023<sup>10</sup>, compared with nine in 2022.</p><div class="share-buttons">Share on X</div>
<p>24. The lack of co&shy;operation&nbsp;is ef&#xFB01;cient.<br><br>They helped five victims.</p>
<ul><li>Train officers</li></ul><ol start=3><li>A third thing</li></ol>
<table><tr><th>Year<th>Cases<sup>2</sup></tr><tr><td>2020<td>5</tr></table>
<section class=footnotes><ol><li id=f1>A note.</li></ol></section></main><footer>Privacy</footer></body></html>"""
COMMON = [
    ("heading", "Ghana"),
    ("heading", "Prosecution"),
    ("paragraph", "The government initiated 12 investigations¹ in 2023¹⁰, compared with nine in 2022."),
]


def test_markdown(corpus):
    assert corpus.read(MD, "md") == [
        *COMMON[:2],
        ("paragraph", COMMON[2][1].replace("nine", "9")),
        ("paragraph", "24. The lack of data"),
        ("item", "Train officers"),
        ("row", "Year | Cases"),
        ("row", "2020 | 5"),
        ("footnote", "¹ A note with emphasis going on."),
    ]


def test_html_without_its_navigation(corpus):
    assert corpus.read(HTML, "html") == [
        *COMMON,
        ("paragraph", "24. The lack of cooperation is efficient."),
        ("paragraph", "They helped five victims."),
        ("item", "Train officers"),
        ("paragraph", "3. A third thing"),
        ("row", "Year | Cases²"),
        ("row", "2020 | 5"),
        ("footnote", "¹ A note."),
    ]
    assert [b.number for b in corpus.document().blocks if b.number] == ["24", "3", "1"]


@pytest.mark.parametrize("encoding", ["windows-1251", "utf-8"])
def test_html_in_the_encoding_that_it_names(corpus, encoding):
    page = f'<html><head><meta charset="{encoding}"></head><body><p>Торговля людьми в стране.</p></body></html>'
    assert corpus.read(page.encode(encoding), "htm") == [("paragraph", "Торговля людьми в стране.")]


def word_document() -> docx.Document:
    document = docx.Document()
    document.add_heading("Ghana", 1)
    document.add_paragraph("Prosecution")
    paragraph = document.add_paragraph("The government initiated 12 investigations")
    paragraph.add_run("1").font.superscript = True
    paragraph.add_run(" in 2023")
    paragraph.add_run("10").font.superscript = True
    paragraph.add_run(", compared with nine in 2022.")
    document.add_paragraph("Train officers", style="List Bullet")
    document.add_paragraph("A first thing", style="List Number")
    document.add_paragraph("A second thing", style="List Number")
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ("Year", "Cases", "2020", "5"), strict=True):
        cell.text = text
    return document


def test_word(corpus):
    buffer = io.BytesIO()
    word_document().save(buffer)
    assert corpus.read(buffer.getvalue(), "docx") == [
        *COMMON,
        ("item", "Train officers"),
        ("paragraph", "1. A first thing"),
        ("paragraph", "2. A second thing"),
        ("row", "Year | Cases"),
        ("row", "2020 | 5"),
    ]


def test_word_footnotes(corpus):
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml import OxmlElement, parse_xml
    from docx.oxml.ns import nsdecls, qn

    document = docx.Document()
    paragraph = document.add_paragraph("It convicted 15 traffickers in 2023")
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), "7")
    paragraph.add_run()._r.append(reference)
    paragraph.add_run(", compared with three.")
    note = '<w:footnote w:id="7"><w:p><w:r><w:t>The source.</w:t></w:r></w:p></w:footnote>'
    notes = f"<w:footnotes {nsdecls('w')}>{note}</w:footnotes>"
    part = Part(PackURI("/word/footnotes.xml"), "application/xml", notes.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    assert parse_xml(notes) is not None
    buffer = io.BytesIO()
    document.save(buffer)
    assert corpus.read(buffer.getvalue(), "docx") == [
        ("paragraph", "It convicted 15 traffickers in 2023¹, compared with three."),
        ("footnote", "¹ The source."),
    ]


WRAPPED = """PALAU: TIER 2

The government identified guidelines for front-
line officials, and answered 5,120 calls in
2031. In May 2031, the assembly adopted a law
that protects anti-
trafficking units and the identifi-
cation of victims, as identification is



a task of police.

IV. Identification, referral and assistance

- 24. The second report named 45 inves-
tigations in 2031⁹ and (CEDAW)10, but the

⁹ <u>A Guide</u> for *Working Groups*
10 A second note

Criminal Code did not.
- Raising the post;
- Training officers.

Page | 10
"""


def test_wrapped_text_with_footnotes_and_page_breaks(corpus):
    assert corpus.read(WRAPPED, "txt") == [
        ("heading", "PALAU: TIER 2"),
        (
            "paragraph",
            "The government identified guidelines for front-line officials, and answered 5,120 calls in 2031. In May "
            "2031, the assembly adopted a law that protects anti-trafficking units and the identification of victims, "
            "as identification is a task of police.",
        ),
        ("heading", "IV. Identification, referral and assistance"),
        (
            "paragraph",
            "24. The second report named 45 investigations in 2031⁹ and (CEDAW)¹⁰, but the Criminal Code did not.",
        ),
        ("footnote", "⁹ A Guide for Working Groups"),
        ("footnote", "¹⁰ A second note"),
        ("item", "Raising the post;"),
        ("item", "Training officers."),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_with_a_byte_order_mark(corpus, encoding):
    assert corpus.read("Выявлено 12 жертв торговли людьми.".encode(encoding), "txt") == [
        ("paragraph", "Выявлено 12 жертв торговли людьми.")
    ]


def test_pages_of_a_text_with_form_feeds(corpus):
    pages = [
        f"The Report 2020\n\nThe police found {7 * n * n} victims and went\nhome {n} times.\n\n{n + 4}"
        for n in (1, 2, 3, 4)
    ]
    blocks = corpus.read("\f".join(pages), "txt")
    document = corpus.document()
    assert not any("The Report" in text for _, text in blocks)
    assert [document.page_at(document.text.index(f"found {7 * n * n}")) for n in (1, 2, 3, 4)] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("One paragraph here.\nAnother paragraph here.", ["paragraph", "paragraph"]),
        ("Victims * Convict traffickers. * Train officers.", ["item", "item", "item"]),
        ("Recommendations for Ghana: Investigate and prosecute.", ["heading", "paragraph"]),
        ("15 February 2023\t\tThe participants\t\n10:30\tA meeting", ["row", "row"]),
        ("USD 69.74\nEUR 79.24 of today", ["paragraph", "paragraph"]),
        ("a) first thing;\nb) second thing.", ["item", "item"]),
    ],
)
def test_blocks_of_a_text(corpus, text, kinds):
    assert [kind for kind, _ in corpus.read(text, "txt")] == kinds
