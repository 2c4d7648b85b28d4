"""Which indicator a mention is a figure of: the phrase that claims it, through the verb that governs it.

English puts what is counted after an active verb ("identified 12 victims"), before a passive one ("12
victims were identified") and after a noun of action ("the identification of 12 victims"). A phrase says
only its words; where they stand is decided here.
"""

from __future__ import annotations

from typing import NamedTuple, Sequence

from tipbrief.observations.governing import governing_verbs, is_postmodifier
from tipbrief.observations.lexicon import Phrase
from tipbrief.observations.mentions import Mention
from tipbrief.observations.reading import Reading, Verb

# Verbs that say little by themselves: the search for a governing verb may go on past them.
SELF_SAID = frozenset({"investigations", "prosecutions", "convictions"})  # nouns that need no verb
BLOCKING = frozenset({"arrest", "hire"})
_HELPED = frozenset("victims_repatriated victims_assisted victims_referred victims_sheltered".split())
_OF_TRAFFICKING = ("victims", "labor", "sex", "both", "other_form", "not_related", "hotline")
_ACCUSED = ("persons_", "prosecutions", "investigations", "conviction")
_EXPLOITING_WITHIN = 4  # tokens from "exploiting" to whom
_NO_VERB = frozenset({""})  # the verb of a phrase that has none
_UNLESS_WITHIN = 6  # tokens behind verb and number in which a word of `unless` voids a phrase


class Claim(NamedTuple):
    """A phrase that claims a mention through a verb; without a verb the noun alone does."""

    phrase: Phrase
    verb: Verb | None


def find_claims(reading: Reading, mention: Mention, low: int, high: int) -> list[Claim]:
    """The claims on a mention by words within tokens low..high: one for each coordinated verb.

    Returns an empty list where no phrase fits. "identified and referred two victims" gives two.
    """
    phrases: Sequence[Phrase] = reading.lexicon.counting_any(mention.nouns)
    if _is_bystander(reading, mention):
        phrases = [p for p in phrases if p.indicator not in _HELPED]
    if not reading.cues.get("victims") and any(
        reading.low(i) in reading.grammar.not_victims for i in range(mention.first, mention.last)
    ):
        phrases = [p for p in phrases if not p.indicator.startswith("victims_")]
    if "cases" in mention.nouns and _is_of_hotline(reading, mention, low):
        phrases = [p for p in phrases if p.indicator != "investigations"]
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
    if (
        mention.head is None
        or "victims" in mention.nouns
        or reading.low(mention.head) not in reading.grammar.bystanders
    ):
        return False
    end = len(reading.tokens) - 1
    return not any(reading.has(label, 0, end) for label in _OF_TRAFFICKING)


def _is_of_hotline(reading: Reading, mention: Mention, low: int) -> bool:
    """Whether a hotline found the cases: "the hotline identified 90 potential cases" are no investigations."""
    hotline = reading.last_in("hotline", 0, mention.first - 1)
    if hotline is None:
        return False
    border = next(reading.back_from(mention.first, ";"), -1)
    return border < hotline.last or not (
        reading.has("government", border, mention.first) or reading.has("ngo", border, mention.first)
    )


def is_victim_of(reading: Reading, mention: Mention, low: int) -> bool:
    """ "convicted a man of exploiting nine women": the women are no convicts."""
    cue = reading.last_in("exploiting", max(low, mention.first - _EXPLOITING_WITHIN), mention.first - 1)
    return cue is not None and not mention.nouns & {"suspects", "convicts"}


def weak_claim(reading: Reading, mention: Mention) -> list[Claim]:
    """What a number counts by its noun alone where no stage is named: cases are investigations, victims identified."""
    phrases = [p for p in reading.lexicon.counting_any(mention.nouns) if p.weak]
    return [Claim(phrases[0], None)] if phrases else []


def is_blocked_by_verb(reading: Reading, mention: Mention, low: int) -> bool:
    """Whether the verb that governs the number is one of arrest, screening or staff."""
    verb = next((v for v in reversed(reading.verb_tokens) if low <= v.first and v.last < mention.first), None)
    return verb is not None and bool(verb.labels & BLOCKING) and not is_postmodifier(reading, verb)


def _distinct(claims: Sequence[Claim]) -> list[Claim]:
    by_indicator: dict[str, Claim] = {}
    for claim in sorted(claims, key=lambda claim: claim.verb.first if claim.verb else 0):
        by_indicator.setdefault(claim.phrase.indicator, claim)
    if "victims_sheltered" in by_indicator:  # "shelter and services to N" is sheltered only (codebook)
        by_indicator.pop("victims_assisted", None)
    return list(by_indicator.values())


def _best(
    reading: Reading, mention: Mention, verb: Verb | None, phrases: Sequence[Phrase], low: int, high: int
) -> Claim | None:
    governed_by = verb.labels if verb else _NO_VERB
    fitting = [
        p
        for p in phrases
        if p.verb in governed_by
        and _fits(reading, mention, verb, p, low, high)
        and not _is_void(reading, mention, verb, p)
    ]
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
    """Whether the other words of a phrase of this verb, or of none, stand where they must."""
    if verb is None:
        return stand_in_order(reading, phrase.before, 0, mention.first - 1)
    if f"${phrase.verb}" in phrase.after:
        return verb.first > mention.last and _after_fits(reading, phrase, verb, high)
    at = phrase.before.index(f"${phrase.verb}")
    context, between = phrase.before[:at], phrase.before[at + 1 :]
    if verb.first > mention.number.last:  # passive, or a participle: the rest follows the verb
        if phrase.weak and verb.first > mention.last and not reading.is_passive(verb) and _has_object(reading, verb):
            return False  # "nine victims reported abuse" counts nobody who was reported
        rest_fits = stand_in_order(reading, (*between, *phrase.after), verb.last + 1, high)
        return rest_fits and stand_in_order(reading, context, low, mention.first - 1)
    before_passive = reading.is_passive(verb) and stand_in_order(reading, between, low, verb.first - 1)
    if not before_passive and not stand_in_order(reading, between, verb.first, mention.first - 1):
        return False
    if not stand_in_order(reading, context, low, verb.first - 1) or _only_told_of(reading, context, low, verb.first):
        return False
    return stand_in_order(reading, phrase.after, mention.last + 1, high)


def _only_told_of(reading: Reading, context: Sequence[str], low: int, verb: int) -> bool:
    """Whether the subject's word stands in an insertion: "The network, which is made up of 50 shelters, helped 40"."""
    if not context or not context[0].startswith("$"):
        return False
    cue = reading.first_in(context[0][1:], low, verb - 1)
    opening = next(reading.back_from(cue.first, ","), None) if cue else None
    if cue is None or opening is None or reading.low(opening + 1) not in reading.grammar.hard_relatives:
        return False
    return any(reading.low(i) == "," for i in range(cue.last + 1, verb))


def _has_object(reading: Reading, verb: Verb) -> bool:
    """Whether a noun without a preposition follows the verb: it is no participle."""
    after = reading.low(verb.last + 1)
    return (
        bool(after)
        and after not in reading.grammar.object_prepositions
        and after not in reading.grammar.year_openings
        and (reading.tokens[verb.last + 1].kind == "word" and after not in reading.grammar.after_year)
    )


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
