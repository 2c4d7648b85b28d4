"""What a document says that it does not know: "did not report awarding restitution" is a row without a value."""

from __future__ import annotations

from tipbrief.observations.attributes import Attributes
from tipbrief.observations.claims import Claim, stand_in_order
from tipbrief.observations.figures import HEAD, Figure, Sentence
from tipbrief.observations.lexicon import Cue, Phrase
from tipbrief.observations.mentions import Mention
from tipbrief.observations.numbers import Number
from tipbrief.observations.reading import Reading

_QUOTED = 12  # tokens after the cue that say what is not known


def find_silences(sentence: Sentence) -> list[Figure]:
    """Figures with status not_reported, from the phrases that have no count, where the sentence gave none of the kind.

    "It did not report sheltering any victims" gives one of victims_sheltered.
    """
    reading, last = sentence.reading, len(sentence.reading.tokens) - 1
    cue = reading.first_in("not_reported", 0, last)
    if cue is None:
        return []
    found: dict[str, Figure] = {}
    said = {f.indicator for f in sentence.figures if f.mention.status == "not_reported"}
    for phrase in reading.lexicon.silent:
        if phrase.indicator not in said | found.keys() and stand_in_order(reading, _words(phrase), cue.last + 1, last):
            found[phrase.indicator] = _silence(reading, cue, phrase)
    return list(found.values())


def _words(phrase: Phrase) -> tuple[str, ...]:
    """What must follow the cue, in order."""
    return tuple(part for part in phrase.before if part != "$not_reported")


def _silence(reading: Reading, cue: Cue, phrase: Phrase) -> Figure:
    last = min(cue.last + _QUOTED, len(reading.tokens) - 1)
    number = Number(cue.first, cue.last, 0, False)
    mention = Mention(number, cue.first, last, None, frozenset(), status="not_reported")
    return Figure(mention, phrase.indicator, HEAD, Attributes(), claim=Claim(phrase, None), first=cue.first)
