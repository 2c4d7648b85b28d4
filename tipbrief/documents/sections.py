"""Sections from headings, and a whole report's parts from its country headings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Sequence

from tipbrief.documents.countries import find_country, tier_heading
from tipbrief.documents.marks import ROMAN, is_capitals
from tipbrief.documents.normalise import Normal
from tipbrief.documents.pieces import HEADING, PARAGRAPH
from tipbrief.documents.words import Words
from tipbrief.model import Part, Section

NARRATIVE = 200  # characters of text under a country's name that make it a heading of its part
COUNTRY, CHAPTER, TOPIC, BELOW = 1, 2, 3, 4


@dataclass(frozen=True)
class Parted:
    """A report's parts, with the headings that look like a country's and are no known one's."""

    parts: tuple[Part, ...]
    unresolved: tuple[str, ...]


def mark_country_headings(normal: Normal, whole_report: bool) -> Normal:
    """Make headings of the lines that name a country and its tier, or (whole reports) the country alone."""
    blocks = list(normal.blocks)
    for i, block in enumerate(blocks):
        line = normal.text[block.start : block.end]
        if block.kind not in (HEADING, PARAGRAPH) or len(line) > 120:
            continue
        alone = whole_report and find_country(line) and has_narrative(normal, i)
        if tier_heading(line) or alone:
            blocks[i] = replace(block, kind=HEADING)
    return replace(normal, blocks=tuple(blocks))


def has_narrative(normal: Normal, i: int) -> bool:
    """Whether text follows block `i`, at most two short lines (a tier, a section's heading) between."""
    for block in normal.blocks[i + 1 : i + 4]:
        if block.end - block.start >= NARRATIVE:
            return True
        line = normal.text[block.start : block.end]
        if find_country(tier_heading(line) or line):
            return False  # a list of countries, not a heading
    return False


def level_of(title: str, given: int, words: Words) -> int:
    """How deep a heading lies, by its looks where the format does not say (`given` 0)."""
    if tier_heading(title) or (is_capitals(title) and find_country(title)):
        return COUNTRY
    if given:
        return given + CHAPTER
    return CHAPTER if ROMAN.match(title) or words.is_heading(title) or words.heading_name(title) == "annex" else BELOW


def find_sections(normal: Normal, words: Words) -> tuple[Section, ...]:
    """One section for each heading, up to the next; a deeper unnamed heading keeps the name above it."""
    headings = [b for b in normal.blocks if b.kind == HEADING]
    ends = [*(b.start for b in headings[1:]), len(normal.text)][: len(headings)]
    sections: list[Section] = []
    above: list[tuple[int, str]] = []
    for block, end in zip(headings, ends, strict=True):
        title = normal.text[block.start : block.end]
        level = level_of(title, normal.levels.get(block.start, 0), words)
        above = [(depth, name) for depth, name in above if depth < level]
        name = words.heading_name(title) or (above[-1][1] if above else "")
        above.append((level, name))
        sections.append(Section(title, name, block.start, end))
    return tuple(sections)


def find_parts(normal: Normal, iso3: str) -> Parted:
    """All of a country's source; of a whole report the stretches under its country headings."""
    if iso3:
        return Parted((Part(iso3, 0, len(normal.text)),), ())
    starts: list[tuple[str, int]] = []
    unresolved: list[str] = []
    for i, block in enumerate(normal.blocks):
        if block.kind != HEADING or not has_narrative(normal, i):
            continue
        title = normal.text[block.start : block.end]
        name = tier_heading(title)
        code = find_country(name or title)
        if code:
            starts.append((code, block.start))
        elif name:
            unresolved.append(title)
            starts.append(("", block.start))
    return Parted(tuple(cut_parts(starts, len(normal.text))), tuple(unresolved))


def cut_parts(starts: Sequence[tuple[str, int]], end: int) -> list[Part]:
    """Parts from (code, start); a heading repeated for the same country opens no new part."""
    parts: list[Part] = []
    last = ""
    for i, (code, start) in enumerate(starts):
        stop = starts[i + 1][1] if i + 1 < len(starts) else end
        if code and code == last:
            parts[-1] = replace(parts[-1], end=stop)
        elif code:
            parts.append(Part(code, start, stop))
        last = code
    return parts
