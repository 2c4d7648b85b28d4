"""A corpus that a test writes itself, and the stage run over it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tipbrief.documents import run
from tipbrief.documents.sources import COLUMNS
from tipbrief.files import read_table
from tipbrief.model import Document, load_document
from tipbrief.settings import CONFIG, check_settings, read_yaml

ROW = {
    "doc": "tip-2020", "file": "tip-2020.txt", "iso3": "KGZ", "title": "A report", "publisher": "A publisher",
    "kind": "annual", "edition": "2020", "published": "2020-06-25", "language": "en", "url": "", "licence": "CC0",
    "access": "public", "default_year": "",
}  # fmt: skip
TEXT = "PROSECUTION\n\nThe government initiated four investigations in 2019, compared with two in 2018.\n"


class Corpus:
    """A corpus folder and the work folder of the stage."""

    text = TEXT

    def __init__(self, folder: Path) -> None:
        self.folder, self.work = folder / "corpus", folder / "work"
        self.folder.mkdir()
        self.rows: list[dict[str, str]] = []

    def add(self, data: bytes | str | None = TEXT, **cells: str) -> None:
        row = ROW | cells
        if data is not None and row["file"]:
            (self.folder / row["file"]).write_bytes(data.encode() if isinstance(data, str) else data)
        self.rows.append(row)

    def write(self) -> None:
        with open(self.folder / "sources.csv", "w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, COLUMNS, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(self.rows)

    def run(self, processes: int = 1, **values: object) -> None:
        self.write()
        self.rerun(processes, **values)

    def rerun(self, processes: int = 1, **values: object) -> None:
        settings = read_yaml(CONFIG / "config.yaml") | {"corpus": str(self.folder), "work": str(self.work)} | values
        run(check_settings(settings), processes)

    def table(self, name: str) -> list[dict[str, str]]:
        return read_table(self.work / "documents" / f"{name}.csv")

    def messages(self) -> list[str]:
        return [row["message"] for row in self.table("problems")]

    def document(self, doc: str = "tip-2020") -> Document:
        return load_document(self.work / "documents", doc)

    def read(self, data: bytes | str, ending: str, **cells: str) -> list[tuple[str, str]]:
        """(kind, text) of each block of one document."""
        self.rows = []
        self.add(data, file=f"one.{ending}", **cells)
        self.run()
        assert not self.messages()
        document = self.document()
        return [(b.kind, document.text[b.start : b.end]) for b in document.blocks]


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return Corpus(tmp_path)
