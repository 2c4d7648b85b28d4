"""Whether a finished brief keeps PDF/A-3a and PDF/UA-1: each is checked before anybody may see it.

The package that checks is young and works with threads. So it works in a child process: a process that used threads
could not be forked again, and a crash there is a sentence here. One child serves all briefs of its process, since
forking a process that has rendered costs 0.1 s each time.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from importlib import import_module
from importlib.metadata import version
from multiprocessing.connection import Connection

STANDARDS = {"PDF_A_3A": "PDF/A-3a", "PDF_UA_1": "PDF/UA-1"}
TOLD = 3  # rules named in the sentence
PATIENCE = 60.0  # seconds: a hundred times what a brief takes


class Unfit(ValueError):
    """A brief that breaks a standard: which rules, and where."""


def check(data: bytes) -> None:
    """Raise Unfit unless the PDF keeps both standards."""
    broken = _ask(data)
    if broken:
        more = f"; and {len(broken) - TOLD} more" if len(broken) > TOLD else ""
        raise Unfit("; ".join(broken[:TOLD]) + more)


def load_validator() -> None:
    """Import the package that checks; before a fork, so that processes share it."""
    import_module("page")


def validator_version() -> str:
    """The version of the package that checks, without importing it."""
    return version("page-validation")


class _Judge:
    """The child process, and the way to it."""

    def __init__(self) -> None:
        load_validator()
        context = multiprocessing.get_context("fork")
        self.owner = os.getpid()
        self.way, other = context.Pipe()
        self.child = context.Process(target=_serve, args=(self.way, other), daemon=True)
        self.child.start()
        other.close()

    def end(self) -> None:
        self.child.kill()
        self.child.join()
        self.way.close()


_judge: _Judge | None = None


def _ask(data: bytes) -> list[str]:
    """The rules that the PDF breaks; a child that fails is ended, and the next brief gets another."""
    global _judge
    if _judge is None or _judge.owner != os.getpid():
        _judge = _Judge()
    try:
        _judge.way.send_bytes(data)
        if _judge.way.poll(PATIENCE):
            return _judge.way.recv()
        failed = f"nothing that is known: the check did not end within {PATIENCE:.0f} seconds"
    except (EOFError, OSError):
        failed = "nothing that is known: the package that checks it stopped"
    _judge.end()
    _judge = None
    return [failed]


def _serve(theirs: Connection, ours: Connection) -> None:
    """Answer until the other end is closed, which its process does by ending."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # the parent's handler is the parent's
    theirs.close()
    while True:
        try:
            data = ours.recv_bytes()
        except EOFError:
            return
        ours.send(broken_rules(data))


def broken_rules(data: bytes) -> list[str]:
    """A sentence's part for each rule that the PDF breaks, with its place; in a process that will not fork."""
    from page import ValidationProfile, validate_pdf_bytes

    return [
        f"{standard}, rule {failure.rule_id}{_place(failure.object_id)}: {failure.message}"
        for profile, standard in STANDARDS.items()
        for failure in validate_pdf_bytes(data, profile=ValidationProfile[profile]).failures
    ]


def _place(identifier: object) -> str:
    number = getattr(identifier, "object_number", None)
    return f" (object {number})" if number is not None else ""
