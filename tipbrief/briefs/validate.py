"""Whether a finished brief keeps PDF/A-3a and PDF/UA-1: each is checked before anybody may see it.

The package that checks is young and works with threads. So each check runs in a child process of its own: a
process that used threads could not be forked again, and a crash there is a sentence here. That costs 10 ms.
"""

from __future__ import annotations

import multiprocessing
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
    broken = _in_a_child(data)
    if broken:
        more = f"; and {len(broken) - TOLD} more" if len(broken) > TOLD else ""
        raise Unfit("; ".join(broken[:TOLD]) + more)


def load_validator() -> None:
    """Import the package that checks; before a fork, so that processes share it."""
    import_module("page")


def validator_version() -> str:
    """The version of the package that checks, without importing it."""
    return version("page-validation")


def _in_a_child(data: bytes) -> list[str]:
    load_validator()
    context = multiprocessing.get_context("fork")
    answer, tell = context.Pipe(duplex=False)
    child = context.Process(target=_judge, args=(data, tell))
    child.start()
    tell.close()
    try:
        if not answer.poll(PATIENCE):
            return [f"nothing that is known: the check did not end within {PATIENCE:.0f} seconds"]
        return answer.recv()
    except EOFError:
        return ["nothing that is known: the package that checks it stopped"]
    finally:
        child.kill()
        child.join()
        answer.close()


def _judge(data: bytes, tell: Connection) -> None:
    tell.send(broken_rules(data))


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
