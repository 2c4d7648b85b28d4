"""Who reported the numbers of a text in which one source speaks for many sentences, as in news.

"По данным полиции, ..." names it; "..., сообщил начальник управления МВД" too. It goes on to the sentences after it,
until another is named; "Об этом сообщили в прокуратуре" names that of the sentence before.
"""

from __future__ import annotations

from tipbrief.observations.figures import Memory, Sentence
from tipbrief.observations.forms import PASSIVE, SUBJECT
from tipbrief.observations.free.phrases import is_modifier
from tipbrief.observations.lexicon import Cue
from tipbrief.observations.reading import Reading

_BODIES = ("reporters", "government", "ngo")
_NEAR = 30  # tokens from a verb of telling to the body whose speaker it is
_LONGEST = 9
_OPENING = 3


def name_sources(sentence: Sentence, memory: Memory) -> None:
    """Give each figure its source, and remember the source for the sentences that follow."""
    reading = sentence.reading
    told = reading.first_in("according", 0, len(reading.tokens) - 1) or reading.first_in(
        "tell", 0, len(reading.tokens) - 1
    )
    nameless = told is not None and reading.has("nameless", told.first, told.last + 1)
    found = _body_near(reading, told) if told and not nameless and not _is_passive(reading, told) else ""
    if nameless:
        memory.source = ""
    memory.source = found or memory.source
    for figure in sentence.figures:
        figure.reported_by = memory.source
    if found and any(reading.has("this_said", i, i + 1) for i in range(_OPENING)):
        for figure in memory.told:
            figure.reported_by = figure.reported_by or found
    memory.told = list(sentence.figures)


def _is_passive(reading: Reading, told: Cue) -> bool:
    """ "сообщается", "говорится": nobody tells."""
    return told.label == "tell" and PASSIVE in reading.kinds(told.first)


def _body_near(reading: Reading, told: Cue) -> str:
    """The body after the words of telling, or the subject before a verb of telling."""
    after = _first_body(reading, told.last + 1, min(told.last + _NEAR, len(reading.tokens) - 1))
    if after and (told.label == "according" or not _is_subject_before(reading, told)):
        return _name(reading, after, told)
    before = _first_body(reading, max(0, told.first - _NEAR), told.first - 1)
    return _name(reading, before or after, told)


def _is_subject_before(reading: Reading, told: Cue) -> bool:
    low = reading.clause(told.first)[0]
    return any(
        SUBJECT in reading.kinds(i) and any(reading.covered(i, frozenset({b})) for b in _BODIES)
        for i in range(low, told.first)
    )


def _first_body(reading: Reading, low: int, high: int) -> Cue | None:
    found = [cue for label in _BODIES if (cue := reading.first_in(label, low, high))]
    return min(found, key=lambda cue: (cue.first, -cue.last), default=None)


def _name(reading: Reading, body: Cue | None, told: Cue) -> str:
    """The body with the words that belong to it: up to a comma, a predicate, a number or a preposition of place."""
    if body is None:
        return ""
    last = body.last
    for index in range(body.last + 1, min(body.first + _LONGEST, len(reading.tokens))):
        low = reading.low(index)
        if reading.tokens[index].kind != "word" or low in reading.grammar.source_ends or reading.is_verb(index):
            break
        last = index
    first = body.first
    while first > 0 and is_modifier(reading, first - 1) and not told.first <= first - 1 <= told.last:
        first -= 1
    return reading.words(first, last)
