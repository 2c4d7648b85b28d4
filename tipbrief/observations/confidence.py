"""How sure a row is: the traits of its reading, each with the weight that it had on hand-coded passages.

config/confidence.yml holds the weights and the bar; bench/confidence.py fits them on bench/passages/dev. A row below
the bar goes to held.csv with its traits in words, and never into print.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Callable, Iterable, Mapping

from tipbrief.errors import TipbriefError
from tipbrief.model import Document
from tipbrief.observations.antecedents import may_hold
from tipbrief.observations.figures import COMPARE, HEAD, PART, Figure, Sentence
from tipbrief.settings import CONFIG, read_yaml

FILE = CONFIG / "confidence.yml"
_LONG, _FAR = 60, 8  # tokens of a sentence, tokens between a verb and its number


@dataclass(frozen=True)
class Confidence:
    """Log-odds of a reading without any trait, what each trait adds, and the probability that a row must reach."""

    bar: float
    base: float
    weights: Mapping[str, float]

    def of(self, traits: Iterable[str]) -> float:
        """The probability that indicator, year and value are right."""
        return 1 / (1 + math.exp(-self.base - sum(self.weights[trait] for trait in traits)))

    def against(self, traits: Iterable[str]) -> list[str]:
        """The traits that speak against a reading, the heaviest first."""
        return sorted((trait for trait in traits if self.weights[trait] < 0), key=self.weights.__getitem__)


@dataclass(frozen=True)
class Reading:
    """What the traits look at: a figure in its sentence and document, and its row."""

    document: Document
    sentence: Sentence
    figure: Figure
    row: Mapping[str, Any]


@lru_cache(maxsize=4)
def read_confidence(path: Path = FILE) -> Confidence:
    """The weights and the bar. TipbriefError names the traits that the file lacks or that the program does not know."""
    data = read_yaml(path)
    missing, unknown = sorted(TRAITS.keys() - data["weights"].keys()), sorted(data["weights"].keys() - TRAITS.keys())
    if missing or unknown:
        faults = [f"`{name}` has no weight" for name in missing] + [f"`{name}` is no trait" for name in unknown]
        raise TipbriefError(f"{path}: {'; '.join(faults)}. Fit it anew with bench/confidence.py.")
    return Confidence(float(data["bar"]), float(data["base"]), data["weights"])


def traits_of(document: Document, sentence: Sentence, figure: Figure, row: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the traits that a reading has, in the order of `TRAITS`."""
    reading = Reading(document, sentence, figure, row)
    return tuple(name for name, has in TRAITS.items() if has(reading))


def _is_weak(r: Reading) -> bool:
    return bool(r.figure.claim and r.figure.claim.phrase.weak)


def _without_verb(r: Reading) -> bool:
    return r.figure.kind == HEAD and bool(r.figure.claim) and r.figure.claim.verb is None  # type: ignore[union-attr]


def _far(r: Reading) -> bool:
    verb = r.figure.claim.verb if r.figure.claim else None
    return verb is not None and max(r.figure.mention.first - verb.last, verb.first - r.figure.mention.last) > _FAR


def _of_people(r: Reading) -> bool:
    counted = r.figure.kind == HEAD and r.row["status"] == "reported" and r.row["indicator"].startswith("victims_")
    return counted and "victims" not in r.figure.nouns


def _too_large(r: Reading) -> bool:
    return r.figure.kind == PART and r.figure.parent is not None and not may_hold(r.figure.parent, r.figure.mention)


def _beside_unclaimed(r: Reading) -> bool:
    return any(mention.nouns for mention in r.sentence.unclaimed)


def _beside_bare(r: Reading) -> bool:
    return any(not mention.nouns for mention in r.sentence.unclaimed)


def _of_other_sentence(r: Reading) -> bool:
    parent = r.figure.parent
    return r.figure.kind == PART and parent is not None and parent.sentence != r.figure.sentence


def _single(r: Reading) -> bool:
    return r.figure.mention.value == 1 and r.figure.kind == HEAD


def _nested(r: Reading) -> bool:
    return r.figure.kind == PART and r.figure.parent is not None and r.figure.parent.kind != HEAD


def _from_weak(r: Reading) -> bool:
    parent = r.figure.parent
    return r.figure.kind != HEAD and bool(parent and parent.claim and parent.claim.phrase.weak)


def _from_no_verb(r: Reading) -> bool:
    parent = r.figure.parent
    return r.figure.kind != HEAD and (parent is None or parent.claim is None)


TRAITS: dict[str, Callable[[Reading], bool]] = {
    "a weak phrase": _is_weak,
    "a phrase without a verb": _without_verb,
    "a statement without a phrase": lambda r: r.figure.kind == HEAD and r.figure.claim is None,
    "a part": lambda r: r.figure.kind == PART,
    "a part of a total in another sentence": _of_other_sentence,
    "a part of a part, or of a comparison": _nested,
    "a part larger than its total": _too_large,
    "a part with a phrase of its own": lambda r: r.figure.kind == PART and r.figure.claim is not None,
    "a comparison": lambda r: r.figure.kind == COMPARE,
    "a total that rests on a weak phrase": _from_weak,
    "a total without a phrase": _from_no_verb,
    "no noun": lambda r: not r.figure.mention.nouns,
    "people, not victims": _of_people,
    "a single one": _single,
    "a zero": lambda r: r.row["value"] in ("0", 0) and r.row["status"] == "reported",
    "not reported": lambda r: r.row["status"] == "not_reported",
    "cases": lambda r: (
        r.row["indicator"] in ("investigations", "prosecutions", "conviction_cases") and "cases" in r.figure.nouns
    ),
    "a number beside it that no phrase claims": _beside_unclaimed,
    "a bare number beside it that is not read": _beside_bare,
    "a verb far away": _far,
    "a long sentence": lambda r: len(r.sentence.reading.tokens) > _LONG,
    "the year inferred": lambda r: "year" in r.row["inferred"].split(),
    "the actor inferred": lambda r: "actor" in r.row["inferred"].split(),
    "the year taken from another sentence": lambda r: (
        not r.document.source.default_year and "year" in r.row["inferred"].split()
    ),
}
