"""The gate: what must hold before a build becomes a release. Every reason against it is a sentence; all are told."""

from __future__ import annotations

import importlib
import json
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Iterator, Mapping, Sequence

from tipbrief.errors import ERROR, TipbriefError
from tipbrief.files import read_table
from tipbrief.keyed import run_pool
from tipbrief.runs import is_spoiled
from tipbrief.settings import ROOT, Settings

STAGES = ("documents", "observations", "series", "briefs", "review")
UP_TO_DATE = "Nothing to be done"


class Refused(TipbriefError):
    """No release was made, or none can be rebuilt; `reasons` has a sentence for each cause."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = list(reasons)


class Unchanged(Refused):
    """There is nothing to release: what would be released says what the last release says."""


def unfinished_files(settings: Settings) -> list[str]:
    """Why the last build is not finished, or no longer whole; then nothing else can be asked of it."""
    markers = [settings.work / "done" / stage for stage in STAGES]
    missing = [path.name for path in markers if not path.is_file()]
    if missing:
        return [f"The build is not finished ({', '.join(missing)}); run `make briefs` first."]
    spoiled = [path.name for path in markers if _is_spoiled(path)]
    if spoiled:
        return [
            f"Files of the stage {', '.join(spoiled)} are gone or changed since the build; run `make briefs` again."
        ]
    return []


def _is_spoiled(marker: Path) -> bool:
    try:
        return is_spoiled(marker)
    except ValueError:
        return True


def outdated(settings: Settings) -> list[str]:
    """What the workflow would do again now: corpus, code, lexicon, settings or last release changed since the build."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as given:
        json.dump(asdict(settings), given, default=str)
        given.flush()
        command = [sys.executable, "-m", "snakemake", "--dry-run", "--cores", "1", "--configfile", given.name]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    words = done.stdout + done.stderr
    if done.returncode:
        last = next((line for line in reversed(words.splitlines()) if line.strip()), "it gave no reason")
        return [f"Whether the build is up to date cannot be told: {last.strip()}"]
    if UP_TO_DATE in words:
        return []
    stages = dict.fromkeys(name for name in re.findall(r"^(?:local)?rule (\w+):", words, re.M) if name != "all")
    return [
        "The corpus, the code, a setting or the last release changed since the build "
        f"(to be done again: {', '.join(stages)}); run `make briefs` first, with the same settings."
    ]


def troubles(settings: Settings) -> Iterator[str]:
    """Errors in the checks and in the problem tables of the stages, and countries that are on an old brief."""
    found = [
        row["message"] for stage in STAGES for row in read_table(settings.work / stage / "problems.csv")
        if row["severity"] == ERROR
    ]  # fmt: skip
    checks = read_table(settings.reports / "data" / "checks.csv")
    found += [row["message"] for row in checks if row["severity"] == ERROR]
    yield from dict.fromkeys(found)
    for row in read_table(settings.work / "series" / "index.csv"):
        if row["status"] != "ready":
            yield f"{row['iso3']} was held back in this build, so its brief is an old one or none; mend that first."


def wanted(settings: Settings) -> list[tuple[str, str]]:
    """(iso3, language) of every brief that the release should have."""
    ready = [row["iso3"] for row in read_table(settings.work / "series" / "index.csv") if row["status"] == "ready"]
    chosen = set(settings.countries)
    return [(iso3, language) for iso3 in ready if not chosen or iso3 in chosen for language in settings.languages]


def find_briefs(settings: Settings) -> tuple[dict[tuple[str, str], bytes], list[str]]:
    """The bytes of every brief of this build, and a sentence for each that is missing or an old one."""
    index = {
        (row["iso3"], row["language"]): row["sha256"] for row in read_table(settings.work / "briefs" / "index.csv")
    }
    found: dict[tuple[str, str], bytes] = {}
    faults = []
    for iso3, language in wanted(settings):
        path = settings.reports / "briefs" / f"{iso3}.{language}.pdf"
        data = path.read_bytes() if path.is_file() else None
        if data is None:
            faults.append(f"The brief {path.name} is missing; run `make briefs`.")
        elif sha256(data).hexdigest() != index.get((iso3, language)):
            faults.append(f"The brief {path.name} is not one of this build; run `make briefs` and mend what it says.")
        else:
            found[iso3, language] = data
    if not found and not faults:
        faults.append("The build has no brief, so there is nothing to release.")
    return found, faults


def unfit(briefs: Mapping[tuple[str, str], bytes]) -> list[str]:
    """Briefs that break a standard of PDF, or that contradict the data they carry; a sentence for each fault."""
    importlib.import_module("tipbrief.briefs.validate").load_validator()
    items = {".".join(name): data for name, data in briefs.items()}
    told = dict(run_pool(faults_of, items, os.cpu_count() or 1))
    return [f"The brief {name}: {fault}" for name in items for fault in told[name]]


def faults_of(data: bytes) -> list[str]:
    """What the validation of the stage and `tipbrief verify` say against one brief."""
    validate = importlib.import_module("tipbrief.briefs.validate")
    proof = importlib.import_module("tipbrief.observations.proof")
    verify = importlib.import_module("tipbrief.verify")
    try:
        validate.check(data)
    except validate.Unfit as error:
        return [f"it breaks {error}."]
    return list(verify.contradictions(data, proof.reread))
