"""The workflow end to end, on small corpora that the tests write, in a copy of the project."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pypdfium2
import pytest

from tipbrief.files import write_table
from tipbrief.observations.keys import hash_sentence

ROOT = Path(__file__).resolve().parent.parent
COLUMNS = "doc,file,iso3,title,publisher,kind,edition,published,language,url,licence,access,default_year".split(",")
MALTA = """# MALTA (Tier 2)

## PROSECUTION

In 2021, the police opened 24 trafficking investigations, compared with 31 investigations in 2020. Courts convicted
six traffickers in 2021.

## PROTECTION

The government identified 40 victims in 2021, of whom 25 were women. NGOs assisted 33 victims in 2021.
"""
PALAU = """# PALAU (Tier 3)

## PROTECTION

The government identified 12 victims in 2021, compared with nine in 2020.
"""


STAGES = ("documents", "observations", "series", "briefs")


class Build:
    """A copy of the project with a corpus of two countries; `run` builds it and keeps what was printed."""

    def __init__(self, folder: Path):
        self.project, self.corpus = folder / "project", folder / "corpus"
        self.work, self.reports = folder / "work", folder / "reports"
        kept = ("config", "rules", "templates", "tipbrief", "profiles")
        for name in kept:
            shutil.copytree(ROOT / name, self.project / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("Snakefile", "environment.yml"):
            shutil.copy(ROOT / name, self.project)
        self.corpus.mkdir()
        self.write("mt.md", MALTA)
        self.write("pw.md", PALAU)
        self.rows = [row("mt", "MLT"), row("pw", "PLW")]
        self.printed = ""

    def write(self, name: str, text: str) -> None:
        (self.corpus / name).write_text(text, encoding="utf-8")

    def write_sources(self) -> None:
        write_table(self.corpus / "sources.csv", COLUMNS, self.rows)

    def run(self, *targets: str, **settings: str) -> int:
        """Run Snakemake; returns its exit status, `printed` holds both streams."""
        self.write_sources()
        values = {"corpus": self.corpus, "work": self.work, "reports": self.reports} | settings
        command = [sys.executable, "-m", "snakemake", "-q", "all", "--cores", "2", *targets, "--config"]
        done = subprocess.run(
            [*command, *(f"{key}={value}" for key, value in values.items())],
            cwd=self.project, env=os.environ | {"PYTHONDONTWRITEBYTECODE": ""},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        self.printed = done.stdout + done.stderr
        return done.returncode

    def briefs(self) -> dict[str, tuple[str, int]]:
        """Each brief's digest and time of change, by name."""
        found = sorted((self.reports / "briefs").glob("*.pdf"))
        return {path.name: (sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns) for path in found}

    def tables(self) -> dict[str, str]:
        """Each table's digest, by name."""
        return {path.name: sha256(path.read_bytes()).hexdigest() for path in (self.reports / "data").glob("*.csv")}


