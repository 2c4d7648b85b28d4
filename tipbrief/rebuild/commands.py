"""The commands of part Schedule: `tipbrief rebuild`, what a timer runs, and `tipbrief doctor`."""

from __future__ import annotations

import json
import os
import signal
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import click

from tipbrief.errors import TipbriefError
from tipbrief.operations import Operations, read_operations
from tipbrief.rebuild.fetch import now
from tipbrief.rebuild.memory import Memory
from tipbrief.rebuild.report import RUNNING, begin, finish, read_status, tell, tell_owner, text
from tipbrief.rebuild.run import BUSY, REAL, Busy, Ended, Parts, Run, alone, perform
from tipbrief.settings import CONFIG, ROOT, Settings, check_settings, read_yaml

GIVEN = ("corpus", "work", "reports", "countries", "languages")  # what `make briefs` takes
RECENT = timedelta(minutes=10)


@click.command()
@click.option("--accept", multiple=True, metavar="DOC", help="Take the address's bytes for a source that was held.")
@click.option("--after-failure", is_flag=True, help="Only tell the owner of a run that ended without its report.")
@click.option("--settings", default="{}", metavar="JSON", help="Folders, countries and languages of this run.")
def rebuild(accept: tuple[str, ...], after_failure: bool, settings: str) -> None:
    """Fetch the sources, build the briefs, release them if anything changed, and report to the owner.

    Exit status: 0 done, also where a release waits for a name or nothing changed; 1 something is to be mended, as the
    report says, and the rest was done; 2 the run could not begin; 75 another run is at it.
    """
    os.chdir(ROOT)  # a timer starts anywhere, and the folders of the configuration are the checkout's
    operations = read_operations()
    try:
        with alone(operations.private):
            # What ends the run (systemctl stop, a shutdown) still lets it write its report.
            signal.signal(signal.SIGTERM, _stop)
            status = report_lost(operations) if after_failure else work(operations, settings, frozenset(accept), REAL)
    except Busy as busy:
        click.echo(f"tipbrief: {busy}", err=True)
        sys.exit(BUSY)
    sys.exit(status)


def _stop(number: int, frame: Any) -> None:
    raise Ended("The run was told to end (SIGTERM); the next one goes on from there.")


def work(operations: Operations, given: str, accept: frozenset[str], parts: Parts) -> int:
    """One run from its first status to its last; the exit status."""
    run = Run(started=now())
    before = begin(operations.private, run.started)
    if before.get("state") == RUNNING:
        run.notes.append(
            f"The run of {before.get('started')} was ended before its report; this one went on from there."
        )
    try:
        perform(run, settings_of(given), operations, accept, parts)
    except (TipbriefError, Ended) as error:
        run.failures.append(str(error))
    status = finish(operations.private, run, before)
    if failed := tell(operations, status):
        run.failures.append(failed)
        status = finish(operations.private, run, before)
    else:
        Memory(operations.private).forget_changes(run.told)
    click.echo(text(status), nl=False)
    return 0 if run.good else 1


def settings_of(given: str) -> Settings:
    """The settings of config/config.yaml with those of the command line over them."""
    values = json.loads(given)
    if unknown := sorted(set(values) - set(GIVEN)):
        raise TipbriefError(
            f"--settings: {', '.join(unknown)} belongs into config/config.yaml; here go {', '.join(GIVEN)}."
        )
    return check_settings(read_yaml(CONFIG / "config.yaml") | values)


def report_lost(operations: Operations, at: datetime | None = None) -> int:
    """Tell the owner that a run has just ended without its report; nothing where it did report."""
    status = read_status(operations.private)
    if status.get("state") == RUNNING:
        what = f"The run of {status['started']} was ended before its report"
    elif has_just_reported(status, at or datetime.now(UTC)):
        click.echo(f"The run of {status['started']} has reported; nothing to tell.")
        return 0
    else:
        what = "A run could not begin: its setup failed, or its settings were refused"
    words = (
        f"{what}.\nThe last good run was {status.get('last_good') or 'never'}.\n"
        "On the machine, run `tipbrief doctor`; journalctl -u tipbrief, or cron's mail, says more.\n"
    )
    failed = tell_owner(operations, "Tipbrief: a run ended without its report", words)
    click.echo(words + (f"{failed}\n" if failed else ""), err=True)
    return 1 if failed else 0


def has_just_reported(status: dict[str, Any], at: datetime) -> bool:
    """Whether the report in the status is that of the run that a timer has just seen fail."""
    return bool(status.get("ended")) and at - datetime.fromisoformat(status["ended"]) < RECENT


@click.command()
@click.option("--settings", default="{}", metavar="JSON", help="Folders of the run to look at.")
def doctor(settings: str) -> None:
    """Say what on this machine would stop a scheduled run, and how to mend it. Exit status 1 if anything would."""
    from tipbrief.rebuild.doctor import STOPS, examine

    os.chdir(ROOT)
    found = examine(settings)
    for finding in found:
        click.echo(finding.line())
    if any(finding.state == STOPS for finding in found):
        sys.exit(1)
