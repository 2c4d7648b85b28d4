"""The tier placement of an edition, from the heading of a country's narrative or from a sentence that places it."""

from __future__ import annotations

import re
from typing import Any

from tipbrief.model import Document, Part

_TIER = re.compile(r"\bTIER\s+(?P<rank>[123])(?P<watch>\s+WATCH\s+LIST)?", re.IGNORECASE)
_PLACED = re.compile(
    r"\b(?:remain(?:s|ed)?|is|was|be(?:en)?|placed|placing|upgraded|downgraded|moved|kept)\b[^.;]{0,40}?\b(?:on|to|in|at)\s+"
    r"TIER\s+(?P<rank>[123])(?P<watch>\s+WATCH\s+LIST)?",
    re.IGNORECASE,
)
_SPECIAL = re.compile(r"\bSPECIAL\s+CASE\b", re.IGNORECASE)
_TIERED_KINDS = frozenset({"annual", "digest"})


def find_tier(document: Document, part: Part) -> dict[str, Any] | None:
    """The placement as columns of an observation; None where the document gives none."""
    source = document.source
    if source.kind not in _TIERED_KINDS or not source.edition:
        return None
    for block in document.blocks:
        if not (part.start <= block.start and block.end <= part.end):
            continue
        pattern = _TIER if block.kind == "heading" else _PLACED
        match = pattern.search(document.text, block.start, block.end)
        special = _SPECIAL.search(document.text, block.start, block.end) if block.kind == "heading" else None
        if found := match or special:
            return _columns(document, found, is_special=match is None)
    return None


def _columns(document: Document, found: re.Match[str], *, is_special: bool) -> dict[str, Any]:
    empty = "offence exploitation sex age origin actor law reported_by sentence inferred words".split()
    return {
        **dict.fromkeys(empty, ""),
        "indicator": "tier", "year": int(document.source.edition), "period": "reporting",
        "value": None if is_special else int(found["rank"]) + (0.5 if found["watch"] else 0),
        "bound": "exact", "status": "reported", "subtype": "special case" if is_special else "", "restated": False,
        "sentence_start": -1, "potential": False, "kind": "head", "rule": "tier",
        "start": found.start(), "end": found.end(),
    }  # fmt: skip
