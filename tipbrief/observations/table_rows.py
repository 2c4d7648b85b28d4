"""The rows that a table's cell becomes: an observation, or a number that is none, with its row for a sentence."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Iterable, Mapping, NamedTuple, Sequence

from tipbrief.model import Document, Part
from tipbrief.observations.attributes import Attributes
from tipbrief.observations.cells import SILENT, Cell
from tipbrief.observations.claims import Claim
from tipbrief.observations.figures import Figure
from tipbrief.observations.grid import Line
from tipbrief.observations.labels import Label
from tipbrief.observations.lexicon import Phrase
from tipbrief.observations.mentions import Mention
from tipbrief.observations.numbers import Number
from tipbrief.observations.proof import TABLE
from tipbrief.observations.rows import MAIN_NOUNS, Row, finish, place_columns, scope_columns
from tipbrief.observations.table_words import TableWords
from tipbrief.settings import Indicator

ABOVE, CAPTION, ON_HEAD = "above", "caption", "head"  # where labels stand that are no part of the quote
HELD = "no year is named, and the document has no default year"
_FACT = ("indicator", "year", "value", "status", "offence", "exploitation", "sex", "age", "origin", "subtype")


@dataclass
class Context:
    """What stands around a table: its document, the words of its language, and its caption."""

    document: Document
    part: Part
    words: TableWords
    indicators: Mapping[str, Indicator]
    caption: Label | None


class Named(NamedTuple):
    """The phrase of a cell, and where its words stand if not in its row."""

    phrase: Phrase
    source: str = ""


@dataclass
class Labelled:
    """A figure's cell in its row, with its labels: those of the row, of the column, and (by place) around it."""

    line: Line
    cell: Cell
    row: Sequence[Label]
    head: Sequence[Label]
    around: Mapping[str, Label] = field(default_factory=dict)

    @property
    def own(self) -> list[Label]:
        """The labels of row and column."""
        return [*self.row, *self.head]

    @property
    def all(self) -> list[Label]:
        """All labels, the nearest first."""
        return [*self.own, *self.around.values()]


def number_in(line: Line, cell: Cell, first: int, last: int) -> Number:
    """Tokens first..last of a cell as a number of its row."""
    at = bisect_left(line.starts, cell.reading.tokens[first].start)
    return Number(at, at + last - first, cell.value or 0, True)


def cell_figure(labelled: Labelled, named: Named, attributes: Attributes, kind: str) -> Figure:
    """The cell as a figure of its row."""
    line, cell = labelled.line, labelled.cell
    number = number_in(line, cell, *cell.said)
    mention = Mention(number, number.first, number.last, None, frozenset({named.phrase.noun}), value=cell.value)
    mention.bound, mention.status = cell.bound, "not_reported" if cell.kind == SILENT else "reported"
    return Figure(
        mention, named.phrase.indicator, kind, attributes, claim=Claim(named.phrase, None), first=number.first,
        sentence=line.block.start, zone=(number.last + 1, number.last), nouns=mention.nouns,
    )  # fmt: skip


def cell_row(context: Context, labelled: Labelled, named: Named, figure: Figure) -> Row:
    """The observation of a cell; with a `reason` where it must be held."""
    document, cell, line, mention = context.document, labelled.cell, labelled.line, figure.mention
    indicator, attributes = context.indicators[figure.indicator], figure.attributes
    year, period, inferred = year_of(context, labelled)
    main = int(document.source.default_year) if document.source.default_year else None
    offence = (attributes.offence or "trafficking") if indicator.offence else ""
    figure.dated, figure.potential = (year, period), any("potential" in label.cues for label in labelled.own)
    row = finish(
        document, context.part, start=line.block.start, end=cell.end, indicator=figure.indicator, year=year,
        period=period, value=cell.value, bound=cell.bound, status=mention.status, rule=TABLE,
        actor=actor_of(labelled, indicator), subtype=str(named.phrase.gives.get("subtype", "")), reported_by="",
        restated=year is not None and main is not None and year < main,
        inferred=" ".join(sorted({named.source, inferred} - {""})), kind=figure.kind, words=words_of(labelled.own),
        potential=figure.potential, figure=figure, language=cell.reading.lexicon.language,
        **sentence_columns(line, mention.number), **scope_columns(attributes, offence, indicator),
        sentence_start=line.block.start, paragraph=line.block.start, twins=set(),
    )  # fmt: skip
    row["reason"] = HELD if year is None else ""
    return row


def sentence_columns(line: Line, number: Number) -> Row:
    """The row of the table as the sentence of a number, by which a person names it."""
    reading = line.reading
    text = reading.text[reading.span.start : reading.span.end]
    return {"sentence": text, "sentence_hash": reading.hash, "position": reading.position(number)}


def year_of(context: Context, labelled: Labelled) -> tuple[int | None, str, str]:
    """Year and period by the nearest label that names one, and where that stands; else the document's."""
    near = [("", label) for label in labelled.row] + [(ON_HEAD, label) for label in labelled.head]
    for source, label in (*near, *labelled.around.items()):
        if label.year:
            return *label.year, source
    default = context.document.source.default_year
    return (int(default), "reporting", "year") if default else (None, "", "year")


def actor_of(labelled: Labelled, indicator: Indicator) -> str:
    """Who acted, by the nearest labels that say it; a table that names nobody leaves it open."""
    if indicator.pillar == "prosecution":
        return "government"
    for labels in (labelled.own, *([label] for label in labelled.around.values())):
        named = {name for label in labels for name in ("government", "ngo") if name in label.cues}
        if named:
            return "government" if "government" in named else "ngo"
    return "unknown"


def words_of(own: Sequence[Label]) -> str:
    """The words that tell a part from the other parts of its total."""
    parts = [label for label in own if label.is_breakdown] or list(own)
    return " ".join(token.low for label in parts for token in label.reading.tokens if token.kind == "word")


def left_cell(
    context: Context, line: Line, cell: Cell, reason: str, said: tuple[int, int], labels: Iterable[Label] = ()
) -> Row:
    """A number of a table that is no observation; `rank` puts likely figures first."""
    tokens, text = cell.reading.tokens, context.document.text
    start, end = tokens[said[0]].start, tokens[said[1]].end
    nouns = frozenset().union(*(label.nouns for label in labels))
    return {
        **place_columns(context.document, context.part, start, end), "number": text[start:end], "reason": reason,
        "rank": len(nouns) + 2 * bool(nouns & MAIN_NOUNS), **sentence_columns(line, number_in(line, cell, *said)),
    }  # fmt: skip


def share_actors(rows: list[Row]) -> list[Row]:
    """Let a table's figure take the actor that the text names for the very same one: then the two are one fact."""
    named = {tuple(str(row[column]) for column in _FACT): row["actor"] for row in rows if row["rule"] != TABLE}
    for row in rows:
        if row["rule"] == TABLE and row["actor"] == "unknown":
            row["actor"] = named.get(tuple(str(row[column]) for column in _FACT), "unknown")
    return rows
