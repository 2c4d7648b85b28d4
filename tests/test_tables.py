"""One statistics table through the first two stages, in every format that has tables."""

import io
from pathlib import Path

import docx
import pytest
import weasyprint
from lone_document import read_alone

from tipbrief.files import read_table

FACE = Path(__file__).parents[1] / "templates" / "fonts" / "TipbriefSerif-Regular.ttf"
BEFORE = "The ministry published what its regional offices had counted over two years, as it had never done before."
CAPTION = "Table 2: What the police and the courts counted"
AFTER = "Offices in the mountains sent no numbers at all, because the roads were closed and nobody had a telephone."
ROWS = [
    ["Indicator", "2021", "2022"],
    ["Investigations opened", "1,204", "96"],
    ["Traffickers convicted", "n/a", "14"],
    ["Protection", "", ""],
    ["Victims of trafficking identified by the police and by labour inspectors", "105", "98"],
    ["of whom children", "15", "–"],
]
FIGURES = {
    ("investigations", "2021", "1204", "", "Investigations opened | 1,204"),
    ("investigations", "2022", "96", "", "Investigations opened | 1,204 | 96"),
    ("persons_convicted", "2021", "", "", "Traffickers convicted | n/a"),
    ("persons_convicted", "2022", "14", "", "Traffickers convicted | n/a | 14"),
    ("victims_identified", "2021", "105", "",
     "Victims of trafficking identified by the police and by labour inspectors | 105"),
    ("victims_identified", "2022", "98", "",
     "Victims of trafficking identified by the police and by labour inspectors | 105 | 98"),
    ("victims_identified", "2021", "15", "child", "of whom children | 15"),
}  # fmt: skip


def html(style: str = "") -> bytes:
    def line(row: list[str], tag: str) -> str:
        if not any(row[1:]):
            return f'<tr><td colspan="3">{row[0]}</td></tr>'
        return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in row) + "</tr>"

    body = line(ROWS[0], "th") + "".join(line(row, "td") for row in ROWS[1:])
    page = f"<style>{style}</style><p>{BEFORE}</p><table><caption>{CAPTION}</caption>{body}</table><p>{AFTER}</p>"
    return f"<html lang=en><body>{page}</body></html>".encode()


def md() -> bytes:
    lines = ["| " + " | ".join(row) + " |" for row in ROWS]
    return "\n".join([BEFORE, "", CAPTION, "", lines[0], "|---|---|---|", *lines[1:], "", AFTER]).encode()


def word() -> bytes:
    document = docx.Document()
    document.add_paragraph(BEFORE)
    document.add_paragraph(CAPTION)
    table = document.add_table(len(ROWS), 3)
    for row, cells in zip(table.rows, ROWS, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    table.cell(3, 0).merge(table.cell(3, 2))
    document.add_paragraph(AFTER)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf(cells: str) -> bytes:
    """A PDF whose table is set with some CSS for its cells; its labels are broken over lines."""
    face = f'@font-face {{ font-family: "Test Serif"; src: url({FACE.as_uri()}) }} body {{ font: 9pt "Test Serif" }}'
    style = f"{face} @page {{ size: A5 }} td:first-child {{ width: 6cm; text-align: left }} td, th {{ {cells} }}"
    return weasyprint.HTML(string=html(style).decode()).write_pdf()


FILES = {
    "html": ("html", html),
    "md": ("md", md),
    "docx": ("docx", word),
    "pdf, ruled and centred": ("pdf", lambda: pdf("border: 1px solid; padding: 3pt 12pt; text-align: center")),
    "pdf, numbers at the right": ("pdf", lambda: pdf("padding: 2pt 14pt; text-align: right; vertical-align: top")),
    "pdf, cells in the middle": ("pdf", lambda: pdf("padding: 4pt 14pt; vertical-align: middle")),
    "pdf, cells at the foot": ("pdf", lambda: pdf("padding: 4pt 14pt; vertical-align: bottom; text-align: center")),
}


@pytest.mark.parametrize("name", FILES)
def test_a_table_gives_the_same_figures_in_every_format(tmp_path, name):
    ending, make = FILES[name]
    cells = {"doc": "statistics", "file": f"statistics.{ending}", "iso3": "GHA", "title": "Statistics"}
    settings = read_alone(tmp_path, make(), **cells, kind="statistics")
    found = read_table(settings.reports / "data" / "observations.csv")
    assert {(r["indicator"], r["year"], r["value"], r["age"], r["quote"]) for r in found} == FIGURES
    assert {r["rule"] for r in found} == {"table"} and len(found) == len(FIGURES)
    assert not read_table(settings.reports / "data" / "unclaimed.csv")
    assert not read_table(settings.work / "observations" / "problems.csv")
