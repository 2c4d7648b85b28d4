"""The command `tipbrief release`: make a release of the last build, verify one, list them."""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from tipbrief.errors import TipbriefError
from tipbrief.files import read_table
from tipbrief.operations import read_operations
from tipbrief.release import Refused, Unchanged, make_release, verify_release
from tipbrief.releases import EARLIER, Release, all_releases, read_release
from tipbrief.settings import CONFIG, Settings, check_settings, read_yaml


def given(settings: str) -> Settings:
    """The settings of config/config.yaml, with those of the command line over them."""
    return check_settings(read_yaml(CONFIG / "config.yaml") | json.loads(settings))


@click.group(invoke_without_command=True)
@click.option("--approve", metavar="NAME", help="Who looked at the briefs and lets them go.")
@click.option("--again", is_flag=True, help="With --approve: make a release although nothing changed.")
@click.option("--settings", default="{}", metavar="JSON", help="Settings that replace those of config/config.yaml.")
@click.pass_context
def release(context: click.Context, approve: str | None, again: bool, settings: str) -> None:
    """Make a release of the last build, verify one, or list them."""
    context.obj = given(settings)
    if context.invoked_subcommand:
        return
    try:
        made = make_release(context.obj, read_operations(), approve, datetime.now(UTC).date(), again)
    except Unchanged as unchanged:
        click.echo(str(unchanged))
    except Refused as refused:
        _say(["No release was made:", *refused.reasons])
    else:
        click.echo(f"Release {_line(made)}; it stands in {made.folder}.")


@release.command("list")
@click.pass_obj
def list_releases(settings: Settings) -> None:
    """List the releases, the oldest first."""
    for folder in all_releases(settings.reports):
        try:
            click.echo(_line(read_release(folder)))
        except TipbriefError as error:
            click.echo(str(error))


@release.command()
@click.option("--processes", default=os.cpu_count() or 1, show_default="all cores", help="Processes to work with.")
@click.argument("name", metavar="RELEASE")
@click.pass_obj
def verify(settings: Settings, processes: int, name: str) -> None:
    """Check a release's sums, then build it again from its sources and compare every byte.

    RELEASE is a name such as 2026-01-31-1, or a folder.
    """
    beside = settings.reports / "releases" / name
    folder = beside if beside.is_dir() else Path(name)
    try:
        faults = verify_release(folder, settings, processes, read_operations().private / EARLIER)
    except Refused as refused:
        _say(refused.reasons)
    if faults:
        _say(faults)
    click.echo(f"Release {folder.name}: every sum holds, and briefs and tables were built again to the same bytes.")


def _say(sentences: list[str]) -> None:
    for sentence in sentences:
        click.echo(sentence, err=True)
    sys.exit(1)


def _line(made: Release) -> str:
    told, changes = made.manifest, read_table(made.folder / made.manifest["changes"])
    counts = f"{len(made.briefs)} briefs, {len(changes)} changed figures"
    return f"{made.name}: {counts}, made {told['made']}, approved by {told['approved_by']}"
