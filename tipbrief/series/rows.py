"""Observations as a typed frame: which rows enter a series, and which cannot.

Needs observations.csv, {work}/documents/index.csv and sources.csv. Gives `Gathered`: one row for
each usable statement, and the findings about those that are not.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any, Callable, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from tipbrief.errors import TipbriefError
from tipbrief.model import ALLOWED, OBSERVATION_COLUMNS
from tipbrief.series.comparison import DOCUMENT, Comparison
from tipbrief.series.tables import TIERS
from tipbrief.settings import Indicator

TEXT = ("id", "quote")
NUMBERS = ("year", "value", "start", "end", "page")
NEEDED = (
    "id", "doc", "iso3", "indicator", "offence", "exploitation", "sex", "age", "origin", "actor", "subtype",
    "year", "period", "value", "bound", "status", "law", "reported_by", "start", "end",
)  # fmt: skip
FIRST_YEAR, LAST_YEAR = 1900, 2100
SPECIAL = "special case"
BRACKET = re.compile(r"\s*\([^()]*\)")
Row = Mapping[str, str]


@dataclass(frozen=True)
class Gathered:
    """`rows`: statements that enter series; `impossible`: numbers that none may hold; `findings`: what is amiss."""

    rows: pd.DataFrame
    impossible: pd.DataFrame
    findings: pd.DataFrame


def read_observations(table: bytes) -> pd.DataFrame:
    """observations.csv, or a part of it, typed; nothing at all has no rows."""
    if not table:
        return typed(pd.DataFrame(columns=list(OBSERVATION_COLUMNS), dtype=object))
    kinds = {name: "str" if name in TEXT else "category" for name in OBSERVATION_COLUMNS}
    return typed(pd.read_csv(io.BytesIO(table), dtype=kinds, na_filter=False, encoding="utf-8"))


def typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Numbers as float64 (NaN where there is none or it cannot be read), codes as sorted categories."""
    if missing := [name for name in OBSERVATION_COLUMNS if name not in frame.columns]:
        raise TipbriefError(
            f"observations.csv lacks the column {', '.join(missing)}; run the observations stage again."
        )
    return pd.DataFrame({name: _typed(frame[name], name) for name in OBSERVATION_COLUMNS}, copy=False)


def _typed(column: pd.Series, name: str) -> pd.Series:
    if name in TEXT:
        return column.astype(object)
    codes = column.astype("category")
    if codes.cat.categories.dtype == bool:
        codes = codes.cat.rename_categories(lambda flag: str(flag).lower())
    if name not in NUMBERS:
        return codes.cat.set_categories(sorted(codes.cat.categories))
    read = pd.to_numeric(pd.Series(codes.cat.categories, dtype=object), errors="coerce").to_numpy(float)
    read = np.append(np.where(np.isfinite(read), read, np.nan), np.nan)
    return pd.Series(read[codes.cat.codes.to_numpy()], index=column.index)


def gather(
    frame: pd.DataFrame,
    sources: Sequence[Row],
    parts: Sequence[Row],
    indicators: Mapping[str, Indicator],
    rules: Comparison,
) -> Gathered:
    """Sort rows out: another country's figures enter nothing, faulty ones become findings."""
    frame, repeated = _once(frame)
    frame = frame[list(NEEDED)]
    known = frame["doc"].isin([row["doc"] for row in sources]).to_numpy()
    here = inside(frame, parts)
    findings = [repeated, finding(frame[~known], "unknown_document", "error", "its document is not in sources.csv")]
    usable = known & here
    for check, severity, mask, message in _faults(frame, indicators, rules):
        mask = np.asarray(mask, bool) & usable
        findings.append(finding(frame[mask], check, severity, message))
        if severity == "error":
            usable &= ~mask
    below = known & here & (frame["value"] < 0).to_numpy() & _valid_year(frame["year"])
    below &= frame["indicator"].isin(list(indicators)).to_numpy() & _closed(frame)
    return Gathered(
        _describe(frame[usable].reset_index(drop=True), sources, indicators, rules),
        _describe(frame[below].reset_index(drop=True), sources, indicators, rules),
        pd.concat(findings, ignore_index=True),
    )


