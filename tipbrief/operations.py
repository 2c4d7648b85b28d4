"""What an operator sets: config/operations.yaml, one closed schema, refused in sentences. No build reads it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping

from tipbrief.settings import CONFIG, check_schema, read_yaml


@dataclass(frozen=True)
class Mail:
    """How messages are sent; without `server` they are written to the outbox. `largest` in MB, `timeout` in seconds."""

    sender: str
    reply_to: str | None
    server: str | None
    port: int
    security: str
    user: str | None
    password_file: str | None
    per_minute: float
    attempts: int
    largest: float
    timeout: float = 60
    ca_file: str | None = None


@dataclass(frozen=True)
class Fetching:
    """How sources that have an address are fetched; `timeout` in seconds, `largest` in MB."""

    timeout: float
    attempts: int
    largest: float
    types: tuple[str, ...]
    private_addresses: bool


@dataclass(frozen=True)
class Releasing:
    """When a release may be made without a name, and how many stay (0: all)."""

    auto_approve: bool
    keep: int
    keep_sources: bool


@dataclass(frozen=True)
class Delivering:
    """The addresses that stand in every message."""

    links: str | None
    unsubscribe_mail: str
    unsubscribe_link: str | None


@dataclass(frozen=True)
class Operations:
    """Checked settings of an operator; `private` is the folder that nobody else reads."""

    private: Path
    owner: str | None
    release: Releasing
    fetch: Fetching
    mail: Mail
    delivery: Delivering


def read_operations(path: Path = CONFIG / "operations.yaml") -> Operations:
    """Read and check the file; TipbriefError has one sentence for each fault."""
    return check_operations(read_yaml(path) or {}, str(path))


def check_operations(values: Mapping[str, Any], where: str = "the operator's settings") -> Operations:
    """Check values against config/schemas/operations.schema.yaml."""
    check_schema(values, read_yaml(CONFIG / "schemas" / "operations.schema.yaml"), where)
    return Operations(
        private=Path(values["private"]),
        owner=values["owner"],
        release=Releasing(**values["release"]),
        fetch=Fetching(**(values["fetch"] | {"types": tuple(values["fetch"]["types"])})),
        mail=Mail(**values["mail"]),
        delivery=Delivering(**values["delivery"]),
    )
