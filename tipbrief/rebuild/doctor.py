"""What on this machine would stop a scheduled run, one finding for each part, each with what to do."""

from __future__ import annotations

import contextlib
import fcntl
import importlib
import os
import re
import shutil
import ssl
import stat
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Callable, Iterator

from tipbrief.errors import TipbriefError
from tipbrief.libraries import missing
from tipbrief.operations import Operations, read_operations
from tipbrief.rebuild.report import read_status
from tipbrief.rebuild.run import LOCK, holder
from tipbrief.releases import FOLDER, all_releases
from tipbrief.settings import CONFIG, ROOT, Settings

FINE, WARNS, STOPS = "ok", "look", "stop"
FULL, SCARCE = 200, 1000  # MB: a build of the world writes some hundred
LATE = timedelta(days=8)  # a weekly timer and a day
LONG = timedelta(hours=12)
FONTS = ROOT / "templates" / "fonts"
TIMER = "tipbrief.timer"


@dataclass(frozen=True)
class Finding:
    """How one part is, and what to do."""

    part: str
    state: str
    said: str

    def line(self) -> str:
        """As the terminal shows it."""
        return f"{self.state:<5} {self.part:<13} {self.said}"


def examine(given: str = "{}", now: datetime | None = None) -> list[Finding]:
    """Every finding, in the order in which one would mend them."""
    now = now or datetime.now(UTC)
    found = [packages(), libraries(), fonts()]
    operations, settings = None, None
    with _noting(found, "operations"):
        operations = read_operations()
        found.append(Finding("operations", FINE, "config/operations.yaml is whole."))
    with _noting(found, "config"):
        settings = importlib.import_module("tipbrief.rebuild.commands").settings_of(given)
        found.append(Finding("config", FINE, "config/config.yaml is whole."))
    if settings:
        found += [lexicon(settings), corpus(settings)]
    if operations:
        found += [modes(operations.private), lock(operations.private, now), certificates(), mail(operations)]
    if operations and settings:
        found += [disk([settings.work, settings.reports, operations.private]), clock(operations, settings, now)]
    if operations:
        found.append(last_run(operations.private, now))
    return [*found, timer()]


@contextlib.contextmanager
def _noting(found: list[Finding], part: str) -> Iterator[None]:
    """A TipbriefError becomes a finding that stops a run."""
    try:
        yield
    except TipbriefError as error:
        found.append(Finding(part, STOPS, " ".join(str(error).split("\n"))))


def examined(part: str, look: Callable[[], str]) -> Finding:
    """A finding that stops a run where `look` raises TipbriefError, else fine with the words that it gives."""
    try:
        return Finding(part, FINE, look())
    except TipbriefError as error:
        return Finding(part, STOPS, " ".join(str(error).split("\n")))


def packages() -> Finding:
    """Whether .venv has what requirements.txt pins; other environments are not looked into."""
    ready = ROOT / ".venv" / "ready"
    if not ready.is_file():
        return Finding("packages", WARNS, "There is no .venv here; `make setup` makes it (conda users: each run does).")
    if ready.stat().st_mtime < (ROOT / "requirements.txt").stat().st_mtime:
        return Finding("packages", STOPS, "requirements.txt changed since .venv was made; run: make setup")
    return Finding("packages", FINE, ".venv has the pinned packages.")


def libraries() -> Finding:
    """Whether WeasyPrint's system libraries can be loaded."""
    if names := missing():
        return Finding("libraries", STOPS, f"Not here; as root, run: apt-get install {' '.join(names)}")
    return Finding("libraries", FINE, "The system libraries that WeasyPrint draws with are here.")


def fonts() -> Finding:
    """Whether each font that the style names is a font."""
    style = (ROOT / "templates" / "styles" / "fonts.css").read_text(encoding="utf-8")
    names = sorted(set(re.findall(r"fonts/([\w-]+\.ttf)", style)))
    bad = [name for name in names if not _is_font(FONTS / name)]
    if bad:
        return Finding("fonts", STOPS, f"{', '.join(bad)} cannot be read; run: git checkout templates/fonts")
    return Finding("fonts", FINE, f"All {len(names)} fonts of templates/fonts are here.")


def _is_font(path: Path) -> bool:
    try:
        with open(path, "rb") as handle:
            return handle.read(4) in (b"\0\1\0\0", b"OTTO", b"true")
    except OSError:
        return False


def lexicon(settings: Settings) -> Finding:
    """Whether every lexicon can be read: a document may be in any of its languages."""
    read = importlib.import_module("tipbrief.observations.lexicon").read_lexicon
    languages = sorted(path.name for path in (CONFIG / "lexicon").iterdir() if path.is_dir())

    def look() -> str:
        read_all = [language for language in languages if read(language)]
        return f"The lexicons can be read: {', '.join(read_all)}."

    return examined("lexicon", look)


def corpus(settings: Settings) -> Finding:
    """Whether sources.csv can be read, and how many rows are faulty: those hold a country back, not the run."""
    read = importlib.import_module("tipbrief.documents.sources").read_sources
    try:
        rows = read(settings.corpus)
    except TipbriefError as error:
        return Finding("corpus", STOPS, str(error))
    faulty = [problem.message for row in rows if row.faults and not row.source.url for problem in row.problems()]
    if faulty:
        return Finding(
            "corpus", WARNS, f"{len(faulty)} faults in {settings.corpus}/sources.csv, the first: {faulty[0]}"
        )
    return Finding("corpus", FINE, f"{settings.corpus} has {len(rows)} sources.")


