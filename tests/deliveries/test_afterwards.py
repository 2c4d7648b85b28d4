"""What comes after a delivery: bounces, unsubscriptions, recalls, and the commands."""

import pytest
from click.testing import CliRunner

from tipbrief.__main__ import cli
from tipbrief.deliveries import bounces
from tipbrief.deliveries.counts import OF_PLAN, equation
from tipbrief.deliveries.ledger import open_ledger
from tipbrief.deliveries.recall import plan_recall
from tipbrief.errors import TipbriefError
from tipbrief.mail.bounces import Notification
from tipbrief.recipients.suppression import Suppressions


@pytest.fixture
def sent(world):
    """A plan that was sent."""
    plan, path, _ = world.plan()
    world.send(path)
    return plan


def told(world, monkeypatch, plan, action, status="5.1.1", number=0):
    """Take in one notification about a message."""
    notification = Notification(f"<{plan.messages[number].id}>", "person0@donor.example", action, status, "unknown")
    monkeypatch.setattr(bounces, "read_notifications", lambda _mailbox: [notification])
    return dict(bounces.take_in(world.operations, world.folder))


def sum_of(world, plan):
    with open_ledger(world.private) as ledger:
        return equation(ledger.counts(OF_PLAN, (plan.id,)))


def test_a_bounce_moves_the_message_out_of_accepted_and_suppresses_the_address(world, sent, monkeypatch):
    assert told(world, monkeypatch, sent, "failed") == {"bounced": 1}
    assert sum_of(world, sent).startswith("planned 6 = accepted 4 +") and sum_of(world, sent).endswith("bounced 2")
    assert Suppressions(world.private).holds("person0@donor.example")
    assert told(world, monkeypatch, sent, "failed") == {"known already": 1}


def test_a_full_mailbox_bounces_but_the_address_stays(world, sent, monkeypatch):
    assert told(world, monkeypatch, sent, "failed", "5.2.2") == {"bounced": 1}
    assert not Suppressions(world.private).holds("person0@donor.example")


def test_a_delay_changes_nothing(world, sent, monkeypatch):
    assert told(world, monkeypatch, sent, "delayed", "4.4.1") == {"only told (delayed)": 1}
    assert "accepted 6" in sum_of(world, sent)


def test_an_unsubscription_ends_the_delivery(world, sent, monkeypatch):
    assert told(world, monkeypatch, sent, "unsubscribed", "") == {"unsubscribed": 1}
    assert "accepted 4" in sum_of(world, sent) and Suppressions(world.private).holds("person0@donor.example")


def test_a_notification_about_another_message_is_left(world, sent, monkeypatch):
    foreign = Notification("<other@example.org>", "", "failed", "5.1.1", "")
    monkeypatch.setattr(bounces, "read_notifications", lambda _mailbox: [foreign])
    assert dict(bounces.take_in(world.operations, world.folder)) == {"not ours": 1}


def test_a_message_that_tells_nothing_is_named(world, sent, monkeypatch):
    note = Notification("", "", "skipped", "", "7.eml: it is no notification")
    monkeypatch.setattr(bounces, "read_notifications", lambda _mailbox: [note])
    assert dict(bounces.take_in(world.operations, world.folder)) == {"skipped (7.eml: it is no notification)": 1}


def test_a_recall_goes_once_to_those_who_hold_the_files_and_to_nobody_else(world):
    release = world.release()
    *shared, last = world.people
    world.people = shared
    world.write_recipients()
    world.send(world.plan(release)[1])
    world.people = [*shared, last]
    world.write_recipients()
    plan, path, _ = plan_recall(world.operations, release, "A figure was wrong.")
    assert [message.row for message in plan.messages] == [2, 3]
    assert world.send(path) == {"accepted": 4}
    assert plan_recall(world.operations, release, "Again.")[0].size == 0
    assert len(world.outbox()) == 4 and sum(not files for _, files in world.outbox()) == 2


def test_a_recalled_release_is_planned_no_more(world, sent):
    release = sent_release(world)
    world.send(plan_recall(world.operations, release, "A figure was wrong.")[1])
    with pytest.raises(TipbriefError, match="was recalled"):
        world.plan(release)


def sent_release(world):
    from tipbrief.releases import read_release

    return read_release(world.reports / "releases" / "2026-01-05-1")


def test_who_unsubscribed_gets_no_notice_and_is_listed(world, sent):
    Suppressions(world.private).add("person1@donor.example", "unsubscribed")
    plan, _, page = plan_recall(world.operations, sent_release(world), "A figure was wrong.")
    assert [held.row for held in plan.withheld] == [3, 3] and "on the suppression list" in page.read_text()


def run(world, *words):
    return CliRunner().invoke(cli, [*words[:2], "--operations", str(world.settings), *words[2:]], catch_exceptions=True)


def test_the_commands_lead_from_a_plan_to_its_account(world):
    release = str(world.release().folder)
    planned = run(world, "deliver", "plan", release)
    assert planned.output.startswith("3 messages, 0 files withheld.")
    path = next((world.private / "plans").glob("*.json"))
    assert "add --confirm" in str(run(world, "deliver", "send", str(path)).exception)
    assert run(world, "deliver", "send", "--confirm", str(path)).exit_code == 0
    assert "2026-01-05-1, release: planned 6 = accepted 6" in run(world, "deliver", "status").output
    copy = world.folder / "copy.sqlite"
    assert run(world, "deliver", "backup", str(copy)).exit_code == 0 and copy.is_file()


def test_recall_is_planned_first_and_sent_when_it_is_confirmed(world, sent):
    words = [
        "recall",
        "--operations",
        str(world.settings),
        "--reason",
        "A figure was wrong.",
        str(sent_release(world).folder),
    ]
    assert "then send them" in CliRunner().invoke(cli, words).output
    assert "accepted 6" in CliRunner().invoke(cli, [*words, "--confirm"]).output
    assert "0 notices" in CliRunner().invoke(cli, words).output


def test_nothing_that_a_command_says_holds_an_address(world):
    release = str(world.release().folder)
    said = run(world, "deliver", "plan", release).output
    path = next((world.private / "plans").glob("*.json"))
    said += run(world, "deliver", "send", "--confirm", str(path)).output + run(world, "deliver", "status").output
    assert "donor" not in said and "Person" not in said
