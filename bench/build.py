"""Time whole builds of a corpus: cold, nothing changed, one document changed. Prints a table in Markdown.

usage, from the repository's root:  .venv/bin/python bench/build.py [CORPUS] [--runs 3] [--cores 2]

Each figure is the wall time of a whole `snakemake` command, the median over the runs; builds go to a temporary folder.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILDS = ("cold", "nothing changed", "one document changed")


def main() -> None:
    """Build `--runs` times and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="?", type=Path, default=ROOT / "data" / "corpus")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--cores", type=int, default=2)
    arguments = parser.parse_args()
    runs = [measure(arguments.corpus, arguments.cores) for _ in range(arguments.runs)]
    what = f"build of {arguments.corpus.name}, {arguments.cores} cores, median of {arguments.runs}"
    print(f"| {what} | seconds | all runs |\n| --- | --- | --- |")
    for name, times in zip(BUILDS, zip(*runs, strict=True), strict=True):
        print(f"| {name} | {statistics.median(times):.1f} | {', '.join(f'{t:.1f}' for t in times)} |")


def measure(corpus: Path, cores: int) -> tuple[float, ...]:
    """Seconds of each of `BUILDS`, in a folder made for them."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch, "corpus")
        shutil.copytree(corpus, copy)
        build = [
            sys.executable, "-m", "snakemake", "-q", "all", "--cores", str(cores),
            "--config", f"corpus={copy}", f"work={scratch}/work", f"reports={scratch}/reports",
        ]  # fmt: skip
        cold, nothing = timed(build), timed(build)
        change_one(copy)
        return cold, nothing, timed(build)


def timed(command: list[str]) -> float:
    """Wall seconds of a command that must succeed."""
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - started


def change_one(corpus: Path) -> None:
    """Add a sentence to the first text of the corpus."""
    first = sorted(path for path in corpus.rglob("*") if path.suffix in (".md", ".txt"))[0]
    with open(first, "a", encoding="utf-8") as handle:
        handle.write("\n\nThe government identified 17 victims.\n")


if __name__ == "__main__":
    main()
