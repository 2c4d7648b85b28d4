"""`tipbrief explain`: why the sentences of a document gave the rows that they gave.

The document is read again as the stage reads it, corrections included; nothing is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterator, Mapping, Sequence

from tipbrief.errors import Problem, TipbriefError
from tipbrief.files import read_table
from tipbrief.model import Document, load_document
from tipbrief.observations.chain import in_columns, tell_numbers, tell_words, wrapped
from tipbrief.observations.correcting import correct
from tipbrief.observations.corrections import FILE, Corrections, Group, read_corrections
from tipbrief.observations.extract import Found, Step, gather, read_part
from tipbrief.observations.languages import split_block
from tipbrief.observations.lexicon import Lexicon, read_lexicon
from tipbrief.observations.rows import Row
from tipbrief.settings import Indicator, read_indicators


@dataclass
class Country:
    """What a document says of one country: the sentences that were read, and the tables made of them."""

    iso3: str
    steps: list[Step]
    found: Found
    groups: Sequence[Group]
    problems: Sequence[Problem]


def explain_document(folder: Path, doc: str, wanted: str = "", iso3: str = "") -> Iterator[str]:
    """The chain of a document of `{work}/documents`; TipbriefError where it is not there or cannot be read."""
    known = sorted({row["doc"] for row in read_table(folder / "index.csv") if row["status"] == "ok"})
    if doc not in known:
        raise TipbriefError(
            f"There is no document {doc!r} among those that were read: {', '.join(known)}. Run `make briefs` if it is "
            "new, or name its corpus with --corpus."
        )
    document, indicators = load_document(folder, doc), read_indicators()
    lexicon = read_lexicon(document.source.language)
    if lexicon is None:
        raise TipbriefError(f"{doc} is in the language `{document.source.language}`, for which there is no lexicon.")
    yield from explain(document, lexicon, indicators, read_corrections(indicators, FILE), wanted, iso3)


def explain(
    document: Document,
    lexicon: Lexicon,
    indicators: dict[str, Indicator],
    corrections: Corrections,
    wanted: str = "",
    iso3: str = "",
) -> Iterator[str]:
    """The chain of each sentence with numbers, as lines of 100 columns.

    `wanted` picks sentences: a number within the document, a hash, the id of a row, or words; `iso3` a country.
    Raises TipbriefError where it picks none.
    """
    numbers = _number_sentences(document, lexicon)
    countries = [
        _read_country(document, lexicon, indicators, corrections, code)
        for code in dict.fromkeys(part.iso3 for part in document.parts)
        if code and iso3 in ("", code)
    ]
    told = False
    for country in countries:
        is_wanted = _picker(wanted, numbers, country)
        tiers = [row for row in _rows(country) if row["indicator"] == "tier" and _fits_tier(row, wanted)]
        told = told or bool(tiers)
        yield from (line for row in tiers for line in _tell_tier(document, country, row))
        for step in country.steps:
            if is_wanted(step):
                told = True
                yield from _tell(document, country, step, numbers)
    if not told:
        where = f"{document.source.doc}{f' about {iso3}' if iso3 else ''}"
        raise TipbriefError(
            f"No sentence of {where} with a number or a word of zero fits {wanted!r}. Give its number, its hash, the "
            f"id of a row, or words that stand in it; `tipbrief explain {document.source.doc}` shows them all."
        )


def _number_sentences(document: Document, lexicon: Lexicon) -> dict[int, int]:
    """Where a sentence begins -> its number within the document; headings have none."""
    spans = (
        span
        for block in document.blocks
        if block.kind != "heading"
        for span in split_block(document.text, block.start, block.end, lexicon)[1]
    )
    return {span.start: number for number, span in enumerate(spans, 1)}


def _read_country(
    document: Document, lexicon: Lexicon, indicators: dict[str, Indicator], corrections: Corrections, iso3: str
) -> Country:
    parts = [part for part in document.parts if part.iso3 == iso3]
    steps, found = [], Found()
    for part in parts:
        read = list(read_part(document, part, lexicon, indicators))
        found.extend(gather(document, part, lexicon, indicators, read))
        steps += read
    groups = [g for g in corrections.groups if (g[0].doc, g[0].iso3) == (document.source.doc, iso3)]
    problems = correct(found, document, parts, lexicon, indicators, groups)
    return Country(iso3, steps, found, groups, problems)


def _picker(wanted: str, numbers: Mapping[int, int], country: Country) -> Callable[[Step], bool]:
    """Whether a sentence is wanted."""
    words = " ".join(wanted.split()).lower()
    if words.isdecimal():
        return lambda step: numbers[step.sentence.reading.span.start] == int(words)
    if not words:
        return lambda step: bool(step.figures or step.sentence.mentions)
    of_row = {row["sentence_start"] for row in _rows(country) if row["id"] == words}

    def fits(step: Step) -> bool:
        reading = step.sentence.reading
        text = " ".join(reading.text[reading.span.start : reading.span.end].split()).lower()
        return words == reading.hash or reading.span.start in of_row or words in text

    return fits


def _rows(country: Country) -> list[Row]:
    return [*country.found.observations, *country.found.held]


def _tell(document: Document, country: Country, step: Step, numbers: Mapping[int, int]) -> Iterator[str]:
    """One sentence: where it stands, its words, its numbers, and what a correction made of it."""
    reading = step.sentence.reading
    start, end = reading.span
    section, page = document.section_at(start), document.page_at(start)
    place = [f"{document.source.doc} {country.iso3}", f"sentence {numbers[start]}", f"hash {reading.hash}"]
    place += [f"page {page}"] if page is not None else []
    place += [section.title] if section else []
    yield from wrapped(", ".join(place))
    yield from wrapped(document.text[start:end], 2)
    yield from tell_words(reading)
    yield from tell_numbers(step, _outcomes(country, step, numbers))
    yield from _tell_corrections(country, reading.hash)
    yield ""


def _outcomes(country: Country, step: Step, numbers: Mapping[int, int]) -> dict[int, str]:
    """What became of each row of the sentence, by its `id()`: a row of a table, or why it is none."""
    kept = {id(row) for row in _rows(country)}
    return {id(row): _outcome(country, row, id(row) in kept, numbers) for row in step.rows}


def _outcome(country: Country, row: Row, is_kept: bool, numbers: Mapping[int, int]) -> str:
    key = (row["sentence_hash"], row["position"])
    if is_kept and row.get("reason"):
        return f"held: {row['reason']}"
    if is_kept:
        return f'id {row["id"]}, rule `{row["rule"]}`, quote "{row["quote"]}"'
    if any((g[0].sentence_hash, g[0].position, g[0].indicator) == (key[0], str(key[1]), row["indicator"])
           for g in country.groups):  # fmt: skip
        return "corrected, see below"
    twin = next((other for other in _rows(country) if key in other["twins"]), None)
    where = f" in sentence {numbers.get(twin['sentence_start'], '?')}" if twin else ""
    return f"the same fact stands{where}: one row"


def _fits_tier(row: Row, wanted: str) -> bool:
    words = " ".join(wanted.split()).lower()
    return words in ("", row["id"], row["sentence_hash"]) or (words in row["quote"].lower() and not words.isdecimal())


def _tell_tier(document: Document, country: Country, row: Row) -> Iterator[str]:
    """The placement of an edition, which no reader of sentences finds."""
    yield from wrapped(f"{document.source.doc} {country.iso3}, placement, hash {row['sentence_hash']}")
    yield from wrapped(f'"{row["quote"]}": read by its words', 0, f"{row['position']:>4}  ")
    yield from wrapped(f"{in_columns(row)}; id {row['id']}", 6, "-> ")
    yield from _tell_corrections(country, row["sentence_hash"])
    yield ""


def _tell_corrections(country: Country, sentence_hash: str) -> Iterator[str]:
    """The lines of corrections.csv about the sentence, their rows, and what is wrong with them."""
    lines = [line for group in country.groups for line in group if line.sentence_hash == sentence_hash]
    for line in lines:
        what = "" if line.action == "drop" else f", {line.column} {line.old or '(empty)'} to {line.new or '(empty)'}"
        yield from wrapped(
            f"corrections.csv row {line.row}: {line.action} {line.indicator} at {line.position}{what} ({line.reason})",
            2,
        )
    for row in _rows(country):
        if row["rule"] == "correction" and row["sentence_hash"] == sentence_hash:
            yield from wrapped(f"{in_columns(row)}; id {row['id']}", 6, "-> ")
    rows = tuple(f"corrections.csv row {line.row} " for line in lines)
    for problem in country.problems:
        if rows and problem.message.startswith(rows):
            yield from wrapped(f"{problem.severity}: {problem.message}", 2)
