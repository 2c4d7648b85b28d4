"""Running heads and feet: lines that repeat at the edges of pages, and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from typing import Iterable, Mapping, NamedTuple, Sequence

EDGE = 3  # lines from the top or bottom of a page that may be furniture
SHARE = 0.3  # of the pages on which a line must stand to be a running head
ROMAN = r"(?=[ivxl])x{0,3}l?x{0,3}(?:ix|iv|v?i{0,3})"
PAGE_NUMBER = re.compile(
    rf"^[-–—|\s]*(?:(?:page|стр\.|с\.)\W*)?(\d{{1,3}}|{ROMAN})(?:\s*(?:of|/|из)\s*\d{{1,4}})?[-–—|\s]*$", re.I
)
NUMBER = re.compile(r"\d{1,4}")
LONGEST = 120
SHORT = 80  # characters of a running head
CHANGING = 0.3  # of the pages that have a line where a head names the chapter
MOST = 0.8  # of these lines begin and end as headings do
SAME = 0.25  # of these heads are that of the page before
BESIDES = 30  # characters that a heading may have besides the name that the running head repeats
NO_ENDS = ".,;:-–"
NO_NAME = re.compile(r"[\W\d]+")

Row = Sequence[str]  # what stands at one height of a page, from left to right


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
    gone = [set(its) for its in find_furniture(pages)]
    lines = [[[line.strip()] for line in page] for page in pages]
    for edge in (0, -1):
        left = [
            [i for i in range(len(page)) if page[i].strip() and i not in its]
            for page, its in zip(pages, gone, strict=True)
        ]
        heads = changing_heads(lines, gone, {number: its[edge] for number, its in enumerate(left) if its})
        for number, i in [*heads.again, *heads.named]:
            gone[number].add(i)
    kept = [[x for i, x in enumerate(page) if i not in its] for page, its in zip(pages, gone, strict=True)]
    numbers = find_furniture(kept)  # that stood behind a head
    return [[x for i, x in enumerate(page) if i not in its] for page, its in zip(kept, numbers, strict=True)]


class Heads(NamedTuple):
    """Heads that name the chapter, as (page, row): those of the page before, those named by a heading, the others."""

    again: Sequence[tuple[int, int]] = ()
    named: Sequence[tuple[int, int]] = ()
    others: Sequence[tuple[int, int]] = ()


def changing_heads(pages: Sequence[Sequence[Row]], gone: Sequence[set[int]], at: Mapping[int, int]) -> Heads:
    """The rows `at` one place of each page, where they are heads that change with the chapter; none otherwise."""
    headlike = sum(is_headlike(" ".join(pages[n][i])) for n, i in at.items())
    if len(at) < max(5, CHANGING * len(pages)) or headlike < MOST * len(at):
        return Heads()  # few, or lines of text
    names = {n: name_of(" ".join(pages[n][i])) for n, i in at.items()}
    again = [n for n, name in names.items() if name and name == names.get(n - 1)]
    first = [n for n, name in names.items() if n not in again]
    named = [n for n in first if names[n] and stands_in(names[n], other_rows(pages, gone, n, at[n]))]
    if 2 * len(named) < len(first) and len(again) < SAME * len(at):
        return Heads()
    others = [n for n in first if n not in named]
    return Heads(*([(n, at[n]) for n in some] for some in (again, named, others)))


def is_headlike(line: str) -> bool:
    """Whether a line is short, and begins and ends as a heading does."""
    return len(line) <= SHORT and (line[:1].isupper() or line[:1].isdigit()) and line[-1:] not in NO_ENDS


def name_of(line: str) -> str:
    """What a running head says but for its page number.

    >>> name_of("GHANA | 12")
    'ghana'
    """
    return NO_NAME.sub(" ", line).strip().casefold()


def other_rows(pages: Sequence[Sequence[Row]], gone: Sequence[set[int]], number: int, own: int) -> list[Row]:
    """The rows of a page, but for row `own`, and those of the page before."""
    before = [row for i, row in enumerate(pages[number - 1]) if i not in gone[number - 1]] if number else []
    return before + [row for i, row in enumerate(pages[number]) if i != own and i not in gone[number]]


def stands_in(name: str, rows: Iterable[Row]) -> bool:
    """Whether a heading among some rows begins as the running head does."""
    lines = (line for row in rows for line in row if len(line) <= len(name) + BESIDES)
    return any(name_of(line).startswith(name) for line in lines)
