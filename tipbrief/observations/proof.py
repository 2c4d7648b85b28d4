"""The proof of an observation: its quote stands at its offsets, and the quote says its value."""

from __future__ import annotations

from typing import Any, Mapping

from tipbrief.observations.numbers import NumberWords, find_numbers
from tipbrief.observations.sentences import split_sentences, tokenize


def flaw(row: Mapping[str, Any], text: str, words: NumberWords | None = None) -> str:
    """Why the row is not proven by the text; empty where it is. `words` are the number words of its language.

    >>> row = {"quote": "two victims", "start": 0, "end": 11, "value": "2", "status": "reported"}
    >>> row["indicator"] = "shelters"
    >>> flaw(row, "two victims were helped"), flaw(row, "ten victims were helped")
    ('', 'its quote does not stand at its offsets')
    """
    start, end = row["start"], row["end"]
    if text[start:end] != row["quote"]:
        return "its quote does not stand at its offsets"
    if len(list(split_sentences(text, start, end))) > 1:
        return "its quote runs over more than one sentence"
    if row["status"] == "reported" and not _says(row, text, words):
        return f"its quote does not say {row['value']}"
    return ""


def _says(row: Mapping[str, Any], text: str, words: NumberWords | None) -> bool:
    value = row["value"]
    if value in ("", "0") or row["indicator"] == "tier":
        return True  # a zero or a rank is said in words; the offsets prove them
    if value == "1" and "remaining" in row["quote"].lower():
        return True  # "the remaining case" is one without a numeral
    said = [number.value for number in find_numbers(tokenize(text, row["start"], row["end"]), words)]
    if row["indicator"] == "sentence_years":
        said += [round(months / 12, 2) for months in said]  # 18 months are 1.5 years
    return any(f"{number:.10g}" == value for number in said)
