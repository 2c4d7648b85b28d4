"""Which phrase claims a number where the verb may stand before or after it: the nearest predicate of the clause.

A phrase names its words; they may stand in any order in the clause. A participle ("12 жертв, выявленных в 2030 году")
and a noun of action ("выявление 12 жертв") govern where no predicate does.
"""

from __future__ import annotations

from typing import Iterator, Sequence

from tipbrief.observations.claims import BLOCKING, Claim
from tipbrief.observations.forms import ATTRIBUTE, NOMINAL, PREDICATE
from tipbrief.observations.free.clauses import is_predicate
from tipbrief.observations.governing import LIGHT
from tipbrief.observations.lexicon import Phrase
from tipbrief.observations.mentions import Mention
from tipbrief.observations.reading import Reading, Verb

_SAYS_LITTLE = LIGHT | {"notify"}
_NEAR = 3  # tokens between a noun of action, or a participle, and the number
_JOINED = 3


def find_claims(
    reading: Reading, mention: Mention, low: int, high: int, nouns: frozenset[str] = frozenset()
) -> list[Claim]:
    """The claims on a mention by words within tokens low..high; `nouns` are lent to a number without a noun.

    Returns one for each predicate that is joined to the nearest ("выявлены и направлены"), or an empty list.
    """
    phrases = [p for noun in sorted(mention.nouns or nouns) for p in reading.lexicon.counting.get(noun, ())]
    for verb in _governing(reading, mention, low, high):
        claims = [c for v in _joined(reading, verb, low, high) if (c := _best(reading, mention, v, phrases, low, high))]
        if claims:
            in_order = sorted(claims, key=lambda claim: claim.verb.first if claim.verb else 0)
            return list({claim.phrase.indicator: claim for claim in in_order}.values())
        if verb.labels & BLOCKING and not verb.labels - BLOCKING:
            return []
    alone = _best(reading, mention, None, phrases, low, high)
    return [alone] if alone else []


def is_blocked(reading: Reading, mention: Mention, low: int, high: int) -> bool:
    """Whether the nearest verb is one of arrest, acquittal, staff and the like."""
    verb = next(_governing(reading, mention, low, high), None)
    return verb is not None and bool(verb.labels & BLOCKING)


def _governing(reading: Reading, mention: Mention, low: int, high: int) -> Iterator[Verb]:
    """The verbs within low..high that may govern the mention, the likeliest first."""
    home = (None, reading.parenthesis(mention.first))
    inside = [v for v in reading.verb_tokens if low <= v.first and v.last <= high and not _is_noun(reading, v)]
    verbs = sorted((v for v in inside if reading.parenthesis(v.first) in home), key=lambda v: _distance(mention, v))
    predicates = [
        v for v in verbs if _has(reading, v, PREDICATE) or any(is_predicate(reading, i) for i in (v.first, v.last))
    ]
    yield from (v for v in predicates if not v.labels <= _SAYS_LITTLE)
    rest = [v for v in verbs if v not in predicates and _distance(mention, v) <= _NEAR]
    yield from (v for v in rest if _has(reading, v, ATTRIBUTE))
    yield from (v for v in rest if not _has(reading, v, ATTRIBUTE) and v.last < mention.first)
    light = [v for v in predicates if v.labels <= _SAYS_LITTLE]
    yield from sorted(light, key=lambda v: "report" in v.labels)  # "не был предоставлен"


def _has(reading: Reading, verb: Verb, kind: str) -> bool:
    return any(kind in reading.kinds(i) for i in range(verb.first, verb.last + 1))


def _is_noun(reading: Reading, verb: Verb) -> bool:
    """Whether the verb is a participle that stands for a person ("12 осужденных")."""
    return (
        not _has(reading, verb, NOMINAL)
        and not _has(reading, verb, PREDICATE)
        and reading.covered(verb.last, reading.lexicon.nouns)
    )


def _distance(mention: Mention, verb: Verb) -> int:
    return mention.first - verb.last if verb.last < mention.first else verb.first - mention.last


def _joined(reading: Reading, verb: Verb, low: int, high: int) -> list[Verb]:
    """The verb and those that a conjunction alone joins to it."""
    near = [v for v in reading.verb_tokens if low <= v.first and v.last <= high and v is not verb]
    return [verb, *(v for v in near if _only_joints(reading, *sorted((v, verb))))][:_JOINED]


def _only_joints(reading: Reading, left: Verb, right: Verb) -> bool:
    between = range(left.last + 1, right.first)
    return len(between) > 0 and all(reading.low(i) in reading.grammar.verb_joints for i in between)


def _best(
    reading: Reading, mention: Mention, verb: Verb | None, phrases: Sequence[Phrase], low: int, high: int
) -> Claim | None:
    fitting = [p for p in phrases if _fits(reading, mention, verb, p, low, high)]
    if not fitting:
        return None
    return Claim(max(fitting, key=lambda p: (p.first, not p.weak, len(p.before) + len(p.after))), verb)


def _fits(reading: Reading, mention: Mention, verb: Verb | None, phrase: Phrase, low: int, high: int) -> bool:
    """Whether all other words of the phrase stand in the clause, outside the words that are counted."""
    if (verb is None) != (not phrase.verb) or (verb and phrase.verb not in verb.labels):
        return False
    if any(reading.has(label, low, high) for label in phrase.unless):
        return False
    others = [part for part in (*phrase.before, *phrase.after) if part != f"${phrase.verb}"]
    return all(
        _stands(reading, part, low, mention.first - 1) or _stands(reading, part, mention.last + 1, high)
        for part in others
    )


def _stands(reading: Reading, part: str, low: int, high: int) -> bool:
    if part.startswith("$"):
        return reading.has(part[1:], low, high)
    return any(reading.low(i) == part for i in range(low, high + 1))
