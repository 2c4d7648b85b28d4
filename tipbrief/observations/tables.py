"""Statistics tables: each cell that is a number becomes a figure of what its labels name.

The labels of a cell are its row's, its column's, that of the row over all columns above it, and the caption. What they
do not say is not guessed: a cell that no phrase knows by its labels is unclaimed. The quote is the row up to the
cell, so what the head or the caption says is no part of it, and `inferred` says so (docs/observations.md).
"""

from __future__ import annotations

from functools import cached_property, reduce
from typing import Iterator, Mapping, Sequence

from tipbrief.observations.attributes import Attributes
from tipbrief.observations.cells import BLANK, MONEY, PERCENT, TEXT, Cell, in_brackets
from tipbrief.observations.claims import BLOCKING
from tipbrief.observations.figures import HEAD, PART, Sentence
from tipbrief.observations.grid import Grid, Line
from tipbrief.observations.labels import Label, find_phrases
from tipbrief.observations.lexicon import Phrase
from tipbrief.observations.steps import SUBJECTS, Step
from tipbrief.observations.table_rows import (
    ABOVE,
    CAPTION,
    ON_HEAD,
    Context,
    Labelled,
    Named,
    cell_figure,
    cell_row,
    left_cell,
)

READER = "a cell of a table"
LONGEST_LABEL = 100  # characters: a longer text that fills a row is a note
_NO_NUMBER = {BLANK: "no number in the cell", PERCENT: "percentage", MONEY: "money"}
_BLOCKED = "arrests, acquittals, screenings and the like"
_IN_WORDS = "stands in a cell of words"
_OF_YEARS = "total over several years"


