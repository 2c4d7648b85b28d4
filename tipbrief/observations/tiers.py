"""The tier placement of an edition, from the heading of a country's narrative or from a sentence that places it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Iterable, NamedTuple

from tipbrief.model import Block, Document, Part
from tipbrief.observations.keys import place_in
from tipbrief.observations.languages import split_block
from tipbrief.observations.lexicon import Lexicon

_TIERED_KINDS = frozenset({"annual", "digest"})


class _Patterns(NamedTuple):
    """What a heading says, what a sentence that places says, and what a heading says of a special case."""

    tier: re.Pattern[str]
    placed: re.Pattern[str]
    special: re.Pattern[str]


@lru_cache(maxsize=8)
def _patterns(
    tier: frozenset[str], watch: frozenset[str], placed: frozenset[str], special: frozenset[str]
) -> _Patterns:
    rank = rf"{_any_of(tier)}[\s–-]*(?P<rank>[123])(?P<watch>[\s:,(–-]*{_any_of(watch)})?"
    verb = rf"\b{_any_of(placed)}\b[^.;]{{0,40}}?\b\w{{1,3}}\s+"
    return _Patterns(*(re.compile(p, re.IGNORECASE) for p in (rf"\b{rank}", verb + rank, rf"\b{_any_of(special)}\b")))


def _any_of(words: Iterable[str]) -> str:
    """A pattern for one of the entries; one that never matches where there is none."""
    listed = sorted((r"\s+".join(map(re.escape, entry.split())) for entry in words), key=len, reverse=True)
    return f"(?:{'|'.join(listed)})" if listed else "(?!)"


def find_tier(document: Document, part: Part, lexicon: Lexicon) -> dict[str, Any] | None:
    """The placement as columns of an observation; None where the document gives none."""
    if not is_tiered(document):
        return None
    grammar = lexicon.grammar
    patterns = _patterns(grammar.tier, grammar.watch_list, grammar.placed, grammar.special_case)
    for block in document.blocks_of(part):
        pattern = patterns.tier if block.kind == "heading" else patterns.placed
        match = pattern.search(document.text, block.start, block.end)
        special = patterns.special.search(document.text, block.start, block.end) if block.kind == "heading" else None
        if found := match or special:
            return _columns(document, found, is_special=match is None) | _key(document, block, found, lexicon)
    return None


def is_tiered(document: Document) -> bool:
    """Whether the document places countries itself; what others tell of it is left to `placements`."""
    return document.source.kind in _TIERED_KINDS and bool(document.source.edition)


def _key(document: Document, block: Block, found: re.Match[str], own: Lexicon) -> dict[str, Any]:
    """Where the placement stands, as corrections.csv names it."""
    lexicon, spans = split_block(document.text, block.start, block.end, own)
    span = next(span for span in spans if found.start() < span.end)
    sentence_hash, position = place_in(document.text, span, *found.span(), lexicon.numbers)
    return {"sentence_hash": sentence_hash, "position": position, "twins": set()}


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
