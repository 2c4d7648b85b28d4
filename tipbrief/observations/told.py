"""Numbers that are no figures by what is said around them: an example, the world, a study, what a house could hold."""

from __future__ import annotations

from tipbrief.observations.noun_phrases import noun_phrase
from tipbrief.observations.numbers import Number
from tipbrief.observations.reading import Reading

_MONEY, _NATION = frozenset({"money"}), frozenset({"nation"})

_CAPACITY_WITHIN = 5  # tokens from "capacity" to its number
_OUT_OF = 10  # "three out of four" is a share, "30 out of 40" a part
_CASES = frozenset({"cases", "investigations", "prosecutions"})
_TOLD_WITHIN = 60  # tokens of a clause or a sentence that are looked at
_FINDING = frozenset({"report", "identify"})


def is_capacity(reading: Reading, number: Number) -> bool:
    """What a house could hold: "a capacity of 50 victims", "room for 16 women"."""
    cue = reading.last_in("capacity", max(0, number.first - _CAPACITY_WITHIN), number.first - 1)
    between = range(cue.last + 1, number.first) if cue else ()
    return cue is not None and not any(reading.is_verb(i) or reading.low(i).isdigit() for i in between)


def is_average(reading: Reading, number: Number) -> bool:
    """What is counted in a year like any other: "an average of ten cases", "on average 40 victims a year"."""
    cue = reading.last_in("average", max(0, number.first - 4), number.first - 1) if "average" in reading.cues else None
    return cue is not None and cue.last == number.first - 1


def is_one_case(reading: Reading, number: Number) -> bool:
    """A case told as an example: "In one case, a court sentenced two brothers who exploited nine girls"."""
    if "one_case" not in reading.cues:
        return _is_one_of_cases(reading, number)
    cue = next((c for c in reading.at(number.first) if c.label == "one_case"), None)
    if cue is None and _is_one_of_cases(reading, number):
        return True
    cue = cue or reading.last_in("one_case", max(0, number.first - _TOLD_WITHIN), number.first - 1)
    if cue is None or any(reading.low(i) == ";" for i in range(cue.last, number.first)):
        return False
    before = reading.low(cue.first - 1)
    return not before or (before != "(" and reading.tokens[cue.first - 1].kind == "mark")


def _is_one_of_cases(reading: Reading, number: Number) -> bool:
    """ "in one widely reported case, ...": one, behind a preposition that opens the clause, before a case."""
    grammar, before = reading.grammar, reading.low(number.first - 2)
    opens = reading.low(number.first) in grammar.one and reading.low(number.first - 1) in grammar.year_openings
    if not opens or (before and reading.tokens[number.first - 2].kind != "mark") or before == "(":
        return False
    phrase = noun_phrase(reading, number.last + 1)
    return bool(phrase.nouns & _CASES) and phrase.head is not None and not grammar.is_plural(reading.low(phrase.head))


def is_share(reading: Reading, number: Number) -> bool:
    """Both numbers of "three out of four victims" and of "three in four victims"."""
    if _is_ratio(reading, number, reading.number_at(number.last + 2)):
        return True
    if _is_ratio(reading, reading.number_ending_at(number.first - 2), number):
        return True
    if "out_of" not in reading.cues:
        return False
    cues = (c for at in (number.first - 1, number.last + 1) for c in reading.at(at) if c.label == "out_of")
    cue = next(cues, None)
    small = number.value <= _OUT_OF
    return cue is not None and small and (cue.first == number.last + 1 or reading.number_at(cue.first - 1) is not None)


def _is_ratio(reading: Reading, part: Number | None, whole: Number | None) -> bool:
    """Whether "one in four" tells a share; "convicted one in four cases" counts both."""
    if part is None or whole is None or not part.value < whole.value <= _OUT_OF:
        return False
    joint = reading.low(part.last + 1) in reading.grammar.ratio_joints
    return joint and not reading.covered(whole.last + 1, _CASES) and reading.verb_ending_at(part.first - 1) is None


def is_of_world(reading: Reading, number: Number) -> bool:
    """A total of the world or a region: "worldwide, 40,000 victims were found"."""
    if "world" not in reading.cues:
        return False
    first, last = reading.clause(number.first)
    return reading.has("world", max(first, number.first - _TOLD_WITHIN), min(last, number.last + _TOLD_WITHIN))


def is_of_study(reading: Reading, number: Number) -> bool:
    """What a study or survey found: an estimate of how common it is, and no case of anybody's."""
    if "study" not in reading.cues:
        return False
    start = max(reading.clause(number.first)[0], number.first - _TOLD_WITHIN)
    cue = reading.last_in("study", start, number.first - 1)
    if cue is None:
        return False
    if cue.last > cue.first and cue.first == start:
        return True  # "According to a survey, ..."
    verbs = [
        i for i in range(start, number.first) if reading.is_verb(i) and not reading.covered(i, reading.lexicon.nouns)
    ]
    return bool(verbs) and verbs[0] > cue.last and reading.covered(verbs[0], _FINDING)
