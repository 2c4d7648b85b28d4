"""The words of headings and broken lines, from config/lexicon/<language>/sections.yml.

English always, the document's own language where there is a lexicon for it, and languages in other letters than these,
whose words can be mistaken for none: an English report may have an annex with Russian headings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Mapping

from tipbrief.settings import CONFIG, read_yaml

LEXICON = CONFIG / "lexicon"
# "IV. ", "3) ", "B. " before a heading's own words.
ORDINAL = re.compile(r"^(?:(?:[IVXLC]{1,6}|[A-H]|\d{1,2}(?:\.\d{1,2}){0,3})[.)]|§\s*\d+)\s+")
FOR_COUNTRY = re.compile(r"\s+(?:for|to|of|для|по)\s+\S.{1,48}$", re.I)

OUTWEIGH = ("annex", "recommendations")  # "Annex: legal framework" is an annex


@dataclass(frozen=True)
class Words:
    """Words of one language and English: `names` maps a heading's phrase to its canonical section."""

    names: Mapping[str, str]
    runs_on: frozenset[str]
    compounds: frozenset[str]
    holds: re.Pattern[str]

    def heading_name(self, title: str) -> str:
        """The canonical section of a heading, '' where no phrase fits.

        >>> read_words("en").heading_name("V. Investigation and prosecution of human trafficking")
        'prosecution'
        """
        found = [self.names[phrase] for phrase in self.holds.findall(bare(title))]
        return next((name for name in found if name in OUTWEIGH), (found or [""])[0])

    def is_heading(self, line: str) -> bool:
        """Whether a line says nothing but a section's name (and a number, a country, a colon)."""
        words = bare(line)
        return words in self.names or FOR_COUNTRY.sub("", words) in self.names


def bare(title: str) -> str:
    """A heading without its number, colon and case.

    >>> bare("II. LEGAL FRAMEWORK:")
    'legal framework'
    """
    return ORDINAL.sub("", title.strip()).strip(" :.").casefold()


def lexicon_files(language: str) -> list[Path]:
    """The heading lexicons that a document of `language` is read with, English first."""
    codes = dict.fromkeys(("en", language, *_other_letters()))
    return [path for code in codes if (path := LEXICON / code / "sections.yml").is_file()]


@lru_cache
def _other_letters() -> tuple[str, ...]:
    """The languages whose headings have no Latin letters."""
    files = sorted(LEXICON.glob("*/sections.yml"))
    return tuple(path.parent.name for path in files if read_yaml(path).get("script", "latin") != "latin")


@lru_cache
def read_words(language: str) -> Words:
    """English and the language's own words together."""
    sections: dict[str, str] = {}
    runs_on: set[str] = set()
    compounds: set[str] = set()
    for path in lexicon_files(language):
        data = read_yaml(path)
        for name, phrases in data["sections"].items():
            sections.update((str(phrase).casefold(), "" if name == "none" else name) for phrase in phrases)
        runs_on.update(str(word).casefold() for word in data["runs_on"])
        compounds.update(str(word).casefold() for word in data["compounds"])
    longest = sorted(sections, key=len, reverse=True)
    holds = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest)) + r")(?!\w)")
    return Words(sections, frozenset(runs_on), frozenset(compounds), holds)
