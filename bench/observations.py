"""Time the reading of figures: an own English text, and texts made to be slow. Prints a table in Markdown.

usage, from the repository's root:  .venv/bin/python bench/observations.py [--size 1000] [--hostile 100] [--runs 3]

The English text is that of tests/observations/genre.yml, over and over, in paragraphs of five sentences; the others
repeat one piece without end. Sizes are in thousands of characters. Each figure is the processor time of one process,
without the parsing of documents: the best of the runs.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "observations")]

from observation_text import HOSTILE, read  # noqa: E402

_SENTENCES = 5  # of a paragraph


def main() -> None:
    """Read each text `--runs` times and print its best time and speed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=1000)
    parser.add_argument("--hostile", type=int, default=100)
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    texts = {"English, tests/observations/genre.yml": english(arguments.size * 1000)}
    texts |= {f"`{piece}`": piece * (arguments.hostile * 1000 // len(piece)) for piece in HOSTILE}
    read("Police identified 12 victims.")  # the lexicon is read once
    print("| text | thousand characters | seconds | MB/s |\n| --- | --- | --- | --- |")
    for name, text in texts.items():
        seconds = min(timed(text) for _ in range(arguments.runs))
        print(f"| {name} | {len(text) // 1000} | {seconds:.2f} | {len(text) / 1e6 / seconds:.3f} |")


def english(size: int) -> str:
    """The texts of genre.yml, repeated up to about `size` characters."""
    genre = yaml.safe_load((ROOT / "tests" / "observations" / "genre.yml").read_text(encoding="utf-8"))
    sentences = [case["text"].strip() for cases in genre.values() for case in cases]
    paragraphs = [" ".join(sentences[at : at + _SENTENCES]) for at in range(0, len(sentences), _SENTENCES)]
    once = "\n\n".join(paragraphs)
    return "\n\n".join([once] * max(1, size // len(once)))


def timed(text: str) -> float:
    """Processor seconds of one reading."""
    started = time.process_time()
    read(text)
    return time.process_time() - started


if __name__ == "__main__":
    main()
