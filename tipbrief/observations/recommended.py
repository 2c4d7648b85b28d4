"""The recommendations of an annual report as items, in their order: recommendations.csv.

They stand in sections of that name: as list items, as one paragraph with semicolons, or as sentences of one paragraph.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import accumulate
from typing import Any, Iterator, Sequence

from tipbrief.files import digest
from tipbrief.model import Block, Document, Part
from tipbrief.observations.efforts import TEXTS, assesses
from tipbrief.observations.languages import split_block
from tipbrief.observations.lexicon import Lexicon
from tipbrief.observations.rows import place_columns
from tipbrief.observations.said_words import read_said_words
from tipbrief.observations.sentences import Span, tokenize

RECOMMENDATION_COLUMNS = ("doc", "iso3", "edition", "position", "text", "id", "start", "end", "section", "page")
SECTION = "recommendations"
_MARKS = "•●▪◦‣∙·*■□➢✓-–— \t\n"
_ENDS = ";., \t\n"
_PARTING = re.compile("[;•()]")
_FEWEST_WORDS = 2
Row = dict[str, Any]


def read_recommendations(document: Document, parts: Sequence[Part], own: Lexicon) -> list[Row]:
    """A row for each recommendation of one country's `parts`; text[start:end] is the document's text."""
    if not assesses(document):
        return []
    spans = [(part, span) for part in parts for span in _spans(document, part, own)]
    seen: Counter[str] = Counter()
    rows = []
    for position, (part, span) in enumerate(spans, start=1):
        text = document.text[span.start : span.end]
        seen[text] += 1
        rows.append({
            **place_columns(document, part, *span), "edition": document.source.edition, "position": position,
            "text": text, "id": digest(document.source.doc, part.iso3, text, str(seen[text]))[:12],
        })  # fmt: skip
    return rows


def _spans(document: Document, part: Part, own: Lexicon) -> Iterator[Span]:
    text = document.text
    blocks = [block for block in document.blocks_of(part) if block.kind in TEXTS and _is_in_section(document, block)]
    is_over = False  # a paragraph behind a list with semicolons that came to its full stop is no recommendation
    for block in blocks:
        cuts = list(_semicolons(text, block.start, block.end))
        if cuts:
            pieces = _cut(block, cuts)
            is_over = text[block.end - 1] == "."
        elif is_over and block.kind == "paragraph":
            continue
        elif len(blocks) == 1:
            pieces = split_block(text, block.start, block.end, own)[1]
        else:
            pieces = [Span(block.start, block.end)]
        yield from (span for piece in pieces if (span := _trim(text, piece, own)))


def _is_in_section(document: Document, block: Block) -> bool:
    section = document.section_at(block.start)
    return section is not None and section.name == SECTION


def _semicolons(text: str, start: int, end: int) -> Iterator[int]:
    """Where semicolons and bullets part a text, those in brackets aside, if its brackets match."""
    marks = [(match[0], match.start()) for match in _PARTING.finditer(text, start, end)]
    depths = list(accumulate((mark == "(") - (mark == ")") for mark, _ in marks))
    balanced = bool(depths) and min(depths) >= 0 and depths[-1] == 0
    for (mark, at), depth in zip(marks, depths, strict=True):
        if mark not in "()" and not (balanced and depth):
            yield at


def _cut(block: Block, cuts: Sequence[int]) -> list[Span]:
    starts, ends = [block.start, *(cut + 1 for cut in cuts)], [*cuts, block.end]
    return [Span(start, end) for start, end in zip(starts, ends, strict=True)]


def _trim(text: str, span: Span, own: Lexicon) -> Span | None:
    """The item without bullets, "and" before the last one, and marks behind; None where it is a lead or too short."""
    start, end = span
    while start < end and text[start] in _MARKS:
        start += 1
    words = read_said_words(own.language)
    for join in words.joins if words else ():
        if text[start : start + len(join) + 1].lower() == f"{join} ":
            start += len(join) + 1
            break
    while end > start and text[end - 1] in _ENDS:
        end -= 1
    letters = sum(token.kind == "word" for token in tokenize(text, start, end))
    return Span(start, end) if letters >= _FEWEST_WORDS and text[end - 1] != ":" else None
