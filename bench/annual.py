"""Read a whole annual report of some 450 pages and 240 countries: seconds and peak memory. Prints a table in Markdown.

usage, from the repository's root:  .venv/bin/python bench/annual.py [--paragraphs 3]

The report is the tests' own (tests/annual_report.py); more paragraphs in each section make it longer. The first line is
about half of the countries, to show that a country's share does not grow with the others. One process, CPU seconds.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import io
import resource
import sys
import tempfile
import time
from dataclasses import fields
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from annual_report import HOUSES, Report, narratives_of, printed_names  # noqa: E402

from tipbrief import documents, observations  # noqa: E402
from tipbrief.model import Source  # noqa: E402
from tipbrief.observations.lexicon import read_lexicon  # noqa: E402
from tipbrief.settings import CONFIG, Settings, check_settings, read_yaml  # noqa: E402

ROW = dict.fromkeys((field.name for field in fields(Source)), "") | {
    "doc": "report", "file": "report.pdf", "title": "A report", "publisher": "A publisher", "kind": "annual",
    "edition": "2023", "language": "en", "access": "public",
}  # fmt: skip
HEAD = ("countries", "pages", "characters", "documents, s", "observations, s", "per country, ms", "peak memory, MB")


def main() -> None:
    """Typeset the report, read it, and read its countries."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--paragraphs", type=int, default=3)
    paragraphs = parser.parse_args().paragraphs
    read_lexicon("en")
    print(f"| {' | '.join(HEAD)} |\n|{' --- |' * len(HEAD)}")
    codes = list(printed_names())
    for some in (codes[: len(codes) // 2], codes):
        print("|", " | ".join(measure(some, paragraphs)), "|")


def measure(codes: list[str], paragraphs: int) -> list[str]:
    """The line of a report about some countries."""
    report = Report(HOUSES["colon"], narratives_of(codes, paragraphs))
    with tempfile.TemporaryDirectory() as scratch, contextlib.redirect_stdout(io.StringIO()):
        settings = corpus_of(Path(scratch), report.data)
        started = time.process_time()
        documents.run(settings, 1)
        read = time.process_time()
        observations.run(settings, 1)
        done = time.process_time()
        characters = len((settings.work / "documents" / "report.txt").read_text(encoding="utf-8"))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    seconds = (f"{read - started:.1f}", f"{done - read:.1f}", f"{1000 * (done - read) / len(codes):.0f}")
    return [str(len(codes)), str(report.set.pages), f"{characters:,}", *seconds, f"{memory:.0f}"]


def corpus_of(folder: Path, data: bytes) -> Settings:
    """A corpus of the one report."""
    (folder / "corpus").mkdir()
    (folder / "corpus" / "report.pdf").write_bytes(data)
    with open(folder / "corpus" / "sources.csv", "w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, ROW)
        writer.writeheader()
        writer.writerow(ROW)
    folders = {name: str(folder / name) for name in ("corpus", "work", "reports")}
    return check_settings(read_yaml(CONFIG / "config.yaml") | folders)


if __name__ == "__main__":
    main()
