"""What a brief says: the composed data."""

import copy
import difflib
import itertools
import os
from dataclasses import replace
from pathlib import Path

import invented
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tipbrief.briefs.build import dump
from tipbrief.briefs.compose import compose
from tipbrief.briefs.figures import count_words, figures_of
from tipbrief.briefs.pick import NUMBERS, RECENT, SIZES
from tipbrief.briefs.wording import SHORT_REASONS, Words
from tipbrief.errors import TipbriefError
from tipbrief.settings import CONFIG, check_settings, read_indicators, read_yaml

WORDS = Words("en", read_indicators())
GOLDEN = Path(__file__).with_name("golden.json")
RENEW = "RENEW=1 python -m pytest tests/briefs -k golden"


def composed(country):
    return compose(country, WORDS, invented.SETTINGS, invented.ACCURACY)


def section(brief, kind, **wanted):
    return next(s for s in brief["sections"] if s["kind"] == kind and wanted.items() <= s.items())


def test_golden():
    found = dump(composed(invented.rich()))
    if os.environ.get("RENEW"):
        GOLDEN.write_text(found, encoding="utf-8")
    stored = GOLDEN.read_text(encoding="utf-8")
    difference = "\n".join(difflib.unified_diff(stored.splitlines(), found.splitlines(), "stored", "now", lineterm=""))
    assert not difference, f"The composed brief changed; if it should: {RENEW}\n{difference}"


TOKEN = st.one_of(
    st.just("."), st.just("nr"), st.builds("{}{}".format, st.sampled_from(["", ">=", "<=", "~"]), st.integers(0, 10**9))
)
INDICATOR = st.sampled_from([code for code in read_indicators() if code != "tier"])
SERIES = st.tuples(
    INDICATOR,
    st.fixed_dictionaries(
        {
            "offence": st.sampled_from(["", "trafficking", "related", "mixed"]),
            "actor": st.sampled_from(["government", "ngo", "unknown"]),
        },
        optional={"exploitation": st.sampled_from(["sex", "labor"]), "subtype": st.text("abc <&", max_size=40)},
    ),
    st.lists(TOKEN, min_size=1, max_size=12),
)
COUNTRY = st.lists(SERIES, max_size=8, unique_by=lambda s: (s[0], tuple(sorted(s[1].items()))))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(COUNTRY, st.booleans())
def test_any_series_gives_a_short_summary_and_proven_figures(rows, tiered):
    country = invented.sparse() if tiered else invented.silent()
    for row in rows:
        invented.add_series(country, *row)
    brief = composed(country)
    for part in brief["sections"]:
        assert part["kind"] != "pillar" or part["table"]["rows"]
    assert 0 < count_words(section(brief, "summary")["runs"]) <= 60
    assert all(f["refs"] for f in figures_of(brief) if f["computation"] not in ("count", "measured"))
    assert [item["number"] for item in brief["annex"]] == list(range(1, len(brief["annex"]) + 1))
    assert "None" not in dump(brief)


def test_references_are_numbered_in_order_of_first_use():
    brief = composed(invented.rich())
    seen = list(dict.fromkeys(n for f in figures_of(brief) for n in f["refs"]))
    assert seen == sorted(seen)
    assert len(seen) == len(brief["annex"])


def test_every_printed_number_is_its_observation_or_a_computation():
    country = invented.rich()
    for found in figures_of(composed(country)):
        values = [country["observations"][i]["value"] for i in found["observations"]]
        match found["computation"]:
            case None:
                assert values == [found["value"]]
            case "difference":
                assert values[1] - values[0] == found["value"]
            case "remainder":
                assert values[0] - sum(values[1:]) == found["value"]
            case "percentage":
                assert 100 * (values[1] - values[0]) / values[0] == pytest.approx(found["value"])


def test_no_change_crosses_a_break_of_law():
    rows = section(composed(invented.rich()), "pillar", pillar="prosecution")["table"]["rows"]
    at = invented.BREAK[0] - invented.FIRST
    changes = [row["cells"][at]["kind"] for row in rows if row["kind"] == "change"]
    assert "change" not in changes and "refused" in changes


def test_a_country_without_figures_says_so_and_has_no_empty_section():
    kinds = [s["kind"] for s in composed(invented.silent())["sections"]]
    assert kinds == ["summary", "coverage", "sources"]
    assert "no figure" in composed(invented.silent())["description"]


