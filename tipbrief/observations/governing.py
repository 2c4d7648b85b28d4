"""Verbs that may govern a mention: before an object, behind a subject, inside its noun phrase, alone or joined."""

from __future__ import annotations

from typing import Iterator

from tipbrief.observations.mentions import Mention
from tipbrief.observations.reading import Reading, Verb

# Verbs that say little by themselves: the search for a governing verb may go on past them.

LIGHT = frozenset("report involve continue give receive serve hold operate open attend".split())
RECEIVING = frozenset({"receive", "attend", "serve"})
_CASES = frozenset({"cases"})
_GROUP = 4


def governing_verbs(reading: Reading, mention: Mention, low: int, high: int) -> Iterator[tuple[Verb, ...]]:
    """Groups of coordinated verbs that may govern the mention, the likeliest first."""
    if mention.status == "not_reported" and mention.negated and not reading.verb_ending_at(mention.first - 1):
        relative = _verb_after(reading, mention, high)
        if relative and not _begins_clause(reading, mention, relative[0]):
            yield relative
    subject = _verb_of_subject(reading, mention, high)
    if subject:
        yield subject
    before = list(_verbs_before(reading, mention, low))
    if before and not all(verb.labels & LIGHT for verb in before[0]):
        yield before[0]
    inner = [
        v for v in reading.verb_tokens if mention.number.last < v.first <= mention.last and not _is_head(mention, v)
    ]
    if inner:
        yield tuple(inner)
    yield from before
    after = _verb_after(reading, mention, high)
    if (
        after
        and after != subject
        and not _begins_clause(reading, mention, after[0])
        and not _is_of_another(reading, mention, after[0])
    ):
        yield after


def _is_of_another(reading: Reading, mention: Mention, verb: Verb) -> bool:
    """Whether a passive verb's subject is a number of its own: "5,000 persons, of whom 12 were identified"."""
    between = range(mention.last + 1, verb.first)
    return reading.is_passive(verb) and any(reading.number_at(i) and reading.parenthesis(i) is None for i in between)


def _begins_clause(reading: Reading, mention: Mention, verb: Verb) -> bool:
    """Whether "and" or a comma stands before a later verb: "heard five cases and convicted nine men"."""
    joints = reading.grammar.verb_joints
    return not reading.is_passive(verb) and any(reading.low(i) in joints for i in range(mention.last + 1, verb.first))


def _is_head(mention: Mention, verb: Verb) -> bool:
    return mention.head is not None and verb.first <= mention.head <= verb.last


def _verb_after(reading: Reading, mention: Mention, high: int) -> tuple[Verb, ...] | None:
    """The group of the first verb after the noun phrase: "victims identified in 2019"."""
    for position, verb in enumerate(reading.verb_tokens):
        if verb.first > mention.last:
            if verb.last > high or _ends_before(reading, mention, verb):
                return None
            return _with_coordinated(reading, position, 1)
    return None


def _ends_before(reading: Reading, mention: Mention, verb: Verb) -> bool:
    """Whether a semicolon, or the end of a bracket around the number, stands before the verb."""
    home = reading.parenthesis(mention.first)
    between = range(mention.last + 1, verb.first)
    return any(reading.low(i) == ";" for i in between) or reading.parenthesis(verb.first) != home


def _verb_of_subject(reading: Reading, mention: Mention, high: int) -> tuple[Verb, ...] | None:
    """The verb whose subject the mention is: passive, or one of receiving, with no relative pronoun before it."""
    after = _verb_after(reading, mention, high)
    if after is None or any(
        reading.low(i) in reading.grammar.relatives for i in range(mention.last + 1, after[0].first)
    ):
        return None
    if reading.is_passive(after[0]):
        return None if _is_cut_off(reading, mention, after[0]) else after
    receives = after[0].labels & RECEIVING and not reading.is_gerund(after[0].last)
    return after if receives and not _goes_on(reading, mention, after[0]) else None


