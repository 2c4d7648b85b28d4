"""From a document's text to its observations, and to the numbers that were held, unclaimed or ignored.

The chain is: blocks -> `sentences` -> `reading` (tokens, `numbers`, cues of the `lexicon`) -> `mentions` -> `read`
(figures) -> `rows` (observations) -> `merging`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Generator, Iterable, Iterator, Sequence

from tipbrief.model import Block, Document, Part
from tipbrief.observations.actors import hotline_runner, opening_actor
from tipbrief.observations.context import NEWS, Paragraph
from tipbrief.observations.figures import Memory
from tipbrief.observations.free.read import read_sentence as read_freely
from tipbrief.observations.free.sources import may_tell
from tipbrief.observations.languages import split_block
from tipbrief.observations.lexicon import Lexicon
from tipbrief.observations.mentions import Mention
from tipbrief.observations.merging import mark_potential, mark_restated, merge_same_facts, tell_ages, tell_apart
from tipbrief.observations.placements import find_placements
from tipbrief.observations.read import read_sentence
from tipbrief.observations.reading import Reading
from tipbrief.observations.rows import Row, finish, identify, leftover, observe
from tipbrief.observations.sentences import Span
from tipbrief.observations.silence import find_silences
from tipbrief.observations.steps import SUBJECTS, Step
from tipbrief.observations.table_rows import share_actors
from tipbrief.observations.tabulate import find_tables, starts_of
from tipbrief.observations.terms import find_terms
from tipbrief.observations.tiers import find_tier, is_tiered
from tipbrief.observations.years import Year
from tipbrief.settings import Indicator

_EARLIER = 40  # totals of earlier paragraphs that "Of the 56 cases" may speak of


@dataclass
class Found:
    """Rows of the stage's tables; each row is a dict of its columns. `extract` fills the first four."""

    observations: list[Row] = field(default_factory=list)
    held: list[Row] = field(default_factory=list)
    unclaimed: list[Row] = field(default_factory=list)
    ignored: list[Row] = field(default_factory=list)
    assessments: list[Row] = field(default_factory=list)
    recommendations: list[Row] = field(default_factory=list)

    def extend(self, other: Found) -> None:
        """Take over the rows of another part or document."""
        self.observations += other.observations
        self.held += other.held
        self.unclaimed += other.unclaimed
        self.ignored += other.ignored
        self.assessments += other.assessments
        self.recommendations += other.recommendations


def extract(document: Document, part: Part, lexicon: Lexicon, indicators: dict[str, Indicator]) -> Found:
    """Read one country's part of a document."""
    return gather(document, part, lexicon, indicators, read_part(document, part, lexicon, indicators))


def gather(
    document: Document, part: Part, lexicon: Lexicon, indicators: dict[str, Indicator], steps: Iterable[Step]
) -> Found:
    """The tables of a part whose sentences were read: parts told apart, one row for a fact stated twice."""
    found = Found()
    tier = find_tier(document, part, lexicon)
    if tier:
        found.observations.append(finish(document, part, **tier))
    for step in steps:
        for row in step.rows:
            (found.held if row.get("reason") else found.observations).append(row)
        found.unclaimed += step.unclaimed
        found.ignored += step.ignored
    found.observations = mark_restated(share_actors(found.observations), indicators)
    found.observations = merge_same_facts(tell_apart(tell_ages(mark_potential(found.observations))))
    for row in (*found.observations, *found.held):
        row["id"] = identify(row)
    return found


def read_part(document: Document, part: Part, lexicon: Lexicon, indicators: dict[str, Indicator]) -> Iterator[Step]:
    """Each sentence of a country's part that may hold a figure, read in order."""
    named: list[Year] = []  # in a news report a year named once holds for the whole of it
    memory, before = Memory(), None
    blocks = document.blocks_of(part)
    tables = find_tables(document, part, blocks, lexicon, indicators)
    in_tables = {start for table in tables.values() for start in starts_of(table.grid)}
    for block in blocks:
        if block.start in tables:
            yield from tables[block.start].read()
        if block.kind != "heading" and block.start not in in_tables:
            own, spans = split_block(document.text, block.start, block.end, lexicon)
            here = (own.language, document.section_at(block.start))
            # Where every sentence is a paragraph, as in Russian news, "Из них ..." speaks of the paragraph before.
            if here != before or not own.grammar.free_order:
                memory = _memory_of(document, memory)
            before = here
            paragraph = yield from _read_block(document, part, block, own, spans, indicators, named, memory)
            named = paragraph.named if paragraph.is_news else []


