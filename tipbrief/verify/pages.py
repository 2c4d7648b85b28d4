"""Whether the pages print what brief.txt says, and the annex what references.csv says."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import Iterator

from tipbrief.carried import TEXT
from tipbrief.pages import PageText, squeezed
from tipbrief.verify.brief import Brief

AROUND = 24  # letters shown before and behind a difference
BETWEEN = 4  # signs between a reference's number and its words, at most
_NUMBERED = re.compile(rf"(?<!\d)(\d+)\W{{1,{BETWEEN}}}\Z")


def page_faults(brief: Brief) -> Iterator[str]:
    """A sentence for each page that differs from brief.txt, and for each quote that the annex does not print."""
    if TEXT in brief.files:
        for number, (page, written) in enumerate(zip_longest(brief.pages, brief.written_pages), 1):
            if page is None:
                yield f"Page {number} is missing."
            elif written is None:
                yield f"Page {number} is not in {TEXT}."
            else:
                yield from _differences(number, page.text, written)
    for row in brief.tables["references"]:
        words = squeezed(row["text"])
        if not any(_quotes(page, row["number"], words) for page in reversed(brief.pages)):  # the annex comes last
            yield f"The words of reference {row['number']} are not printed as references.csv has them: “{row['text']}”"


def _quotes(page: PageText, number: str, words: str) -> bool:
    """Whether the page prints the words, which are squeezed, right behind their number."""
    for start, _end in page.loose.spans_of(words):
        found = _NUMBERED.search(page.printed, max(0, start - len(number) - BETWEEN - 1), start)
        if found and found[1] == number:
            return True
    return False


def _differences(number: int, printed: str, written: str) -> Iterator[str]:
    ours, theirs = squeezed(printed), squeezed(written)
    if ours == theirs:
        return
    at = next((i for i, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), min(len(ours), len(theirs)))
    yield f"Page {number} says “{_around(printed, at)}” where {TEXT} says “{_around(written, at)}”."


def _around(text: str, at: int) -> str:
    """The words about the letter `at`, which counts as `squeezed` does."""
    places = [index for index, letter in enumerate(text) if squeezed(letter)]
    here = places[at] if at < len(places) else len(text)
    start, end = max(0, here - AROUND), here + AROUND
    before = text[start:here] if start == 0 else text[start:here].partition(" ")[2]
    after = text[here:end] if end >= len(text) else text[here:end].rpartition(" ")[0] or text[here:end]
    return " ".join((before + after).split())
