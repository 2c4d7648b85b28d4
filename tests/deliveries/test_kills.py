"""A sender that is killed at any step: nobody gets a message twice, nobody is missed, what is unknown is in doubt."""

from collections import Counter
from itertools import cycle

import pytest
from delivering import COUNTRIES, Remembering, World, server
from killing import STEPS, send_killed

PEOPLE = 200
# What the killed message is found to be: not sent before and sent by the rerun, or in doubt.
SENT_BY_RERUN = [
    ("register", "before"), ("register", "after"), ("recover", "before"), ("recover", "after"), ("compose", "before"),
    ("compose", "after"), ("claim", "before"), ("claim", "after"), ("begin", "before"), ("settle", "after"),
]  # fmt: skip
IN_DOUBT = [("begin", "after"), ("send", "before"), ("smtp", "before"), ("smtp", "after"), ("answer", "before"),
            ("send", "after"), ("settle", "before")]  # fmt: skip


def in_doubt(world):
    """Addresses with a message in doubt, from the ledger."""
    query = "SELECT DISTINCT address FROM deliveries JOIN people ON people.id = recipient WHERE state = 'in doubt'"
    return {address for (address,) in world.query(query)}


def hold(world, received):
    """Hold what the server received against the ledger."""
    everybody = {person["address"] for person in world.people}
    times = Counter(to for to, _ in received)
    assert set(times) <= everybody and set(times.values()) <= {1}, "somebody got it twice"
    assert everybody - set(times) <= in_doubt(world), "somebody is missing"
    assert all(len(files) == len(COUNTRIES) for _, files in received)


def at_work(world, handler, path, step, when, call):
    """Kill a sender, run it again to its end; the states of all rows."""
    assert send_killed(world, path, step, when, call)
    counts = world.send(path)
    hold(world, handler.received)
    return counts


def against_a_server(tmp_path, step, when, call):
    handler = Remembering()
    with server(handler) as there:
        world = World(tmp_path, people=4, **there)
        return at_work(world, handler, world.plan()[1], step, when, call)


@pytest.mark.parametrize(("step", "when"), SENT_BY_RERUN)
def test_killed_where_nothing_is_unknown_everybody_has_it_once(tmp_path, step, when):
    assert against_a_server(tmp_path, step, when, 1) == {"accepted": 8}


@pytest.mark.parametrize(("step", "when"), IN_DOUBT)
def test_killed_where_the_answer_is_unknown_one_message_is_in_doubt(tmp_path, step, when):
    call = 3 if step in ("smtp", "answer") else 1
    assert against_a_server(tmp_path, step, when, call) == {"in doubt": 2, "accepted": 6}


@pytest.mark.parametrize("step", ["smtp", "outbox"])
def test_a_send_of_200_messages_that_is_killed_at_every_step_in_turn(tmp_path, step):
    handler = Remembering()
    with server(handler) as there:
        world = World(tmp_path, people=PEOPLE, **(there if step == "smtp" else {}))
        _, path, _ = world.plan()
        unlike = {"outbox", "register"} if step == "smtp" else {"smtp", "answer", "send", "register"}
        turns = cycle([(name, when) for name in STEPS if name not in unlike for when in ("before", "after")])
        kills = 0
        for call, (name, when) in zip(cycle(range(3, 9)), turns, strict=False):
            if not send_killed(world, path, name, when, 1 if name == "recover" else call):
                if name != "recover":
                    break
            else:
                kills += 1
        counts = world.send(path)
    hold(world, handler.received if step == "smtp" else world.outbox())
    assert kills >= 30 and counts["accepted"] + counts["in doubt"] == PEOPLE * len(COUNTRIES) == sum(counts.values())
