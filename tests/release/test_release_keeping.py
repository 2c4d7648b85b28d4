"""Old releases go by the operator's number, but never the last one, nor one that somebody was sent."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from small_build import TODAY

from tipbrief.errors import TipbriefError
from tipbrief.release import make_release
from tipbrief.release.keeping import beyond, delivered_releases
from tipbrief.releases import all_releases

FOUR = [Path(f"2026-01-0{day}-1") for day in (1, 2, 3, 4)]


@pytest.mark.parametrize(
    ("keep", "sent", "gone"), [(0, [], 0), (4, [], 0), (9, [], 0), (2, [], 2), (1, [FOUR[0].name], 2)]
)
def test_the_oldest_beyond_the_number_go(keep, sent, gone):
    assert beyond(FOUR, keep, lambda: sent) == [path for path in FOUR[:-1] if path.name not in sent][:gone]


def test_a_release_removes_what_is_beyond_and_leaves_what_was_delivered(settings, operations):
    own = replace(operations, release=replace(operations.release, keep=1))
    for _ in range(3):
        make_release(settings, own, "A. Person", TODAY, again=True, delivered=lambda: {"2026-03-01-1"})
    assert [path.name for path in all_releases(settings.reports)] == ["2026-03-01-1", "2026-03-01-3"]


def test_what_a_killed_run_had_half_removed_goes_with_the_next_release(release, settings, operations):
    gone = release.folder.with_name(".2026-02-01-1.gone")
    (gone / "data").mkdir(parents=True)
    make_release(settings, operations, "A. Person", TODAY, again=True)
    assert not gone.exists()


def test_nothing_goes_while_the_ledger_cannot_be_read(settings, operations, capsys):
    operations.private.mkdir()
    (operations.private / "ledger.sqlite").write_bytes(b"no ledger at all" * 100)
    own = replace(operations, release=replace(operations.release, keep=1))
    for _ in range(2):
        make_release(settings, own, "A. Person", TODAY, again=True)
    assert len(all_releases(settings.reports)) == 2
    assert "No older release was removed" in capsys.readouterr().err


def test_the_ledger_names_what_was_delivered(tmp_path):
    assert delivered_releases(tmp_path) == set()
    with sqlite3.connect(tmp_path / "ledger.sqlite") as ledger:
        ledger.execute("create table plans (id text, release text)")
        ledger.execute("insert into plans values ('a', '2026-01-01-1')")
    ledger.close()
    assert delivered_releases(tmp_path) == {"2026-01-01-1"}


def test_a_ledger_without_releases_is_not_understood(tmp_path):
    with sqlite3.connect(tmp_path / "ledger.sqlite") as ledger:
        ledger.execute("create table other (id text)")
    ledger.close()
    with pytest.raises(TipbriefError, match="not known what was delivered"):
        delivered_releases(tmp_path)
