"""The lines of a whole report that name a country: how each is printed, and how much text stands under it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Iterator, NamedTuple, Sequence

from tipbrief.documents.countries import find_country, is_tier_line, tier_heading
from tipbrief.documents.normalise import Normal
from tipbrief.documents.pieces import FOOTNOTE, HEADING, ITEM, PARAGRAPH
from tipbrief.model import Block

NARRATIVE = 200  # characters of text under a country's name that make it a heading of its part
TEXT = 60  # characters of a block of text, at least: the lines of a list are shorter
LONGEST = 120  # characters of a heading
NEAR = 3  # blocks within which a narrative begins


class Look(NamedTuple):
    """How a name is printed: with its tier (behind it or on the next line), how deep, in capitals or not."""

    tiered: bool
    level: int
    capitals: bool


@dataclass(frozen=True)
class Name:
    """Block `at` of a text, a name that may be a country's (`code`, if it is known), with the text that follows it.

    `title` is all of its line; `name` is that without the tier.
    """

    at: int
    start: int
    code: str
    title: str
    name: str
    look: Look
    text: int = 0
    is_near: bool = False


def line_of(normal: Normal, block: Block) -> str:
    """The text of a short block that can be a heading, '' of any other."""
    if block.kind not in (HEADING, PARAGRAPH) or block.end - block.start > LONGEST:
        return ""
    return normal.text[block.start : block.end]


def look_of(normal: Normal, block: Block, name: str, tiered: bool) -> Look:
    """How a name in a block is printed."""
    return Look(tiered, normal.levels.get(block.start, 0), name == name.upper())


def find_names(normal: Normal) -> list[Name]:
    """Every line that is a country's name, or any name with a tier, in order."""
    names = list(_names(normal))
    ends = [*(name.at for name in names), len(normal.blocks)][1:]
    return [_with_text(name, normal.blocks[name.at + 1 : end]) for name, end in zip(names, ends, strict=True)]


def _names(normal: Normal) -> Iterator[Name]:
    for at, (block, after) in enumerate(pairwise([*normal.blocks, *normal.blocks[-1:]])):
        line = line_of(normal, block)
        if not line or is_tier_line(line):
            continue
        below = is_tier_line(line_of(normal, after))
        name = tier_heading(line) or (line if find_country(line) or (below and block.kind == HEADING) else "")
        if name:
            look = look_of(normal, block, name, tiered=below or name != line)
            yield Name(at, block.start, find_country(name), line, name, look)


def _with_text(name: Name, blocks: Sequence[Block]) -> Name:
    """The name with the length of the running text in the blocks up to the next one."""
    lengths = [block.end - block.start if block.kind in (PARAGRAPH, ITEM, FOOTNOTE) else 0 for block in blocks]
    text = sum(length for length in lengths if length >= TEXT)
    return replace(name, text=text, is_near=any(length >= NARRATIVE for length in lengths[:NEAR]))
