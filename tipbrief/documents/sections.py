"""Sections from headings, and the headings that a format does not mark as such: a country with its tier."""

from __future__ import annotations

from dataclasses import replace
from typing import Container

from tipbrief.documents.countries import find_country, is_tier_line, tier_heading
from tipbrief.documents.marks import ROMAN, is_capitals
from tipbrief.documents.names import line_of
from tipbrief.documents.normalise import Normal
from tipbrief.documents.pieces import HEADING
from tipbrief.documents.words import Words
from tipbrief.model import Section

COUNTRY, CHAPTER, TOPIC, BELOW = 1, 2, 3, 4


def mark_country_headings(normal: Normal, openings: Container[int]) -> Normal:
    """Make headings of the blocks that open a part, of names with a tier, and of a tier right below a name."""
    blocks = list(normal.blocks)
    for i, block in enumerate(blocks):
        line = line_of(normal, block)
        above = normal.blocks[i - 1] if i else None
        below_name = above and (i - 1 in openings or find_country(line_of(normal, above)))
        if line and (i in openings or tier_heading(line) or (below_name and is_tier_line(line))):
            blocks[i] = replace(block, kind=HEADING)
    return replace(normal, blocks=tuple(blocks))


def level_of(title: str, given: int, words: Words, *, opens: bool = False) -> int:
    """How deep a heading lies: by what it opens, by the format, or (`given` 0) by its looks."""
    if opens or tier_heading(title) or (is_capitals(title) and find_country(title)):
        return COUNTRY
    if given:
        return given + CHAPTER
    return CHAPTER if ROMAN.match(title) or words.is_heading(title) or words.heading_name(title) == "annex" else BELOW


def find_sections(normal: Normal, words: Words, openings: Container[int] = ()) -> tuple[Section, ...]:
    """One section for each heading, up to the next; a deeper unnamed heading keeps the name above it."""
    headings = [(i, b) for i, b in enumerate(normal.blocks) if b.kind == HEADING]
    ends = [*(b.start for _, b in headings), len(normal.text)][1:]
    sections: list[Section] = []
    above: list[tuple[int, str]] = []
    for (i, block), end in zip(headings, ends, strict=True):
        title = normal.text[block.start : block.end]
        level = level_of(title, normal.levels.get(block.start, 0), words, opens=i in openings)
        above = [(depth, name) for depth, name in above if depth < level]
        name = words.heading_name(title) or (above[-1][1] if above else "")
        above.append((level, name))
        sections.append(Section(title, name, block.start, end))
    return tuple(sections)
