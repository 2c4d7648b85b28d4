"""PDFs that the tests typeset: reading order, heads and feet, footnotes, hyphens, and what cannot be read."""

import io
import re
from pathlib import Path

import pikepdf
import pytest
import weasyprint
from typesetter import SIDEWAYS, Typesetter

# A bare system has no fonts, so the tests bring the project's.
FACE = Path(__file__).parents[2] / "templates" / "fonts" / "TipbriefSerif-Regular.ttf"
STYLE = """@font-face {{ font-family: "Test Serif"; src: url({face}) }}
@page {{ size: A5; margin: 2cm; @top-center {{ content: "A Report on Trafficking 2024"; font-size: 7pt }}
  @bottom-right {{ content: counter(page); font-size: 7pt }} }}
body {{ font: 9pt "Test Serif"; hyphens: auto; text-align: justify; columns: {columns} }}
h1 {{ font-size: 14pt }} h2 {{ font-size: 10pt }} sup {{ font-size: 6pt; line-height: 1 }}
.note {{ float: footnote; font-size: 7pt }} ::footnote-call {{ font-size: 6pt; vertical-align: super; line-height: 1 }}
td {{ padding-right: 2cm }}"""
SENTENCES = (
    "The government initiated {n} trafficking investigations under article 166 in 2023<sup>{m}</sup>, compared with "
    "{m} in 2022, and co-operation with neighbouring countries improved considerably.",
    "Authorities identified {n} victims, including {m} children; front-line officials received more training.",
    "Observers reported insufficient implementation of the comprehensive anti-trafficking legislation.",
)


def paragraph(seed: int) -> str:
    return " ".join(SENTENCES[(seed + i) % 3].format(n=12 + seed * 7, m=2 + seed + i) for i in range(5 + seed % 4))


def typeset(body: str, columns: int = 1) -> bytes:
    page = f'<html lang="en"><style>{STYLE.format(columns=columns, face=FACE.as_uri())}</style>{body}</html>'
    return weasyprint.HTML(string=page).write_pdf()


