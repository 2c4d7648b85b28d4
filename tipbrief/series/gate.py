"""The gate: a pair of statements becomes a change, or a refusal with its reason.

The first reason of `_reasons` that holds is printed. A refused pair has no difference, no percentage
and no direction. Differences and percentages need two exact numbers; a direction must hold for every
number that the bounds allow.
"""

from __future__ import annotations

from typing import Mapping

import numpy as np
import pandas as pd

from tipbrief.messages import _
from tipbrief.series.chance import within_chance
from tipbrief.series.comparison import Comparison
from tipbrief.series.values import Array, Statements, codes_of, pack

SENTENCES: Mapping[str, str] = {
    "one_year": _("Only one year is known."),
    "not_reported": _("The figure was not reported for one of the two years."),
    "impossible": _("The document's number cannot be a count."),
    "masked": _("A small count from a restricted source is not shown."),
    "odd": _("One of the numbers is too large to be compared unseen."),
    "offence": _("The year before is known only for another scope of offences."),
    "actor": _("The year before is known only for another actor."),
    "unit": _("The year before is known only in another unit (cases, persons)."),
    "breakdown": _("The year before is known only for the total."),
    "gap": _("The last known year lies too far back."),
    "period": _("The figures cover different kinds of year."),
    "law": _("The figures are under different articles."),
    "definition": _("What is counted changed between the two years."),
    "source": _("The figures come from different sources."),
    "contradiction": _("A document contradicts itself on one of the two years."),
    "bound": _("The bounds of the figures leave open which is larger."),
}
SIDE = ("value", "bound", "status", "period", "law", "doc", "publisher", "body", "masked", "start", "end")
OPEN_PERIODS = ("partial", "multi")


def pass_gate(
    said: Statements, pairs: pd.DataFrame, rules: Comparison, units: Mapping[str, str], base: int
) -> pd.DataFrame:
    """Changes and refusals, one row a pair: codes of series, years, positions, numbers, direction, reason."""
    left, right = _side(said, pairs["left"]), _side(said, pairs["right"])
    codes, words = _refusals(said, pairs, left, right, rules)
    low, high = _allowed(left, rules), _allowed(right, rules)
    direction = _direction(low, high, left, right)
    unsure = (codes == "") & (direction == "")
    codes = np.where(unsure, "bound", codes)
    words = np.where(unsure, SENTENCES["bound"], words)
    direction = np.where(codes == "", direction, "")
    exact = (codes == "") & left["bound"].eq("exact").to_numpy() & right["bound"].eq("exact").to_numpy()
    before, after = left["value"].to_numpy(float), right["value"].to_numpy(float)
    percent, percent_refused = _percent(before, after, exact, codes == "", base)
    return pairs.assign(
        absolute=np.where(exact, np.round(after - before, 9), np.nan),
        percent=percent,
        percent_refused=percent_refused,
        direction=direction,
        basis=np.where(pairs["lacking"].ne(""), "", np.where(pairs["inside"], "one document", "across documents")),
        within_chance=_chance(said, pairs, before, after, exact & (direction != "same"), rules, units),
        refused=codes,
        reason=words,
    )


def _side(said: Statements, positions: pd.Series) -> pd.DataFrame:
    """The statements of one side; position -1 (none) shows the last row, which no reason then reads."""
    return said.rows[list(SIDE)].take(positions.to_numpy()).reset_index(drop=True)


def _refusals(
    said: Statements, pairs: pd.DataFrame, left: pd.DataFrame, right: pd.DataFrame, rules: Comparison
) -> tuple[Array, Array]:
    """Code and sentence of the first reason against each pair; empty where there is none."""
    codes = pairs["lacking"].to_numpy(object).copy()
    words = pairs["lacking"].map(SENTENCES).fillna("").to_numpy(object)
    for code, mask, sentence in _reasons(said, pairs, left, right, rules):
        hit = np.asarray(mask, bool) & (codes == "")
        codes[hit], words[hit] = code, sentence
    return codes, words


def _reasons(
    said: Statements, pairs: pd.DataFrame, left: pd.DataFrame, right: pd.DataFrame, rules: Comparison
) -> list[tuple[str, object, str]]:
    """The gate's reasons in the order in which one is printed: (code, pairs, sentence)."""
    both = left["status"].eq("reported") & right["status"].eq("reported")
    inside, masked = pairs["inside"].to_numpy(), left["masked"] | right["masked"]
    contradicts = contradictions(said.rows)
    torn = contradicts[pairs["left"].to_numpy()] | contradicts[pairs["right"].to_numpy()]
    return [
        ("not_reported", ~both, SENTENCES["not_reported"]),
        ("masked", masked, SENTENCES["masked"]),
        ("odd", left["value"].gt(rules.largest) | right["value"].gt(rules.largest), SENTENCES["odd"]),
        ("gap", pairs["to"] - pairs["from"] > rules.longest_gap, SENTENCES["gap"]),
        ("period", _periods(left, right, inside), SENTENCES["period"]),
        *_breaks(said, pairs, rules),
        ("law", _differ(left, right, "law") & left["law"].ne("") & right["law"].ne(""), SENTENCES["law"]),
        ("source", _sources(left, right, inside), SENTENCES["source"]),
        ("contradiction", torn, SENTENCES["contradiction"]),
    ]


