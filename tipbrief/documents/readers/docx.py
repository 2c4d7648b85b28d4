"""Word documents by python-docx: headings by style, numbered paragraphs, tables, footnotes."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from typing import Any, Iterator

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree

from tipbrief.documents.chars import squeeze, superscript
from tipbrief.documents.marks import mark_of
from tipbrief.documents.pieces import FOOTNOTE, HEADING, ITEM, PARAGRAPH, Piece, Reading, Unreadable, piece, row
from tipbrief.documents.words import Words

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # a container of Microsoft's: an encrypted .docx, or an old .doc
HEADING_STYLE = re.compile(r"(?:heading|заголовок|überschrift|titre)\s*(\d)", re.I)
DAMAGE = (zipfile.BadZipFile, PackageNotFoundError, etree.LxmlError, KeyError, ValueError, AttributeError, OSError)


def read(data: bytes, words: Words) -> Reading:
    """Pieces of a .docx file; raises Unreadable where it is none, is damaged or encrypted."""
    if not data:
        return Reading()
    if data.startswith(OLE):
        raise Unreadable("is encrypted or an old .doc file; open it in Word, take the password off, save it as .docx.")
    try:
        reader = WordReader(docx.Document(io.BytesIO(data)))
        return Reading([p for p in reader.pieces() if p.first.strip()])
    except DAMAGE:
        raise Unreadable("is not a Word document, or is damaged; open it in Word and save it again as .docx.") from None


class WordReader:
    """Reads one document in order, counting its footnotes and its numbered paragraphs."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.notes = note_texts(document)
        self.seen: list[str] = []
        self.counters: Counter[tuple[str, str]] = Counter()
        self.formats = number_formats(document)

    def pieces(self) -> Iterator[Piece]:
        """The body's pieces; each paragraph's footnotes stand behind it."""
        for content in self.document.iter_inner_content():
            before = len(self.seen)
            yield from self.table(content) if isinstance(content, Table) else [self.paragraph(content)]
            for number, note in enumerate(self.seen[before:], before + 1):
                yield piece(
                    FOOTNOTE, f"{superscript(str(number))} {self.notes.get(note, '')}".strip(), number=str(number)
                )

    def paragraph(self, paragraph: Paragraph) -> Piece:
        """A heading, a list's item or a paragraph."""
        text = squeeze(self.text_of(paragraph._p))
        level = heading_level(paragraph)
        numbered, number = self.number_of(paragraph)
        if level:
            return piece(HEADING, text, level=level)
        if number and text:
            return piece(PARAGRAPH, f"{number}. {text}", number=number)
        mark = mark_of(text)
        if mark and mark.kind != HEADING:
            return piece(mark.kind, text[mark.skip :], number=mark.number)
        listed = numbered or "list" in (paragraph.style.name or "").casefold() if paragraph.style else numbered
        return piece(ITEM if listed else PARAGRAPH, text)

    def table(self, table: Table) -> Iterator[Piece]:
        """One piece for each row; a cell over several columns leaves empty ones behind it."""
        for line in table._tbl.tr_lst:
            cells = []
            for cell in line.tc_lst:
                text = squeeze(" ".join(self.text_of(p) for p in cell.iter(qn("w:p"))))
                cells += [text, *[""] * (cell.grid_span - 1)]
            if found := row(cells):
                yield found

    def text_of(self, paragraph: Any) -> str:
        """A paragraph's text with raised digits as superscripts, deleted text left out."""
        parts = []
        for run in paragraph.iter(qn("w:r")):
            if next(run.iterancestors(qn("w:del"), qn("w:moveFrom")), None) is None:
                text = "".join(self.run_parts(run))
                parts.append(superscript(text) if is_raised(run) and text.strip().isdigit() else text)
        return "".join(parts)

    def run_parts(self, run: Any) -> Iterator[str]:
        """What the elements of a run print."""
        for element in run:
            if element.tag == qn("w:t"):
                yield element.text or ""
            elif element.tag in (qn("w:tab"), qn("w:br"), qn("w:cr")):
                yield " "
            elif element.tag == qn("w:noBreakHyphen"):
                yield "-"
            elif element.tag in (qn("w:footnoteReference"), qn("w:endnoteReference")):
                self.seen.append(note_key(element))
                yield superscript(str(len(self.seen)))

    def number_of(self, paragraph: Paragraph) -> tuple[bool, str]:
        """Whether Word numbers or bullets the paragraph, and the number where it prints one alone."""
        found = numbering_of(paragraph)
        if found is None:
            return False, ""
        form, start = self.formats.get(found, ("bullet", 1))
        if form != "decimal" or found[1] != "0":
            return True, ""
        self.counters[found] += 1
        return True, str(start - 1 + self.counters[found])


