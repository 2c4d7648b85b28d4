"""What keeps a build from becoming a release, and what lets one go without a name."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_build import TODAY, build

from tipbrief.files import read_table, write_table
from tipbrief.release import Refused, gate, make_release
from tipbrief.release.approval import AUTOMATIC, not_automatic

SOURCE = {"doc": "a", "sha256": "1"}
CHANGE = {"iso3": "PLW", "series": "tier|||||||", "year": "2021", "outcome": "changed"}
WARNING = {"severity": "warning", "message": "It jumped."}


def reasons(settings, operations, approve="A. Person"):
    with pytest.raises(Refused) as refused:
        make_release(settings, operations, approve, TODAY)
    return refused.value.reasons


def add_row(path, **cells):
    rows = read_table(path)
    columns = path.read_text().split("\n", 1)[0].split(",")
    write_table(path, columns, [*rows, dict.fromkeys(columns, "") | cells])


def spoil(monkeypatch):
    """The files were changed by the test: let the marker of the stage pass."""
    monkeypatch.setattr(gate, "is_spoiled", lambda marker: False)


def test_an_unfinished_build_is_refused(settings, operations):
    (settings.work / "done/briefs").unlink()
    assert reasons(settings, operations) == ["The build is not finished (briefs); run `make briefs` first."]


def test_a_file_that_was_changed_since_the_build_is_refused(settings, operations):
    with open(settings.reports / "data/series.csv", "a") as handle:
        handle.write("\n")
    assert "changed since the build" in reasons(settings, operations)[0]


def test_what_the_workflow_would_do_again_is_refused(settings, operations, monkeypatch):
    monkeypatch.setattr(gate, "outdated", lambda settings: ["It is old."])
    assert reasons(settings, operations) == ["It is old."]


def test_every_reason_is_told_at_once(settings, operations, monkeypatch):
    spoil(monkeypatch)
    add_row(settings.reports / "data/checks.csv", severity="error", message="A check fails.")
    add_row(settings.work / "documents/problems.csv", severity="error", message="A file is broken.")
    index = settings.work / "series/index.csv"
    index.write_text(index.read_text().replace("ready", "blocked"))
    told = reasons(settings, operations, None)
    starts = ("A file is broken.", "A check fails.", "PLW was held back", "The build has no brief", "Nobody approved")
    assert [sentence.startswith(start) for sentence, start in zip(told, starts, strict=True)] == [True] * 5


def test_a_brief_of_an_earlier_build_is_refused(settings, operations, monkeypatch):
    spoil(monkeypatch)
    with open(settings.reports / "briefs/PLW.en.pdf", "ab") as handle:
        handle.write(b" ")
    (sentence,) = reasons(settings, operations)
    assert sentence.startswith("The brief PLW.en.pdf is not one of this build")


def test_a_missing_brief_is_refused(settings, operations, monkeypatch):
    spoil(monkeypatch)
    (settings.reports / "briefs/PLW.en.pdf").unlink()
    assert reasons(settings, operations) == ["The brief PLW.en.pdf is missing; run `make briefs`."]


def test_a_source_that_is_gone_is_refused(settings, operations):
    (settings.corpus / "visit.txt").unlink()
    (sentence,) = reasons(settings, operations)
    assert sentence.endswith("put it back, or take its row out of sources.csv.")


def test_a_brief_that_is_no_valid_pdf_or_contradicts_itself_is_refused(settings):
    data = (settings.reports / "briefs/PLW.en.pdf").read_bytes()
    assert gate.faults_of(data) == []
    (fault,) = gate.faults_of(data.replace(b"pdfuaid", b"pdfuaxx"))
    assert fault.startswith("it breaks ")


@pytest.mark.parametrize("name", ["", "  ", "two\nlines", "x" * 201])
def test_what_is_no_name_approves_nothing(settings, operations, name):
    assert "--approve" in reasons(settings, operations, name)[0]


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({"allowed": False}, "Nobody approved"),
        ({"before": None}, "first release"),
        ({"changes": [CHANGE]}, "1 published figure changed or went, PLW tier 2021"),
        ({"changes": [CHANGE | {"outcome": "gone"}]}, "1 published figure"),
        ({"checks": [WARNING]}, "1 check warned, the first: It jumped."),
        ({"before": [{"doc": "b", "sha256": "1"}]}, "a would be published as read for the first time"),
        ({"before": [{"doc": "a", "sha256": "2"}]}, "a would be published as read for the first time"),
    ],
)
def test_each_condition_alone_asks_for_a_name(said, word):
    quiet = {"allowed": True, "changes": [CHANGE | {"outcome": "new"}], "checks": [{"severity": "note", "message": ""}],
             "sources": [SOURCE], "before": [SOURCE]}  # fmt: skip
    assert not_automatic(**quiet) == []
    (sentence,) = not_automatic(**(quiet | said))
    assert word in sentence
    assert "--approve NAME" in sentence


def test_the_settings_let_go_what_holds_nothing_to_look_at(release, settings, operations):
    own = replace(operations, release=replace(operations.release, auto_approve=True))
    organisation = settings.organisation | {"name": "Another name"}
    renamed = replace(settings, organisation=organisation)
    build(renamed)
    assert make_release(renamed, own, None, TODAY).manifest["approved_by"] == AUTOMATIC
