"""What recipients hold according to the ledger, and what a release brings them that is new."""

from __future__ import annotations

from dataclasses import dataclass

from tipbrief.deliveries.ledger import Ledger
from tipbrief.deliveries.plans import FileNews
from tipbrief.files import read_table
from tipbrief.releases import Release, read_release
from tipbrief.settings import read_indicators

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


Figure = tuple[str, str, str, str]  # label, year, value before, value now


def figures_changed(release: Release) -> dict[str, list[Figure]]:
    """The figures of each country that the release changed; an empty value before is new, an empty one now is gone."""
    labels = {code: indicator.labels["en"] for code, indicator in read_indicators().items()}
    found: dict[str, list[Figure]] = {}
    named = release.manifest.get("changes")
    for row in read_table(release.folder / named) if named else []:
        code = row["series"].partition("|")[0]
        figure = (labels.get(code, code), row["year"], row["value_before"], row["value_now"])
        found.setdefault(row["iso3"], []).append(figure)
    return found


class Between:
    """What is new in a release for somebody who holds an earlier one, by the tables of all releases in between."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self._read: dict[str, tuple[str, dict[str, list[Figure]]]] = {}

    def since(self, iso3: str, held: str) -> FileNews:
        """What changed for a country since the release `held`, which is empty for a first brief."""
        if not held:
            return FileNews("", f"{iso3}: the first brief of this country that they receive.", ())
        changed: dict[tuple[str, str], Figure] = {}
        name = self.release.name
        while name and name != held:
            before, figures = self._changes(name)
            for label, year, was, value in figures.get(iso3, []):
                kept = changed.get((label, year))
                changed[label, year] = (label, year, was, kept[3] if kept else value)
            name = before
        told = f"{iso3}: replaces the brief of {held}; "
        if not name:
            return FileNews(held, told + "a release in between is gone, so changed figures are not listed.", ())
        return FileNews(held, told + f"{len(changed)} figures changed.", tuple(changed.values()))

    def _changes(self, name: str) -> tuple[str, dict[str, list[Figure]]]:
        """The release before `name`, and the figures that `name` changed; nothing where it is gone."""
        if name not in self._read:
            folder = self.release.folder.parent / name
            found = self.release if name == self.release.name else read_release(folder) if folder.is_dir() else None
            self._read[name] = ((found.manifest.get("previous") or ""), figures_changed(found)) if found else ("", {})
        return self._read[name]
