"""A document made of one text, read as the stage reads it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from unittest import mock

from tipbrief.model import Block, Document, Part, Source
from tipbrief.observations import rows
from tipbrief.observations.confidence import read_confidence
from tipbrief.observations.extract import Found, extract
from tipbrief.observations.lexicon import Lexicon, read_lexicon
from tipbrief.settings import read_indicators

LEXICON = read_lexicon("en") or Lexicon({}, {}, (), {})
INDICATORS = read_indicators()
SOURCE = {
    "doc": "own", "file": "own.txt", "iso3": "PER", "title": "A report", "publisher": "A publisher", "kind": "annual",
    "edition": "2020", "published": "", "language": "en", "url": "", "licence": "CC0", "access": "public",
    "default_year": "2019",
}  # fmt: skip
# Pieces that, repeated without end, have no sentences, no verbs, or nothing but cues.
HOSTILE = (
    "7", "7 ", "one ", "1, ", "12 victims, ", "No victims, ", "12 victims (", "12 victims. ", "word ", "none, ", "any ",
    "did not report any ", "did not report how many victims or ", "did not report helping ",
    "did not convict any victims or ",
    "the number of victims was not reported, ", "none of the victims ", "12 of whom ", "of these, 12; ", "12 to 15 ",
    "two or three ", "compared with 12 ", "including 12 boys, ", "police identified 12 victims and ",
    "in one case, 12 ",
    "a study found 12 ", "sentenced to 12 years, ", "courts convicted 12 traffickers in 2018 and 13 in 2019, ",
    "— 12 ", "(12 ",
    "12 жертв, ", "из них 12 ", "двадцать ", "дети — 12, ", "не выявлено жертв, ", "(в 2018 году — 7), ",
    "выявлено 12 жертв и ",
)  # fmt: skip


def document_of(text: str, **cells: str) -> Document:
    """Paragraphs are divided by a blank line; "# " begins a heading, a number an item, and a row has bars."""
    blocks, place = [], 0
    for block in text.split("\n\n"):
        kind = "heading" if block.startswith("# ") else "row" if "|" in block else "paragraph"
        number = block.split(".")[0] if block.split(".")[0].isdigit() else ""
        blocks.append(Block(kind, place, place + len(block), number))
        place += len(block) + 2
    source = Source(**SOURCE | cells)
    return Document(source, text, tuple(blocks), parts=(Part(source.iso3, 0, len(text)),))


def read(text: str, lexicon: Lexicon = LEXICON, **cells: str) -> Found:
    """The four tables of a text, none held for little confidence; `cells` are those of its row in sources.csv."""
    document = document_of(text, **cells)
    with mock.patch.object(rows, "read_confidence", return_value=replace(read_confidence(), bar=0.0)):
        return extract(document, document.parts[0], lexicon, INDICATORS)


def stated(row: dict[str, Any]) -> dict[str, Any]:
    """An observation in the short form of genre.yml: indicator and value, then what differs from the plain case."""
    plain = {
        "year": 2019, "bound": "exact", "exploitation": "", "sex": "", "age": "", "origin": "", "law": "",
        "subtype": "", "reported_by": "", "offence": "trafficking" if INDICATORS[row["indicator"]].offence else "",
    }  # fmt: skip
    value = "not reported" if row["status"] == "not_reported" else row["value"] and float(row["value"])
    return {row["indicator"]: value} | {key: row[key] for key, usual in plain.items() if row[key] != usual}
