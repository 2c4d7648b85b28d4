"""A process beside this one, for a library that must not share it: what is asked of it goes through a pipe.

Start it before much is loaded: forking a process that has rendered costs 0.1 s. It works while the one that asked
does, and ends with it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any, Callable


class Stopped(Exception):
    """A child process that gave no answer, and why."""


class Child:
    """A process that has called `prepare` and then answers each question by `work`, one after the other."""

    def __init__(self, work: Callable[[Any], Any], prepare: Callable[[], object]) -> None:
        context = multiprocessing.get_context("fork")
        self._owner = os.getpid()
        self._way, other = context.Pipe()
        self._process = context.Process(target=_serve, args=(self._way, other, work, prepare), daemon=True)
        self._process.start()
        other.close()

    @property
    def is_ours(self) -> bool:
        """Whether this process started it: one that was forked later has to start its own."""
        return self._owner == os.getpid()

    def ask(self, question: Any) -> None:
        """Send a question; `answer` tells whether it arrived."""
        with suppress(OSError):
            self._way.send(question)

    def answer(self, patience: float) -> Any:
        """What `work` gave for the question; Stopped, and the process is ended, where it gave nothing."""
        try:
            found, fault = self._way.recv() if self._way.poll(patience) else (None, f"did not end in {patience:.0f} s")
        except (EOFError, OSError):
            found, fault = None, "stopped"
        if fault:
            self._process.kill()
            self._process.join()
            self._way.close()
            raise Stopped(fault)
        return found


def _serve(theirs: Connection, ours: Connection, work: Callable[[Any], Any], prepare: Callable[[], object]) -> None:
    """Answer until the other end is closed, which its process does by ending."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # the parent's handler is the parent's
    theirs.close()
    prepare()
    while True:
        try:
            question = ours.recv()
        except EOFError:
            return
        try:
            answer = work(question), ""
        except Exception as error:
            answer = None, f"stopped ({type(error).__name__}: {error})"
        ours.send(answer)
