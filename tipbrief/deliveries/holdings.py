"""What recipients hold according to the ledger, and what a release brings them that is new."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tipbrief.deliveries.ledger import Ledger
from tipbrief.files import read_table
from tipbrief.releases import Release, read_release

HAVE = ("accepted", "in doubt", "claimed")
ENDED = {  # why a file is not sent again
    "accepted": "already has these bytes, accepted {changed}",
    "in doubt": "may have these bytes, in doubt since {changed}",
    "claimed": "may have these bytes, being sent since {changed}",
    "refused": "refused {changed}",
    "bounced": "bounced {changed}",
    "unsubscribed": "unsubscribed {changed}",
}


@dataclass(frozen=True)
class Holdings:
    """Rows by recipient, file and reason; and the release whose brief each recipient had last."""

    states: dict[tuple[str, str, str], str]
    last: dict[tuple[str, str, str], str]

    def ended(self, recipient: str, sha256: str, reason: str) -> str | None:
        """Why the ledger has nothing more to do for this file, or None."""
        return self.states.get((recipient, sha256, reason))


def read_holdings(ledger: Ledger) -> Holdings:
    """All that was settled so far."""
    states, last = {}, {}
    for row in ledger.rows("SELECT * FROM deliveries ORDER BY id"):
        if row["state"] in ENDED:
            told = ENDED[row["state"]].format(changed=row["changed"])
            states[row["recipient"], row["sha256"], row["reason"]] = told
        if row["state"] in HAVE:
            last[row["recipient"], row["iso3"], row["language"]] = row["release"]
    return Holdings(states, last)


def figures_changed(release: Release) -> dict[str, Counter[str]]:
    """How many figures of each country the release changed, by outcome (new, changed, gone)."""
    found: dict[str, Counter[str]] = {}
    named = release.manifest.get("changes")
    for row in read_table(release.folder / named) if named else []:
        found.setdefault(row["iso3"], Counter())[row["outcome"]] += 1
    return found


class News:
    """What is new in a release for somebody who holds an earlier one, by the tables of all releases in between."""

    def __init__(self, release: Release) -> None:
        self.release, self._read = release, dict[str, tuple[str | None, dict[str, Counter[str]]]]()

    def since(self, iso3: str, held: str | None) -> str:
        """A sentence: the first brief, or which figures changed since the release `held`."""
        if held is None:
            return f"{iso3}: the first brief of this country that you receive."
        total, name = Counter[str](), self.release.name
        while name != held:
            before, changed = self._changes(name)
            if before is None:
                return f"{iso3}: replaces the brief of {held}; the releases in between are gone, so no figures are listed."
            total += changed.get(iso3, Counter())
            name = before
        listed = ", ".join(f"{total[outcome]} {outcome}" for outcome in ("new", "changed", "gone") if total[outcome])
        return f"{iso3}: replaces the brief of {held}; figures: {listed or 'the same, the page changed'}."

    def _changes(self, name: str) -> tuple[str | None, dict[str, Counter[str]]]:
        """The release before `name`, and the figures that `name` changed."""
        if name not in self._read:
            folder: Path = self.release.folder.parent / name
            found = self.release if name == self.release.name else read_release(folder) if folder.is_dir() else None
            before = found.manifest.get("previous") if found else None
            self._read[name] = (before or None, figures_changed(found) if found else {})
        return self._read[name]
