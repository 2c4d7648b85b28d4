"""What an earlier run read: of a country that changed, only the documents that changed are read again.

The rows of the others are taken from the country's own tables, where each names its document.
"""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from tipbrief.errors import Problem
from tipbrief.files import read_table
from tipbrief.observations.extract import Found


class Earlier:
    """The tables of a country as an earlier run left them, by document."""

    def __init__(self, folder: Path, iso3: str) -> None:
        said = {row["id"]: row["sentence"] for row in read_table(folder / f"{iso3}.sentences.csv")}
        self.found: dict[str, Found] = {}
        for table in (field.name for field in fields(Found)):
            for row in read_table(folder / f"{iso3}.{table}.csv"):
                sentence = {"sentence": said[row["id"]]} if table == "observations" else {}
                getattr(self.found.setdefault(row["doc"], Found()), table).append(row | sentence)
        self.problems = [Problem(**row) for row in read_table(folder / f"{iso3}.problems.csv")]

    def of(self, doc: str) -> tuple[Found, list[Problem]]:
        """What the document gave."""
        return self.found.get(doc, Found()), [problem for problem in self.problems if problem.doc == doc]