def note_key(reference: Any) -> str:
    """A note's kind and id, as its reference names it."""
    return f"{etree.QName(reference).localname[:3]}{reference.get(qn('w:id'))}"


def note_texts(document: Document) -> dict[str, str]:
    """The text of each footnote and endnote, by `note_key`."""
    texts = {}
    for relation in document.part.rels.values():
        kind = relation.reltype.rpartition("/")[2]
        if kind in ("footnotes", "endnotes") and not relation.is_external:
            root = etree.fromstring(relation.target_part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
            for note in root:
                text = " ".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in note.iter(qn("w:p")))
                texts[f"{kind[:3]}{note.get(qn('w:id'))}"] = squeeze(text)
    return texts


def is_raised(run: Any) -> bool:
    """Whether a run stands above the line."""
    align = run.find(f"{qn('w:rPr')}/{qn('w:vertAlign')}")
    position = run.find(f"{qn('w:rPr')}/{qn('w:position')}")
    raised = (
        position is not None and (position.get(qn("w:val")) or "0").isdigit() and int(position.get(qn("w:val"))) > 3
    )
    return raised or (align is not None and align.get(qn("w:val")) == "superscript")


def heading_level(paragraph: Paragraph) -> int:
    """1 to 9 by the style (or what it is based on) or the outline level; 0 for text."""
    style = paragraph.style
    while style is not None:
        found = HEADING_STYLE.match(style.name or "")
        if found:
            return int(found[1])
        if style.name == "Title":
            return 1
        style = style.base_style
    outline = paragraph._p.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
    depth = outline.get(qn("w:val")) if outline is not None else "9"
    return int(depth) + 1 if depth.isdigit() and int(depth) < 9 else 0


def numbering_of(paragraph: Paragraph) -> tuple[str, str] | None:
    """(list's id, depth) of the paragraph's own numbering, or of its style's."""
    holders = [paragraph._p]
    style = paragraph.style
    while style is not None:
        holders.append(style.element)
        style = style.base_style
    for holder in holders:
        number = holder.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
        if number is not None:
            depth = holder.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:ilvl')}")
            identity = number.get(qn("w:val"))
            return None if identity == "0" else (identity, depth.get(qn("w:val")) if depth is not None else "0")
    return None


def number_formats(document: Document) -> dict[tuple[str, str], tuple[str, int]]:
    """(format, first number) of each list and depth."""
    part = next((r.target_part for r in document.part.rels.values() if r.reltype.endswith("/numbering")), None)
    if part is None:
        return {}
    root = part.element
    levels = {
        (abstract.get(qn("w:abstractNumId")), level.get(qn("w:ilvl"))): level
        for abstract in root.iter(qn("w:abstractNum"))
        for level in abstract.iter(qn("w:lvl"))
    }
    found = {}
    for number in root.iter(qn("w:num")):
        abstract = number.find(qn("w:abstractNumId")).get(qn("w:val"))
        for (owner, depth), level in levels.items():
            if owner == abstract:
                form, start = level.find(qn("w:numFmt")), level.find(qn("w:start"))
                first = int(start.get(qn("w:val"))) if start is not None else 1
                found[number.get(qn("w:numId")), depth] = (form.get(qn("w:val")) if form is not None else "", first)
    return found
