"""Charts: what each sign is drawn as, in which places, in which words, and that the same data give the same bytes."""

import json
import multiprocessing
import re
import subprocess
import sys
from itertools import pairwise

import pytest
from lxml import etree
from pictures import NUMBER, WORDS, charted, country_of, drawn

from tipbrief.briefs.chart_draw import CHARTS, draw, theme
from tipbrief.briefs.chart_rows import grid, kept, labelled
from tipbrief.briefs.chart_spark import spark
from tipbrief.briefs.chart_text import width_of, wrapped
from tipbrief.briefs.chart_words import spans
from tipbrief.briefs.charts import chart_svg, spark_svg
from tipbrief.briefs.render import FONTS, TEMPLATES
from tipbrief.settings import ROOT, read_yaml


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
        "Bar chart. Investigations opened: 2015: at least 4, 2016: not reported, 2019: about 7, 2020: up to 2, "
        "2021: 0; "
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
    program = (
        "import sys, json; from tipbrief.briefs.charts import *; print(chart_svg(json.load(sys.stdin), 'prosecution'))"
    )
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
        assert all((b + 0.05) / (a + 0.05) >= 1.45 for a, b in pairwise(order) if b < 1), tones


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("name", ["bars", "spark"])
def test_a_chart_says_no_word_and_no_colour_of_its_own(name):
    spec = read_yaml(CHARTS / f"{name}.yml")
    values = json.dumps(spec)
    assert "#" not in values and '"title"' not in values and '"font"' not in values


def test_a_year_is_no_wider_than_a_bar_needs():
    assert grid(1, 2).slot == theme()["slot"] and grid(3, 10).slot < 16
    assert spans([2015, 2017, 2018, 2019, 2021]) == ["2015", "2017–2019", "2021"]
