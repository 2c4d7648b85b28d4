"""What the owner learns of a run: {private}/status.json, whole or not there, and a mail with the same in words.

While a run works its status is `running`. One that still says so when nobody holds the lock was killed.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tipbrief import __version__
from tipbrief.errors import TipbriefError
from tipbrief.mail.owner import tell_owner as mail_owner
from tipbrief.operations import Operations
from tipbrief.private import write_private
from tipbrief.rebuild.fetch import now
from tipbrief.rebuild.memory import as_json
from tipbrief.rebuild.run import Run

STATUS = "status.json"
RUNNING, GOOD, TO_MEND = "running", "good", "to mend"
MOST_FIGURES = 40  # of one document, in the mail; status.json has them all


def read_status(private: Path) -> dict[str, Any]:
    """The status that the last run wrote; empty before the first, or where the file is damaged."""
    try:
        status = json.loads((private / STATUS).read_bytes())
    except (OSError, ValueError):
        return {}
    return status if isinstance(status, dict) else {}


def begin(private: Path, started: str) -> dict[str, Any]:
    """Write that a run began; the status of the run before."""
    before = read_status(private)
    values = {"state": RUNNING, "started": started, "last_good": before.get("last_good")}
    write_private(private / STATUS, as_json(values))
    return before


def finish(private: Path, run: Run, before: dict[str, Any]) -> dict[str, Any]:
    """Write how the run ended; the status."""
    ended = now()
    status = {
        "state": GOOD if run.good else TO_MEND,
        "started": run.started,
        "ended": ended,
        "last_good": ended if run.good else before.get("last_good"),
        "version": __version__,
        "fetched": [asdict(one) for one in run.fetched],
        "changed": run.changed,
        "built": run.built,
        "release": run.release or None,
        "waiting": run.waiting,
        "failures": run.failures,
        "notes": run.notes,
    }
    write_private(private / STATUS, as_json(status))
    return status


def subject(status: dict[str, Any]) -> str:
    """One line on a run.

    >>> subject({"state": "good", "release": "2031-05-06-1", "waiting": [], "failures": []})
    'Tipbrief: release 2031-05-06-1 was made'
    """
    if failures := status["failures"]:
        return f"Tipbrief: {len(failures)} to mend" + (f"; release {status['release']}" if status["release"] else "")
    if status["release"]:
        return f"Tipbrief: release {status['release']} was made"
    return "Tipbrief: a release waits for you" if status["waiting"] else "Tipbrief: nothing changed"


def text(status: dict[str, Any]) -> str:
    """The run in words: what ran, what changed, what failed and why, when the last good run was."""
    outcomes = Counter(one["outcome"] for one in status["fetched"])
    fetched = (
        ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items())) or "no source has an address"
    )
    lines = [
        f"Run       {status['started']} to {status['ended']}",
        f"Sources   {fetched}",
        f"Briefs    {'all built' if status['built'] else 'not everything could be built; what could be is there'}",
        f"Release   {status['release'] or ('waiting for a name' if status['waiting'] else 'none')}",
        f"Last good {status['last_good'] or 'never'}",
    ]
    lines += _part("To mend", status["failures"])
    if status["waiting"]:
        lines += _part("The release waits, because", status["waiting"])
        lines += ["", "Look at the briefs, then run: tipbrief release --approve NAME"]
    for doc, told in status["changed"].items():
        lines += _part(doc, told[: MOST_FIGURES + 1])
        lines += [f"- and {len(told) - MOST_FIGURES - 1} more: {STATUS}"] if len(told) > MOST_FIGURES + 1 else []
    return "\n".join([*lines, *_part("Also", status["notes"])]) + "\n"


def _part(title: str, sentences: list[str]) -> list[str]:
    return ["", f"{title}:", *(f"- {sentence}" for sentence in sentences)] if sentences else []


def tell(operations: Operations, status: dict[str, Any]) -> str:
    """Mail the report to the owner, if there is one; why it could not be, or empty."""
    return tell_owner(operations, subject(status), text(status))


def tell_owner(operations: Operations, title: str, words: str) -> str:
    """Mail some words to the owner, if there is one; why they could not be sent, or empty."""
    if operations.owner is None:
        return ""
    try:
        mail_owner(operations, title, words)
    except (TipbriefError, OSError) as error:
        return f"The owner could not be told by mail: {error}"
    return ""
