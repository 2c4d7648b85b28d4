"""A small build, made once for each process by running the stages; tests that change it copy it."""

from __future__ import annotations

import importlib
import shutil
from dataclasses import replace
from datetime import date

import pytest

from tipbrief.files import write_table
from tipbrief.operations import read_operations
from tipbrief.release import gate, make_release
from tipbrief.release.tables import SOURCES
from tipbrief.runs import record
from tipbrief.settings import read_settings

STAGES = ("documents", "observations", "series", "briefs", "review")
TODAY = date(2026, 3, 1)
PALAU = (
    "# PALAU (Tier 3)\n\n## PROTECTION\n\nThe government identified {} victims in 2021, compared with nine in 2020.\n"
)
OPEN = {
    "doc": "pw", "file": "pw.md", "iso3": "PLW", "title": "Annual report 2022: Palau", "publisher": "A publisher",
    "kind": "annual", "edition": "2022", "published": "2022-06-01", "language": "en", "url": "https://example.org/pw",
    "licence": "CC0", "access": "public", "default_year": "",
}  # fmt: skip
CLOSED = OPEN | {"doc": "visit", "file": "visit.txt", "kind": "other", "licence": "all rights reserved",
                 "title": "Visit"}  # fmt: skip


def build(settings, victims=12):
    """Run every stage on the corpus as it stands, with `victims` in the open report."""
    (settings.corpus / "pw.md").write_text(PALAU.format(victims), encoding="utf-8")
    for stage in STAGES:
        importlib.import_module(f"tipbrief.{stage}").run(settings, 1)
        wrote = [settings.reports / "data", settings.reports / "briefs"] if stage == "briefs" else []
        record(settings.work / "done" / stage, [settings.work / stage, *wrote])


def in_folder(folder):
    return replace(
        read_settings(), corpus=folder / "corpus", work=folder / "work", reports=folder / "reports",
        languages=("en",),
    )  # fmt: skip


@pytest.fixture(scope="session")
def first(tmp_path_factory):
    folder = tmp_path_factory.mktemp("first")
    settings = in_folder(folder)
    settings.corpus.mkdir()
    (settings.corpus / "visit.txt").write_text("In 2021, NGOs in Palau assisted 33 victims.\n", encoding="utf-8")
    write_table(settings.corpus / "sources.csv", SOURCES, [OPEN, CLOSED])
    build(settings)
    return folder


@pytest.fixture
def settings(first, tmp_path, monkeypatch):
    """The build, copied; whether it is up to date is the workflow's to say, which tests/test_releases.py asks."""
    shutil.copytree(first, tmp_path / "build")
    made = in_folder(tmp_path / "build")
    for stage in STAGES:
        wrote = [made.reports / "data", made.reports / "briefs"] if stage == "briefs" else []
        record(made.work / "done" / stage, [made.work / stage, *wrote])
    monkeypatch.setattr(gate, "outdated", lambda settings: [])
    return made


@pytest.fixture
def operations(tmp_path):
    shipped = read_operations()
    return replace(shipped, private=tmp_path / "private", release=replace(shipped.release, auto_approve=False))


@pytest.fixture
def release(settings, operations):
    """The first release of the build."""
    return make_release(settings, operations, "A. Person", TODAY)
