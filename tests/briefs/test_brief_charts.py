"""Charts: what each sign is drawn as, in which places, in which words, and that the same data give the same bytes."""

import json
import multiprocessing
import re
import subprocess
import sys

import invented
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tipbrief.briefs.chart_breakdown import breakdown
from tipbrief.briefs.chart_breakdown_rows import spread
from tipbrief.briefs.chart_draw import CHARTS, draw, theme
from tipbrief.briefs.chart_rows import grid, kept, labelled
from tipbrief.briefs.chart_spark import spark
from tipbrief.briefs.chart_text import width_of, wrapped
from tipbrief.briefs.chart_words import spans
from tipbrief.briefs.charts import breakdown_svg, chart_svg, spark_svg
from tipbrief.briefs.compare import Context
from tipbrief.briefs.panels import chart
from tipbrief.briefs.pick import pillar_series
from tipbrief.briefs.render import FONTS, TEMPLATES
from tipbrief.briefs.wording import Words
from tipbrief.settings import ROOT, read_indicators, read_yaml

WORDS = Words("en", read_indicators())
PROSECUTION = ("investigations", "prosecutions", "persons_convicted")
NUMBER = r"-?[\d.]+"


def country_of(*texts, indicators=PROSECUTION):
    country = invented.silent()
    for indicator, text in zip(indicators, texts, strict=False):
        invented.add_series(country, indicator, {"offence": "trafficking"}, text.split())
    return country


def charted(*texts):
    country = country_of(*texts)
    series = pillar_series(country, "prosecution", WORDS.indicators)
    known = [v["year"] for s in series for v in s["values"]]
    context = Context(country, WORDS, invented.SETTINGS, invented.ACCURACY)
    return chart(context, series, list(range(min(known), max(known) + 1)))


def victims(**parts):
    """The breakdown of victims by keyword: "total", or a value of a breakdown."""
    country = invented.silent()
    for part, text in parts.items():
        found = next((k for k, names in {"exploitation": "sex_ labor other", "sex": "male female", "age": "adult child"}.items()
                      if part in names.split()), None)  # fmt: skip
        key = {"actor": "government", **({found: part.strip("_")} if found else {})}
        invented.add_series(country, "victims_identified", key, text.split())
    context = Context(country, WORDS, invented.SETTINGS, invented.ACCURACY)
    return breakdown(context, pillar_series(country, "protection", WORDS.indicators), list(range(2015, 2025)))


def drawn(svg):
    """Every closed box as (fill, left, top, width, height), every line by its dashes, every text by its words."""
    root = etree.fromstring(svg.encode())
    boxes, lines, texts = [], [], {}
    for element in root:
        if element.tag.endswith("text"):
            texts.setdefault(element.text, []).append((float(element.get("x")), float(element.get("y"))))
            continue
        for x, y, width, height in re.findall(
            rf"M({NUMBER}),({NUMBER})h({NUMBER})v({NUMBER})h{NUMBER}Z", element.get("d")
        ):
            boxes.append((element.get("fill"), float(x), float(y), float(width), float(height)))
        for line in re.findall(rf"M{NUMBER},{NUMBER}L{NUMBER},{NUMBER}", element.get("d")):
            lines.append((element.get("stroke"), element.get("stroke-dasharray"), line))
    return boxes, lines, texts


def bars(svg):
    """The boxes in a colour of the pillar."""
    return [box for box in drawn(svg)[0] if box[0] in theme()["tones"]["prosecution"]]


def test_bars_begin_at_zero_and_the_last_is_dark():
    dark, light = theme()["tones"]["prosecution"][:2]
    found = sorted(bars(chart_svg(charted("10 5 . 20"), "prosecution")), key=lambda box: box[1])
    assert [box[0] for box in found] == [light, light, dark]
    assert {round(box[2] + box[4], 1) for box in found} == {theme()["plot"]}
    assert found[0][4] == pytest.approx(found[2][4] / 2, abs=0.02) == pytest.approx(2 * found[1][4], abs=0.02)
    assert found[2][4] == theme()["plot"]


