"""Measure the build of a synthetic world beside the least that it could cost. Prints tables in Markdown.

usage, from the repository's root:  .venv/bin/python bench/world.py [--countries 12 47] [--editions 21] [--runs 1]

For each number of countries: a corpus (bench/synthetic.py), its whole build cold, with nothing changed, with one
document (the median of three: first, middle, last) and with one template changed, each a `snakemake` command on two
cores; then the bound, on two processes: the briefs' HTML made into PDF by warm WeasyPrint and nothing else, and the
reading of figures. Wall seconds are medians over the runs; CPU seconds and the memory of the largest process are those
of all processes of a command. The observations are compared with what the corpus was made from.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from gettext import NullTranslations
from pathlib import Path
from typing import Any, Iterable

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

from synthetic import write_corpus  # noqa: E402

from tipbrief.briefs.compose import compose  # noqa: E402
from tipbrief.briefs.render import Renderer, load_weasyprint  # noqa: E402
from tipbrief.briefs.wording import Words  # noqa: E402
from tipbrief.files import read_table  # noqa: E402
from tipbrief.keyed import run_pool  # noqa: E402
from tipbrief.model import CODEBOOK, load_document  # noqa: E402
from tipbrief.observations.extract import extract  # noqa: E402
from tipbrief.observations.lexicon import read_lexicon  # noqa: E402
from tipbrief.settings import CONFIG, Settings, check_settings, read_accuracy, read_indicators, read_yaml  # noqa: E402

CORES = 2
BUILDS = ("cold", "nothing changed", "one document changed", "one template changed")
COMPARED = tuple(name for name in CODEBOOK if name != "quote")
STAGE_LINE = re.compile(r"^(documents|observations|series|briefs)\b.*?([\d.]+) s$", re.M)
MORE = b"\n\nThe government identified 4,321 victims in 2001.\n"
# As `make briefs` has it: without bytecode every Python start compiles all that it imports.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
TEMPLATE = ROOT / "templates" / "sections" / "annex.html"


@dataclass
class Cost:
    """What a command cost: wall and CPU seconds, megabytes of its largest process, wall seconds by stage."""

    wall: float
    cpu: float
    memory: float
    stages: dict[str, float]


def main() -> None:
    """Measure each size and print its tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--countries", type=int, nargs="+", default=[12, 47])
    parser.add_argument("--editions", type=int, default=21)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="Where the corpora and builds go; else a temporary folder.")
    arguments = parser.parse_args()
    for countries in arguments.countries:
        with tempfile.TemporaryDirectory(dir=arguments.folder) as scratch:
            measure(Path(scratch), countries, arguments.editions, arguments.runs)


def measure(folder: Path, countries: int, editions: int, runs: int) -> None:
    """Build a corpus `runs` times, then find the bound, and print both."""
    size = write_corpus(folder / "corpus", countries, editions)
    costs = [builds(folder) for _ in range(runs)]
    settings = settings_of(folder)
    raw, reading = raw_rendering(settings), reading_seconds(settings)
    bound = raw + reading / CORES
    pages = middle(int(row["pages"]) for row in read_table(settings.work / "briefs" / "index.csv"))
    print(f"\n**{countries} countries, {countries * editions} documents, {size / 1e6:.1f} MB**; {truth_line(folder)}")
    print(f"\n{pages:.0f} pages a brief; Python {platform.python_version()}, {platform.python_compiler()}\n")
    print("| build | seconds | CPU, s | largest process, MB |\n| --- | --- | --- | --- |")
    for name, of_runs in zip(BUILDS, zip(*costs, strict=True), strict=True):
        print(f"| {name} | {middle(c.wall for c in of_runs):.1f} | {middle(c.cpu for c in of_runs):.1f} "
              f"| {max(c.memory for c in of_runs):.0f} |")  # fmt: skip
    print("\n| cold build, stage by stage | seconds |\n| --- | --- |")
    stages = {name: middle(run[0].stages[name] for run in costs) for name in costs[0][0].stages}
    cold = middle(run[0].wall for run in costs)
    for name, seconds in {**stages, "Snakemake, starts, review, verdicts": cold - sum(stages.values())}.items():
        print(f"| {name} | {seconds:.1f} |")
    print(f"| the same HTML made into PDF by {CORES} warm processes | {raw:.1f} |")
    print(f"| the extraction's {reading:.1f} CPU seconds on {CORES} cores | {reading / CORES:.1f} |")
    print(f"| cold build beside these two, {bound:.1f} s | {cold / bound:.2f}x |", flush=True)


