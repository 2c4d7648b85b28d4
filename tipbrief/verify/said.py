"""Whether the pages print what is said in words as assessed.csv and recommended.csv have it."""

from __future__ import annotations

import re
from typing import Iterator

from tipbrief.carried import CUT, NO_GLYPH
from tipbrief.pages import squeezed
from tipbrief.verify.brief import Brief, Row

TABLES = ("assessed", "recommended")


def said_faults(brief: Brief) -> Iterator[str]:
    """A sentence for each quote that the pages do not print, or print otherwise than the document says it."""
    for table in TABLES:
        for row in brief.tables[table]:
            printed, letters = row["printed"], squeezed(row["printed"])
            if printed and not any(letters in page.loose.letters for page in brief.pages):
                yield f"{place(table, row)}: the pages do not print “{printed}”"
            elif not holds(row["quote"], printed):
                yield f"{place(table, row)}: “{printed}” is printed, but the quote is “{row['quote']}”"


def place(table: str, row: Row) -> str:
    """Which row is meant."""
    told = [row[name] for name in ("pillar", "edition", "position") if row.get(name)]
    return f"In {table}.csv, {' '.join(told)}"


def holds(text: str, quote: str) -> bool:
    """Whether a text holds a quote that may lack what `CUT` stands for, its parts in their order.

    `NO_GLYPH` stands for any character.

    >>> holds("Train police and judges in every region.", "Train police […] in every region.")
    True
    """
    told, at = squeezed(text), 0
    for part in map(squeezed, quote.split(CUT)):
        at = _end(part, told, at)
        if at < 0:
            return False
    return True


def _end(part: str, text: str, begin: int) -> int:
    """Where the part ends in the text, as early as possible behind `begin`; -1 where it is not there."""
    if NO_GLYPH not in part:
        at = text.find(part, begin)
        return at + len(part) if at >= 0 else at
    found = re.compile(re.escape(part).replace(NO_GLYPH, "."), re.DOTALL).search(text, begin)
    return found.end() if found else -1
