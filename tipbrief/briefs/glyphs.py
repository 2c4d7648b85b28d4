"""Characters that the shipped fonts do not hold become a box, one for one, so that places in a quote still hold.

Neither standard allows a character without a glyph, and marks that turn the direction of writing would let a
document rearrange the words around it.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from tipbrief.briefs.render import FONTS
from tipbrief.carried import NO_GLYPH

UNSEEN = "\n\t\u00ad\u200b\u2060"  # never drawn, and harmless


class _Known(dict[int, str]):
    """What each character is printed as, for `str.translate`; filled as characters are met."""

    def __init__(self, held: frozenset[int]) -> None:
        super().__init__()
        self.held = held

    def __missing__(self, code: int) -> str:
        found = self[code] = chr(code) if code in self.held else NO_GLYPH
        return found


@cache
def _known() -> _Known:
    from fontTools.ttLib import TTFont

    maps = (TTFont(path, lazy=True).getBestCmap() for path in sorted(FONTS.glob("*.ttf")))
    return _Known(frozenset({code for held in maps for code in held} | set(map(ord, UNSEEN))))


def printable(value: Any) -> Any:
    """Text, or lists and dictionaries of it, with each character that cannot be printed replaced.

    >>> printable({"title": "a \\u202e 人"})
    {'title': 'a □ □'}
    """
    if isinstance(value, str):
        return value if value.isascii() and value.isprintable() else value.translate(_known())
    if isinstance(value, dict):
        return {key: printable(item) for key, item in value.items()}
    return [printable(item) for item in value] if isinstance(value, list) else value
