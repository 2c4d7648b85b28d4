"""Noun phrases: what stands after a number or a "no", from its modifiers to the noun that is counted."""

from __future__ import annotations

from typing import NamedTuple

from tipbrief.observations.lexicon import Cue
from tipbrief.observations.reading import Reading

_INNER_MARKS = frozenset("-–\"“”«»'’")
_LABELS = frozenset(
    "labor sex both other_form unspecified male female adult child potential vulnerable foreign national nation related"
    " additional"
    " remaining ongoing suspended not_related".split()
)
_PERSONS, _PERIODS = frozenset({"people"}), frozenset({"last_period", "this_period"})
_MAX_PHRASE = 9


class NounPhrase(NamedTuple):
    """What stands after a number: last token, head and noun classes, or the unknown noun; `hole` is a bracket in it."""

    last: int
    head: int | None
    nouns: frozenset[str]
    other: str
    hole: tuple[int, int] = (0, -1)


def noun_phrase(reading: Reading, index: int) -> NounPhrase:
    """Read the noun phrase that begins at a token: in "nine foreign labor inspectors were" three words.

    The last noun of the lexicon is its head, unless an unknown plural follows it ("nine police cars").
    """
    head: Cue | None = None
    grammar, last, unknown, position = reading.grammar, index - 1, "", index
    hole: tuple[int, int] = (0, -1)
    while position < min(index + _MAX_PHRASE + hole[1] - hole[0] + 1, len(reading.tokens)):
        if _ends_phrase(reading, position, head) and not (head is None and _past_parenthesis(reading, position)):
            break
        token = reading.tokens[position]
        if token.low in grammar.conjunctions and unknown and grammar.is_plural(unknown):
            break  # "six cities and four shelters"
        noun = _noun_at(reading, position)
        if head is None and (past := _past_parenthesis(reading, position)):
            hole, position = (position, past), past + 1
            continue
        if noun and not _possessive(reading, noun.last):
            head, position, last, unknown = noun, noun.last, noun.last, ""
            if grammar.is_plural(reading.low(noun.last)) and not _noun_at(reading, noun.last + 1):
                break
        elif name_end := _proper_name(reading, position):
            position, last, unknown = name_end, name_end, token.low
        elif token.kind == "word":
            last = position
            unknown = token.low if _is_unknown(reading, position) else unknown
        position += 1
    if head and not (grammar.is_plural(unknown) and not grammar.is_plural(reading.low(head.last))):
        return NounPhrase(_with_joined(reading, head), head.last, _classes(reading, head), "", hole)
    return _without_head(reading, index, last, unknown, bool(head))


def _with_joined(reading: Reading, head: Cue) -> int:
    """The last token of nouns of persons joined to the head: "90 men, women, and children"."""
    last = head.last
    while True:
        at = last + 1
        while reading.low(at) == "," or reading.low(at) in reading.grammar.conjunctions:
            at += 1
        noun = _noun_at(reading, at) if at > last + 1 and reading.covered(last, _PERSONS) else None
        if (
            noun is None
            or not reading.covered(noun.last, _PERSONS)
            or not reading.grammar.is_plural(reading.low(noun.last))
        ):
            return last
        last = noun.last


def _past_parenthesis(reading: Reading, position: int) -> int | None:
    """The end of a bracket between modifiers and their noun: "31 trafficking (20 sex, 11 labor) victims"."""
    if reading.low(position) != "(":
        return None
    pair = reading.parenthesis(position + 1)
    return pair[1] if pair and pair[0] == position and _noun_at(reading, pair[1] + 1) else None


def _without_head(reading: Reading, index: int, last: int, unknown: str, lost: bool) -> NounPhrase:
    """A phrase whose noun is left out, or `lost` to an unknown one; without an "and" that joins it to what follows."""
    while not lost and last >= index and reading.low(last) in reading.grammar.conjunctions:
        last -= 1
    return NounPhrase(last, None, frozenset(), unknown)