def middle(numbers: Iterable[float]) -> float:
    """The median."""
    return statistics.median(numbers)


def builds(folder: Path) -> list[Cost]:
    """The cost of each of `BUILDS`; corpus and template are afterwards as they were."""
    for made in ("work", "reports"):
        shutil.rmtree(folder / made, ignore_errors=True)
    costs = [build(folder), build(folder)]
    texts = sorted((folder / "corpus").glob("*.txt"))
    changes = [change(folder, text, MORE) for text in (texts[0], texts[len(texts) // 2], texts[-1])]
    costs.append(sorted(changes, key=lambda cost: cost.wall)[1])
    costs.append(change(folder, TEMPLATE, b"\n\n"))
    return costs


def change(folder: Path, path: Path, more: bytes) -> Cost:
    """One build after `more` was added to a file, which is afterwards as it was, in the build too."""
    before = path.read_bytes()
    try:
        path.write_bytes(before + more)
        return build(folder)
    finally:
        path.write_bytes(before)
        if path != TEMPLATE:
            build(folder)


def build(folder: Path) -> Cost:
    """One whole build; a brief that fails is said on the terminal, and counts."""
    folders = [f"{name}={folder / name}" for name in ("corpus", "work", "reports")]
    command = [sys.executable, "-m", "snakemake", "-q", "all", "--cores", str(CORES), "--config", *folders]
    with open(folder / "output", "w+", encoding="utf-8") as output:
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output, env=ENVIRONMENT)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        output.seek(0)
        said = output.read()
    if status:
        print(said[-2000:], file=sys.stderr)
    stages = {name: float(seconds) for name, seconds in STAGE_LINE.findall(said)}
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, stages)


def settings_of(folder: Path) -> Settings:
    """The settings of the builds in a folder."""
    folders = {name: str(folder / name) for name in ("corpus", "work", "reports")}
    return check_settings(read_yaml(CONFIG / "config.yaml") | folders)


def raw_rendering(settings: Settings) -> float:
    """Wall seconds of a warm pool that makes the briefs' HTML into PDF: composing and templates are not in them."""
    load_weasyprint()
    composing, accuracy = Renderer(), read_accuracy()
    words = Words("en", read_indicators(), NullTranslations())
    pages = {}
    for row in read_table(settings.work / "series" / "index.csv"):
        country = json.loads((settings.work / "series" / f"{row['iso3']}.json").read_bytes())
        pages[row["iso3"]] = composing.html(compose(country, words, settings, accuracy))
    started = time.perf_counter()
    for _ in run_pool(print_page, pages, CORES, warm):
        pass
    return time.perf_counter() - started


_renderer: Renderer  # what a process of the pool keeps


def warm() -> None:
    """Load styles and fonts."""
    global _renderer
    _renderer = Renderer()


def print_page(html: str) -> int:
    """The bytes of the PDF of a page, written as the briefs are: tagged."""
    from weasyprint import HTML

    page = HTML(string=html, url_fetcher=_renderer.fetcher)
    made = page.write_pdf(stylesheets=_renderer.styles, font_config=_renderer.fonts, pdf_variant="pdf/a-3a")
    return len(made)


def reading_seconds(settings: Settings) -> float:
    """CPU seconds of finding figures in the texts of the build, in this process: nothing read, written or proved."""
    lexicon, indicators = read_lexicon("en"), read_indicators()
    seconds = 0.0
    for row in read_table(settings.work / "documents" / "sources.csv"):
        document = load_document(settings.work / "documents", row["doc"])
        started = time.process_time()
        for part in document.parts:
            extract(document, part, lexicon, indicators)
        seconds += time.process_time() - started
    return seconds


def truth_line(folder: Path) -> str:
    """How many of the rows of truth.csv are observations, and how many observations are not in it."""
    wanted = count_rows(folder / "corpus" / "truth.csv")
    found = count_rows(folder / "reports" / "data" / "observations.csv")
    return f"{(wanted & found).total():,} of {wanted.total():,} figures read, {(found - wanted).total()} others"


def count_rows(path: Path) -> Counter[tuple[Any, ...]]:
    """The rows of a table by the columns that are compared."""
    with open(path, encoding="utf-8", newline="") as handle:
        return Counter(tuple(row[name] for name in COMPARED) for row in csv.DictReader(handle))


if __name__ == "__main__":
    main()
