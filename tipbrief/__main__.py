"""The command line: one command for each stage, the same line in a rule, a terminal or a test.

Exit status: 0 done, 1 something is to be mended, 2 the configuration or the corpus folder is refused, or the machine
gave out (a full disk, a killed process): what was finished is kept, and the same command goes on from there.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import logging
import os
import sys
import traceback
from dataclasses import replace
from pathlib import Path
from typing import Any, Callable

import click

from tipbrief import __version__
from tipbrief.errors import ERROR, TipbriefError
from tipbrief.files import digest, is_full, read_table
from tipbrief.runs import alone_in, record, sweep
from tipbrief.settings import CONFIG, Settings, check_settings, known_languages, read_yaml
from tipbrief.sums import remembered

STAGES = {
    "documents": "Turn every source of the corpus into one normalised text.",
    "observations": "Find the figures that the documents state.",
    "series": "Choose each year's value and compare what may be compared.",
    "briefs": "Render one PDF for each country and language.",
    "review": "Write the analyst's page and print the summary.",
}


OPERATIONS = {
    "release": ("tipbrief.release.commands", "Make a release of the last build, verify one, or list them."),
    "rebuild": ("tipbrief.rebuild.commands", "What a timer runs: fetch, build, release, report to the owner."),
    "doctor": ("tipbrief.rebuild.commands", "Say what on this machine would stop a scheduled run, and how to mend it."),
    "recipients": ("tipbrief.recipients.commands", "Check the list of recipients; export or erase one of them."),
    "deliver": ("tipbrief.deliveries.commands", "Plan, send and account for the delivery of a release."),
    "recall": ("tipbrief.deliveries.commands", "Send a correction notice to those who hold a release's files."),
}


class Commands(click.Group):
    """The commands of a build, and those of an operator, whose modules are imported when they are called."""

    def list_commands(self, context: click.Context) -> list[str]:
        return [*super().list_commands(context), *OPERATIONS]

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in OPERATIONS:
            return super().get_command(context, name)
        module, _ = OPERATIONS[name]
        return getattr(importlib.import_module(module), name)

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands; nothing is imported for it."""
        own = [(name, command.get_short_help_str(120)) for name, command in sorted(self.commands.items())]
        with formatter.section("Commands"):
            formatter.write_dl(own)
        with formatter.section("For an operator"):
            formatter.write_dl([(name, told) for name, (_, told) in OPERATIONS.items()])


@click.group(cls=Commands)
@click.version_option(__version__, prog_name="tipbrief")
def cli() -> None:
    """Country briefs from anti-trafficking reports, every number proven by its quote."""


def stage_command(stage: str, help_text: str) -> Callable[..., None]:
    """The command that runs one stage: settings from config/config.yaml, then those of the command line over them."""

    @cli.command(stage, help=help_text)
    @click.option("--settings", default="{}", metavar="JSON", help="Settings that replace those of config/config.yaml.")
    @click.option("--made-with", type=Path, help="File with such settings, which the workflow writes.")
    @click.option("--processes", default=1, show_default=True, help="Processes to work with.")
    @click.option("--log", "log_path", type=Path, help="File for details; the terminal gets one line.")
    @click.option("--done", type=Path, help="File that says which files were written, once all are.")
    @click.argument("wrote", nargs=-1, type=Path)
    def command(
        settings: str,
        made_with: Path | None,
        processes: int,
        log_path: Path | None,
        done: Path | None,
        wrote: tuple[Path, ...],
    ) -> None:
        given = read_given(json.dumps(json.loads(made_with.read_bytes())["settings"]) if made_with else settings)
        with alone_in(given.work), remembered(given.work / "sums" / stage):
            start_log(log_path)
            sweep((given.work / stage, given.reports / "data", given.reports / "briefs"))
            importlib.import_module(f"tipbrief.{stage}").run(given, processes)
            if done:
                record(done, (given.work / stage, *wrote))

    return command


for _stage, _help in STAGES.items():
    stage_command(_stage, _help)


@cli.command()
@click.option("--corpus", type=Path, help="A corpus folder to read instead of what the last build read.")
@click.option("--country", default="", help="Only what the document says of this country (ISO 3166-1 alpha-3).")
@click.option("--settings", default="{}", metavar="JSON", help="Settings that replace those of config/config.yaml.")
@click.argument("doc")
@click.argument("sentence", default="")
def explain(corpus: Path | None, country: str, settings: str, doc: str, sentence: str) -> None:
    """Show why the sentences of a document gave their figures.

    DOC is an id of sources.csv. SENTENCE is its number within the document, its hash, the id of a row of
    observations.csv, or words that stand in it.
    """
    observations = importlib.import_module("tipbrief.observations.explain")
    for line in observations.explain_document(texts(read_given(settings), corpus), doc, sentence, country.upper()):
        click.echo(line)


@cli.group()
def lexicon() -> None:
    """What helps to change the words and phrases of config/lexicon."""


@lexicon.command()
@click.option("--corpus", type=Path, help="A corpus folder to read instead of what the last build read.")
@click.option("--against", default="HEAD", show_default=True, metavar="REVISION", help="Whose lexicon to compare with.")
@click.option("--processes", default=1, show_default=True, help="Processes to work with.")
@click.option("--settings", default="{}", metavar="JSON", help="Settings that replace those of config/config.yaml.")
def check(corpus: Path | None, against: str, processes: int, settings: str) -> None:
    """Try every example of every phrase, then say which rows of the corpus the edit gained, lost or changed.

    Fails if an example does not hold, if a phrase has none, or if another phrase takes its number.
    """
    module = importlib.import_module("tipbrief.observations.lexicon_check")
    faults = list(module.find_faults())
    for fault in faults:
        click.echo(fault)
    click.echo(f"Examples: {len(faults)} to mend." if faults else "Examples: all hold.")
    for line in module.check_corpus(texts(read_given(settings), corpus), against, processes):
        click.echo(line)
    if faults:
        sys.exit(1)


