"""Write a synthetic corpus of annual reports whose figures are known, with truth.csv beside them.

usage, from the repository's root:  .venv/bin/python bench/synthetic.py FOLDER [--countries 188] [--editions 21]

Every document says in its first line that it is synthetic. Its sentences with figures come from bench/sentences (after
the lexicon's examples, and in four drafting styles), its numbers from a random generator that `--seed` fixes; between
them stands prose without figures, so that one sentence in four or five holds one. truth.csv has the codebook's columns,
with the whole statement as `quote`. Numbers go on from edition to edition: what an edition says of the year before is
mostly what that year's own said.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any, Iterator, Mapping, Sequence

import pycountry
import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from tipbrief.model import BREAKDOWNS, CODEBOOK, Source  # noqa: E402
from tipbrief.settings import Indicator, read_indicators  # noqa: E402

SENTENCES = Path(__file__).parent / "sentences"
FIRST_LINE = "This text is synthetic: a program wrote it to measure another, and every figure in it is invented."
LAST_EDITION = 2023
SIZE = 24_000  # characters of a document
SAID = 32  # statements of a document at most
STYLES = ("short totals", "compared with the year before", "including and of whom", "dense, with both years")
TIERS = {"Tier 1": "1", "Tier 2": "2", "Tier 2 Watch List": "2.5", "Tier 3": "3"}
SECTIONS = ("Prosecution", "Protection", "Prevention")
TYPICAL = {  # a usual number of each indicator; 40 where nothing is said
    "hotline_calls": 1500, "persons_reached": 6000, "persons_trained": 300, "inspections": 400, "shelters": 12,
    "awareness_events": 25, "trainings": 30, "victims_identified": 120, "victims_assisted": 110,
}  # fmt: skip
RANGE_FROM = 20  # lower end of a range: "between 10 and 17 victims" is read as ages (docs/performance.md)
BACK = {"year": 0, "last": 1, "before": 2}  # years before the edition's main year
REVISED = 0.1  # of the numbers that an edition repeats, how many it changes
ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Statement:
    """A sentence with places, and its rows: (indicator, letter or word, years back, other columns)."""

    text: str
    rows: tuple[tuple[str, str, int, Mapping[str, str]], ...]

    @property
    def cells(self) -> list[tuple[Any, ...]]:
        """What the rows are about, without their numbers: no document says a cell twice."""
        return [cell_of(indicator, back, columns) for indicator, _, back, columns in self.rows]


def main() -> None:
    """Write the corpus that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--countries", type=int, default=188)
    parser.add_argument("--editions", type=int, default=21)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    write_corpus(arguments.folder, arguments.countries, arguments.editions, arguments.seed)


def write_corpus(folder: Path, countries: int, editions: int, seed: int = 1) -> int:
    """Write the documents, sources.csv and truth.csv into `folder`; the number of characters of the documents."""
    codes = sorted(country.alpha_3 for country in pycountry.countries)[:countries]
    if len(codes) < countries:
        raise ValueError(f"There are {len(codes)} countries; ask for more editions instead.")
    folder.mkdir(parents=True, exist_ok=True)
    sources, truth, size = [], [], 0
    for iso3 in codes:
        for edition in range(LAST_EDITION - editions + 1, LAST_EDITION + 1):
            text, rows = make_document(iso3, edition, seed)
            source = source_of(iso3, edition)
            (folder / source["file"]).write_text(text, encoding="utf-8", newline="\n")
            size += len(text)
            sources.append(source)
            truth += [dict.fromkeys(CODEBOOK, "") | row | {"doc": source["doc"], "iso3": iso3} for row in rows]
    write_csv(folder / "sources.csv", [field.name for field in fields(Source)], sources)
    write_csv(folder / "truth.csv", CODEBOOK, truth)
    return size


