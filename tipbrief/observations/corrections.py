"""config/corrections.csv: what an analyst changes, drops or adds where no word of the lexicon can say it.

A line names a row by document, country, sentence hash, position and indicator (`keys`), and one column of it. Here the
lines are read and checked by themselves; `correcting` holds them against the documents.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Callable, Iterator, Mapping, Sequence

from tipbrief.errors import ERROR, WARNING, Problem
from tipbrief.model import ALLOWED, CODEBOOK
from tipbrief.settings import CONFIG, Indicator
from tipbrief.tables import read_edited

FILE = CONFIG / "corrections.csv"
STAGE = "observations"
CHANGE, DROP, ADD = "change", "drop", "add"
ACTIONS = (CHANGE, DROP, ADD)
CORRECTABLE = tuple(name for name in CODEBOOK if name not in ("doc", "iso3"))
YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Line:
    """One line of the table, as text; `row` is its number in a spreadsheet."""

    row: int
    doc: str
    iso3: str
    sentence_hash: str
    position: str
    indicator: str
    column: str
    old: str
    new: str
    action: str
    reason: str
    who: str
    when: str

    @property
    def key(self) -> tuple[str, ...]:
        """What the lines about one row share."""
        return (self.doc, self.iso3, self.sentence_hash, self.position, self.indicator)

    def problem(self, fault: str, severity: str = ERROR) -> Problem:
        """The fault as a Problem that names the line."""
        where = f"corrections.csv row {self.row}" + (f" ({self.doc})" if self.doc else "")
        return Problem(severity, STAGE, self.iso3, self.doc, f"{where}: {fault}")

    def warning(self, fault: str) -> Problem:
        """The fault as a warning."""
        return self.problem(fault, WARNING)


COLUMNS = tuple(f.name for f in fields(Line) if f.name != "row")
Group = tuple[Line, ...]


@dataclass
class Corrections:
    """The lines that can be held against a document, by row of the observations, and what is wrong with the others."""

    groups: list[Group] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_corrections(indicators: Mapping[str, Indicator], table: Path) -> Corrections:
    """The table, checked; one faulty line keeps back those about the same row. TipbriefError refuses a faulty table."""
    lines = [_line(row, cells) for row, cells in enumerate(read_edited(table, COLUMNS), 2) if any(cells.values())]
    groups: dict[tuple[str, ...], list[Line]] = {}
    for line in lines:
        groups.setdefault(line.key, []).append(line)
    read = Corrections()
    for group in groups.values():
        faults = [line.problem(fault) for line in group if (fault := _fault(line, indicators))]
        faults = faults or list(_contradictions(group))
        read.problems += faults
        if not faults:
            read.groups.append(tuple(group))
    return read


def _line(row: int, cells: Mapping[str, str]) -> Line:
    """The cells as a line; codes in their usual case, numbers as observations.csv writes them."""
    line = dict(cells)
    line |= {name: line[name].lower() for name in ("action", "column", "sentence_hash", "indicator")}
    line["iso3"] = line["iso3"].upper()
    line["position"] = line["position"].removesuffix(".0").lstrip("0") or line["position"][:1]
    for name in ("old", "new"):
        line[name] = _usual(line["column"] or "value", line[name])
    return Line(row, **line)


def _usual(column: str, cell: str) -> str:
    """A spreadsheet writes TRUE for true, and 12.0 for 12."""
    if column == "value" and _NUMBER.fullmatch(cell):
        return f"{float(cell):.10g}"
    return cell.lower() if column in (*ALLOWED, "restated") else cell


def _fault(line: Line, indicators: Mapping[str, Indicator]) -> str:
    """The first thing that is wrong with a line; empty where nothing is."""
    return next((fault for check in CHECKS if (fault := check(line, indicators))), "")


def _cell_missing(line: Line, indicators: Mapping[str, Indicator]) -> str:
    needed = ("doc", "iso3", "sentence_hash", "position", "indicator", "action", "reason", "who", "when")
    missing = [f"`{name}`" for name in needed if not getattr(line, name)]
    verb = "is" if len(missing) == 1 else "are"
    return f"{', '.join(missing)} {verb} empty; a correction says what, why, who and when." if missing else ""


def _unknown_action(line: Line, indicators: Mapping[str, Indicator]) -> str:
    return "" if line.action in ACTIONS else f"`action` is {line.action!r}; write one of {', '.join(ACTIONS)}."


def _not_a_date(line: Line, indicators: Mapping[str, Indicator]) -> str:
    try:
        # fromisoformat also takes 20310506 and 2031-W19-2
        good = date.fromisoformat(line.when).isoformat() == line.when
    except ValueError:
        good = False
    return "" if good else f"`when` is {line.when!r}, which is no date; write it as 2031-05-06."


def _not_a_position(line: Line, indicators: Mapping[str, Indicator]) -> str:
    if line.position.isdecimal():
        return ""
    return f"`position` is {line.position!r}; write the number that `tipbrief explain {line.doc}` shows, such as 2."


def _unknown_indicator(line: Line, indicators: Mapping[str, Indicator]) -> str:
    return "" if line.indicator in indicators else _no_indicator("indicator", line.indicator)


def _no_indicator(cell: str, code: str) -> str:
    return f"`{cell}` is {code!r}, which config/indicators.yml does not have; write a code of it."


def _not_a_column(line: Line, indicators: Mapping[str, Indicator]) -> str:
    if line.action == DROP:
        plain = line.column in ("", "value") and not line.new
        return (
            "" if plain else "it drops a row, so `column` must be value or empty, `old` the row's value, `new` empty."
        )
    if line.column not in CORRECTABLE or (line.action == ADD and line.column == "indicator"):
        return f"`column` is {line.column!r}; write one of {', '.join(CORRECTABLE)}."
    if line.action == ADD and line.old:
        return "it adds a row, so `old` must be empty."
    return "`old` and `new` are the same." if line.action == CHANGE and line.old == line.new else ""


def _not_in_codebook(line: Line, indicators: Mapping[str, Indicator]) -> str:
    """A value that the column cannot have (codebook, "Columns")."""
    if line.action == DROP:
        return ""
    column, new = line.column, line.new
    allowed = ALLOWED.get(column) or (("true", "false") if column == "restated" else ())
    if allowed and new not in allowed:
        words = ", ".join(word or "(empty)" for word in allowed)
        return f"`new` is {new!r}; `{column}` must be one of {words}."
    if column == "indicator" and new not in indicators:
        return _no_indicator("new", new)
    if column == "year" and not YEAR.fullmatch(new):
        return f"`new` is {new!r}; `year` must have four digits."
    if column == "value" and new and not _NUMBER.fullmatch(new):
        return f"`new` is {new!r}; `value` must be a plain number such as 1200, or empty where nothing is reported."
    return "`new` is empty; `quote` must be words of the sentence." if column == "quote" and not new else ""


CHECKS: tuple[Callable[[Line, Mapping[str, Indicator]], str], ...] = (
    _cell_missing, _unknown_action, _not_a_date, _not_a_position, _unknown_indicator, _not_a_column, _not_in_codebook,
)  # fmt: skip


def _contradictions(group: Sequence[Line]) -> Iterator[Problem]:
    """Lines about one row that cannot both hold: two actions, a column set twice, a row dropped twice."""
    for at, line in enumerate(group):
        for other in group[:at]:
            if line.action != other.action:
                yield line.problem(
                    f"it is to {line.action} the row that row {other.row} is to {other.action}; keep one."
                )
            elif line.action == DROP or line.column == other.column:
                what = "drops" if line.action == DROP else f"sets `{line.column}` of"
                yield line.problem(f"it {what} the same figure as row {other.row}; keep one of the two.")
