"""A year's figure and what it is compared with, or the reason why with nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping

from tipbrief.briefs.figures import Figure, Runs, figure, join, say
from tipbrief.briefs.filters import percent, signed
from tipbrief.briefs.pick import numbers
from tipbrief.briefs.wording import DIRECTIONS, Words
from tipbrief.messages import _
from tipbrief.settings import Accuracy, Settings

Series = Mapping[str, Any]
Change = Mapping[str, Any]


@dataclass(frozen=True)
class Context:
    """What every section is composed from: the country's JSON, the words, the configuration, the measured accuracy."""

    country: Mapping[str, Any]
    words: Words
    settings: Settings
    accuracy: Accuracy

    @property
    def organisation(self) -> Mapping[str, str]:
        """Who publishes the brief."""
        return self.settings.organisation

    @property
    def observations(self) -> Mapping[str, Mapping[str, Any]]:
        """The country's observations by id."""
        return self.country["observations"]


def value_figure(words: Words, value: Mapping[str, Any], short: bool = False) -> Figure:
    """The number of one year of a series, in words ("at least 12") or with a sign ("≥12")."""
    text = words.bounded(value["value"], value["bound"], short)
    return figure(text, value["value"], [value["observation"]])


def counted_figure(words: Words, value: Mapping[str, Any]) -> Figure:
    """The number inside a sentence: a zero is "no"."""
    found = value_figure(words, value)
    return {**found, "text": words(_("no"))} if value["value"] == 0 else found


def latest_change(series: Series) -> Change | None:
    """The change into the latest year with a number; None where nothing is said of it."""
    last = numbers(series)[-1:]
    return best_changes(series).get(last[0]["year"]) if last else None


def best_changes(series: Series) -> dict[int, Change]:
    """For each year the change that says most: one that was let through, else one with an earlier number."""
    found = sorted(series["changes"], key=lambda c: (not c["refused"], c["from_value"] is not None, c["from"] or 0))
    return {change["to"]: change for change in found}


def comparison(context: Context, series: Series, change: Change | None) -> Runs:
    """What follows a year's figure: "up from 2 in 2018", or why nothing can be said."""
    words = context.words
    if change is None or change["refused"] == "one_year":
        return say(words(_("the only year with a figure")))
    if change["refused"]:
        return _refusal(context, change)
    earlier = change_side(context, change, "from")
    if change["to_value"] != numbers(series)[-1]["value"]:
        both = words(_("one document gives {later} against {n} in {year}"))
        return say(both, later=change_side(context, change, "to"), n=earlier, year=change["from"])
    pattern = DIRECTIONS.get((change["direction"] or "", bool(change["gap"])), _("compared with {n} in {year}"))
    found = say(words(pattern), n=earlier, year=change["from"])
    return join([found, say(words(_("(within chance)")))]) if change.get("within_chance") else found


def _refusal(context: Context, change: Change) -> Runs:
    words = context.words
    if change["from"] is None:
        return say(words(_("no earlier figure: {why}")), why=words.reason(change))
    if change["from_value"] is None or not change["from_observation"]:
        return say(words(_("not compared with {year}: {why}")), year=change["from"], why=words.reason(change))
    pattern = words(_("{n} in {year}, not comparable: {why}"))
    return say(pattern, n=change_side(context, change, "from"), year=change["from"], why=words.reason(change))


def change_side(context: Context, change: Change, side: str) -> Figure:
    """One end of a comparison, as the document that compares says it."""
    identifier, value = change[f"{side}_observation"], change[f"{side}_value"]
    bound = context.observations[identifier]["bound"]
    return figure(context.words.bounded(value, bound), value, [identifier])


def difference(words: Words, change: Change) -> Figure | None:
    """The absolute change with its sign; None where it was refused."""
    if change["refused"] or change["absolute"] is None:
        return None
    pair = [change["from_observation"], change["to_observation"]]
    return figure(signed(change["absolute"], words.language), change["absolute"], pair, "difference")


def percentage(words: Words, change: Change) -> Figure | None:
    """The change in per cent; None where the base is too small or the comparison was refused."""
    if change["refused"] or change["percent"] is None:
        return None
    pair = [change["from_observation"], change["to_observation"]]
    return figure(percent(change["percent"], words.language), change["percent"], pair, "percentage")
