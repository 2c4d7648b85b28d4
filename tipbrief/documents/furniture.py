"""Running heads and feet: lines that repeat at the edges of pages, and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from typing import Sequence

EDGE = 3  # lines from the top or bottom of a page that may be furniture
SHARE = 0.3  # of the pages on which a line must stand to be a running head
ROMAN = r"(?=[ivxl])x{0,3}l?x{0,3}(?:ix|iv|v?i{0,3})"
PAGE_NUMBER = re.compile(
    rf"^[-–—|\s]*(?:(?:page|стр\.|с\.)\W*)?(\d{{1,3}}|{ROMAN})(?:\s*(?:of|/|из)\s*\d{{1,4}})?[-–—|\s]*$", re.I
)
NUMBER = re.compile(r"\d{1,4}")
LONGEST = 120


def keys_of(line: str, page: int) -> set[tuple[str, int]]:
    """What makes a line the same on another page: its words, and a number that runs with the pages.

    >>> keys_of("12 | Report", 10) & keys_of("13 | Report", 11)
    {('# | report', 2)}
    """
    words = " ".join(line.casefold().split())
    numbers = NUMBER.findall(words)
    return {(words, 0)} | {(NUMBER.sub("#", words), int(n) - page) for n in numbers}


def edge_lines(page: Sequence[str]) -> list[int]:
    """Indexes of the outermost lines of a page that are not blank."""
    full = [i for i, line in enumerate(page) if line.strip()]
    return sorted(set(full[:EDGE] + full[-EDGE:]))


def find_furniture(pages: Sequence[Sequence[str]]) -> list[set[int]]:
    """For each page the indexes of the lines that are no part of its text."""
    edges = [edge_lines(page) for page in pages]
    keys = [
        {i: keys_of(page[i], number) if len(page[i]) <= LONGEST else set() for i in edge}
        for number, (page, edge) in enumerate(zip(pages, edges, strict=True))
    ]
    count = Counter(key for page in keys for key in set().union(*page.values()))
    least = max(3, SHARE * len(pages))
    found = []
    for page, edge, its in zip(pages, edges, keys, strict=True):
        repeated = {i for i in edge if any(count[key] >= least for key in its[i])}
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
