"""The rows of the tables: a figure with all its columns, or a number that became none, with its sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tipbrief.files import digest
from tipbrief.model import Document, Part
from tipbrief.observations.actors import actor_of
from tipbrief.observations.attributes import Attributes, read_origin
from tipbrief.observations.bodies import reporter_of
from tipbrief.observations.confidence import read_confidence, traits_of
from tipbrief.observations.context import Paragraph
from tipbrief.observations.figures import HEAD, PART, Figure, Sentence
from tipbrief.observations.mentions import Mention
from tipbrief.observations.periods import year_of
from tipbrief.observations.reading import Reading
from tipbrief.observations.subtypes import country_left, own_words, subtype_of
from tipbrief.settings import Indicator

Row = dict[str, Any]
_ID_COLUMNS = "doc iso3 quote indicator year value offence exploitation sex age origin actor subtype".split()
_OPENING = 24  # characters in which "For comparison," stands
MAIN_NOUNS = frozenset("victims investigations prosecutions convictions suspects".split())


def observe(
    document: Document, part: Part, paragraph: Paragraph, sentence: Sentence, figure: Figure, indicator: Indicator
) -> Row:
    """One figure as a row of observations; with a `reason` where it must be held."""
    year, period, inferred = year_of(paragraph, sentence, figure, indicator)
    figure.dated = (year, period)
    offence = (figure.attributes.offence or "trafficking") if indicator.offence else ""
    is_besides = bool(figure.actor)  # "and NGOs a further five": what follows goes on with the others
    figure.actor = actor_of(paragraph, sentence, figure, indicator)
    if figure.kind == HEAD and not is_besides:
        paragraph.actors[figure.indicator] = figure.actor
    if not sentence.reading.grammar.free_order:  # there a source speaks for many sentences (`free.sources`)
        figure.reported_by = reporter_of(sentence, figure)
    if country_left(sentence.reading, figure):
        figure.attributes = replace(figure.attributes, origin=_origin_of_returned(sentence.reading, figure, part.iso3))
    figure.potential = _is_potential(sentence.reading, figure)
    figure.subtype = subtype_of(sentence.reading, sentence, figure, offence, indicator)
    start, end = quote_span(sentence.reading, figure)
    row = finish(
        document, part, start=start, end=end, indicator=figure.indicator, year=year, period=period,
        actor=figure.actor, subtype=figure.subtype, reported_by=figure.reported_by,
        paragraph=paragraph.start, restated=is_restated(sentence, figure, year, paragraph),
        inferred=" ".join(sorted(figure.inferred | inferred)),
        **_number_columns(sentence.reading, figure), **scope_columns(figure.attributes, offence, indicator),
    )  # fmt: skip
    row["reason"] = _reason_to_hold(document, sentence, figure, row)
    return row


def _reason_to_hold(document: Document, sentence: Sentence, figure: Figure, row: Row) -> str:
    """Why a row must not be printed before a person has looked at it; empty where nothing speaks against it."""
    if row["year"] is None:
        return "no year is named, and the document has no default year"
    row["traits"] = traits_of(document, sentence, figure, row)
    confidence = read_confidence()
    if confidence.of(row["traits"]) >= confidence.bar:
        return ""
    return f"read with little confidence: {', '.join(confidence.against(row['traits']))}"


def _origin_of_returned(reading: Reading, figure: Figure, nation: str) -> str:
    """Where victims are from who were brought home: not the country that they left."""
    own = read_origin(reading, figure.mention.number.last + 1, figure.mention.last, nation)
    return own or (figure.parent.attributes.origin if figure.kind == PART and figure.parent else "")


def _is_potential(reading: Reading, figure: Figure) -> bool:
    """Whether the number is of potential victims: by its own words, or as a part of such a number in its sentence."""
    mention, parent = figure.mention, figure.parent
    if reading.has("potential", mention.number.last, mention.last):
        return True
    if parent is None or parent.sentence != figure.sentence:
        return False
    return parent.potential and (figure.claim is None if figure.kind == PART else not mention.nouns)


def _number_columns(reading: Reading, figure: Figure) -> Row:
    """What the number says, by which phrase, and in which sentence."""
    mention, span = figure.mention, reading.span
    return {
        "value": mention.value, "bound": bound_of(reading, figure), "status": mention.status,
        "potential": figure.potential, "figure": figure,
        "rule": figure.claim.phrase.say if figure.claim else figure.kind,
        "sentence": reading.text[span.start : span.end], "sentence_start": span.start,
        "sentence_hash": reading.hash, "position": reading.position(mention.number), "twins": set(),
        "kind": figure.kind, "words": own_words(reading, figure), "language": reading.lexicon.language,
        "grown": reading.has("grown", mention.first, max(mention.last, figure.zone[1] if not mention.nouns else -1)),
    }  # fmt: skip


def scope_columns(attributes: Attributes, offence: str, indicator: Indicator) -> Row:
    """The breakdowns that the indicator has: for prosecutions, victims and shelters; no form for related offences."""
    if indicator.pillar != "prosecution" and indicator.unit not in ("victims", "shelters"):
        attributes = Attributes(law=attributes.law)
    return {
        "offence": offence, "exploitation": "" if offence == "related" else attributes.exploitation,
        "sex": attributes.sex, "age": attributes.age, "origin": attributes.origin,
        "law": attributes.law if indicator.offence else "",
    }  # fmt: skip


def bound_of(reading: Reading, figure: Figure) -> str:
    """How exact the number is: by the word before it, or by "estimated" before its verb."""
    verb = figure.claim.verb if figure.claim else None
    if figure.mention.bound != "exact" or verb is None:
        return figure.mention.bound
    before = verb.first - 1
    while reading.low(before) in reading.grammar.pronouns or reading.low(before) in reading.grammar.negation_ends:
        before -= 1  # "estimated that it helped"
    return "approx" if reading.low(before) in reading.grammar.estimated else "exact"


def is_restated(sentence: Sentence, figure: Figure, year: int | None, paragraph: Paragraph) -> bool:
    """A number for a year before the document's main period, given for comparison."""
    main = paragraph.main_year
    if year is None:
        return False
    if main is not None:
        return year < main
    compared = figure.kind == "compare" and sentence.reading.has("compare", 0, figure.mention.first)
    opening = sentence.reading.text[sentence.reading.span.start :][:_OPENING].lower()
    return compared or opening.startswith(sentence.reading.grammar.comparison_openings)


