"""Keyed ids of recipients: what logs, plans and the ledger's rows say instead of an address."""

from __future__ import annotations

import hmac
import os
import secrets
from pathlib import Path

from tipbrief.errors import TipbriefError

KEY = "ledger.key"


def person(private: Path, address: str) -> str:
    """The id of an address: HMAC-SHA-256 under the folder's own key; capitals do not matter."""
    return hmac.new(_key(private / KEY), address.strip().casefold().encode("utf-8"), "sha256").hexdigest()


def short(identity: str) -> str:
    """How a recipient is named to be read."""
    return f"recipient {identity[:10]}"


def _key(path: Path) -> bytes:
    """The folder's key, made once; two processes that make it at once agree on one."""
    try:
        return _whole(path)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = path.with_name(f".{path.name}.{os.getpid()}.part")
        handle = os.open(beside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with open(handle, "w") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(beside, path)
        except FileExistsError:
            pass
        finally:
            beside.unlink()
        return _whole(path)


def _whole(path: Path) -> bytes:
    try:
        key = bytes.fromhex(path.read_text())
    except ValueError:
        key = b""
    if len(key) != 32:
        raise TipbriefError(f"{path} is not the key that was made there; put it back from a copy of the folder.")
    return key
