"""Read a whole annual report of some 400 pages and 240 countries: seconds and peak memory. Prints a table in Markdown.

usage, from the repository's root:  .venv/bin/python bench/annual.py [--paragraphs 3]

The report is the tests' own (tests/annual_report.py); more paragraphs in each section make it longer. Every country is
read twice, with the whole report and with its first half, to show that a country's share does not grow with the others.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from annual_report import HOUSES, Report, narratives_of, printed_names  # noqa: E402

from tipbrief.documents.make import Made, Task, make  # noqa: E402
from tipbrief.model import Source  # noqa: E402
from tipbrief.observations.build import read_country  # noqa: E402
from tipbrief.observations.lexicon import read_lexicon  # noqa: E402

ROW = ("report", "report.pdf", "", "A report", "A publisher", "annual", "2023", "", "en", "", "", "public", "2022")


def main() -> None:
    """Typeset the report, read it, and read its countries."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--paragraphs", type=int, default=3)
    paragraphs = parser.parse_args().paragraphs
    read_lexicon("en")
    print("| countries | pages | characters | documents, s | observations, s | per country, ms | peak memory, MB |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for share in (2, 1):
        codes = list(printed_names())
        measure(codes[: len(codes) // share], paragraphs)


def measure(codes: list[str], paragraphs: int) -> None:
    """Print the line of a report about some countries."""
    report = Report(HOUSES["colon"], narratives_of(codes, paragraphs))
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        (work / "documents").mkdir()
        (work / "observations").mkdir()
        (work / "report.pdf").write_bytes(report.data)
        started = time.process_time()
        made = make(Task(Source(*ROW), work / "report.pdf", work / "documents"))
        read = time.process_time()
        read_countries(work, made)
        seconds = time.process_time() - read
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    characters, countries = made.sizes[0], len(made.parts)
    line = (countries, report.set.pages, f"{characters:,}", f"{read - started:.1f}", f"{seconds:.1f}")
    print("|", *(f"{cell} |" for cell in (*line, f"{1000 * seconds / countries:.0f}", f"{memory:.0f}")))


def read_countries(work: Path, made: Made) -> None:
    """Read every country as the stage does, in one process."""
    for iso3, start, _, _ in made.parts:
        read_country({"work": work, "iso3": iso3, "parts": [{"doc": "report", "start": str(start)}]})


if __name__ == "__main__":
    main()
