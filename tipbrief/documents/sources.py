"""sources.csv, read and checked: the folder as a whole is refused, a row becomes a Problem."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import Callable, Iterable

import pycountry

from tipbrief.documents.countries import is_code
from tipbrief.documents.readers import FORMATS
from tipbrief.errors import ERROR, Problem, TipbriefError
from tipbrief.model import Source
from tipbrief.tables import read_edited

STAGE = "documents"
COLUMNS = tuple(f.name for f in fields(Source))
KINDS = ("annual", "visit", "news", "statistics", "digest", "other")
ACCESS = ("public", "restricted")
DOC = re.compile(r"[a-z0-9-]+")
YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass
class Row:
    """One row of sources.csv: its number as a spreadsheet shows it, and what is wrong with it."""

    number: int
    source: Source
    faults: list[str] = field(default_factory=list)

    def problems(self) -> list[Problem]:
        """One Problem for each fault, naming the row and the document."""
        s = self.source
        where = f"sources.csv row {self.number}" + (f" ({s.doc})" if s.doc else "")
        return [Problem(ERROR, STAGE, s.iso3, s.doc, f"{where}: {fault}") for fault in self.faults]


def read_sources(corpus: Path) -> list[Row]:
    """Every row of the corpus folder's sources.csv, checked; raises TipbriefError where there is no table."""
    folder = corpus.resolve()
    rows = [
        Row(number, to_source(values)) for number, values in enumerate(read_rows(corpus), 2) if any(values.values())
    ]
    for row in rows:
        for check in CHECKS:
            if fault := check(row.source):
                row.faults.append(fault)
        if fault := file_fault(folder, row.source.file):
            row.faults.append(fault)
    add_repeats(rows, "doc", "is the id of", "give each document an id of its own.", lambda s: s.doc)
    add_repeats(
        rows, "file", "is named by", "keep one row for a file.", lambda s: os.path.normpath(s.file) if s.file else ""
    )
    return [replace(row, source=with_default_year(row.source)) if not row.faults else row for row in rows]


def read_rows(corpus: Path) -> list[dict[str, str]]:
    """The table's rows as text, stripped; every column there and none that is unknown."""
    table = corpus / "sources.csv"
    if not corpus.is_dir():
        raise TipbriefError(
            f"The corpus folder {corpus} does not exist; create it, or set `corpus` to the one with sources.csv."
        )
    if not table.is_file():
        raise TipbriefError(
            f"{table} does not exist; the corpus folder needs it, with the columns {', '.join(COLUMNS)}."
        )
    return read_edited(table, COLUMNS)


def to_source(values: dict[str, str]) -> Source:
    """The row as a Source; codes in their usual case. Without an edition, what is no annual report has its year."""
    edition = values["edition"]
    if not edition and values["kind"] not in ("annual", "digest"):
        edition = next((cell for cell in (values["published"][:4], values["default_year"]) if YEAR.fullmatch(cell)), "")
    return Source(
        **values | {"iso3": values["iso3"].upper(), "language": values["language"].lower(), "edition": edition}
    )


def with_default_year(source: Source) -> Source:
    """The effective default year: as given, else edition - 1 for an annual report, else none."""
    if source.default_year or source.kind != "annual" or not source.edition:
        return source
    return replace(source, default_year=str(int(source.edition) - 1))


def doc_fault(s: Source) -> str:
    """The id names files: small letters, digits and hyphens only."""
    if DOC.fullmatch(s.doc):
        return ""
    return (
        f"`doc` is {s.doc!r}; write small letters, digits and hyphens, such as tip-2020."
        if s.doc
        else "`doc` is empty; give the document an id, such as tip-2020."
    )


def iso3_fault(s: Source) -> str:
    """A code that ISO 3166-1 knows, or nothing."""
    if not s.iso3 or is_code(s.iso3):
        return ""
    return (
        f"`iso3` is {s.iso3!r}, which is no ISO 3166-1 alpha-3 code; write one such as KGZ, or none if many countries."
    )


