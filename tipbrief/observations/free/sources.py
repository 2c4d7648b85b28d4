"""Who reported the numbers of a text in which one source speaks for many sentences, as in news.

"По данным полиции, ..." names it; "..., сообщил начальник управления МВД" too. It goes on to the sentences after it,
until another is named; "Об этом сообщили в прокуратуре" names that of the sentence before.
"""

from __future__ import annotations

import re

from tipbrief.observations.figures import Memory, Sentence
from tipbrief.observations.forms import ATTRIBUTE, PASSIVE, SUBJECT
from tipbrief.observations.free.phrases import QUOTES, is_modifier
from tipbrief.observations.lexicon import TELLING, Cue, Lexicon
from tipbrief.observations.reading import Reading
from tipbrief.observations.sentences import plain

_BODIES = ("reporters", "government", "ngo")
_NEAR = 30  # tokens from a verb of telling to the body whose speaker it is
_DOCUMENT = 4  # tokens from "говорится" to the report in which it is said
_LONGEST = 9
_OPENING = 3
_REPORTERS = frozenset({"reporters"})
_DENIED = frozenset({"not"})
_WORD = re.compile(r"\w+")


def may_tell(lexicon: Lexicon, text: str, start: int, end: int) -> bool:
    """Whether text[start:end] holds a word of telling: without a number it may still name whose numbers they are."""
    return not lexicon.telling.isdisjoint(map(plain, _WORD.findall(text[start:end].lower())))


def name_sources(sentence: Sentence, memory: Memory) -> None:
    """Give each figure its source, and remember the source for the sentences that follow."""
    reading = sentence.reading
    if not memory.is_news and _begins_paragraph(reading):
        memory.source = memory.speaker = ""
    told = (cue for label in TELLING for cue in reading.cues.get(label, ()))
    nameless = any(_names_nobody(reading, cue) for cue in told)
    found = None if nameless else _told(reading)
    if nameless:
        memory.source = memory.speaker = ""
    if found:
        memory.source, memory.speaker = found
    for figure in sentence.figures:
        figure.reported_by, figure.speaker = memory.source, memory.speaker
    if found and (any(reading.has("this_said", i, i + 1) for i in range(_OPENING)) or _closes(sentence, memory)):
        for figure in memory.told:
            figure.reported_by, figure.speaker = figure.reported_by or found[0], figure.speaker or found[1]
    memory.told = list(sentence.figures) or memory.told


def _closes(sentence: Sentence, memory: Memory) -> bool:
    """Whether "..., сообщил МВД" ends the sentence: then the one before it in the paragraph is told by him too."""
    reading = sentence.reading
    told = reading.last_in("tell", 0, len(reading.tokens) - 1)
    if told is None or not sentence.figures or told.first < max(f.mention.last for f in sentence.figures):
        return False
    return bool(memory.told) and "\n" not in reading.text[memory.told[0].sentence : reading.span.start]


def _names_nobody(reading: Reading, told: Cue) -> bool:
    """ "по официальной статистике", and not "по статистике МВД"."""
    nameless = reading.first_in("nameless", told.first, told.last + 1)
    if nameless is None or reading.covered(nameless.first, _REPORTERS):
        return False
    return _first_body(reading, nameless.last + 1, nameless.last + _DOCUMENT) is None


def _begins_paragraph(reading: Reading) -> bool:
    before = reading.text[: reading.span.start].rstrip(" \u00a0")
    return not before or before.endswith("\n")


def _told(reading: Reading) -> tuple[str, str] | None:
    """The first body to which words of telling lead, and its class; None where none is named."""
    cues = [cue for label in TELLING for cue in reading.cues.get(label, ())]
    for cue in cues:
        if (cue.label == "tell" and _says_nothing(reading, cue)) or reading.covered(cue.last, _REPORTERS):
            continue
        if (body := _body_near(reading, cue)) and (name := _name(reading, body, cue)):
            return name, "ngo" if reading.has("ngo", body.first, body.last) else body.label
    return None


def _says_nothing(reading: Reading, told: Cue) -> bool:
    """ "сообщается", "не сообщило": nobody tells, unless the report that says so follows."""
    if reading.covered(told.first - 1, _DENIED):
        return True
    if PASSIVE not in reading.kinds(told.first):
        return False
    return not reading.has("document", told.last + 1, told.last + _DOCUMENT)


def _body_near(reading: Reading, told: Cue) -> Cue | None:
    """The body after the words of telling, or the subject before a verb of telling."""
    last = len(reading.tokens) - 1
    if told.label == "according":
        return _first_body(reading, told.last + 1, _end_of_account(reading, told.last + 1))
    after = _first_body(reading, told.last + 1, min(told.last + _NEAR, last))
    if after and not _is_subject_before(reading, told):
        return after
    return _first_body(reading, max(0, told.first - _NEAR), told.first - 1) or after


def _end_of_account(reading: Reading, index: int) -> int:
    """The end of "по данным ...": the comma that ends it, not the one before "опубликованным МВД"."""
    for at in range(index, len(reading.tokens)):
        if reading.low(at) == "," and ATTRIBUTE not in reading.kinds(at + 1):
            return at - 1
    return len(reading.tokens) - 1


def _is_subject_before(reading: Reading, told: Cue) -> bool:
    low = reading.clause(told.first)[0]
    return any(
        SUBJECT in reading.kinds(i) and any(reading.covered(i, frozenset({b})) for b in _BODIES)
        for i in range(low, told.first)
    )


def _first_body(reading: Reading, low: int, high: int) -> Cue | None:
    found = [cue for label in _BODIES if (cue := reading.first_in(label, low, high))]
    return min(found, key=lambda cue: (cue.first, -cue.last), default=None)


def _name(reading: Reading, body: Cue, told: Cue) -> str:
    """The body with the words that belong to it: up to a comma, a predicate, a number or a preposition of place.

    Empty where it is none by name: "полиция", "суды" (codebook, `reported_by`).
    """
    last = body.last
    for index in range(body.last + 1, min(body.first + _LONGEST, len(reading.tokens))):
        low = reading.low(index)
        if low in QUOTES and index < body.first + _LONGEST - 1:
            continue
        if reading.tokens[index].kind != "word" or low in reading.grammar.source_ends or reading.is_verb(index):
            break
        last = index
    first = body.first
    while first > 0 and is_modifier(reading, first - 1) and not told.first <= first - 1 <= told.last:
        first -= 1
    if all(reading.low(i) in reading.grammar.general_bodies or is_modifier(reading, i) for i in range(first, last + 1)):
        return ""
    last += reading.low(last + 1) in QUOTES and any(reading.low(i) in QUOTES for i in range(first, last))
    return reading.words(first, last)