def test_a_digest_is_named_on_the_first_page_and_at_its_quotes():
    brief = composed(invented.sparse())
    assert brief["masthead"]["digest"]["all"] and all(item["digest"] for item in brief["annex"])
    assert not composed(invented.rich())["masthead"]["digest"]


def test_the_same_words_share_a_reference():
    country = invented.rich()
    first, second = list(country["observations"])[:2]
    for key in ("doc", "quote", "sentence", "section", "page"):
        country["observations"][second][key] = country["observations"][first][key]
    assert len(composed(country)["annex"]) == len(composed(invented.rich())["annex"]) - 1


def test_every_disagreement_is_printed_with_who_says_it():
    row = section(composed(invented.rich()), "disagreements")["rows"][0]
    assert [[f["value"] for f in voice["figures"]] for voice in row["voices"]] == [[7], [2]]
    assert row["voices"][1]["who"] == "Invented Court"


def test_a_part_of_a_total_is_no_disagreement():
    country = invented.rich()
    values = country["disagreements"][0]["values"]
    values.append({**values[1], "role": "part"})
    assert composed(country) == composed(invented.rich())
    del values[1]
    assert "disagreements" not in [s["kind"] for s in composed(country)["sections"]]


REFUSED = [None, *SHORT_REASONS, "a reason that nobody wrote yet"]


@pytest.mark.parametrize("refused", REFUSED)
@pytest.mark.parametrize("known", list(itertools.product([False, True], repeat=3)), ids=str)
def test_a_comparison_never_prints_what_is_not_known(refused, known):
    country = invented.rich()
    series = country["series"][0]
    change, has_year, has_value = dict(series["changes"][-1]), known[0], known[0] and known[1]
    change.update(refused=refused if refused or not has_value else None, direction="up" if known[2] else None)
    if not has_value:
        change.update(from_value=None, from_observation="" if known[2] else None, refused=refused or "not_reported")
    if not has_year:
        change.update({"from": None})
    series["changes"] = [*series["changes"][:-1], change]
    assert "None" not in dump(composed(country))


def test_key_figures_are_recent_and_the_old_ones_say_so():
    country = invented.rich()
    for series in country["series"]:
        if series["indicator"] in ("persons_convicted", "prosecutions"):
            series["values"] = [v for v in series["values"] if v["year"] < 2020]
            series["changes"] = []
    keys = section(composed(country), "key_figures")
    years = [card["year"] for row in keys["rows"] for card in row]
    assert min(years) >= max(years) - RECENT and [card["year"] for card in keys["ended"]] == [2017, 2019]


def test_a_country_with_old_figures_only_still_has_key_figures():
    country = invented.add_series(invented.silent(), "investigations", {"offence": "trafficking"}, ["4"])
    invented.add_series(country, "hotline_calls", {}, [".", ".", ".", ".", ".", ".", ".", "9"])
    keys = section(composed(country), "key_figures")
    assert [card["year"] for row in keys["rows"] for card in row] == [2015, 2022] and not keys["ended"]


@pytest.mark.parametrize(
    ("published", "chosen", "text"),
    [("2025-06-30", False, "date of its newest dated source"), ("", False, "date of the newest source read"),
     ("", True, "")],
)  # fmt: skip
def test_the_masthead_says_what_the_date_is(published, chosen, text):
    country = invented.silent()
    country["documents"][0]["published"] = published
    assert (
        compose(country, WORDS, replace(invented.SETTINGS, as_of="2025-06-30" if chosen else None), invented.ACCURACY)[
            "masthead"
        ]["dating"]
        == text
    )


def test_a_digest_names_who_wrote_it_and_after_whom():
    brief = composed(invented.sparse())
    note, row = brief["masthead"]["digest"], section(brief, "sources")["rows"][0]
    assert (note["by"], note["after"], note["letters"]) == ("Tipbrief", "Invented Department of State", "A")
    assert row["digest_by"] == "Tipbrief" and "igest" not in row["title"] + row["publisher"]


def test_the_order_of_series_does_not_matter():
    turned = copy.deepcopy(invented.rich())
    turned["series"].reverse()
    turned["not_reported"].sort(key=lambda item: item["observation"])
    country = invented.rich()
    country["not_reported"].sort(key=lambda item: item["observation"])
    assert dump(composed(turned)) == dump(composed(country))