def kind_fault(s: Source) -> str:
    """One of the kinds."""
    return "" if s.kind in KINDS else f"`kind` is {s.kind!r}; write one of {', '.join(KINDS)}."


def access_fault(s: Source) -> str:
    """One of the kinds of access."""
    return "" if s.access in ACCESS else f"`access` is {s.access!r}; write one of {', '.join(ACCESS)}."


def language_fault(s: Source) -> str:
    """A code that ISO 639-1 knows."""
    if len(s.language) == 2 and pycountry.languages.get(alpha_2=s.language):
        return ""
    return f"`language` is {s.language!r}, which is no ISO 639-1 code; write one such as en or ru."


def published_fault(s: Source) -> str:
    """A date, a month or a year, or nothing."""
    padded = s.published + "-01-01"[len(s.published) - 4 :] if len(s.published) in (4, 7) else s.published
    try:
        if not s.published or (len(padded) == 10 and date.fromisoformat(padded)):
            return ""
    except ValueError:
        pass
    return f"`published` is {s.published!r}, which is no date; write it as 2020-06-25, or leave it empty."


def edition_fault(s: Source) -> str:
    """A year; an annual report must have one, since its default year comes from it."""
    if YEAR.fullmatch(s.edition):
        return ""
    mend = "write the year of the edition, such as 2020" + (
        "" if s.kind == "annual" else ", or the date of `published`"
    )
    return f"`edition` is {s.edition!r}; {mend}."


def default_year_fault(s: Source) -> str:
    """A year or nothing."""
    if not s.default_year or YEAR.fullmatch(s.default_year):
        return ""
    return (
        f"`default_year` is {s.default_year!r}; write the year that its figures cover, such as 2019, or leave it empty."
    )


def title_fault(s: Source) -> str:
    """A title is what the brief cites."""
    return "" if s.title else "`title` is empty; the briefs cite the document by it."


def file_fault(corpus: Path, name: str) -> str:
    """A file inside the corpus folder (`corpus`, resolved), of a format that can be read."""
    if not name:
        return "`file` is empty; name the document's file."
    try:
        inside, there = is_inside(corpus, name), (corpus / name).is_file()
    except (ValueError, OSError, RuntimeError):
        return f"`file` is {name!r}, which is no file name; name a file in the corpus folder."
    if not inside:
        return f"`file` is {name!r}, which leaves the corpus folder; copy the file into it and write its name there."
    if Path(name).suffix.lower().lstrip(".") not in FORMATS:
        return f"`file` is {name!r}; its ending must be one of {', '.join(FORMATS)}."
    return "" if there else f"the file {name!r} does not exist in the corpus folder; put it there, or mend its name."


def is_inside(corpus: Path, name: str) -> bool:
    """Whether a name stays in the corpus folder, through links too; resolving them all is slow, and few are links."""
    path = Path(name)
    if path.name == name != ".." and not (corpus / path).is_symlink():
        return True
    return (corpus / path).resolve().is_relative_to(corpus) and not path.is_absolute() and ".." not in path.parts


def add_repeats(rows: Iterable[Row], column: str, verb: str, mend: str, value_of: Callable[[Source], str]) -> None:
    """A value that several rows share is a fault of each: nobody can tell which of them is meant."""
    by_value: dict[str, list[Row]] = {}
    for row in rows:
        if value := value_of(row.source):
            by_value.setdefault(value, []).append(row)
    for same in by_value.values():
        for row in same if len(same) > 1 else ():
            others = ", ".join(str(other.number) for other in same if other is not row)
            value = getattr(row.source, column)
            row.faults.append(f"`{column}` {value!r} {verb} row {others} too; {mend}")


CHECKS = (
    doc_fault,
    iso3_fault,
    title_fault,
    kind_fault,
    edition_fault,
    published_fault,
    language_fault,
    access_fault,
    default_year_fault,
)
