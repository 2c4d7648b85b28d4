"""A published brief, opened: its pages, the files that it carries, and their tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Mapping, Sequence

from tipbrief.carried import TABLES, TEXT, Table, rows_of
from tipbrief.pages import BETWEEN_PAGES, Pages, PageText

Row = Mapping[str, str]


@dataclass(frozen=True)
class Brief:
    """Pages and files as they are in the PDF; a table that is missing or damaged is empty, and `damaged` names it."""

    pages: Sequence[PageText]
    files: Mapping[str, bytes]
    tables: Mapping[str, list[dict[str, str]]]
    damaged: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def text(self) -> str:
        """brief.txt."""
        return self.files.get(TEXT, b"").decode("utf-8", "replace")

    @property
    def written_pages(self) -> list[str]:
        """The pages of brief.txt."""
        return self.text.split(BETWEEN_PAGES)

    @cached_property
    def said(self) -> dict[str, Row]:
        """The observations by id."""
        return {row["id"]: row for row in self.tables["observations"]}

    @cached_property
    def languages(self) -> dict[str, str]:
        """The language of each document."""
        return {row["doc"]: row["language"] for row in self.tables["documents"]}


def open_brief(data: bytes) -> Brief:
    """Read a PDF; ValueError where it is none that can be read."""
    with Pages(data) as pages:
        files, texts = pages.attachments(), pages.pages
    tables: dict[str, list[dict[str, str]]] = {table.name: [] for table in TABLES}
    damaged: dict[str, str] = {}
    for table in TABLES:
        try:
            tables[table.name] = _rows(table, files[table.path]) if table.path in files else []
        except ValueError as error:
            damaged[table.path] = str(error)
    return Brief(texts, files, tables, damaged)


def _rows(table: Table, data: bytes) -> list[dict[str, str]]:
    rows = rows_of(data)
    if rows and set(rows[0]) != set(table.columns):
        raise ValueError("its columns are not those that it should have")
    return rows


def number(cell: str) -> float | None:
    """A cell's number; None where it holds none."""
    try:
        return float(cell)
    except ValueError:
        return None


def listed(cell: str) -> list[str]:
    """The ids in a cell."""
    return [name for name in cell.split(";") if name]
