"""How an annual report assesses a government's efforts, by pillar and for all together: assessments.csv.

A pillar's assessment is looked for where it stands: among the first sentences of the pillar's section or, where the
text has no such section, in the first sentence of a paragraph that names the pillar itself.
"""

from __future__ import annotations

from itertools import islice
from typing import Any, Iterator, Mapping, Sequence

from tipbrief.model import Block, Document, Part, Section
from tipbrief.observations.assessing import Assessment, assess
from tipbrief.observations.languages import lexicon_of
from tipbrief.observations.lexicon import Lexicon
from tipbrief.observations.rows import place_columns
from tipbrief.observations.said_words import OVERALL, PILLARS, SaidWords, read_said_words
from tipbrief.observations.sentences import Span, split_sentences

ASSESSMENT_COLUMNS = (
    "doc", "iso3", "edition", "pillar", "assessment", "degree", "quote", "start", "end", "section", "page", "rule",
)  # fmt: skip
SILENT = "silent"
TEXTS = frozenset({"paragraph", "item"})
_KINDS = frozenset({"annual", "digest"})
_LEADING = 3  # sentences of a pillar's section that may assess it
_ELSEWHERE = frozenset({"", "none", "summary"})  # sections that are no pillar's, yet may speak of one
Row = dict[str, Any]


def assesses(document: Document) -> bool:
    """Whether a document is an edition of an annual report, or a digest of one."""
    return document.source.kind in _KINDS and bool(document.source.edition)


def read_assessments(document: Document, parts: Sequence[Part], own: Lexicon) -> list[Row]:
    """At most one row for each pillar and one for all efforts; `parts` are those of one country.

    A pillar's section without an assessment gives `silent`, with its heading as the quote, but not in a digest: what
    a digest leaves out, its report may have said.
    """
    if not assesses(document):
        return []
    found: dict[str, Row] = {}
    silent: dict[str, Row] = {}
    for part, pillar, section, span, words in _in_sections(document, parts, own):
        silent.setdefault(pillar, _silent(document, part, section, pillar))
        if pillar not in found and (said := assess(document.text, span, words)):
            found[pillar] = _row(document, part, pillar, span, said)
    for part, opens, span, words in _elsewhere(document, parts, own):
        said = assess(document.text, span, words)
        if said and said.pillar and (said.pillar == OVERALL or (opens and said.pillar not in silent)):
            found.setdefault(said.pillar, _row(document, part, said.pillar, span, said))
    rows = {**silent, **found} if document.source.kind == "annual" else found
    return [rows[pillar] for pillar in (*PILLARS, OVERALL) if pillar in rows]


def _in_sections(
    document: Document, parts: Sequence[Part], own: Lexicon
) -> Iterator[tuple[Part, str, Section, Span, SaidWords]]:
    """The first sentences of each section that is a pillar's."""
    left: dict[int, int] = {}
    for part, block, section in _blocks(document, parts):
        if section and section.name in PILLARS and left.setdefault(section.start, _LEADING) > 0:
            for span, words in _sentences(document, block, own, left[section.start]):
                yield part, section.name, section, span, words
                left[section.start] -= 1


def _sentences(
    document: Document, block: Block, own: Lexicon, most: int | None = None
) -> Iterator[tuple[Span, SaidWords]]:
    """The first sentences of a block, all of one that may assess something, and the words of its language."""
    lexicon = lexicon_of(document.text[block.start : block.end], own)
    words = read_said_words(lexicon.language)
    if words and (most is not None or words.may_assess(document.text[block.start : block.end])):
        spans = split_sentences(document.text, block.start, block.end, lexicon.grammar.abbreviations)
        yield from ((span, words) for span in islice(spans, most))


def _elsewhere(document: Document, parts: Sequence[Part], own: Lexicon) -> Iterator[tuple[Part, bool, Span, SaidWords]]:
    """The sentences of other sections that may assess something, each with whether it opens its paragraph."""
    for part, block, section in _blocks(document, parts):
        if section and section.name not in _ELSEWHERE:
            continue
        for span, words in _sentences(document, block, own):
            yield part, span.start == block.start, span, words


def _blocks(document: Document, parts: Sequence[Part]) -> Iterator[tuple[Part, Block, Section | None]]:
    for part in parts:
        for block in document.blocks_of(part):
            if block.kind in TEXTS:
                yield part, block, document.section_at(block.start)


def _row(document: Document, part: Part, pillar: str, span: Span, said: Assessment) -> Row:
    columns = {"assessment": said.assessment, "degree": said.degree, "rule": said.rule}
    return {**_place(document, part, pillar, span), **columns}


def _silent(document: Document, part: Part, section: Section, pillar: str) -> Row:
    span = Span(section.start, section.start + len(section.title))
    return {**_place(document, part, pillar, span), "assessment": SILENT, "degree": "", "rule": ""}


def _place(document: Document, part: Part, pillar: str, span: Span) -> Row:
    """The whole sentence is the quote: what it adds ("but did not convict anyone") belongs to the assessment."""
    place: Mapping[str, Any] = place_columns(document, part, span.start, span.end)
    return {
        **place,
        "edition": document.source.edition,
        "pillar": pillar,
        "quote": document.text[span.start : span.end],
    }
