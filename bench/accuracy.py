"""Score the extraction against the hand-coded passages of bench/passages, and write what was measured.

usage, from the repository's root:  .venv/bin/python bench/accuracy.py [--write] [--misses] [--held]

Prints precision, recall and F1 at the codebook's three levels with 95 % intervals, by indicator and by kind of text.
`--write` puts the tables into docs/accuracy.md and the totals into config/accuracy.yml, which the briefs print.
`--misses` lists the rows missed and spurious of the passages that rules may be written after; the held ones are never
listed. `--held` scores only the held passages.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any, Iterable

import numpy as np
import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tipbrief.documents.make import build  # noqa: E402
from tipbrief.model import Source  # noqa: E402
from tipbrief.observations.extract import extract  # noqa: E402
from tipbrief.observations.lexicon import read_lexicon  # noqa: E402
from tipbrief.settings import read_indicators  # noqa: E402

PASSAGES = ROOT / "bench" / "passages"
HEADLINE = ("doc", "indicator", "year", "value", "status")
FULL = (*HEADLINE, "offence", "exploitation", "sex", "age", "origin", "actor")
ROW = (*FULL, "iso3", "period", "bound", "law", "restated", "subtype", "reported_by")
LEVELS = {"headline": HEADLINE, "full": FULL, "row": ROW}
PRESENCE = frozenset({"subtype", "reported_by"})  # free text: only whether it is there is compared
RESAMPLES, SEED = 2000, 7
MARKS = ("<!-- measured: bench/accuracy.py --write -->", "<!-- end of what was measured -->")
Row = dict[str, Any]
Counts = tuple[int, int, int]  # rows right, rows found, rows coded


def main() -> None:
    """Score both sets and print or write the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--held", action="store_true")
    arguments = parser.parse_args()
    sets = {name: Set(PASSAGES / name) for name in (["held"] if arguments.held else ["dev", "held"])}
    tables = "\n\n".join([totals_table(sets), by_table(sets["held"], "kind"), by_table(sets["held"], "indicator")])
    print(tables)
    if arguments.misses:
        for row in sets["dev"].differences():
            print(row)
    if arguments.write:
        write(sets, tables)


