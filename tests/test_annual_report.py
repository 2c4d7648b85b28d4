"""A whole annual report through the first two stages: every country's figures, each from its own pages."""

from collections import Counter
from pathlib import Path

import pytest
from annual_report import HOUSES, PRINTED, Narrative, Report, narratives_of
from lone_document import read_alone

from tipbrief.files import read_table
from tipbrief.model import load_document
from tipbrief.settings import Settings

RANKS = {"TIER 1": "1", "TIER 2": "2", "TIER 2 WATCH LIST": "2.5", "TIER 3": "3", "SPECIAL CASE": ""}
COUNTED = {"investigations": "a", "persons_convicted": "c", "victims_identified": "d"}


def build(folder: Path, data: bytes) -> Settings:
    """Read a report of 2023 about many countries."""
    return read_alone(folder, data, doc="report-2023", file="report.pdf", title="A report", kind="annual")


def stated(narratives: list[Narrative]) -> Counter[tuple[str, str, str]]:
    """(country, indicator, value) of the figures and the tier that each narrative states."""
    found = [(one.iso3, "tier", RANKS[one.tier]) for one in narratives]
    for one in narratives:
        found += [(one.iso3, code, str(one.figures[key])) for code, key in COUNTED.items()]
        found.append((one.iso3, "investigations", str(one.figures["b"])))
    return Counter(item for item in found if item[0])


@pytest.mark.parametrize("house", ["colon", "body size", "tier below"])
def test_every_country_has_its_own_figures_from_its_own_pages(tmp_path, house):
    report = Report(HOUSES[house], narratives_of(PRINTED))
    settings = build(tmp_path, report.data)
    rows = read_table(settings.reports / "data" / "observations.csv")
    assert Counter((row["iso3"], row["indicator"], row["value"]) for row in rows) == stated(report.narratives)
    document = load_document(settings.work / "documents", "report-2023")
    assert all(document.text[int(row["start"]) : int(row["end"])] == row["quote"] for row in rows)
    assert {row["doc"] for row in rows} == {"report-2023"}
    pages = {one.iso3: (one.pages[0], one.pages[-1] + 1) for one in report.narratives}
    assert all(pages[row["iso3"]][0] <= int(row["page"]) <= pages[row["iso3"]][1] for row in rows)
    assert not read_table(settings.work / "observations" / "problems.csv")
