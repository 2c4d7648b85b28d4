"""Rows of marks become SVG: a Vega-Lite chart of templates/charts, drawn by vl-convert, made lean for WeasyPrint.

A chart is compiled once in a process and then filled, which takes a fifth of the time of compiling each. The
same rows give the same bytes: no place depends on the width of a word, so none depends on the machine's fonts.
"""

from __future__ import annotations

import json
import os
import re
from copy import deepcopy
from functools import lru_cache
from typing import Any, Mapping, Sequence

from lxml import etree

from tipbrief.briefs.child import Child, Stopped
from tipbrief.settings import ROOT, read_yaml

CHARTS = ROOT / "templates" / "charts"
NAMES = ("bars", "spark")
PATIENCE = 60.0  # seconds: a thousand times what a chart takes
SVG = "http://www.w3.org/2000/svg"
LOOK = ("fill", "stroke", "stroke-width", "stroke-dasharray")
WORD = ("font-size", "font-weight", "font-style", "text-anchor", "fill")
USUAL = {"font-weight": "400", "font-style": "normal", "text-anchor": "start"}
SHIFT = re.compile(r"translate\((\S+?),(\S+?)\)")
COMMAND = re.compile(r"([MLHVAZhvlaz])([^MLHVAZhvlaz]*)")
NUMBER = re.compile(r"-?[\d.]+(?:e-?\d+)?")

Row = Mapping[str, Any]
Frame = tuple[float, float, float, float]


@lru_cache(maxsize=1)
def theme() -> dict[str, Any]:
    """Colours, sizes and strokes of every chart: theme.yml."""
    return read_yaml(CHARTS / "theme.yml")


def draw(name: str, rows: Sequence[Row], params: Mapping[str, float], frame: Frame) -> str:
    """The chart `name` with these rows, as SVG; `frame` is its view box in points."""
    return _drawn(name, json.dumps(rows), json.dumps(params), frame)


@lru_cache(maxsize=64)
def _drawn(name: str, rows: str, params: str, frame: Frame) -> str:
    if _Beside.child is None or not _Beside.child.is_ours:
        return _drawn_here(name, rows, params, frame)
    _Beside.child.ask((name, rows, params, frame))
    try:
        return str(_Beside.child.answer(PATIENCE))
    except Stopped as fault:
        _Beside.child = None
        raise RuntimeError(f"the process that draws charts {fault}") from None


def start_drawing() -> None:
    """Draw in a child process from now on, unless this one has the engine: it starts while other things are done."""
    started_here = _Engine.process == os.getpid()
    if not started_here and (_Beside.child is None or not _Beside.child.is_ours):
        _Beside.child = Child(lambda chart: _drawn_here(*chart), lambda: [_compiled(name) for name in NAMES])


class _Beside:
    """The child process that draws, where one was started."""

    child: Child | None = None


def _drawn_here(name: str, rows: str, params: str, frame: Frame) -> str:
    vl_convert = _library()
    spec = deepcopy(_compiled(name))
    next(d for d in spec["data"] if d["name"] == "rows")["values"] = json.loads(rows)
    given = json.loads(params)
    spec["signals"] = [
        {**signal, "value": given.get(signal["name"], signal.get("value"))} for signal in spec["signals"]
    ]
    return lean(vl_convert.vega_to_svg(json.dumps(spec), allowed_base_urls=[]), frame)


@lru_cache(maxsize=8)
def _compiled(name: str) -> dict[str, Any]:
    """The chart's Vega-Lite, with the theme's values, as Vega without data."""
    found: dict[str, Any] = _library().vegalite_to_vega(_themed(read_yaml(CHARTS / f"{name}.yml")))
    return found


def _library() -> Any:
    """vl-convert, imported by the first chart: its engine takes 0.4 s to start and lives in the process that did it."""
    if _Engine.process not in (0, os.getpid()):
        raise RuntimeError(
            "This process was forked after a chart was drawn, so it can draw none; draw in the forked ones only."
        )
    _Engine.process = os.getpid()
    import vl_convert

    return vl_convert


class _Engine:
    """Which process started the engine; in one forked later the library would wait for ever."""

    process = 0


def _themed(part: Any) -> Any:
    """The part with each "$name" or "$name.name" replaced by the theme's value."""
    if isinstance(part, dict):
        return {key: _themed(value) for key, value in part.items()}
    if isinstance(part, list):
        return [_themed(value) for value in part]
    if isinstance(part, str) and part.startswith("$"):
        found: Any = theme()
        for key in part[1:].split("."):
            found = found[key]
        return found
    return part


def lean(svg: str, frame: Frame) -> str:
    """What is seen of Vega's SVG, and no more: no groups, no grounds, marks of one look in one path, one font.

    WeasyPrint takes a third less time for it.
    """
    root = etree.Element("svg", _attributes(frame), nsmap={None: SVG})
    _flatten(etree.fromstring(svg.encode()), 0.0, 0.0, root)
    return etree.tostring(root, encoding="unicode")


def _attributes(frame: Frame) -> dict[str, str]:
    x, y, width, height = map(_n, frame)
    size = {"width": f"{width}pt", "height": f"{height}pt"}
    return {"viewBox": f"{x} {y} {width} {height}", **size, "font-family": theme()["font"]}


def _flatten(element: Any, x: float, y: float, root: Any) -> None:
    """Append what is seen of the element to `root`, with its place in the chart."""
    moved = SHIFT.match(element.get("transform", ""))
    x, y = (x + float(moved[1]), y + float(moved[2])) if moved else (x, y)
    kind = etree.QName(element).localname
    if kind == "text":
        found = {key: element.get(key).removesuffix("px") for key in WORD if element.get(key)}
        shown = {key: value for key, value in found.items() if USUAL.get(key) != value}
        etree.SubElement(root, "text", {"x": _n(x), "y": _n(y), **shown}).text = element.text
    elif kind == "line":
        end = (x + float(element.get("x2", 0)), y + float(element.get("y2", 0)))
        _join(root, element, f"M{_n(x)},{_n(y)}L{_n(end[0])},{_n(end[1])}")
    elif kind == "path" and element.get("class") is None:
        _join(root, element, _moved(element.get("d"), x, y))
    for child in element:
        _flatten(child, x, y, root)


def _join(root: Any, element: Any, drawn: str) -> None:
    """Append a path, to the one before where that looks the same."""
    look = {key: element.get(key) for key in LOOK if element.get(key)}
    look.setdefault("fill", "none")
    last = root[-1] if len(root) else None
    if last is not None and last.tag == "path" and {key: last.get(key) for key in LOOK if last.get(key)} == look:
        last.set("d", last.get("d") + drawn)
    else:
        etree.SubElement(root, "path", {**look, "d": drawn})


def _moved(path: str, x: float, y: float) -> str:
    """A path of Vega's, moved: its capital commands are absolute, all others relative."""
    found = []
    for command, arguments in COMMAND.findall(path):
        numbers = [float(n) for n in NUMBER.findall(arguments)]
        found.append(command + ",".join(_n(n) for n in _shifted(command, numbers, x, y)))
    return "".join(found)


def _shifted(command: str, numbers: list[float], x: float, y: float) -> list[float]:
    if command == "A":
        return [*numbers[:5], numbers[5] + x, numbers[6] + y]
    return [n + (y if i % 2 else x) for i, n in enumerate(numbers)] if command in "ML" else numbers


def _n(value: float) -> str:
    """A length with two decimals at most: enough for print, and the same on every machine."""
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")
