"""What a build's bytes depend on beside its sources: code, lexicon, corrections, logo, settings, libraries."""

from __future__ import annotations

import json
import subprocess
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any, Mapping

from tipbrief import __version__
from tipbrief.files import digest
from tipbrief.keyed import code_key, files_key
from tipbrief.settings import CONFIG, ROOT, Settings

STAGES = ("documents", "observations", "series", "briefs")
# Settings stand in the manifest word by word; what an operator sets changes no brief.
APART = ("config.yaml", "operations.yaml", "fields.yml", "corrections.csv")
LIBRARIES = (
    "babel", "charset-normalizer", "jinja2", "lxml", "markdown-it-py", "numpy", "pandas", "pycountry", "pydyf",
    "pymorphy3", "pypdfium2", "python-docx", "vl-convert-python", "weasyprint",
)  # fmt: skip
FOLDERS = ("corpus", "work", "reports")


def code_of() -> dict[str, Any]:
    """The package's version, the digest of code, templates and configuration files, and the revision, if known."""
    package = ROOT / "tipbrief"
    code = [*(package / name for name in (*STAGES, "verify")), *sorted(package.glob("*.py"))]
    shared = [path for path in sorted(CONFIG.iterdir()) if path.is_file() and path.name not in APART]
    revision = _git("rev-parse", "HEAD")
    return {
        "version": __version__,
        "digest": code_key(*code, *shared, ROOT / "templates"),
        "revision": revision,
        "clean": revision and _git("status", "--porcelain") == "",
    }


def lexicon_of() -> str:
    """Digest of the words and phrases of all languages."""
    return code_key(CONFIG / "lexicon")


def corrections_of() -> str:
    """Digest of the analyst's corrections; the table itself may hold numbers that are masked, so no release has it."""
    return files_key(CONFIG / "corrections.csv")


def logo_of(settings: Settings) -> str:
    """Digest of the picture in the masthead; empty for none."""
    logo = settings.organisation["logo"]
    return files_key(ROOT / logo) if logo else ""


def settings_of(settings: Settings) -> dict[str, Any]:
    """Every setting but the folders, which differ from machine to machine and change no byte."""
    chosen = {name: value for name, value in asdict(settings).items() if name not in FOLDERS}
    return json.loads(json.dumps(chosen))  # type: ignore[no-any-return]


def libraries_of() -> dict[str, str]:
    """The versions of the packages that read, count, draw and print."""
    return {name: version(name) for name in LIBRARIES}


def key_of(entry: Mapping[str, Any]) -> str:
    """Digest of an origin without its revision: two builds with one key and one corpus are the same."""
    settings = json.dumps(entry["settings"], sort_keys=True)
    return digest(entry["code"]["digest"], entry["lexicon"], entry["corrections"], entry["logo"], settings)


def _git(*arguments: str) -> str | None:
    """The words of git about the project's own repository; None where there is none."""
    if not Path(ROOT, ".git").exists():
        return None
    try:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def origin_of(settings: Settings) -> dict[str, Any]:
    """All of it, as it stands in a manifest."""
    return {
        "version": __version__,
        "code": code_of(),
        "lexicon": lexicon_of(),
        "corrections": corrections_of(),
        "logo": logo_of(settings),
        "libraries": libraries_of(),
        "settings": settings_of(settings),
    }
