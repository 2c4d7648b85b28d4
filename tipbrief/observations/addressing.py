"""Where a line of config/corrections.csv points: its sentence, the number at its position, the rows that it names."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Iterator, Sequence

from tipbrief.model import Document, Part
from tipbrief.observations.corrections import Line
from tipbrief.observations.extract import Found
from tipbrief.observations.keys import counted_tokens, hash_sentence
from tipbrief.observations.languages import split_block
from tipbrief.observations.lexicon import Lexicon
from tipbrief.observations.numbers import Number, find_numbers
from tipbrief.observations.rows import Row
from tipbrief.observations.sentences import Span, tokenize


@dataclass(frozen=True)
class Place:
    """A sentence that a line names, and what stands at the line's position: text[start:end], and its value.

    A word of zero or silence has no value (NaN); at position 0 stands the sentence's first word.
    """

    part: Part
    span: Span
    language: str
    start: int
    end: int
    value: float


class Addresses:
    """The rows of one country in one document, by the keys that lines name them with."""

    def __init__(self, found: Found, document: Document, parts: Sequence[Part], lexicon: Lexicon) -> None:
        self.found, self.document = found, document
        self._sentences: dict[str, tuple[Part, Span, Lexicon]] = {}
        for sentence in _sentences(document, parts, lexicon):
            self._sentences.setdefault(hash_sentence(document.text[slice(*sentence[1])]), sentence)

    def place(self, line: Line) -> Place | str:
        """Where the line points; words for the analyst where that place is gone."""
        if line.sentence_hash not in self._sentences:
            return (
                f"the document has no sentence {line.sentence_hash} about {line.iso3}: it was changed or taken out. "
                f"Find the sentence with `tipbrief explain {line.doc} WORDS` and write its hash, or delete the line."
            )
        part, span, lexicon = self._sentences[line.sentence_hash]
        tokens = tokenize(self.document.text, span.start, span.end)
        counted, position = counted_tokens(tokens, lexicon.numbers.placed), int(line.position)
        if position > len(counted):
            return f"`position` is {position}, but the last number of the sentence is at {len(counted)}; mend it."
        at = counted[position - 1] if position else 0
        numbers = (n for n in find_numbers(tokens, lexicon.numbers) if n.first <= at <= n.last)
        first, last, value, _ = next(numbers, Number(at, at, math.nan, False))
        return Place(part, span, lexicon.language, tokens[first].start, tokens[last].end, value)

    def rows(self, line: Line) -> list[Row]:
        """The rows of the line's indicator at its place, also where the same fact stands in another sentence.

        A zero or a silence is said in several words ("did not free any girls"): any of them names it where the sentence
        has but one of the indicator.
        """
        key, both = _key(line), (*self.found.observations, *self.found.held)
        own = [r for r in both if r["indicator"] == line.indicator]
        exact = [r for r in own if _key_of(r) == key or key in r["twins"]]
        place = self.place(line)
        if exact or isinstance(place, str) or place.value > 0:
            return exact
        unsaid = [r for r in own if r["sentence_hash"] == line.sentence_hash and r["value"] in ("", "0")]
        return unsaid if len({r["position"] for r in unsaid}) == 1 else []

    def made_there(self, line: Line) -> str:
        """What the extractor makes of the number at the line's place, in words."""
        rows = [r for r in (*self.found.observations, *self.found.held) if _key_of(r) == _key(line)]
        left = [r for r in (*self.found.unclaimed, *self.found.ignored) if _key_of(r) == _key(line)]
        if rows:
            return ", ".join(f"{row['indicator']} {row['value'] or 'not reported'}" for row in rows)
        return f"nothing ({left[0]['reason']})" if left else "nothing"

    def forget_leftover(self, line: Line) -> None:
        """Take the line's number out of the numbers that became no row."""
        for rows in (self.found.unclaimed, self.found.ignored):
            rows[:] = [row for row in rows if _key_of(row) != _key(line)]


def _key(line: Line) -> tuple[str, int]:
    return line.sentence_hash, int(line.position)


def _key_of(row: Row) -> tuple[str, int]:
    return row["sentence_hash"], row["position"]


def _sentences(document: Document, parts: Sequence[Part], own: Lexicon) -> Iterator[tuple[Part, Span, Lexicon]]:
    """Every sentence of a country's parts, headings too: a tier is placed by one."""
    for part in parts:
        for block in document.blocks_of(part):
            lexicon, spans = split_block(document.text, block.start, block.end, own)
            yield from ((part, span, lexicon) for span in spans)
