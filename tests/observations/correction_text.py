"""Lines of corrections.csv about a small text, and the text as they correct it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from observation_text import INDICATORS, LEXICON, document_of

from tipbrief.errors import ERROR, Problem
from tipbrief.files import write_table
from tipbrief.observations.correcting import correct
from tipbrief.observations.corrections import COLUMNS, read_corrections
from tipbrief.observations.extract import Found, extract
from tipbrief.observations.keys import hash_sentence
from tipbrief.observations.proof import flaw
from tipbrief.observations.rows import identify

FREED = "Police identified 12 victims and convicted three traffickers."
FILM = "The film portrayed 27 victims."
TEXT = f"{FREED} {FILM} Courts did not convict any traffickers in 2018."
PLAIN = {"doc": "own", "iso3": "PER", "indicator": "victims_identified", "column": "value", "old": "", "new": "",
         "reason": "misread", "who": "A. Analyst", "when": "2031-05-06"}  # fmt: skip


def line(action: str, sentence: str = FREED, position: int | str = 1, **cells: str) -> dict[str, str]:
    """One line of corrections.csv, by default about the 12 of FREED."""
    return PLAIN | {"action": action, "sentence_hash": hash_sentence(sentence), "position": str(position)} | cells


def change(column: str, old: str, new: str, **cells: Any) -> dict[str, str]:
    return line("change", column=column, old=old, new=new, **cells)


class Corrected:
    """A text read, and corrected by the lines."""

    def __init__(self, folder: Path) -> None:
        self.table = folder / "corrections.csv"
        self.found, self.problems = Found(), list[Problem]()

    def by(self, *lines: dict[str, str], text: str = TEXT, **cells: str) -> Corrected:
        write_table(self.table, COLUMNS, lines)
        document = document_of(text, **cells)
        self.found = extract(document, document.parts[0], LEXICON, INDICATORS)
        read = read_corrections(INDICATORS, self.table)
        self.problems = read.problems + correct(self.found, document, document.parts, LEXICON, INDICATORS, read.groups)
        for row in self.found.observations:
            assert flaw(row, text) == "" and row["id"] == identify(row)
        return self

    def rows(self) -> list[tuple[str, str, str]]:
        return [(row["indicator"], str(row["year"]), row["value"]) for row in self.found.observations]

    def row(self, value: str) -> dict[str, Any]:
        (row,) = (row for row in self.found.observations if row["value"] == value)
        return row

    def said(self, severity: str = ERROR) -> list[str]:
        assert {problem.severity for problem in self.problems} <= {severity}
        return [problem.message for problem in self.problems]


AS_READ = [("victims_identified", "2019", "12"), ("persons_convicted", "2019", "3"), ("persons_convicted", "2018", "0")]
