"""Zeros said in words: "no victims", "did not convict any traffickers", "no one was charged", "convicted none"."""

from __future__ import annotations

from dataclasses import replace
from typing import Iterator

from tipbrief.observations.lexicon import Cue
from tipbrief.observations.mentions import Mention, group_after
from tipbrief.observations.noun_phrases import noun_phrase
from tipbrief.observations.numbers import Number
from tipbrief.observations.reading import Reading

_REACH = 12  # tokens over which "did not" governs
_ASKED_WITHIN = 40  # tokens from "did not report" to the end of what it does not say
_NOUN_WITHIN = 3  # tokens from a verb or a comma to the noun of a zero
_SUBJECT_WITHIN = 6  # tokens from "some" to the negation of its verb
_MARKED = frozenset({"any", "nil"})
_PERSONS = frozenset({"people"})


def find_zeros(reading: Reading) -> list[Mention]:
    """Every zero without a numeral, by its form; one under "did not report" is a silence (status not_reported)."""
    cues = reading.cues
    nil = (cue for cue in cues.get("nil", ()) if reading.low(cue.last + 1) not in reading.grammar.after_no)
    found = [m for cue in nil for m in _listed(reading, cue, cue)]
    found += [m for cue in cues.get("any", ()) if (no := _negation(reading, cue)) for m in _listed(reading, cue, no)]
    found += [m for cue in cues.get("did_not", ()) if (m := _object(reading, cue))]
    found += [_none(reading, cue) for cue in cues.get("none", ())]
    persons = [(cue, cue) for cue in cues.get("nobody", ())]
    persons += [(cue, no) for cue in cues.get("anybody", ()) if (no := _negation(reading, cue))]
    found += [m for cue, no in persons if (m := _persons(reading, cue, no))]
    found += [m for number in reading.numbers if number.value == 0 for m in _behind_zero(reading, number)]
    return found


def _negation(reading: Reading, cue: Cue) -> Cue | None:
    """The "did not" that governs a token, with nothing but verbs or "or" between; None where it is affirmed."""
    if asked := _asked(reading, cue.first):
        return asked
    first, end = max(0, cue.first - _REACH), cue.first
    found = [no for label in ("not", "not_reported") if (no := reading.last_in(label, first, end - 1))]
    negation = max(found, key=lambda no: (no.first, no.last), default=None)
    if negation is None:
        return None
    ends = (";", ",", *(() if negation.label == "not_reported" else reading.grammar.negation_ends))
    if _is_purpose(reading, negation.last + 1, end):
        return None
    reaches = not any(reading.low(i) in ends for i in range(negation.last + 1, end))
    if not reaches and not _verbs_only(reading, negation.last + 1, end):
        return None
    return negation._replace(label="not_reported") if reading.has("reporting", negation.last + 1, end - 1) else negation


def _is_purpose(reading: Reading, first: int, end: int) -> bool:
    """Whether a noun stands between with what it is for: "did not find evidence to convict any traffickers"."""
    before = reading.grammar.object_prepositions
    inner = range(first + 1, end - 1)
    return any(reading.low(i) in before and reading.is_verb(i + 1) and not reading.is_verb(i - 1) for i in inner)


def _verbs_only(reading: Reading, first: int, end: int) -> bool:
    links = reading.grammar.negation_links
    return all(reading.low(i) == "," or reading.low(i) in links or reading.is_verb(i) for i in range(first, end))


def _asked(reading: Reading, index: int) -> Cue | None:
    """ "did not report ..., nor whether courts awarded compensation to any victims"."""
    cue = reading.last_in("not_reported", max(0, index - _ASKED_WITHIN), index - 1)
    between = [reading.low(i) for i in range(cue.last + 1, index)] if cue else []
    return cue if ";" not in between and not reading.grammar.question_words.isdisjoint(between) else None


def _listed(reading: Reading, cue: Cue, negation: Cue) -> Iterator[Mention]:
    """The noun after "no" or "any", and those joined to it: "no prosecutions, convictions, or sentences" are two."""
    mention = _counted(reading, cue.first, cue.last + 1, negation)
    if mention is None and cue is not negation and not is_going_on(reading, cue.last + 1):
        bare = _zero(negation, cue.first, cue.last, None, frozenset())
        yield replace(bare, negated=False)  # "did not report helping any"
    while mention is not None:
        yield mention
        mention = _next_of_list(reading, mention, negation) if mention.head is not None else None


def _behind_zero(reading: Reading, number: Number) -> Iterator[Mention]:
    """What is joined to a numeral's noun: the convictions of "zero prosecutions or convictions"."""
    phrase = noun_phrase(reading, number.last + 1)
    zero = Cue("nil", number.first, number.last)
    mention: Mention | None = Mention(number, number.first, phrase.last, phrase.head, phrase.nouns)
    while mention and mention.head is not None and (mention := _next_of_list(reading, mention, zero)):
        yield mention


