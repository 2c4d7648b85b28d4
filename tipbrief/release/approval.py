"""Who lets a release go: a person by name, or the operator's settings where nothing is in it to look at."""

from __future__ import annotations

from typing import Mapping, Sequence

Row = Mapping[str, str]
AUTOMATIC = "auto_approve in config/operations.yaml"
LONGEST = 200


def name_faults(approve: str) -> list[str]:
    """Why this is no name; a manifest and a mail print it."""
    if not approve.strip():
        return ["`--approve` needs the name of the person who looked at the briefs."]
    if len(approve) > LONGEST or not approve.isprintable():
        return [f"`--approve` takes a name of one line, {LONGEST} characters at most."]
    return []


def not_automatic(
    allowed: bool, changes: Sequence[Row], checks: Sequence[Row], sources: Sequence[Row], before: Sequence[Row] | None
) -> list[str]:
    """Why this release needs a name; nothing where the settings allow it without.

    `changes` are the rows of changes.csv, `checks` those of checks.csv, `sources` and `before` those of the manifests
    of this release and of the last one (None where there is none).
    """
    name = "approve it by name (`--approve NAME`)"
    if not allowed:
        return [f"Nobody approved the release: {name}, or set release.auto_approve in config/operations.yaml."]
    found = []
    if before is None:
        found.append(f"It would be the first release: {name}.")
    changed = [row for row in changes if row["outcome"] != "new"]
    if changed:
        found.append(f"{_count(changed, 'published figure')} changed or went, {_first(changed)} first: {name}.")
    warnings = [row for row in checks if row["severity"] == "warning"]
    if warnings:
        found.append(f"{_count(warnings, 'check')} warned, the first: {warnings[0]['message']} Else {name}.")
    read = {(row["doc"], row["sha256"]) for row in before or ()}
    new = [row["doc"] for row in sources if (row["doc"], row["sha256"]) not in read]
    if new and before is not None:
        found.append(f"{', '.join(new)} would be published as read for the first time in these bytes: {name}.")
    return found


def _count(rows: Sequence[Row], what: str) -> str:
    return f"1 {what}" if len(rows) == 1 else f"{len(rows)} {what}s"


def _first(rows: Sequence[Row]) -> str:
    return f"{rows[0]['iso3']} {rows[0]['series'].split('|')[0]} {rows[0]['year']}"
