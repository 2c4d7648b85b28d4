"""Gather what every stage left to decide: {reports}/review.html for the analyst, a summary for the terminal."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path
from typing import Any, Iterable

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tipbrief.errors import ERROR, Problem, write_problems
from tipbrief.files import column_of, read_table, write_text
from tipbrief.settings import ROOT, Settings, read_indicators

STAGE = "review"
STAGES = ("documents", "observations", "series", "briefs")
SHOWN = 200  # items of one kind on the page; the tables hold them all

Row = dict[str, str]


def run(settings: Settings, processes: int) -> None:
    """Write the page and the summary, and print the summary. `processes` is not used: the work is small."""
    gathered = gather(settings)
    write_text(settings.reports / "review.html", render_page(gathered))
    summary = summarise(gathered, settings)
    write_text(settings.work / STAGE / "summary.txt", summary)
    write_problems(settings.work / STAGE / "problems.csv", ())
    print(f"\n{summary}", end="")


def gather(settings: Settings) -> dict[str, Any]:
    """Everything that the page and the summary speak of, from the stages' tables."""
    work, data = settings.work, settings.reports / "data"
    problems = [Problem(**row) for stage in STAGES for row in read_table(work / stage / "problems.csv")]
    sources, index = (read_table(work / name) for name in ("documents/sources.csv", "observations/index.csv"))
    return {
        "errors": sorted(p for p in problems if p.severity == ERROR),
        "warnings": sorted(p for p in problems if p.severity != ERROR),
        "held": [with_marks(row, row["quote"]) for row in read_table(data / "held.csv")],
        "unclaimed": [with_marks(row, row["number"]) for row in ranked(read_table(data / "unclaimed.csv"))],
        "checks": [row for row in read_table(data / "checks.csv") if row["severity"] != ERROR],
        "ignored": Counter(column_of(data / "ignored.csv", "reason")),
        "by_country": Counter({row["iso3"]: found for row in index if (found := int(row["observations"]))}),
        "titles": {row["doc"]: row["title"] for row in sources},
        "documents": sources,
        "briefs": read_table(work / "briefs" / "index.csv"),
        "held_back": sorted(
            row["iso3"] for row in read_table(work / "series" / "index.csv") if row["status"] == "blocked"
        ),
        "labels": {code: indicator.labels["en"] for code, indicator in read_indicators().items()},
        "shown": SHOWN,
    }


def ranked(rows: Iterable[Row]) -> list[Row]:
    """Unclaimed numbers, the likeliest to be figures first."""
    return sorted(rows, key=lambda row: (-int(row["rank"] or 0), row["doc"], int(row["start"])))


def with_marks(row: Row, wanted: str) -> dict[str, Any]:
    """The row with its sentence cut in three, so that the page can mark what it is about."""
    sentence = row.get("sentence") or wanted
    before, found, after = sentence.partition(wanted)
    return {**row, "before": before, "found": found, "after": after}


def render_page(gathered: dict[str, Any]) -> str:
    """The analyst's page as one HTML file that needs nothing else."""
    loader = FileSystemLoader(ROOT / "templates" / "review")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("review.html").render(gathered)


def summarise(gathered: dict[str, Any], settings: Settings) -> str:
    """The run in a few lines: documents, figures by country, what was left, briefs, problems, time."""
    read = sum(row["status"] == "ok" for row in gathered["documents"])
    countries = ", ".join(f"{iso3} {count}" for iso3, count in sorted(gathered["by_country"].items())[:12])
    more = len(gathered["by_country"]) - 12
    page = settings.reports / "review.html"
    lines = [
        f"Documents   {read} of {len(gathered['documents'])} read",
        f"Figures     {gathered['by_country'].total()}: {countries}{f' and {more} countries more' if more > 0 else ''}"
        if countries
        else "Figures     none",
        f"To decide   {len(gathered['held'])} held, {len(gathered['unclaimed'])} unclaimed: {page}",
        f"Briefs      {len(gathered['briefs'])} in {settings.reports / 'briefs'}",
        f"Problems    {len(gathered['errors'])} to mend, {_count(gathered['warnings'], 'warning')}",
    ]
    lines += [f"  {problem.message}" for problem in gathered["warnings"][:5]]
    if gathered["held_back"]:
        lines.append(
            f"Held back   {', '.join(gathered['held_back'])}: no new brief until all is mended; the last one stays."
        )
    if settings.countries:
        lines.append(f"Narrowed to {', '.join(settings.countries)}; the tables hold these countries only.")
    return "\n".join([*lines, *_elapsed(settings.work / "logs" / "started")]) + "\n"


def _count(items: list[Any], noun: str) -> str:
    return f"{len(items)} {noun}{'' if len(items) == 1 else 's'}"


def _elapsed(started: Path) -> list[str]:
    """The time since the run began, which the Snakefile wrote down in seconds since the epoch."""
    return [f"Time        {time.time() - float(started.read_text()):.1f} s"] if started.is_file() else []
