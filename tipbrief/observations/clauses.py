"""Where a sentence's clauses begin: at a semicolon, at "while", and at "and" where a new subject has its own verb.

"Police identified 12 victims, and NGOs assisted nine" has two clauses, "identified 12 and referred nine" has one. A
clause in parentheses is left to `place`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tipbrief.observations.reading import Reading

_LONGEST_SUBJECT = 14  # tokens between a joint and the verb of the subject that it introduces
_MOVED = frozenset({"moved"})
_ACTORS = frozenset({"ngo", "government", "reporters"})


def clause_starts(reading: Reading) -> tuple[int, ...]:
    """The first tokens of the sentence's clauses, in order; the first is 0."""
    starts, has_verb = [0], False
    subordinators, joints = reading.grammar.subordinators, reading.grammar.clause_joints
    for index in range(1, len(reading.tokens)):
        if reading.parenthesis(index) is not None:
            continue
        low = reading.low(index - 1)
        if low == ";" or low in subordinators or (has_verb and low in joints and _opens(reading, index)):
            starts.append(index)
            has_verb = False
        has_verb = has_verb or is_finite(reading, index)
    return tuple(starts)


def _opens(reading: Reading, index: int) -> bool:
    """Whether the token behind "and" or a comma begins a subject with its verb right behind."""
    return reading.low(index) not in reading.grammar.clause_joints and _has_subject(reading, index)


def _has_subject(reading: Reading, first: int) -> bool:
    """Whether tokens from `first` on are a subject and its finite verb, with nothing else between."""
    grammar, index = reading.grammar, _past_adverbial(reading, first)
    begin = index
    while index < min(first + _LONGEST_SUBJECT, len(reading.tokens)):
        low = reading.low(index)
        if is_finite(reading, index):
            return index > begin
        if low == "(" and (pair := reading.parenthesis(index + 1)):
            index = pair[1] + 1
            continue
        if (
            low in grammar.relatives
            or low in grammar.not_in_subject
            or (low in grammar.clause_joints and low not in grammar.conjunctions)
        ):
            return False
        if reading.tokens[index].kind == "mark" and low not in "-’'–":
            return False
        index += 1
    return False


def _past_adverbial(reading: Reading, first: int) -> int:
    """The token after "in 2018" and the like at the head of a clause."""
    index = first
    while reading.low(index) in reading.grammar.clause_adverbs or reading.is_adverb(index):
        index += 1
    if reading.low(index) in reading.grammar.year_openings and reading.low(index + 1).isdigit():
        index += 3 if reading.low(index + 2) == "," else 2
    return index


def is_finite(reading: Reading, index: int) -> bool:
    """Whether a token is a verb in a tense: "were", "has", and "identified" with a subject before or object behind."""
    low, grammar = reading.low(index), reading.grammar
    if low in grammar.object_prepositions:
        return False  # the "to" of "gave services to 45 victims"
    if low in grammar.finite or low in grammar.never_before_noun or reading.covered(index, _MOVED):
        return True
    if not reading.is_verb(index) or reading.is_gerund(index) or reading.low(index - 1) in grammar.before_infinitive:
        return False
    if reading.low(index - 1) in grammar.finite and low.endswith(grammar.participle_endings):
        return False  # the auxiliary was it
    if _has_actor_before(reading, index):
        return True
    after = reading.low(index + 1)
    return after in grammar.before_object or reading.number_at(index + 1) is not None


def _has_actor_before(reading: Reading, index: int) -> bool:
    at = index - 1
    while at >= 0 and (reading.is_adverb(at) or reading.low(at) in reading.grammar.passive_adverbs):
        at -= 1
    return reading.low(at) in reading.grammar.pronouns or reading.covered(at, _ACTORS)
