"""Do the phrases of said.yml hold on their examples, and leave alone what they must?"""

from __future__ import annotations

from pathlib import Path
from typing import Iterator

from tipbrief.observations.assessing import Assessment, assess
from tipbrief.observations.said_words import Phrase, SaidWords, read_said_words
from tipbrief.observations.sentences import Span


def said_faults(language: str, home: Path) -> Iterator[str]:
    """A sentence for each example and each `not` line of a language that does not hold."""
    words = read_said_words(language, home)
    if words is None:
        return
    for phrase in words.phrases:
        where = f"{home / language / 'said.yml'}: `{phrase.say}`"
        yield from (f"{where}: {fault}" for fault in _faults(phrase, words))


def _faults(phrase: Phrase, words: SaidWords) -> Iterator[str]:
    for example in phrase.examples:
        found = read_sentence(example["text"], words)
        wanted = {"degree": "", **example["gives"]}
        if found is None or {"degree": found.degree, "assessment": found.assessment} != wanted:
            yield f"the example {example['text']!r} must give {_told(**wanted)}; now it gives {_given(found)}."
        elif phrase.say not in found.rule:
            yield f"the example {example['text']!r} must be read by its own phrase; `{found.rule}` reads it."
    for text in phrase.never:
        if found := read_sentence(text, words):
            yield f"the line {text!r} must give nothing; now it gives {_given(found)}."


def read_sentence(text: str, words: SaidWords) -> Assessment | None:
    """The assessment of a text that is one sentence."""
    return assess(text, Span(0, len(text)), words)


def _given(found: Assessment | None) -> str:
    return f"{_told(found.assessment, found.degree)} by `{found.rule}`" if found else "nothing"


def _told(assessment: str, degree: str) -> str:
    return f"{assessment} ({degree})" if degree else assessment
