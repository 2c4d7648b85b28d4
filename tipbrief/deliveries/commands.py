"""`tipbrief deliver` and `tipbrief recall`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tipbrief.deliveries import backup as backups
from tipbrief.deliveries import bounces as notifications
from tipbrief.deliveries.counts import status
from tipbrief.deliveries.ledger import open_ledger
from tipbrief.deliveries.plan import find_release, plan_release
from tipbrief.deliveries.plans import read_plan
from tipbrief.deliveries.recall import plan_recall
from tipbrief.deliveries.register import decide
from tipbrief.deliveries.send import send_plan, send_test
from tipbrief.errors import TipbriefError
from tipbrief.operations import read_operations
from tipbrief.settings import CONFIG, read_settings

FINISHED = ("accepted", "withheld", "bounced", "unsubscribed")
SETTINGS = click.option(
    "--operations",
    "settings",
    type=Path,
    default=CONFIG / "operations.yaml",
    help="Another file of operator's settings.",
)
REPORTS = click.option("--reports", type=Path, help="Folder below which releases stand, instead of the configured one.")


@click.group()
def deliver() -> None:
    """Plan, send and account for the delivery of a release."""


@deliver.command("plan")
@SETTINGS
@REPORTS
@click.argument("release")
def plan_command(settings: Path, reports: Path | None, release: str) -> None:
    """Write who gets which files of RELEASE and why, what is new to them and what is withheld; nothing is sent."""
    plan, path, to_read = plan_release(
        read_operations(settings), find_release(reports or read_settings().reports, release)
    )
    click.echo(f"{len(plan.messages)} messages, {len(plan.withheld)} files withheld. Read {to_read}")
    click.echo(f"then send it: tipbrief deliver send {path} --confirm")


@deliver.command("send")
@SETTINGS
@click.option("--confirm", is_flag=True, help="Send it; without this the command only says what it would do.")
@click.option("--test", "address", metavar="ADDRESS", help="Send one recipient's mail to you; nothing is recorded.")
@click.option("--row", type=int, help="With --test: the row of recipients.csv whose mail it is.")
@click.argument("plan", type=Path)
def send_command(settings: Path, confirm: bool, address: str | None, row: int | None, plan: Path) -> None:
    """Send PLAN: one message for each recipient. The same line again sends what is left, and nothing twice."""
    operations = read_operations(settings)
    if address:
        click.echo(send_test(operations, plan, address, row))
        return
    if not confirm:
        raise TipbriefError(f"{len(read_plan(plan).messages)} messages would be sent; add --confirm to send them.")
    finish(send_plan(operations, plan, settings, say))


def say(line: str) -> None:
    """A line of progress, at once."""
    click.echo(line)
    sys.stdout.flush()


def finish(counts: dict[str, int]) -> None:
    """Exit with 1 while something waits for a decision or another run."""
    if left := {state: number for state, number in counts.items() if state not in FINISHED}:
        told = ", ".join(f"{number} {state}" for state, number in left.items())
        click.echo(f"To be looked at: {told}; `tipbrief deliver status` says more.", err=True)
        sys.exit(1)


@deliver.command("decide")
@SETTINGS
@click.argument("what", metavar="PLAN|MESSAGE-ID")
@click.argument("decision", type=click.Choice(["resend", "given-up"]))
def decide_command(settings: Path, what: str, decision: str) -> None:
    """Decide about messages in doubt: send them again with the next `send`, or give them up."""
    where, value = "message = ?", what.strip("<>")
    if what.endswith(".json"):
        where, value = (
            "id IN (SELECT delivery FROM planned WHERE plan = ?) AND state = 'in doubt'",
            read_plan(Path(what)).id,
        )
    with open_ledger(read_operations(settings).private) as ledger:
        moved = decide(ledger, where, value, decision == "resend")
    click.echo(
        f"{moved} files: {'sent again by the next `tipbrief deliver send`' if decision == 'resend' else 'given up'}."
    )


@deliver.command("bounces")
@SETTINGS
@click.argument("mailbox", type=Path)
def bounces_command(settings: Path, mailbox: Path) -> None:
    """Read delivery status notifications from MAILBOX (mbox or Maildir) into the ledger and the suppression list."""
    done = notifications.take_in(read_operations(settings), mailbox)
    click.echo(", ".join(f"{number} {what}" for what, number in sorted(done.items())) or "No notification in it.")


@deliver.command("status")
@SETTINGS
@click.argument("release", required=False)
def status_command(settings: Path, release: str | None) -> None:
    """Count the deliveries by release and state, and list what needs a decision."""
    with open_ledger(read_operations(settings).private) as ledger:
        for line in status(ledger, release and Path(release).name):
            click.echo(line)


@deliver.command("backup")
@SETTINGS
@click.argument("file", type=Path)
def backup_command(settings: Path, file: Path) -> None:
    """Copy the ledger to FILE, also while it is used; keep it with ledger.key, without which it names nobody."""
    with open_ledger(read_operations(settings).private) as ledger:
        backups.backup(ledger, file)
    click.echo(f"{file} is a copy of the ledger.")


@click.command()
@SETTINGS
@REPORTS
@click.option("--reason", required=True, help="What was wrong; the notice says it.")
@click.option("--confirm", is_flag=True, help="Send the notices; without this they are only planned.")
@click.argument("release")
def recall(settings: Path, reports: Path | None, reason: str, confirm: bool, release: str) -> None:
    """Send a correction notice, once, to those who hold the files of RELEASE, and plan it no more."""
    operations = read_operations(settings)
    plan, path, to_read = plan_recall(operations, find_release(reports or read_settings().reports, release), reason)
    click.echo(f"{len(plan.messages)} notices, {len(plan.withheld)} files withheld. Read {to_read}")
    if confirm:
        finish(send_plan(operations, path, settings, say))
    else:
        click.echo(f"then send them: tipbrief deliver send {path} --confirm")
