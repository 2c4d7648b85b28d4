"""recipients.csv: one row for each person, checked whole before anybody is written to.

A fault names its row (as a spreadsheet counts them, the heading is row 1), never the address: it may be logged.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Callable, Iterator, Mapping

from tipbrief.addresses import has_control, normal_address, same_address
from tipbrief.errors import TipbriefError
from tipbrief.settings import known_languages

FILE = "recipients.csv"
EXAMPLE = "config/recipients.example.csv"
COLUMNS = ("address", "name", "language", "countries", "consent", "consent_date", "by", "active")
ALL = "all"
ATTACHMENT, LINK = "attachment", "link"
CONSENTS = ("asked", "agreed", "contract", "interest")
LONGEST_NAME = 100


@dataclass(frozen=True)
class Recipient:
    """One person; `countries` are ISO 3166-1 alpha-3 codes or `all`, `consent_date` ISO 8601, `by` attachment or link.

    Its repr holds neither address nor name, so that no traceback and no failed assertion shows them.
    """

    address: str = field(repr=False)
    name: str = field(repr=False)
    language: str
    countries: tuple[str, ...]
    consent: str
    consent_date: str
    by: str
    active: bool
    row: int = 0

    def wants(self, iso3: str) -> bool:
        """Whether a country's brief is for this person."""
        return ALL in self.countries or iso3 in self.countries


def read_recipients(private: Path, today: date | None = None) -> list[Recipient]:
    """Everybody in recipients.csv, in its order; TipbriefError has a sentence for each fault of the file.

    A consent after `today` is a fault.
    """
    path = private / FILE
    rows = read_rows(path)
    faults = [fault for row, values in rows for fault in _row_faults(row, values, today or date.today())]
    faults += _duplicates(rows)
    if faults:
        raise TipbriefError("\n".join(f"{path}: {fault}" for fault in faults))
    return [_recipient(row, values) for row, values in rows]


def read_rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """The rows as they stand, with their numbers; TipbriefError where the file cannot be read or lacks a column."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise TipbriefError(f"{path} cannot be read ({error.strerror}); start from {EXAMPLE}.") from None
    except UnicodeDecodeError:
        raise TipbriefError(f"{path} is not UTF-8; save it as “CSV UTF-8”.") from None
    try:
        table = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise TipbriefError(f"{path} is no CSV file: {error}.") from None
    head = [name.strip() for name in table[0]] if table else []
    if sorted(head) != sorted(COLUMNS):
        raise TipbriefError(f"{path}: row 1 must name the columns {','.join(COLUMNS)}, each once, and no other.")
    filled = [(row, cells) for row, cells in enumerate(table[1:], 2) if any(cell.strip() for cell in cells)]
    if uneven := [row for row, cells in filled if len(cells) != len(head)]:
        told = ", ".join(map(str, uneven))
        raise TipbriefError(f"{path}: row {told} has not {len(head)} cells as row 1; put cells with commas in quotes.")
    return [(row, dict(zip(head, (cell.strip(" ") for cell in cells), strict=True))) for row, cells in filled]


def countries_of(text: str) -> tuple[str, ...]:
    """The codes of a cell, separated by blanks or semicolons, in capital letters; `all` stays small.

    >>> countries_of("kgz; KAZ"), countries_of("All")
    (('KGZ', 'KAZ'), ('all',))
    """
    found = [code.upper() for code in text.replace(";", " ").split()]
    return tuple(dict.fromkeys(ALL if code == ALL.upper() else code for code in found))


def _recipient(row: int, values: Mapping[str, str]) -> Recipient:
    own = {name: values[name] for name in ("name", "language", "consent", "consent_date", "by")}
    address, active = normal_address(values["address"]), values["active"].lower() == "yes"
    return Recipient(address=address, countries=countries_of(values["countries"]), active=active, row=row, **own)


def _row_faults(row: int, values: Mapping[str, str], today: date) -> Iterator[str]:
    for column in COLUMNS:
        if has_control(values[column]):
            yield f"row {row}, {column}: holds a line end or another control character; delete it."
        elif fault := _CHECKS[column](values[column], today):
            yield f"row {row}, {column}: {fault}."


def _address(text: str, _today: date) -> str:
    try:
        normal_address(text)
    except TipbriefError as error:
        return str(error)
    return ""


def _name(text: str, _today: date) -> str:
    return f"is longer than {LONGEST_NAME} letters" if len(text) > LONGEST_NAME else ""


def _language(text: str, _today: date) -> str:
    known = known_languages()
    return "" if text in known else f"has no translation; the languages are {', '.join(known)}"


def _countries(text: str, _today: date) -> str:
    import pycountry

    found = countries_of(text)
    if not found:
        return "is empty; give codes such as KGZ KAZ, or all"
    if ALL in found:
        return "" if len(found) == 1 else "has all and also codes; give one of both"
    # XKX (Kosovo) is no ISO code, but that of the reports.
    unknown = [code for code in found if code != "XKX" and not pycountry.countries.get(alpha_3=code)]
    return f"{', '.join(unknown)} is no ISO 3166-1 alpha-3 code" if unknown else ""


def _consent_date(text: str, today: date) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return "is no date of the form 2026-01-31"
    return "lies in the future" if day > today else ""


def _one_of(*allowed: str) -> Callable[[str, date], str]:
    return lambda text, _today: "" if text in allowed else f"must be one of {', '.join(allowed)}"


_CHECKS: Mapping[str, Any] = {
    "address": _address,
    "name": _name,
    "language": _language,
    "countries": _countries,
    "consent": _one_of(*CONSENTS),
    "consent_date": _consent_date,
    "by": _one_of(ATTACHMENT, LINK),
    "active": lambda text, _today: "" if text.lower() in ("yes", "no") else "must be yes or no",
}


def _duplicates(rows: list[tuple[int, dict[str, str]]]) -> Iterator[str]:
    same = [(row, same_address(values["address"])) for row, values in rows]
    count = Counter(address for _row, address in same)
    first: dict[str, int] = {}
    for row, address in same:
        if count[address] > 1 and first.setdefault(address, row) != row:
            yield f"row {row}, address: is that of row {first[address]} again; keep one."
