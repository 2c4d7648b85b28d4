"""Who gets what, what is new, what is withheld, and that nobody changes a plan."""

import json

import pytest

from tipbrief.deliveries.plans import read_plan
from tipbrief.errors import TipbriefError
from tipbrief.recipients.suppression import Suppressions

SECOND = "2026-02-05-1"
CHANGES = [("FJI", "investigations|trafficking|||||government|", "2024", "changed", "12", "14")]


def test_each_recipient_gets_the_briefs_asked_for_in_one_message(world):
    world.people[1]["countries"] = "KIR"
    world.people[2]["countries"] = "all"
    world.write_recipients()
    plan, *_ = world.plan()
    assert [[file.iso3 for file in message.files] for message in plan.messages] == [
        ["FJI", "KIR"],
        ["KIR"],
        ["FJI", "KIR"],
    ]


def test_the_page_says_who_gets_what_and_how_to_send_it(world):
    _, path, page = world.plan()
    text = page.read_text()
    assert "## Row 2: Person 0 <person0@donor.example>" in text
    assert "FJI: the first brief" in text and f"tipbrief deliver send {path} --confirm" in text


def test_the_plan_itself_holds_no_address(world):
    _, path, _ = world.plan()
    assert "@donor.example" not in path.read_text()


def test_plan_and_page_are_their_owners(world):
    _, *paths = world.plan()
    assert {path.stat().st_mode & 0o777 for path in paths} == {0o600}


def test_suppressed_and_inactive_recipients_are_withheld_with_the_reason(world):
    Suppressions(world.private).add("Person0@Donor.example", "unsubscribed")
    world.people[1]["active"] = "no"
    world.write_recipients()
    plan, _, page = world.plan()
    assert [message.row for message in plan.messages] == [4]
    assert [held.because for held in plan.withheld] == ["on the suppression list"] * 2 + [
        "not active in recipients.csv"
    ] * 2
    assert "Row 2 (recipient" in page.read_text()


def test_a_country_without_a_brief_in_the_language_is_told(world):
    world.people[0]["language"] = "ru"
    world.write_recipients()
    plan, *_ = world.plan()
    assert plan.left_out[0] == "Row 2, FJI: the release has no brief of it in the language ru."


def test_what_a_recipient_holds_is_not_planned_again(world):
    release = world.release()
    world.send(world.plan(release)[1])
    plan, *_ = world.plan(release)
    assert plan.size == 0 and "already has these bytes" in plan.left_out[0]


def test_figures_changed_since_the_last_brief_are_listed(world):
    world.send(world.plan()[1])
    plan, _, page = world.plan(world.release(SECOND, previous="2026-01-05-1", changes=CHANGES))
    assert plan.messages[0].news[0].told == "FJI: replaces the brief of 2026-01-05-1; 1 figures changed."
    assert "2024: 12 before, 14 now" in page.read_text()


def test_figures_changed_twice_are_told_from_the_brief_that_is_held(world):
    world.send(world.plan()[1])
    world.release(SECOND, previous="2026-01-05-1", changes=CHANGES)
    later = [("FJI", "investigations|trafficking|||||government|", "2024", "changed", "14", "15")]
    plan, *_ = world.plan(world.release("2026-03-05-1", previous=SECOND, changes=later))
    assert plan.messages[0].news[0].changed[0][2:] == ("12", "15")


def test_a_release_with_a_changed_byte_is_refused(world):
    release = world.release()
    (release.folder / "briefs/KIR-en.pdf").write_bytes(b"%PDF broken")
    with pytest.raises(TipbriefError, match=r"KIR-en\.pdf is not the file that SHA256SUMS"):
        world.plan(release)


def test_large_files_go_as_links_where_there_are_any(world):
    world.set(delivery={"links": "https://briefs.example.org/"}, largest=0.001)
    plan, *_ = world.plan(world.release(size=2000))
    assert {message.form for message in plan.messages} == {"link"}


def test_large_files_without_links_are_refused(world):
    world.set(largest=0.001)
    with pytest.raises(TipbriefError, match="There are no links"):
        world.plan(world.release(size=2000))


def test_a_plan_that_was_changed_is_refused(world):
    _, path, _ = world.plan()
    values = json.loads(path.read_text())
    values["messages"].pop()
    path.write_text(json.dumps(values))
    with pytest.raises(TipbriefError, match="was changed since it was made"):
        read_plan(path)


def test_a_plan_reads_as_it_was_written(world):
    plan, path, _ = world.plan()
    assert read_plan(path) == plan
