"""Of a country that changed, only the documents that changed are read again."""

from __future__ import annotations

from pathlib import Path

import pytest
from observation_stage import Stage, two_countries

from tipbrief.observations import build


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return two_countries(tmp_path)


MORE = {
    "early": "Police identified 9 victims in 2016. The film of 2015 portrayed 70 victims. It is 5 years old.",
    "late": "Courts convicted no traffickers in 2021. A song told of 600 victims.",
    "odd": "Die Polizei fand 4 Opfer.",
}


def add_more(stage: Stage, changed: str = "") -> None:
    """Three more documents about Peru, one of them changed; no lexicon has the language of the last."""
    for doc, text in MORE.items():
        stage.add(doc, "PER", text + (" Judges convicted 6 traffickers in 2017." if doc == changed else ""),
                  **({"language": "de"} if doc == "odd" else {}))  # fmt: skip


@pytest.mark.parametrize("changed", ["", *MORE])
def test_of_a_country_only_changed_documents_are_read_and_the_tables_are_those_of_a_first_run(
    stage, tmp_path, monkeypatch, changed
):
    add_more(stage)
    stage.run()
    read: list[str] = []
    before = build.read_document
    monkeypatch.setattr(build, "read_document", lambda item, doc, *more: read.append(doc) or before(item, doc, *more))
    add_more(stage, changed)
    stage.run()
    assert read == [changed] * bool(changed)
    first = two_countries(tmp_path / "first")
    add_more(first, changed)
    first.run()
    for folder in ("work/observations", "reports/data"):
        for path in (tmp_path / "first" / folder).glob("*.csv"):
            assert (tmp_path / folder / path.name).read_bytes() == path.read_bytes(), path.name


def test_a_document_in_another_place_or_gone_changes_the_tables(stage):
    add_more(stage)
    stage.run()
    order = [row["doc"] for row in stage.table("observations") if row["iso3"] == "PER"]
    stage.index = dict(reversed(stage.index.items()))
    stage.run()
    turned = [row["doc"] for row in stage.table("observations") if row["iso3"] == "PER"]
    assert sorted(order) == sorted(turned) and order[0] == "one" and turned[-1] == "one"
    del stage.index["early"], stage.index["odd"]
    stage.run()
    assert {row["doc"] for row in stage.table("observations") if row["iso3"] == "PER"} == {"one", "late"}
    assert stage.problems() == []
