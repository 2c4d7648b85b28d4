"""What became of a message that was handed to a server."""

from __future__ import annotations

from dataclasses import dataclass

from tipbrief.addresses import without_addresses

ACCEPTED, DEFERRED, REFUSED, IN_DOUBT = "accepted", "deferred", "refused", "in_doubt"
LONGEST = 300


@dataclass(frozen=True)
class Answer:
    """`outcome`: accepted, deferred (try again later), refused (never), in_doubt (nobody knows whether it was taken).

    `code`: the server's (RFC 5321), 0 where it gave none; `text`: its words, without addresses.
    """

    outcome: str
    code: int
    text: str


def answered(outcome: str, code: int, text: bytes | str, *known: str) -> Answer:
    """An answer in one line of 300 characters or fewer; the `known` addresses are hidden in it."""
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return Answer(outcome, code, without_addresses(said, *known)[:LONGEST])


def by_code(code: int, text: bytes | str, *known: str) -> Answer:
    """The answer by its code alone: 2xx accepted, 4xx deferred, 5xx refused; what is no code is in doubt."""
    outcome = {2: ACCEPTED, 4: DEFERRED, 5: REFUSED}.get(code // 100, IN_DOUBT)
    return answered(outcome, code, text, *known)