class Set:
    """The coded and the found rows of one folder of passages, by passage."""

    def __init__(self, folder: Path) -> None:
        self.sources = {row["doc"]: row for row in read(folder / "sources.csv")}
        self.coded: dict[str, list[Row]] = defaultdict(list)
        self.found: dict[str, list[Row]] = defaultdict(list)
        for row in read(folder / "gold.csv"):
            self.coded[row["doc"]].append(row)
        indicators = read_indicators()
        for doc, cells in self.sources.items():
            source = Source(**cells)
            document, _ = build((folder / source.file).read_bytes(), source)
            lexicon = read_lexicon(source.language)
            if lexicon is not None:
                for part in document.parts:
                    self.found[doc] += extract(document, part, lexicon, indicators).observations

    def counts(self, doc: str, columns: Iterable[str], indicator: str = "") -> Counts:
        """Rows right, found and coded of a passage at a level; optional rows neither reward nor cost."""
        coded = [row for row in self.coded[doc] if indicator in ("", row["indicator"])]
        wanted = Counter(key(row, columns) for row in coded if row["optional"] != "true")
        optional = Counter(key(row, columns) for row in coded if row["optional"] == "true")
        found = Counter(key(row, columns) for row in self.found[doc] if indicator in ("", row["indicator"]))
        right = (wanted & found).total()
        return right, right + (found - wanted - optional).total(), wanted.total()

    def differences(self) -> Iterable[str]:
        """Each row missed or spurious at the full level, with its quote."""
        for doc in self.sources:
            coded, found = (Counter(key(row, FULL) for row in rows[doc]) for rows in (self.coded, self.found))
            for label, rows, other in (("missed", self.coded, found), ("spurious", self.found, coded)):
                left = Counter(other)
                for row in rows[doc]:
                    if left[key(row, FULL)]:
                        left[key(row, FULL)] -= 1
                    elif row.get("optional") != "true":
                        yield f"{label:8} {' '.join(filter(None, key(row, FULL)))} | {row['quote'][-90:]!r}"


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with open(path, encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def key(row: Row, columns: Iterable[str]) -> tuple[str, ...]:
    """A row's cells as they are compared: numbers by value, free text by presence."""
    return tuple(_cell(column, str(row.get(column) if row.get(column) is not None else "")) for column in columns)


def _cell(column: str, text: str) -> str:
    if column in PRESENCE:
        return "yes" if text else ""
    return f"{float(text):.10g}" if column in ("value", "year") and text else text.lower()


def rates(counts: np.ndarray) -> tuple[float, float, float]:
    """Precision, recall and F1 of summed counts."""
    right, found, coded = counts
    precision, recall = right / found if found else 0.0, right / coded if coded else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if right else 0.0


def interval(counts: np.ndarray) -> list[str]:
    """Each rate with its 95 % interval: passages are drawn again with replacement, since rows of one are alike."""
    draw = np.random.default_rng(SEED).integers(len(counts), size=(RESAMPLES, len(counts)))
    drawn = np.array([rates(counts[rows].sum(axis=0)) for rows in draw])
    low, high = np.percentile(drawn, [2.5, 97.5], axis=0)
    return [f"{rate:.2f} ({a:.2f} to {b:.2f})" for rate, a, b in zip(rates(counts.sum(axis=0)), low, high, strict=True)]


def totals_table(sets: dict[str, Set]) -> str:
    """Both sets at the three levels."""
    lines = ["| passages | rows | level | precision | recall | F1 |", "| --- | --- | --- | --- | --- | --- |"]
    names = {"dev": "rules were written after these", "held": "**no rule was written after these**"}
    for name, passages in sets.items():
        for level, columns in LEVELS.items():
            counts = np.array([passages.counts(doc, columns) for doc in passages.sources])
            what = f"{len(passages.sources)}, {names[name]}"
            lines.append(f"| {what} | {counts[:, 2].sum()} | {level} | {' | '.join(interval(counts))} |")
    return "\n".join(lines)


def by_table(passages: Set, by: str) -> str:
    """The held passages by indicator or by kind of text, at the headline and the full level."""
    lines = [f"| {by} | rows | headline precision | headline recall | full F1 |", "| --- | --- | --- | --- | --- |"]
    groups = _by_indicator(passages) if by == "indicator" else _by_kind(passages)
    for name, (headline, full) in groups.items():
        first, second = interval(headline)[:2], interval(full)[2]
        lines.append(f"| {name} | {headline[:, 2].sum()} | {first[0]} | {first[1]} | {second} |")
    return "\n".join(lines)


def _by_indicator(passages: Set) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    codes = Counter(row["indicator"] for rows in passages.coded.values() for row in rows)
    return {
        code: tuple(  # type: ignore[misc]
            np.array([passages.counts(doc, level, code) for doc in passages.sources]) for level in (HEADLINE, FULL)
        )
        for code, number in codes.most_common()
        if number >= 10
    }


def _by_kind(passages: Set) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for doc, source in passages.sources.items():
        groups[_kind(source)].append(doc)
    return {
        name: tuple(np.array([passages.counts(doc, level) for doc in docs]) for level in (HEADLINE, FULL))  # type: ignore[misc]
        for name, docs in sorted(groups.items())
    }


def _kind(source: dict[str, str]) -> str:
    if source["language"] != "en":
        return "Russian"
    if source["kind"] not in ("annual", "digest"):
        return {"visit": "GRETA, OSCE", "news": "news"}.get(source["kind"], "statistics in prose")
    year = int(source["edition"])
    return next(f"annual reports, {span}" for last, span in _STYLES if year <= last)


_STYLES = ((2008, "2001 to 2008"), (2014, "2009 to 2014"), (2018, "2015 to 2018"), (9999, "2019 and later"))


def write(sets: dict[str, Set], tables: str) -> None:
    """Put the tables into docs/accuracy.md and the totals of the held passages into config/accuracy.yml."""
    page = ROOT / "docs" / "accuracy.md"
    before, _, rest = page.read_text(encoding="utf-8").partition(MARKS[0])
    _, _, after = rest.partition(MARKS[1])
    page.write_text(f"{before}{MARKS[0]}\n\n{tables}\n\n{MARKS[1]}{after}", encoding="utf-8")
    held = sets["held"]
    counts = np.array([held.counts(doc, HEADLINE) for doc in held.sources])
    right, found, _ = rates(counts.sum(axis=0))
    totals = {
        "measured": datetime.date.today().isoformat(),
        "passages": len(held.sources),
        "rows": int(counts[:, 2].sum()),
        "right": round(float(right), 4),
        "found": round(float(found), 4),
    }
    note = "# How well the figures are read, as the briefs print it. Written by bench/accuracy.py --write.\n"
    (ROOT / "config" / "accuracy.yml").write_text(note + yaml.safe_dump(totals, sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    main()
