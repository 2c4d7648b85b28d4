"""Breakdowns and spark lines: what may stand on what, what is left over, where a line breaks."""

import re
from itertools import pairwise

import invented
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from pictures import WORDS, country_of, drawn

from tipbrief.briefs.chart_breakdown import breakdown
from tipbrief.briefs.chart_breakdown_rows import spread
from tipbrief.briefs.chart_draw import theme
from tipbrief.briefs.chart_spark import spark
from tipbrief.briefs.charts import breakdown_svg, spark_svg
from tipbrief.briefs.compare import Context
from tipbrief.briefs.compose import compose
from tipbrief.briefs.pick import pillar_series

BREAKDOWNS = {"exploitation": "sex_ labor other", "sex": "male female", "age": "adult child"}


def victims(**parts):
    """The breakdown of victims by keyword: "total", or a value of a breakdown."""
    country = invented.silent()
    for part, text in parts.items():
        found = {name: key for key, names in BREAKDOWNS.items() for name in names.split()}.get(part)
        key = {"actor": "government", **({found: part.strip("_")} if found else {})}
        invented.add_series(country, "victims_identified", key, text.split())
    context = Context(country, WORDS, invented.SETTINGS, invented.ACCURACY)
    return breakdown(context, pillar_series(country, "protection", WORDS.indicators), list(range(2015, 2025)))


def test_parts_stack_only_where_they_fit_and_the_rest_is_said():
    data = victims(total="10 10 . 10", sex_="4 8 2 .", labor="3 7 . .")
    years = data["panels"][0]["years"]
    assert [year["stacked"] for year in years] == [True, False, False]
    assert years[0]["rest"]["value"] == 3 and years[0]["rest"]["computation"] == "remainder"
    assert len(years[0]["rest"]["observations"]) == 3
    svg = breakdown_svg(data, "protection")
    dark, light = theme()["tones"]["protection"][:2]
    stacked = sorted((b for b in drawn(svg)[0] if b[0] in (dark, light) and b[3] != 4.6), key=lambda b: b[1])
    first, second = stacked[0], stacked[1]
    assert first[1] == second[1] and {first[2] + first[4], second[2] + second[4]} >= {theme()["plot"]}
    beside = [b for b in stacked[2:] if b[2] + b[4] == pytest.approx(theme()["plot"], abs=0.02)]
    assert len(beside) == 3
    assert any("side by side" in note for note in data["notes"])


@pytest.mark.parametrize(
    ("total", "part", "rest"),
    [("10", "4", (6, "exact")), (">=10", "4", (6, "min")), ("10", ">=4", (6, "max")), ("10", "~4", None),
     (">=10", ">=4", None), ("~10", "4", None), ("4", "10", None), ("10", "10", None), ("10", ".", (10, "exact"))],
)  # fmt: skip
def test_what_is_left_over_has_its_bound(total, part, rest):
    data = victims(total=f"{total} 5", female=f"{part} 5")
    first = next((y for y in data["panels"][0]["years"] if y["year"] == 2015), None)
    if part == ".":
        assert first is None, "a breakdown begins with its first number"
        return
    assert ((first["rest"]["value"], first["rest"]["bound"]) if first["rest"] else None) == rest
    assert first["stacked"] == (rest is not None or part == total == "10")


def test_a_breakdown_in_words_and_with_names_beside_it():
    data = victims(total="10 nr . 20", female="4 . . 20", male="6 . . .", child=". . . 5")
    assert data["alt"] == (
        "Bar chart. Victims identified. By sex: 2015: 10, of them women and girls 4, men and boys 6; "
        "2016: not reported; "
        "2017: no figure; 2018: 20, of them women and girls 20. By age: 2015: 10, not broken down; 2016: not reported; "
        "2017: no figure; 2018: 20, of them children 5, not broken down 15."
    )
    texts = drawn(breakdown_svg(data, "protection"))[2]
    assert {"By sex", "By age", "children", "n.r.", "10", "20"} <= texts.keys()
    assert victims(total="10 20") is None and victims(female="10 20") is None


