"""HTML by lxml: the page's own text without navigation, raised numbers as footnote marks.

Not trafilatura: it drops <sup> (2023 and a raised 10 become 202310) and is made to lose what
looks like little text, such as a table of figures (docs/documents.md has the comparison).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Iterator

from lxml import etree
from lxml import html as lxml_html

from tipbrief.documents.chars import LOWER, clean, squeeze, superscript
from tipbrief.documents.countries import is_tier_line, tier_heading
from tipbrief.documents.marks import mark_of
from tipbrief.documents.pieces import (
    FOOTNOTE,
    HEADING,
    ITEM,
    PARAGRAPH,
    Line,
    Piece,
    Reading,
    Unreadable,
    piece,
    row,
)  # fmt: skip
from tipbrief.documents.readers.txt import decode
from tipbrief.documents.shape import Wrapping, split_group
from tipbrief.documents.words import Words

SKIPPED = frozenset(
    "script style noscript template nav aside form button select option iframe object svg math canvas audio video "
    "head title".split()
)
FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|cookies?|share|sharing|social|sidebar|skip-link|toc|banner"
    r"|pagination|related|newsletter|subscribe|comments|advert\w*|site-header|site-footer)(?:$|[\s_-])",
    re.I,
)
ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "complementary", "dialog", "menu"))
BLOCKS = frozenset(
    "address article blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer "
    "header hr html legend li main ol p pre section summary table tbody tfoot thead tr ul h1 h2 h3 h4 h5 h6".split()
)
NOTE_CLASS = re.compile(r"footnote|endnote|(?:^|[\s_-])fn\d*(?:$|[\s_-])", re.I)
NOTE_DIGITS = re.compile(r"^\s*\[?\(?(\d{1,3})\)?\]?\s*$")
NOTE_START = re.compile(r"^\s*(?:\[(\d{1,3})\]|(\d{1,3})[.)]|([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}))\s*(?=\S)")
HEADLINES = ("h1", "h2", "h3", "h4", "h5", "h6")
BOLD_LEVEL = 7  # of a paragraph in bold type, below all of HTML's own headings
LONGEST_BOLD = 80
WIDEST = 100  # rows or columns that a cell may cover
XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,30})", re.I)


def read(data: bytes, words: Words) -> Reading:
    """Pieces of an HTML page; raises Unreadable where it has no text."""
    text, warnings = to_text(data)
    if not text.strip():
        return Reading([], warnings)
    try:
        root = lxml_html.document_fromstring(XML_DECLARATION.sub("", text, count=1))
    except etree.ParserError:
        raise Unreadable("is not an HTML page; save the page again from its address.") from None
    walker = Walker(words)
    walker.visit(main_of(root), Context())
    walker.flush(Context())
    return Reading(walker.pieces, warnings)


def to_text(data: bytes) -> tuple[str, list[str]]:
    """The page as text: UTF-8, or the encoding that the page itself names."""
    named = CHARSET.search(data[:4096])
    if named and named[1].lower() not in (b"utf-8", b"utf8"):
        try:
            return clean(data.decode(named[1].decode("ascii"))), []
        except (LookupError, UnicodeDecodeError):
            pass
    text, warnings = decode(data)
    return clean(text).replace("\f", " "), warnings


def main_of(root: etree._Element) -> etree._Element:
    """The page's <main>, or its only <article>, where it holds at least half of the text; else the page."""
    whole = sum(len(t) for t in root.itertext())
    found = root.xpath("//main | //*[@role='main']") or root.xpath("//article")
    if len(found) == 1 and sum(len(t) for t in found[0].itertext()) * 2 >= whole:
        return found[0]
    return root


def is_furniture(element: etree._Element) -> bool:
    """Whether an element is navigation or the like, by its name, role, class or id."""
    if element.tag == "button" and is_inside(element, HEADLINES):
        return False  # a heading that unfolds its section
    if element.tag in SKIPPED or element.get("role") in ROLES or element.get("hidden") is not None:
        return True
    if element.get("aria-hidden") == "true":
        return True
    if element.tag in ("header", "footer") and not is_inside(element, ("article", "main", "section")):
        return True
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return element.tag not in ("html", "body", "main", "article") and bool(FURNITURE.search(names))


