"""Mentions: a number with what it counts ("eight trafficking investigations", "two of the five", "no victims").

A mention is still silent about its indicator: `claims` decides that, `relations` ties it to other mentions.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Iterator

from tipbrief.observations.ignored import is_year, reason_to_ignore
from tipbrief.observations.lexicon import Cue
from tipbrief.observations.noun_phrases import NounPhrase, noun_phrase
from tipbrief.observations.numbers import Number
from tipbrief.observations.reading import Reading


_ARRESTS = frozenset({"arrest"})


@dataclass
class Mention:
    """Tokens first..last are the number and its noun phrase; `head` is the noun's last token, or None.

    `nouns` are the noun classes of the head, empty where the noun is left out (ellipsis). `other` is a
    head that no class knows: the mention counts something that is no figure.
    """

    number: Number
    first: int
    last: int
    head: int | None
    nouns: frozenset[str]
    other: str = ""
    value: float | None = None
    status: str = "reported"
    negated: bool = False
    of_group: bool = False
    group_size: float | None = None
    bound: str = "exact"
    ignored: str = ""
    remaining: bool = False
    hole: tuple[int, int] = (0, -1)


def find_mentions(reading: Reading) -> list[Mention]:
    """Every number of the sentence, and every "no" or "unknown number of" before a countable noun, in order."""
    found = [_from_number(reading, number) for number in reading.numbers]
    found += [m for cue in reading.cues.get("nil", ()) for m in _zeros(reading, cue)]
    found += [m for cue in reading.cues.get("any", ()) if _under_negation(reading, cue.first) for m in _zeros(reading, cue)]
    found += [_compared_none(cue) for cue in reading.cues.get("nil", ()) if _is_compared_none(reading, cue)]
    found += [m for cue in _bare_negations(reading) if (m := _from_nil(reading, cue, cue.last))]
    found += [m for cue in reading.cues.get("unknown_number", ()) if (m := _from_unknown(reading, cue))]
    found += [m for cue in reading.cues.get("not_reported", ()) for m in _from_silence(reading, cue)]
    found += [m for cue in reading.cues.get("remaining", ()) if (m := _from_remaining(reading, cue))]
    taken: set[int] = set()
    kept = []
    for mention in sorted(found, key=lambda m: (m.first, m.negated)):
        own = set(range(mention.first, mention.last + 1)) - set(range(mention.hole[0], mention.hole[1] + 1))
        numeric = mention.number.digits or (mention.value is not None and not mention.negated)
        if not taken & own or (numeric and mention.first not in taken):
            taken |= own
            kept.append(mention)
    _share_nouns(reading, kept)
    return kept


def _share_nouns(reading: Reading, mentions: list[Mention]) -> None:
    """ "twelve Chinese and three Thai defendants": what is joined to the next number and has no noun takes its noun."""
    for mention, after in reversed(list(pairwise(mentions))):
        between = range(mention.last + 1, after.first)
        joined = len(between) > 0 and all(reading.low(i) in reading.grammar.verb_joints for i in between)
        lacks = not (mention.nouns or mention.other or mention.ignored or mention.of_group)
        adjectival = mention.head is not None and reading.low(mention.head) in reading.grammar.adjectival
        if (lacks or adjectival) and joined and after.head is not None and mention.last > mention.number.last:
            mention.nouns = after.nouns


def _from_number(reading: Reading, number: Number) -> Mention:
    ignored = reason_to_ignore(reading, number)
    if ignored:
        return Mention(number, number.first, number.last, None, frozenset(), value=number.value, ignored=ignored)
    if other := _of_other_group(reading, number.last + 1):
        return Mention(number, number.first, number.last, None, frozenset(), value=number.value, ignored=f"counts {other}")
    phrase, of_group, size, group = noun_phrase(reading, number.last + 1), False, None, None
    if _is_clause(reading, number):
        phrase = NounPhrase(number.last, None, frozenset(), "")
    if phrase.head is None and not phrase.other and (group := _group(reading, phrase.last + 1)):
        of_group, size = True, group[1]
        phrase = NounPhrase(phrase.last, None, group[0], "")
    last = group[2] if of_group and group else max(phrase.last, number.last)
    mention = Mention(number, number.first, last, phrase.head, phrase.nouns, phrase.other)
    mention.value, mention.of_group, mention.group_size, mention.hole = number.value, of_group, size, phrase.hole
    mention.bound = _bound(reading, number.first)
    if not phrase.nouns and reading.covered(number.last + 1, _ARRESTS) and not of_group:
        mention.ignored = "arrests, acquittals, screenings and the like"
    if is_year(reading, number) and not (phrase.head and _counted_thousands(reading, number)):
        mention.ignored = "year"
    elif phrase.other:
        mention.ignored = f"counts {phrase.other}"
    return mention


def _is_clause(reading: Reading, number: Number) -> bool:
    """Whether "of which nine served" goes on with a verb in a tense, which is no part of a noun phrase."""
    after, before = number.last + 1, number.first - 1
    if not reading.is_verb(after) or reading.covered(after, reading.lexicon.nouns):
        return False
    return reading.low(before) in reading.grammar.relatives or reading.low(after) in reading.grammar.never_before_noun


def _counted_thousands(reading: Reading, number: Number) -> bool:
    """Four plain digits before a noun are a count only where nothing makes them a date ("trained 2000 officers")."""
    before = reading.low(number.first - 1)
    if not reading.grammar.is_plural(reading.low(noun_phrase(reading, number.last + 1).last)):
        return False
    return (
        not reading.low(number.first - 1).isdigit()
        and before not in reading.grammar.before_year
        and not reading.has("period_words", number.first - 1, number.first - 1)
    )


def _of_other_group(reading: Reading, index: int) -> str:
    """The noun of "30 of the 45 provinces", where no class has it."""
    cue = next((c for c in reading.at(index) if c.label == "of_group" and c.first == index), None)
    if cue is None or reading.low(cue.last) not in reading.grammar.definite:
        return ""
    size = reading.number_at(cue.last + 1)
    inner = noun_phrase(reading, (size.last if size else cue.last) + 1)
    if reading.covered(cue.last + 1, _ARRESTS) and inner.head is None:
        return "arrests"
    return inner.other if size else ""


def _group(reading: Reading, index: int) -> tuple[frozenset[str], float | None, int] | None:
    """ "of whom", "of the five", "of the victims" after a number: the group's nouns, its size and its last token."""
    cue = next((c for c in reading.at(index) if c.label == "of_group" and c.first == index), None)
    if cue is None:
        return None
    if reading.low(cue.last) not in reading.grammar.definite:
        if reading.low(cue.last) not in reading.grammar.demonstratives:
            return frozenset(), None, cue.last
        done_to = reading.grammar.groups.get(reading.low(cue.last + 1), "")
        named = noun_phrase(reading, cue.last + 1)
        if named.head is not None and not done_to:
            return named.nouns, None, named.last
        return frozenset({done_to} if done_to else ()), None, cue.last
    size = reading.number_at(cue.last + 1)
    inner = noun_phrase(reading, (size.last if size else cue.last) + 1)
    if inner.other or (inner.head is None and size is None):
        return None
    return inner.nouns, size.value if size else None, max(inner.head or -1, size.last if size else -1)