def _next_of_list(reading: Reading, before: Mention, negation: Cue) -> Mention | None:
    index = past_joints(reading, before.last + 1)
    joined = index > before.last + 1 and reading.clause(index)[0] == reading.clause(before.last)[0]
    begins = reading.number_at(index) or reading.covered(index, _MARKED)
    if not joined or begins or (reading.is_verb(index) and not is_noun(reading, index)):
        return None
    mention = _counted(reading, index, index, negation)
    if mention is None or mention.head is None or mention.head - index > _NOUN_WITHIN:
        return None
    inner = range(index, mention.head)
    begins_anew = any(reading.is_verb(i) and reading.low(i - 1) in reading.grammar.passive_adverbs for i in inner)
    return None if begins_anew else mention


def is_going_on(reading: Reading, index: int) -> bool:
    """Whether a word stands at the token, and not the end of what is said."""
    return index < len(reading.tokens) and reading.tokens[index].kind == "word"


def past_joints(reading: Reading, index: int) -> int:
    """The first token from `index` on that is neither a comma nor "or", "and", "nor"."""
    while reading.low(index) == "," or reading.low(index) in reading.grammar.unreported_links:
        index += 1
    return index


def is_noun(reading: Reading, index: int) -> bool:
    """Whether a token belongs to a noun of the lexicon."""
    return reading.covered(index, reading.lexicon.nouns)


def _counted(reading: Reading, first: int, index: int, negation: Cue) -> Mention | None:
    """The noun phrase at `index`, or a group of those before ("any of the nine men"), as a zero or a silence."""
    phrase = noun_phrase(reading, index)
    group = None if phrase.head is not None or phrase.other else group_after(reading, index)
    if phrase.head is None and not group:
        return None
    mention = _zero(negation, first, phrase.last, phrase.head, phrase.nouns)
    if group:
        mention.of_group, mention.nouns, mention.group_size, mention.last = True, *group
    mention.ignored = f"counts {phrase.other}" if phrase.other else ""
    return mention


def _zero(negation: Cue, first: int, last: int, head: int | None, nouns: frozenset[str]) -> Mention:
    """A mention without a numeral; `negation` is what makes it a zero, or not reported, and begins its quote."""
    number = Number(min(negation.first, first), max(negation.last, first), 0, False)
    if negation.label == "not_reported":
        return Mention(number, first, last, head, nouns, status="not_reported", negated=True)
    return Mention(number, first, last, head, nouns, value=0.0, negated=True)


def _persons(reading: Reading, cue: Cue, negation: Cue) -> Mention | None:
    """ "no one was convicted", "did not charge anyone"; in "no one helped the victims" nobody is counted."""
    first, last = reading.clause(cue.first)
    verb = next((v for i in range(cue.last + 1, min(last, cue.last + _REACH) + 1) for v in reading.verbs_from(i)), None)
    is_subject = not any(reading.is_verb(i) for i in range(max(first, cue.first - _REACH), cue.first))
    if is_subject and verb and not reading.is_passive(verb):
        return None
    return _zero(negation, cue.first, cue.last, cue.last, _PERSONS)


def _object(reading: Reading, cue: Cue) -> Mention | None:
    """What a negated verb has right behind it, without "any": "did not convict traffickers", "never charged a pimp"."""
    index = cue.last + 1
    while reading.low(index) in reading.grammar.passive_adverbs:
        index += 1
    verb = next((v for v in reading.verbs_from(index) if "report" not in v.labels), None)
    if verb is None or _is_loose(reading, verb.last + 1) or _is_of_some(reading, cue.first):
        return None
    first = verb.last + 1
    if reading.low(first) in reading.grammar.negation_links:
        return None  # "neither found nor helped victims": the second verb has the object
    one = reading.low(first) in reading.grammar.one_of_kind
    phrase = noun_phrase(reading, first + one)
    if phrase.head is None or phrase.head - first > _NOUN_WITHIN + one:
        return None
    if one == reading.grammar.is_plural(reading.low(phrase.head)):
        return None
    return _zero(cue, first, phrase.last, phrase.head, phrase.nouns)


def _is_of_some(reading: Reading, negation: int) -> bool:
    """Whether the subject is only some of those who could have: "some officers did not open cases"."""
    first, _ = reading.clause(negation)
    return any(
        reading.low(i) in reading.grammar.not_all_subjects
        for i in range(max(first, negation - _SUBJECT_WITHIN), negation)
    )


def _is_loose(reading: Reading, index: int) -> bool:
    """Whether more than the verb is denied: "did not often help victims", "did not help most victims"."""
    end = min(index + _REACH, reading.clause(index)[1])
    if reading.has("habitual", 0, len(reading.tokens) - 1) or any(
        reading.covered(i, _MARKED) for i in range(index, end)
    ):
        return True
    return reading.has("not_all", index, index + _NOUN_WITHIN)


def _none(reading: Reading, cue: Cue) -> Mention:
    """ "convicted none", "compared with none in 2030", "none of the girls was helped": like a numeral."""
    mention = Mention(Number(cue.first, cue.last, 0, False), cue.first, cue.last, None, frozenset(), value=0.0)
    if group := group_after(reading, cue.last + 1):
        mention.of_group, mention.nouns, mention.group_size, mention.last = True, *group
    return mention
