"""A release is whole or not there, holds what it should, and is never touched again."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import signal
import subprocess
from dataclasses import replace
from datetime import timedelta

import pytest
from small_build import CLOSED, OPEN, TODAY, build

from tipbrief.errors import TipbriefError
from tipbrief.files import read_table
from tipbrief.release import Refused, Unchanged, make, make_release
from tipbrief.releases import all_releases, read_release


def reports_of(settings):
    return sorted(path.name for path in (settings.reports / "releases").iterdir() if path.name != make.LOCK)


def test_it_holds_briefs_tables_sources_and_sums_that_sha256sum_checks(release):
    assert release.name == "2026-03-01-1"
    assert [brief.path for brief in release.briefs] == ["briefs/PLW.en.pdf"]
    done = subprocess.run(["sha256sum", "-c", "--strict", "--quiet", "SHA256SUMS"], cwd=release.folder, check=False)
    assert done.returncode == 0
    listed = {line.split("  ", 1)[1] for line in (release.folder / "SHA256SUMS").read_text().splitlines()}
    there = {path.relative_to(release.folder).as_posix() for path in release.folder.rglob("*") if path.is_file()}
    assert there == listed | {"SHA256SUMS"}


def test_only_open_sources_are_kept(release):
    kept = {entry["doc"]: entry["kept"] for entry in release.manifest["sources"]}
    assert kept == {OPEN["doc"]: True, CLOSED["doc"]: False}
    assert [path.name for path in (release.folder / "sources").iterdir()] == ["pw.md"]


def test_a_restricted_source_is_not_kept_whatever_its_licence(settings):
    assert make.contents.may_keep(OPEN, settings)
    assert not make.contents.may_keep(OPEN | {"access": "restricted"}, settings)


def test_no_source_is_kept_where_the_operator_says_so(settings, operations):
    own = replace(operations, release=replace(operations.release, keep_sources=False))
    made = make_release(settings, own, "A. Person", TODAY)
    assert not (made.folder / "sources").exists()


def test_its_files_are_read_only(release):
    modes = {path.stat().st_mode & 0o777 for path in release.folder.rglob("*") if path.is_file()}
    assert modes == {0o444}


def test_the_manifest_says_what_it_was_made_from(release):
    told = release.manifest
    assert (told["approved_by"], told["as_of"], told["previous"]) == ("A. Person", "2022-06-01", None)
    assert len(told["code"]["digest"]) == len(told["lexicon"]) == 64
    assert told["settings"]["masking"] == {"below": 5}
    assert {"measured", "right", "found"} <= told["accuracy"].keys()
    assert not {"corpus", "work", "reports"} & told["settings"].keys()


def test_the_data_package_describes_every_file_and_every_column(release):
    package = json.loads((release.folder / "datapackage.json").read_text())
    paths = {entry["path"] for entry in package["resources"]}
    there = {path.relative_to(release.folder).as_posix() for path in release.folder.rglob("*") if path.is_file()}
    assert paths == there - {"datapackage.json", "SHA256SUMS"}
    for entry in package["resources"]:
        if entry["path"].endswith(".csv") and "schema" in entry:
            heads = (release.folder / entry["path"]).read_text().split("\n", 1)[0].split(",")
            assert heads == [field["name"] for field in entry["schema"]["fields"]]
            assert all(field["description"] for field in entry["schema"]["fields"])


def test_the_second_release_of_a_day_says_what_changed(release, settings, operations):
    build(settings, victims=14)
    second = make_release(settings, operations, "A. Person", TODAY)
    assert (second.name, second.manifest["previous"]) == ("2026-03-01-2", release.name)
    changes = read_table(second.folder / "changes.csv")
    assert [(row["outcome"], row["value_before"], row["value_now"]) for row in changes] == [("changed", "12", "14")]


def test_a_build_that_says_nothing_new_is_no_release(release, settings, operations):
    build(settings)
    with pytest.raises(Unchanged, match="Nothing changed since the release 2026-03-01-1"):
        make_release(settings, operations, "A. Person", TODAY)
    assert make_release(settings, operations, "A. Person", TODAY, again=True).name == "2026-03-01-2"


def test_a_clock_that_went_back_is_refused(release, settings, operations):
    with pytest.raises(Refused, match="before the release 2026-03-01-1; set it right"):
        make_release(settings, operations, "A. Person", TODAY - timedelta(days=1))


def test_two_at_once_is_refused(settings, operations):
    folder = settings.reports / "releases"
    folder.mkdir()
    with open(folder / make.LOCK, "w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(TipbriefError, match="Another release is being made"):
            make_release(settings, operations, "A. Person", TODAY)
    assert reports_of(settings) == []


def test_a_folder_that_cannot_be_written_is_a_sentence(settings, operations):
    (settings.reports / "releases").write_text("in the way")
    with pytest.raises(TipbriefError, match=r"releases could not be read or written .*no release was made"):
        make_release(settings, operations, "A. Person", TODAY)


def test_a_full_disk_leaves_no_half_release(settings, operations, monkeypatch):
    write, written = make.write_bytes, []

    def fails(path, data):
        written.append(path)
        if len(written) == 5:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        return write(path, data)

    monkeypatch.setattr(make, "write_bytes", fails)
    with pytest.raises(TipbriefError, match=r"No space left on device.*Make room"):
        make_release(settings, operations, "A. Person", TODAY)
    assert reports_of(settings) == []


@pytest.mark.parametrize("at", ["write_bytes", "make_durable", "rename"])
def test_a_kill_at_any_step_leaves_no_half_release_and_the_next_one_is_whole(settings, operations, monkeypatch, at):
    child = os.fork()
    if child == 0:
        if at == "rename":
            monkeypatch.setattr(type(settings.reports), "rename", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
        else:
            monkeypatch.setattr(make, at, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
        make_release(settings, operations, "A. Person", TODAY)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert all_releases(settings.reports) == []
    made = make_release(settings, operations, "A. Person", TODAY)
    assert reports_of(settings) == [made.name]


def test_what_stands_cannot_be_replaced(release, settings):
    with pytest.raises(OSError, match="not empty"):
        make.put(release.folder.parent, release.name, {"a": b"b"})
    assert read_release(release.folder).briefs == release.briefs
