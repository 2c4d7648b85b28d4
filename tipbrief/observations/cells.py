"""A table's rows as cells, and what each says in place of a number.

A row's text has its cells between bars; an empty cell is nothing between two bars (docs/documents.md).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tipbrief.model import Block
from tipbrief.observations.ignored import CURRENCY
from tipbrief.observations.lexicon import Lexicon
from tipbrief.observations.reading import Reading
from tipbrief.observations.sentences import Span
from tipbrief.observations.table_words import TableWords

BAR = re.compile(r" ?\| ?")
# What a cell is.
TEXT, EMPTY, COUNT, SILENT, BLANK, PERCENT, MONEY = "text", "empty", "count", "silent", "blank", "percentage", "money"
SIGNS = {">": "min", "≥": "min", "<": "max", "≤": "max", "~": "approx", "≈": "approx"}
FOOTNOTE_MARKS = frozenset("*†‡§⁰¹²³⁴⁵⁶⁷⁸⁹")
_PERCENT = frozenset({"percent"})


@dataclass(frozen=True)
class Cell:
    """One cell: its kind, and for a count its value, the tokens that say it, and those that follow in brackets."""

    column: int
    reading: Reading
    kind: str
    value: float | None = None
    bound: str = "exact"
    number: tuple[int, int] = (0, -1)
    bracket: tuple[int, int] = (0, -1)

    @property
    def start(self) -> int:
        """Where the cell begins in the document's text."""
        return self.reading.span.start

    @property
    def end(self) -> int:
        """Where its number ends, what stands in brackets behind it left out."""
        has_more = self.bracket[0] <= self.bracket[1]
        return self.reading.tokens[self.number[1]].end if has_more else self.reading.span.end

    @property
    def said(self) -> tuple[int, int]:
        """First and last token of what it says: of its number, or all of them."""
        return self.number if self.number[1] >= 0 else (0, len(self.reading.tokens) - 1)

    @property
    def text(self) -> str:
        """What stands in it."""
        return self.reading.text[self.start : self.reading.span.end]

    @property
    def is_year(self) -> bool:
        """Whether it can be a year: four plain digits."""
        return self.kind == COUNT and self.text.strip("*†‡ ")[:4].isdigit() and 1990 <= (self.value or 0) <= 2100


def cells_of(text: str, block: Block, lexicon: Lexicon, words: TableWords) -> list[Cell]:
    """The cells of a row, from left to right, the empty ones too."""
    cells: list[Cell] = []
    start = block.start
    for bar in [*BAR.finditer(text, block.start, block.end), None]:
        end = bar.start() if bar else block.end
        reading = Reading(text, Span(start, end), lexicon)
        cells.append(_cell(len(cells), reading, words))
        start = bar.end() if bar else end
    return cells


def _cell(column: int, reading: Reading, words: TableWords) -> Cell:
    """What a cell says."""
    tokens = [token for token in reading.tokens if not FOOTNOTE_MARKS.issuperset(token.low)]
    if not tokens:
        return Cell(column, reading, EMPTY)
    for name, kind, value in (("not_reported", SILENT, None), ("blank", BLANK, None), ("zero", COUNT, 0.0)):
        if words.is_one(name, tokens):
            return Cell(column, reading, kind, value)
    return _number(column, reading)


def _number(column: int, reading: Reading) -> Cell:
    """A cell that is a number, with what may stand before and behind it; else one of text."""
    number = reading.numbers[0] if reading.numbers else None
    if number is None:
        return Cell(column, reading, TEXT)
    before = [reading.low(i) for i in range(number.first)]
    bound = _bound(reading, number.first)
    if any(low in CURRENCY for low in before):
        return Cell(column, reading, MONEY)
    if bound is None:
        return Cell(column, reading, TEXT)
    after = [i for i in range(number.last + 1, len(reading.tokens)) if not FOOTNOTE_MARKS.issuperset(reading.low(i))]
    if after and (reading.low(after[0]) == "%" or reading.covered(after[0], _PERCENT)):
        return Cell(column, reading, PERCENT)
    if after and reading.low(after[0]) == "(" and reading.low(after[-1]) == ")":
        return Cell(column, reading, COUNT, number.value, bound, number[:2], (after[0] + 1, after[-1] - 1))
    is_note = len(after) == 1 and len(reading.low(after[0])) == 1 and reading.low(after[0]).isalpha()
    if after and not is_note:
        return Cell(column, reading, TEXT)
    return Cell(column, reading, COUNT, number.value, bound, number[:2])


def in_brackets(cell: Cell) -> Cell | None:
    """The one number that stands in brackets behind a cell's number, as a cell of its own: "31 (12 children)"."""
    first, last = cell.bracket
    if first > last:
        return None
    tokens = cell.reading.tokens
    inside = Reading(cell.reading.text, Span(tokens[first].start, tokens[last].end), cell.reading.lexicon)
    if len(inside.numbers) != 1:
        return None
    number = inside.numbers[0]
    return Cell(cell.column, inside, COUNT, number.value, number=number[:2])


def _bound(reading: Reading, first: int) -> str | None:
    """How exact a number is by what stands before it; None where that is something else."""
    if first == 0:
        return "exact"
    if first == 1 and reading.low(0) in SIGNS:
        return SIGNS[reading.low(0)]
    bounds = ((b, cue) for b in ("min", "max", "approx") for cue in reading.cues.get(b, ()))
    return next((b for b, cue in bounds if (cue.first, cue.last) == (0, first - 1)), None)