def row(doc: str, iso3: str, **cells: str) -> dict[str, str]:
    """A row of sources.csv for an annual report of 2022."""
    plain = {
        "doc": doc, "file": f"{doc}.md", "iso3": iso3, "title": f"Annual report 2022: {iso3}",
        "publisher": "A publisher", "kind": "annual", "edition": "2022", "published": "2022-06-01", "language": "en",
        "licence": "CC0", "access": "public",
    }  # fmt: skip
    return dict.fromkeys(COLUMNS, "") | plain | cells


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A build that went well; tests that change it build in `changed`."""
    build = Build(tmp_path_factory.mktemp("built"))
    assert build.run() == 0, build.printed
    return build


@pytest.fixture
def changed(built: Build, tmp_path: Path) -> Build:
    """The build again, in a folder of its own, so that a test may change anything."""
    copy = Build(tmp_path)
    assert copy.run() == 0, copy.printed
    return copy


def test_a_build_gives_briefs_tables_and_a_page(built: Build) -> None:
    assert sorted(built.briefs()) == ["MLT.en.pdf", "PLW.en.pdf"]
    assert {"observations.csv", "held.csv", "unclaimed.csv", "ignored.csv", "series.csv", "changes.csv"} <= set(
        built.tables()
    )
    assert (built.reports / "review.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert re.search(r"Documents +2 of 2 read", built.printed)
    assert re.search(r"Briefs +2 in", built.printed)
    assert {path.stem for path in (built.work / "logs").glob("*.log")} >= {
        "documents",
        "observations",
        "series",
        "briefs",
        "review",
    }


def test_a_second_build_does_nothing(built: Build) -> None:
    before = built.briefs()
    assert built.run() == 0
    assert built.printed.strip() in (
        "",
        "Using workflow specific profile profiles/default for setting default command line arguments.",
    )
    assert built.briefs() == before


def test_two_builds_give_the_same_bytes(built: Build, changed: Build) -> None:
    assert {name: digest for name, (digest, _) in built.briefs().items()} == {
        n: d for n, (d, _) in changed.briefs().items()
    }
    assert built.tables() == changed.tables()


def test_a_changed_document_rebuilds_its_country_only(changed: Build) -> None:
    before = changed.briefs()
    changed.write("pw.md", PALAU.replace("12 victims", "15 victims"))
    assert changed.run() == 0
    after = changed.briefs()
    assert after["MLT.en.pdf"] == before["MLT.en.pdf"]
    assert after["PLW.en.pdf"][0] != before["PLW.en.pdf"][0]
    assert "Another process still works" not in changed.printed


def test_a_change_is_seen_where_snakemake_has_lost_what_it_knew(changed: Build) -> None:
    before = changed.briefs()
    shutil.rmtree(changed.project / ".snakemake")  # a cache of CI keeps work and reports only
    assert changed.run() == 0 and changed.briefs() == before
    shutil.rmtree(changed.project / ".snakemake")
    changed.write("pw.md", PALAU.replace("12 victims", "14 victims"))
    assert changed.run() == 0, changed.printed
    assert {name for name, now in changed.briefs().items() if now != before[name]} == {"PLW.en.pdf"}


def test_a_correction_reaches_the_brief_of_its_country_and_a_faulty_one_fails_the_run(changed: Build) -> None:
    before = changed.briefs()
    sentence = "The government identified 12 victims in 2021, compared with nine in 2020."
    cells = {
        "doc": "pw", "iso3": "PLW", "sentence_hash": hash_sentence(sentence), "position": "1",
        "indicator": "victims_identified", "column": "sex", "old": "", "new": "female", "action": "change",
        "reason": "all were women", "who": "A. Analyst", "when": "2031-05-06",
    }  # fmt: skip
    table = changed.project / "config" / "corrections.csv"
    write_table(table, tuple(cells), [cells])
    assert changed.run() == 0, changed.printed
    after = changed.briefs()
    assert after["MLT.en.pdf"] == before["MLT.en.pdf"] and after["PLW.en.pdf"][0] != before["PLW.en.pdf"][0]
    write_table(table, tuple(cells), [cells | {"old": "male"}])
    assert changed.run() != 0
    assert "corrections.csv row 2 (pw): `old` is 'male', but the extractor says ''" in changed.printed
    assert changed.briefs() == after


@pytest.mark.parametrize(
    ("path", "old", "new", "stages"),
    [
        ("templates/styles/brief.css", "{", "{ ", {"briefs"}),
        ("config/accuracy.yml", "passages: ", "passages: 1", {"briefs"}),
        ("config/lexicon/en/words.yml", "victims: [victim,", "victims: [sufferer, victim,", {*STAGES[1:]}),
        ("tipbrief/series/build.py", '"""', '""" ', {"series", "briefs"}),
        ("templates/review/review.html", "<h1>To decide</h1>", "<h1>Decide</h1>", set()),
    ],
    ids=["style", "accuracy", "word", "module", "page"],
)  # fmt: skip
def test_a_change_reaches_what_depends_on_it(changed: Build, path: str, old: str, new: str, stages: set[str]) -> None:
    file = changed.project / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert changed.run() == 0, changed.printed
    ran = {
        stage
        for stage in ("documents", "observations", "series", "briefs")
        if re.search(rf"^{stage} +\d", changed.printed, re.M)
    }
    assert ran == stages
    redrawn = "briefs         2 written" in changed.printed
    assert redrawn == (stages == {"briefs"})


def test_a_new_indicator_is_an_entry_and_its_phrases(changed: Build) -> None:
    entry = changed.project / "config/indicators.yml"
    line = "  shelters_closed: {pillar: protection, unit: shelters, en: Shelters closed}\n"
    entry.write_text(entry.read_text(encoding="utf-8") + line, encoding="utf-8")
    phrases = """indicator: shelters_closed
