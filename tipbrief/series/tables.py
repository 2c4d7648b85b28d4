"""Every table that the stage writes: columns, types, allowed values, uniqueness. docs/series.md lists them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping, Sequence

import pandas as pd

from tipbrief.messages import _
from tipbrief.model import ALLOWED

TIERS: Mapping[float, str] = {1.0: _("Tier 1"), 2.0: _("Tier 2"), 2.5: _("Tier 2 Watch List"), 3.0: _("Tier 3")}
SPECIAL = _("Special Case")
STATUSES = ("reported", "not_reported", "masked")
DIRECTIONS = ("", "up", "down", "same")
BASES = ("", "one document", "across documents")
REFUSALS = (
    "", "one_year", "not_reported", "impossible", "masked", "odd", "offence", "actor", "unit", "breakdown",
    "gap", "period", "law", "definition", "source", "contradiction", "bound",
)  # fmt: skip
OUTCOMES = ("first", "confirmed", "restated", "dropped")
ROLES = ("recommended", "other", "part")
CELLS = ("reported", "zero", "not_reported", "silent")
PILLARS = ("prosecution", "protection", "prevention", "overall")
ASSESSMENTS = (
    "increased", "maintained", "decreased", "mixed", "progress", "made", "not_increased", "not_decreased", "none",
    "silent",
)  # fmt: skip
DEGREES = ("", "strong", "adequate", "modest", "weak")
ASSESSED_CHANGES = ("first", "same", "changed", "silent")
TIER_CHANGES = ("first", "unchanged", "upgraded", "downgraded", "other")
RECOMMENDED_OUTCOMES = ("first", "new", "repeated", "reworded", "dropped")
SEVERITIES = ("error", "warning", "note")


@dataclass(frozen=True)
class Column:
    """Type int, number, text or flag; `empty` where a value may be missing; `allowed` where the words are closed."""

    kind: str
    empty: bool = False
    allowed: Sequence[str] = ()


@dataclass(frozen=True)
class Table:
    """A table in {reports}/data: no two rows agree on all of `unique`."""

    name: str
    columns: Mapping[str, Column]
    unique: Sequence[str] = ()


TEXT, WORDS, YEAR, FLAG = Column("text"), Column("text", empty=True), Column("int"), Column("flag")
NUMBER, MAYBE_YEAR = Column("number", empty=True), Column("int", empty=True)
_BOUND = Column("text", allowed=("", *ALLOWED["bound"]))
_BREAKDOWNS = ("exploitation", "sex", "age", "origin")
_SERIES = {"iso3": TEXT, "series": TEXT}

SERIES = Table(
    "series",
    {
        **_SERIES,
        "indicator": TEXT,
        **{name: Column("text", allowed=ALLOWED[name]) for name in
           ("offence", "exploitation", "sex", "age", "origin", "actor")},
        "subtype": WORDS, "year": YEAR, "value": NUMBER,
        "bound": _BOUND, "status": Column("text", allowed=STATUSES),
        "period": Column("text", allowed=ALLOWED["period"]), "law": WORDS, "reported_by": WORDS, "doc": TEXT,
        "observation": TEXT, "rule": TEXT, "supporting": WORDS, "others": WORDS, "parts": WORDS,
    },
    ("iso3", "series", "year"),
)  # fmt: skip
CHANGES = Table(
    "changes",
    {
        **_SERIES,
        "from": MAYBE_YEAR, "to": YEAR, "gap": FLAG,
        "from_value": NUMBER, "from_bound": _BOUND, "to_value": NUMBER, "to_bound": _BOUND,
        "from_observation": WORDS, "to_observation": TEXT,
        "absolute": NUMBER, "percent": MAYBE_YEAR, "direction": Column("text", allowed=DIRECTIONS),
        "basis": Column("text", allowed=BASES), "within_chance": Column("flag", empty=True),
        "refused": Column("text", allowed=REFUSALS), "reason": WORDS, "percent_refused": WORDS,
    },
    ("iso3", "series", "from", "to"),
)  # fmt: skip
DISAGREEMENTS = Table(
    "disagreements",
    {
        **_SERIES,
        "year": YEAR, "role": Column("text", allowed=ROLES), "value": NUMBER, "bound": _BOUND, "observation": TEXT,
        "doc": TEXT, "reported_by": WORDS, "law": WORDS, "period": Column("text", allowed=ALLOWED["period"]),
        "spread": NUMBER, "reason": WORDS,
    },
    ("observation",),
)  # fmt: skip
REVISIONS = Table(
    "revisions",
    {
        **_SERIES,
        "year": YEAR, "publisher": TEXT, "edition": YEAR, "doc": TEXT, "value": NUMBER, "bound": _BOUND,
        "status": Column("text", allowed=("", *STATUSES)), "observation": WORDS, "against": WORDS,
        "outcome": Column("text", allowed=OUTCOMES),
    },
    ("iso3", "series", "year", "publisher", "edition", "doc"),
)  # fmt: skip
CHECKS = Table(
    "checks",
    {
        "iso3": TEXT, "check": TEXT, "severity": Column("text", allowed=SEVERITIES), "series": WORDS,
        "year": MAYBE_YEAR, "observations": WORDS, "message": TEXT,
    },
)  # fmt: skip
COVERAGE = Table(
    "coverage",
    {"iso3": TEXT, "indicator": TEXT, "year": YEAR, "cell": Column("text", allowed=CELLS)},
    ("iso3", "indicator", "year"),
)
UNIFIED = Table(
    "unified",
    {
        "iso3": TEXT, "item": TEXT, "by": Column("text", allowed=("", *_BREAKDOWNS)), "public": FLAG,
        "since": MAYBE_YEAR, "latest": MAYBE_YEAR, "years": YEAR,
    },
    ("iso3", "item", "by"),
)  # fmt: skip
_SAID = {"value": NUMBER, "bound": _BOUND, "status": Column("text", allowed=("", *STATUSES)), "observation": WORDS,
         "doc": WORDS}  # fmt: skip
SINCE = Table(
    "since_release",
    {
        **_SERIES, "year": YEAR, "outcome": Column("text", allowed=("new", "changed", "gone")),
        **{f"{name}_{side}": column for side in ("before", "now") for name, column in _SAID.items()},
    },
    ("iso3", "series", "year"),
)  # fmt: skip
_EDITION = {"publisher": TEXT, "edition": YEAR, "doc": TEXT}
_QUOTED = {"start": YEAR, "end": YEAR, "section": WORDS, "page": MAYBE_YEAR}
ASSESSED = Table(
    "assessed",
    {
        "iso3": TEXT, "pillar": Column("text", allowed=PILLARS), **_EDITION,
        "assessment": Column("text", allowed=ASSESSMENTS), "degree": Column("text", allowed=DEGREES),
        "change": Column("text", allowed=ASSESSED_CHANGES), "before": Column("text", allowed=("", *ASSESSMENTS)),
        "before_degree": Column("text", allowed=DEGREES), "before_edition": MAYBE_YEAR, "editions": YEAR,
        "missing": WORDS, "quote": TEXT, **_QUOTED, "rule": WORDS,
    },
    ("iso3", "pillar", "publisher", "edition"),
)  # fmt: skip
TIER_HISTORY = Table(
    "tiers",
    {
        "iso3": TEXT, "edition": YEAR, "doc": TEXT, "tier": NUMBER, "label": TEXT,
        "change": Column("text", allowed=TIER_CHANGES), "before": NUMBER, "before_label": WORDS,
        "before_edition": MAYBE_YEAR, "editions": YEAR, "since": YEAR, "missing": WORDS, "observation": TEXT,
    },
    ("iso3", "edition"),
)  # fmt: skip
RECOMMENDED = Table(
    "recommended",
    {
        "iso3": TEXT, **_EDITION, "position": MAYBE_YEAR, "outcome": Column("text", allowed=RECOMMENDED_OUTCOMES),
        "editions": YEAR, "first_edition": YEAR, "missing": WORDS, "match": MAYBE_YEAR, "recommendation": WORDS,
        "before": WORDS, "before_edition": MAYBE_YEAR, "text": TEXT, **_QUOTED,
    },
)  # fmt: skip
IN_WORDS = (ASSESSED, TIER_HISTORY, RECOMMENDED)
TABLES = (SERIES, CHANGES, DISAGREEMENTS, REVISIONS, SINCE, CHECKS, COVERAGE, UNIFIED)


def conform(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The frame with the table's columns, in order and typed, checked by its pandera schema.

    Raises pandera.errors.SchemaErrors: a fault in this package, never in what people wrote.
    """
    ready = pd.DataFrame({name: _cast(frame[name], column) for name, column in table.columns.items()}, copy=False)
    return _schema(table).validate(ready, lazy=True)


def _cast(column: pd.Series, wanted: Column) -> pd.Series:
    match wanted.kind:
        case "int":
            return column.astype("Int64")
        case "number":
            return column.astype("float64")
        case "flag":
            return column.astype("boolean")
    return column if isinstance(column.dtype, pd.CategoricalDtype) else column.astype(object)


def _schema(table: Table) -> Any:
    import pandera.pandas as pa

    kinds = {"int": "Int64", "number": "float64", "flag": "boolean", "text": None}
    columns = {}
    for name, column in table.columns.items():
        checks = [pa.Check(_among(column.allowed), error=f"one of {column.allowed}")] if column.allowed else []
        if column.kind == "text" and not column.empty and not column.allowed:
            checks.append(pa.Check(_filled, error="not empty"))
        nullable = column.empty and column.kind != "text"
        columns[name] = pa.Column(kinds[column.kind], checks, nullable=nullable)
    return pa.DataFrameSchema(columns, unique=list(table.unique) or None, strict=True, ordered=True)


def _among(allowed: Sequence[str]) -> Any:
    return lambda values: values.isin(list(allowed))


def _filled(values: pd.Series) -> pd.Series:
    return values.ne("") & values.notna()