def plain(html: str) -> str:
    return re.sub(r"<sup>(\d+)</sup>", lambda m: m[1].translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")), html)


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_every_sentence_comes_out_whole_and_in_order(corpus, columns):
    paragraphs = [paragraph(seed) for seed in range(12)]
    body = "".join(f"<h2>PART {'ABCDEFGHIJKL'[i]}LPHA</h2><p>{p}</p>" for i, p in enumerate(paragraphs))
    blocks = corpus.read(typeset(body, columns), "pdf")
    read = " ".join(text for kind, text in blocks if kind == "paragraph")
    assert read == plain(" ".join(paragraphs))  # this font names its hyphen U+2010
    assert len([kind for kind, _ in blocks if kind == "heading"]) == 12
    assert len(corpus.document().pages) > 2


def test_footnotes_stand_behind_the_sentence_that_they_interrupt(corpus):
    parts = [f"{paragraph(i)[:-1]}, as the law<span class=note>Law number {i} of 2019.</span> says." for i in range(9)]
    blocks = corpus.read(typeset("".join(f"<p>{part}</p>" for part in parts)), "pdf")
    notes = [text for kind, text in blocks if kind == "footnote"]
    assert len(notes) == 9
    assert all(re.match(rf"[¹²³⁴⁵⁶⁷⁸⁹] Law number {i} of 2019\.$", note) for i, note in enumerate(notes))
    running = " ".join(text for kind, text in blocks if kind == "paragraph")
    assert "Law number" not in running
    expected = [plain(re.sub("<span.*?</span>", "#", part)) for part in parts]
    marks = iter("¹²³⁴⁵⁶⁷⁸⁹")
    assert running == re.sub("#", lambda _: next(marks), " ".join(expected))


def test_each_country_of_a_report_with_its_pages(corpus):
    names = ["ALBANIA", "KYRGYZ REPUBLIC", "BURMA"]
    body = "".join(
        f"<h1>{n} (Tier 2)</h1><h2>PROSECUTION</h2><p>{paragraph(i)}</p><p>{paragraph(i)}</p>"
        for i, n in enumerate(names)
    )
    corpus.read(typeset(f"<p>{paragraph(3)}</p>{body}", 2), "pdf", iso3="")
    document = corpus.document()
    assert [part.iso3 for part in document.parts] == ["ALB", "KGZ", "MMR"]
    assert [document.text[p.start : p.start + 12] for p in document.parts] == [
        "ALBANIA (Tie",
        "KYRGYZ REPUB",
        "BURMA (Tier ",
    ]
    assert document.parts[0].start > 0 and document.page_at(document.parts[2].start) > 1
    assert [row["iso3"] for row in corpus.table("index")] == ["ALB", "KGZ", "MMR"]


def test_table_rows(corpus):
    rows = [("Year", "Cases", "Victims"), ("2020", "12", "31"), ("2021", "9", "105")]
    table = "<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows) + "</table>"
    blocks = corpus.read(typeset(f"<p>{paragraph(1)}</p>{table}"), "pdf")
    assert [text for kind, text in blocks if kind == "row"] == [" | ".join(row) for row in rows]


INDICATORS = [["Indicator", "2020", "2021"], ["Investigations", "1,310", "96"], ["Victims identified", "–", "105"]]
YEARS = [
    ["Year", "Cases opened by the police", "Persons convicted by courts"],
    ["2020", "5", "0"],
    ["2021", "14", "12"],
]
LONG = "Victims of trafficking whom the police and the labour inspectors referred to municipal services"
BROKEN = [["Indicator", "2020", "2021"], [LONG, "12", "30"], ["Convictions", "2", "3"]]
SPANNING = [["", "2020", "", "2021", ""], ["Form", "Men", "Women", "Men", "Women"], ["Sex", "1", "22", "3", "31"]]
PARTED = [["", "2020", "2021"], ["Prosecution"], ["Cases", "5", "9"], ["Protection"], ["Victims", "40", "41"]]
SETTINGS = {
    "ruled": (INDICATORS, "border-collapse: collapse", "border: 1px solid; padding: 3pt 12pt; text-align: center"),
    "numbers at the right": (INDICATORS, "", "text-align: right; padding: 1pt 9pt"),
    "heads of several lines": (YEARS, "width: 8cm", "text-align: center; padding: 2pt 8pt"),
    "broken labels, at the top": (BROKEN, "width: 9cm", "vertical-align: top; padding: 3pt 9pt"),
    "broken labels, in the middle": (BROKEN, "width: 9cm", "vertical-align: middle; padding: 3pt 9pt"),
    "broken labels, at the foot": (BROKEN, "width: 9cm", "vertical-align: bottom; padding: 3pt 9pt"),
    "heads over several columns": (SPANNING, "", "text-align: center; padding: 2pt 10pt"),
    "rows over all columns": (PARTED, "", "text-align: left; padding: 2pt 10pt"),
    "in one of two columns": (INDICATORS, "", "text-align: center; padding: 2pt 8pt; font-size: 8pt"),
}


def cells(row: list[str]) -> str:
    """A row in HTML; an empty cell behind another one is that one's second column, a lone one is over all columns."""
    if len(row) == 1:
        return f"<tr><td colspan=3>{row[0]}</td></tr>"
    wide = {i for i, cell in enumerate(row) if i and row[i - 1] and not cell}
    tags = (f"<td colspan={1 + (i + 1 in wide)}>{cell}</td>" for i, cell in enumerate(row) if i not in wide)
    return f"<tr>{''.join(tags)}</tr>"


def row_text(row: list[str]) -> str:
    """The row as the document has it: bars between cells, no blank in an empty one, none behind the last."""
    return re.sub(r"  +", " ", " | ".join(row)).rstrip(" |").lstrip(" ")


@pytest.mark.parametrize("setting", SETTINGS)
def test_the_rows_of_a_table_however_it_is_set(corpus, setting):
    rows, table, cell = SETTINGS[setting]
    style = f"table {{ {table} }} td {{ {cell}; hyphens: manual }} td:first-child {{ text-align: left }}"
    bare = "@page { @top-center { content: none } @bottom-right { content: none } }"
    text = f"<p>{paragraph(1)}</p>"
    body = f"<style>{bare}{style}</style>{text}<table>{''.join(map(cells, rows))}</table>{text * 4}"
    read = corpus.read(typeset(body, 2 if "two columns" in setting else 1), "pdf")
    assert [text for kind, text in read if kind == "row"] == [row_text(row) for row in rows]
    assert " ".join(text for kind, text in read if kind == "paragraph") == " ".join([plain(paragraph(1))] * 5)


@pytest.mark.parametrize("turn", [(0, 1, -1, 0), (0, -1, 1, 0), (-1, 0, 0, -1)])
def test_a_page_on_its_side_is_read(corpus, turn):
    lines = ("Police in the port identified", "31 victims in 2021.")
    page = Typesetter()
    page.new_page()
    for number, line in enumerate(lines):
        across, along = turn[0], turn[1]
        page.put(line, 200 + 12 * number * along, 300 - 12 * number * across, 9, turn)
    assert corpus.read(page.bytes(), "pdf") == [("paragraph", " ".join(lines))]


def test_the_tab_at_a_page_s_edge_is_no_text(corpus):
    page = Typesetter()
    page.new_page()
    page.put("GHANA", page.width - 12, 300, 9, SIDEWAYS)
    page.flow("Police in the port identified 31 victims in 2021.", 9)
    assert corpus.read(page.bytes(), "pdf") == [("paragraph", "Police in the port identified 31 victims in 2021.")]


def encrypted() -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(typeset("<p>Secret text.</p>"))) as pdf:
        pdf.save(buffer, encryption=pikepdf.Encryption(owner="o", user="u"))
    return buffer.getvalue()


def picture_only() -> bytes:
    svg = "<svg xmlns='http://www.w3.org/2000/svg' width='50' height='50'><circle cx='25' cy='25' r='20'/></svg>"
    page = f'<style>@page {{ size: A5 }}</style><img src="data:image/svg+xml,{svg.replace("#", "%23")}">'
    return weasyprint.HTML(string=page).write_pdf()


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (encrypted, "is encrypted; save a copy without the password and put that into the corpus."),
        (picture_only, "has no text layer, only pictures of pages; run OCR over it"),
        (lambda: typeset("<p>Some text.</p>")[:900], "is damaged or no PDF; fetch it again from its publisher."),
    ],
)
def test_a_pdf_that_cannot_be_read_is_named(corpus, make, sentence):
    corpus.add(make(), file="a.pdf")
    corpus.run()
    assert f"a.pdf (tip-2020) {sentence}" in corpus.messages()[0]


def test_scanned_pages_among_others_are_a_warning(corpus):
    empty = "<p style='break-before: page'>&nbsp;</p>" * 4
    body = f"<p>{paragraph(1)}</p>{empty}<p style='break-before: page'>End of it.</p>"
    data = typeset(
        f"<style>@page {{ @top-center {{ content: none }} @bottom-right {{ content: none }} }}</style>{body}"
    )
    corpus.add(data, file="a.pdf")
    corpus.run()
    (problem,) = corpus.table("problems")
    assert problem["severity"] == "warning"
    assert "has no text on 4 of its 6 pages (2, 3, 4, 5); if they are scans, run OCR over them." in problem["message"]