def test_each_sign_of_doubt_is_drawn():
    data = charted("0 10 . nr >=5 <=5 ~5")
    boxes, lines, texts = drawn(chart_svg(data, "prosecution"))
    assert {"0", "10", "n.r.", "≥5", "≤5", "≈5"} <= texts.keys()
    plain = [box for box in boxes if box[0] in theme()["tones"]["prosecution"]]
    assert len([box for box in plain if box[4] > 3]) == 3 and len([box for box in plain if box[4] < 1.3]) == 2
    assert [box[0] for box in boxes].count(theme()["ground"]) == 1
    assert [box[0] for box in boxes].count(theme()["paper"]) == 1
    ragged = [line for line in lines if line[0] == theme()["paper"]]
    assert len(ragged) == 1
    light = theme()["tones"]["prosecution"][1]
    assert len([line for line in lines if line[0] == light]) == 1, "the zero"
    assert len(data["notes"]) == 5 and "≥" in data["notes"][0]


def test_a_silence_has_ground_and_no_base_line_and_every_year_its_tick():
    boxes, lines, _texts = drawn(chart_svg(charted("1 2 . . 3"), "prosecution"))
    ground = next(box for box in boxes if box[0] == theme()["ground"])
    plain = [line[2] for line in lines if line[0] == theme()["line"]]
    flat = [[float(n) for n in re.findall(NUMBER, line)] for line in plain]
    base = [line for line in flat if line[1] == line[3]]
    assert len(base) == 2 and len(flat) - len(base) == 5
    assert all(line[2] <= ground[1] or line[0] >= ground[1] + ground[3] - 0.01 for line in base)


def test_a_change_of_law_is_a_dotted_line_in_the_chart_and_in_words():
    data = charted("1 2 3 4 5 6 7 8 9 10")
    lines = drawn(chart_svg(data, "prosecution"))[1]
    assert len([line for line in lines if line[1] == "1,2"]) == 1
    assert data["alt"].endswith("the law or the definition changed before 2022.")


def test_one_scale_unless_a_panel_would_be_flat():
    assert charted("10 10", "20 20", "100 100")["own_scales"] is False
    assert {panel["largest"] for panel in charted("10 10", "100 100")["panels"]} == {100}
    own = charted("10 10", "200 200")
    assert own["own_scales"] and [panel["largest"] for panel in own["panels"]] == [10, 200]


def test_the_words_name_every_year():
    alt = charted(">=4 nr . . ~7 <=2 0")["alt"]
    assert alt == (
        "Bar chart. Investigations opened: 2015: at least 4, 2016: not reported, 2019: about 7, 2020: up to 2, 2021: 0; "
        "no figure for 2017–2018."
    )


def test_numbers_neither_touch_nor_leave_their_panel():
    text = "1000000000 999999999 . >=1000000000 7 0 1000000000 ~12 <=999999999 1000000000"
    points = charted(*[text] * 3)["panels"][0]["points"]
    assert [p["year"] for p in points if not p["labelled"]] == [2015, 2016, 2021, 2023]
    svg = chart_svg(charted("7 1000000000", "1000000000 7"), "prosecution")
    middles = drawn(svg)[2]["1,000,000,000"]
    half = width_of("1,000,000,000", theme()["sizes"]["least"]) / 2
    assert all(half - 0.1 <= x <= theme()["width"] - half + 0.1 for x, _y in middles)


def test_the_latest_and_the_largest_number_stay():
    points = [{"value": v, "text": "1,234,567", "bound": "exact"} for v in (3, 9, 3, 3, 3)]
    assert kept(points, 20, 6.8, [20, 70, 20, 20, 20])[1] and kept(points, 20, 6.8, [20, 70, 20, 20, 20])[4]
    assert labelled([{"value": 1, "text": "1", "bound": "exact"}] * 10, 1, 3) == [True] * 10


@pytest.mark.parametrize(
    "texts",
    [["0 0 0 0"], ["7"], ["nr 1"], ["1000000000 1"], [" ".join(map(str, range(25)))] * 3, ["1", ". . nr 5", "0"]],
)
def test_hostile_data_give_a_chart_inside_its_frame(texts):
    data = charted(*texts)
    svg = chart_svg(data, "prevention")
    x, y, width, height = map(float, etree.fromstring(svg.encode()).get("viewBox").split())
    boxes, _lines, words = drawn(svg)
    assert all(x <= b[1] and b[1] + b[3] <= x + width + 0.01 and y <= b[2] and b[2] + b[4] <= y + height for b in boxes)
    assert all(y < at[1] < y + height for places in words.values() for at in places)
    assert "NaN" not in svg and "undefined" not in svg and "null" not in svg


