"""Which indicator a mention is a figure of: the phrase that claims it, through the verb that governs it.

English puts what is counted after an active verb ("identified 12 victims"), before a passive one ("12
victims were identified") and after a noun of action ("the identification of 12 victims"). A phrase says
only its words; where they stand is decided here.
"""

from __future__ import annotations

from typing import Iterator, NamedTuple, Sequence

from tipbrief.observations.lexicon import Phrase
from tipbrief.observations.mentions import Mention
from tipbrief.observations.reading import Reading, Verb

# Verbs that say little by themselves: the search for a governing verb may go on past them.
LIGHT = frozenset("report involve continue give receive serve hold operate open attend".split())
RECEIVING = frozenset({"receive", "attend", "serve"})
SELF_SAID = frozenset({"investigations", "prosecutions", "convictions"})  # nouns that need no verb
BLOCKING = frozenset({"arrest", "hire"})
_CASES = frozenset({"cases"})
_HELPED = frozenset("victims_repatriated victims_assisted victims_referred victims_sheltered".split())
_OF_TRAFFICKING = ("victims", "labor", "sex", "both", "other_form", "not_related", "hotline")
_GROUP = 4
_ACCUSED = ("persons_", "prosecutions", "investigations", "conviction")
_EXPLOITING_WITHIN = 4  # tokens from "exploiting" to whom
_UNLESS_WITHIN = 6  # tokens behind verb and number in which a word of `unless` voids a phrase


class Claim(NamedTuple):
    """A phrase that claims a mention through a verb; without a verb the noun alone does."""

    phrase: Phrase
    verb: Verb | None


def find_claims(reading: Reading, mention: Mention, low: int, high: int) -> list[Claim]:
    """The claims on a mention by words within tokens low..high: one for each coordinated verb.

    Returns an empty list where no phrase fits. "identified and referred two victims" gives two.
    """
    phrases = [p for noun in sorted(mention.nouns) for p in reading.lexicon.counting.get(noun, ())]
    if _is_bystander(reading, mention):
        phrases = [p for p in phrases if p.indicator not in _HELPED]
    if not reading.cues.get("victims") and any(reading.low(i) in reading.grammar.not_victims for i in range(mention.first, mention.last)):
        phrases = [p for p in phrases if not p.indicator.startswith("victims_")]
    if is_victim_of(reading, mention, low):
        phrases = [p for p in phrases if not p.indicator.startswith(_ACCUSED)]
    for group in governing_verbs(reading, mention, low, high):
        claims = [claim for verb in group if (claim := _best(reading, mention, verb, phrases, low, high))]
        if claims:
            return _distinct(claims)
        if any(verb.labels & BLOCKING for verb in group) and not mention.nouns & SELF_SAID:
            return []
    alone = _best(reading, mention, None, phrases, low, high)
    return [alone] if alone else []


def _is_bystander(reading: Reading, mention: Mention) -> bool:
    """Whether the persons are workers, migrants and the like, in a sentence that names no victim and no trafficking."""
    if mention.head is None or "victims" in mention.nouns or reading.low(mention.head) not in reading.grammar.bystanders:
        return False
    end = len(reading.tokens) - 1
    return not any(reading.has(label, 0, end) for label in _OF_TRAFFICKING)


def is_victim_of(reading: Reading, mention: Mention, low: int) -> bool:
    """ "convicted a man of exploiting nine women": the women are no convicts."""
    cue = reading.last_in("exploiting", max(low, mention.first - _EXPLOITING_WITHIN), mention.first - 1)
    return cue is not None and not mention.nouns & {"suspects", "convicts"}


def weak_claim(reading: Reading, mention: Mention) -> list[Claim]:
    """What a number counts by its noun alone where no stage is named: cases are investigations, victims identified."""
    phrases = [p for noun in sorted(mention.nouns) for p in reading.lexicon.counting.get(noun, ()) if p.weak]
    return [Claim(phrases[0], None)] if phrases else []


