"""From a document's text to its observations, and to the numbers that were held, unclaimed or ignored.

The chain is: blocks -> sentences -> `Reading` (tokens, numbers, cues) -> `Mention` -> `Figure` -> observation row.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tipbrief.files import digest
from tipbrief.model import Block, Document, Part
from tipbrief.observations.attributes import Attributes
from tipbrief.observations.bodies import reporter_of
from tipbrief.observations.context import Paragraph, actor_of, year_of
from tipbrief.observations.figures import Figure, Sentence
from tipbrief.observations.lexicon import Lexicon
from tipbrief.observations.mentions import Mention
from tipbrief.observations.read import read_sentence
from tipbrief.observations.reading import Reading
from tipbrief.observations.sentences import split_sentences
from tipbrief.observations.silence import find_silences
from tipbrief.observations.subtypes import subtype_of
from tipbrief.observations.tiers import find_tier
from tipbrief.settings import Indicator

Row = dict[str, Any]
_SUBJECT = (
    "victims",
    "investigations",
    "prosecutions",
    "convictions",
    "suspects",
    "cases",
    "shelters",
    "trainings",
    "calls",
)


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
    tier = find_tier(document, part)
    if tier:
        found.observations.append(finish(document, part, **tier))
    for block in document.blocks:
        if part.start <= block.start and block.end <= part.end and block.kind != "heading":
            _read_block(document, part, block, lexicon, indicators, found)
    found.observations = merge_same_facts(mark_potential(found.observations))
    return found


def _read_block(
    document: Document, part: Part, block: Block, lexicon: Lexicon, indicators: dict[str, Indicator], found: Found
) -> None:
    paragraph = Paragraph(document, part.iso3, lexicon.grammar)
    for span in split_sentences(document.text, block.start, block.end):
        paragraph.begin(span)
        if not lexicon.numbers.may_count.search(document.text, span.start, span.end):
            continue
        reading = Reading(document.text, span, lexicon)
        sentence = read_sentence(reading, paragraph.memory, part.iso3)
        for figure in sentence.figures:
            row = observe(document, part, paragraph, sentence, figure, indicators)
            (found.held if row.get("reason") else found.observations).append(row)
        for silence in find_silences(reading, sentence):
            row = observe(document, part, paragraph, sentence, silence, indicators)
            (found.held if row.get("reason") else found.observations).append(row)
        _list_others(document, part, block, sentence, found)
        paragraph.end(sentence)


def observe(
    document: Document,
    part: Part,
    paragraph: Paragraph,
    sentence: Sentence,
    figure: Figure,
    indicators: dict[str, Indicator],
) -> Row:
    """One figure as a row; with a `reason` where it must be held."""
    mention, reading = figure.mention, sentence.reading
    indicator = indicators[figure.indicator]
    year, period, inferred = year_of(document, paragraph, sentence, figure, indicator)
    figure.dated = (year, period)
    attributes = figure.attributes
    offence = (attributes.offence or "trafficking") if indicator.offence else ""
    related = offence == "related"
    if indicator.pillar != "prosecution" and indicator.unit not in ("victims", "shelters"):
        attributes = Attributes(law=attributes.law, subtype=attributes.subtype)
    figure.actor = actor_of(paragraph, sentence, figure, indicator)
    figure.reported_by = reporter_of(sentence, figure)
    figure.subtype = subtype_of(reading, sentence, figure, offence, indicator)
    start, end = quote_span(reading, figure)
    row = finish(
        document, part,
        indicator=figure.indicator, year=year, period=period, value=mention.value, bound=bound_of(reading, figure), status=mention.status,
        offence=offence, exploitation="" if related else attributes.exploitation, sex=attributes.sex, age=attributes.age,
        origin=attributes.origin, actor=figure.actor,
        law=attributes.law if indicator.offence else "", subtype=figure.subtype,
        reported_by=figure.reported_by, restated=is_restated(sentence, figure, year, paragraph),
        sentence=document.text[reading.span.start : reading.span.end], sentence_start=reading.span.start, potential=reading.has("potential", mention.number.last, mention.last), start=start, end=end, rule=figure.claim.phrase.say if figure.claim else figure.kind,
        inferred=" ".join(sorted(figure.inferred | inferred)),
    )  # fmt: skip
    if year is None:
        row["reason"] = "no year is named, and the document has no default year"
    return row


def bound_of(reading: Reading, figure: Figure) -> str:
    """How exact the number is: by the word before it, or by "estimated" before its verb."""
    verb = figure.claim.verb if figure.claim else None
    if figure.mention.bound == "exact" and verb and reading.low(verb.first - 1) in reading.grammar.estimated:
        return "approx"
    return figure.mention.bound


def is_restated(sentence: Sentence, figure: Figure, year: int | None, paragraph: Paragraph) -> bool:
    """A number for a year before the document's main period, given for comparison."""
    main = paragraph.main_year
    if year is None:
        return False
    if main is not None:
        return year < main
    compared = figure.kind == "compare" and sentence.reading.has("compare", 0, figure.mention.first)
    return compared or paragraph.compares


