"""What is no new figure: said again, told of others, planned, estimated, or a zero of a part."""

from __future__ import annotations

from dataclasses import replace

from tipbrief.observations.attributes import read_offence, zone_end
from tipbrief.observations.claims import find_claims
from tipbrief.observations.figures import CASE_NOUNS, PERSON_NOUNS, Figure
from tipbrief.observations.mentions import Mention
from tipbrief.observations.place import Place
from tipbrief.observations.reading import Reading

_ACCUSING = frozenset({"investigate", "prosecute", "convict", "sentence", "imprison"})
_PLANNING = frozenset({"plan", "urge"})
_ESTIMATED_WITHIN = 6  # tokens from "estimate that there are" to the number
_URGED_WITHIN = 8  # tokens from "urges" to what is to be done
_OTHER_VICTIMS = frozenset({"other_victims"})
_TRAFFICKED = frozenset({"labor", "sex", "both", "other_form", "not_related"})
_PERHAPS = 9  # tokens from a number to "some of whom may have been victims"
_NEAR = 40  # tokens of a clause that are looked at around a zero


def says_again(place: Place) -> bool:
    """ "..., and all 30 were sold for adoption": not a new number, but the offence of the one before."""
    mention, reading = place.mention, place.reading
    if place.before() not in reading.grammar.again or (mention.nouns and not mention.of_group):
        return False
    known = [f for f in place.sentence.figures if f.mention.value == mention.value]
    if not known or _says_more(place, known[-1]):
        return False
    end = zone_end(reading, mention, min(place.clause_end, len(reading.tokens) - 1))
    if offence := read_offence(reading, mention.first, end):
        for figure in place.sentence.readings_of(known[-1]):
            figure.attributes = replace(figure.attributes, offence=offence)
            figure.related_at = (mention.first, end)
    return True


def _says_more(place: Place, known: Figure) -> bool:
    """Whether a verb claims the number for something else: "and all 30 received care"."""
    counted = replace(place.mention, nouns=known.counted, of_group=False)
    claims = find_claims(place.reading, counted, place.clause_start, place.clause_end)
    return any(c.verb and not c.phrase.weak and c.phrase.indicator != known.indicator for c in claims)


def reason_out_of_scope(reading: Reading, mention: Mention) -> str:
    """Why a number is no figure though it counts something: a plan, a case told again, a zero of a part; else empty.

    A zero about complicit officials, international cases or a hotline's cases gets no row (codebook, "Scope").
    """
    if _is_planned(reading, mention):
        return "plan"
    if mention.status == "reported" and _is_told_again(reading, mention):
        return "told again"
    if told := _of_others(reading, mention):
        return told
    if mention.nouns and _is_estimate(reading, mention):
        return "estimate"
    if not mention.remaining and _is_condition(reading, mention):
        return "subset or possibility"
    nothing = mention.negated or mention.status == "not_reported"
    return "subset or possibility" if nothing and _is_subset(reading, mention) else ""


def _of_others(reading: Reading, mention: Mention) -> str:
    """Why a number counts persons who are no victims of trafficking, or convictions that did not last; else empty."""
    end = reading.clause(mention.last)[1]
    if reading.has("overturned", mention.last + 1, min(end, mention.last + _NEAR)):
        return "overturned"
    if not mention.nouns & PERSON_NOUNS:
        return ""
    if mention.head is not None and reading.covered(mention.head, _OTHER_VICTIMS):
        near = range(mention.last + 1, min(end, mention.last + _NEAR) + 1)
        return "" if any(reading.covered(i, _TRAFFICKED) for i in near) else "victims of other crimes"
    if "victims" in mention.nouns:
        return ""
    among = next(reading.back_from(mention.first, *reading.grammar.amid), -1)
    if among > 0 and mention.first - among <= 2 and reading.tokens[among - 1].kind == "word":
        return "those among whom others were counted"
    home = reading.parenthesis(mention.first)
    perhaps = reading.first_in("may_be", mention.last + 1, min(len(reading.tokens) - 1, mention.last + _PERHAPS))
    later = any(reading.number_at(i) for i in range(mention.last + 1, perhaps.first)) if perhaps else True
    return "" if later or home else "victims only perhaps"