phrases:
  - say: $count $shelters closed
    examples: [{text: "Three shelters closed.", gives: {value: 3}}]
"""
    (changed.project / "config/lexicon/en/patterns/shelters_closed.yml").write_text(phrases, encoding="utf-8")
    changed.write("pw.md", PALAU + "\nIn 2021, two shelters closed, compared with five in 2020.\n")
    assert changed.run() == 0, changed.printed
    with (changed.reports / "data/changes.csv").open(encoding="utf-8") as table:
        (change,) = [row for row in csv.DictReader(table) if row["series"].startswith("shelters_closed")]
    assert (change["from_value"], change["to_value"], change["direction"]) == ("5", "2", "down")
    pages = pypdfium2.PdfDocument(changed.reports / "briefs/PLW.en.pdf")
    assert any("Shelters closed" in page.get_textpage().get_text_range() for page in pages)


def test_a_broken_document_holds_its_country_back_until_it_is_mended(changed: Build) -> None:
    before = changed.briefs()
    (changed.corpus / "pw.md").unlink()
    changed.write("mt.md", MALTA.replace("40 victims", "41 victims"))
    for _ in range(2):
        assert changed.run() == 1
        assert "'pw.md' does not exist in the corpus folder; put it there" in changed.printed
    after = changed.briefs()
    assert after["PLW.en.pdf"] == before["PLW.en.pdf"]
    assert after["MLT.en.pdf"][0] != before["MLT.en.pdf"][0]
    assert "PLW" in (changed.work / "review" / "summary.txt").read_text(encoding="utf-8")
    changed.write("pw.md", PALAU)
    assert changed.run() == 0
    assert changed.briefs()["PLW.en.pdf"][0] == before["PLW.en.pdf"][0]


def test_a_country_that_is_gone_loses_its_brief_and_is_named(changed: Build) -> None:
    changed.rows.pop()
    assert changed.run() == 0
    assert sorted(changed.briefs()) == ["MLT.en.pdf"]
    assert "PLW" in changed.printed


def test_a_narrowed_build_leaves_other_briefs_alone(changed: Build) -> None:
    before = changed.briefs()
    changed.write("mt.md", MALTA.replace("40 victims", "44 victims"))
    assert changed.run(countries="MLT") == 0
    after = changed.briefs()
    assert after["PLW.en.pdf"] == before["PLW.en.pdf"]
    assert after["MLT.en.pdf"][0] != before["MLT.en.pdf"][0]


def test_a_deleted_brief_comes_back(changed: Build) -> None:
    before = changed.briefs()
    (changed.reports / "briefs" / "MLT.en.pdf").unlink()
    assert changed.run() == 0
    assert {name: digest for name, (digest, _) in changed.briefs().items()} == {n: d for n, (d, _) in before.items()}


def test_a_stage_is_a_target(tmp_path: Path) -> None:
    build = Build(tmp_path)
    assert build.run("observations") == 0, build.printed
    with open(build.reports / "data" / "observations.csv", encoding="utf-8", newline="") as handle:
        found = {(r["iso3"], r["indicator"], r["year"], r["value"]) for r in csv.DictReader(handle)}
    assert {
        ("MLT", "victims_identified", "2021", "40"),
        ("PLW", "victims_identified", "2020", "9"),
        ("PLW", "tier", "2022", "3"),
    } <= found
    assert not (build.reports / "briefs").exists()


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"corpus": "nowhere"}, "The corpus folder nowhere does not exist; create it"),
        ({"colour": "red"}, ""),
    ],
)
def test_a_refused_configuration_builds_nothing(tmp_path: Path, settings: dict[str, str], sentence: str) -> None:
    build = Build(tmp_path)
    assert build.run(**settings) != 0
    assert sentence in build.printed
    assert not build.reports.exists()
