"""Each part that the doctor looks at, well and ill."""

import fcntl
import json
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from interrupted import ROOT

from tipbrief.errors import TipbriefError
from tipbrief.operations import read_operations
from tipbrief.private import write_private
from tipbrief.rebuild import doctor
from tipbrief.rebuild.doctor import FINE, STOPS, WARNS
from tipbrief.settings import read_settings

NOW = datetime(2031, 5, 6, 5, 0, tzinfo=UTC)


@pytest.fixture
def private(tmp_path):
    """A private folder with the status of a good run a day ago."""
    status = {"state": "good", "started": "2031-05-05T05:00:00+00:00", "ended": "2031-05-05T05:10:00+00:00"}
    write_private(tmp_path / "private/status.json", json.dumps(status | {"last_good": status["ended"]}).encode())
    return tmp_path / "private"


@pytest.fixture
def operations(private):
    return replace(read_operations(), private=private)


@pytest.fixture
def settings(tmp_path):
    return replace(read_settings(), reports=tmp_path / "reports", corpus=ROOT / "data/corpus")


def test_a_sound_machine_has_nothing_that_stops_a_run(monkeypatch, operations):
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(doctor, "read_operations", lambda: operations)
    monkeypatch.setattr(doctor, "packages", lambda: doctor.Finding("packages", FINE, ""))
    found = doctor.examine(now=NOW)
    assert [finding for finding in found if finding.state == STOPS and finding.part not in ("libraries", "disk")] == []
    assert len({finding.part for finding in found}) == len(found) == 15


def test_a_refused_configuration_stops_a_run_and_the_rest_is_looked_at(monkeypatch, operations):
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(
        doctor, "read_operations", lambda: (_ for _ in ()).throw(TipbriefError("`owner` is no address."))
    )
    found = {finding.part: finding for finding in doctor.examine()}
    assert found["operations"].line() == "stop  operations    `owner` is no address."
    assert found["config"].state == FINE and "disk" not in found


def test_missing_libraries_are_named(monkeypatch):
    monkeypatch.setattr(doctor, "missing", lambda: ["libpango-1.0-0"])
    assert doctor.libraries().said == "Not here; as root, run: apt-get install libpango-1.0-0"


def test_a_damaged_font_stops_a_run(monkeypatch, tmp_path):
    monkeypatch.setattr(doctor, "FONTS", tmp_path)
    assert doctor.fonts().state == STOPS


def test_packages_older_than_their_pins_stop_a_run(monkeypatch, tmp_path):
    monkeypatch.setattr(doctor, "ROOT", tmp_path)
    assert doctor.packages().state == WARNS
    (tmp_path / ".venv").mkdir()
    for name, at in ((".venv/ready", 1), ("requirements.txt", 2)):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (at, at))
    assert doctor.packages().said.endswith("run: make setup")


def test_a_lexicon_that_cannot_be_read_stops_a_run(monkeypatch, settings):
    monkeypatch.setattr(
        "tipbrief.observations.lexicon.read_lexicon", lambda language: (_ for _ in ()).throw(TipbriefError("Bad."))
    )
    assert doctor.lexicon(settings) == doctor.Finding("lexicon", STOPS, "Bad.")


def test_a_corpus_that_is_not_there_stops_a_run_and_a_faulty_row_does_not(settings, tmp_path):
    assert doctor.corpus(replace(settings, corpus=tmp_path / "none")).state == STOPS
    table = (settings.corpus / "sources.csv").read_text()
    (tmp_path / "sources.csv").write_text(table.replace(",KGZ,", ",KGX,", 1))
    found = doctor.corpus(replace(settings, corpus=tmp_path))
    assert found.state == WARNS and "no ISO 3166-1" in found.said


def test_a_private_folder_that_others_may_read_stops_a_run_and_an_open_file_in_it_is_told(private):
    assert doctor.modes(private).state == FINE
    (private / "status.json").chmod(0o644)
    found = doctor.modes(private)
    assert (found.state, found.said) == (
        WARNS,
        f"Others may read {private / 'status.json'}; run: chmod -R go= {private}",
    )
    private.chmod(0o755)
    assert doctor.modes(private).state == STOPS


def test_the_lock_is_free_held_or_held_for_too_long(private):
    assert doctor.lock(private, NOW).said == "Free."
    lock = private / "rebuild.lock"
    lock.write_text("process 1 since then")
    with open(lock) as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        os.utime(lock, (NOW.timestamp(), NOW.timestamp()))
        assert doctor.lock(private, NOW).said == "A run is at it (process 1 since then)."
        assert doctor.lock(private, NOW + timedelta(days=1)).state == WARNS
    assert doctor.lock(private, NOW).said == "Free."


def test_a_run_that_was_killed_is_seen(private):
    write_private(private / "status.json", b'{"state": "running"}')
    assert doctor.lock(private, NOW).said == "Free; the last run was killed, run: tipbrief rebuild"


@pytest.mark.parametrize(("free", "state"), [(100, STOPS), (500, WARNS), (5000, FINE)])
def test_a_disk_without_room_stops_a_run(monkeypatch, tmp_path, free, state):
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda path: type("Usage", (), {"free": free * 1_000_000}))
    assert doctor.disk([tmp_path / "not" / "there" / "yet"]).state == state


def test_the_login_is_tried_and_nothing_is_sent(operations, site):
    refused = replace(operations.mail, server="127.0.0.1", port=site.server_port, security="none", timeout=1)
    assert doctor.mail(operations).state == FINE
    assert doctor.mail(replace(operations, mail=refused)).state == STOPS
    assert not (operations.private / "outbox").exists()


def test_a_clock_behind_the_last_run_or_release_stops_a_run(operations, settings):
    assert doctor.clock(operations, settings, NOW).state == FINE
    assert (
        "the last run (2031-05-05T05:10:00+00:00) is later"
        in doctor.clock(operations, settings, NOW - timedelta(days=30)).said
    )
    (settings.reports / "releases/2031-06-01-1").mkdir(parents=True)
    assert "release 2031-06-01-1 is later" in doctor.clock(operations, settings, NOW).said


def test_a_last_good_run_that_is_long_ago_is_told(private, tmp_path):
    assert doctor.last_run(private, NOW).said == "0 days and 23 hours ago (2031-05-05T05:10:00+00:00)."
    assert doctor.last_run(private, NOW + timedelta(days=20)).state == WARNS
    assert doctor.last_run(tmp_path / "none", NOW).said == "There was none yet; run: tipbrief rebuild"


def test_a_crontab_that_starts_the_runs_is_seen(monkeypatch):
    monkeypatch.setattr(
        doctor, "_says", lambda *command: "0 5 * * 1 tipbrief rebuild" if command[0] == "crontab" else ""
    )
    assert doctor.timer().state == FINE
    monkeypatch.setattr(doctor, "_says", lambda *command: "")
    assert doctor.timer().state == WARNS