def quote_span(reading: Reading, figure: Figure) -> tuple[int, int]:
    """The shortest stretch that holds the number, its phrase and its year; for a part, from its total on."""
    first, last = figure.first, figure.mention.last
    parent = figure.parent
    if parent and parent.sentence == figure.sentence and parent.mention.first < first:
        first = parent.mention.first
    if figure.claim and figure.claim.verb:
        last = max(last, figure.claim.verb.last)
    if figure.year and figure.year.first > last:
        last = figure.year.last
    first = min(first, figure.mention.first)
    return reading.tokens[first].start, reading.tokens[last].end


def finish(document: Document, part: Part, *, start: int, end: int, **columns: Any) -> Row:
    """Add what the document says about the place, and the id (design: a hash of what the row states)."""
    section, page = document.section_at(start), document.page_at(start)
    quote = document.text[start:end]
    row = {
        "doc": document.source.doc, "iso3": part.iso3, **columns, "quote": quote, "start": start, "end": end,
        "section": section.title if section else "", "page": page,
    }  # fmt: skip
    row["restated"] = "true" if row.get("restated") else "false"
    row["value"] = _plain_number(row["value"])
    keys = (
        "doc",
        "iso3",
        "quote",
        "indicator",
        "year",
        "value",
        "offence",
        "exploitation",
        "sex",
        "age",
        "origin",
        "actor",
        "subtype",
    )
    row["id"] = digest(*(str(row.get(key) or "") for key in keys))[:12]
    return row


def _plain_number(value: float | None) -> str:
    return "" if value is None else f"{value:.10g}"


def mark_potential(rows: list[Row]) -> list[Row]:
    """Potential victims are a part where the document also counts confirmed ones (codebook, "Subsets")."""
    confirmed = any(
        row["indicator"] == "victims_identified" and not row["potential"] and row["value"] not in ("", "0")
        for row in rows
    )
    for row in rows:
        if row["indicator"] == "victims_identified" and row["potential"] and confirmed and not row["subtype"]:
            row["subtype"] = "potential victims"
    return rows


def merge_same_facts(rows: list[Row]) -> list[Row]:
    """The same fact stated twice in a document is one row, with the most specific attributes (codebook, "Truth")."""
    kept: list[Row] = []
    for row in rows:
        twin = next(
            (other for other in kept if other["sentence_start"] != row["sentence_start"] and _same_fact(row, other)),
            None,
        )
        if twin is None:
            kept.append(row)
        elif _specificity(row) > _specificity(twin):
            kept[kept.index(twin)] = row
    return kept


_FACT = ("iso3", "indicator", "year", "value", "status", "offence")
_DETAIL = ("exploitation", "sex", "age", "origin", "law", "subtype", "reported_by")


def _same_fact(one: Row, other: Row) -> bool:
    if any(one[key] != other[key] for key in _FACT) or one["actor"] != other["actor"]:
        return False
    return all(
        one[key] == other[key] or (key in ("law", "reported_by") and not (one[key] and other[key])) for key in _DETAIL
    )


def _specificity(row: Row) -> int:
    return sum(bool(row[key]) for key in _DETAIL) + (row["period"] == "calendar")


def _list_others(document: Document, part: Part, block: Block, sentence: Sentence, found: Found) -> None:
    reading = sentence.reading
    about = any(reading.cues.get(label) for label in _SUBJECT)
    for mention in sentence.ignored:
        reason = (
            "paragraph number"
            if block.number and reading.tokens[mention.first].start < block.start + len(block.number) + 2
            else mention.ignored
        )
        if reading.number_at(mention.first):
            found.ignored.append(_leftover(document, part, reading, mention, reason))
    for mention in sentence.unclaimed:
        if not reading.number_at(mention.first):
            continue
        kept_out = _kept_out(reading, mention)
        row = _leftover(document, part, reading, mention, kept_out or "no phrase claims it")
        (found.unclaimed if about and not kept_out else found.ignored).append(row)


def _kept_out(reading: Reading, mention: Mention) -> str:
    """Why a number that no phrase claims is none: the verb right before it is one of arrest, staff or screening."""
    verb = next((v for v in reversed(reading.verb_tokens) if v.last < mention.first), None)
    if verb and "arrest" in verb.labels:
        return "arrests, acquittals, screenings and the like"
    return "staff" if verb and "hire" in verb.labels else ""


def _leftover(document: Document, part: Part, reading: Reading, mention: Mention, reason: str) -> Row:
    start, end = reading.tokens[mention.number.first].start, reading.tokens[mention.number.last].end
    section, page = document.section_at(start), document.page_at(start)
    return {
        "doc": document.source.doc, "iso3": part.iso3, "number": document.text[start:end], "reason": reason,
        "rank": len(mention.nouns) + 2 * bool(mention.nouns & {"victims", "investigations", "prosecutions", "convictions", "suspects"}),
        "sentence": document.text[reading.span.start : reading.span.end], "start": start, "end": end,
        "section": section.title if section else "", "page": page,
    }  # fmt: skip
