"""In which language a block is read: its document's, or one of the other script where most letters are of that.

An English report may carry a letter in Russian as an annex; its figures are read by the Russian lexicon.
"""

from __future__ import annotations

import re

from tipbrief.observations.lexicon import Lexicon, read_lexicon
from tipbrief.observations.sentences import Span, split_sentences

_CYRILLIC = re.compile("[\u0400-\u052f]+")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]+")
_OF_SCRIPT = {"cyrillic": "ru", "latin": "en"}  # the language of a block in another script than its document's


def script_of(text: str) -> str:
    """The script that most letters of the text have; latin where they are even or none.

    >>> script_of("Art. 127"), script_of("ст. 127 УК КР (CC)")
    ('latin', 'cyrillic')
    """
    if text.isascii() or not (cyrillic := _CYRILLIC.findall(text)):
        return "latin"
    return "cyrillic" if sum(map(len, cyrillic)) > sum(map(len, _LATIN.findall(text))) else "latin"


def lexicon_of(text: str, own: Lexicon) -> Lexicon:
    """The lexicon by which a block is read, given that of its document."""
    script = script_of(text)
    return own if script == own.grammar.script else read_lexicon(_OF_SCRIPT[script]) or own


def split_block(text: str, start: int, end: int, own: Lexicon) -> tuple[Lexicon, list[Span]]:
    """The lexicon by which text[start:end] is read, and its sentences."""
    lexicon = lexicon_of(text[start:end], own)
    return lexicon, list(split_sentences(text, start, end, lexicon.grammar.abbreviations))