class TableReader:
    """Reads a grid from the top, with what the rows above said in mind; each row is a step of its own."""

    def __init__(self, context: Context, grid: Grid) -> None:
        self.context, self.grid = context, grid
        self.around = {CAPTION: context.caption} if context.caption else {}
        self.head_labels: dict[int, list[Label]] = {}
        self.above: Named | None = None  # of the last row that named what it counts
        self.whole = Attributes()  # of the last row that is not "of which"
        self.below_part = False  # whether the row above was a part of that
        self.beside: Named | None = None  # of the last column of this row whose head names what it counts

    def read(self) -> Iterator[Step]:
        """Read every row but the notes."""
        for line in (*self.grid.head, *self.grid.again):
            step = new_step(line)
            self.pass_over(step, line, line.cells)
            yield step
        for line in self.grid.body:
            if not is_note(line):
                yield self.read_line(line)

    def read_line(self, line: Line) -> Step:
        """Read a row, or remember the label of one that stands over all columns."""
        step, labels = new_step(line), [self.label(c) for c in line.filled if c.column < self.grid.first]
        self.pass_over(step, line, line.cells[: self.grid.first])
        if self.grid.figures(line):
            self.read_figures(step, line, labels)
        elif labels:
            group = Label(labels[0].reading, self.context.words, self.context.part.iso3, is_caption=True)
            self.around = {ABOVE: group} | {k: v for k, v in self.around.items() if k == CAPTION}
            self.above, self.below_part = None, False
        return step

    def label(self, cell: Cell) -> Label:
        """What a cell of words says."""
        return Label(cell.reading, self.context.words, self.context.part.iso3)

    def heads(self, column: int) -> list[Label]:
        """What stands at the head of a column."""
        if column not in self.head_labels:
            self.head_labels[column] = [self.label(cell) for cell in self.grid.heads(column)]
        return self.head_labels[column]

    def pass_over(self, step: Step, line: Line, cells: Sequence[Cell], why: str = "names a row or a column") -> None:
        """List the numbers of cells of words: in labels they count nothing, elsewhere a person should look at them."""
        for cell in cells:
            for number in cell.reading.numbers:
                is_year = 1990 <= number.value <= 2100 and len(cell.reading.low(number.first)) == 4
                left = left_cell(self.context, line, cell, "year" if is_year else why, number[:2], [self.label(cell)])
                is_open = why == _IN_WORDS and not is_year and cell.reading.cues.keys() & SUBJECTS
                (step.unclaimed if is_open else step.ignored).append(left)

    def read_figures(self, step: Step, line: Line, labels: Sequence[Label]) -> None:
        """Read a row's figures, and remember what it counts for the parts below it."""
        is_part = bool(labels) and all(label.is_breakdown or label.is_total or label.only_year for label in labels)
        self.beside = None
        claims = [self.read_cell(step, line, cell, labels, is_part) for cell in self.grid.figures(line)]
        own = next((claim for claim in claims if claim), None)
        self.below_part = is_part and own is not None
        if not is_part:
            self.above = own
        if not any(label.says("of_which") for label in labels):
            self.whole = reduce(Attributes.over, (label.attributes for label in labels), Attributes())

    def read_cell(self, step: Step, line: Line, cell: Cell, row: Sequence[Label], is_part: bool) -> Named | None:
        """Add what a cell states, or its number to those that are left; its phrase."""
        labelled = Labelled(line, cell, row, self.heads(cell.column), self.around)
        if cell.kind == TEXT:
            self.pass_over(step, line, [cell], _IN_WORDS)
            return None
        if reason := _NO_NUMBER.get(cell.kind) or self.no_figure(labelled):
            step.ignored.append(left_cell(self.context, line, cell, reason, cell.said))
            return None
        named = self.name(labelled, is_part)
        if not all(label.is_breakdown for label in labelled.head):
            self.beside = None if isinstance(named, str) else named
        if isinstance(named, str):
            self.leave(step, labelled, named)
            return None
        self.add(step, labelled, named)
        self.add_bracket(step, labelled, named)
        return named

    def leave(self, step: Step, labelled: Labelled, reason: str) -> None:
        """List a number that no phrase claims: for the analyst, where its labels are about a subject."""
        line, cell = labelled.line, labelled.cell
        verbs = (verb.labels for label in labelled.own for verb in label.reading.verb_tokens)
        blocked = any(labels & BLOCKING for labels in verbs)
        left = left_cell(self.context, line, cell, _BLOCKED if blocked else reason, cell.said, labelled.all)
        (step.unclaimed if self.is_about and not blocked else step.ignored).append(left)

    @cached_property
    def is_about(self) -> bool:
        """Whether one of the table's labels names a subject."""
        lines = (*self.grid.head, *self.grid.body)
        said = (cell.reading.cues.keys() for line in lines for cell in line.cells if cell.kind == TEXT)
        caption = self.context.caption.cues if self.context.caption else frozenset()
        return bool(caption & SUBJECTS) or any(cues & SUBJECTS for cues in said)

    def no_figure(self, labelled: Labelled) -> str:
        """Why a number counts nothing, by its labels: a share, a change, a sum of several years; '' where it may."""
        counted = any(label.says("counted") for label in labelled.own)
        labels = labelled.own if counted else labelled.all
        if reason := next((label.no_figures for label in labels if label.no_figures), ""):
            return reason
        dated = any(label.years for label in labelled.own)
        sums_row = self.grid.over_years and any(label.is_total for label in labelled.head)
        sums_column = self.grid.under_years and any(label.is_total for label in labelled.row)
        return _OF_YEARS if (sums_row or sums_column) and not dated else ""

    def name(self, labelled: Labelled, is_part: bool) -> Named | str:
        """The phrase that a cell's labels make, or why there is none."""
        own = [label for label in labelled.own if not label.only_year]
        if not labelled.head and self.grid.width > 1:
            return "nothing stands at the head of its column"
        if unknown := next((word for label in own for word in label.unknown), ""):
            return f"no phrase knows {unknown!r} in its labels"
        if any("country" in label.cues for label in own) and not self.is_by_origin(labelled):
            return "its labels name a country"
        nouns = frozenset().union(*(label.nouns for label in own))
        if found := find_phrases(nouns, own):
            in_row = find_phrases(nouns, [label for label in labelled.row if not label.only_year])
            return only(found, "" if found == in_row else ON_HEAD)
        return self.name_by_others(labelled, own, nouns, is_part)

    def name_by_others(
        self, labelled: Labelled, own: Sequence[Label], nouns: frozenset[str], is_part: bool
    ) -> Named | str:
        """The phrase of the column or row of which a cell is a part, or one with words from around the table."""
        plain = frozenset().union(*(label.nouns for label in own if not label.is_breakdown))
        if self.beside and not plain and labelled.head and all(label.is_breakdown for label in labelled.head):
            return Named(self.beside.phrase, ON_HEAD)
        is_sum = any(label.is_total for label in labelled.row)
        if is_part and not plain and self.above and (self.below_part or not is_sum):
            return Named(self.above.phrase, ABOVE)
        for source, label in labelled.around.items():
            if found := find_phrases(plain or nouns | label.nouns, [*own, label]):
                return only(found, source)
        return "no phrase claims it"

    def is_by_origin(self, labelled: Labelled) -> bool:
        """Whether a country in a label says where somebody is from."""
        over = [self.label(cell) for line in self.grid.head for cell in line.cells[: self.grid.first]]
        return any(label.says("origin") for label in (*labelled.row, *over, *labelled.around.values()))

    def add(self, step: Step, labelled: Labelled, named: Named) -> None:
        """Add the figure of a cell, with the breakdowns of all its labels."""
        attributes = self.attributes(labelled)
        is_part = named.source == ABOVE or any(label.is_breakdown for label in labelled.own)
        figure = cell_figure(labelled, named, attributes, PART if is_part else HEAD)
        step.sentence.mentions.append(figure.mention)
        step.sentence.figures.append(figure)
        step.sentence.read_by[figure.mention.first] = READER
        step.figures.append(figure)
        step.rows.append(cell_row(self.context, labelled, named, figure))

    def attributes(self, labelled: Labelled) -> Attributes:
        """The breakdowns of all labels, and of the row above where this one is a part of it.

        A total says nothing of the rows over all columns above it: they may head the rows before it alone.
        """
        is_total = any(label.says("total") for label in labelled.row)
        around = [label for place, label in labelled.around.items() if not (is_total and place == ABOVE)]
        said = reduce(Attributes.over, (label.attributes for label in labelled.own), Attributes())
        base = self.whole if any(label.says("of_which") for label in labelled.row) else Attributes()
        return reduce(Attributes.over, (label.attributes for label in around), said.over(base))

    def add_bracket(self, step: Step, labelled: Labelled, named: Named) -> None:
        """Add the part that stands in brackets behind a number; what is none there is listed."""
        inner = in_brackets(labelled.cell)
        label = self.label(inner) if inner else None
        if inner is None or label is None:
            return
        if label.is_breakdown and not label.unknown and not label.no_figures:
            inside = Labelled(labelled.line, inner, [label, *labelled.row], labelled.head, labelled.around)
            self.add(step, inside, named)
        else:
            reason = label.no_figures or "in brackets behind another number"
            step.ignored.append(left_cell(self.context, labelled.line, inner, reason, inner.said))


def new_step(line: Line) -> Step:
    """A row of a table as a sentence of which nothing is read yet."""
    return Step(Sentence(line.reading, [], []), [], [])


def is_note(line: Line) -> bool:
    """Whether a row is a text below a table, which is read as text."""
    return len(line.filled) == 1 and len(line.filled[0].text) > LONGEST_LABEL


def only(found: Mapping[str, Phrase], source: str) -> Named | str:
    """The one phrase; of several none."""
    return Named(next(iter(found.values())), source) if len(found) == 1 else "several phrases claim it"
