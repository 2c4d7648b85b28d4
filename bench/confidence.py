"""Fit the weights of config/confidence.yml on the passages of bench/passages/dev, and say what a bar would hold.

usage, from the repository's root:  .venv/bin/python bench/confidence.py [--write] [--bar P]

A logistic regression says from the traits of a reading (tipbrief/observations/confidence.py) whether indicator, year
and value agree with the coding. Printed: for each bar the precision and recall of what stays, on the passages that the
weights were fitted on (each scored by weights of the others) and on the held ones. `--write` puts weights and bar into
the file.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import replace
from typing import Any, Iterable

import numpy as np
import yaml
from accuracy import HEADLINE, PASSAGES, Set, key

from tipbrief.observations import rows
from tipbrief.observations.confidence import FILE, TRAITS, read_confidence

RIDGE = 1.0  # L2 penalty on the weights, not on the base
FOLDS = 10
BARS = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
Row = dict[str, Any]


def main() -> None:
    """Fit, print the table of bars and, on `--write`, the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--bar", type=float, default=read_confidence().bar)
    arguments = parser.parse_args()
    unbarred = replace(read_confidence(), bar=0.0)
    rows.read_confidence = lambda: unbarred  # every row, also those that the bar of today would hold
    dev, held = (Labelled(Set(PASSAGES / name)) for name in ("dev", "held"))
    weights = fit(dev.traits, dev.right)
    print_bars("dev", dev, cross_fitted(dev))
    print_bars("held", held, probability(weights, held.traits))
    print_weights(weights, dev)
    if arguments.write:
        write(weights, arguments.bar)


class Labelled:
    """The rows of a set: a matrix of traits, whether each row is right, the passage of each, and the rows coded."""

    def __init__(self, passages: Set) -> None:
        labelled = [item for doc in passages.sources for item in label(passages, doc)]
        self.traits = np.array([[name in row["traits"] for name in TRAITS] for row, _ in labelled], float)
        self.right = np.array([right for _, right in labelled], float)
        self.docs = np.array([row["doc"] for row, _ in labelled])
        self.coded = sum(row["optional"] != "true" for coded in passages.coded.values() for row in coded)


def label(passages: Set, doc: str) -> Iterable[tuple[Row, bool]]:
    """Each found row of a passage, and whether a coded row of its headline is left for it; optional ones are out."""
    coded = Counter(key(row, HEADLINE) for row in passages.coded[doc] if row["optional"] != "true")
    optional = {key(row, HEADLINE) for row in passages.coded[doc] if row["optional"] == "true"}
    for row in passages.found[doc]:
        name = key(row, HEADLINE)
        if "traits" in row and (coded[name] > 0 or name not in optional):
            yield row, coded[name] > 0
            coded[name] -= 1


def fit(traits: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Base and weights by Newton's method."""
    design = np.hstack([np.ones((len(traits), 1)), traits])
    penalty = np.diag([0.0] + [RIDGE] * traits.shape[1])
    weights = np.zeros(design.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-design @ weights))
        slope = design.T @ (right - chance) - penalty @ weights
        curve = (design * (chance * (1 - chance))[:, None]).T @ design + penalty
        weights += np.linalg.solve(curve, slope)
    return weights


def probability(weights: np.ndarray, traits: np.ndarray) -> np.ndarray:
    """The chance of each row to be right."""
    return 1 / (1 + np.exp(-weights[0] - traits @ weights[1:]))


def cross_fitted(rows: Labelled) -> np.ndarray:
    """Each row's chance by weights that its passage had no part in."""
    names = np.unique(rows.docs)
    fold = dict(zip(names, np.random.default_rng(7).permutation(len(names)) % FOLDS, strict=True))
    folds = np.array([fold[doc] for doc in rows.docs])
    chances = np.zeros(len(folds))
    for number in range(FOLDS):
        rest = folds != number
        chances[~rest] = probability(fit(rows.traits[rest], rows.right[rest]), rows.traits[~rest])
    return chances


def print_bars(name: str, rows: Labelled, chances: np.ndarray) -> None:
    """What stays at each bar."""
    print(f"{name}: {len(chances)} rows, {rows.coded} coded\n bar   held  right among them  precision  recall")
    for bar in BARS:
        stays = chances >= bar
        right = rows.right[stays].sum()
        among = rows.right[~stays].sum()
        print(f"{bar:4.1f} {(~stays).sum():6d} {among:18.0f} {right / stays.sum():10.3f} {right / rows.coded:7.3f}")


def print_weights(weights: np.ndarray, rows: Labelled) -> None:
    """Each trait: rows that have it, how many of them are right, its weight."""
    print(f"base {weights[0]:.2f}")
    for place, name in enumerate(TRAITS):
        has = rows.traits[:, place] > 0
        share = rows.right[has].mean() if has.any() else 0.0
        print(f"{weights[place + 1]:6.2f} {has.sum():5d} rows {share:5.2f} right  {name}")


def write(weights: np.ndarray, bar: float) -> None:
    """The file that the extraction reads."""
    note = "# How sure a reading is, by its traits (docs/observations.md). Fitted by bench/confidence.py --write.\n"
    named = {name: round(float(weight), 2) for name, weight in zip(TRAITS, weights[1:], strict=True)}
    values = {"bar": bar, "base": round(float(weights[0]), 2), "weights": named}
    FILE.write_text(note + yaml.safe_dump(values, sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    main()