def _is_unknown(reading: Reading, position: int) -> bool:
    """Whether a word is a noun that no class has: no modifier, and not the "unknown" of "nine unknown"."""
    low = reading.low(position)
    if low in reading.grammar.unknown_forms or reading.grammar.is_adverb(low):
        return False
    return (
        low not in reading.grammar.conjunctions
        and not reading.covered(position, _LABELS)
        and not reading.is_verb(position)
    )


def _ends_phrase(reading: Reading, position: int, head: Cue | None) -> bool:
    token = reading.tokens[position]
    if token.kind == "number" or token.low in reading.grammar.phrase_stops or reading.number_at(position):
        return True
    grammar = reading.grammar
    if any(cue.first == position for cue in reading.at(position) if cue.label in _PERIODS):
        return True
    if token.low in grammar.articles or token.low in grammar.states or token.low in grammar.never_before_noun:
        return True
    if token.kind == "mark":
        return token.low not in _INNER_MARKS
    if token.low in reading.grammar.conjunctions:
        return head is not None or not _noun_ahead(reading, position + 1)
    if head is None:
        return _finite_verb(reading, position) or _describes(reading, position)
    return reading.is_verb(position) and not _noun_at(reading, position)


def _describes(reading: Reading, position: int) -> bool:
    """A participle with a preposition after it describes what was left out: "nine exploited in factories"."""
    grammar = reading.grammar
    return (
        reading.low(position).endswith(grammar.participle_endings)
        and reading.low(position + 1) in grammar.describing_prepositions
        and not _noun_at(reading, position)
    )


def _proper_name(reading: Reading, position: int) -> int | None:
    """The end of a name of several words before a noun ("1,119 Ministry of Internal Affairs (MVD) officials")."""
    if not _capital(reading, position) or reading.low(position + 1) not in reading.grammar.name_openings:
        return None
    end = position + 1
    while _capital(reading, end + 1) or (
        reading.low(end + 1) in reading.grammar.name_links and _capital(reading, end + 2)
    ):
        end += 1
    if reading.low(end + 1) == "(" and reading.low(end + 3) == ")":
        end += 3
    return end if _noun_at(reading, end + 1) else None


def _capital(reading: Reading, index: int) -> bool:
    return 0 <= index < len(reading.tokens) and reading.text[reading.tokens[index].start].isupper()


def _finite_verb(reading: Reading, position: int) -> bool:
    """A verb that cannot be a participle before a noun ("three remain")."""
    low = reading.low(position)
    return (
        reading.covered(position, reading.lexicon.verbs)
        and not low.endswith(reading.grammar.participle_endings)
        and not reading.covered(position, _LABELS)
        and not reading.covered(position, reading.lexicon.nouns)
    )


def _noun_ahead(reading: Reading, position: int) -> bool:
    """Whether modifiers go on to a noun after "and" ("labor and sex trafficking victims")."""
    for index in range(position, min(position + 4, len(reading.tokens))):
        if (
            reading.low(index) in reading.grammar.phrase_stops
            or reading.tokens[index].kind != "word"
            or reading.number_at(index)
        ):
            return False
        if _noun_at(reading, index):
            return True
    return False


def _noun_at(reading: Reading, position: int) -> Cue | None:
    """The longest noun entry that begins at the token."""
    found = [c for c in reading.at(position) if c.first == position and c.label in reading.lexicon.nouns]
    return max(found, key=lambda cue: cue.last, default=None)


def _classes(reading: Reading, noun: Cue) -> frozenset[str]:
    same = (c for c in reading.at(noun.first) if (c.first, c.last) == (noun.first, noun.last))
    return frozenset(c.label for c in same if c.label in reading.lexicon.nouns)


def _possessive(reading: Reading, index: int) -> bool:
    return reading.low(index + 1) in ("'", "’") or reading.low(index).endswith("'s")