def write_csv(path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
    """Write a table."""
    with open(path, "w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def source_of(iso3: str, edition: int) -> dict[str, str]:
    """The document's row of sources.csv; every second edition is Markdown, the others plain text."""
    doc = f"synthetic-{edition}-{iso3.lower()}"
    values = {
        "doc": doc, "file": f"{doc}.{'md' if edition % 2 else 'txt'}", "iso3": iso3, "publisher": "Synthetic",
        "title": f"Synthetic report {edition}: {country_name(iso3)} (invented figures)", "kind": "annual",
        "edition": str(edition), "published": f"{edition}-06-30", "language": "en", "access": "public",
        "licence": "CC0 1.0", "default_year": str(edition - 1),
    }  # fmt: skip
    return {field.name: values.get(field.name, "") for field in fields(Source)}


def country_name(iso3: str) -> str:
    """The name by which the country's report is headed."""
    return str(pycountry.countries.get(alpha_3=iso3).name.split(",")[0])


def make_document(iso3: str, edition: int, seed: int) -> tuple[str, list[dict[str, str]]]:
    """A document's text and the rows that it states."""
    chance = Random(f"{seed} {iso3} {edition}")
    mark, bullet = ("## ", "- ") if edition % 2 else ("", "- ")
    tier = chance.choice(list(TIERS))
    told = {"indicator": "tier", "value": TIERS[tier], "year": str(edition), "period": "reporting", "actor": ""}
    rows = [told | {"bound": "exact", "status": "reported", "restated": "false", "quote": tier}]
    chosen = choose(chance, STYLES[min(len(STYLES) - 1, max(0, edition - 2003) * len(STYLES) // 21)])
    sections: dict[str, list[str]] = {name: [] for name in SECTIONS}
    for statement in chosen:
        text, stated = fill(statement, iso3, edition - 1, seed)
        rows += stated
        sections[section_of(statement)].append(text)
    _, prose = load_filler()
    spare = SIZE - sum(len(text) for texts in sections.values() for text in texts)
    per_statement = max(1, spare // 150 // max(1, len(chosen)))
    heading = f"{mark[1:]}{country_name(iso3).upper()} ({tier})"
    parts = [FIRST_LINE, heading, f"{mark}Prioritized recommendations"]
    parts.append("\n".join(bullet + text for text in chance.sample(prose["recommendations"], 6)))
    for name in SECTIONS:
        parts += [f"{mark}{name}", chance.choice(prose["efforts"][name])]
        for text in sections[name]:
            around = [filler(chance, name) for _ in range(per_statement)]
            around.insert(chance.randrange(len(around) + 1), text)
            parts.append(" ".join(around))
    parts += [f"{mark}Trafficking profile", " ".join(filler(chance, "Profile") for _ in range(8))]
    return "\n\n".join(parts) + "\n", rows


def choose(chance: Random, style: str) -> list[Statement]:
    """Statements of one style and of the examples, in a random order, no cell twice."""
    own, examples = load_statements("styles")[style], load_statements("examples")[""]
    taken: set[tuple[Any, ...]] = set()
    chosen = []
    for statement in [*chance.sample(own, len(own)), *chance.sample(examples, len(examples))]:
        if len(chosen) < SAID and not taken.intersection(statement.cells):
            taken.update(statement.cells)
            chosen.append(statement)
    return chance.sample(chosen, len(chosen))


def cell_of(indicator: str, back: int, columns: Mapping[str, str]) -> tuple[Any, ...]:
    """What a row is about, without number, bound and period."""
    return (indicator, back, *(columns.get(name, "") for name in (*BREAKDOWNS, "actor")))


def section_of(statement: Statement) -> str:
    """The section where its first indicator belongs."""
    return indicators()[statement.rows[0][0]].pillar.capitalize()


def fill(statement: Statement, iso3: str, main_year: int, seed: int) -> tuple[str, list[dict[str, str]]]:
    """The statement's sentence with numbers and years put in, and its rows."""
    values = numbers(statement, iso3, main_year, seed)
    words = {name: str(main_year - back) for name, back in BACK.items()}
    words |= {letter: written(number) for letter, number in values.items()}
    words |= {letter.upper(): spelled(number).capitalize() for letter, number in values.items() if number < 100}
    text = PLACE.sub(lambda found: words[found[1]], statement.text)
    calendar = any(f"{{{name}}}" in statement.text for name in BACK)
    rows = []
    for indicator, said, back, columns in statement.rows:
        plain = {
            "indicator": indicator, "year": str(main_year - back), "period": "calendar" if calendar else "reporting",
            "value": "" if said == "not reported" else str(values.get(said, said)), "bound": "exact",
            "status": "not_reported" if said == "not reported" else "reported", "actor": "government",
            "offence": "trafficking" if indicators()[indicator].offence else "",
            "restated": "true" if back else "false", "quote": text,
        }  # fmt: skip
        rows.append(plain | columns)
    return text, rows


def numbers(statement: Statement, iso3: str, main_year: int, seed: int) -> dict[str, int]:
    """A number for each letter: parts sum to what they are parts of, a range rises, a repeated year mostly agrees."""
    values: dict[str, int] = {}
    parts: dict[tuple[str, int], list[str]] = {}
    totals: dict[tuple[str, int], str] = {}
    for indicator, letter, back, columns in statement.rows:
        if len(letter) > 1 or letter.isdigit() or letter in values:
            continue
        whole = totals.get((indicator, back))
        if whole and any(columns.get(name) for name in BREAKDOWNS):
            parts.setdefault((indicator, back), []).append(letter)
        elif columns.get("bound") == "max" and whole:
            values[letter] = values[whole] + 3 + len(iso3 + letter)
        else:
            spelt = f"{{{letter.upper()}}}" in statement.text
            cell = cell_of(indicator, 0, columns)
            values[letter] = level(f"{seed} {iso3} {cell}", indicator, main_year - back, back, spelt)
            ranges = indicator != "sentence_years" and any(row[3].get("bound") == "max" for row in statement.rows)
            values[letter] += RANGE_FROM * ranges
            totals[indicator, back] = letter
    for key, letters in parts.items():
        alone = len(letters) == 1  # "including 20 children": the others are not named
        shares = split(Random(f"{seed} {iso3} {main_year} {key}"), values[totals[key]], len(letters) + alone)
        values.update(zip(letters, shares, strict=False))
    return values


def level(name: str, indicator: str, year: int, back: int, spelt: bool) -> int:
    """The number of a cell in a year: its country's usual one, up and down; at times changed by a later edition."""
    if indicator == "sentence_years":
        return Random(f"{name} {year}").randint(2, 6)
    usual = TYPICAL.get(indicator, 40) * Random(name).lognormvariate(0, 0.6)
    number = max(8, round(usual * Random(f"{name} {year}").uniform(0.7, 1.4)))
    later = Random(f"{name} {year} {back}")
    if back and later.random() < REVISED:
        number += later.randint(1, 4)
    return min(number, 99) if spelt else number


def split(chance: Random, total: int, count: int) -> list[int]:
    """`total`, at least 8, as `count` numbers of at least 2, for the sentences speak of several."""
    spare = total - 2 * count
    cuts = sorted(chance.randint(0, spare) for _ in range(count - 1))
    return [2 + high - low for low, high in zip([0, *cuts], [*cuts, spare], strict=True)]


def written(number: int) -> str:
    """A number as reports print it: words up to nine, then figures with commas."""
    return ONES[number] if number < 10 else f"{number:,}"


def spelled(number: int) -> str:
    """A number below 100 in words, as at the beginning of a sentence."""
    if number < 20:
        return ONES[number]
    tens, ones = divmod(number, 10)
    return TENS[tens] + (f"-{ONES[ones]}" if ones else "")


def filler(chance: Random, topic: str) -> str:
    """A sentence without a figure."""
    topics, _ = load_filler()
    return " ".join(chance.choice(pieces) for pieces in topics[topic])


@lru_cache(maxsize=1)
def indicators() -> dict[str, Indicator]:
    """config/indicators.yml, read once."""
    return read_indicators()


@lru_cache(maxsize=1)
def load_filler() -> tuple[dict[str, list[list[str]]], dict[str, Any]]:
    """The pieces of the prose by topic, and the rest of filler.yml."""
    data = yaml.safe_load((SENTENCES / "filler.yml").read_text(encoding="utf-8"))
    return data["topics"], data


@lru_cache(maxsize=2)
def load_statements(name: str) -> dict[str, list[Statement]]:
    """The statements of a file by their style; those of a plain list have none."""
    data = yaml.safe_load((SENTENCES / f"{name}.yml").read_text(encoding="utf-8"))
    groups = data if isinstance(data, dict) else {"": data}
    return {
        style: [Statement(entry["text"], tuple(rows_of(entry))) for entry in group] for style, group in groups.items()
    }


def rows_of(entry: Mapping[str, Any]) -> Iterator[tuple[str, str, int, dict[str, str]]]:
    """The rows of an entry: the first key is the indicator, its value the letter or word."""
    for row in entry["rows"]:
        (indicator, said), *columns = row.items()
        yield indicator, str(said), BACK[row.get("year", "year")], {k: str(v) for k, v in columns if k != "year"}


if __name__ == "__main__":
    main()