def _bound(reading: Reading, first: int) -> str:
    for label, bound in (("min", "min"), ("max", "max"), ("approx", "approx")):
        for cue in reading.at(first - 1):
            if cue.label == label and cue.last == first - 1:
                return bound
    return "exact"


def _under_negation(reading: Reading, index: int) -> bool:
    """Whether "did not" and the like govern the token, with nothing but verbs and "or" between."""
    if _asked_whether(reading, index):
        return True
    cue = reading.last_in("not", max(0, index - 12), index - 1)
    if cue is None:
        return False
    return not any(
        reading.low(i) in (";", ",") or reading.low(i) in reading.grammar.negation_ends
        for i in range(cue.last + 1, index)
    ) or _verbs_only(reading, cue.last + 1, index)


def _verbs_only(reading: Reading, first: int, end: int) -> bool:
    return all(
        reading.low(i) == ","
        or reading.low(i) in reading.grammar.negation_links
        or reading.covered(i, reading.lexicon.verbs)
        for i in range(first, end)
    )


def _is_compared_none(reading: Reading, cue: Cue) -> bool:
    compared = reading.last_in("compare", max(0, cue.first - 4), cue.first - 1)
    if reading.low(cue.first) not in reading.grammar.none:
        return False
    return reading.low(cue.first - 1) == "(" or (compared is not None and compared.last == cue.first - 1)


def _compared_none(cue: Cue) -> Mention:
    """ "compared with none in 2018": a zero without a numeral."""
    return Mention(Number(cue.first, cue.last, 0, False), cue.first, cue.last, None, frozenset(), value=0.0)


def _bare_negations(reading: Reading) -> list[Cue]:
    """A negated verb right before its plural object, without "any": "did not convict traffickers"."""
    if reading.has("habitual", 0, len(reading.tokens) - 1):
        return []
    found = []
    for cue in reading.cues.get("not", ()):
        verb = next((v for v in reading.verbs if v.first == cue.last + 1), None)
        if verb and verb.label != "report" and _noun_or_modifier(reading, verb.last + 1):
            found.append(Cue("not", verb.last, verb.last))
    return found


