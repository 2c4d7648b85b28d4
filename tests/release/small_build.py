"""A small build, made by running the stages: two documents of one country, of which one may be passed on."""

from __future__ import annotations

import importlib
from dataclasses import replace
from datetime import date

from tipbrief.runs import record
from tipbrief.settings import read_settings

STAGES = ("documents", "observations", "series", "briefs", "review")
TODAY = date(2026, 3, 1)
PALAU = (
    "# PALAU (Tier 3)\n\n## PROTECTION\n\nThe government identified {} victims in 2021, compared with nine in 2020.\n"
)
OPEN = {
    "doc": "pw", "file": "pw.md", "iso3": "PLW", "title": "Annual report 2022: Palau", "publisher": "A publisher",
    "kind": "annual", "edition": "2022", "published": "2022-06-01", "language": "en", "url": "https://example.org/pw",
    "licence": "CC0", "access": "public", "default_year": "",
}  # fmt: skip
CLOSED = OPEN | {"doc": "visit", "file": "visit.txt", "kind": "other", "licence": "all rights reserved",
                 "title": "Visit"}  # fmt: skip


def build(settings, victims=12):
    """Run every stage on the corpus as it stands, with `victims` in the open report."""
    (settings.corpus / "pw.md").write_text(PALAU.format(victims), encoding="utf-8")
    for stage in STAGES:
        importlib.import_module(f"tipbrief.{stage}").run(settings, 1)
        wrote = [settings.reports / "data", settings.reports / "briefs"] if stage == "briefs" else []
        record(settings.work / "done" / stage, [settings.work / stage, *wrote])


def in_folder(folder):
    return replace(
        read_settings(), corpus=folder / "corpus", work=folder / "work", reports=folder / "reports",
        languages=("en",),
    )  # fmt: skip