def test_a_note_stands_in_the_brief_of_its_country_and_language():
    noted = replace(invented.SETTINGS, notes={"ATA": {"en": "The law of 2022 is under review.", "ru": "x"}})
    brief = compose(invented.rich(), WORDS, noted, invented.ACCURACY)
    assert section(brief, "note")["text"] == "The law of 2022 is under review."
    assert all(s["kind"] != "note" for s in compose(invented.sparse(), WORDS, noted, invented.ACCURACY)["sections"])


@pytest.mark.parametrize("text", ["Of 45 victims", "about 3", "in 20245", ""])
def test_a_note_with_a_figure_is_refused_in_a_sentence(text):
    values = read_yaml(CONFIG / "config.yaml") | {"notes": {"KGZ": {"en": text}}}
    with pytest.raises(TipbriefError, match=r"notes\.KGZ\.en.*no other figure"):
        check_settings(values)


def test_what_changed_tells_every_recent_total_with_two_numbers_or_a_reason():
    rows = section(composed(invented.rich()), "changed")["rows"]
    assert [row["sign"] for row in rows[:1]] == ["up"]
    for row in rows:
        figures = [run["figure"] for run in row["runs"] if "figure" in run]
        assert len(figures) >= 2 or "Not compared" in row["runs"][0]["text"]


def test_what_changed_since_a_release_is_told_with_both_numbers():
    country = invented.rich()
    series = country["series"][0]
    value = series["values"][-1]
    told = {"series": series["id"], "year": value["year"], "doc_before": "x", "doc_now": "x", "bound_before": "exact",
            "bound_now": "exact", "observation_before": "gone", "observation_now": value["observation"]}  # fmt: skip
    told |= {"status_before": "reported", "status_now": "reported"}
    changed = told | {"outcome": "changed", "value_before": 19, "value_now": value["value"]}
    gone = told | {"outcome": "gone", "value_before": 3, "value_now": None, "status_now": "", "observation_now": ""}
    country["since_release"] = {"release": "2025-01-31-1", "figures": [changed, gone]}
    part = section(composed(country), "since_release")
    assert [(r["before"]["text"], r["now"] and r["now"]["text"]) for r in part["rows"]] == [("19", "20"), ("3", None)]
    assert {name: figure["text"] for name, figure in part["counts"].items()} == {
        "new": "0",
        "changed": "1",
        "gone": "1",
    }


def test_a_country_with_few_figures_gets_one_table_and_no_chart():
    country = invented.add_series(
        invented.sparse(), "persons_convicted", {"offence": "trafficking"}, [*"........7", "."]
    )
    kinds = [part["kind"] for part in composed(country)["sections"]]
    assert "all_figures" in kinds and "pillar" not in kinds and "coverage" in kinds


def full_pillar():
    """A country in which twelve counts of a pillar have a number in each of ten years."""
    country = invented.rich()
    for indicator in ("persons_imprisoned", "victims_in_cases", "cases_convicted", "investigations_completed"):
        for actor in ("government", "ngo", "unknown"):
            invented.add_series(country, indicator, {"actor": actor}, [f"{40 + year}" for year in range(10)])
    return country


def test_the_tables_of_a_country_with_very_many_figures_are_shorter():
    tables = [part["table"] for part in composed(full_pillar())["sections"] if part["kind"] == "pillar"]
    shown = sum(cell["kind"].startswith("value") for table in tables for row in table["rows"] for cell in row["cells"])
    assert 0 < shown <= NUMBERS
    rows = [row for row in tables[0]["rows"] if row["kind"] != "change"]
    assert (len(rows), len(tables[0]["years"])) in SIZES[1:]
    assert tables[0]["more"]


def test_what_is_charted_stands_in_the_table():
    for part in composed(full_pillar())["sections"]:
        if part["kind"] == "pillar" and part["chart"]:
            labels = {row["label"].split(",")[0] for row in part["table"]["rows"]}
            assert {panel["label"] for panel in part["chart"]["panels"]} <= labels


def test_of_many_disagreements_the_latest_are_printed():
    country = invented.rich()
    (one, *_) = country["disagreements"]
    country["disagreements"] = [{**one, "year": year} for year in range(2005, 2017)]
    found = section(composed(country), "disagreements")
    assert [row["year"] for row in found["rows"]] == list(range(2009, 2017))
    assert found["more"]["text"] == "4"