def _is_estimate(reading: Reading, mention: Mention) -> bool:
    """ "NGOs estimate that there are 9,000 victims", where no verb says what was done for them."""
    near = range(max(0, mention.first - _ESTIMATED_WITHIN), mention.first)
    verbs = (i for i in near if reading.low(i) in reading.grammar.estimated)
    if not any(reading.low(i - 1) not in reading.grammar.articles for i in verbs):
        return False
    claims = find_claims(reading, mention, *reading.clause(mention.first))
    return all(claim.phrase.weak or claim.verb is None for claim in claims)


def _is_told_again(reading: Reading, mention: Mention) -> bool:
    """ "did not provide an update on the five cases of 2030"."""
    if "no_news" not in reading.cues:
        return False
    start = reading.clause(mention.first)[0]
    cues = (reading.last_in(label, start, mention.first) for label in ("not_reported", "not_told"))
    return any(cue is not None and reading.has("no_news", cue.last + 1, mention.first) for cue in cues)


def _is_subset(reading: Reading, mention: Mention) -> bool:
    if reading.has("complicit", 0, len(reading.tokens) - 1) or reading.has("hypothetical", 0, mention.first):
        return True
    if _is_of_officials(reading, mention):
        return True
    first, last = reading.clause(mention.first)
    if reading.has("of_these_cases", mention.last + 1, min(last, mention.last + _NEAR)):
        return True
    if mention.nouns & CASE_NOUNS and reading.has("hotline", first, last):
        return True
    near = range(mention.first, min(last, mention.last + _NEAR) + 1)
    counted_out = any(reading.low(i) in reading.grammar.not_counted for i in near)
    inspected = reading.has("inspections", mention.last + 1, near.stop - 1)
    return mention.negated and (counted_out or inspected or _is_since_long(reading, mention))


def _is_since_long(reading: Reading, mention: Mention) -> bool:
    """ "had not identified a victim since 2031": of the time before, and no zero of this year."""
    last = reading.clause(mention.first)[1]
    had = any(reading.low(mention.first - step) in reading.grammar.past_perfect for step in range(4))
    return had and any(reading.low(i) in reading.grammar.since for i in range(mention.last + 1, last + 1))


def _is_condition(reading: Reading, mention: Mention) -> bool:
    """ "if it did not find a victim"."""
    words = reading.grammar.question_words
    if mention.status != "reported" or not reading.holds(words):
        return False
    start, home = max(reading.clause(mention.first)[0], mention.first - _NEAR), reading.parenthesis(mention.first)
    return any(reading.low(i) in words and reading.parenthesis(i) in (None, home) for i in range(start, mention.first))


def _is_of_officials(reading: Reading, mention: Mention) -> bool:
    """ "did not prosecute any officials": zeros of the complicit."""
    if not mention.negated or mention.nouns - {"audience"} != {"officials"}:
        return False
    start = max(reading.clause(mention.first)[0], mention.first - _NEAR)
    return any(reading.covered(i, _ACCUSING) for i in range(start, reading.clause(mention.first)[1] + 1)[: 2 * _NEAR])


def _is_planned(reading: Reading, mention: Mention) -> bool:
    """ "will train 100 judges", "plans to open three shelters": not yet."""
    if reading.cues.keys().isdisjoint(_PLANNING):
        return False
    verb = next((v for v in reversed(reading.verb_tokens) if v.last < mention.first), None)
    if verb is None or any(reading.low(i) in (";", ",") for i in range(verb.last, mention.first)):
        return False
    if reading.has("urge", max(0, verb.first - _URGED_WITHIN), verb.first - 1):
        return True
    return reading.has("plan", max(0, verb.first - 2), verb.first - 1)
