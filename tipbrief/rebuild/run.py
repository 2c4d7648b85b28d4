"""One scheduled run: fetch, build, release, report. A step that fails is told; the others still do what they can."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import traceback
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Callable, Iterator

from tipbrief.errors import ERROR, TipbriefError
from tipbrief.files import read_table
from tipbrief.operations import Operations
from tipbrief.private import private_folder
from tipbrief.rebuild.fetch import FAILED, HELD, Fetched, Fetcher, fetch_all, moves, now, rows_of
from tipbrief.rebuild.figures import changed_figures
from tipbrief.rebuild.memory import Change, Memory
from tipbrief.release import Refused, Unchanged, make_release
from tipbrief.releases import Release
from tipbrief.runs import sweep
from tipbrief.settings import ROOT, Settings

LOCK = "rebuild.lock"
STAGES = ("documents", "observations", "series", "briefs", "review")
BUSY = 75  # EX_TEMPFAIL: another run is at it; nothing is wrong
LAST_LINES = 20


class Busy(TipbriefError):
    """Another run holds the lock."""


class Ended(BaseException):
    """The run was told to end: no step goes on, and the report is written."""


@dataclass
class Run:
    """What a run did, as it goes into status.json and into the mail."""

    started: str
    fetched: list[Fetched] = field(default_factory=list)
    changed: dict[str, list[str]] = field(default_factory=dict)
    built: bool = False
    release: str = ""
    waiting: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    told: list[Change] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Everything was fetched, built and, where it changed, released or left to a person."""
        return self.built and not self.failures


@dataclass(frozen=True)
class Parts:
    """The steps that tests replace: `build` gives what failed, `release` makes a release or raises its refusal."""

    build: Callable[[Settings, Path], list[str]]
    release: Callable[[Settings, Operations], Release]


@contextmanager
def alone(private: Path) -> Iterator[None]:
    """Hold the kernel's lock on this private folder; Busy where another run has it.

    The lock ends with the last process that holds it, however that ended: `make` inherits it, so that a build whose
    rebuild was killed still counts as a run.
    """
    private_folder(private)
    with open(private / LOCK, "a+") as handle:
        (private / LOCK).chmod(0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(f"Another rebuild runs ({holder(private)}); this one does nothing.") from None
        handle.truncate(0)
        handle.write(f"process {os.getpid()} since {now()}")
        handle.flush()
        os.set_inheritable(handle.fileno(), True)
        yield


def holder(private: Path) -> str:
    """Who wrote into the lock last."""
    return (private / LOCK).read_text(encoding="utf-8").strip() or "it is just starting"


def perform(run: Run, settings: Settings, operations: Operations, accept: frozenset[str], parts: Parts) -> None:
    """The steps of a run; what each did stands in `run`."""
    sweep((settings.corpus,) if settings.corpus.is_dir() else ())
    memory = Memory(operations.private)
    fetcher = Fetcher(settings.corpus, settings.reports, memory, operations.fetch, accept)
    _try(run, lambda: _fetch(run, fetcher))
    _try(run, lambda: _build(run, settings, operations, parts))
    if run.built:
        run.told = memory.changes()
        run.changed = {change.doc: describe(change, settings) for change in run.told}
        _try(run, lambda: _release(run, settings, operations, parts))


def _try(run: Run, step: Callable[[], None]) -> None:
    """A step that fails is told, and the next one is tried all the same."""
    try:
        step()
    except TipbriefError as error:
        run.failures.append(str(error))
    except Exception as error:
        traceback.print_exc(file=sys.stderr)
        run.failures.append(f"An unexpected error ({type(error).__name__}); its place stands in the log of this run.")


def _fetch(run: Run, fetcher: Fetcher) -> None:
    run.fetched = fetch_all(fetcher)
    run.failures += [f"{one.doc}: {one.said}" for one in run.fetched if one.outcome in (FAILED, HELD)]
    run.notes += moves(run.fetched)


def _build(run: Run, settings: Settings, operations: Operations, parts: Parts) -> None:
    failed = parts.build(settings, operations.private)
    run.failures += failed
    run.built = not failed


def describe(change: Change, settings: Settings) -> list[str]:
    """What a changed document changes, a line each; small counts of a restricted source are not told."""
    sources = {row["doc"]: row for row in read_table(settings.corpus / "sources.csv")}
    restricted = sources.get(change.doc, {}).get("access") != "public"
    below = settings.masking["below"] if restricted else 0
    figures = changed_figures(change.rows, rows_of(settings.reports, change.doc), below)
    kind = "silently, under the same row of sources.csv" if change.silent else "together with its row of sources.csv"
    first = f"its file changed {kind}; the earlier one is kept ({change.before[:12]})"
    return [f"{first}; no figure changes." if not figures else f"{first}; it changes these figures:", *figures]


def _release(run: Run, settings: Settings, operations: Operations, parts: Parts) -> None:
    """Make a release where anything changed since the last one; what speaks against it waits for a person."""
    try:
        run.release = parts.release(settings, operations).name
    except Unchanged as unchanged:
        run.notes += unchanged.reasons
    except Refused as refused:
        run.waiting = refused.reasons


def make_briefs(settings: Settings, private: Path) -> list[str]:
    """Build by `make briefs`, which sees to Snakemake's stale locks; what failed, a sentence each.

    The terminal's words go to {private}/build.log.
    """
    given = {"CORPUS": settings.corpus, "REPORTS": settings.reports, "WORK": settings.work,
             "COUNTRIES": ",".join(settings.countries), "LANGUAGES": ",".join(settings.languages)}  # fmt: skip
    command = ["make", "briefs", *(f"{name}={value}" for name, value in given.items() if str(value))]
    began = datetime.now(UTC).timestamp()
    log = private / "build.log"
    with open(log, "w", encoding="utf-8") as handle:
        log.chmod(0o600)
        try:
            done = subprocess.run(command, cwd=ROOT, stdout=handle, stderr=subprocess.STDOUT, env=_environment(),
                                  stdin=subprocess.DEVNULL, check=False, close_fds=False)  # fmt: skip
        except FileNotFoundError:
            raise TipbriefError("`make` is not there; as root, run: apt-get install make") from None
    return why_not_built(settings, log, began) if done.returncode else []


def _environment() -> dict[str, str]:
    """The environment without what a build has no need of: the password, and what an outer make would hand down."""
    dropped = ("TIPBRIEF_SMTP_PASSWORD", "MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES")
    return {name: value for name, value in os.environ.items() if name not in dropped}


def why_not_built(settings: Settings, log: Path, began: float) -> list[str]:
    """The sentences of the stages' problem tables, or the last lines of the log where there is none from this run."""
    tables = [settings.work / stage / "problems.csv" for stage in STAGES]
    found = [row["message"] for table in tables for row in read_table(table) if row["severity"] == ERROR]
    if found and (settings.work / "logs" / "started").is_file() and _started(settings) >= began - 1:
        return list(dict.fromkeys(found))
    lines = [line for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    return ["The build ended before its last stage; its last words: " + "\n".join(lines[-LAST_LINES:])]


def _started(settings: Settings) -> float:
    return float((settings.work / "logs" / "started").read_text(encoding="utf-8"))


def release_unnamed(settings: Settings, operations: Operations) -> Release:
    """A release without a name: the gate decides whether the operator's settings allow it."""
    return make_release(settings, operations, None, datetime.now(UTC).date())


REAL = Parts(make_briefs, release_unnamed)
