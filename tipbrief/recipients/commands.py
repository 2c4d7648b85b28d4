"""`tipbrief recipients`: check the list, export or erase a person, suppress an address."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click

from tipbrief.operations import read_operations
from tipbrief.recipients.book import FILE, read_recipients
from tipbrief.recipients.person import erase as erase_person
from tipbrief.recipients.person import export as export_person
from tipbrief.recipients.suppression import Suppressions
from tipbrief.settings import CONFIG

SETTINGS = click.option(
    "--operations",
    "path",
    type=Path,
    default=CONFIG / "operations.yaml",
    show_default="config/operations.yaml",
    help="The operator's settings.",
)
ADDRESS = click.argument("address", metavar="ADDRESS|-")


@click.group()
def recipients() -> None:
    """Check the list of recipients; export or erase one of them.

    ADDRESS may be -: then it is read from the input, and stands in no list of processes and no history.
    """


@recipients.command()
@SETTINGS
def check(path: Path) -> None:
    """Say every fault of recipients.csv, or how many people it holds."""
    private = read_operations(path).private
    people = read_recipients(private)
    stopped = Suppressions(private)
    active = [one for one in people if one.active]
    suppressed = sum(stopped.holds(one.address) for one in active)
    languages = ", ".join(f"{name} {count}" for name, count in sorted(Counter(p.language for p in active).items()))
    click.echo(f"{private / FILE}: {len(people)} recipients, {len(active)} active ({languages or 'none'}).")
    if suppressed:
        click.echo(f"{suppressed} of the active are on the suppression list and get nothing.")


@recipients.command()
@SETTINGS
@ADDRESS
def export(path: Path, address: str) -> None:
    """Print everything that is held about a person, as JSON."""
    click.echo(export_person(read_operations(path).private, _given(address)), nl=False)


@recipients.command()
@SETTINGS
@ADDRESS
def erase(path: Path, address: str) -> None:
    """Remove a person everywhere; only a keyed hash stays, so that they are never written to again."""
    gone = erase_person(read_operations(path).private, _given(address))
    ledger = "The ledger no longer holds the address." if gone.ledger else "The ledger did not hold the address."
    click.echo(f"Removed: {gone.rows} rows of {FILE}, {gone.messages} messages of the outbox. {ledger}")
    click.echo("The address is suppressed by its keyed hash. Backups are yours to clean.")


@recipients.command()
@click.option("--reason", default="unsubscribed", show_default=True, help="A few small letters, for your records.")
@SETTINGS
@ADDRESS
def suppress(path: Path, reason: str, address: str) -> None:
    """Never write to an address again; takes the token of an unsubscription link too."""
    stopped = Suppressions(read_operations(path).private)
    given = _given(address)
    added = stopped.add(given, reason) if "@" in given else stopped.add_token(given, reason)
    click.echo("Suppressed." if added else "It was suppressed before.")


def _given(address: str) -> str:
    return sys.stdin.readline().strip() if address == "-" else address
