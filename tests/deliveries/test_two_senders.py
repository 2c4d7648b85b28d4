"""Two senders at once: one sends, the other says so; and even without the lock only one claims a message."""

import os
import threading
from collections import Counter

import pytest
from delivering import Remembering, World, server

from tipbrief.deliveries import send
from tipbrief.deliveries.ledger import open_ledger
from tipbrief.deliveries.plans import read_plan
from tipbrief.deliveries.register import register
from tipbrief.errors import TipbriefError


def test_the_second_sender_is_told_to_wait(world):
    _, path, _ = world.plan()
    with send.alone_sending(world.private), pytest.raises(TipbriefError, match="Another process is sending"):
        world.send(path)
    assert world.send(path) == {"accepted": 6}


def test_only_one_of_eight_claims_a_message(world):
    _, path, _ = world.plan()
    plan, won = read_plan(path), []
    with open_ledger(world.private) as ledger:
        register(ledger, plan, {})
    start = threading.Barrier(8)

    def claim():
        with open_ledger(world.private) as own:
            start.wait()
            won.extend(message.id for message in plan.messages if own.claim(message.id))

    threads = [threading.Thread(target=claim) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == sorted(message.id for message in plan.messages)


def test_two_processes_that_send_one_plan_send_each_message_once(tmp_path):
    handler = Remembering()
    with server(handler) as there:
        world = World(tmp_path, people=20, **there)
        _, path, _ = world.plan()
        children = [begin(world, path) for _ in range(2)]
        ends = sorted(os.WEXITSTATUS(os.waitpid(child, 0)[1]) for child in children)
        world.send(path)
    assert ends in ([0, 0], [0, 2])  # one after the other, or the second was told to wait
    assert set(Counter(to for to, _ in handler.received).values()) == {1} and len(handler.received) == 20


def begin(world, path):
    """A sender in a process of its own: 0 where it sent, 2 where it was told to wait."""
    child = os.fork()
    if child == 0:
        try:
            world.send(path)
        except TipbriefError:
            os._exit(2)
        except BaseException:
            os._exit(1)
        os._exit(0)
    return child
