"""Read a sentence of free word order: its mentions from left to right, each by the first reader that knows it."""

from __future__ import annotations

from dataclasses import replace
from typing import Callable

from tipbrief.observations.figures import HEAD, PART, Figure, Memory, Sentence
from tipbrief.observations.free.lists import (
    POSSIBILITY,
    read_bracket,
    read_compared,
    read_dated,
    read_group,
    read_labelled,
    read_lead,
    read_part,
)
from tipbrief.observations.free.mentions import find_mentions
from tipbrief.observations.free.respective import spread_years
from tipbrief.observations.free.shared import count_in_cases, mix_offences, speak_of_cases_before
from tipbrief.observations.free.sources import name_sources
from tipbrief.observations.free.spots import Spot, find_spot
from tipbrief.observations.free.statements import read_bare, read_listed, read_moved, read_statement, read_zero
from tipbrief.observations.free.titles import read_aside, read_titled
from tipbrief.observations.free.years import find_years
from tipbrief.observations.reading import Reading
from tipbrief.observations.years import Year

READERS: tuple[tuple[str, Callable[[Spot], list[Figure] | None]], ...] = (
    ("a total said again", read_lead),
    ("a zero", read_zero),
    ("a part of a group", read_group),
    ("a number as an aside", read_aside),
    ("a number in a bracket", read_bracket),
    ("a value behind its year", read_dated),
    ("a number behind its title", read_titled),
    ("a number behind its label", read_labelled),
    ("a comparison", read_compared),
    ("a part", read_part),
    ("what a subject rose or fell to", read_moved),
    ("a statement", read_statement),
    ("a number with a predicate and no noun", read_bare),
    ("the list goes on", read_listed),
)
_REMEMBERED = 12
_BULLETS = "•·*"


def read_sentence(reading: Reading, memory: Memory, nation: str) -> Sentence:
    """The figures of a sentence; `memory` gains its totals."""
    _mean_houses(reading, memory)
    mentions = find_mentions(reading)
    years = find_years(reading, memory.published, memory.main_year, memory.years)
    memory.years |= {year.year for year in years if year.period == "calendar"}
    memory.headed = _year_of_list(reading, years, memory.headed)
    if memory.headed and not years:
        years = [replace(memory.headed, first=-1, last=-1)]
    sentence = Sentence(reading, years, mentions, ignored=[m for m in mentions if m.ignored])
    for mention in (m for m in mentions if not m.ignored):
        _read_mention(find_spot(sentence, memory, nation, mention))
    spread_years(sentence, memory, nation)
    speak_of_cases_before(sentence, memory)
    mix_offences(sentence, memory)
    count_in_cases(sentence, memory)
    name_sources(sentence, memory)
    memory.heads = [*memory.heads, *(f for f in sentence.figures if f.kind == HEAD)][-_REMEMBERED:]
    memory.parts = [*memory.parts, *(f for f in sentence.figures if f.kind == PART)][-_REMEMBERED:]
    ends_in_colon = reading.low(len(reading.tokens) - 1) == ":"
    memory.opened = bool(sentence.figures) and (ends_in_colon or memory.opened)
    return sentence


def _mean_houses(reading: Reading, memory: Memory) -> None:
    """Let "там" and "в них" mean the shelters that this sentence or the one before it in the paragraph named."""
    shelters = reading.cues.get("shelters", [])
    near = memory.housed and "\n" not in reading.text[memory.housed : reading.span.start]
    for cue in reading.cues.get("there", ()):
        if near or any(named.last < cue.first for named in shelters):
            houses = reading.cues.setdefault("housing", [])
            houses.append(cue._replace(label="housing"))
            houses.sort(key=lambda house: house.first)
    memory.housed = reading.span.end if shelters else 0


def _year_of_list(reading: Reading, years: list[Year], before: Year | None) -> Year | None:
    """The year at the head of a list ("Данные (2030 год):"), which holds for its items, each a paragraph."""
    if reading.low(len(reading.tokens) - 1) == ":":
        return years[0] if len(years) == 1 else None
    text, start = reading.text, reading.span.start
    is_item = text[start].islower() or text[start] in reading.grammar.dashes or text[start] in _BULLETS
    return before if is_item else None


def _read_mention(spot: Spot) -> None:
    """Add the mention's figures to the sentence, or leave it unclaimed."""
    if _is_planned(spot):
        spot.mention.ignored = POSSIBILITY
        spot.sentence.ignored.append(spot.mention)
        return
    answers = (read(spot) for _, read in READERS)
    figures = next((found for found in answers if found is not None), [])
    spot.sentence.figures.extend(figures)
    if not figures and not spot.mention.ignored:
        spot.sentence.unclaimed.append(spot.mention)


def _is_planned(spot: Spot) -> bool:
    """Whether the clause speaks of a plan, an estimate or what the law threatens."""
    reading = spot.reading
    return reading.has("estimate", 0, len(reading.tokens) - 1) or any(
        reading.has(c, *spot.clause) for c in ("plan", "hypothetical")
    )
