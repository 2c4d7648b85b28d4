"""Mentions in a free word order: numbers with what they count, and zeros ("ни одного дела", "жертв не выявлено")."""

from __future__ import annotations

from typing import Iterator

from tipbrief.observations.forms import ATTRIBUTE, GENITIVE
from tipbrief.observations.free.clauses import is_predicate
from tipbrief.observations.free.phrases import noun_at, noun_phrase
from tipbrief.observations.ignored import is_year, reason_to_ignore
from tipbrief.observations.lexicon import Cue
from tipbrief.observations.mentions import Mention, rows_of_numbers
from tipbrief.observations.numbers import Number
from tipbrief.observations.reading import Reading

_BOUNDS = ("min", "max", "approx")
_NEAR = 3  # tokens between a negated verb and its noun


def find_mentions(reading: Reading) -> list[Mention]:
    """Every number of the sentence, every zero and every unknown number, in order."""
    if reading.is_noise:
        return rows_of_numbers(reading)
    found = [_from_number(reading, number) for number in reading.numbers]
    found += [m for cue in reading.cues.get("nil", ()) if (m := _zero(reading, cue, cue.last + 1))]
    found += [m for cue in reading.cues.get("not", ()) for m in _negated(reading, cue)]
    found += [_nobody(cue) for cue in reading.cues.get("nobody", ())]
    found += [
        m for cue in reading.cues.get("unknown_number", ()) if (m := _zero(reading, cue, cue.last + 1, "not_reported"))
    ]
    kept: list[Mention] = []
    taken: set[int] = set()
    for mention in sorted(found, key=lambda m: (m.first, not m.negated)):
        own = set(range(mention.first, mention.last + 1)) - set(range(mention.hole[0], mention.hole[1] + 1))
        if not taken & own:
            taken |= own
            kept.append(mention)
    return kept


def _from_number(reading: Reading, number: Number) -> Mention:
    ignored = reason_to_ignore(reading, number)
    if ignored:
        return Mention(number, number.first, number.last, None, frozenset(), value=number.value, ignored=ignored)
    phrase = noun_phrase(reading, number.last + 1)
    group = _group(reading, phrase.last + 1) if phrase.head is None and not phrase.other else None
    mention = Mention(number, number.first, max(phrase.last, number.last), phrase.head, phrase.nouns, phrase.other)
    mention.value, mention.hole, mention.bound = number.value, phrase.hole, _bound(reading, number)
    if group:
        mention.of_group, mention.nouns, mention.group_size, mention.last = True, *group
    if is_year(reading, number) and phrase.head is None:
        mention.ignored = "year"
    elif phrase.other:
        mention.ignored = f"counts {phrase.other}"
    return mention


def _group(reading: Reading, index: int) -> tuple[frozenset[str], float | None, int] | None:
    """ "из них", "из пяти", "из пострадавших" after a number: the group's nouns, its size and its last token."""
    cue = next((c for c in reversed(reading.at(index)) if c.label == "of_group" and c.first == index), None)
    if cue is None:
        return None
    size = reading.number_at(cue.last + 1)
    if reading.low(cue.last) in reading.grammar.of_them:
        return frozenset(), None, cue.last
    inner = noun_phrase(reading, (size.last if size else cue.last) + 1)
    is_named = inner.head is not None or size is not None or ATTRIBUTE in reading.kinds(cue.last + 1)
    if cue.first == cue.last and not is_named:
        return None
    last = max(inner.last if inner.head else -1, size.last if size else -1, cue.last)
    return inner.nouns, size.value if size else None, last


def _bound(reading: Reading, number: Number) -> str:
    """By the words right before the number, or by "с лишним" after it."""
    before = number.first - 1
    for bound in _BOUNDS:
        if any(cue.label == bound and cue.last == before for cue in reading.at(before)):
            return bound
    return "min" if any(cue.label == "and_more" for cue in reading.at(number.last + 1)) else "exact"


def _zero(reading: Reading, cue: Cue, index: int, status: str = "reported") -> Mention | None:
    phrase = noun_phrase(reading, index)
    number = Number(cue.first, cue.last, 0, False)
    if phrase.head is None:
        group = _group(reading, phrase.last + 1)
        if group is None and reading.tokens[min(index, len(reading.tokens) - 1)].kind == "mark":
            return Mention(number, cue.first, cue.last, None, frozenset(), value=0.0, negated=True)
        if group is None:
            return None
        return Mention(number, cue.first, group[2], None, group[0], value=0.0, negated=True, of_group=True)
    value = 0.0 if status == "reported" else None
    return Mention(number, cue.first, phrase.last, phrase.head, phrase.nouns, value=value, status=status, negated=True)


def _nobody(cue: Cue) -> Mention:
    number = Number(cue.first, cue.last, 0, False)
    return Mention(number, cue.first, cue.last, cue.last, frozenset({"people"}), value=0.0, negated=True)


def _lacks(reading: Reading, index: int) -> bool:
    """Whether a noun stands in the genitive, as what is not there does."""
    return noun_at(reading, index) is not None and GENITIVE in reading.kinds(index)


def _negated(reading: Reading, cue: Cue) -> Iterator[Mention]:
    """The genitive that a negated predicate leaves without a number: "не выявлено жертв", "дел ... не возбуждалось"."""
    verb = next((v for v in reading.verb_tokens if v.first == cue.last + 1), None)
    if verb is None or "report" in verb.labels or not is_predicate(reading, verb.first):
        return
    start = reading.clause(cue.first)[0]
    before = next((i for i in range(cue.first - 1, start - 1, -1) if _lacks(reading, i)), None)
    for index in (verb.last + 1, before):
        phrase = noun_phrase(reading, index) if index is not None else None
        if phrase is None or index is None or phrase.head is None or phrase.head - index > _NEAR:
            continue
        is_counted = any(number.last + _NEAR >= index and number.first <= phrase.head for number in reading.numbers)
        if _lacks(reading, phrase.head) and not is_counted:
            number = Number(cue.first, cue.last, 0, False)
            first = min(index, cue.first)
            yield Mention(number, first, max(phrase.last, cue.last), phrase.head, phrase.nouns, value=0.0, negated=True)
            return
