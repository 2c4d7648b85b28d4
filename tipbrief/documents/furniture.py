"""Running heads and feet: lines that repeat at the edges of pages, and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from typing import Sequence

EDGE = 3  # lines from the top or bottom of a page that may be furniture
SHARE = 0.3  # of the pages on which a line must stand to be a running head
PAGE_NUMBER = re.compile(
    r"^[-–—|\s]*(?:page\s+|стр\.\s*)?(\d{1,4}|[ivxlc]{1,7})(?:\s*(?:of|/|из)\s*\d{1,4})?[-–—|\s]*$", re.I
)
DIGITS = re.compile(r"\d+|\b[ivxlc]+\b")
LONGEST = 120


def pattern_of(line: str) -> str:
    """A line with its numbers made equal: "12 | Tipbrief 2020" and "13 | Tipbrief 2020" are one."""
    return DIGITS.sub("#", " ".join(line.casefold().split()))


def edge_lines(page: Sequence[str]) -> list[int]:
    """Indexes of the outermost lines of a page that are not blank."""
    full = [i for i, line in enumerate(page) if line.strip()]
    return sorted(set(full[:EDGE] + full[-EDGE:]))


def find_furniture(pages: Sequence[Sequence[str]]) -> list[set[int]]:
    """For each page the indexes of the lines that are no part of its text."""
    edges = [edge_lines(page) for page in pages]
    count: Counter[str] = Counter()
    for page, edge in zip(pages, edges, strict=True):
        count.update({pattern_of(page[i]) for i in edge if len(page[i]) <= LONGEST})
    least = max(3, SHARE * len(pages))
    found = []
    for page, edge in zip(pages, edges, strict=True):
        repeated = {i for i in edge if count[pattern_of(page[i])] >= least}
        found.append(outermost(edge, repeated | {i for i in edge if PAGE_NUMBER.match(page[i].strip())}))
    return found


def outermost(edge: Sequence[int], candidates: set[int]) -> set[int]:
    """The candidates with no line of text between them and the page's edge."""
    found: set[int] = set()
    for order in (edge, edge[::-1]):
        for i in order:
            if i not in candidates:
                break
            found.add(i)
    return found


def drop_furniture(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """The pages without running heads, running feet and page numbers."""
    furniture = find_furniture(pages)
    return [[x for i, x in enumerate(page) if i not in gone] for page, gone in zip(pages, furniture, strict=True)]