def _is_cut_off(reading: Reading, mention: Mention, verb: Verb) -> bool:
    """Whether one comma stands between: "the man, who harmed two girls, was tried" says nothing of the girls."""
    commas = [i for i in range(mention.last + 1, verb.first) if reading.low(i) == "," and not reading.parenthesis(i)]
    start = reading.clause(mention.first)[0]
    opened = any(reading.low(i) in reading.grammar.hard_relatives for i in range(start, mention.first))
    return opened and len(commas) % 2 == 1


def _goes_on(reading: Reading, mention: Mention, verb: Verb) -> bool:
    """Whether an active verb joins one before the number: "opened nine cases, completed six"."""
    joined = reading.low(verb.first - 1) in reading.grammar.verb_joints
    start = reading.clause(mention.first)[0]
    return joined and any(start <= v.first and v.last < mention.first for v in reading.verb_tokens)


def _verbs_before(reading: Reading, mention: Mention, low: int) -> Iterator[tuple[Verb, ...]]:
    """Groups of verbs to the left, nearest first, until one that says what was done has been given."""
    home = reading.parenthesis(mention.first)
    verbs, relative = reading.verb_tokens, next(reading.back_from(mention.first, *reading.grammar.hard_relatives), -1)
    for position in range(len(verbs) - 1, -1, -1):
        verb = verbs[position]
        if verb.last >= mention.first:
            continue
        if verb.first < low:
            return
        if reading.parenthesis(verb.first) not in (home, None) or _is_passed_by(reading, mention, verb):
            continue
        if is_postmodifier(reading, verb) or _is_attributive(reading, verb):
            continue
        if relative > verb.last:
            return
        yield _with_coordinated(reading, position, -1)
        if not verb.labels & LIGHT and not _is_nominal(reading, verb):
            return


def is_postmodifier(reading: Reading, verb: Verb) -> bool:
    """A participle behind its own noun and with no object: the "convicted" of "nine men convicted in 2031"."""
    after, grammar = reading.low(verb.last + 1), reading.grammar
    if not reading.low(verb.first).endswith(grammar.participle_endings) or reading.is_gerund(verb.first):
        return False
    behind_noun = reading.covered(verb.first - 1, reading.lexicon.nouns) or _ends_number(reading, verb.first - 1)
    if not behind_noun or reading.number_at(verb.last + 1):
        return False
    if after in grammar.before_object or after in grammar.articles:
        return False
    return after in grammar.after_year or after in grammar.object_prepositions or not after


def _is_attributive(reading: Reading, verb: Verb) -> bool:
    """A participle between a number and its noun: the "convicted" of "three convicted men and 12 suspects"."""
    return _ends_number(reading, verb.first - 1) and reading.covered(verb.last + 1, reading.lexicon.nouns)


def _ends_number(reading: Reading, index: int) -> bool:
    return any(number.last == index for number in reading.numbers)


def _is_nominal(reading: Reading, verb: Verb) -> bool:
    """A noun of action with its preposition ("identification of"), or a participle after a noun."""
    return reading.low(verb.last) in reading.grammar.action_prepositions


def _is_passed_by(reading: Reading, mention: Mention, verb: Verb) -> bool:
    """A passive verb takes nothing after it, but for "were provided to"."""
    if not reading.is_passive(verb) or reading.low(verb.last + 1) in reading.grammar.passive_prepositions:
        return False
    in_cases = reading.low(verb.last + 1) in reading.grammar.tied_by and reading.number_at(verb.last + 2)
    return not (in_cases and mention.nouns & _CASES)  # "proceedings were opened in 12 cases"


def _with_coordinated(reading: Reading, position: int, step: int) -> tuple[Verb, ...]:
    """The verb with those joined to it by commas, "and" or "or" alone."""
    verbs = reading.verb_tokens
    group = [verbs[position]]
    at = position + step
    while 0 <= at < len(verbs) and len(group) < _GROUP:
        left, right = sorted((verbs[at], group[-1]))
        between = range(left.last + 1, right.first)
        joined = all(reading.low(i) in reading.grammar.verb_joints or reading.is_adverb(i) for i in between)
        is_one = "give" in left.labels and _is_nominal(reading, right)  # "gave assistance to"
        if not joined or not (between or is_one):
            break
        group.append(verbs[at])
        at += step
    return tuple(group)
