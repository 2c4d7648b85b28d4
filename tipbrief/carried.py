"""What a brief carries inside its PDF: names, columns and types, shared by who writes it and who verifies it."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Mapping, Sequence

from tipbrief.model import BREAKDOWNS, OBSERVATION_COLUMNS

PACKAGE, SUMS, TEXT = "datapackage.json", "SHA256SUMS", "brief.txt"
WITHHELD = "Withheld:"  # how a quote begins that is not shown (series)
CUT = "[…]"  # stands in a long quote for what is left out
NO_GLYPH = "□"  # for a character that the fonts do not hold
JOINED = " ¶ "  # between the quotes of a figure that rests on several


@dataclass(frozen=True)
class Table:
    """A CSV file: what it holds, its columns with their types (as in a table schema), the key of its rows."""

    name: str
    title: str
    columns: Mapping[str, str]
    key: Sequence[str] = ()
    refers: Mapping[str, tuple[str, str]] | None = None

    @property
    def path(self) -> str:
        """The file's name."""
        return f"{self.name}.csv"


def _types(words: str, **others: str) -> dict[str, str]:
    """Columns by name: text where nothing else is said, in the order of `words`."""
    return {name: others.get(name, "string") for name in words.split()}


_KEY = ("indicator", "offence", *BREAKDOWNS[:-1], "actor", "subtype")
TABLES = (
    Table(
        "figures",
        "Every figure that is printed, where it stands in brief.txt, and what proves it",
        _types("figure page start end text value computation observations quotes",
               page="integer", start="integer", end="integer", value="number"),
        ("figure",),
    ),
    Table(
        "references",
        "The words behind each reference number, as they are printed",
        _types("number doc text observations", number="integer"),
        ("number",),
        {"doc": ("documents", "doc")},
    ),
    Table(
        "series",
        "The value of each year, and what else was said",
        _types(f"iso3 series {' '.join(_KEY)} year value bound status period law reported_by doc observation rule "
               "supporting others parts", year="integer", value="number"),
        ("series", "year"),
        {"observation": ("observations", "id"), "doc": ("documents", "doc")},
    ),
    Table(
        "changes",
        "Year over year: the change where it may be compared, else the reason",
        _types("iso3 series from to gap from_value from_bound to_value to_bound from_observation to_observation "
               "absolute percent direction basis within_chance refused reason percent_refused",
               **dict.fromkeys(("from", "to"), "integer"), gap="boolean", within_chance="boolean",
               **dict.fromkeys(("from_value", "to_value", "absolute", "percent"), "number")),
        refers={"to_observation": ("observations", "id")},
    ),
    Table(
        "disagreements",
        "Years for which documents or bodies give different numbers",
        _types("iso3 series year role value bound observation reported_by law spread reason",
               year="integer", value="number", spread="number"),
        refers={"observation": ("observations", "id")},
    ),
    Table(
        "revisions",
        "What later editions of a publisher made of a figure",
        _types("iso3 series year edition doc value bound status observation against outcome",
               year="integer", edition="integer", value="number"),
    ),
    Table(
        "tiers",
        "The tier by edition, and what became of the one before",
        _types("iso3 edition doc tier label change before before_label before_edition editions since observation",
               tier="number", before="number",
               **dict.fromkeys(("edition", "before_edition", "editions", "since"), "integer")),
        ("edition",),
        {"observation": ("observations", "id"), "doc": ("documents", "doc")},
    ),
    Table(
        "assessed",
        "How each edition assesses the government's efforts; `printed` is the quote as the pages have it",
        _types("iso3 pillar publisher edition doc assessment degree change quote printed start end section page",
               **dict.fromkeys(("edition", "start", "end", "page"), "integer")),
        ("pillar", "publisher", "edition"),
        {"doc": ("documents", "doc")},
    ),
    Table(
        "recommended",
        "What each edition recommends, and for how long; `printed` is the quote as the pages have it",
        _types("iso3 publisher edition doc position outcome editions first_edition recommendation before quote "
               "printed start end section page",
               position="integer", editions="integer", first_edition="integer",
               **dict.fromkeys(("edition", "start", "end", "page"), "integer")),
        refers={"doc": ("documents", "doc")},
    ),
    Table(
        "since_release",
        "What is new, changed or gone since the last release",
        _types("iso3 series year outcome value_before bound_before status_before observation_before doc_before "
               "value_now bound_now status_now observation_now doc_now",
               year="integer", value_before="number", value_now="number"),
        ("series", "year"),
    ),
    Table(
        "coverage",
        "Indicator by year: reported, zero, not reported or silent",
        _types("iso3 indicator year cell", year="integer"),
        ("indicator", "year"),
    ),
    Table(
        "unified",
        "What the OSCE asks a unified data system to hold, and since when it is public",
        _types("iso3 item by public since latest years", public="boolean",
               **dict.fromkeys(("since", "latest", "years"), "integer")),
    ),
    Table(
        "observations",
        "What the documents say, each with its quote",
        _types(" ".join(["id", *(c for c in OBSERVATION_COLUMNS if c != "id"), "masked"]),
               year="integer", value="number", start="integer", end="integer", page="integer",
               restated="boolean", masked="boolean"),
        ("id",),
        {"doc": ("documents", "doc")},
    ),
    Table(
        "documents",
        "The sources, lettered as in the brief",
        _types("doc letter title publisher kind edition published language url licence access digest",
               edition="integer", digest="boolean"),
        ("doc",),
    ),
)  # fmt: skip


def rows_of(data: bytes) -> list[dict[str, str]]:
    """The rows of a carried CSV file, every cell as text; ValueError where it is none."""
    try:
        lines = [row for row in csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True) if row]
    except csv.Error as error:
        raise ValueError("it is no CSV table") from error
    columns, rows = (lines[0], lines[1:]) if lines else ([], [])
    if any(len(row) != len(columns) for row in rows):
        raise ValueError("a row has more or fewer cells than there are columns")
    return [dict(zip(columns, row, strict=True)) for row in rows]


def sums_of(data: bytes) -> dict[str, str]:
    """File name -> SHA-256, from the format of sha256sum."""
    pairs = (line.split(maxsplit=1) for line in data.decode("utf-8", "replace").splitlines())
    return {pair[1].removeprefix("*"): pair[0].lower() for pair in pairs if len(pair) == 2}