def modes(private: Path) -> Finding:
    """Whether nobody else can read the private folder."""
    if not private.exists():
        return Finding("private", FINE, f"{private} is not there yet; the first run makes it.")
    if not os.access(private, os.R_OK | os.W_OK | os.X_OK):
        return Finding("private", STOPS, f"{private} is not yours to write; as root, run: chown -R USER {private}")
    open_ones = [path for path in (private, *private.rglob("*")) if _is_open(path)]
    if open_ones:
        # In a closed folder nobody reaches an open file; it is one `mv` away from being read.
        state = STOPS if open_ones[0] == private else WARNS
        return Finding("private", state, f"Others may read {open_ones[0]}; run: chmod -R go= {private}")
    return Finding("private", FINE, f"Only you can read {private}.")


def _is_open(path: Path) -> bool:
    return not path.is_symlink() and bool(stat.S_IMODE(path.stat().st_mode) & 0o077)


def lock(private: Path, now: datetime) -> Finding:
    """Whether a run is at it. The kernel frees the lock with its process: there is no stale one, only a hanging run."""
    path = private / LOCK
    if not path.exists() or not _is_held(path):
        lost = read_status(private).get("state") == "running"
        return Finding(
            "lock",
            WARNS if lost else FINE,
            "Free" + ("; the last run was killed, run: tipbrief rebuild" if lost else "."),
        )
    if now - datetime.fromtimestamp(path.stat().st_mtime, UTC) > LONG:
        return Finding("lock", WARNS, f"Held for more than 12 hours ({holder(private)}); see whether that run hangs.")
    return Finding("lock", FINE, f"A run is at it ({holder(private)}).")


def _is_held(path: Path) -> bool:
    with open(path, "a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def disk(folders: list[Path]) -> Finding:
    """Whether each folder that a run writes has room."""
    there = {folder: next(path for path in (folder, *folder.absolute().parents) if path.exists()) for folder in folders}
    room = {folder: shutil.disk_usage(path).free // 1_000_000 for folder, path in there.items()}
    folder, least = min(room.items(), key=lambda item: item[1])
    state = STOPS if least < FULL else WARNS if least < SCARCE else FINE
    mend = "" if state == FINE else "; make room, or lower release.keep in config/operations.yaml"
    return Finding("disk", state, f"{least} MB are free at {folder}{mend}.")


def certificates() -> Finding:
    """Whether this machine knows certificate authorities, which https and TLS need."""
    paths = ssl.get_default_verify_paths()
    listed = (
        paths.capath and any(Path(paths.capath).iterdir()) if paths.capath and Path(paths.capath).is_dir() else False
    )
    if paths.cafile or listed:
        return Finding("certificates", FINE, "Certificate authorities are here.")
    return Finding(
        "certificates", WARNS, "None here, so https and TLS fail; as root, run: apt-get install ca-certificates"
    )


def mail(operations: Operations) -> Finding:
    """Whether the server takes the login; nothing is sent."""
    if not operations.mail.server:
        return Finding("mail", FINE, f"No server is set: messages become files in {operations.private / 'outbox'}.")

    def look() -> str:
        with importlib.import_module("tipbrief.mail.server").open_server(
            operations.mail, operations.private / "outbox"
        ):
            return f"{operations.mail.server} takes the login."

    return examined("mail", look)


def clock(operations: Operations, settings: Settings, now: datetime) -> Finding:
    """Whether the clock is behind what was written already; the time zone does not matter."""
    status = read_status(operations.private)
    known = [(text, f"the last run ({text})") for text in (status.get("ended"), status.get("started")) if text]
    known += [(f"{match[1]}T00:00:00+00:00", f"release {path.name}")
              for path in all_releases(settings.reports) if (match := FOLDER.fullmatch(path.name))]  # fmt: skip
    ahead = [what for text, what in known if datetime.fromisoformat(text) > now + timedelta(minutes=5)]
    if ahead or now.year < 2024:
        than = f", and {ahead[0]} is later" if ahead else ""
        return Finding("clock", STOPS, f"It is {now:%Y-%m-%d %H:%M} UTC here{than}; set the clock (timedatectl).")
    return Finding("clock", FINE, f"It is {now:%Y-%m-%d %H:%M} UTC.")


def last_run(private: Path, now: datetime) -> Finding:
    """How long ago the last good run was."""
    status = read_status(private)
    last = status.get("last_good")
    if not last:
        return Finding("last good run", WARNS, "There was none yet; run: tipbrief rebuild")
    age = now - datetime.fromisoformat(last)
    if age > LATE:
        why = (status.get("failures") or ["no run ended since"])[0]
        return Finding("last good run", WARNS, f"{age.days} days ago ({last}); {why}")
    return Finding("last good run", FINE, f"{age.days} days and {age.seconds // 3600} hours ago ({last}).")


def timer() -> Finding:
    """Whether something starts the runs: systemd's timer, or a line in this user's crontab."""
    if Path("/run/systemd/system").is_dir() and _says("systemctl", "is-active", TIMER) == "active":
        return Finding("timer", FINE, f"{TIMER} is active.")
    if "tipbrief rebuild" in _says("crontab", "-l"):
        return Finding("timer", FINE, "A line of the crontab starts the runs.")
    return Finding("timer", WARNS, "Nothing starts the runs; see schedule/ and docs/operations.md.")


def _says(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=10).stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        return ""
