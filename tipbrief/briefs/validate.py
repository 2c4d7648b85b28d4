"""Whether a finished brief keeps PDF/A-3a and PDF/UA-1: each is checked before anybody may see it.

The package that checks is young and works with threads. So it works in a child process: a process that used threads
could not be forked again, and a crash there is a sentence here. One child serves all briefs of its process, since
forking a process that has rendered costs 0.1 s each time.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version
from typing import Callable

from tipbrief.briefs.child import Child, Stopped

STANDARDS = {"PDF_A_3A": "PDF/A-3a", "PDF_UA_1": "PDF/UA-1"}
TOLD = 3  # rules named in the sentence
PATIENCE = 60.0  # seconds: a hundred times what a brief takes


class Unfit(ValueError):
    """A brief that breaks a standard: which rules, and where."""


def check(data: bytes, meanwhile: Callable[[], object] = lambda: None) -> None:
    """Raise Unfit unless the PDF keeps both standards; `meanwhile` is called while the child process looks."""
    judge = start_judge()
    judge.ask(data)
    try:
        meanwhile()
    finally:
        broken = _answered(judge)
    if broken:
        more = f"; and {len(broken) - TOLD} more" if len(broken) > TOLD else ""
        raise Unfit("; ".join(broken[:TOLD]) + more)


def load_validator() -> None:
    """Import the package that checks; before a fork, so that processes share it."""
    import_module("page")


def validator_version() -> str:
    """The version of the package that checks, without importing it."""
    return version("page-validation")


_judge: Child | None = None


def start_judge() -> Child:
    """The child process that checks for this one, started where it has none: early is cheap."""
    global _judge
    if _judge is None or not _judge.is_ours:
        _judge = Child(broken_rules, load_validator)
    return _judge


def _answered(judge: Child) -> list[str]:
    """The rules that the PDF breaks; a child that gives no answer is ended, and the next brief gets another."""
    global _judge
    try:
        found: list[str] = judge.answer(PATIENCE)
        return found
    except Stopped as fault:
        _judge = None
        return [f"nothing that is known: the package that checks it {fault}"]


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
