"""What changed: from one year to the next, and from the last release to this one.

No number stands here without what it is compared with, or the reason why it is compared with nothing.
"""

from __future__ import annotations

from typing import Any, Mapping

from tipbrief.briefs.compare import Change, Context, change_side, latest_change
from tipbrief.briefs.figures import Figure, Runs, figure, join, say
from tipbrief.briefs.filters import spans
from tipbrief.briefs.pick import headline_series, is_recent, numbers
from tipbrief.briefs.wording import Words
from tipbrief.messages import _

Series = Mapping[str, Any]
Part = dict[str, Any]

MOVES = {
    "up": _("{label} rose from {before} in {earlier} to {n} in {year}"),
    "down": _("{label} fell from {before} in {earlier} to {n} in {year}"),
    "same": _("{label} stayed at {n} from {earlier} to {year}"),
}
RELEASED = "released"  # the computation of a number that stands in the last release
MOST, LISTED = 6, 8


def moved(context: Context, series: Series, change: Change) -> Runs:
    """The change as a sentence without its full stop, both numbers in it."""
    sides = {"before": change_side(context, change, "from"), "n": change_side(context, change, "to")}
    pattern = context.words(MOVES[change["direction"]])
    years = {"earlier": change["from"], "year": change["to"]}
    return say(pattern, label=context.words.label(series), **sides, **years)


def what_changed(context: Context) -> Part | None:
    """The latest changes of the totals: beyond chance, within it, and those that are not compared, each once."""
    series = headline_series(context.country, context.words.indicators)
    latest = [(item, latest_change(item)) for item in series if is_recent(context.country, item)]
    pairs = [(item, change) for item, change in latest if change and change["refused"] != "one_year"]
    clear = sorted((pair for pair in pairs if _is_clear(pair[1])), key=lambda pair: (-pair[1]["to"], -_share(pair[1])))
    rows = [*_tier(context), *(_row(context, item, change) for item, change in clear[:MOST])]
    rest = [pair for pair in pairs if pair not in clear[:MOST] and not pair[1]["refused"]]
    unclear = context.words(_("No more than chance can give, or not exactly known: {list}."))
    rows += _grouped(context, rest, unclear, _both)
    for reason in dict.fromkeys(context.words.reason(change) for _item, change in pairs if change["refused"]):
        alike = [pair for pair in pairs if pair[1]["refused"] and context.words.reason(pair[1]) == reason]
        pattern = context.words(_("Not compared ({why}): {list}.")).replace("{why}", reason)
        rows += _grouped(context, alike, pattern, _alone)
    return {"kind": "changed", "rows": rows} if rows else None


def _tier(context: Context) -> list[Part]:
    """The latest placement, where it is another than that of the edition before."""
    words, last = context.words, (context.country["tiers"] or [{"change": ""}])[-1]
    if last["change"] not in ("upgraded", "downgraded") or not last["before_edition"]:
        return []
    observations = {tier["year"]: tier["observation"] for tier in context.country["tier"]}
    now = figure(words(last["label"]), last["tier"], [last["observation"]])
    then = figure(words(last["before_label"]), last["before"], [observations[last["before_edition"]]])
    pattern = _("Placed on {tier} in {year}, after {before} in {earlier}")
    said = say(words(pattern), tier=now, year=last["edition"], before=then, earlier=last["before_edition"])
    gap = say(words(_("; editions not read: {years}.")), years=spans(last["missing"])) if last["missing"] else say(".")
    return [{"sign": "up" if last["change"] == "upgraded" else "down", "runs": join([said, gap], "")}]


def _is_clear(change: Change) -> bool:
    """A change that was let through and that chance alone does not give."""
    return not change["refused"] and change.get("within_chance") is False and change["direction"] in ("up", "down")


def _share(change: Change) -> float:
    """How large the change is against the larger of its numbers."""
    return abs(change["absolute"] or 0) / max(change["from_value"], change["to_value"], 1)


def _row(context: Context, series: Series, change: Change) -> Part:
    return {"sign": change["direction"], "runs": join([moved(context, series, change), say(".")], "")}


def _grouped(context: Context, pairs: list[tuple[Series, Change]], pattern: str, told: Any) -> list[Part]:
    """One row for several series, by a pattern in the brief's language; none where there is none."""
    if not pairs:
        return []
    listed = join([told(context, item, change) for item, change in pairs[:LISTED]], "; ")
    if left := len(pairs) - LISTED if len(pairs) > LISTED else 0:
        more = figure(context.words.number(left), left, [], "count")
        listed = join([listed, say(context.words(_("{n} more")), n=more)], "; ")
    return [{"sign": "", "runs": say(pattern, list=listed)}]


def _both(context: Context, series: Series, change: Change) -> Runs:
    """A label with its two numbers and years."""
    sides = {"before": change_side(context, change, "from"), "n": change_side(context, change, "to")}
    pattern = context.words(_("{label}, {before} in {earlier}, {n} in {year}"))
    return say(pattern, label=context.words.label(series), **sides, earlier=change["from"], year=change["to"])


def _alone(context: Context, series: Series, change: Change) -> Runs:
    """A label with its latest number, and the earlier one where it is known."""
    if change["from_value"] is not None and change["from_observation"]:
        return _both(context, series, change)
    value = numbers(series)[-1]
    found = figure(context.words.bounded(value["value"], value["bound"]), value["value"], [value["observation"]])
    return say(
        context.words(_("{label}, {n} in {year}")), label=context.words.label(series), n=found, year=value["year"]
    )


def since_release(context: Context) -> Part | None:
    """Figures of the last release that are changed or gone, each with both numbers, and how many are new."""
    since = context.country["since_release"]
    if since is None:
        return None
    words, labels = context.words, {s["id"]: context.words.label(s) for s in context.country["series"]}
    counts = {name: [row for row in since["figures"] if row["outcome"] == name] for name in ("new", "changed", "gone")}
    rows = [
        {
            "label": labels.get(row["series"]) or words.series_label(row["series"]),
            "year": row["year"],
            "before": _side(words, row, "before"),
            "now": _side(words, row, "now"),
        }
        for row in [*counts["changed"], *counts["gone"]]
    ]
    told = {name: figure(words.number(len(found)), len(found), [], "count") for name, found in counts.items()}
    return {"kind": "since_release", "release": since["release"], "counts": told, "rows": rows}


def _side(words: Words, row: Mapping[str, Any], side: str) -> Figure | None:
    """The number then or now; None where there is none to print."""
    value, status = row[f"value_{side}"], row[f"status_{side}"]
    cited = [row[f"observation_{side}"]] if side == "now" and row["observation_now"] else []
    if not status:
        return None
    if value is None:
        return figure(
            words(_("n.r.") if status == "not_reported" else _("withheld")), None, cited, None if cited else RELEASED
        )
    text = words.bounded(value, row[f"bound_{side}"] or "exact", short=True)
    return figure(text, value, cited, None if cited else RELEASED)
