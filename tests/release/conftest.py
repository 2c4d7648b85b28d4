"""A small build, made once for each process by running the stages; tests that change it copy it."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest
from small_build import CLOSED, OPEN, STAGES, TODAY, build, in_folder

from tipbrief.files import write_table
from tipbrief.operations import read_operations
from tipbrief.release import gate, make_release
from tipbrief.release.tables import SOURCES
from tipbrief.runs import record


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
