"""Whether each printed figure is where figures.csv says, says its value, and follows from what it names."""

from __future__ import annotations

import re
from typing import Iterator, Sequence

from tipbrief.carried import JOINED
from tipbrief.pages import BETWEEN_PAGES, squeezed
from tipbrief.verify.brief import Brief, Row, listed, number

ROUNDING = 0.5 + 1e-9
MINUS = ("-", "\N{MINUS SIGN}")
_FRACTION = re.compile(r"\d[.,]\d{1,2}(?!\d)")
_GROUPS = re.compile(r"\d+(?:[.,'\s\u00a0\u202f\u2009]\d+)*")


def figure_faults(brief: Brief) -> Iterator[str]:
    """A sentence for each figure that is not proven by what the brief carries."""
    for row in brief.tables["figures"]:
        where = f"The figure “{row['text']}” on page {row['page']}"
        unknown = [name for name in listed(row["observations"]) if name not in brief.said]
        if unknown:
            yield f"{where} rests on {', '.join(unknown)}, which observations.csv does not have."
            continue
        said = [brief.said[name] for name in listed(row["observations"])]
        if not _stands(brief.text, row):
            yield f"{where} is not what brief.txt has in its place."
        if not _prints(row, said):
            yield f"{where} does not print its value in figures.csv, {row['value'] or 'none'}."
        if row["quotes"] != JOINED.join(observation["quote"] for observation in said):
            yield f"{where} has other quotes in figures.csv than in observations.csv."
        yield from (f"{where} {fault}" for fault in _derivation_faults(row, said))
        if row["computation"] == "released" and not _was_released(brief, row):
            yield f"{where} is not what since_release.csv says of the last release."


def _stands(text: str, row: Row) -> bool:
    """Whether the figure is at its offsets; one of a chart, within the chart's alternative text."""
    start, end = int(number(row["start"]) or 0), int(number(row["end"]) or 0)
    here = text[start:end]
    if str(text.count(BETWEEN_PAGES, 0, start) + 1) != row["page"]:
        return False
    if here.startswith("[") and here.endswith("]"):
        return not _digits(row["text"]) or _digits(row["text"]) in map(_digits, _GROUPS.findall(here))
    return bool(here) and squeezed(here) == squeezed(row["text"])


def _was_released(brief: Brief, row: Row) -> bool:
    return any(number(row["value"]) == number(then["value_before"]) for then in brief.tables["since_release"])


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _prints(row: Row, said: Sequence[Row]) -> bool:
    """Whether the text says the value, in whichever language and with whichever bound."""
    value, shown = number(row["value"]), _digits(row["text"])
    if any(observation["indicator"] == "tier" for observation in said):
        return shown == ("" if value is None else str(int(value)))
    if not shown or value is None:
        return not shown and not value  # "no", "n.r."
    if row["computation"] in ("difference", "percentage") and (value < 0) != row["text"].startswith(MINUS):
        return False
    if row["computation"] == "percentage":
        return abs(_read(row["text"]) - abs(value)) <= ROUNDING
    if row["computation"] == "measured" and value <= 1:
        return abs(_read(row["text"]) - 100 * value) <= ROUNDING
    return shown == _digits(f"{abs(value):.10g}") and bool(_FRACTION.search(row["text"])) == (value % 1 != 0)


def _read(text: str) -> float:
    """The number of a text that has one: its last separator is a point where one or two digits follow it."""
    found = _GROUPS.search(text)
    whole = found.group() if found else ""
    return float(_digits(whole)) / (10 ** len(re.split(r"[.,]", whole)[-1]) if _FRACTION.search(whole) else 1)


def _derivation_faults(row: Row, said: Sequence[Row]) -> Iterator[str]:
    """What is wrong with how the value follows from the observations."""
    value, known = number(row["value"]), [number(observation["value"]) for observation in said]
    match row["computation"]:
        case "":
            if len(said) != 1:
                yield "names no observation that says it."
            elif value != known[0]:
                yield f"is {row['value'] or 'none'}, but observation {said[0]['id']} says {said[0]['value'] or 'none'}."
        case "difference" | "percentage":
            if not _follows(row["computation"], value, known):
                names = " and ".join(f"{observation['id']} ({observation['value']})" for observation in said)
                yield f"is {row['value']}, which is not the {row['computation']} of {names}."
        case "remainder":
            counts = [count for count in known if count is not None]
            if len(counts) != len(known) or not counts or value != counts[0] - sum(counts[1:]):
                yield f"is {row['value']}, which is not the first of {row['observations']} less the others."
        case "year":
            if [row["value"]] != [observation["year"] for observation in said]:
                yield f"is not the year of observation {row['observations']}."
        case "count" | "measured" | "released":
            if said:
                yield f"is a {row['computation']}, which rests on no observation."
        case other:
            yield f"has the computation “{other}”, which is not known."


def _follows(computation: str, value: float | None, known: Sequence[float | None]) -> bool:
    if len(known) != 2 or value is None or known[0] is None or known[1] is None:
        return False
    difference = known[1] - known[0]
    if computation == "difference":
        return value == difference
    return known[0] != 0 and abs(value - 100 * difference / known[0]) <= ROUNDING
