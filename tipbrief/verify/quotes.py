"""Whether each value is read again from its quote, and each quote stands where it is said to stand."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Callable, Iterator, Mapping

from tipbrief.carried import CUT, WITHHELD
from tipbrief.verify.brief import Brief, Row, listed, number
from tipbrief.verify.said import TABLES, holds, place

END = 16  # letters at either end of a quote whose middle may be cut out in print
Reader = Callable[[Mapping[str, str], str], str]


def quote_faults(brief: Brief, read: Reader) -> Iterator[str]:
    """A sentence for each quote that does not say its value, or that the annex prints otherwise."""
    for row in brief.tables["observations"]:
        if row["quote"].startswith(WITHHELD):
            if row["masked"] == "true" and row["value"]:
                yield f"Observation {row['id']} is withheld, but has the value {row['value']}."
            continue
        reason = read(row, brief.languages.get(row["doc"], ""))
        if reason:
            yield f"Observation {row['id']}: {reason}: “{row['quote']}”"
    for row in brief.tables["references"]:
        yield from _reference_faults(brief, row)


def _reference_faults(brief: Brief, row: Row) -> Iterator[str]:
    """The printed words must hold each quote; where they are cut, an end of at least one."""
    quotes = {name: _line(brief.said[name]["quote"]) for name in listed(row["observations"]) if name in brief.said}
    if CUT in row["text"] and any(_holds(row["text"], end) for q in quotes.values() for end in (q[:END], q[-END:])):
        return
    for name, quote in quotes.items():
        if not _holds(row["text"], quote):
            yield f"Reference {row['number']} does not print the quote of observation {name}: “{quote}”"


def _holds(text: str, part: str) -> bool:
    return _line(part) in _line(text)


@lru_cache(maxsize=4096)
def _line(text: str) -> str:
    return " ".join(text.split())


def corpus_faults(brief: Brief, texts: Path) -> Iterator[str]:
    """A sentence for each quote that its document does not hold; `texts` are those of the stage documents."""
    quoted = [row for row in brief.tables["observations"] if not row["quote"].startswith(WITHHELD)]
    in_words = [(place(table, row), row) for table in TABLES for row in brief.tables[table] if row["quote"]]
    named = [*((f"Observation {row['id']}", row) for row in quoted), *in_words]
    for doc in dict.fromkeys(row["doc"] for _, row in named):
        path = texts / f"{doc}.txt"
        if not path.is_file():
            yield f"The corpus has no document {doc}, which the brief quotes."
            continue
        with open(path, encoding="utf-8", newline="") as handle:
            text = handle.read()
        for name, row in named:
            if row["doc"] == doc and not _is_in(row, text):
                yield f"{name}: {doc} does not hold its quote “{row['quote']}”"


def _is_in(row: Row, text: str) -> bool:
    start, end = int(number(row["start"]) or 0), int(number(row["end"]) or 0)
    return text[start:end] == row["quote"] or _holds(text, row["quote"]) or holds(text[start:end], row["quote"])
