"""Make a release: one at a time, written beside its place, renamed in one step, and never touched again."""

from __future__ import annotations

import fcntl
import os
import shutil
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Callable, Collection, Iterator, Mapping

from tipbrief.carried import rows_of
from tipbrief.errors import TipbriefError
from tipbrief.files import is_full, read_table, write_bytes
from tipbrief.operations import Operations
from tipbrief.release import contents, gate, keeping
from tipbrief.release.approval import AUTOMATIC, name_faults, not_automatic
from tipbrief.release.origin import key_of, origin_of
from tipbrief.release.tables import CHANGES, released_tables
from tipbrief.releases import FOLDER, Release, all_releases, last_release, read_release
from tipbrief.runs import alone_in
from tipbrief.settings import Settings

LOCK, PART, GONE = ".lock", ".part", ".gone"
READ_ONLY = 0o444


@dataclass(frozen=True)
class Draft:
    """What would be released: files by path, briefs, the manifest's parts, and the release before."""

    briefs: contents.Briefs
    tables: contents.Files
    origin: Mapping[str, Any]
    last: Release | None


def make_release(
    settings: Settings,
    operations: Operations,
    approve: str | None,
    today: date,
    again: bool = False,
    delivered: Callable[[], Collection[str]] | None = None,
) -> Release:
    """Release the last build; Refused has every reason against it, Unchanged where it says nothing new.

    `again` releases what did not change, which needs a name. `delivered` gives the names of releases that retention
    must leave; without it the ledger in the private folder is asked.
    """
    with alone_in(settings.work), one_at_a_time(settings.reports / "releases") as folder:
        newest = last_release(settings.reports)
        last = read_release(newest) if newest else None
        name = next_name(all_releases(settings.reports), today)
        if unready := gate.unfinished_files(settings):
            raise gate.Refused(unready)
        briefs, missing = gate.find_briefs(settings)
        draft = Draft(briefs, released_tables(settings), origin_of(settings), last)
        if not missing and not (again and approve) and last and is_as_released(draft, last):
            raise gate.Unchanged([f"Nothing changed since the release {last.name}, so none was made."])
        reasons = [*gate.outdated(settings), *gate.troubles(settings), *missing, *gate.unfit(briefs)]
        sources = list_sources(settings, operations, draft)
        reasons += contents.missing_sources(settings, draft.tables)
        reasons += approval_faults(settings, operations, approve, draft, sources)
        if reasons:
            raise gate.Refused(list(dict.fromkeys(reasons)))
        put(folder, name, files_of(settings, name, approve or AUTOMATIC, draft, sources))
        retire(settings, operations, delivered)
        return read_release(folder / name)


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[Path]:
    """Hold the lock on the releases' folder, rid of what a killed run left; a fault of the disk is a sentence."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with open(folder / LOCK, "a") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise TipbriefError("Another release is being made; wait until it ends.") from None
            clear(folder)
            yield folder
    except OSError as error:
        why = "Make room" if is_full(error) else "Mend the folder's permissions or the disk"
        raise TipbriefError(
            f"{error.filename or folder} could not be read or written ({error.strerror}); no release was made. "
            f"{why}, then run again."
        ) from None


def clear(folder: Path) -> None:
    """Remove releases that a killed run had half written or half removed."""
    for path in [*folder.glob(f".*{PART}"), *folder.glob(f".*{GONE}")]:
        shutil.rmtree(path)


def next_name(releases: list[Path], today: date) -> str:
    """DATE-N, the N-th of the day; refused where the clock stands before the last release."""
    matches = [match for path in releases if (match := FOLDER.fullmatch(path.name))]
    newest = matches[-1] if matches else None
    if newest and newest[1] > today.isoformat():
        raise gate.Refused([
            f"Today is {today.isoformat()} by this machine's clock, before the release {newest[0]}; set it right."
        ])  # fmt: skip
    number = int(newest[2]) + 1 if newest and newest[1] == today.isoformat() else 1
    return f"{today.isoformat()}-{number}"


def is_as_released(draft: Draft, last: Release) -> bool:
    """Whether tables, list of briefs, code and settings are those of the last release.

    Not the briefs' bytes: each says what changed since the release before it, which differs after every release.
    """
    try:
        if key_of(last.manifest) != key_of(draft.origin):
            return False
    except KeyError:
        return False
    if {(brief.iso3, brief.language) for brief in last.briefs} != set(draft.briefs):
        return False
    return sources_known(draft, last) and all(
        (last.folder / path).is_file() and (last.folder / path).read_bytes() == data
        for path, data in draft.tables.items()
        if path != CHANGES
    )


def sources_known(draft: Draft, last: Release) -> bool:
    """Whether the last release was made from the same list of documents."""
    return [row["doc"] for row in rows_of(draft.tables["data/sources.csv"])] == [
        row["doc"] for row in last.manifest["sources"]
    ]


def list_sources(settings: Settings, operations: Operations, draft: Draft) -> list[dict[str, Any]]:
    """The manifest's entry of every source that the build read."""
    return [
        {
            **{name: row[name] for name in ("doc", "file")},
            "sha256": contents.sum_of(data),
            **{name: row[name] for name in ("url", "access")},
            "kept": operations.release.keep_sources and contents.may_keep(row, settings),
        }
        for row, data in contents.read_sources(settings, draft.tables)
    ]


