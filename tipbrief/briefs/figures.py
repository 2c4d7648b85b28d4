"""A printed number, the sentence around it, and the reference that proves it: all plain data.

A figure is `{text, value, observations, computation, refs}`. It is made without `refs`; one walk over the
composed brief, in the order of print, numbers them (`number_references`).
"""

from __future__ import annotations

import re
from typing import Any, Hashable, Iterator, Mapping

Figure = dict[str, Any]
Runs = list[dict[str, Any]]

PLACEHOLDER = re.compile(r"\{(\w+)\}")


def figure(text: str, value: float | None, observations: list[str], computation: str | None = None) -> Figure:
    """One printed number; `computation` names what was done to the observations, None where they say it."""
    return {"text": text, "value": value, "observations": observations, "computation": computation, "refs": []}


def say(template: str, **parts: Any) -> Runs:
    """A sentence as runs of text and figures; a part is a figure, runs, or anything that `str` prints.

    >>> say("{n} in {year}", n=figure("8", 8, ["a"]), year=2019)[1]
    {'text': ' in 2019'}
    """
    runs: Runs = []
    for index, piece in enumerate(PLACEHOLDER.split(template)):
        part = parts[piece] if index % 2 else piece
        if isinstance(part, list):
            additions = part
        else:
            additions = [{"figure": part}] if isinstance(part, dict) else [{"text": str(part)}]
        for run in additions:
            _append(runs, run)
    return runs


def join(sentences: list[Runs], between: str = " ") -> Runs:
    """Sentences, one after the other, as runs."""
    runs: Runs = []
    for index, sentence in enumerate(sentences):
        for run in [{"text": between}] * bool(index) + sentence:
            _append(runs, run)
    return runs


def _append(runs: Runs, run: dict[str, Any]) -> None:
    if "text" in run and runs and "text" in runs[-1]:
        runs[-1] = {"text": runs[-1]["text"] + run["text"]}
    elif run.get("text") != "":
        runs.append(run)


def plain(runs: Runs) -> str:
    """The runs as text, without references.

    >>> plain([{"text": "in "}, {"figure": figure("8", 8, [])}])
    'in 8'
    """
    return "".join(run["text"] if "text" in run else run["figure"]["text"] for run in runs)


def count_words(runs: Runs) -> int:
    """Words as a reader counts them: what stands between spaces; references are none."""
    return len(plain(runs).split())


def figures_of(part: Any) -> Iterator[Figure]:
    """Every figure in a composed part, in the order of print."""
    if isinstance(part, Mapping):
        if "observations" in part:
            yield part  # type: ignore[misc]
        else:
            for value in part.values():
                yield from figures_of(value)
    elif isinstance(part, list):
        for value in part:
            yield from figures_of(value)


def number_references(parts: Any, proofs: Mapping[str, Hashable]) -> list[list[str]]:
    """Give every figure its reference numbers, in order of first use; the observations cited under each number.

    Two observations with the same proof (the same sentence of the same document) share a number.
    """
    cited: dict[Hashable, list[str]] = {}
    numbers: dict[Hashable, int] = {}
    for item in figures_of(parts):
        for identifier in item["observations"]:
            proof = proofs[identifier]
            number = numbers.setdefault(proof, len(numbers) + 1)
            found = cited.setdefault(proof, [])
            if identifier not in found:
                found.append(identifier)
            if number not in item["refs"]:
                item["refs"].append(number)
    return list(cited.values())
