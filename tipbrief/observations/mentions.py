"""Mentions: a number with what it counts ("eight trafficking investigations", "two of the five").

A mention is still silent about its indicator: `claims` decides that, `place` ties it to other mentions. Zeros without
a numeral are found in `zeros`, silences in `unreported`, and `gather` puts them in order.
"""

from __future__ import annotations

from dataclasses import dataclass

from tipbrief.observations.ignored import is_year, reason_to_ignore
from tipbrief.observations.lexicon import Cue
from tipbrief.observations.noun_phrases import NounPhrase, noun_phrase
from tipbrief.observations.numbers import Number
from tipbrief.observations.reading import Reading

_ARRESTS = frozenset({"arrest"})
BOUNDS = ("min", "max", "approx")
_ENDS = frozenset(".,;")
BEHIND = {"min_after": "min", "max_after": "max", "approx_after": "approx"}


@dataclass
class Mention:
    """Tokens first..last are the number and its noun phrase; `head` is the noun's last token, or None.

    `nouns` are the noun classes of the head, empty where the noun is left out (ellipsis). `other` is a
    head that no class knows: the mention counts something that is no figure.
    """

    number: Number
    first: int
    last: int
    head: int | None
    nouns: frozenset[str]
    other: str = ""
    value: float | None = None
    status: str = "reported"
    negated: bool = False
    of_group: bool = False
    group_size: float | None = None
    bound: str = "exact"
    ignored: str = ""
    remaining: bool = False
    hole: tuple[int, int] = (0, -1)


def rows_of_numbers(reading: Reading) -> list[Mention]:
    """The numbers of a stretch that is no prose; none of them counts anything."""
    reason = "a row of numbers, not prose"
    return [Mention(n, n.first, n.last, None, frozenset(), value=n.value, ignored=reason) for n in reading.numbers]


def count_at(reading: Reading, number: Number) -> Mention:
    """The number with the noun phrase behind it, or with the reason why it counts nothing."""
    ignored = "year" if _is_plain_year(reading, number) else reason_to_ignore(reading, number)
    if ignored:
        return Mention(number, number.first, number.last, None, frozenset(), value=number.value, ignored=ignored)
    if other := _of_other_group(reading, number.last + 1):
        return Mention(
            number, number.first, number.last, None, frozenset(), value=number.value, ignored=f"counts {other}"
        )
    behind = _bound_behind(reading, number.last + 1)
    end = behind.last if behind else number.last
    phrase, of_group, size, group = noun_phrase(reading, end + 1), False, None, None
    if _is_clause(reading, number):
        phrase = NounPhrase(number.last, None, frozenset(), "")
    if phrase.head is None and not phrase.other and (group := group_after(reading, phrase.last + 1)):
        of_group, size = True, group[1]
        phrase = NounPhrase(phrase.last, None, group[0], "")
    last = group[2] if of_group and group else max(phrase.last, number.last)
    mention = Mention(number, number.first, last, phrase.head, phrase.nouns, phrase.other)
    mention.value, mention.of_group, mention.group_size, mention.hole = number.value, of_group, size, phrase.hole
    mention.bound = BEHIND[behind.label] if behind else bound_before(reading, number.first)
    if not of_group and (_only_arrested(reading, last) if phrase.nouns else reading.covered(number.last + 1, _ARRESTS)):
        mention.ignored = "arrests, acquittals, screenings and the like"
    if is_year(reading, number) and not (phrase.head and _counted_thousands(reading, number)):
        mention.ignored = "year"
    elif phrase.other:
        mention.ignored = f"counts {phrase.other}"
    return mention


def _is_plain_year(reading: Reading, number: Number) -> bool:
    """Whether a preposition before and a mark or nothing behind make it a year, and no count: "in 2031."; for speed."""
    after = number.last + 1
    ends = after >= len(reading.tokens) or reading.low(after) in _ENDS
    return ends and is_year(reading, number) and reading.low(number.first - 1) in reading.grammar.year_openings


