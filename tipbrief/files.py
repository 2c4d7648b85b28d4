"""Files that are whole or not there: written beside their place, then renamed."""

from __future__ import annotations

import csv
import errno
import hashlib
import io
import os
from pathlib import Path
from typing import Any, Iterable, Mapping, Sequence


def write_bytes(path: Path, data: bytes, durable: bool = True) -> bool:
    """Write `data` to `path` in one step; leave an equal file untouched. True where it changed.

    Without `durable` a power cut may leave an empty file: only for files whose size is checked later.
    """
    if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
        return False
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        handle = open(beside, "wb")  # noqa: SIM115 - closed by the with below
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = open(beside, "wb")  # noqa: SIM115
    try:
        with handle:
            handle.write(data)
            handle.flush()
            if durable:
                os.fsync(handle.fileno())
        os.replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return True


def write_text(path: Path, text: str, durable: bool = True) -> bool:
    """`write_bytes` of UTF-8 with its line ends as they are."""
    return write_bytes(path, text.encode("utf-8"), durable)


def table_text(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """CSV (RFC 4180 quoting, `\\n` line ends) of `columns`; an unknown key raises ValueError."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bool:
    """Write `rows` as CSV in one step. True where the file changed."""
    return write_text(path, table_text(columns, rows))


def read_table(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV file, every value as text; a file that is not there has none."""
    if not path.is_file():
        return []
    with open(path, encoding="utf-8", newline="") as handle:
        return table_rows(handle)


def table_rows(lines: Iterable[str]) -> list[dict[str, str]]:
    """Rows of a CSV text of ours; csv.DictReader, which looks for odd rows, takes three times as long."""
    reader = csv.reader(lines)
    header = next(reader, [])
    return [dict(zip(header, row, strict=False)) for row in reader if row]


def column_of(path: Path, name: str) -> list[str]:
    """One column of a CSV file of ours, without a dict for each of its many rows; a file that is not there has none."""
    if not path.is_file():
        return []
    with open(path, encoding="utf-8", newline="") as handle:
        reader = csv.reader(handle)
        place = next(reader).index(name)
        return [row[place] for row in reader if row]


def is_full(error: BaseException) -> bool:
    """Whether a file could not be written for want of room: the disk, a quota or the largest size of a file."""
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def digest(*parts: bytes | str) -> str:
    """SHA-256, hexadecimal, of the parts with their lengths, so that no two splits collide."""
    total = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8") if isinstance(part, str) else part
        total.update(len(data).to_bytes(8, "big"))
        total.update(data)
    return total.hexdigest()
