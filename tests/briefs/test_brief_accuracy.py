"""The measured accuracy: the sentence in the brief, its file, and what a new measurement makes again."""

import re

import invented
import pytest
import yaml

from tipbrief.briefs import build
from tipbrief.briefs.compose import compose
from tipbrief.briefs.figures import plain
from tipbrief.briefs.render import environment
from tipbrief.briefs.wording import Words
from tipbrief.errors import TipbriefError
from tipbrief.settings import Accuracy, read_accuracy, read_indicators, read_settings

WORDS = Words("en", read_indicators())
MEASURED = {"measured": "2025-06-03", "passages": 40, "rows": 300, "right": 0.9, "found": 0.8}
SENTENCE = (
    "How well figures are read was measured on 3 June 2025, on 1,234 passages of such reports with 56,789 figures "
    "coded by hand and not used to write the rules: 92% of the figures found were right in indicator, year and value, "
    "and 71% of those coded were found; see docs/accuracy.md."
)


def brief_of(accuracy):
    return compose(invented.silent(), WORDS, invented.SETTINGS, accuracy)


def test_the_brief_says_how_well_it_was_read():
    brief = brief_of(invented.ACCURACY)
    assert plain(brief["about"]["accuracy"]) == SENTENCE
    page = environment().get_template("sections/about.html").render(brief=brief)
    assert SENTENCE in re.sub(r"</?data[^>]*>", "", page)


def test_one_passage_and_one_figure_are_not_many():
    text = plain(brief_of(Accuracy("2025-06-03", passages=1, rows=1, right=1, found=0))["about"]["accuracy"])
    assert "on 1 passage of such reports with 1 figure coded" in text and "100% of the figures" in text


def test_what_ships_can_be_read():
    assert 0 < read_accuracy().right <= 1


def written(tmp_path, text):
    path = tmp_path / "accuracy.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_date_may_stand_without_quotes(tmp_path):
    path = written(tmp_path, yaml.safe_dump(MEASURED).replace("'", ""))
    assert read_accuracy(path) == Accuracy(**MEASURED)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (None, "does not exist"),
        ("", "`the file` is None, which is not of type object"),
        ("measured: 2025-02-30", "is not valid YAML: day is out of range for month"),
        (yaml.safe_dump({**MEASURED, "measured": "2025-13-01"}), "the date of the measurement, YYYY-MM-DD"),
        (yaml.safe_dump({**MEASURED, "right": 90}), "`right`: 90 is greater than the maximum of 1"),
        (yaml.safe_dump({**MEASURED, "passages": "many"}), "`passages` is 'many', which is not of type integer"),
        (yaml.safe_dump({**MEASURED, "wrong": 0.1}), "`wrong` is not a known key"),
        (yaml.safe_dump({k: v for k, v in MEASURED.items() if k != "found"}), "lacks `found`"),
    ],
    ids=["missing", "empty", "date", "month", "share", "type", "unknown", "lacking"],
)
def test_a_fault_is_a_sentence_that_says_what_to_run(tmp_path, text, says):
    path = tmp_path / "accuracy.yml" if text is None else written(tmp_path, text)
    with pytest.raises(TipbriefError) as caught:
        read_accuracy(path)
    first, last = str(caught.value).splitlines()
    assert str(path) in first and says in first
    assert last == "To measure anew, run `.venv/bin/python bench/accuracy.py --write`."


def test_the_key_holds_the_accuracy(tmp_path, monkeypatch):
    settings, known = read_settings(), build.CONFIG / "indicators.yml"
    (tmp_path / "indicators.yml").write_bytes(known.read_bytes())
    monkeypatch.setattr(build, "CONFIG", tmp_path)
    written(tmp_path, yaml.safe_dump(MEASURED))
    before = build.stage_key(settings)
    written(tmp_path, yaml.safe_dump({**MEASURED, "right": 0.91}))
    assert build.stage_key(settings) != before