def is_inside(element: etree._Element, tags: tuple[str, ...]) -> bool:
    """Whether one of its ancestors has one of these tags."""
    return next(element.iterancestors(*tags), None) is not None


@dataclass(frozen=True)
class Context:
    """What a stretch of inline text belongs to."""

    kind: str = PARAGRAPH
    level: int = 0
    number: str = ""


class Walker:
    """Walks a page in order, gathering inline text until a block begins or ends."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.pieces: list[Piece] = []
        self.inline: list[str] = []

    def visit(self, element: etree._Element, context: Context) -> None:
        """Gather an element's text and its children's; the text behind it is its parent's."""
        if not isinstance(element.tag, str) or is_furniture(element):
            return
        if element.tag == "br":
            self.inline.append("\n")
        elif element.tag == "table" and is_data_table(element):
            self.flush(context)
            self.pieces += table_pieces(element)
        elif (mark := raised_mark(element)) is not None:
            self.inline.append(mark)
        elif element.tag in BLOCKS or element.tag == "td" or element.tag == "th":
            self.flush(context)
            inner = context_of(element, context)
            self.children(element, inner)
            self.flush(inner)
        else:
            self.children(element, context)

    def children(self, element: etree._Element, context: Context) -> None:
        """The element's own text, then each child and what stands behind it."""
        self.inline.append(blanks_squeezed(element.text))
        for child in element:
            self.visit(child, context)
            self.inline.append(blanks_squeezed(child.tail))

    def flush(self, context: Context) -> None:
        """Make pieces of the gathered text."""
        text, self.inline = clean("".join(self.inline)), []
        for stretch in re.split(r"\n[ \n]*\n", text):
            lines = [Line(" ".join(line.split())) for line in stretch.split("\n") if line.strip()]
            if lines and context.kind in (PARAGRAPH, ITEM) and not context.number:
                for group in split_group(lines, Wrapping(), self.words):
                    self.pieces.append(marked(context, group))
            elif lines:
                self.pieces.append(marked(context, lines))


def blanks_squeezed(text: str | None) -> str:
    """Text as a browser shows it: line ends and tabs are blanks."""
    return re.sub(r"\s+", " ", text) if text else ""


def marked(context: Context, lines: list[Line]) -> Piece:
    """The piece of some lines; a mark at their beginning counts for more than the list around them."""
    first, number = lines[0].text, context.number
    if context.kind == FOOTNOTE:
        found = NOTE_START.match(first)
        number = (found[1] or found[2] or found[3].translate(LOWER)) if found else number
        first = f"{superscript(number)} {first[found.end() if found else 0 :]}" if number else first
        return Piece(FOOTNOTE, (Line(first), *lines[1:]), number=number)
    if context.kind == ITEM and number:
        return Piece(PARAGRAPH, (Line(f"{number}. {first}"), *lines[1:]), number=number)
    mark = mark_of(first) if context.kind in (PARAGRAPH, ITEM) else None
    if mark and mark.kind != HEADING:
        return Piece(mark.kind, (Line(first[mark.skip :]), *lines[1:]), number=mark.number)
    return Piece(context.kind, tuple(lines), level=context.level)


def context_of(element: etree._Element, outer: Context) -> Context:
    """What a block makes of the text in it."""
    names = f"{element.get('class', '')} {element.get('id', '')}"
    note = outer.kind == FOOTNOTE or element.get("role") in ("doc-endnotes", "doc-endnote", "doc-footnote")
    if element.tag == "li":
        number = list_number(element)
        return Context(FOOTNOTE if note else ITEM, number=number)
    if note or (NOTE_CLASS.search(names) and element.tag in ("div", "p", "section", "ol", "ul", "aside")):
        return Context(FOOTNOTE, number=outer.number)
    if element.tag in HEADLINES:
        return Context(HEADING, level=int(element.tag[1]))
    if element.tag in ("p", "div") and is_bold_heading(element):
        return Context(HEADING, level=BOLD_LEVEL)
    return outer if outer.kind == ITEM else Context()


