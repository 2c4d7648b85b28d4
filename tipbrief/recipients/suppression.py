"""Who must never get a message again: keyed hashes of addresses, so that the list outlives the erasure of a person.

suppression.csv has one line for each: hash, day, reason. The key, suppression.key, is random: without it nobody can try
addresses against the list. Who loses the key loses the list, so the two are kept and backed up together.
"""

from __future__ import annotations

import hmac
import os
import re
import secrets
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from tipbrief.addresses import same_address
from tipbrief.errors import TipbriefError
from tipbrief.private import append_private, private_folder, read_closed

LIST, KEY = "suppression.csv", "suppression.key"
KEY_BYTES = 32
_TOKEN = re.compile(r"[0-9a-f]{64}")
_REASON = re.compile(r"[a-z][a-z ]{0,39}")


class Suppressions:
    """The list of a private folder; asked again at each call, so that two processes see what the other added."""

    def __init__(self, private: Path) -> None:
        self.list, self.key_file = private / LIST, private / KEY
        self.key = self._read_key()

    def token(self, address: str) -> str:
        """The keyed hash of an address (HMAC-SHA256, 64 hexadecimal digits), the same for every way to write it."""
        return hmac.new(self.key, same_address(address).encode(), sha256).hexdigest()

    def holds(self, address: str) -> bool:
        """Whether nothing may be sent there."""
        return self.token(address) in self.tokens()

    def add(self, address: str, reason: str) -> bool:
        """Put an address on the list, on the disk when this returns; False where it stands there already."""
        return self.add_token(self.token(address), reason)

    def add_token(self, token: str, reason: str) -> bool:
        """`add` for who comes with the hash of an unsubscription link."""
        if not _TOKEN.fullmatch(token):
            raise TipbriefError("What was given is no token of an unsubscription link: it has 64 hexadecimal digits.")
        if not _REASON.fullmatch(reason):
            raise TipbriefError("The reason of a suppression must be a few small letters, such as: unsubscribed.")
        if token in self.tokens():
            return False
        # A killed run may have left half a line: the new one starts on its own.
        start = "" if self._ends_whole() else "\n"
        append_private(self.list, f"{start}{token},{datetime.now(UTC):%Y-%m-%d},{reason}\n".encode())
        return True

    def entry(self, address: str) -> dict[str, str] | None:
        """Token, day and reason of an address that is on the list."""
        wanted = self.token(address)
        for line in self._lines():
            token, _, rest = line.partition(",")
            if token == wanted:
                day, _, reason = rest.partition(",")
                return {"token": token, "day": day, "reason": reason}
        return None

    def tokens(self) -> set[str]:
        """Every hash on the list."""
        return {token for line in self._lines() if _TOKEN.fullmatch(token := line.partition(",")[0])}

    def _lines(self) -> list[str]:
        return self.list.read_text("utf-8").splitlines() if self.list.is_file() else []

    def _ends_whole(self) -> bool:
        return not self.list.is_file() or self.list.read_bytes()[-1:] in (b"", b"\n")

    def _read_key(self) -> bytes:
        if not self.key_file.exists():
            self._make_key()
        key = read_closed(self.key_file)
        if len(key) != KEY_BYTES:
            raise TipbriefError(f"{self.key_file} is not the key that was made; put it back from the backup.")
        return key

    def _make_key(self) -> None:
        """A new key, unless a list made with another one is there; whole or not there, and never over an old one."""
        if self.list.exists():
            raise TipbriefError(f"{self.list} is there but {self.key_file} is not; put both back from the backup.")
        private_folder(self.key_file.parent)
        beside = self.key_file.with_name(f".{KEY}.{os.getpid()}.part")
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            os.write(handle, secrets.token_bytes(KEY_BYTES))
            os.fsync(handle)
        finally:
            os.close(handle)
        try:
            os.link(beside, self.key_file)
        except FileExistsError:
            pass  # another process was first: its key counts
        finally:
            beside.unlink()
