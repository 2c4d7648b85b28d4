"""What charts cost: CPU time of making each and of printing it, warm, in this process; and its memory.

    .venv/bin/python bench/charts.py

The country is the invented one of tests/briefs. Printing is a page with the chart less an empty page. Best of ten.
"""

from __future__ import annotations

import sys
import time
from functools import partial
from pathlib import Path
from typing import Any, Callable

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "briefs")]

import invented  # noqa: E402

from tipbrief.briefs import charts  # noqa: E402
from tipbrief.briefs.chart_breakdown import breakdown  # noqa: E402
from tipbrief.briefs.chart_draw import _drawn  # noqa: E402
from tipbrief.briefs.compare import Context  # noqa: E402
from tipbrief.briefs.compose import compose  # noqa: E402
from tipbrief.briefs.pick import pillar_series, years_of  # noqa: E402
from tipbrief.briefs.render import Renderer  # noqa: E402
from tipbrief.briefs.wording import Words  # noqa: E402
from tipbrief.settings import read_indicators  # noqa: E402

WORDS = Words("en", read_indicators())
REPEATS = 10
BLANK = charts.uri('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 500 113" width="500pt" height="113pt"/>')


def best(work: Callable[[], Any]) -> float:
    """Milliseconds of CPU of the fastest of ten, after three to warm up."""
    times = []
    for _ in range(REPEATS + 3):
        _drawn.cache_clear()
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return 1000 * min(times[3:])


def page(renderer: Renderer, addresses: list[str]) -> bytes:
    """A page with these pictures."""
    from weasyprint import HTML

    body = "".join(f'<img class="chart" alt="a" src="{address}">' for address in addresses)
    html = HTML(string=f"<html lang=en><title>a</title><p>a</p>{body}", url_fetcher=renderer.fetcher)
    return html.write_pdf(stylesheets=renderer.styles, font_config=renderer.fonts, pdf_variant="pdf/ua-1")


def whole(renderer: Renderer, brief: dict[str, Any]) -> bytes:
    """The brief as it is printed, without the data that it carries and without any check."""
    from weasyprint import HTML

    html = HTML(string=renderer.html(brief), url_fetcher=renderer.fetcher)
    return html.write_pdf(stylesheets=renderer.styles, font_config=renderer.fonts, pdf_variant="pdf/a-3a")


def memory() -> int:
    """Resident megabytes of this process."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) // 1024


def main() -> None:
    """Print one line for each chart, then the brief that holds them."""
    renderer, country = Renderer(), invented.rich()
    print(f"{'memory before':<22} {memory():>7} MB")
    start = time.process_time()
    brief = compose(country, WORDS, invented.SETTINGS, invented.ACCURACY)
    shown = [(s["pillar"], s["chart"]) for s in brief["sections"] if s["kind"] == "pillar" and s["chart"]]
    charts.chart_uri(shown[0][1], shown[0][0])
    print(f"{'first chart':<22} {1000 * (time.process_time() - start):>7.0f} ms")
    context = Context(country, WORDS, invented.SETTINGS, invented.ACCURACY)
    series = pillar_series(country, "protection", WORDS.indicators)
    parts = breakdown(context, series, years_of(s for s in country["series"] if s["total"]))
    cards = next(s for s in brief["sections"] if s["kind"] == "key_figures")["rows"]
    sparks = [(card["spark"], card["pillar"]) for row in cards for card in row if card["spark"]]
    made: dict[str, Callable[[], list[str]]] = {
        name: lambda c=chart, p=name: [charts.chart_uri(c, p)] for name, chart in shown
    }
    made["breakdown"] = lambda: [charts.breakdown_uri(parts, "protection")]
    made[f"{len(sparks)} spark lines"] = lambda: [charts.spark_uri(spark, pillar) for spark, pillar in sparks]
    empty = best(lambda: page(renderer, []))
    for name, work in made.items():
        addresses = work()
        print(
            f"{name:<22} {best(work):>7.1f} ms made {best(partial(page, renderer, addresses)) - empty:>7.1f} ms printed"
        )
    print(f"{'page':<22} {best(lambda: whole(renderer, brief)):>7.0f} ms")
    renderer.environment.filters.update(dict.fromkeys(("chart_uri", "breakdown_uri", "spark_uri"), lambda *_: BLANK))
    print(f"{'with empty pictures':<22} {best(lambda: whole(renderer, brief)):>7.0f} ms")
    print(f"{'memory after':<22} {memory():>7} MB")


if __name__ == "__main__":
    main()
