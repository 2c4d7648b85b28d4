"""Verify a release: its sums first, then the same bytes again from its sources, in a folder that is thrown away."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any, Iterator, Mapping

from tipbrief.carried import SUMS, sums_of
from tipbrief.errors import TipbriefError
from tipbrief.files import write_bytes
from tipbrief.release.contents import PREVIOUS, brief_path, kept_path, sum_of
from tipbrief.release.gate import Refused
from tipbrief.release.origin import STAGES, code_of, corrections_of, lexicon_of, libraries_of, logo_of
from tipbrief.release.tables import released_tables
from tipbrief.releases import FOLDER, Release, read_release
from tipbrief.settings import ROOT, Settings, check_settings

OUTSIDE = ("sources//", "sources/..")  # how the place of a file begins that no corpus may hold


def verify_release(folder: Path, settings: Settings, processes: int = 1, earlier: Path | None = None) -> list[str]:
    """What is wrong with a release, a sentence each; nothing where it was rebuilt to the same bytes.

    `settings` name the corpus in which sources are looked for that the release holds no copy of, `earlier` the folder
    of those that a rebuild replaced. Raises Refused where it cannot be rebuilt here, saying why.
    """
    release = read_release(folder)
    if faults := list(sum_faults(folder)):
        return faults
    try:
        own = settings_of_release(release, settings)
        found = {
            entry["doc"]: find_source(folder, entry, settings.corpus, earlier) for entry in release.manifest["sources"]
        }
        reasons = [*other_origin(release.manifest, own), *lost_sources(release.manifest, found)]
    except (KeyError, TypeError):
        raise TipbriefError(
            f"{folder}/manifest.json lacks what a rebuild needs; it was made by another version."
        ) from None
    if outside := list(places_outside(release.manifest)):
        raise TipbriefError(
            f"{folder}/manifest.json names {outside[0]}, which lies outside of a corpus: not a true one."
        )
    if reasons:
        raise Refused([f"The release {release.name} cannot be rebuilt here.", *reasons])
    with tempfile.TemporaryDirectory(prefix="tipbrief-") as name:
        there = replace(own, corpus=Path(name, "corpus"), work=Path(name, "work"), reports=Path(name, "reports"))
        lay_out(release, there, found)
        for stage in STAGES:
            run_stage(stage, there, release.manifest["settings"], processes)
        differing = list(differences(release, there))
    return [*differing, *other_libraries(release.manifest)] if differing else []


def places_outside(manifest: Mapping[str, Any]) -> Iterator[str]:
    """Names that would have the rebuild write outside of its own folder; a release that was made here has none."""
    yield from (entry["file"] for entry in manifest["sources"] if kept_path(entry["file"]).startswith(OUTSIDE))
    if manifest["previous"] and not FOLDER.fullmatch(manifest["previous"]):
        yield manifest["previous"]


def sum_faults(folder: Path) -> Iterator[str]:
    """Files that are not as SHA256SUMS says, that are missing, or that it does not name."""
    try:
        sums = sums_of((folder / SUMS).read_bytes())
    except OSError as error:
        yield f"{SUMS} cannot be read ({error.strerror})."
        return
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() or path.is_symlink()}
    for path in sorted(sums.keys() - there):
        yield f"{path} is missing."
    for path in sorted(there - sums.keys() - {SUMS}):
        yield f"{path} is not one of the release's files."
    for path in sorted(sums.keys() & there):
        if sum_of((folder / path).read_bytes()) != sums[path]:
            yield f"{path} is not as it was released: at least one byte differs."


def settings_of_release(release: Release, settings: Settings) -> Settings:
    """The settings of the release's build, with the folders of today."""
    folders = {name: str(getattr(settings, name)) for name in ("corpus", "work", "reports")}
    return check_settings(release.manifest["settings"] | folders, f"{release.folder}/manifest.json")


