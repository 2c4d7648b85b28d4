"""How sure a reading is, and what happens to one that is not sure enough."""

from dataclasses import replace
from unittest import mock

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from observation_text import INDICATORS, LEXICON, document_of

from tipbrief.errors import TipbriefError
from tipbrief.observations import rows
from tipbrief.observations.confidence import FILE, TRAITS, Confidence, read_confidence
from tipbrief.observations.extract import Found, extract

SURE = "Police identified 12 victims."
UNSURE = "The ministry reported 40 cases of trafficking."


def read_at(bar: float, text: str) -> Found:
    document = document_of(text)
    with mock.patch.object(rows, "read_confidence", return_value=replace(read_confidence(), bar=bar)):
        return extract(document, document.parts[0], LEXICON, INDICATORS)


def test_a_row_below_the_bar_is_held_with_what_speaks_against_it():
    found = read_at(0.99, UNSURE)
    assert found.observations == []
    (row,) = found.held
    assert row["value"] == "40" and row["reason"].startswith("read with little confidence: ")
    assert set(row["reason"].partition(": ")[2].split(", ")) <= set(TRAITS)


def test_a_row_above_the_bar_is_not():
    assert [row["value"] for row in read_at(0.5, SURE).observations] == ["12"]
    assert read_at(0.5, SURE).held == []


def test_a_weak_phrase_speaks_against_a_reading():
    confidence = read_confidence()
    assert confidence.of(["a weak phrase"]) < confidence.of([])


@given(st.lists(st.sampled_from(sorted(TRAITS)), unique=True))
def test_confidence_is_a_probability_and_its_reasons_are_its_traits(traits):
    confidence = read_confidence()
    assert 0 < confidence.of(traits) < 1
    against = confidence.against(traits)
    assert set(against) <= set(traits) and all(confidence.weights[trait] < 0 for trait in against)


def test_the_heaviest_reason_stands_first():
    confidence = Confidence(0.5, 1.0, {"light": -1.0, "heavy": -2.0, "for": 1.0})
    assert confidence.against(["light", "for", "heavy"]) == ["heavy", "light"]


def test_a_trait_without_a_weight_and_a_weight_without_a_trait_are_told(tmp_path):
    content = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    content["weights"]["a whim"] = content["weights"].pop("a weak phrase")
    (tmp_path / "confidence.yml").write_text(yaml.safe_dump(content))
    with pytest.raises(
        TipbriefError, match=r"`a weak phrase` has no weight; `a whim` is no trait.*bench/confidence.py"
    ):
        read_confidence(tmp_path / "confidence.yml")
