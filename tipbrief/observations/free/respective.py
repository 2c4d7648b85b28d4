"""Years that several numbers have one after another: "в 2028, 2029 и 2030 годах — соответственно 12, 15 и 9 дел"."""

from __future__ import annotations

from dataclasses import replace
from typing import Sequence

from tipbrief.observations.figures import HEAD, Figure, Memory, Sentence
from tipbrief.observations.free.columns import describe, special
from tipbrief.observations.free.spots import find_spot
from tipbrief.observations.mentions import Mention
from tipbrief.observations.reading import Reading
from tipbrief.observations.years import Year


def spread_years(sentence: Sentence, memory: Memory, nation: str) -> None:
    """Give each number of a list behind "соответственно" the year of the same place, here or in the sentence before."""
    reading = sentence.reading
    cue = reading.first_in("respectively", 0, len(reading.tokens) - 1)
    listed = _run(reading, [m for m in sentence.mentions if m.ignored != "year"], cue.last + 1) if cue else []
    model = next((f for f in sentence.figures if listed and f.mention is listed[-1]), None)
    if model is None:
        return
    years = _years_listed(reading, sentence.years) or [f.year for f in memory.told if f.year]
    if len(years) != len(listed) or len(listed) == 1:
        return
    spot = find_spot(sentence, memory, nation, listed[0])
    attributes = model.attributes.over(describe(spot))
    model.attributes = replace(attributes, subtype=attributes.subtype or special(spot, attributes, model.indicator))
    own = {id(m) for m in listed}
    sentence.figures = [f for f in sentence.figures if id(f.mention) not in own]
    sentence.unclaimed = [m for m in sentence.unclaimed if id(m) not in own]
    for mention, year in zip(listed, years, strict=True):
        sentence.figures.append(_then(model, mention, year))


def _then(model: Figure, mention: Mention, year: Year) -> Figure:
    here = replace(year, first=mention.first, last=mention.last)  # it may stand in the sentence before
    return replace(model, mention=mention, year=here, kind=HEAD, parent=None, inferred=set(model.inferred))


def _run(reading: Reading, mentions: Sequence[Mention], index: int) -> list[Mention]:
    """The numbers from a token on between which only commas and conjunctions stand."""
    found: list[Mention] = []
    for mention in mentions:
        if mention.first < index:
            continue
        start = found[-1].number.last + 1 if found else index
        if not all(_is_joint(reading, i) for i in range(start, mention.first)):
            break
        found.append(mention)
    return found


def _years_listed(reading: Reading, years: Sequence[Year]) -> list[Year]:
    """The first years of the sentence between which only commas and conjunctions stand."""
    found: list[Year] = []
    for year in years:
        if found and not all(_is_joint(reading, i) for i in range(found[-1].last + 1, year.first)):
            break
        found.append(year)
    return found if len(found) > 1 else []


def _is_joint(reading: Reading, index: int) -> bool:
    return reading.low(index) == "," or reading.low(index) in reading.grammar.conjunctions
