"""What a line looks like: its bullet, number or footnote mark, and whether its sentence is over."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tipbrief.documents.chars import LOWER
from tipbrief.documents.pieces import FOOTNOTE, HEADING, ITEM, PARAGRAPH
from tipbrief.documents.words import Words

BULLET = r"[-–—•●▪◦‣∙·*■□➢✓]"
PREFIX = re.compile(
    rf"""(?P<atx>\#{{1,6}}\s+(?=\S))
    | (?P<note>[⁰¹²³⁴⁵⁶⁷⁸⁹]{{1,3}})(?=\s*[^\W\d_]|\s*["“«'‘(\[]|\s+\S)
    | (?:{BULLET}\s+)?(?P<number>\d{{1,3}})\.\s+(?=["“«'‘(\[]?[^\W\d_])
    | (?:{BULLET}\s+)?\(?(?P<letter>[a-z]|[ivx]{{1,4}})[)]\s+(?=\S)
    | (?P<bullet>{BULLET}\s+)(?=\S)
    """,
    re.VERBOSE,
)
CLOSING = "\"'”’»)]*_ ⁰¹²³⁴⁵⁶⁷⁸⁹"
ENDS = ".!?…;:。"
OPENING = "\"'“‘«(["
ROMAN = re.compile(r"^(?=[IVXL])X{0,3}(?:IX|IV|V?I{0,3})\.\s+\S")
ASIDE = re.compile(r"\([^)]*\)|Tier")
HEADING_LENGTH = 140


@dataclass(frozen=True)
class Mark:
    """What a line begins with: the kind of block that it opens, its number, and where its text begins."""

    kind: str
    number: str = ""
    skip: int = 0


def mark_of(line: str) -> Mark | None:
    """The mark that `line` begins with; a bullet is no part of the text, a number is.

    >>> mark_of("- 24. The lack of data"), mark_of("- Upgrading the position"), mark_of("2015. In July")
    (Mark(kind='paragraph', number='24', skip=2), Mark(kind='item', number='', skip=2), None)
    """
    found = PREFIX.match(line)
    if not found:
        return None
    if found["atx"]:
        return Mark(HEADING, skip=found.end())
    if found["note"]:
        return Mark(FOOTNOTE, found["note"].translate(LOWER))
    if found["number"]:
        return Mark(PARAGRAPH, found["number"], found.start("number"))
    if found["letter"]:
        return Mark(
            ITEM, found["letter"], line.index("(") if "(" in line[: found.start("letter")] else found.start("letter")
        )
    return Mark(ITEM, skip=found.end())


def is_over(text: str, words: Words) -> bool:
    """Whether a sentence, or the part of a list, ends with `text`."""
    if text.rpartition(" ")[2].casefold() in words.runs_on:
        return False
    return text.rstrip(CLOSING)[-1:] in ENDS and bool(text.rstrip(CLOSING))


def begins_low(text: str) -> bool:
    """Whether the first letter behind quotes and brackets is a small one."""
    return text.lstrip(OPENING)[:1].islower()


def runs_over(before: str, after: str, words: Words) -> bool:
    """Whether a sentence that stops with `before` goes on with `after`."""
    if is_over(before, words):
        return False
    end = before.rstrip(CLOSING)
    return begins_low(after) or end.endswith(",") or end.rpartition(" ")[2].casefold() in words.runs_on


def is_capitals(line: str) -> bool:
    """Whether a line is written in capitals, what stands in brackets aside.

    >>> is_capitals("KYRGYZ REPUBLIC (Tier 2 Watch List)"), is_capitals("USD 69.74"), is_capitals("UN")
    (True, False, False)
    """
    outside = ASIDE.sub("", line) if "(" in line or "Tier" in line else line
    if outside != outside.upper():
        return False
    letters = [c for c in outside if c.isalpha()]
    digits = sum(c.isdigit() for c in line)
    return len(letters) >= 4 and len(letters) > 2 * digits and letters[0].isupper()


def is_heading(line: str, words: Words) -> bool:
    """Whether a line of its own is a heading by its looks or its words.

    >>> from tipbrief.documents.words import read_words
    >>> [is_heading(x, read_words("en")) for x in ("IV. Legal framework", "Summary:", "It changed.")]
    [True, True, False]
    """
    if len(line) > HEADING_LENGTH or line.rstrip(CLOSING)[-1:] in (".", ";", ","):
        return False
    return is_capitals(line) or words.is_heading(line) or bool(ROMAN.match(line))
