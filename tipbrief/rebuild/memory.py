"""What fetching remembers between runs, below the private folder.

`fetched.json`: for each file what it was fetched as, so that the next request is conditional. `changed/DOC.json`: a
file that was replaced and not reported yet, with the figures that stood in it. `earlier/SHA256.SUFFIX`: the bytes that
it had, so that an earlier release can still be verified.
"""

from __future__ import annotations

import json
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Mapping

from tipbrief.errors import TipbriefError
from tipbrief.private import write_private
from tipbrief.releases import EARLIER

FETCHED, CHANGED = "fetched.json", "changed"


@dataclass(frozen=True)
class Entry:
    """A file as it was fetched. `replaces` is the digest of what it was to replace: a kill may fall between the two."""

    url: str = ""
    edition: str = ""
    etag: str = ""
    last_modified: str = ""
    sha256: str = ""
    replaces: str = ""
    at: str = ""


@dataclass(frozen=True)
class Change:
    """A document whose file was replaced: digests, and its rows of observations.csv from before."""

    doc: str
    file: str
    url: str
    silent: bool
    before: str
    after: str
    at: str
    rows: list[dict[str, str]]


class Memory:
    """The memory of fetching; several threads may remember at once."""

    def __init__(self, private: Path) -> None:
        self.private = private
        self._lock = threading.Lock()
        self._entries = {name: Entry(**values) for name, values in _read(private / FETCHED).items()}

    def entry(self, path: Path) -> Entry:
        """What is known of the file at `path`; nothing at first."""
        return self._entries.get(str(path.resolve()), Entry())

    def remember(self, path: Path, entry: Entry) -> None:
        """Keep `entry`, on the disk too."""
        with self._lock:
            self._entries[str(path.resolve())] = entry
            values = {name: asdict(kept) for name, kept in sorted(self._entries.items())}
            write_private(self.private / FETCHED, as_json(values))

    def note_change(self, change: Change) -> None:
        """Keep a change until it is reported; of several, the figures from before the first."""
        path = self.private / CHANGED / f"{change.doc}.json"
        first = _read(path)
        values = asdict(change)
        if first.get("file") == change.file:
            values |= {"before": first["before"], "rows": first["rows"], "silent": first["silent"] and change.silent}
        write_private(path, as_json(values))

    def changes(self) -> list[Change]:
        """The changes that no report told yet, by document."""
        return [Change(**_read(path)) for path in sorted((self.private / CHANGED).glob("*.json"))]

    def forget_changes(self, changes: list[Change]) -> None:
        """The changes were reported."""
        for change in changes:
            (self.private / CHANGED / f"{change.doc}.json").unlink(missing_ok=True)

    def keep_earlier(self, path: Path, sha256: str) -> None:
        """Copy the file's bytes to where a release can find them by their digest."""
        write_private(self.private / EARLIER / f"{sha256}{path.suffix.lower()}", path.read_bytes())


def as_json(values: Mapping[str, Any]) -> bytes:
    """Values as a file that a person can read too."""
    return (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode()


def _read(path: Path) -> dict[str, Any]:
    try:
        values = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise TipbriefError(f"{path} cannot be read ({error}); delete it, and every source is asked anew.") from None
    if not isinstance(values, dict):
        raise TipbriefError(f"{path} is damaged; delete it, and every source is asked anew.")
    return values
