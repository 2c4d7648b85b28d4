"""A plan: who gets which files, what is withheld and why. A JSON file with its own digest, and one to read."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Iterator

from tipbrief.errors import TipbriefError
from tipbrief.files import digest
from tipbrief.private import write_private
from tipbrief.releases import ReleasedBrief

RELEASE = "release"  # the reason of a usual delivery; another one is "recall NAME"


@dataclass(frozen=True)
class FileNews:
    """What is new in a file to its recipient: `held` is the release that they had before (empty: none), `told` a
    sentence, `changed` label, year, value before and value now of each figure."""

    held: str
    told: str
    changed: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True)
class Message:
    """What one recipient (a keyed id) gets; `row` of recipients.csv, `news` that of each file."""

    id: str
    recipient: str
    row: int
    language: str
    form: str
    files: tuple[ReleasedBrief, ...]
    news: tuple[FileNews, ...]


@dataclass(frozen=True)
class Withheld:
    """A file that a recipient does not get, and why."""

    recipient: str
    row: int
    file: ReleasedBrief
    because: str


@dataclass(frozen=True)
class Plan:
    """All of it; `manifest` is the SHA-256 of the release's manifest.json, `left_out` needs no account."""

    release: str
    folder: str
    reason: str
    why: str
    made: str
    manifest: str
    messages: tuple[Message, ...]
    withheld: tuple[Withheld, ...]
    left_out: tuple[str, ...]

    @cached_property
    def id(self) -> str:
        """The digest of all of it; a plan of a thousand messages takes a while to write down."""
        return digest(_canonical(asdict(self)))

    @property
    def size(self) -> int:
        """Rows of the ledger: one for each recipient and file."""
        return sum(len(message.files) for message in self.messages) + len(self.withheld)


def _canonical(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True, indent=1)


def write_plan(path: Path, plan: Plan) -> None:
    """Write the plan with its digest, readable by its owner only."""
    write_private(path, (_canonical(asdict(plan) | {"digest": plan.id}) + "\n").encode())


def read_plan(path: Path) -> Plan:
    """Read a plan; TipbriefError where it is none or was changed by hand."""
    try:
        values = json.loads(path.read_bytes())
        said = values.pop("digest")
        plan = _plan(values)
    except OSError as error:
        raise TipbriefError(f"The plan {path} cannot be read ({error.strerror}).") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise TipbriefError(f"{path} is not a plan of `tipbrief deliver plan`; make a new one.") from None
    if plan.id != said:
        raise TipbriefError(f"The plan {path} was changed since it was made; make a new one, nothing was sent.")
    return plan


def _plan(values: dict[str, Any]) -> Plan:
    messages = tuple(
        Message(**(entry | {"files": _files(entry["files"]), "news": _news(entry["news"])}))
        for entry in values["messages"]
    )
    withheld = tuple(Withheld(**(entry | {"file": ReleasedBrief(**entry["file"])})) for entry in values["withheld"])
    return Plan(**(values | {"messages": messages, "withheld": withheld, "left_out": tuple(values["left_out"])}))


def _files(entries: list[dict[str, Any]]) -> tuple[ReleasedBrief, ...]:
    return tuple(ReleasedBrief(**entry) for entry in entries)


def _news(entries: list[dict[str, Any]]) -> tuple[FileNews, ...]:
    return tuple(FileNews(**(entry | {"changed": tuple(map(tuple, entry["changed"]))})) for entry in entries)


def rows_of(plan: Plan) -> Iterator[tuple[str, ReleasedBrief, str | None, str]]:
    """Recipient, file, Message-ID (none where it is withheld) and why, for each row of the ledger."""
    for message in plan.messages:
        for file in message.files:
            yield message.recipient, file, message.id, ""
    for held in plan.withheld:
        yield held.recipient, held.file, None, held.because
