"""Sending a plan: each answer of a server, checks at the last moment, counts, decisions."""

import time

import pytest
from delivering import NAME, Remembering, server

from tipbrief.deliveries.counts import status
from tipbrief.deliveries.ledger import open_ledger
from tipbrief.deliveries.register import decide
from tipbrief.deliveries.send import send_test
from tipbrief.errors import TipbriefError
from tipbrief.recipients.suppression import Suppressions


@pytest.fixture
def naps(monkeypatch):
    """Seconds that were slept, without sleeping them."""
    slept = []
    monkeypatch.setattr(time, "sleep", slept.append)
    return slept


def states(world):
    return dict(world.query("SELECT state, COUNT(*) FROM deliveries GROUP BY state"))


def test_without_a_server_every_message_is_in_the_outbox_once(world):
    _, path, _ = world.plan()
    assert world.send(path) == {"accepted": 6}
    assert world.send(path) == {"accepted": 6}
    assert sorted(to for to, _ in world.outbox()) == [person["address"] for person in world.people]
    assert {len(files) for _, files in world.outbox()} == {2}


def test_the_counts_stand_before_and_after(world):
    world.send(world.plan()[1])
    assert world.said[0].startswith(
        "Before: planned 6 = accepted 0 + in doubt 0 + deferred 0 + refused 0 + withheld 0 + not"
    )
    assert world.said[-1] == "After: planned 6 = accepted 6 + in doubt 0 + deferred 0 + refused 0 + withheld 0."


def test_each_answer_has_its_state_with_code_and_text(world):
    with server(Remembering(["550 no such user", "451 later"])) as there:
        world.set(**there, per_minute=1_000_000, attempts=1)
        assert world.send(world.plan()[1]) == {"refused": 2, "deferred": 2, "accepted": 2}
    assert world.query("SELECT DISTINCT code, text FROM deliveries WHERE state = 'refused'") == [(550, "no such user")]


def test_deferred_messages_are_tried_again_after_longer_waits(world, naps):
    handler = Remembering(["451 later"] * 5)
    with server(handler) as there:
        world.set(**there, per_minute=1_000_000, attempts=3)
        assert world.send(world.plan()[1]) == {"accepted": 6}
    assert [nap for nap in naps if nap > 1] == [60.0, 120.0] and len(handler.received) == 3


def test_what_stays_deferred_is_sent_by_the_next_run(world):
    handler = Remembering(["451 later"])
    with server(handler) as there:
        world.set(**there, per_minute=1_000_000, attempts=1)
        _, path, _ = world.plan()
        assert world.send(path) == {"deferred": 2, "accepted": 4}
        assert world.send(path) == {"accepted": 6}
    assert len(handler.received) == 3


def test_a_later_plan_takes_up_what_was_deferred_and_the_earlier_one_sends_it_no_more(world):
    release, handler = world.release(), Remembering(["451 later"])
    with server(handler) as there:
        world.set(**there, per_minute=1_000_000, attempts=1)
        _, first, _ = world.plan(release)
        world.send(first)
        world.people.append(world.person(9))
        world.write_recipients()
        assert world.send(world.plan(release)[1]) == {"accepted": 4}
        assert world.send(first) == {"accepted": 6}
    assert len(handler.received) == 4


def test_messages_keep_the_rate(world, naps):
    world.set(per_minute=30, attempts=1)
    world.send(world.plan()[1])
    assert len(naps) == 2 and 1 < naps[0] <= 2 and naps[1] <= 4


def test_who_was_suppressed_or_removed_after_the_plan_gets_nothing(world):
    _, path, _ = world.plan()
    Suppressions(world.private).add("person0@donor.example", "unsubscribed")
    world.people.pop()
    world.write_recipients()
    assert world.send(path) == {"withheld": 4, "accepted": 2}
    assert [to for to, _ in world.outbox()] == ["person1@donor.example"]


def test_a_release_that_changed_after_the_plan_is_not_sent(world):
    release = world.release()
    _, path, _ = world.plan(release)
    (release.folder / "briefs/FJI-en.pdf").write_bytes(b"%PDF")
    with pytest.raises(TipbriefError, match="nothing of 2026-01-05-1 is sent"):
        world.send(path)
    assert not world.outbox()


def test_a_message_in_doubt_is_not_sent_again_until_it_is_decided(world, monkeypatch):
    _, path, _ = world.plan()
    doubtful(world, path, monkeypatch)
    assert world.send(path) == {"in doubt": 2, "accepted": 4}
    with open_ledger(world.private) as ledger:
        (row,) = {line.split()[4] for line in status(ledger, NAME) if line.startswith("In doubt")}
        assert decide(ledger, "message = ?", row, resend=True) == 2
    assert world.send(path) == {"accepted": 6}


def doubtful(world, path, monkeypatch):
    """Send a plan; its first message gets no answer."""
    from tipbrief.mail.answers import Answer
    from tipbrief.mail.server import Outbox

    send, seen = Outbox.send, []

    def lost(self, message, recipient):
        seen.append(recipient)
        return Answer("in_doubt", 0, "no answer") if len(seen) == 1 else send(self, message, recipient)

    monkeypatch.setattr(Outbox, "send", lost)
    assert world.send(path) == {"in doubt": 2, "accepted": 4}


def test_what_is_given_up_stays_in_doubt_and_is_listed_no_more(world, monkeypatch):
    _, path, _ = world.plan()
    doubtful(world, path, monkeypatch)
    with open_ledger(world.private) as ledger:
        (name,) = world.query("SELECT DISTINCT message FROM deliveries WHERE state = 'in doubt'")
        decide(ledger, "message = ?", name[0], resend=False)
        assert [line for line in status(ledger, None) if line.startswith("In doubt")] == []
    assert world.send(path) == {"in doubt": 2, "accepted": 4}


def test_a_decision_about_nothing_is_refused(world):
    world.send(world.plan()[1])
    with open_ledger(world.private) as ledger, pytest.raises(TipbriefError, match="waits for a decision"):
        decide(ledger, "message = ?", "nobody@example.org", resend=True)


def test_the_test_mail_goes_to_the_operator_and_is_not_recorded(world):
    _, path, _ = world.plan()
    handler = Remembering()
    with server(handler) as there:
        world.set(**there)
        told = send_test(world.operations, path, "operator@example.org", 3)
    assert [to for to, _ in handler.received] == ["operator@example.org"] and "row 3: accepted" in told
    assert world.query("SELECT COUNT(*) FROM deliveries") == [(0,)]


def test_an_answer_that_names_the_address_is_kept_without_it(world):
    with server(Remembering(["550 <person0@donor.example> is unknown"])) as there:
        world.set(**there, per_minute=1_000_000, attempts=1)
        world.send(world.plan()[1])
    kept = world.query("SELECT text FROM deliveries UNION SELECT text FROM history")
    assert "donor" not in f"{kept}{world.said}" and ("(address) is unknown",) in kept
