"""Every mention of a sentence, in order: numbers, zeros in words, silences; where two overlap, the number stands."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from tipbrief.observations.lexicon import Cue
from tipbrief.observations.mentions import Mention, count_at, rows_of_numbers
from tipbrief.observations.noun_phrases import noun_phrase
from tipbrief.observations.numbers import Number
from tipbrief.observations.reading import Reading
from tipbrief.observations.unreported import find_unreported
from tipbrief.observations.zeros import find_zeros

_PART_WITHIN = 4  # tokens from what is no figure to "27 of them"
_PERSONS = frozenset({"victims"})
_VERB_WITHIN = 4  # tokens from a number to its passive verb
_MOVED_WITHIN = 5  # tokens from "rose from" to its first number, which begins no range


def find_mentions(reading: Reading) -> list[Mention]:
    """The mentions of a sentence from left to right, none inside another one."""
    if reading.is_noise:
        return rows_of_numbers(reading)
    silences = find_unreported(reading)
    found = [*(count_at(reading, number) for number in reading.numbers), *find_zeros(reading), *silences]
    found += [m for cue in reading.cues.get("remaining", ()) if (m := _one(reading, cue))]
    zeros = {mention.first for mention in found if mention.negated}  # "did not identify a single victim"
    single = (cue for cue in reading.cues.get("single", ()) if cue.first not in zeros)
    found += [replace(m, remaining=False) for cue in single if (m := _one(reading, cue))]
    taken: set[int] = set()
    kept = []
    for mention in sorted(found, key=lambda m: (m.first, m.negated, m.status)):
        if mention.ignored and reading.number_at(mention.first):  # "no one" may count persons, "one" is a number anyway
            kept.append(mention)
            continue
        own = set(range(mention.first, mention.last + 1)) - set(range(mention.hole[0], mention.hole[1] + 1))
        numeric = mention.number.digits or (mention.value is not None and not mention.negated)
        if not taken & own or (numeric and mention.first not in taken):
            taken |= own
            kept.append(mention)
    _share_nouns(reading, kept)
    _leave_their_parts(reading, kept)
    _name_behind(reading, kept)
    _tie_ranges(reading, kept)
    return kept


def _share_nouns(reading: Reading, mentions: list[Mention]) -> None:
    """ "twelve Chinese and three Thai defendants": what is joined to the next number and has no noun takes its noun."""
    for mention, after in reversed(list(pairwise(mentions))):
        if after.head is None or mention.last <= mention.number.last:
            continue
        lacks = not (mention.nouns or mention.other or mention.ignored or mention.of_group)
        adjectival = mention.head is not None and reading.low(mention.head) in reading.grammar.adjectival
        between = range(mention.last + 1, after.first)
        joined = len(between) > 0 and all(reading.low(i) in reading.grammar.verb_joints for i in between)
        if (lacks or adjectival) and joined:
            mention.nouns = after.nouns


def _leave_their_parts(reading: Reading, mentions: list[Mention]) -> None:
    """ "64 persons arrested, 27 of them from abroad": a part of what is no figure is none."""
    for whole, part in pairwise(mentions):
        is_part = part.of_group and part.group_size is None and not part.ignored
        between = range(whole.last + 1, part.first)
        if not is_part or not whole.ignored.startswith("arrests") or len(between) > _PART_WITHIN:
            continue
        if not any(reading.low(i) in (";", ":") for i in between):
            part.ignored = whole.ignored


def _name_behind(reading: Reading, mentions: list[Mention]) -> None:
    """ "Of the 900 migrants screened, 12 were identified as victims": what the 12 are stands behind the verb."""
    for mention in mentions:
        if mention.nouns or mention.other or mention.ignored or mention.of_group:
            continue
        near = range(mention.last + 1, mention.last + _VERB_WITHIN)
        verb = next((verb for i in near for verb in reading.verbs_from(i)), None)
        if verb and reading.is_passive(verb) and reading.low(verb.last + 1) in reading.grammar.same_as:
            mention.nouns = noun_phrase(reading, verb.last + 2).nouns & _PERSONS


def _tie_ranges(reading: Reading, mentions: list[Mention]) -> None:
    """ "15 to 20 victims" are at least 15 and at most 20; what makes the second no count does so to the first."""
    for lower, upper in pairwise(mentions):
        if not _is_range(reading, lower, upper):
            continue
        if not upper.nouns and reading.low(lower.number.first - 2) in reading.grammar.copulas:
            upper.ignored = upper.ignored or "age"  # "nine were between 12 and 15"
        if upper.ignored:
            lower.ignored = upper.ignored
        else:
            lower.bound, upper.bound = "min", "max"
            lower.nouns, lower.head, lower.last, upper.first = upper.nouns, upper.head, upper.last, lower.first


def _is_range(reading: Reading, lower: Mention, upper: Mention) -> bool:
    """Whether one mark or word between two numbers makes a range: "between 15 and 20", "two or three"."""
    joint, before, grammar = lower.number.last + 1, lower.number.first - 1, reading.grammar
    ordered = 0 < (lower.value or 0) < (upper.value or 0)
    bare = not (lower.nouns or lower.ignored or lower.other) and lower.last == lower.number.last
    if not (ordered and bare and upper.number.first == joint + 1):
        return False
    low = reading.low(joint)
    if low in grammar.range_or:
        return upper.value == (lower.value or 0) + 1
    if low in grammar.year_and_year:
        return reading.low(before) in grammar.range_between
    moved = reading.has("moved", before - _MOVED_WITHIN, before) or reading.has(
        "compare", before - _MOVED_WITHIN, before
    )
    return low in grammar.range_to and not moved


def _one(reading: Reading, cue: Cue) -> Mention | None:
    """ "the remaining case", "a single trafficker": one, without a numeral."""
    phrase = noun_phrase(reading, cue.last + 1)
    if phrase.head is None or reading.grammar.is_plural(reading.low(phrase.head)):
        return None
    number = Number(cue.first, cue.last, 1, False)
    return Mention(number, cue.first, phrase.last, phrase.head, phrase.nouns, value=1.0, remaining=True)