def _once(frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Each id once, whatever the order of rows; the ids that stood twice as findings."""
    twice = frame["id"].duplicated(keep=False)
    if not twice.any():
        return frame, finding(frame[:0], "repeated_row", "warning", "")
    again = frame[twice]
    order = np.lexsort([pd.factorize(again[name].astype(str), sort=True)[0] for name in OBSERVATION_COLUMNS])
    once = again.iloc[order].drop_duplicates("id")
    found = finding(once, "repeated_row", "warning", "the same observation stands in observations.csv more than once")
    return pd.concat([frame[~twice], once], ignore_index=True), found


def inside(frame: pd.DataFrame, parts: Sequence[Row]) -> np.ndarray:
    """True where the row's country is the one that its document is about, at the place where the row stands."""
    spans: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for part in parts:
        spans.setdefault((part["doc"], part["iso3"]), []).append(
            (_number(part, "start", 0), _number(part, "end", np.inf))
        )
    docs, countries = frame["doc"].cat, frame["iso3"].cat
    pairs = docs.codes.to_numpy(np.int64) * (len(countries.categories) + 1) + countries.codes.to_numpy()
    distinct, where = np.unique(pairs, return_inverse=True)
    names = [divmod(int(pair), len(countries.categories) + 1) for pair in distinct]
    found = [spans.get((docs.categories[doc], countries.categories[iso3]), []) for doc, iso3 in names]
    start, held = frame["start"].to_numpy(), np.zeros(len(frame), bool)
    for turn in range(max(map(len, found), default=0)):
        span = np.array([spans[turn] if turn < len(spans) else (np.inf, -np.inf) for spans in found])
        low, high = span[where].T
        held |= (start >= low) & (start < high) | (np.isnan(start) & (low <= high))
    return held


def _number(part: Row, name: str, default: float) -> float:
    text = str(part.get(name) or "")
    return float(text) if text.isdigit() else default


Fault = tuple[str, str, object, str]


def _faults(frame: pd.DataFrame, indicators: Mapping[str, Indicator], rules: Comparison) -> Iterator[Fault]:
    """(check, severity, rows, message); an error keeps the row out of every series."""
    value, indicator = frame["value"], frame["indicator"]
    tier, reported = indicator.eq("tier"), frame["status"].eq("reported")
    special = tier & frame["subtype"].eq(SPECIAL)
    whole = indicator.isin([code for code, entry in indicators.items() if entry.unit not in ("rank", "years")])
    yield "unknown_indicator", "error", ~indicator.isin(list(indicators)), "its indicator is not in indicators.yml"
    yield "unknown_word", "error", ~_closed(frame), "one of its codes is not in the codebook"
    yield "impossible_year", "error", ~_valid_year(frame["year"]), "its year is not a year"
    yield (
        "tier_outside",
        "error",
        tier & reported & ~special & ~value.isin(list(TIERS)),
        "its tier is not 1, 2, 2.5 or 3",
    )
    yield "no_value", "error", reported & ~special & value.isna(), "it is reported but has no number"
    yield "negative", "error", value < 0, "its number is negative"
    yield "value_not_reported", "warning", ~reported & value.notna(), "it is not reported, yet has a number"
    yield "fraction", "warning", whole & value.notna() & (value % 1 != 0), "it counts whole things, yet has a fraction"
    yield "very_large", "warning", value > rules.largest, "its number is beyond what is compared"


def _valid_year(year: pd.Series) -> np.ndarray:
    return (year.between(FIRST_YEAR, LAST_YEAR) & (year % 1 == 0)).to_numpy()


def _closed(frame: pd.DataFrame) -> np.ndarray:
    return np.logical_and.reduce([frame[name].isin(list(words)).to_numpy() for name, words in ALLOWED.items()])


def finding(rows: pd.DataFrame, check: str, severity: str, message: str) -> pd.DataFrame:
    """Rows of one finding, for checks.csv: each names its observation and document."""
    docs = rows["doc"].astype(str)
    return pd.DataFrame(
        {
            "iso3": rows["iso3"].astype(str),
            "check": check,
            "severity": severity,
            "series": "",
            "year": rows["year"].where(_valid_year(rows["year"])),
            "observations": rows["id"],
            "message": "Observation " + rows["id"].astype(str) + " of " + docs + ": " + message + ".",
        }
    )


def _describe(
    frame: pd.DataFrame, sources: Sequence[Row], indicators: Mapping[str, Indicator], rules: Comparison
) -> pd.DataFrame:
    """Add what the rules need: edition, kind_rank, publisher, restricted, body_rank, and the unit's order."""
    by_doc = {row["doc"]: row for row in sources}
    facts = [by_doc.get(doc, {}) for doc in frame["doc"].cat.categories]
    codes = frame["doc"].cat.codes.to_numpy()
    lowest = len(rules.kinds)
    publishers = sorted({publisher(fact) for fact in facts})
    columns = {
        "edition": [int(fact["edition"]) if fact.get("edition", "").isdigit() else 0 for fact in facts],
        "kind_rank": [rules.kinds.get(kind_of(fact, rules), lowest) for fact in facts],
        "publisher": [publishers.index(publisher(fact)) for fact in facts],
        "restricted": [fact.get("access") == "restricted" for fact in facts],
    }
    described = {name: np.array(values, dtype=np.int64)[codes] for name, values in columns.items()}
    who = pd.Categorical.from_codes(described.pop("publisher"), categories=pd.Index(publishers, dtype=object))
    frame = frame.assign(**described, publisher=who, body=bodies(frame, rules))
    frame["body_rank"] = _body_ranks(frame, rules)
    frame["restricted"] = frame["restricted"].astype(bool)
    frame["year"] = frame["year"].astype("int64")
    frame["value"] = frame["value"].where(frame["status"].eq("reported"))
    frame["indicator"] = frame["indicator"].cat.set_categories(list(indicators))
    tier = frame["indicator"].eq("tier")
    if not tier.any():
        return frame
    names = ("offence", "exploitation", "sex", "age", "origin", "actor", "subtype")
    blank = {name: frame[name].cat.add_categories([] if "" in frame[name].cat.categories else [""]) for name in names}
    return frame.assign(**{name: column.where(~tier, "") for name, column in blank.items()})


def kind_of(source: Row, rules: Comparison) -> str:
    """The kind of a document as the order of preference sees it: a digest of news is news."""
    kind = source.get("kind", "")
    return "news" if kind == "digest" and publisher(source) in rules.news_publishers else kind


def publisher(source: Row) -> str:
    """Who speaks: a digest speaks for the publisher of the report that it digests.

    >>> publisher({"publisher": "Tipbrief, digest of US Department of State"})
    'US Department of State'
    """
    name = source.get("publisher", "")
    return name.split("digest of ", 1)[-1].strip() if "digest of " in name else name.strip()


def _body_ranks(frame: pd.DataFrame, rules: Comparison) -> np.ndarray:
    """Rank of `body` in its country's list; what is not listed ranks last, equal."""
    ranks, where = _by_country(frame, "body", lambda iso3, body: body_rank(rules, iso3, body))
    return np.array(ranks, dtype=np.int64)[where]


def bodies(frame: pd.DataFrame, rules: Comparison) -> pd.Categorical:
    """The body behind `reported_by`: one name for all its names; empty where none is named."""
    names, where = _by_country(frame, "reported_by", lambda iso3, name: body_of(rules, iso3, name))
    distinct, codes = np.unique(np.array([*names, ""], dtype=object), return_inverse=True)
    return pd.Categorical.from_codes(codes[:-1][where], categories=pd.Index(distinct, dtype=object))


def _by_country(frame: pd.DataFrame, column: str, of: Callable[[str, str], Any]) -> tuple[list[Any], np.ndarray]:
    """`of(country, word)` once for each pair that occurs, and which of them each row has."""
    countries, words = frame["iso3"].cat, frame[column].cat
    width = len(words.categories) + 1
    pairs, where = np.unique(countries.codes.to_numpy(np.int64) * width + words.codes.to_numpy(), return_inverse=True)
    each = [divmod(int(pair), width) for pair in pairs]
    return [of(countries.categories[country], words.categories[word]) for country, word in each], where


def body_of(rules: Comparison, iso3: str, name: str) -> str:
    """The body's name without brackets, with a straight apostrophe, and as the country's `names` have it."""
    plain = BRACKET.sub("", name).replace("’", "'").removeprefix("the ").strip()
    return rules.names.get(iso3, {}).get(plain, plain) or name


def body_rank(rules: Comparison, iso3: str, body: str) -> int:
    """Place of a body ('' is the document's own voice) in the order of preference of a country."""
    order = rules.bodies.get(iso3, (DOCUMENT,))
    name = body or DOCUMENT
    return order.index(name) if name in order else len(order)