def approval_faults(
    settings: Settings, operations: Operations, approve: str | None, draft: Draft, sources: list[dict[str, Any]]
) -> list[str]:
    """Why nobody let this release go; nothing where somebody, or the settings, did."""
    if approve is not None:
        return name_faults(approve)
    changes, checks = rows_of(draft.tables[CHANGES]), read_table(settings.reports / "data" / "checks.csv")
    before = draft.last.manifest["sources"] if draft.last else None
    return not_automatic(operations.release.auto_approve, changes, checks, sources, before)


def files_of(
    settings: Settings, name: str, approved_by: str, draft: Draft, sources: list[dict[str, Any]]
) -> contents.Files:
    """Every file of the release, sealed."""
    files = {contents.brief_path(*brief): data for brief, data in draft.briefs.items()} | draft.tables
    files |= contents.previous_figures(draft.last, draft.tables["data/series.csv"])
    kept = [entry["file"] for entry in sources if entry["kept"]]
    files |= {contents.kept_path(file): (settings.corpus / file).read_bytes() for file in kept}
    newest = max((row["published"] for row in rows_of(draft.tables["data/sources.csv"])), default="")
    told = contents.manifest(
        name, approved_by, draft.origin, sources, draft.briefs, draft.last, settings.as_of or newest
    )
    return contents.seal(told, files, settings)


def put(folder: Path, name: str, files: contents.Files) -> None:
    """Write the files beside their place, read-only, and give the folder its name in one step."""
    part = folder / f".{name}{PART}"
    try:
        for path, data in files.items():
            write_bytes(part / path, data)
            (part / path).chmod(READ_ONLY)
        for inside in [*(entry for entry in part.rglob("*") if entry.is_dir()), part]:
            make_durable(inside)
        part.rename(folder / name)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    make_durable(folder)


def make_durable(folder: Path) -> None:
    """Have the names in a folder on the disk, so that a power cut leaves the release or nothing."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def retire(settings: Settings, operations: Operations, delivered: Callable[[], Collection[str]] | None) -> None:
    """Remove releases beyond those to keep; what hinders it is told, and the new release stands all the same."""
    try:
        known = delivered or (lambda: keeping.delivered_releases(operations.private))
        for path in keeping.beyond(all_releases(settings.reports), operations.release.keep, known):
            gone = path.with_name(f".{path.name}{GONE}")
            path.rename(gone)
            shutil.rmtree(gone)
    except (TipbriefError, OSError) as error:
        print(f"No older release was removed: {error}", file=sys.stderr)
