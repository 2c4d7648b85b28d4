"""The proof of an observation: its quote stands at its offsets, and the quote says its value."""

from __future__ import annotations

from typing import Any, Mapping

from tipbrief.observations.lexicon import Lexicon, read_lexicon
from tipbrief.observations.numbers import find_numbers
from tipbrief.observations.sentences import split_sentences, tokenize
from tipbrief.settings import CONFIG

LEXICONS = CONFIG / "lexicon"
_ONE = frozenset({"remaining", "single"})
TABLE = "table"  # the rule of a table's figures, whose quote is the row up to the cell


def flaw(row: Mapping[str, Any], text: str) -> str:
    """Why the row is not proven by the text; empty where it is. Read in the row's language, by default English.

    >>> row = {"quote": "two victims", "start": 0, "end": 11, "value": "2", "status": "reported"}
    >>> row["indicator"] = "shelters"
    >>> flaw(row, "two victims were helped"), flaw(row, "ten victims were helped")
    ('', 'its quote does not stand at its offsets')
    """
    start, end = row["start"], row["end"]
    if text[start:end] != row["quote"]:
        return "its quote does not stand at its offsets"
    lexicon = read_lexicon(row.get("language", "en"))
    if row.get("rule") == TABLE:
        return _flaw_in_row(row, text, lexicon)
    if len(list(split_sentences(text, start, end, lexicon.grammar.abbreviations if lexicon else None))) > 1:
        return "its quote runs over more than one sentence"
    if row["status"] == "reported" and not _says(row, text, lexicon):
        return f"its quote does not say {row['value']}"
    return ""


def reread(row: Mapping[str, str], language: str) -> str:
    """Why a row that travels without its document is not proven by its quote; empty where it is.

    A document in one language may have a block in another, so each lexicon that there is may read the quote.
    """
    languages = dict.fromkeys([language or "en", *sorted(path.name for path in LEXICONS.iterdir() if path.is_dir())])
    alone = {**row, "start": 0, "end": len(row["quote"])}
    reasons = [flaw({**alone, "language": name}, row["quote"]) for name in languages]
    return reasons[0] if all(reasons) else ""


def _flaw_in_row(row: Mapping[str, Any], text: str, lexicon: Lexicon | None) -> str:
    """Why a table's row is not proven: it must lie within one block, and its last cell say the value."""
    if "\n" in row["quote"]:
        return "its quote runs over more than one row"
    last = row["end"] - len(row["quote"].rpartition("|")[2])
    if row["status"] == "reported" and not _says({**row, "start": last, "indicator": ""}, text, lexicon):
        return f"the last cell of its quote does not say {row['value']}"
    return ""


def _says(row: Mapping[str, Any], text: str, lexicon: Lexicon | None) -> bool:
    value, tokens = row["value"], tokenize(text, row["start"], row["end"])
    if value in ("", "0") or row["indicator"] == "tier":
        return True  # a zero or a rank is said in words; the offsets prove them
    if value == "1" and lexicon and any(cue.label in _ONE for cue in lexicon.find(tokens)):
        return True  # "the remaining case" is one without a numeral
    said = [number.value for number in find_numbers(tokens, lexicon.numbers if lexicon else None)]
    if row["indicator"] == "sentence_years":
        said += [round(months / 12, 2) for months in said]  # 18 months are 1.5 years
    return any(f"{number:.10g}" == value for number in said)
