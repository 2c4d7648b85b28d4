"""What the rows of one document say of each other: the same fact stated twice, potential beside confirmed victims."""

from __future__ import annotations

from tipbrief.observations.rows import Row

_FACT = ("iso3", "indicator", "year", "value", "status", "offence", "actor")
_DETAIL = ("exploitation", "sex", "age", "origin", "law", "subtype", "reported_by")
_MAY_BE_LEFT_OUT = frozenset({"law", "reported_by"})


def mark_potential(rows: list[Row]) -> list[Row]:
    """Potential victims are a part where the document also counts confirmed ones (codebook, "Subsets").

    Beside "identified 40 victims", the nine of "identified nine presumed victims" are a part of another count.
    """
    identified = [row for row in rows if row["indicator"] == "victims_identified"]
    confirmed = any(not row["potential"] and row["value"] not in ("", "0") for row in identified)
    for row in identified:
        if row["potential"] and confirmed and not row["subtype"]:
            row["subtype"] = "potential victims"
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
        elif _specificity(row) > _specificity(kept[twin]):
            kept[twin] = row
    return kept


def _is_twin(one: Row, other: Row) -> bool:
    """Whether another sentence says the same; law and reporter may stand in one of them alone."""
    if one["sentence_start"] == other["sentence_start"]:
        return False
    return all(one[key] == other[key] or (key in _MAY_BE_LEFT_OUT and not (one[key] and other[key])) for key in _DETAIL)


def _specificity(row: Row) -> int:
    return sum(bool(row[key]) for key in _DETAIL) + (row["period"] == "calendar")
