"""Measure what one brief costs, warm, beside WeasyPrint alone with the same HTML. Prints a table in Markdown.

usage, from the repository's root, after a build:  .venv/bin/python bench/briefs.py [WORK] [--runs 6]

CPU seconds of one process, the best of the runs; garbage is collected between the runs. `WORK` is the work folder
of a build (data). "alone" is WeasyPrint's own parsing, layout and writing of a tagged PDF/A-3a with the shipped
fonts: no data attached, no figure located. What Tipbrief adds is composing, the templates, the check of the
laid-out boxes and the attached data; the two standards and the agreement with the data are checked apart.
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import sys
import time
from gettext import NullTranslations
from pathlib import Path
from typing import Any, Callable

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tipbrief.briefs.compose import compose  # noqa: E402
from tipbrief.briefs.render import Renderer  # noqa: E402
from tipbrief.briefs.validate import broken_rules, load_validator  # noqa: E402
from tipbrief.briefs.wording import Words  # noqa: E402
from tipbrief.settings import read_accuracy, read_indicators, read_settings  # noqa: E402
from tipbrief.verify import contradictions  # noqa: E402


def main() -> None:
    """Measure every country of a build."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path, nargs="?", default=ROOT / "data")
    parser.add_argument("--runs", type=int, default=6)
    arguments = parser.parse_args()
    load_validator()
    renderer, words = Renderer(), Words("en", read_indicators(), NullTranslations())
    print("| brief | pages | references | all, s | alone, s | of it layout | ratio | checks, s |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for path in sorted((arguments.work / "series").glob("???.json")):
        print(line(path, renderer, words, arguments.runs), flush=True)


def line(path: Path, renderer: Renderer, words: Words, runs: int) -> str:
    """The row of one country."""
    country, settings, accuracy = json.loads(path.read_bytes()), read_settings(), read_accuracy()

    def whole() -> tuple[bytes, int]:
        return renderer.pdf(compose(country, words, settings, accuracy), country)

    def checked() -> None:
        assert not broken_rules(made[0])  # here: the seconds of a child that goes on are not counted
        assert not list(contradictions(made[0], read=lambda row, language: ""))

    every, made = best(whole, runs)
    brief = compose(country, words, settings, accuracy)
    html = renderer.html(brief)
    layout, _ = best(lambda: laid_out(renderer, html), runs)
    alone, _ = best(lambda: laid_out(renderer, html).write_pdf(pdf_variant="pdf/a-3a"), runs)
    checks, _ = best(checked, runs)
    return (
        f"| {path.stem} | {made[1]} | {len(brief['annex'])} | {every:.2f} | {alone:.2f} | {layout:.2f} "
        f"| {every / alone:.2f} | {checks:.2f} |"
    )


def laid_out(renderer: Renderer, html: str) -> Any:
    """The pages as WeasyPrint lays them out."""
    from weasyprint import HTML

    page = HTML(string=html, url_fetcher=renderer.fetcher)
    return page.render(stylesheets=renderer.styles, font_config=renderer.fonts)


def best(work: Callable[[], Any], runs: int) -> tuple[float, Any]:
    """The least CPU seconds that `work` took, those of its child processes included, and what it gave."""
    seconds, given = [], None
    for _ in range(runs):
        gc.collect()
        gc.disable()
        started = cpu()
        given = work()
        seconds.append(cpu() - started)
        gc.enable()
    return min(seconds), given


def cpu() -> float:
    """CPU seconds of this process and of the children that ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    main()