def _memory_of(document: Document, last: Memory) -> Memory:
    """Only the year from which "last year" is told, the one that the document covers, and the totals given so far."""
    covered, published = document.source.default_year, document.source.edition or document.source.default_year
    return Memory(
        published=int(published) if published else None,
        main_year=int(covered) if covered else None,
        is_news=document.source.kind in NEWS,
        ngos=last.ngos,
        earlier=[*last.earlier, *(f for f in last.heads if f.mention.nouns)][-_EARLIER:],
    )


def _read_block(
    document: Document,
    part: Part,
    block: Block,
    lexicon: Lexicon,
    spans: Sequence[Span],
    indicators: dict[str, Indicator],
    named: Iterable[Year],
    memory: Memory,
) -> Generator[Step, None, Paragraph]:
    """Read a paragraph; `named` are the years of the document before it, `memory` its totals."""
    read = read_freely if lexicon.grammar.free_order else read_sentence
    sentences = [
        read(Reading(document.text, span, lexicon), memory, part.iso3)
        for span in spans
        if lexicon.numbers.may_count(document.text, span.start, span.end)
        or (lexicon.grammar.free_order and may_tell(lexicon, document.text, span.start, span.end))
    ]
    calls = any(figure.indicator.startswith("hotline_") for sentence in sentences for figure in sentence.figures)
    hotline = hotline_runner(Reading(document.text, span, lexicon) for span in spans) if calls else ""
    paragraph = Paragraph(document, sentences, named, hotline)
    paragraph.lookback = partial(_actor_before, document, lexicon, spans)
    for sentence in sentences:
        figures = [*sentence.figures, *find_terms(sentence), *find_silences(sentence)]
        if not is_tiered(document):
            figures += find_placements(sentence, part.iso3)
        rows = [observe(document, part, paragraph, sentence, f, indicators[f.indicator]) for f in figures]
        step = Step(sentence, figures, rows)
        _list_others(document, part, block, step)
        paragraph.end(sentence)
        yield step
    return paragraph


def _actor_before(document: Document, lexicon: Lexicon, spans: Sequence[Span], start: int) -> str:
    """Who acted in the sentence before the one that starts at `start`, whether or not it held a number."""
    before = [span for span in spans if span.end <= start][-1:]
    return opening_actor(Reading(document.text, before[0], lexicon)) if before else ""


def _list_others(document: Document, part: Part, block: Block, step: Step) -> None:
    """Add the numbers that are no figures: each with the reason, and those that a reader should see apart."""
    reading = step.sentence.reading
    number_end = block.start + len(block.number) + 2 if block.number else block.start
    for mention in step.sentence.ignored:
        if reading.number_at(mention.first):
            numbers_block = reading.tokens[mention.first].start < number_end
            reason = "paragraph number" if numbers_block else mention.ignored
            step.ignored.append(leftover(document, part, reading, mention, reason))
    about = not reading.cues.keys().isdisjoint(SUBJECTS)
    for mention in step.sentence.unclaimed:
        if reading.number_at(mention.first):
            kept_out = _kept_out(reading, mention)
            row = leftover(document, part, reading, mention, kept_out or "no phrase claims it")
            (step.unclaimed if about and not kept_out else step.ignored).append(row)


def _kept_out(reading: Reading, mention: Mention) -> str:
    """Why a number that no phrase claims is none: the verb right before it is one of arrest, staff or screening."""
    verb = next((v for v in reversed(reading.verb_tokens) if v.last < mention.first), None)
    if verb and "arrest" in verb.labels:
        return "arrests, acquittals, screenings and the like"
    return "staff" if verb and "hire" in verb.labels else ""