def _noun_or_modifier(reading: Reading, index: int) -> bool:
    phrase = noun_phrase(reading, index)
    if any(reading.covered(i, frozenset({"any", "nil"})) for i in range(index, phrase.last + 1)):
        return False
    return phrase.head is not None and phrase.head - index <= 3 and reading.grammar.is_plural(reading.low(phrase.head))


def _zeros(reading: Reading, cue: Cue) -> Iterator[Mention]:
    """The noun after "no" or "any", and those joined to it: "no prosecutions, convictions, or sentences" are two."""
    mention = _from_nil(reading, cue, cue.last)
    while mention is not None:
        yield mention
        index = mention.last + 1
        while reading.low(index) == "," or reading.low(index) in reading.grammar.unreported_links:
            index += 1
        is_verb = reading.is_verb(index) and not reading.covered(index, reading.lexicon.nouns)
        ends = index == mention.last + 1 or reading.number_at(index) or is_verb
        again = None if ends or mention.head is None else _from_nil(reading, cue, index - 1)
        if again is None or again.head is None or again.head - index > 3:
            return
        mention = replace(again, number=Number(cue.first, cue.last, 0, False), first=index)


def _from_nil(reading: Reading, cue: Cue, last: int) -> Mention | None:
    phrase = noun_phrase(reading, last + 1)
    of_group = phrase.head is None and not phrase.other and bool(_group(reading, last + 1))
    if phrase.head is None and not of_group:
        return None
    if any(number.first <= cue.first <= number.last for number in reading.numbers):
        return None
    first = cue.first if cue.label != "not" else last + 1
    number = Number(first, max(first, last), 0, False)
    mention = Mention(number, first, phrase.last, phrase.head, phrase.nouns, value=0.0, negated=True, of_group=of_group)
    if _reports_nothing(reading, cue.first) or _asked_whether(reading, cue.first):
        mention.value, mention.status = None, "not_reported"
    mention.ignored = f"counts {phrase.other}" if phrase.other else ""
    return mention


def _reports_nothing(reading: Reading, index: int) -> bool:
    """Whether the negated verb is one of reporting: "did not report identifying any victims"."""
    cue = reading.last_in("not", max(0, index - 12), index - 1)
    return cue is not None and reading.has("report", cue.last + 1, min(cue.last + 2, index - 1))


def _asked_whether(reading: Reading, index: int) -> bool:
    """ "did not report ..., nor whether courts awarded compensation to any victims"."""
    cue = reading.first_in("not_reported", 0, index)
    return cue is not None and any(reading.low(i) in reading.grammar.question_words for i in range(cue.last + 1, index))


def _from_silence(reading: Reading, cue: Cue) -> Iterator[Mention]:
    """What is said not to be reported: "did not report the number of victims", also each of a list."""
    index = cue.last + 1
    while reading.low(index) in reading.grammar.before_unreported:
        index += 1
    while True:
        phrase = noun_phrase(reading, index)
        if phrase.head is None or phrase.head - index > 4 or reading.number_at(index):
            return
        if any(
            reading.is_gerund(i) and reading.covered(i, reading.lexicon.verbs) and i < phrase.head
            for i in range(index, phrase.head)
        ):
            return
        number = Number(cue.first, cue.last, 0, False)
        yield Mention(number, index, phrase.last, phrase.head, phrase.nouns, status="not_reported", negated=True)
        index = phrase.last + 1
        while reading.low(index) == "," or reading.low(index) in reading.grammar.unreported_links:
            index += 1
        if index == phrase.last + 1:
            return


def _from_remaining(reading: Reading, cue: Cue) -> Mention | None:
    """ "the remaining case": one, without a numeral."""
    phrase = noun_phrase(reading, cue.last + 1)
    if phrase.head is None or reading.grammar.is_plural(reading.low(phrase.head)):
        return None
    return Mention(
        Number(cue.first, cue.last, 1, False),
        cue.first,
        phrase.last,
        phrase.head,
        phrase.nouns,
        value=1.0,
        remaining=True,
    )


def _from_unknown(reading: Reading, cue: Cue) -> Mention | None:
    phrase = noun_phrase(reading, cue.last + 1)
    if phrase.head is None:
        return None
    number = Number(cue.first, cue.last, 0, False)
    return Mention(number, cue.first, phrase.last, phrase.head, phrase.nouns, value=None, status="not_reported")
