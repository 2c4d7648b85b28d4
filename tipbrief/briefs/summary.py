"""The summary: at most sixty words, in sentences that rules choose."""

from __future__ import annotations

from typing import Any, Mapping

from tipbrief.briefs.compare import Context, comparison, counted_figure, latest_change
from tipbrief.briefs.figures import Runs, count_words, figure, join, say
from tipbrief.briefs.pick import ended_series, key_series, numbers
from tipbrief.messages import _

WORDS = 60


def summary(context: Context) -> Runs:
    """The sentences that fit, the most important first, in the order of print."""
    candidates = [sentence for sentence in _candidates(context) if sentence[2]]
    chosen: list[tuple[int, int, Runs]] = []
    for candidate in sorted(candidates, key=lambda c: c[0]):
        if sum(count_words(c[2]) for c in [*chosen, candidate]) <= WORDS:
            chosen.append(candidate)
    return join([runs for _importance, _place, runs in sorted(chosen, key=lambda c: c[1])])


def _candidates(context: Context) -> list[tuple[int, int, Runs]]:
    """(importance, place, sentence): tier, the first figure of each pillar, other figures, what is missing."""
    series = key_series(context.country, context.words.indicators)
    sentences = [(0, 0, tier_sentence(context))]
    pillars: set[str] = set()
    for place, item in enumerate(series, 2):
        pillar = context.words.indicators[item["indicator"]].pillar
        later = pillar in pillars
        pillars.add(pillar)
        sentences.append((20 + place if later else place, place, figure_sentence(context, item)))
    sentences.append((10, 90, gap_sentence(context)) if series else (1, 1, nothing_sentence(context)))
    sentences.append((11, 80, ended_sentence(context)))
    return sentences


def tier_sentence(context: Context) -> Runs:
    """The latest placement and the one before it; nothing where no edition is known."""
    tiers = context.country["tier"]
    if not tiers:
        return []
    words, last = context.words, tiers[-1]
    before = [t for t in tiers if t["label"] != last["label"]][-1:]
    since = [t for t in tiers if not before or t["year"] > before[0]["year"]]
    now = figure(words(last["label"]), last["value"], [last["observation"]])
    if not before:
        return say(words(_("The {year} report placed the country on {tier}.")), tier=now, year=last["year"])
    then = figure(words(before[0]["label"]), before[0]["value"], [before[0]["observation"]])
    pattern = _("The {year} report placed the country on {tier}, after {before} in {earlier}.")
    if len(since) > 1:
        pattern = _("The country has stood on {tier} since the {since} report, after {before} in {earlier}.")
    return say(
        words(pattern), tier=now, before=then, year=last["year"], since=since[0]["year"], earlier=before[0]["year"]
    )


def figure_sentence(context: Context, series: Mapping[str, Any]) -> Runs:
    """The latest number of a series and what it is compared with."""
    value = numbers(series)[-1]
    number = counted_figure(context.words, value)
    sentence = say(context.words.statement(series, value["value"]), n=number, year=value["year"])
    compared = comparison(context, series, latest_change(series))
    change = latest_change(series)
    pattern = "{sentence}, {compared}." if change and not change["refused"] else "{sentence} ({compared})."
    return capitalised(say(pattern, sentence=sentence, compared=compared))


def capitalised(runs: Runs) -> Runs:
    """The sentence with its first letter large, also where it begins with a figure in words."""
    first, *rest = runs
    if "text" in first:
        return [{"text": first["text"][:1].upper() + first["text"][1:]}, *rest]
    text = first["figure"]["text"]
    return [{"figure": {**first["figure"], "text": text[:1].upper() + text[1:]}}, *rest]


def gap_sentence(context: Context) -> Runs:
    """The key indicators that no document gives a figure for, three at most."""
    words = context.words
    names = [words.within(words.indicator(code)) for code in silent_indicators(context)][:3]
    return say(words(_("No figure is given for {names}.")), names=", ".join(names)) if names else []


def ended_sentence(context: Context) -> Runs:
    """The key indicators whose figures end long before the others, with the year after which there is none."""
    words = context.words
    ended = ended_series(context.country, words.indicators)
    names = ", ".join(words.within(words.indicator(s["indicator"])) for s in ended)
    last = max((numbers(s)[-1]["year"] for s in ended), default=0)
    return say(words(_("No figure after {year} for {names}.")), year=last, names=names) if ended else []


def silent_indicators(context: Context) -> list[str]:
    """Key indicators without any number in the country's documents, in the order of print."""
    spoken = {s["indicator"] for s in context.country["series"] if numbers(s)}
    return [code for code, entry in context.words.indicators.items() if entry.key and code not in spoken]


def nothing_sentence(context: Context) -> Runs:
    """What a brief without figures says first."""
    return say(context.words(_("The documents read so far give no figure that this brief could print.")))