def test_a_part_with_another_breakdown_or_actor_is_no_part():
    country = invented.silent()
    invented.add_series(country, "victims_identified", {"actor": "government"}, ["9"])
    invented.add_series(country, "victims_identified", {"actor": "government", "sex": "female", "age": "child"}, ["3"])
    invented.add_series(country, "victims_identified", {"actor": "ngo", "sex": "female"}, ["3"])
    context = Context(country, WORDS, invented.SETTINGS, invented.ACCURACY)
    assert breakdown(context, pillar_series(country, "protection", WORDS.indicators), [2015]) is None


def test_the_victims_assisted_are_shown_where_those_identified_have_no_parts():
    country = invented.silent()
    invented.add_series(country, "victims_identified", {"actor": "government"}, ["9"])
    invented.add_series(country, "victims_assisted", {"actor": "government"}, ["9"])
    invented.add_series(country, "victims_assisted", {"actor": "government", "sex": "female"}, ["3"])
    context = Context(country, WORDS, invented.SETTINGS, invented.ACCURACY)
    data = breakdown(context, pillar_series(country, "protection", WORDS.indicators), [2015])
    assert data["title"] == "Victims assisted, by form, sex and age"


def test_four_key_figures_in_a_row_have_no_room_for_lines():
    for count, lines in ((3, 3), (4, 0), (5, 5)):
        country = invented.silent()
        names = ("investigations", "prosecutions", "persons_prosecuted", "persons_convicted", "victims_identified")
        for name in names[:count]:
            invented.add_series(country, name, {}, ["1", "2", "3"])
        brief = compose(country, WORDS, invented.SETTINGS, invented.ACCURACY)
        cards = next(s for s in brief["sections"] if s["kind"] == "key_figures")["rows"]
        assert sum(bool(card["spark"]) for row in cards for card in row) == lines


def test_names_stand_near_their_bars_without_touching():
    heights = [8.0, 15.0, 8.0]
    for middles in ([70, 69, 68], [5, 4, 3], [60, 40, 5]):
        tops = spread(middles, heights)
        assert all(a >= b + h - 0.01 for (a, b), h in zip(pairwise(tops), heights[1:], strict=True))
        assert tops[0] + heights[0] <= theme()["plot"] and tops[-1] >= 0


@settings(max_examples=25)
@given(
    st.lists(
        st.lists(st.sampled_from([".", "nr", "0", "3", ">=7", "~9", "<=4", "1000000000"]), min_size=4, max_size=4),
        min_size=4,
        max_size=4,
    )
)
def test_any_breakdown_is_drawn(texts):
    total, *parts = (" ".join(text) for text in texts)
    data = victims(total=total, **dict(zip(("sex_", "labor", "other"), parts, strict=True)))
    if data:
        svg = breakdown_svg(data, "protection")
        assert "NaN" not in svg and "undefined" not in svg
        assert all(box[2] > -0.1 for box in drawn(svg)[0])
        for row in data["panels"][0]["years"]:
            known = [p["value"] for p in row["parts"] if p["value"] is not None]
            assert not (row["stacked"] and known) or sum(known) <= row["total"]["value"]


def test_a_spark_line_breaks_at_gaps_and_at_a_change_of_law():
    series = country_of("1 2 . 4 nr 6 >=7 8 9 10")["series"][0]
    data = spark(WORDS, series, list(range(2015, 2025)))
    assert data["breaks"] == [2022]
    svg = spark_svg(data, "prosecution")
    tone, paper = theme()["tones"]["prosecution"][0], theme()["paper"]
    lines = next(
        p.get("d") for p in etree.fromstring(svg.encode()) if (p.get("fill"), p.get("stroke")) == ("none", tone)
    )
    assert lines.count("M") == 3 and lines.count("L") == 4
    rings = re.search(rf'<path fill="{paper}"[^>]* d="([^"]*)"', svg).group(1)
    assert rings.count("M") == 1 and "<text" not in svg
    assert "no figure for 2017" in data["alt"] and "at least 7" in data["alt"]


def test_a_spark_line_needs_three_numbers_and_holds_its_width():
    assert spark(WORDS, country_of("1 . nr 4")["series"][0], [2015, 2016, 2017, 2018]) is None
    svg = spark_svg(spark(WORDS, country_of("0 0 0")["series"][0], [2015, 2016, 2017]), "protection")
    x, _y, width, _height = map(float, re.search(r'viewBox="([^"]*)"', svg).group(1).split())
    assert width == theme()["spark"]["width"] - 2 * x
