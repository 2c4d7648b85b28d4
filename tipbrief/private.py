"""The operator's private folder: itself 0700, its files 0600, whole or not there."""

from __future__ import annotations

import os
from pathlib import Path

from tipbrief.errors import TipbriefError
from tipbrief.files import write_bytes

FOLDER, FILE = 0o700, 0o600
OTHERS = 0o077


def private_folder(path: Path) -> Path:
    """The folder, made where it is missing, closed to everybody but its owner."""
    path.mkdir(mode=FOLDER, parents=True, exist_ok=True)
    if path.stat().st_mode & OTHERS:
        path.chmod(FOLDER)
    return path


def write_private(path: Path, data: bytes) -> None:
    """Write a file that only its owner reads, in one step."""
    private_folder(path.parent)
    write_bytes(path, data)
    path.chmod(FILE)


def closed(path: str, flags: int) -> int:
    """For `open`'s `opener`: a new file is its owner's alone."""
    return os.open(path, flags, FILE)


def append_private(path: Path, data: bytes) -> None:
    """Add to the end of such a file; on the disk when this returns."""
    private_folder(path.parent)
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, FILE)
    try:
        os.write(handle, data)
        os.fsync(handle)
    finally:
        os.close(handle)


def read_closed(path: Path) -> bytes:
    """A secret file; TipbriefError where it cannot be read, or where others could read it too."""
    try:
        if path.stat().st_mode & OTHERS:
            raise TipbriefError(f"{path} can be read by others; run `chmod 600 {path}`.")
        return path.read_bytes()
    except OSError as error:
        raise TipbriefError(f"{path} cannot be read ({error.strerror}).") from None
