"""Silences that a phrase without a count names: "did not report awarding restitution" is a row without a value."""

from __future__ import annotations

from itertools import pairwise

from tipbrief.observations.attributes import Attributes
from tipbrief.observations.claims import Claim
from tipbrief.observations.figures import HEAD, Figure, Sentence
from tipbrief.observations.free.silences import find_silences as find_freely
from tipbrief.observations.lexicon import Phrase
from tipbrief.observations.mentions import Mention
from tipbrief.observations.numbers import Number
from tipbrief.observations.reading import Reading
from tipbrief.observations.untold import Silence, silences
from tipbrief.observations.years import leading_year, trailing_year

_THING_WITHIN = 5  # tokens in which a thing that nothing is done to ends: "did not report any sentencing data"


def find_silences(sentence: Sentence) -> list[Figure]:
    """Figures with status not_reported, from the phrases that have no count, where the sentence gave none of the kind.

    "It did not report awarding restitution" gives one of victims_compensated.
    """
    if sentence.reading.grammar.free_order:
        return find_freely(sentence)
    found: dict[str, Figure] = {}
    said = {f.indicator for f in sentence.figures}
    for silence in silences(sentence.reading):
        for phrase in sorted(sentence.reading.lexicon.silent, key=lambda phrase: -len(phrase.before)):
            if phrase.indicator not in said | found.keys() and (end := _end_of(sentence.reading, silence, phrase)):
                found[phrase.indicator] = _figure(sentence, silence, phrase, end)
    return list(found.values())


def share_year_of_silence(sentence: Sentence) -> None:
    """ "did not report how many men it tried or how many women it helped in 2031": one year for both."""
    silent = [f for f in sentence.figures if f.mention.status == "not_reported"]
    for figure in silent:
        mention = figure.mention
        figure.year = figure.year or trailing_year(sentence.years, mention.first, mention.last)
    for before, after in reversed(list(pairwise(silent))):
        if before.mention.number == after.mention.number:
            before.year = before.year or after.year


def _end_of(reading: Reading, silence: Silence, phrase: Phrase) -> int | None:
    """The last token of the phrase's words, which must follow the cue in order; None where they do not."""
    last, parts = silence.cue.last, [part for part in phrase.before if part != "$not_reported"]
    limit = silence.last if len(parts) > 1 else min(silence.last, last + _THING_WITHIN)
    for part in parts:
        cue = reading.first_in(part.removeprefix("$"), last + 1, limit)
        if cue is None:
            return None
        last = cue.last
    return None if reading.has("no_news", silence.cue.last + 1, last) else last


def _figure(sentence: Sentence, silence: Silence, phrase: Phrase, last: int) -> Figure:
    cue = silence.cue
    mention = Mention(Number(cue.first, cue.last, 0, False), cue.first, last, None, frozenset(), status="not_reported")
    year = trailing_year(sentence.years, cue.last + 1, silence.last) or leading_year(sentence.years, cue.first)
    return Figure(mention, phrase.indicator, HEAD, Attributes(), claim=Claim(phrase, None), first=cue.first, year=year)