def _only_arrested(reading: Reading, last: int) -> bool:
    """Whether a participle of arrest, and no second verb, follows: "64 persons arrested", not "and charged"."""
    if not reading.covered(last + 1, _ARRESTS) or not reading.low(last + 1).endswith(
        reading.grammar.participle_endings
    ):
        return False
    joint = reading.low(last + 2)
    goes_on = joint == "," or joint in reading.grammar.conjunctions
    return not (goes_on and any(reading.is_verb(i) for i in (last + 3, last + 4)))


def _is_clause(reading: Reading, number: Number) -> bool:
    """Whether "of which nine served" goes on with a verb in a tense, which is no part of a noun phrase."""
    after, before = number.last + 1, number.first - 1
    if not reading.is_verb(after) or reading.covered(after, reading.lexicon.nouns):
        return False
    return reading.low(before) in reading.grammar.relatives or reading.low(after) in reading.grammar.never_before_noun


def _counted_thousands(reading: Reading, number: Number) -> bool:
    """Four plain digits before a noun are a count only where nothing makes them a date ("trained 2000 officers")."""
    before = reading.low(number.first - 1)
    if not reading.grammar.is_plural(reading.low(noun_phrase(reading, number.last + 1).last)):
        return False
    return (
        not reading.low(number.first - 1).isdigit()
        and before not in reading.grammar.before_year
        and not reading.has("period_words", number.first - 1, number.first - 1)
    )


def _of_other_group(reading: Reading, index: int) -> str:
    """The noun of "30 of the 45 provinces", where no class has it."""
    cue = next((c for c in reading.at(index) if c.label == "of_group" and c.first == index), None)
    if cue is not None and reading.low(cue.last) in reading.grammar.demonstratives:
        named = noun_phrase(reading, cue.last + 1).other
        return named if reading.grammar.is_plural(named) else ""
    if cue is None or reading.low(cue.last) not in reading.grammar.definite:
        return ""
    size = reading.number_at(cue.last + 1)
    inner = noun_phrase(reading, (size.last if size else cue.last) + 1)
    if reading.covered(cue.last + 1, _ARRESTS) and inner.head is None:
        return "arrests"
    return inner.other if size else ""


def group_after(reading: Reading, index: int) -> tuple[frozenset[str], float | None, int] | None:
    """ "of whom", "of the five", "of the victims" after a number: the group's nouns, its size and its last token."""
    cue = next((c for c in reading.at(index) if c.label == "of_group" and c.first == index), None)
    if cue is None:
        return None
    if reading.low(cue.last) not in reading.grammar.definite:
        if reading.low(cue.last) not in reading.grammar.demonstratives:
            return frozenset(), None, cue.last
        done_to = reading.grammar.groups.get(reading.low(cue.last + 1), "")
        named = noun_phrase(reading, cue.last + 1)
        if named.head is not None and not done_to:
            return named.nouns, None, named.last
        return frozenset({done_to} if done_to else ()), None, cue.last + bool(done_to)
    size = reading.number_at(cue.last + 1)
    inner = noun_phrase(reading, (size.last if size else cue.last) + 1)
    if inner.other or (inner.head is None and size is None):
        return None
    return inner.nouns, size.value if size else None, max(inner.head or -1, size.last if size else -1)


def bound_before(reading: Reading, index: int) -> str:
    """The bound that the words right before a token give: the longest entry counts ("no more than" is a maximum)."""
    cues = [c for c in reading.at(index - 1) if c.label in BOUNDS and c.last == index - 1]
    return max(cues, key=lambda cue: cue.last - cue.first).label if cues else "exact"


def _bound_behind(reading: Reading, index: int) -> Cue | None:
    """The "or more" of "12 or more girls", also behind a hyphen or a plus."""
    at = index + (reading.low(index) == "-")
    return next((c for c in reading.at(at) if c.label in BEHIND and c.first == at), None)
