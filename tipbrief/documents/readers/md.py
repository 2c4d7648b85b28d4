"""Markdown, with tables and footnotes, by markdown-it-py."""

from __future__ import annotations

import re
from typing import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tipbrief.documents.chars import clean, squeeze, superscript
from tipbrief.documents.marks import mark_of
from tipbrief.documents.markup import strip_markup
from tipbrief.documents.pieces import FOOTNOTE, HEADING, ITEM, PARAGRAPH, Line, Piece, Reading, piece, row
from tipbrief.documents.readers.txt import decode
from tipbrief.documents.words import Words

FRONT_MATTER = re.compile(r"\A---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*\n", re.S)
NOTE_TEXT = re.compile(r"^ {0,3}\[\^(\d{1,3})\]:[ \t]*(.*(?:\n(?!\s*\n| {0,3}\[\^).+)*)", re.M)
NOTE_MARK = re.compile(r"\[\^(\d{1,3})\]")
PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
# Emphasis costs the parser the square of a paragraph's stars: with more than that, they stay as they are.
MANY_STARS = 4_000
WITHOUT_EMPHASIS = MarkdownIt("commonmark").enable("table").disable("emphasis")


def read(data: bytes, words: Words) -> Reading:
    """Pieces of a Markdown file; [^10] becomes ¹⁰, and the notes stand at the end."""
    text, warnings = decode(data)
    text = FRONT_MATTER.sub("", clean(text).replace("\f", "\n"), count=1)
    notes = [(m[1], squeeze(strip_markup(m[2]))) for m in NOTE_TEXT.finditer(text)]
    body = NOTE_MARK.sub(lambda m: superscript(m[1]), NOTE_TEXT.sub("", text))
    stars = max(paragraph.count("*") + paragraph.count("_") for paragraph in body.split("\n\n"))
    parser = PARSER if stars <= MANY_STARS else WITHOUT_EMPHASIS
    pieces = list(to_pieces(parser.parse(body)))
    pieces += [piece(FOOTNOTE, f"{superscript(number)} {note}", number=number) for number, note in notes]
    return Reading([p for p in pieces if p.first], warnings)


def to_pieces(tokens: Sequence[Token]) -> Iterator[Piece]:
    """Pieces from the parser's flat list of tokens."""
    cells: list[str] | None = None
    number, begins, level, depth = "", False, 0, 0
    for token in tokens:
        if token.type == "list_item_open":
            number, begins = token.info, True
        elif token.type.endswith("_list_open") or token.type.endswith("_list_close"):
            depth += token.nesting
        elif token.type in ("heading_open", "heading_close"):
            level = int(token.tag[1]) if token.nesting == 1 else 0
        elif token.type in ("tr_open", "tr_close"):
            if found := row(cells or ()):
                yield found
            cells = [] if token.nesting == 1 else None
        elif token.type in ("fence", "code_block", "html_block"):
            yield piece(PARAGRAPH, squeeze(strip_markup(token.content)))
        elif token.type == "inline" and cells is not None:
            cells.append(squeeze(inline_text(token)))
        elif token.type == "inline" and level:
            yield piece(HEADING, squeeze(inline_text(token)), level=level)
        elif token.type == "inline":
            yield from text_pieces(inline_text(token), number if begins else "", listed=depth > 0)
            begins = False


def inline_text(token: Token) -> str:
    """The words of inline Markdown: emphasis and links by their text, line breaks as such."""
    parts = []
    for child in token.children or []:
        if child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif child.type in ("text", "code_inline", "html_inline"):
            parts.append(child.content)
        elif child.type == "image":
            parts.append("")
    return strip_markup("".join(parts))


def text_pieces(text: str, number: str, listed: bool) -> Iterator[Piece]:
    """A paragraph or an item, its own lines kept for joining; an ordered item shows its number."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if not lines:
        return
    if number:
        lines[0] = f"{number}. {lines[0]}"
    mark = mark_of(lines[0])
    kind = PARAGRAPH if number or not listed else ITEM
    if mark and not listed and mark.kind != HEADING:
        kind, lines[0] = mark.kind, lines[0][mark.skip :]
    yield Piece(kind, tuple(map(Line, lines)), number=mark.number if mark else "")