def is_bold_heading(paragraph: etree._Element) -> bool:
    """Whether a short paragraph is all in bold type and says no figure: "<p><b>Albania</b></p>"."""
    if len(paragraph) != 1 or paragraph[0].tag not in ("b", "strong") or (paragraph.text or "").strip():
        return False
    text = squeeze("".join(paragraph.itertext()))
    tail = (paragraph[0].tail or "").strip(" :\xa0\n")
    plain = not any(c.isdigit() for c in text) or bool(tier_heading(text)) or is_tier_line(text)
    return not tail and 0 < len(text) <= LONGEST_BOLD and plain and text[-1] not in ".;,!?"


def list_number(item: etree._Element) -> str:
    """The number that an ordered list shows before an item, '' in other lists."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol" or parent.get("type", "1") != "1":
        return ""
    given = item.get("value") or ""
    start = parent.get("start") or ""
    before = sum(1 for _ in item.itersiblings("li", preceding=True))
    return given if given.isdigit() else str((int(start) if start.isdigit() else 1) + before)


def raised_mark(element: etree._Element) -> str | None:
    """The superscript for <sup>10</sup>, or for a link [10] to a note; None for anything else."""
    if element.tag == "sup" or (element.tag == "a" and (element.get("href") or "").startswith("#")):
        text = "".join(element.itertext())
        digits = NOTE_DIGITS.match(text)
        if digits and (element.tag == "sup" or "[" in text):
            return superscript(digits[1])
    return None


def is_data_table(table: etree._Element) -> bool:
    """Whether a table holds cells of data, not the page's layout."""
    return not table.xpath(
        ".//table | .//h1 | .//h2 | .//h3 | .//p[string-length() > 400] | .//td[string-length() > 800]"
    )


def table_pieces(table: etree._Element) -> list[Piece]:
    """A table's caption and one piece for each row; a cell over several rows or columns leaves empty ones behind it."""
    captions = (squeeze("".join(cell_texts(caption))) for caption in table.iterchildren("caption"))
    pieces: list[Piece | None] = [piece(PARAGRAPH, text) for text in captions if text]
    taken: dict[int, int] = {}  # column -> rows that a cell above still covers
    for line in table.iter("tr"):
        cells: dict[int, str] = {}
        covered, column = {c: rows - 1 for c, rows in taken.items() if rows > 1}, 0
        for cell in line.iterchildren("td", "th"):
            while taken.get(column):
                column += 1
            cells[column] = squeeze("".join(cell_texts(cell)))
            width = span_of(cell, "colspan")
            covered |= dict.fromkeys(range(column, column + width), span_of(cell, "rowspan") - 1)
            column += width
        taken = {c: rows for c, rows in covered.items() if rows}
        pieces.append(row(cells.get(c, "") for c in range(max(cells, default=-1) + 1)))
    return [one for one in pieces if one]


def span_of(cell: etree._Element, name: str) -> int:
    """How many rows or columns a cell covers, from 1 to a bound that no honest table needs."""
    given = cell.get(name) or "1"
    return min(max(int(given), 1), WIDEST) if given.isdigit() and len(given) < 5 else 1


def cell_texts(cell: etree._Element) -> Iterator[str]:
    """The text of a cell, raised numbers as superscripts, a blank for each break or block."""
    yield cell.text or ""
    for child in cell:
        if isinstance(child.tag, str) and child.tag not in SKIPPED:
            mark = raised_mark(child)
            if mark is not None:
                yield mark
            else:
                yield " " if child.tag == "br" or child.tag in BLOCKS else ""
                yield from cell_texts(child)
        yield child.tail or ""
