"""Does the lexicon do what it says? Each phrase is tried on its examples and on the lines that it must leave alone.

An example is read as the only paragraph of an annual report of 2020 about Peru, whose figures are those of 2019.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Iterator, Mapping

from tipbrief.model import CODEBOOK, Block, Document, Part, Source
from tipbrief.observations.extract import Found, extract
from tipbrief.observations.lexicon import Lexicon, Phrase
from tipbrief.settings import Indicator, read_yaml

_KEYS = ("say", "first", "weak", "unless", "gives", "examples", "not")
_SOURCE = Source(
    doc="example", file="", iso3="PER", title="", publisher="", kind="annual", edition="2020", published="",
    language="", url="", licence="", access="public", default_year="2019",
)  # fmt: skip


def read_example(text: str, lexicon: Lexicon, indicators: dict[str, Indicator]) -> Found:
    """The tables of a text alone."""
    part = Part(_SOURCE.iso3, 0, len(text))
    document = Document(_SOURCE, text, (Block("paragraph", 0, len(text)),), parts=(part,))
    return extract(document, part, lexicon, indicators)


def file_faults(path: Path, indicators: Mapping[str, Indicator]) -> Iterator[str]:
    """What is wrong with the form of a file of phrases, a sentence each."""
    content = read_yaml(path)
    indicator, phrases = content.get("indicator"), content.get("phrases") or []
    if indicator not in indicators or path.stem != indicator or set(content) != {"indicator", "phrases"}:
        yield f"{path}: it must hold `indicator`, a code of config/indicators.yml and the file's name, and `phrases`."
    said = [str(phrase.get("say")) for phrase in phrases]
    for say in sorted({say for say in said if said.count(say) > 1}):
        yield f"{path}: `{say}` stands twice; keep one."
    for phrase in phrases:
        yield from (f"{path}: `{phrase.get('say')}` {fault}" for fault in _phrase_faults(phrase))


def _phrase_faults(phrase: Mapping[str, Any]) -> Iterator[str]:
    for key in sorted(set(phrase) - set(_KEYS)):
        yield f"has the unknown key `{key}`; the keys are {', '.join(_KEYS)}."
    if not phrase.get("examples"):
        yield "has no example; write a sentence of your own, and what it gives."
    for example in phrase.get("examples") or ():
        if set(example) != {"text", "gives"} or not example["gives"]:
            yield f"has an example that is not {{text: ..., gives: {{value: ...}}}}: {example}."
        elif unknown := sorted(set(example["gives"]) - set(CODEBOOK)):
            yield f"has an example that gives `{unknown[0]}`, which is no column of the codebook."


def example_fault(
    phrase: Phrase, example: Mapping[str, Any], lexicon: Lexicon, indicators: dict[str, Indicator]
) -> str:
    """Why an example does not show its phrase: another one takes its number, or it gives something else."""
    found = read_example(example["text"], lexicon, indicators)
    wanted = {key: str(value) for key, value in example["gives"].items()}
    own = [row for row in _read(found) if row["indicator"] == phrase.indicator]
    gives = any(all(str(row[key]) == value for key, value in wanted.items()) for row in own)
    if gives and any(row["rule"] == phrase.say for row in own):
        return ""
    columns = ", ".join(f"{key} {value}" for key, value in wanted.items())
    must = f"must be {phrase.indicator} with {columns}" if not gives else "must be claimed by its own phrase"
    return f"the example {example['text']!r} {must}; now it gives {_given(found)}."


def line_fault(phrase: Phrase, text: str, lexicon: Lexicon, indicators: dict[str, Indicator]) -> str:
    """Why a `not` line is none: it gives a row of the phrase's indicator."""
    found = read_example(text, lexicon, indicators)
    if all(row["indicator"] != phrase.indicator for row in _read(found)):
        return ""
    return f"the line {text!r} must give no {phrase.indicator}; now it gives {_given(found)}."


def _read(found: Found) -> list[dict[str, Any]]:
    """The rows, however sure: an example shows what its phrase claims."""
    return [*found.observations, *found.held]


def _given(found: Found) -> str:
    """What a text gives, in words: each row with the phrase that took its number, and what is left over."""
    rows = [f"{row['indicator']} {row['value'] or 'not reported'} by `{row['rule']}`" for row in _read(found)]
    left = [f"{row['number']} as {row['reason']}" for row in (*found.unclaimed, *found.ignored)]
    return ", ".join(rows) or f"nothing ({', '.join(left)})" if left or rows else "nothing"