def _differ(left: pd.DataFrame, right: pd.DataFrame, name: str) -> Array:
    return left[name].cat.codes.to_numpy() != right[name].cat.codes.to_numpy()


def _periods(left: pd.DataFrame, right: pd.DataFrame, inside: Array) -> Array:
    """Another kind of year; some months or several years are alike only where one document compares them."""
    unlike = left["period"].isin(OPEN_PERIODS).to_numpy() & ~inside
    return _differ(left, right, "period") | unlike


def _breaks(said: Statements, pairs: pd.DataFrame, rules: Comparison) -> list[tuple[str, object, str]]:
    series = pairs["series"].to_numpy(np.int64)
    country = said.names["iso3"].astype(str).to_numpy()
    indicator = said.names["indicator"].astype(str)
    found = []
    for entry in rules.breaks:
        concerned = (country == entry.iso3) & indicator.isin(list(entry.indicators)).to_numpy()
        crosses = (pairs["from"] < entry.first_year) & (pairs["to"] >= entry.first_year)
        found.append((entry.kind, concerned[series] & crosses.to_numpy(), entry.says))
    return found


def _sources(left: pd.DataFrame, right: pd.DataFrame, inside: Array) -> Array:
    """Not one source: across documents two publishers that do not both name one body; else two named bodies,
    or one that is named beside one that is not, unless one quote holds both figures ("12, compared with nine").
    """
    other_body = _differ(left, right, "body")
    named = left["body"].ne("").to_numpy(), right["body"].ne("").to_numpy()
    both = named[0] & named[1]
    one_quote = inside & (left["start"] < right["end"]).to_numpy() & (right["start"] < left["end"]).to_numpy()
    return other_body & (both | ~one_quote) | (~inside & _differ(left, right, "publisher") & ~(both & ~other_body))


def contradictions(rows: pd.DataFrame) -> Array:
    """True for exact rows beside which the same document, body and article give another number for the year."""
    exact = rows["value"].notna().to_numpy() & rows["bound"].eq("exact").to_numpy()
    where = pack(rows["group"].to_numpy(), *codes_of(rows, ("doc", "body", "law")))[exact]
    _, where = np.unique(where, return_inverse=True)
    value = rows["value"].to_numpy(float)[exact]
    size = where.max(initial=-1) + 1
    least, most = np.full(size, np.inf), np.full(size, -np.inf)
    np.minimum.at(least, where, value)
    np.maximum.at(most, where, value)
    torn = np.zeros(len(rows), bool)
    torn[np.flatnonzero(exact)] = (least != most)[where]
    return torn


def _allowed(side: pd.DataFrame, rules: Comparison) -> tuple[Array, Array]:
    """Least and most that each statement allows: "at least 12" is 12 and more, "at most 5" is 0 to 5."""
    value, bound = side["value"].to_numpy(float), side["bound"].astype(str).to_numpy()
    slack = np.where(bound == "approx", value * rules.approximate / 100, 0)
    return np.where(bound == "max", 0, value - slack), np.where(bound == "min", np.inf, value + slack)


def _direction(
    before: tuple[Array, Array], after: tuple[Array, Array], left: pd.DataFrame, right: pd.DataFrame
) -> Array:
    """up, down or same where it holds for every allowed pair of numbers, else empty."""
    same = (before[0] == before[1]) & (after[0] == after[1]) & (before[0] == after[0])
    return np.select([after[0] > before[1], after[1] < before[0], same], ["up", "down", "same"], "").astype(object)


def _percent(before: Array, after: Array, exact: Array, passed: Array, base: int) -> tuple[Array, Array]:
    """Percent as a whole number, halves away from zero, and why there is none.

    Integers up to config's `largest` divide to the nearest float, which meets a half only where the
    quotient is one; so the rounding is that of exact arithmetic.
    """
    refused = np.select(
        [~passed, ~exact, before == 0, before < base], ["", "not exact", "base zero", f"base under {base}"], ""
    ).astype(object)
    shown = passed & (refused == "")
    share = 100 * np.divide(after - before, before, out=np.zeros(len(before)), where=shown)
    return np.where(shown, np.copysign(np.floor(np.abs(share) + 0.5), share) + 0.0, np.nan), refused


def _chance(
    said: Statements, pairs: pd.DataFrame, before: Array, after: Array, wanted: Array,
    rules: Comparison, units: Mapping[str, str],
) -> pd.Series:  # fmt: skip
    """True or False for exact whole counts that differ; <NA> elsewhere."""
    counted = said.names["indicator"].astype(str).map(units).isin(["rank", "years"]).to_numpy()
    wanted = wanted & ~counted[pairs["series"].to_numpy(np.int64)] & (before % 1 == 0) & (after % 1 == 0)
    verdict = np.full(len(pairs), None, dtype=object)
    verdict[wanted] = within_chance(before[wanted], after[wanted], rules.chance)
    return pd.Series(verdict, dtype="boolean")
