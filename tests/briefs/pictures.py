"""Charts of invented countries, and what is seen in one."""

from __future__ import annotations

import re

import invented
from lxml import etree

from tipbrief.briefs.compare import Context
from tipbrief.briefs.panels import chart
from tipbrief.briefs.pick import pillar_series
from tipbrief.briefs.wording import Words
from tipbrief.settings import read_indicators

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
        look = (element.get("stroke"), element.get("stroke-dasharray"))
        lines += [(*look, line) for line in re.findall(rf"M{NUMBER},{NUMBER}L{NUMBER},{NUMBER}", element.get("d"))]
    return boxes, lines, texts
