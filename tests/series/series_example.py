"""The rows behind example.json, which shows the stage's data for one invented country (`python series_example.py`)."""

from __future__ import annotations

import tempfile
from pathlib import Path

from series_rows import assessment, recommendations, row, source, write_stage

from tipbrief.series import run

EXAMPLE = Path(__file__).with_name("example.json")
GIVEN = (
    source("a-2020", title="Invented report 2020"),
    source("a-2021", title="Invented report 2021"),
    source("c-2021", title="Invented survey", publisher="Survey Institute", kind="statistics", access="restricted"),
    source("n-2021", title="Invented news", publisher="Invented Agency", kind="news"),
)
VICTIMS = {"indicator": "victims_identified", "offence": ""}
ROWS = [
    row(doc="a-2020", year=2018, value=25, restated="true"),
    row(doc="a-2020", year=2019, value=31),
    row(doc="a-2021", year=2019, value=33, restated="true"),
    row(doc="a-2021", year=2020, value=48),
    row(doc="a-2021", year=2020, value=20, law="7"),
    row(doc="n-2021", year=2020, value=47, reported_by="Invented Ministry"),
    row(doc="a-2020", indicator="persons_convicted", year=2018, value=0),
    row(doc="a-2020", indicator="persons_convicted", year=2019, value=6),
    row(doc="a-2021", indicator="persons_convicted", year=2020, value="", status="not_reported"),
    row(doc="a-2021", indicator="prosecutions", year=2020, value=12, bound="min"),
    row(doc="a-2020", indicator="prosecutions", year=2019, value=9),
    row(doc="a-2020", year=2019, value=110, **VICTIMS),
    row(doc="a-2021", year=2020, value=140, **VICTIMS),
    row(doc="a-2021", year=2020, value=90, exploitation="labor", **VICTIMS),
    row(doc="a-2021", year=2020, value=50, exploitation="sex", **VICTIMS),
    row(doc="a-2021", year=2020, value=61, sex="female", **VICTIMS),
    row(doc="c-2021", year=2020, value=30, actor="ngo", **VICTIMS),
    row(doc="c-2021", year=2020, value=27, actor="ngo", age="adult", **VICTIMS),
    row(doc="c-2021", year=2020, value=3, actor="ngo", age="child", **VICTIMS),
    *(row(doc=f"a-{year}", indicator="tier", year=year, value=tier, offence="", actor="", period="reporting")
      for year, tier in ((2020, 2), (2021, 2.5))),
]  # fmt: skip

ASSESSED = [
    assessment("increased", doc="a-2020"), assessment("maintained", doc="a-2021"),
    assessment("maintained", doc="a-2020", pillar="protection", degree="weak", section="PROTECTION"),
    assessment("silent", doc="a-2021", pillar="protection", quote="PROTECTION", section="PROTECTION", rule=""),
    assessment("not_increased", doc="a-2021", pillar="overall", section="ATLANTIS"),
]  # fmt: skip
RECOMMENDED = [
    *recommendations("a-2020", "Open a shelter for men", "Train judges in the islands", "Publish court decisions"),
    *recommendations("a-2021", "Train judges in the islands", "Open shelters for men and boys", "Fund the hotline"),
]


def make(folder: Path) -> str:
    """The text of the example, made by the stage."""
    run(write_stage(folder, ROWS, *GIVEN, assessed=ASSESSED, recommended=RECOMMENDED), 1)
    return (folder / "work/series/ATL.json").read_text(encoding="utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        EXAMPLE.write_text(make(Path(made)), encoding="utf-8")