def is_blocked_by_verb(reading: Reading, mention: Mention, low: int) -> bool:
    """Whether the verb that governs the number is one of arrest, screening or staff."""
    verb = next((v for v in reversed(reading.verb_tokens) if low <= v.first and v.last < mention.first), None)
    return verb is not None and bool(verb.labels & BLOCKING) and not _is_postmodifier(reading, verb)


def _distinct(claims: Sequence[Claim]) -> list[Claim]:
    by_indicator: dict[str, Claim] = {}
    for claim in sorted(claims, key=lambda claim: claim.verb.first if claim.verb else 0):
        by_indicator.setdefault(claim.phrase.indicator, claim)
    if "victims_sheltered" in by_indicator:  # "shelter and services to N" is sheltered only (codebook)
        by_indicator.pop("victims_assisted", None)
    return list(by_indicator.values())


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
    if after and after != subject and not _begins_clause(reading, mention, after[0]) and not _is_of_another(reading, mention, after[0]):
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
        if _is_postmodifier(reading, verb) or _is_attributive(reading, verb):
            continue
        if relative > verb.last:
            return
        yield _with_coordinated(reading, position, -1)
        if not verb.labels & LIGHT and not _is_nominal(reading, verb):
            return


def _is_postmodifier(reading: Reading, verb: Verb) -> bool:
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


def _best(
    reading: Reading, mention: Mention, verb: Verb | None, phrases: Sequence[Phrase], low: int, high: int
) -> Claim | None:
    fitting = [p for p in phrases if _fits(reading, mention, verb, p, low, high) and not _is_void(reading, mention, verb, p)]
    if not fitting:
        return None
    best = max(fitting, key=lambda p: (p.first, not p.weak, len(p.before) + len(p.after)))
    return Claim(best, verb)


def _is_void(reading: Reading, mention: Mention, verb: Verb | None, phrase: Phrase) -> bool:
    """Whether a word that the phrase rules out follows the verb: "referred 12 victims to the police"."""
    if not phrase.unless:
        return False
    first = verb.last + 1 if verb else mention.first
    end = min(max(first, mention.last) + _UNLESS_WITHIN, reading.clause(mention.last)[1])
    return any(reading.has(label, first, end) for label in phrase.unless)


def _fits(reading: Reading, mention: Mention, verb: Verb | None, phrase: Phrase, low: int, high: int) -> bool:
    """Whether the phrase's other words stand where they must, given the verb."""
    if verb is None:
        return not phrase.verb and stand_in_order(reading, phrase.before, 0, mention.first - 1)
    if not phrase.verb or phrase.verb not in verb.labels:
        return False
    if f"${phrase.verb}" in phrase.after:
        return verb.first > mention.last and _after_fits(reading, phrase, verb, high)
    at = phrase.before.index(f"${phrase.verb}")
    context, between = phrase.before[:at], phrase.before[at + 1 :]
    if verb.first > mention.number.last:  # passive, or a participle: the rest follows the verb
        rest_fits = stand_in_order(reading, (*between, *phrase.after), verb.last + 1, high)
        return rest_fits and stand_in_order(reading, context, low, mention.first - 1)
    before_passive = reading.is_passive(verb) and stand_in_order(reading, between, low, verb.first - 1)
    if not before_passive and not stand_in_order(reading, between, verb.first, mention.first - 1):
        return False
    if not stand_in_order(reading, context, low, verb.first - 1):
        return False
    return stand_in_order(reading, phrase.after, mention.last + 1, high)


def _after_fits(reading: Reading, phrase: Phrase, verb: Verb, high: int) -> bool:
    at = phrase.after.index(f"${phrase.verb}")
    return not reading.is_passive(verb) and stand_in_order(reading, phrase.after[at + 1 :], verb.last + 1, high)


def stand_in_order(reading: Reading, parts: Sequence[str], low: int, high: int) -> bool:
    """Whether words and classes stand one after another in tokens low..high: "$give", "to" in "gave aid to nine"."""
    for part in parts:
        if part.startswith("$"):
            cue = reading.first_in(part[1:], low, high)
            if cue is None:
                return False
            low = cue.last + 1
        else:
            at = next((i for i in range(low, high + 1) if reading.low(i) == part), None)
            if at is None:
                return False
            low = at + 1
    return True
