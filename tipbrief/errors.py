"""What can go wrong, and for whom it is written.

`TipbriefError` stops the command: configuration or corpus folder. A `Problem` is one row or one
document: it is recorded, everything else is built, and the run fails at the end.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Iterable

from tipbrief.files import write_table

ERROR, WARNING = "error", "warning"


class TipbriefError(Exception):
    """A sentence for the person who can mend it: what, which file, row or key, and how."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend: `severity` error holds the country's brief back, warning does not."""

    severity: str
    stage: str
    iso3: str
    doc: str
    message: str


def write_problems(path: Path, problems: Iterable[Problem]) -> None:
    """Write the stage's problems, sorted, one row each; an empty table where there are none."""
    write_table(path, [f.name for f in fields(Problem)], (asdict(p) for p in sorted(set(problems))))
