"""Where releases stand and how they are read: folders {reports}/releases/DATE-N, the N-th of a day.

A release holds briefs/, data/ (tables), manifest.json, datapackage.json and SHA256SUMS. Nobody changes one.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping

from tipbrief.errors import TipbriefError

FOLDER = re.compile(r"(\d{4}-\d\d-\d\d)-([1-9]\d*)")
MANIFEST = "manifest.json"
EARLIER = "earlier"  # in the private folder: the bytes of replaced sources, SHA256.SUFFIX


@dataclass(frozen=True)
class ReleasedBrief:
    """One PDF of a release; `path` below the release's folder, `size` in bytes."""

    iso3: str
    language: str
    path: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Release:
    """A release that was made: its folder, its manifest, and its briefs in the order of country and language."""

    folder: Path
    manifest: Mapping[str, Any]
    briefs: tuple[ReleasedBrief, ...]

    @property
    def name(self) -> str:
        return self.folder.name


def all_releases(reports: Path) -> list[Path]:
    """The folders of all releases, the oldest first."""
    found = [(FOLDER.fullmatch(path.name), path) for path in (reports / "releases").glob("*")]
    return [path for _, _, path in sorted((match[1], int(match[2]), path) for match, path in found if match)]


def last_release(reports: Path) -> Path | None:
    """The newest release that has figures (data/series.csv); None where nothing was released."""
    made = [path for path in all_releases(reports) if (path / "data/series.csv").is_file()]
    return made[-1] if made else None


def read_release(folder: Path) -> Release:
    """A release by its folder; TipbriefError where it is none."""
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_bytes())
        briefs = tuple(ReleasedBrief(**entry) for entry in manifest["briefs"])
    except OSError as error:
        raise TipbriefError(f"{folder} is no release: {path} cannot be read ({error.strerror}).") from None
    except (ValueError, KeyError, TypeError):
        raise TipbriefError(f"{path} is not the manifest of a release; put the release's own file back.") from None
    return Release(folder, manifest, briefs)
