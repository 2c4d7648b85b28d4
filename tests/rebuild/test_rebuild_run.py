"""A whole run, its build and release replaced: what is told, what waits, what one failure leaves to the rest."""

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from interrupted import ROOT, wait_for

from tipbrief.errors import TipbriefError
from tipbrief.files import write_table
from tipbrief.model import OBSERVATION_COLUMNS
from tipbrief.operations import check_operations
from tipbrief.rebuild import commands, report
from tipbrief.rebuild.report import read_status, text
from tipbrief.rebuild.run import Busy, Ended, Parts, alone
from tipbrief.release import Refused, Unchanged
from tipbrief.releases import Release

OWNER = "planted.owner@example.org"


class Runs:
    """The folders of a run, a build and a release that a test sets, and the mails to the owner."""

    def __init__(self, corpus, monkeypatch):
        values = yaml.safe_load((ROOT / "config/operations.yaml").read_text())
        values |= {"private": str(corpus.private), "owner": OWNER}
        values["fetch"] |= {"private_addresses": True, "attempts": 1}
        self.operations, self.corpus, self.mails = check_operations(values), corpus, []
        self.folders = {
            "corpus": str(corpus.corpus),
            "work": str(corpus.reports / "work"),
            "reports": str(corpus.reports),
        }
        self.fails, self.says, self.refused = [], {}, None
        monkeypatch.setattr(report, "tell_owner", lambda operations, *words: self.mails.append(words) or "")

    def build(self, settings, private):
        """Each document of the corpus says one figure: what `says` gives for it, else the length of its file."""
        for row in self.corpus.rows:
            path = self.corpus.corpus / row["file"]
            self.says.setdefault(row["doc"], str(path.stat().st_size if path.is_file() else 0))
        plain = dict.fromkeys(OBSERVATION_COLUMNS, "") | {
            "iso3": "MLT",
            "indicator": "victims_identified",
            "year": "2021",
        }
        rows = [plain | {"doc": doc, "value": value, "bound": "exact"} for doc, value in self.says.items()]
        write_table(self.corpus.reports / "data/observations.csv", OBSERVATION_COLUMNS, rows)
        return self.fails

    def release(self, settings, operations):
        if self.refused:
            raise self.refused
        return Release(Path("reports/releases/2031-05-06-1"), {}, ())

    def run(self, *accept):
        """The exit status of a run; its status is in `status`."""
        parts = Parts(self.build, self.release)
        code = commands.work(self.operations, json.dumps(self.folders), frozenset(accept), parts)
        self.status = read_status(self.corpus.private)
        return code


@pytest.fixture
def runs(corpus, monkeypatch):
    return Runs(corpus, monkeypatch)


def test_a_good_run_is_told_to_the_owner_and_in_the_status(runs):
    assert runs.run() == 0
    assert runs.status["state"] == "good" and runs.status["last_good"] == runs.status["ended"]
    ((subject, words),) = runs.mails
    assert subject == "Tipbrief: release 2031-05-06-1 was made"
    assert "Sources   1 new" in words and "Briefs    all built" in words
    assert (runs.corpus.private / "status.json").stat().st_mode & 0o777 == 0o600


def test_a_release_that_needs_a_name_waits_and_is_no_failure(runs):
    runs.refused = Refused(["Figures changed.", "A document is new."])
    assert runs.run() == 0
    assert runs.status["waiting"] == ["Figures changed.", "A document is new."] and runs.status["release"] is None
    assert runs.mails[0][0] == "Tipbrief: a release waits for you"
    assert "tipbrief release --approve NAME" in runs.mails[0][1]


def test_a_silent_change_is_told_with_the_figures_that_it_changes(runs, site):
    runs.says["a"] = "12"
    runs.run()
    site.gives("/a", b"The second text.\n" * 10)
    runs.says["a"] = "15"
    assert runs.run() == 0
    first, figure = runs.status["changed"]["a"]
    assert "changed silently, under the same row" in first
    assert figure == "MLT victims_identified 2021: 12, now 15"
    runs.run()
    assert runs.status["changed"] == {}


def test_small_counts_of_a_restricted_source_are_not_told(runs, site):
    runs.corpus.write_rows(runs.corpus.rows[0] | {"access": "restricted"})
    runs.says["a"] = "3"
    runs.run()
    site.gives("/a", b"The second text.\n" * 10)
    runs.says["a"] = "12"
    runs.run()
    assert runs.status["changed"]["a"][1] == "MLT victims_identified 2021: fewer than 5, now 12"


def test_a_failed_source_is_to_mend_and_the_rest_is_built_and_released(runs, site):
    site.gives("/a", status=404)
    assert runs.run() == 1
    assert runs.status["built"] and runs.status["release"] == "2031-05-06-1"
    assert runs.status["state"] == "to mend" and runs.status["last_good"] is None
    assert "a: " in runs.status["failures"][0] and "answers 404" in runs.status["failures"][0]


def test_a_failed_build_is_told_and_nothing_is_released_and_the_change_is_told_by_the_next(runs, site):
    runs.says["a"] = "12"
    runs.run()
    good = runs.status["last_good"]
    site.gives("/a", b"The second text.\n" * 10)
    runs.fails = ["sources.csv row 2 (a): `title` is empty."]
    assert runs.run() == 1
    assert runs.status["failures"] == runs.fails and runs.status["release"] is None and runs.status["last_good"] == good
    runs.fails = []
    runs.run()
    assert "a" in runs.status["changed"]


def test_a_configuration_that_is_refused_is_told(runs):
    runs.folders = {"languages": ["xx"]}
    assert runs.run() == 1
    assert "xx has no translation" in runs.status["failures"][0] and len(runs.mails) == 1


