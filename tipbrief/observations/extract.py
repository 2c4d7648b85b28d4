"""From a document's text to its observations, and to the numbers that were held, unclaimed or ignored.

The chain is: blocks -> `sentences` -> `reading` (tokens, `numbers`, cues of the `lexicon`) -> `mentions` -> `read`
(figures) -> `rows` (observations) -> `merging`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Iterable

from tipbrief.model import Block, Document, Part
from tipbrief.observations.actors import hotline_runner
from tipbrief.observations.context import Paragraph
from tipbrief.observations.figures import Memory, Sentence
from tipbrief.observations.free.read import read_sentence as read_freely
from tipbrief.observations.languages import lexicon_of
from tipbrief.observations.lexicon import Lexicon
from tipbrief.observations.mentions import Mention
from tipbrief.observations.merging import mark_potential, mark_restated, merge_same_facts, tell_ages, tell_apart
from tipbrief.observations.read import read_sentence
from tipbrief.observations.reading import Reading
from tipbrief.observations.rows import Row, finish, identify, leftover, observe
from tipbrief.observations.sentences import split_sentences
from tipbrief.observations.silence import find_silences
from tipbrief.observations.terms import find_terms
from tipbrief.observations.tiers import find_tier
from tipbrief.observations.years import Year
from tipbrief.settings import Indicator

# A number that no phrase claims is the analyst's to judge only in a sentence about one of these.
_SUBJECT = tuple("victims investigations prosecutions convictions suspects cases shelters trainings calls".split())


@dataclass
class Found:
    """Rows of the four tables; each row is a dict of its columns."""

    observations: list[Row] = field(default_factory=list)
    held: list[Row] = field(default_factory=list)
    unclaimed: list[Row] = field(default_factory=list)
    ignored: list[Row] = field(default_factory=list)


def extract(document: Document, part: Part, lexicon: Lexicon, indicators: dict[str, Indicator]) -> Found:
    """Read one country's part of a document."""
    found = Found()
    tier = find_tier(document, part, lexicon.grammar)
    named: list[Year] = []  # in a news report a year named once holds for the whole of it
    memory, before = Memory(), None
    if tier:
        found.observations.append(finish(document, part, **tier))
    for block in document.blocks_of(part):
        if block.kind != "heading":
            own = lexicon_of(document.text[block.start : block.end], lexicon)
            section = document.section_at(block.start)
            if before != (own.language, section) or not own.grammar.free_order:
                memory = Memory(published=_published(document))
            before = (own.language, section)
            paragraph = _read_block(document, part, block, own, indicators, found, named, memory)
            named = paragraph.named if paragraph.is_news else []
    found.observations = mark_restated(found.observations, indicators)
    found.observations = merge_same_facts(tell_apart(tell_ages(mark_potential(found.observations))))
    for row in (*found.observations, *found.held):
        row["id"] = identify(row)
    return found


def _published(document: Document) -> int | None:
    """The year from which "last year" is told."""
    year = document.source.edition or document.source.default_year
    return int(year) if year else None


def _read_block(
    document: Document,
    part: Part,
    block: Block,
    lexicon: Lexicon,
    indicators: dict[str, Indicator],
    found: Found,
    named: Iterable[Year],
    memory: Memory,
) -> Paragraph:
    """Add the rows of a paragraph to `found`; `named` are the years of the document before it, `memory` its totals.

    Where every sentence is a paragraph, as in Russian news, "Из них ..." speaks of the paragraph before.
    """
    read = read_freely if lexicon.grammar.free_order else read_sentence
    spans = list(split_sentences(document.text, block.start, block.end, lexicon.grammar.abbreviations))
    sentences = [
        read(Reading(document.text, span, lexicon), memory, part.iso3)
        for span in spans
        if lexicon.numbers.may_count.search(document.text, span.start, span.end)
    ]
    calls = any(figure.indicator.startswith("hotline_") for sentence in sentences for figure in sentence.figures)
    hotline = hotline_runner(Reading(document.text, span, lexicon) for span in spans) if calls else ""
    paragraph = Paragraph(document, sentences, named, hotline)
    for sentence in sentences:
        for figure in (*sentence.figures, *find_terms(sentence), *find_silences(sentence)):
            row = observe(document, part, paragraph, sentence, figure, indicators[figure.indicator])
            (found.held if row.get("reason") else found.observations).append(row)
        _list_others(document, part, block, sentence, found)
        paragraph.end(sentence)
    return paragraph


def _list_others(document: Document, part: Part, block: Block, sentence: Sentence, found: Found) -> None:
    """Add the numbers that are no figures: each with the reason, and those that a reader should see apart."""
    reading = sentence.reading
    number_end = block.start + len(block.number) + 2 if block.number else block.start
    for mention in sentence.ignored:
        if reading.number_at(mention.first):
            numbers_block = reading.tokens[mention.first].start < number_end
            reason = "paragraph number" if numbers_block else mention.ignored
            found.ignored.append(leftover(document, part, reading, mention, reason))
    about = any(reading.cues.get(label) for label in _SUBJECT)
    for mention in sentence.unclaimed:
        if reading.number_at(mention.first):
            kept_out = _kept_out(reading, mention)
            row = leftover(document, part, reading, mention, kept_out or "no phrase claims it")
            (found.unclaimed if about and not kept_out else found.ignored).append(row)


def _kept_out(reading: Reading, mention: Mention) -> str:
    """Why a number that no phrase claims is none: the verb right before it is one of arrest, staff or screening."""
    verb = next((v for v in reversed(reading.verb_tokens) if v.last < mention.first), None)
    if verb and "arrest" in verb.labels:
        return "arrests, acquittals, screenings and the like"
    return "staff" if verb and "hire" in verb.labels else ""
