"""Marks for the words that a brief prints: `tipbrief translations` finds them in the code, a brief translates them.

A mark does nothing where it stands: the English words pass through, also into tables and JSON.
"""

from __future__ import annotations


def _(message: str) -> str:
    """Mark one message."""
    return message


def forms(one: str, many: str) -> tuple[str, str]:
    """Mark a message about a number of things: a language has as many forms of it as it needs."""
    return one, many
