"""What a number counts, where modifiers stand before the noun and its complement behind: "26 новых дел о ...".

The first noun is the head; a participle used as a noun may stand before another ("12 пострадавших граждан").
"""

from __future__ import annotations

from tipbrief.observations.forms import ATTRIBUTE
from tipbrief.observations.free.clauses import is_predicate
from tipbrief.observations.lexicon import Cue
from tipbrief.observations.noun_phrases import NounPhrase
from tipbrief.observations.reading import Reading

_LONGEST = 8
_COMPLEMENTS = frozenset("not_related labor sex both other_form related nation country".split())
QUOTES = frozenset('«»"“”„')


def noun_phrase(reading: Reading, index: int) -> NounPhrase:
    """The noun phrase that begins at a token; `other` is the noun where no class has it."""
    hole, position = _past_bracket(reading, index)
    position = _past_and_more(reading, position)
    if _disagrees(reading, position):
        return NounPhrase(index - 1, None, frozenset(), "")
    for at in range(position, min(position + _LONGEST, len(reading.tokens))):
        noun = noun_at(reading, at)
        if noun and not _modifies(reading, noun):
            return NounPhrase(_with_complement(reading, noun.last), noun.last, _classes(reading, noun), "", hole)
        if _ends_phrase(reading, at):
            return NounPhrase(_end(reading, at - 1, index), None, frozenset(), "", hole)
        if not is_modifier(reading, at) and reading.low(at) not in reading.grammar.conjunctions:
            return NounPhrase(at, None, frozenset(), reading.low(at), hole)
    return NounPhrase(index - 1, None, frozenset(), "")


def _disagrees(reading: Reading, index: int) -> bool:
    """Whether an instrumental follows that no preposition asks for: the 16 of "в 16 потерпевшими стали дети"."""
    grammar = reading.grammar
    if not reading.low(index).endswith(grammar.instrumental_endings) or not reading.number_ending_at(index - 1):
        return False
    number = reading.number_ending_at(index - 1)
    return (
        number is not None and number.digits and reading.low(number.first - 1) not in grammar.instrumental_prepositions
    )


def _end(reading: Reading, last: int, index: int) -> int:
    """The last token of a phrase without a noun, without an "и" that joins it to what follows."""
    while last >= index and reading.low(last) in reading.grammar.conjunctions:
        last -= 1
    return max(last, index - 1)


def _past_bracket(reading: Reading, index: int) -> tuple[tuple[int, int], int]:
    """A bracket between number and noun ("159 (+2) фактов"), and the token after it."""
    pair = reading.parenthesis(index + 1)
    if reading.low(index) != "(" or pair is None or pair[0] != index:
        return (0, -1), index
    return ((index, pair[1]), pair[1] + 1) if _noun_near(reading, pair[1] + 1) else ((0, -1), index)


def _past_and_more(reading: Reading, index: int) -> int:
    """The token after "с лишним"."""
    cue = reading.first_in("and_more", index, index + 1)
    return cue.last + 1 if cue and cue.first == index else index


def _noun_near(reading: Reading, index: int) -> bool:
    return any(noun_at(reading, i) for i in range(index, index + 2))


def noun_at(reading: Reading, position: int) -> Cue | None:
    """The longest noun entry that begins at the token."""
    found = [c for c in reading.at(position) if c.first == position and c.label in reading.lexicon.nouns]
    return max(found, key=lambda cue: cue.last, default=None)


def _modifies(reading: Reading, noun: Cue) -> bool:
    """Whether a noun in the form of an adjective stands before the noun that it describes."""
    return (
        reading.low(noun.last).endswith(reading.grammar.modifier_endings)
        and noun_at(reading, noun.last + 1) is not None
    )


def is_modifier(reading: Reading, index: int) -> bool:
    """Whether a word has the ending of an adjective or a participle before its noun."""
    return reading.low(index).endswith(reading.grammar.modifier_endings) or ATTRIBUTE in reading.kinds(index)


def _ends_phrase(reading: Reading, index: int) -> bool:
    token = reading.tokens[index]
    if token.kind != "word" or reading.number_at(index) or token.low in reading.grammar.phrase_stops:
        return True
    if token.low in reading.grammar.conjunctions:
        return not (is_modifier(reading, index + 1) and _noun_near(reading, index + 1))
    return is_predicate(reading, index) or reading.covered(index, frozenset({"including", "compare"}))


def _classes(reading: Reading, noun: Cue) -> frozenset[str]:
    same = (c for c in reading.at(noun.first) if (c.first, c.last) == (noun.first, noun.last))
    return frozenset(c.label for c in same if c.label in reading.lexicon.nouns)


def _with_complement(reading: Reading, last: int) -> int:
    """The last token of what belongs to the noun: "граждан Республики Перу", "дел о «торговле людьми»"."""
    while True:
        at = last + 1
        if reading.low(at) in reading.grammar.complements:
            at += 1
        while reading.low(at) in QUOTES:
            at += 1
        cue = max(
            (c for c in reading.at(at) if c.first == at and c.label in _COMPLEMENTS), key=lambda c: c.last, default=None
        )
        if cue is None:
            return last
        last = cue.last
        while reading.low(last + 1) in QUOTES:
            last += 1