def quote_span(reading: Reading, figure: Figure) -> tuple[int, int]:
    """The shortest stretch that holds the number, its phrase and its year; for a part, from its total on."""
    first, last = figure.first, figure.mention.last
    parent = figure.parent
    if parent and parent.sentence == figure.sentence and parent.mention.first < first:
        first = parent.mention.first
    if figure.claim and figure.claim.verb:
        last = max(last, figure.claim.verb.last)
    if figure.kind == PART and figure.mention.head is None:
        last = max(last, figure.zone[1])  # what is said of a bare number: "two were children"
    if figure.year and figure.year.first > last:
        last = figure.year.last
    first = min(first, figure.mention.first, figure.mention.number.first)
    last = max(last, figure.mention.number.last)  # "was not reported" may end the clause
    return reading.tokens[first].start, reading.tokens[last].end


def finish(document: Document, part: Part, *, start: int, end: int, **columns: Any) -> Row:
    """Add what the document says about the place."""
    row = {**place_columns(document, part, start, end), **columns, "quote": document.text[start:end]}
    row["restated"] = "true" if row.get("restated") else "false"
    row["value"] = "" if row["value"] is None else f"{row['value']:.10g}"
    return row


def identify(row: Row) -> str:
    """The row's id: a hash of what it states and of the words that it rests on."""
    return digest(*(str(row.get(key) or "") for key in _ID_COLUMNS))[:12]


def leftover(document: Document, part: Part, reading: Reading, mention: Mention, reason: str) -> Row:
    """A number that is no observation, as a row of `unclaimed` or `ignored`; `rank` puts likely figures first."""
    start, end = reading.tokens[mention.number.first].start, reading.tokens[mention.number.last].end
    return {
        **place_columns(document, part, start, end), "number": document.text[start:end], "reason": reason,
        "rank": len(mention.nouns) + 2 * bool(mention.nouns & MAIN_NOUNS),
        "sentence": document.text[reading.span.start : reading.span.end],
        "sentence_hash": reading.hash, "position": reading.position(mention.number),
    }  # fmt: skip


def place_columns(document: Document, part: Part, start: int, end: int) -> Row:
    """Which document and country, and where in it: offsets, section, page."""
    section = document.section_at(start)
    return {
        "doc": document.source.doc, "iso3": part.iso3, "start": start, "end": end,
        "section": section.title if section else "", "page": document.page_at(start),
    }  # fmt: skip
