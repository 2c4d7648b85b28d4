"""Tiers told in other texts than the report that places a country: "kept the country in Tier Two in its 2018 report".

Only those that name the report's year are figures; what a sentence says of another country is none of this one.
"""

from __future__ import annotations

from dataclasses import replace

from tipbrief.observations.attributes import Attributes
from tipbrief.observations.figures import HEAD, Figure, Sentence
from tipbrief.observations.mentions import Mention
from tipbrief.observations.reading import Reading
from tipbrief.observations.years import is_year

INDICATOR = "tier"
_RANKS = (1, 2, 3)
_WATCH_WITHIN = 4  # tokens from the rank to "Watch List"


def find_placements(sentence: Sentence, nation: str) -> list[Figure]:
    """Figures of `tier`: "placed it in Tier 2 in its 2020 report; in 2023, it was in Tier 1" gives two."""
    reading = sentence.reading
    if not reading.holds(reading.grammar.tier):
        return []
    ranks = [m for m in sentence.mentions if _is_rank(reading, m)]
    if not ranks or _is_of_others(reading, nation):
        return []
    found = [figure for mention in ranks if (figure := _placement(reading, mention))]
    taken = [figure.mention.number for figure in found]
    sentence.ignored = [m for m in sentence.ignored if m.number not in taken]
    sentence.unclaimed = [m for m in sentence.unclaimed if m.number not in taken]
    return found


def _is_rank(reading: Reading, mention: Mention) -> bool:
    """Whether "Tier" stands right before a one, two or three."""
    before = mention.number.first - 1
    dash = reading.tokens[before].kind == "mark" if before > 0 else False
    return mention.number.value in _RANKS and reading.low(before - dash) in reading.grammar.tier


def _is_of_others(reading: Reading, nation: str) -> bool:
    """Whether the sentence names other countries and not this one."""
    places = [cue for cue in reading.cues.get("nation", ()) if reading.nation(cue) not in ("", "USA")]
    return bool(places) and all(reading.nation(cue) != nation for cue in places)


def _placement(reading: Reading, mention: Mention) -> Figure | None:
    """The rank in the edition whose year stands nearest in its clause, or in the sentence where the clause has none."""
    number = mention.number
    first, last = reading.clause(number.first)
    years = [i for i in range(len(reading.tokens)) if is_year(reading, i)]
    near = [i for i in years if first <= i <= last] or years
    if not near:
        return None
    edition = min(near, key=lambda i: (abs(i - number.first), i))
    watched = _is_watched(reading, number.last)
    begin, end = min(number.first - 1, edition), max(number.last, edition)
    placed = replace(
        mention, first=begin, last=end, value=number.value + (0.5 if watched else 0), ignored="", nouns=frozenset(),
        other="", bound="exact",
    )  # fmt: skip
    return Figure(
        placed, INDICATOR, HEAD, Attributes(), first=begin, sentence=reading.span.start,
        dated=(int(reading.low(edition)), "reporting"), zone=(end + 1, end),
    )  # fmt: skip


def _is_watched(reading: Reading, last: int) -> bool:
    words = " ".join(reading.low(i) for i in range(last + 1, last + 1 + _WATCH_WITHIN))
    return any(words.startswith(entry) or f" {entry}" in words for entry in reading.grammar.watch_list)
