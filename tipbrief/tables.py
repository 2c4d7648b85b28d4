"""CSV tables that people edit: read strictly, refused in one sentence where the table as a whole is faulty."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path
from typing import Sequence

from tipbrief.errors import TipbriefError


def read_edited(table: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    """The table's rows as text, stripped; the first is row 2 of a spreadsheet.

    Raises TipbriefError where a column is missing or unknown, or where it is no UTF-8 or no CSV.
    """
    try:
        text = table.read_bytes().decode("utf-8-sig")
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        given = [(name or "").strip() for name in reader.fieldnames or []]
        _check_columns(table, columns, given)
        reader.fieldnames = given
        return [_check_width(table, reader.line_num, row) for row in reader]
    except FileNotFoundError:
        raise TipbriefError(f"{table} does not exist; make it with the columns {', '.join(columns)}.") from None
    except UnicodeDecodeError as error:
        raise TipbriefError(
            f"{table} is not UTF-8 (byte {error.start} cannot be read); save it as CSV UTF-8."
        ) from None
    except csv.Error as error:
        raise TipbriefError(f"{table} is not a CSV table ({error}); mend its quotes and commas.") from None


def _check_columns(table: Path, columns: Sequence[str], given: list[str]) -> None:
    """Raise TipbriefError where a column is missing, unknown or twice there."""
    missing = [name for name in columns if name not in given]
    unknown = [name or "(without a name)" for name in given if name not in columns]
    twice = [name for name, count in Counter(given).items() if count > 1 and name in columns]
    faults = [f"lacks the column {name}" for name in missing]
    faults += [f"has the unknown column {name}" for name in unknown]
    faults += [f"has the column {name} twice" for name in twice]
    if faults:
        raise TipbriefError(f"{table} {'; '.join(faults)}. Its columns are {', '.join(columns)}.")


def _check_width(table: Path, line: int, row: dict[str | None, str | list[str] | None]) -> dict[str, str]:
    """A row as text; raises TipbriefError where it has more cells than the table has columns."""
    if row.get(None):
        raise TipbriefError(
            f"{table} line {line} has more cells than columns; put a text that holds a comma between quotes."
        )
    return {str(name): (value or "").strip() if isinstance(value, str) else "" for name, value in row.items()}
