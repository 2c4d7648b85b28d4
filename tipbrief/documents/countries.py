"""Country names and codes: pycountry, and the names that reports use (config/countries.yml)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Mapping

import pycountry

from tipbrief.settings import CONFIG, read_yaml

ALIASES = CONFIG / "countries.yml"
RANK = (
    r"(?:tier\s*[-–]?\s*(?:[123]|one|two|three)\b(?:\s*[-–:,(]?\s*(?:watch(?:\s*list)?|wl\b))?|special\s+cases?)"
    r"\s*[)\]]*\s*[*†]?"
)
TIER = re.compile(rf"^(?P<name>[^\d:]{{2,70}}?)\s*[:,–—-]?\s*[(\[]?\s*{RANK}$", re.I)
TIER_LINE = re.compile(rf"^[(\[]?{RANK}$", re.I)
APOSTROPHES = str.maketrans("’‘`´", "'" * 4)
MARKS = re.compile(r"[.,*†:]")
BRACKETED = re.compile(r"\s*\([^()]*\)\s*$")
SAINT = re.compile(r"\bst\b")
LONGEST = 200  # characters of a name with what stands in brackets; the question is also asked of whole paragraphs


def key_of(name: str) -> str:
    """A name without case, accents, dots, an article at its ends, and the kinds of its apostrophes and blanks.

    >>> key_of("St. Vincent & the Grenadines"), key_of("Bahamas, The"), key_of("CÔTE D’IVOIRE")
    ('saint vincent and the grenadines', 'bahamas', "cote d'ivoire")
    """
    return SAINT.sub("saint", alphabetical(name))


def alphabetical(name: str) -> str:
    """By what a name is sorted: as `key_of`, with "St." as it is printed."""
    plain = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    plain = plain.translate(APOSTROPHES).casefold().replace("&", " and ")
    words = " ".join(MARKS.sub(" ", plain).split()).strip(" -–")
    return words.removeprefix("the ").removesuffix(" the")


@lru_cache
def country_names(path: Path = ALIASES) -> Mapping[str, str]:
    """Code by name: the ISO names, common and official ones, then the aliases over them."""
    names: dict[str, str] = {}
    for country in pycountry.countries:
        for attribute in ("official_name", "common_name", "name"):
            if name := getattr(country, attribute, None):
                first, _, rest = name.partition(", ")
                names[key_of(f"{rest} {first}")] = names[key_of(name)] = country.alpha_3
    for code, aliases in read_yaml(path)["aliases"].items():
        names.update((key_of(alias), code) for alias in aliases)
    return names


def is_code(iso3: str) -> bool:
    """Whether `iso3` is a country's code: ISO 3166-1 alpha-3, or one that the aliases add (XKX)."""
    return pycountry.countries.get(alpha_3=iso3) is not None or iso3 in country_names().values()


@lru_cache(maxsize=4096)
def find_country(name: str) -> str:
    """The code of a country's name, '' where it is none; of two names the first counts: "Eswatini (Swaziland)".

    >>> find_country("KYRGYZ REPUBLIC"), find_country("Côte d’Ivoire"), find_country("Prosecution")
    ('KGZ', 'CIV', '')
    """
    if len(name) > LONGEST:
        return ""
    names = country_names()
    return names.get(key_of(name)) or names.get(key_of(BRACKETED.sub("", name)), "")


def is_tier_line(line: str) -> bool:
    """Whether a line says a tier and nothing else: what stands under a country's name in some reports.

    >>> [is_tier_line(x) for x in ("Tier 2 Watch List", "(SPECIAL CASE)", "TIER 2 countries")]
    [True, True, False]
    """
    return bool(TIER_LINE.match(line.strip()))


def tier_heading(line: str) -> str:
    """The country's name in a heading with its tier, '' where a line is none.

    >>> [tier_heading(x) for x in ("ALBANIA: TIER 2", "KYRGYZ REPUBLIC (Tier 2 Watch List)", "Moved to Tier 2.")]
    ['ALBANIA', 'KYRGYZ REPUBLIC', '']
    """
    found = TIER.match(line.strip())
    name = found["name"].strip(" :(-–—,") if found else ""
    return name if name[:1].isupper() and not re.search(r"\b(?:on|to|from)$", name, re.I) else ""
