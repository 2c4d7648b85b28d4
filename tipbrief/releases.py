"""Where releases stand: folders {reports}/releases/DATE-N, the N-th of a day."""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = re.compile(r"(\d{4}-\d\d-\d\d)-([1-9]\d*)")


def last_release(reports: Path) -> Path | None:
    """The newest release that has figures (data/series.csv); None where nothing was released."""
    found = [(FOLDER.fullmatch(path.name), path) for path in (reports / "releases").glob("*")]
    dated = [(match[1], int(match[2]), path) for match, path in found if match and (path / "data/series.csv").is_file()]
    return max(dated)[2] if dated else None
