"""Lines -> one line: wrapped words, hyphens at line ends, and where each page begins."""

from __future__ import annotations

import re
from collections import Counter
from typing import Iterable, Iterator

from tipbrief.documents.chars import clean
from tipbrief.documents.pieces import Line
from tipbrief.documents.words import Words

WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
LAST_PART = re.compile(r"([^\W\d_]+)$")
FIRST_PART = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")

Marks = tuple[tuple[int, int], ...]


class Hyphens:
    """Which hyphens at line ends belong to the word: judged by the rest of the document."""

    def __init__(self, lines: Iterable[Line], words: Words) -> None:
        self.lines = lines
        self.words = words
        self._seen: Counter[str] | None = None

    @property
    def seen(self) -> Counter[str]:
        """How often the document writes each word, the broken ones aside; counted when first asked."""
        if self._seen is None:
            self._seen = Counter(WORD.findall("\n".join(whole_words(self.lines)).casefold()))
        return self._seen

    def keeps(self, left: str, right: str) -> bool:
        """Whether `left-` and `right` are one compound with a hyphen of its own."""
        left, right = left.casefold(), right.casefold()
        compound, word = self.seen[f"{left}-{right}"], self.seen[left + right]
        if compound or word:
            return compound >= word
        if left in self.words.compounds:
            return True
        return len(left) > 2 and bool(self.seen[left] and self.seen[right.split("-")[0]])


def whole_words(lines: Iterable[Line]) -> Iterator[str]:
    """The lines without the words that a hyphen at a line's end breaks."""
    broken = False
    for line in lines:
        text = line.text.partition(" ")[2] if broken else line.text
        broken = line.text.endswith(("-", "‐"))
        yield text.rpartition(" ")[0] if broken else text


def glue(before: str, after: str, hyphens: Hyphens) -> tuple[str, str]:
    """`before` and what to put between it and `after`.

    A hyphen stays in "14-" + "17" and "anti-" + "Trafficking"; before a small letter it is judged.
    """
    if not before or before[-1] not in "-‐–" or before[-2:-1].isspace() or not after:
        return before, " "
    part = LAST_PART.search(before[:-1])
    if before[-2:-1].isdigit() and after[0].isdigit():
        return before, ""
    if before[-1] == "–" or not part:
        return before, " "
    right = FIRST_PART.match(after)
    if right is None:
        return before, " "
    if after[0].islower() and not hyphens.keeps(part[1], right[0]):
        return before[:-1], ""
    return before, ""


def join_lines(lines: Iterable[Line], hyphens: Hyphens) -> tuple[str, Marks]:
    """The lines as one, and (offset, page) wherever another page begins in it."""
    parts: list[str] = []
    length, page, marks = 0, None, []
    for line in lines:
        text = " ".join(line.text.split())
        if parts and text:
            last, between = glue(parts[-1], text, hyphens)
            length += len(last) + len(between) - len(parts[-1])
            parts[-1] = last + between
        if line.page is not None and line.page != page:
            page = line.page
            marks.append((length, page))
        parts.append(text)
        length += len(text)
    joined = clean("".join(parts)).strip()
    return joined, tuple((min(at, max(len(joined) - 1, 0)), page) for at, page in marks)