def test_long_labels_break_and_what_is_no_text_goes():
    data = charted("1 2", "3 4")
    data["panels"][0]["title"] = "Преступления, связанные с торговлей людьми, расследованные органами внутренних дел"
    data["panels"][1].update(title="A" * 900, detail='<b onload="x">&amp;\x00\x1b\ud800')
    root = etree.fromstring(chart_svg(data, "prosecution").encode())
    words = [text.text for text in root.iter("{*}text")]
    assert any("Преступления" in word for word in words) and any(word.endswith("…") for word in words)
    assert '<b onload="x">&amp;' in words
    assert [line for line in wrapped("A" * 900, 8, 100) if width_of(line, 8) > 108] == []


def test_the_estimate_of_a_width_is_near_the_font():
    from fontTools.ttLib import TTFont

    font = TTFont(FONTS / "TipbriefSans-Semibold.ttf")
    glyphs, advance, units = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
    for text in ("1,116", "≥1,234,567", "Investigations opened", "Жертвы торговли людьми, выявленные органами"):
        true = sum(advance[glyphs[ord(letter)]][0] for letter in text) / units
        assert true <= width_of(text, 1) <= 1.2 * true


def test_the_same_bytes_in_another_process():
    data = charted("1 >=2 . nr 5 ~6 <=7 0 9 10", "3 2 1")
    program = "import sys, json; from tipbrief.briefs.charts import chart_svg; print(chart_svg(json.load(sys.stdin), 'prosecution'))"
    spark_svg(spark(WORDS, country_of("1 2 3")["series"][0], [2015, 2016, 2017]), "protection")
    other = subprocess.run(
        [sys.executable, "-c", program], input=json.dumps(data), capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert other.stdout.rstrip("\n") == chart_svg(data, "prosecution")


def _draw_in_a_fork(queue):
    try:
        draw("bars", [{"kind": "base", "x": 0, "x2": 1}], {"across": 3}, (0, 0, 10, 10))
    except RuntimeError as error:
        queue.put(str(error))


def test_a_process_that_was_forked_after_a_chart_says_so_and_does_not_wait():
    draw("bars", [], {"across": 3}, (0, 0, 10, 10))
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    process = context.Process(target=_draw_in_a_fork, args=(queue,))
    process.start()
    assert "forked after a chart" in queue.get(timeout=20)
    process.join()


def test_nothing_but_the_shipped_font_and_no_address():
    svg = chart_svg(charted("1 2 3"), "prosecution")
    assert svg.count("font-family") == 1 and 'font-family="Tipbrief Sans"' in svg
    assert "href" not in svg and "url(" not in svg and svg.count("http") == 1


def test_the_theme_is_that_of_the_page_and_tones_differ_in_grey():
    css = (TEMPLATES / "styles" / "brief.css").read_text()
    look = theme()
    for tone in (look["ink"], look["soft"], look["line"], *(tones[0] for tones in look["tones"].values())):
        assert tone in css, tone
    for tones in look["tones"].values():
        dark, light, middle, pale = map(luminance, tones)
        order = [dark, middle, light, pale, 1.0]
        assert all((b + 0.05) / (a + 0.05) >= 1.45 for a, b in zip(order, order[1:], strict=False) if b < 1), tones


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("name", ["bars", "spark"])
def test_a_chart_says_no_word_and_no_colour_of_its_own(name):
    spec = read_yaml(CHARTS / f"{name}.yml")
    values = json.dumps(spec)
    assert "#" not in values and '"title"' not in values and '"font"' not in values


def test_parts_stack_only_where_they_fit_and_the_rest_is_said():
    data = victims(total="10 10 . 10", sex_="4 8 2 .", labor="3 7 . .")
    years = data["panels"][0]["years"]
    assert [year["stacked"] for year in years] == [True, False, False]
    assert years[0]["rest"]["value"] == 3 and years[0]["rest"]["computation"] == "difference"
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
        "Bar chart. Victims identified. By sex: 2015: 10, of them women and girls 4, men and boys 6; 2016: not reported; "
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


def test_names_stand_near_their_bars_without_touching():
    heights = [8.0, 15.0, 8.0]
    for middles in ([70, 69, 68], [5, 4, 3], [60, 40, 5]):
        tops = spread(middles, heights)
        assert all(a >= b + h - 0.01 for (a, b), h in zip(zip(tops, tops[1:], strict=False), heights[1:], strict=False))
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


def test_a_year_is_no_wider_than_a_bar_needs():
    assert grid(1, 2).slot == theme()["slot"] and grid(3, 10).slot < 16
    assert spans([2015, 2017, 2018, 2019, 2021]) == ["2015", "2017–2019", "2021"]
