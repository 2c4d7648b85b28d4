"""Characters: NFC, and what printing and typing leave in a text taken out of it.

Never NFKC: it turns "2023" with a raised footnote 10 into 202310.
"""

from __future__ import annotations

import re
from unicodedata import is_normalized, normalize

SUPERSCRIPT_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
RAISE = str.maketrans("0123456789", SUPERSCRIPT_DIGITS)
LOWER = str.maketrans(SUPERSCRIPT_DIGITS, "0123456789")

LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
WORD_BULLETS = dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf076\uf0fc", "•")  # Symbol and Wingdings, as Word writes them
LINE_ENDS = dict.fromkeys("\v\x85\u2028\u2029", "\n")
# Spaces that only look different, and the object replacement character of a picture.
SPACES = dict.fromkeys(
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\ufffc", " "
)
# Marks without width, and of writing direction; the joiners stay where a script needs them.
UNSEEN = dict.fromkeys(
    "\u200b\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", ""
)
CONTROLS = {chr(n): "" for n in (*range(0x20), *range(0x7F, 0xA0)) if chr(n) not in "\n\t\f\v\x85"}
TABLE = str.maketrans({**LIGATURES, **WORD_BULLETS, **LINE_ENDS, **SPACES, **UNSEEN, **CONTROLS})

JOINER = re.compile("(?<![\u0590-\u1fff])[\u200c\u200d]|[\u200c\u200d](?![\u0590-\u1fff])")
SOFT_BREAK = re.compile("\u00ad[ \t]*\n[ \t]*(?=\\w)")
BLANKS = re.compile(r"[ \t]+")


def clean(text: str) -> str:
    """`text` in NFC with its unseen and odd characters settled; line ends and tabs stay.

    >>> clean("ef\\u00adﬁcient\\u00a0care")
    'efficient care'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        text = SOFT_BREAK.sub("", text).replace("\u00ad", "")
        if "\u200c" in text or "\u200d" in text:
            text = JOINER.sub("", text)
    text = text.translate(TABLE)
    return text if is_normalized("NFC", text) else normalize("NFC", text)


def squeeze(text: str) -> str:
    """One line: cleaned, every run of blanks and line ends one space, none at the ends."""
    return " ".join(clean(text).split())


def superscript(mark: str) -> str:
    """The digits of `mark` as superscript characters: a footnote mark never reads as a number."""
    return mark.translate(RAISE)