def read_given(settings: str) -> Settings:
    """The settings of config/config.yaml, with those of the command line over them."""
    return check_settings(read_yaml(CONFIG / "config.yaml") | json.loads(settings))


def texts(settings: Settings, corpus: Path | None) -> Path:
    """The folder with the normalised texts: those of the last build, or those of `corpus`.

    A corpus that is named, or one that was never built, is read into a folder of its own: no build sees it.
    """
    built = settings.work / "documents"
    if corpus is None and (built / "index.csv").is_file():
        return built
    folder = corpus or settings.corpus
    own = replace(settings, corpus=folder, work=settings.work / "corpora" / digest(str(folder.resolve()))[:12])
    with contextlib.redirect_stdout(io.StringIO()):
        importlib.import_module("tipbrief.documents").run(own, 1)
    return own.work / "documents"


@cli.command()
@click.option("--sums", type=Path, metavar="SHA256SUMS", help="The published list of sums: finds any changed byte.")
@click.option("--corpus", type=Path, help="A corpus folder: finds any quote that its document does not hold.")
@click.option("--settings", default="{}", metavar="JSON", help="Settings that replace those of config/config.yaml.")
@click.argument("briefs", nargs=-1, required=True, type=Path, metavar="BRIEF.pdf...")
def verify(sums: Path | None, corpus: Path | None, settings: str, briefs: tuple[Path, ...]) -> None:
    """Hold briefs against the data that they carry: pages, tables and quotes must say the same.

    Works offline and needs nothing but the PDF. Fails with a sentence for each contradiction.
    """
    module = importlib.import_module("tipbrief.verify")
    read = importlib.import_module("tipbrief.observations.proof").reread
    sources = texts(read_given(settings), corpus) if corpus else None
    published = module.read_sums(sums) if sums else None
    faults = [(path.name, fault) for path in briefs for fault in module.verify(path, read, published, sources)]
    for name, fault in faults:
        click.echo(f"{name}: {fault}")
    if faults:
        sys.exit(1)
    what = "The brief agrees" if len(briefs) == 1 else f"All {len(briefs)} briefs agree"
    click.echo(f"{what} with the data inside{', with its sum' if sums else ''}{', with the corpus' if corpus else ''}.")


@cli.command()
@click.option("--check", "only_check", is_flag=True, help="Change nothing; fail if a message is missing or left over.")
@click.argument("languages", nargs=-1, metavar="LANGUAGE...")
def translations(only_check: bool, languages: tuple[str, ...]) -> None:
    """Bring the translations in templates/i18n up to date with the words that briefs print.

    Without LANGUAGE all of them; a LANGUAGE without a file gets a new one.
    """
    module = importlib.import_module("tipbrief.extraction")
    names = languages or known_languages()[1:]
    found = {language: module.bring_up_to_date(language, write=not only_check) for language in names}
    for language, outcome in found.items():
        for line in outcome.told(language):
            click.echo(line)
    if only_check and not all(outcome.is_whole for outcome in found.values()):
        sys.exit(1)


@cli.command()
@click.option("--log", "log_path", type=Path, help="File for details.")
@click.argument("tables", nargs=-1, type=Path)
def verdict(log_path: Path | None, tables: tuple[Path, ...]) -> None:
    """Fail while one of the problem tables holds an error, and say each."""
    start_log(log_path)
    errors = [row for table in tables for row in read_table(table) if row["severity"] == ERROR]
    for row in errors:
        click.echo(row["message"], err=True)
    if errors:
        count = "1 problem is" if len(errors) == 1 else f"{len(errors)} problems are"
        click.echo(f"{count} to be mended; everything else was built.", err=True)
        sys.exit(1)


def start_log(path: Path | None) -> None:
    """Send log records and warnings to `path`, made anew for this run."""
    if path:
        path.parent.mkdir(parents=True, exist_ok=True)
        logging.basicConfig(
            filename=path, filemode="w", level=logging.INFO, format="%(levelname)s %(name)s: %(message)s"
        )
    logging.captureWarnings(True)


def main(arguments: list[str] | None = None) -> Any:
    """Run the command line; a TipbriefError is its sentence, anything else its traceback."""
    try:
        return cli(arguments, prog_name="tipbrief")
    except TipbriefError as error:
        click.echo(f"tipbrief: {error}", err=True)
        sys.exit(2)
    except OSError as error:
        if not is_full(error):
            raise
        where = f"{error.filename or 'A file'} could not be written: {error.strerror}."
        click.echo(f"tipbrief: {where} Make room, then run again: what was finished is kept.", err=True)
        sys.exit(2)
    except Exception:
        if logging.getLogger().handlers:
            logging.error(traceback.format_exc())
        raise


def run_and_leave() -> None:
    """Run the command line, and end the process without taking all its objects apart: 0.1 to 0.2 s of each stage."""
    try:
        main()
    except SystemExit as end:
        if not isinstance(end.code, int):
            raise
        if processes := sys.modules.get("multiprocessing"):
            for child in processes.active_children():  # each holds the lock of the work folder
                child.terminate()
                child.join()
        logging.shutdown()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(end.code)


if __name__ == "__main__":
    run_and_leave()
