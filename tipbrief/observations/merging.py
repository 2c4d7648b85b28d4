"""What the rows of a document say of each other: one fact stated twice, parts alike, potential beside confirmed."""

from __future__ import annotations

from collections import Counter
from typing import Any, Mapping

from tipbrief.observations.figures import PART, Figure
from tipbrief.observations.rows import Row
from tipbrief.settings import Indicator

_VICTIMS = frozenset({"victims_identified", "victims_referred", "victims_assisted"})
_FACT = ("iso3", "indicator", "year", "value", "status", "offence", "actor")
_DETAIL = ("exploitation", "sex", "age", "origin", "law", "subtype", "reported_by")
_SAME_CELL = ("iso3", "indicator", "year", "offence", "actor", *_DETAIL)
_MAY_BE_LEFT_OUT = frozenset({"law", "reported_by"})


def mark_potential(rows: list[Row]) -> list[Row]:
    """Potential victims are a part where confirmed ones are counted beside them (codebook, "Subsets").

    Beside "identified 40 victims", the nine of "also identified nine presumed victims" are a part of another count, and
    so are the boys among the nine.
    """
    counted = [row for row in rows if row["indicator"] in _VICTIMS and row["value"] not in ("", "0")]
    confirmed = {_count_of(row) for row in counted if not row["potential"] and not _is_part(row)}
    apart: set[int] = set()  # figures of potential victims, by id()
    for row in counted:
        figure = row["figure"]
        beside = _count_of(row) in confirmed and not _is_part(row)
        if row["potential"] and (beside or id(figure.parent) in apart):
            apart.add(id(figure))
            row["subtype"] = row["subtype"] or "potential victims"
    return rows


def _is_part(row: Row) -> bool:
    """Whether the number only goes on with a total, without a verb of its own."""
    return row["figure"].kind == PART and row["figure"].claim is None


def _count_of(row: Row) -> tuple[Any, ...]:
    return row["paragraph"], row["indicator"], row["year"]


def mark_restated(rows: list[Row], indicators: Mapping[str, Indicator]) -> list[Row]:
    """A number for a year before the document's is restated only beside one for a later year, or in a comparison.

    "Courts convicted 170 traffickers in 2030, up from 130 in 2029", in a report on 2031 without newer ones, gives the
    latest that there are: the 170 is not restated, the 130 is.
    """
    latest: dict[str, int] = {}
    for row in rows:
        counted = _counted_with(indicators[row["indicator"]])
        latest[counted] = max(latest.get(counted, 0), row["year"] or 0)
    for row in rows:
        if row["restated"] == "true" and row["kind"] != "compare":
            later = (row["year"] or 0) < latest[_counted_with(indicators[row["indicator"]])]
            row["restated"] = "true" if later else "false"
    return rows


def _counted_with(indicator: Indicator) -> str:
    """What has its years in common: each stage of prosecution has its own statistics, victims are counted together."""
    return indicator.code if indicator.offence else indicator.pillar


def tell_ages(rows: list[Row]) -> list[Row]:
    """Where women and men are named by sex alone (class `grown`), they are adults beside children of the same total."""
    children = {_list_of(row) for row in rows if row["kind"] and row.get("age") == "child"}
    for row in rows:
        if row.get("grown") and not row["age"] and row["sex"] and _list_of(row) in children:
            row["age"] = "adult"
    return rows


def _list_of(row: Row) -> tuple[Any, ...]:
    """What a part shares with its siblings: total, indicator and year; a statement shares its sentence."""
    figure: Figure | None = row.get("figure")
    of = id(figure.parent) if figure and figure.parent else row["sentence_start"]
    return of, row["indicator"], row["year"], row["actor"]


def tell_apart(rows: list[Row]) -> list[Row]:
    """Two parts of one document with the same columns are two parts: the words that describe each are its `subtype`.

    Of "30 girls exploited abroad and nine exploited at home" neither is a total, and they do not contradict each other.
    """
    cells: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        if row["status"] == "reported" and row["indicator"] != "tier":
            cells.setdefault(tuple(str(row[key]) for key in _SAME_CELL), []).append(row)
    for alike in cells.values():
        places = Counter(row["sentence_start"] for row in alike)
        if len(places) == 1 and sorted(row["bound"] for row in alike) == ["max", "min"]:
            continue  # the ends of one range: "15 to 20 victims"
        if len(alike) > 1 and (len(places) < len(alike) or len({row["value"] for row in alike}) > 1):
            for row in alike:
                if row["kind"] == "part" or places[row["sentence_start"]] > 1:
                    row["subtype"] = row["words"] or row["subtype"]
    return rows


def merge_same_facts(rows: list[Row]) -> list[Row]:
    """The same fact stated twice in a document is one row, with the most specific attributes (codebook, "Truth").

    "freed 30 people in 2031" and later "freed 30 girls that year" are two facts; twice the first is one.
    """
    kept: list[Row] = []
    places: dict[tuple[str, ...], list[int]] = {}
    for row in rows:
        same = places.setdefault(tuple(str(row[key]) for key in _FACT), [])
        twin = next((at for at in same if _is_twin(row, kept[at])), None)
        if twin is None:
            same.append(len(kept))
            kept.append(row)
        else:
            kept[twin] = _more_specific(kept[twin], row)
    return kept


def _more_specific(one: Row, other: Row) -> Row:
    """The row that says more; its `twins` are where the fact stands too: the places of the row that is left out."""
    row, twin = (other, one) if _specificity(other) > _specificity(one) else (one, other)
    row["twins"] |= {(twin["sentence_hash"], twin["position"])} | twin["twins"]
    return row


def _is_twin(one: Row, other: Row) -> bool:
    """Whether another sentence says the same; law and reporter may stand in one of them alone."""
    if one["sentence_start"] == other["sentence_start"]:
        return False
    return all(one[key] == other[key] or (key in _MAY_BE_LEFT_OUT and not (one[key] and other[key])) for key in _DETAIL)


def _specificity(row: Row) -> int:
    return sum(bool(row[key]) for key in _DETAIL) + (row["period"] == "calendar")
