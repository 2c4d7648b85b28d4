"""Where a country's text holds statistics tables, and the reading of each with what stands above it."""

from __future__ import annotations

from itertools import groupby
from typing import Iterator, Mapping, Sequence

from tipbrief.model import Block, Document, Part
from tipbrief.observations.grid import Grid, find_grids
from tipbrief.observations.labels import Label
from tipbrief.observations.languages import lexicon_of
from tipbrief.observations.lexicon import Lexicon
from tipbrief.observations.reading import Reading
from tipbrief.observations.sentences import Span, split_sentences
from tipbrief.observations.table_rows import Context
from tipbrief.observations.table_words import TableWords, read_table_words
from tipbrief.observations.tables import TableReader, is_note
from tipbrief.settings import Indicator

ROW, FOOTNOTE, HEADING = "row", "footnote", "heading"
LONGEST_CAPTION = 250  # characters: of a longer paragraph above a table the last sentence is its caption


def find_tables(
    document: Document, part: Part, blocks: Sequence[Block], lexicon: Lexicon, indicators: Mapping[str, Indicator]
) -> dict[int, TableReader]:
    """A reader for each table among a country's blocks, by where its first row begins.

    Rows without figures are in none: they are read as text, and so are the notes in a table.
    """
    found: dict[int, TableReader] = {}
    for above, rows, below in table_runs(blocks):
        own = lexicon_of(document.text[rows[0].start : rows[-1].end], lexicon)
        words = read_table_words(own.language)
        grids = find_grids(document.text, rows, own, words) if words else []
        if words and grids:
            context = Context(document, part, words, indicators, _caption(document, part, above, below, own, words))
            found |= {min(starts_of(grid)): TableReader(context, grid) for grid in grids}
    return found


def starts_of(grid: Grid) -> list[int]:
    """Where each row of a table begins, its notes left out."""
    return [line.block.start for line in (*grid.head, *grid.again, *grid.body) if not is_note(line)]


def table_runs(blocks: Sequence[Block]) -> Iterator[tuple[Block | None, list[Block], Block | None]]:
    """Each run of rows, footnotes between them aside, with the block before and the block behind it."""
    text = [block for block in blocks if block.kind != FOOTNOTE]
    at = 0
    for is_row, run in groupby(text, key=lambda block: block.kind == ROW):
        its = list(run)
        if is_row:
            yield text[at - 1] if at else None, its, text[at + len(its)] if at + len(its) < len(text) else None
        at += len(its)


def _caption(
    document: Document, part: Part, above: Block | None, below: Block | None, lexicon: Lexicon, words: TableWords
) -> Label | None:
    """What stands above a table, or below it where only that begins as a caption does."""
    found = [
        Label(Reading(document.text, span, lexicon), words, part.iso3, is_caption=True)
        for block in (above, below)
        if block and (span := _last_sentence(document, block, lexicon))
    ]
    named = next((label for label in found if words.is_one("caption", label.reading.tokens[:1])), None)
    return named or (found[0] if above and found else None)


def _last_sentence(document: Document, block: Block, lexicon: Lexicon) -> Span | None:
    """All of a heading or a short paragraph, else its last sentence."""
    if block.kind == HEADING or block.end - block.start <= LONGEST_CAPTION:
        return Span(block.start, block.end)
    spans = list(split_sentences(document.text, block.start, block.end, lexicon.grammar.abbreviations))
    return spans[-1] if spans else None
