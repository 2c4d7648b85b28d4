"""A small corpus of bench/synthetic.py through every stage: its figures are known, so all of them can be compared."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tipbrief.carried import rows_of
from tipbrief.files import read_table
from tipbrief.model import CODEBOOK
from tipbrief.settings import CONFIG, ROOT, Settings, check_settings, read_yaml

sys.path.insert(0, str(ROOT / "bench"))
from synthetic import FIRST_LINE, write_corpus

COMPARED = [name for name in CODEBOOK if name != "quote"]
COUNTRIES, EDITIONS = 4, 3


def build(folder: Path, corpus: Path, processes: int) -> Settings:
    """Run the stages on the corpus, in processes of their own: one that has drawn a chart cannot be forked."""
    folders = {"corpus": str(corpus), "work": str(folder / "work"), "reports": str(folder / "reports")}
    settings = check_settings(read_yaml(CONFIG / "config.yaml") | folders)
    for stage in ("documents", "observations", "series", "briefs"):
        command = [
            sys.executable,
            "-m",
            "tipbrief",
            stage,
            "--settings",
            json.dumps(folders),
            "--processes",
            str(processes),
        ]
        subprocess.run(command, cwd=ROOT, check=True)
    return settings


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("synthetic")
    write_corpus(folder, COUNTRIES, EDITIONS)
    return folder


@pytest.fixture(scope="module")
def built(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return build(tmp_path_factory.mktemp("parallel"), corpus, 2)


def test_every_document_says_that_it_is_synthetic(corpus: Path) -> None:
    sources = read_table(corpus / "sources.csv")
    assert len(sources) == COUNTRIES * EDITIONS and {row["publisher"] for row in sources} == {"Synthetic"}
    assert all((corpus / row["file"]).read_text(encoding="utf-8").startswith(FIRST_LINE) for row in sources)


def test_the_observations_are_what_the_documents_were_made_from(corpus: Path, built: Settings) -> None:
    truth, found = read_table(corpus / "truth.csv"), read_table(built.reports / "data" / "observations.csv")

    def counted(rows: list[dict[str, str]]) -> Counter[tuple[str, ...]]:
        return Counter(tuple(row[name] for name in COMPARED) for row in rows)

    assert len(truth) > 300 and counted(found) == counted(truth)
    said: dict[tuple[str, ...], list[str]] = {}
    for row in truth:
        said.setdefault(tuple(row[name] for name in COMPARED), []).append(row["quote"])
    for row in found:
        assert row["indicator"] == "tier" or any(
            row["quote"] in quote for quote in said[tuple(row[name] for name in COMPARED)]
        )


def test_each_brief_has_the_figures_of_its_own_documents(corpus: Path, built: Settings) -> None:
    from pypdfium2 import PdfDocument

    sources = read_table(corpus / "sources.csv")
    for row in read_table(built.work / "briefs" / "index.csv"):
        own = {source["doc"] for source in sources if source["iso3"] == row["iso3"]}
        pdf = PdfDocument(built.reports / "briefs" / f"{row['iso3']}.en.pdf")
        attached = [pdf.get_attachment(at) for at in range(pdf.count_attachments())]
        tables = {one.get_name(): bytes(one.get_data()) for one in attached}
        carried = rows_of(tables["observations.csv"])
        assert carried and {(one["iso3"], one["doc"] in own) for one in carried} == {(row["iso3"], True)}
    assert len(read_table(built.work / "briefs" / "index.csv")) == COUNTRIES


def test_one_process_and_two_give_the_same_bytes(corpus: Path, built: Settings, tmp_path: Path) -> None:
    alone = build(tmp_path, corpus, 1)
    made = [files_of(settings.reports) | files_of(settings.work) for settings in (built, alone)]
    assert made[0] == made[1] and len(made[0]) > COUNTRIES * 10


def test_the_corpus_is_the_same_each_time_and_another_with_another_seed(corpus: Path, tmp_path: Path) -> None:
    write_corpus(tmp_path / "same", COUNTRIES, EDITIONS)
    write_corpus(tmp_path / "other", COUNTRIES, EDITIONS, seed=2)
    assert files_of(tmp_path / "same") == files_of(corpus)
    assert (tmp_path / "other" / "truth.csv").read_bytes() != (corpus / "truth.csv").read_bytes()


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its path; no logs, times of files, and journals, which list items as they ended."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not {"logs", "sums"}.intersection(path.parts) and path.name != "finished.jsonl"
    }