def test_an_unexpected_error_of_one_step_is_told_and_the_next_step_runs(runs, monkeypatch):
    monkeypatch.setattr("tipbrief.rebuild.run.fetch_all", lambda fetcher: 1 / 0)
    assert runs.run() == 1
    assert "ZeroDivisionError" in runs.status["failures"][0] and runs.status["built"]


def test_a_mail_that_cannot_be_sent_is_in_the_status_and_the_change_is_told_again(runs, site, monkeypatch):
    runs.run()
    site.gives("/a", b"The second text.\n" * 10)
    monkeypatch.setattr(report, "tell_owner", lambda *words: "The owner could not be told by mail: no server.")
    for _ in range(2):
        assert runs.run() == 1
        assert runs.status["failures"] == ["The owner could not be told by mail: no server."]
        assert "a" in runs.status["changed"]


def test_a_run_that_is_told_to_end_writes_its_report(runs):
    runs.build = lambda settings, private: (_ for _ in ()).throw(Ended("The run was told to end."))
    assert runs.run() == 1
    assert runs.status["failures"] == ["The run was told to end."]


def test_a_run_that_was_killed_is_told_by_the_next(runs):
    runs.build = lambda settings, private: (_ for _ in ()).throw(KeyboardInterrupt)
    with pytest.raises(KeyboardInterrupt):
        runs.run()
    assert read_status(runs.corpus.private)["state"] == "running"
    runs.build = lambda settings, private: []
    assert runs.run() == 0
    assert "was ended before its report" in runs.status["notes"][0]


def test_no_address_of_the_owner_is_printed(runs, capsys):
    runs.run()
    printed = capsys.readouterr()
    assert OWNER not in printed.out + printed.err + json.dumps(runs.status)


def test_the_owner_learns_of_a_run_that_never_reported(runs, monkeypatch):
    report.begin(runs.corpus.private, "2031-05-06T05:00:00+00:00")
    monkeypatch.setattr(commands, "tell_owner", lambda operations, *words: runs.mails.append(words) or "")
    assert commands.report_lost(runs.operations) == 0
    assert "The run of 2031-05-06T05:00:00+00:00 was ended before its report" in runs.mails[0][1]


def test_the_owner_learns_of_a_run_that_could_not_begin(runs, monkeypatch):
    runs.run()
    monkeypatch.setattr(commands, "tell_owner", lambda operations, *words: runs.mails.append(words) or "")
    assert commands.report_lost(runs.operations, datetime.now(UTC) + timedelta(days=7)) == 0
    assert "A run could not begin" in runs.mails[-1][1]


def test_the_owner_is_not_told_twice(runs, monkeypatch):
    runs.run()
    monkeypatch.setattr(commands, "tell_owner", lambda *words: pytest.fail("told twice"))
    assert commands.report_lost(runs.operations) == 0


def test_only_folders_countries_and_languages_are_settings_of_a_run():
    with pytest.raises(TipbriefError, match=r"--settings: masking belongs into config/config\.yaml"):
        commands.settings_of('{"masking": {"below": 0}}')


def test_nothing_that_changed_is_a_good_run_without_a_release(runs):
    runs.refused = Unchanged(["Nothing changed since the release 2031-05-06-1, so none was made."])
    assert runs.run() == 0
    assert runs.status["state"] == "good" and runs.status["waiting"] == [] and runs.status["release"] is None
    assert runs.status["notes"] == runs.refused.reasons
    assert runs.mails[0][0] == "Tipbrief: nothing changed"


def test_a_release_that_goes_wrong_is_to_mend(runs):
    runs.refused = TipbriefError("Another release is being made; wait until it ends.")
    assert runs.run() == 1
    assert runs.status["failures"] == ["Another release is being made; wait until it ends."]


def hold(private):
    """A process that holds the lock and has a child, as a run has its build."""
    code = (
        "import subprocess, sys, pathlib; from tipbrief.rebuild.run import alone\n"
        "with alone(pathlib.Path(sys.argv[1])):\n"
        "    child = subprocess.Popen(['sleep', '60'], close_fds=False)\n"
        "    print(child.pid, flush=True)\n"
        "    child.wait()\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code, private], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    return process, int(process.stdout.readline())


def is_free(private):
    try:
        with alone(private):
            return True
    except Busy:
        return False


def test_the_lock_is_held_as_long_as_a_run_or_its_build_lives_and_free_after_kill_9(tmp_path):
    private = tmp_path / "private"
    run, build = hold(private)
    with pytest.raises(Busy, match=rf"process {run.pid} since "), alone(private):
        pass
    run.kill()
    run.wait()
    assert not is_free(private)
    os.kill(build, signal.SIGKILL)
    assert wait_for(lambda: is_free(private))


def test_an_overlapping_run_says_so_and_ends_with_75(corpus, runs, monkeypatch):
    monkeypatch.setattr(commands, "read_operations", lambda: runs.operations)
    run, build = hold(corpus.private)
    result = CliRunner().invoke(commands.rebuild, [])
    assert result.exit_code == 75 and "Another rebuild runs" in result.output
    assert read_status(corpus.private) == {}
    for pid in (run.pid, build):
        os.kill(pid, signal.SIGKILL)
    run.wait()


def test_the_words_of_a_report_name_all_parts(runs):
    runs.refused = Refused(["Figures changed."])
    runs.fails = []
    runs.run()
    for part in (
        "Run ",
        "Sources ",
        "Briefs ",
        "Release   waiting for a name",
        "Last good ",
        "The release waits, because:",
    ):
        assert part in text(runs.status)