def other_origin(manifest: Mapping[str, Any], settings: Settings) -> Iterator[str]:
    """Why this checkout does not build what the release's did."""
    code = manifest["code"]
    revision = f"the revision {code['revision']}" if code["revision"] else "its revision, which is not recorded"
    check_out = f"check out {revision}" + ("" if code["clean"] else " (changes were not committed then)")
    if code_of()["digest"] != code["digest"]:
        yield f"The code is not that of the release (version {code['version']}): {check_out}, and verify there."
    if lexicon_of() != manifest["lexicon"]:
        yield f"The words in config/lexicon are not those of the release: {check_out}, and verify there."
    if corrections_of() != manifest["corrections"]:
        yield "config/corrections.csv is not that of the release: put back the one of that day."
    if logo_of(settings) != manifest["logo"]:
        yield f"The picture {settings.organisation['logo']} is not that of the release: put back the one of that day."


def find_source(folder: Path, entry: Mapping[str, Any], corpus: Path, earlier: Path | None = None) -> Path | None:
    """A file that has the source's bytes: the release's copy, the corpus' file, or one that was replaced; or None."""
    kept = [folder / kept_path(entry["file"])] if entry["kept"] else []
    there = earlier.iterdir() if earlier and earlier.is_dir() else ()
    replaced = [path for path in there if path.stem == entry["sha256"]]
    for path in [*kept, corpus / entry["file"], *replaced]:
        if path.is_file() and sum_of(path.read_bytes()) == entry["sha256"]:
            return path
    return None


def lost_sources(manifest: Mapping[str, Any], found: Mapping[str, Path | None]) -> Iterator[str]:
    """A sentence for each source whose bytes are nowhere."""
    for entry in manifest["sources"]:
        if found[entry["doc"]] is None:
            yield (
                f"The source {entry['doc']} is gone: the release holds no copy, and the corpus has no {entry['file']} "
                f"with the sum {entry['sha256'][:12]}…; put that file back."
            )


def lay_out(release: Release, there: Settings, found: Mapping[str, Path | None]) -> None:
    """The corpus of the release, and the figures of the release before it, where the stages look for them."""
    write_bytes(there.corpus / "sources.csv", (release.folder / "data/sources.csv").read_bytes(), durable=False)
    for entry in release.manifest["sources"]:
        if path := found[entry["doc"]]:
            write_bytes(there.corpus / entry["file"], path.read_bytes(), durable=False)
    if before := release.manifest["previous"]:
        series = there.reports / "releases" / before / "data/series.csv"
        write_bytes(series, (release.folder / PREVIOUS).read_bytes(), durable=False)


def run_stage(stage: str, there: Settings, chosen: Mapping[str, Any], processes: int) -> None:
    """One stage with the release's settings, in a process of its own."""
    folders = {name: str(getattr(there, name)) for name in ("corpus", "work", "reports")}
    given = json.dumps(dict(chosen) | folders)
    command = [sys.executable, "-m", "tipbrief", stage, "--settings", given, "--processes", str(processes)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        last = next((line for line in reversed(done.stderr.splitlines()) if line.strip()), "it gave no reason")
        raise TipbriefError(f"The stage {stage} could not be run again: {last.removeprefix('tipbrief: ')}")


def differences(release: Release, there: Settings) -> Iterator[str]:
    """Files of the release that the rebuild does not give, or gives with other bytes."""
    made = released_tables(there)
    made |= {
        brief_path(*path.name.split(".")[:2]): path.read_bytes() for path in (there.reports / "briefs").glob("*.pdf")
    }
    released = {brief.path for brief in release.briefs} | {path for path in made if not path.startswith("briefs/")}
    for path in sorted(made.keys() | released):
        if path not in made:
            yield f"{path} was not built again."
        elif path not in released or not (release.folder / path).is_file():
            yield f"{path} was built, but the release does not have it."
        elif made[path] != (release.folder / path).read_bytes():
            yield f"{path} was built again with other bytes."


def other_libraries(manifest: Mapping[str, Any]) -> Iterator[str]:
    """What was installed in another version when the release was made."""
    now = libraries_of()
    other = [
        f"{name} {then} then, {now.get(name)} now"
        for name, then in manifest["libraries"].items()
        if now.get(name) != then
    ]
    if other:
        yield f"The packages differ, which may be why: {'; '.join(other)}."
