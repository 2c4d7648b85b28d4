"""A country's JSON becomes a brief: plain data, all that the PDF says, in the order of print.

`{masthead, sections: [{kind, ...}], annex, about, carried}`; `carried` holds rows for the attached tables.
A section that has nothing to say is not there.
"""

from __future__ import annotations

from typing import Any, Mapping

from tipbrief.briefs import filters
from tipbrief.briefs.annex import annexed, proofs
from tipbrief.briefs.changed import since_release, what_changed
from tipbrief.briefs.chart_breakdown import breakdown
from tipbrief.briefs.chart_spark import spark
from tipbrief.briefs.compare import Context, comparison, latest_change, value_figure
from tipbrief.briefs.coverage import coverage
from tipbrief.briefs.figures import Runs, figure, number_references, plain, say
from tipbrief.briefs.glossary import glossary
from tipbrief.briefs.panels import chart, headline
from tipbrief.briefs.pick import (
    ended_series,
    few_figures,
    key_series,
    numbers,
    panel_series,
    pillar_series,
    table_size,
    years_of,
)
from tipbrief.briefs.said import assessments, carried, recommendations
from tipbrief.briefs.sources import dating, digest_note, publisher, sources
from tipbrief.briefs.summary import summary
from tipbrief.briefs.tables import year_table
from tipbrief.briefs.wording import Words
from tipbrief.messages import _, forms
from tipbrief.settings import Accuracy, Settings
from tipbrief.templating import country_name
from tipbrief.translations import is_unchecked

Part = dict[str, Any]

CHARTED = ("prosecution", "protection")
PILLARS = {"prosecution": _("Prosecution"), "protection": _("Protection"), "prevention": _("Prevention")}
TIER_CELLS, FEW_TIERS = 12, 4
NARROW = 4  # as many cards stand in one row, without room for a line beside the number
DISAGREEMENTS = 8  # the latest; the others are in the table
SHORT_REFERENCES = 99  # the numbers of more are set smaller in tables
MEASURED = "measured"  # the computation of a number of config/accuracy.yml


def compose(country: Mapping[str, Any], words: Words, settings: Settings, accuracy: Accuracy) -> Part:
    """The brief of one country in one language."""
    context = Context(country, words, settings, accuracy)
    head, sections = masthead(context), [s for s in _sections(context) if s]
    known = proofs(context.observations)
    annex = annexed(context, number_references([head, sections], known), known)
    return {
        "iso3": country["iso3"],
        "language": words.language,
        "title": words(_("{country}: trafficking in persons")).format(country=head["country"]),
        "description": plain(sections[0]["runs"]),
        "masthead": head,
        "sections": sections,
        "annex": annex,
        "long_references": len(annex) > SHORT_REFERENCES,
        "annex_marked": any(run["quoted"] for item in annex for run in item["runs"]),
        "about": about(context),
        "carried": carried(context, sections),
    }


def _sections(context: Context) -> list[Part | None]:
    short = few_figures(context.country)
    return [
        {"kind": "summary", "runs": summary(context)},
        key_figures(context),
        note(context),
        None if short else what_changed(context),
        since_release(context),
        *([all_figures(context)] if short else pillars(context)),
        disagreements(context),
        recommendations(context),
        coverage(context),
        sources(context),
        glossary(context),
    ]


def masthead(context: Context) -> Part:
    """Who says it, about which country and years, its tier history, and what it rests on."""
    country, words = context.country, context.words
    years = [v["year"] for s in country["series"] for v in s["values"]]
    return {
        "country": country_name(country["iso3"], words.language),
        "organisation": context.organisation["name"],
        "period": filters.span([min(years), max(years)]) if years else "",
        "as_of": country["as_of"],
        "dating": dating(context),
        "tier": (strip := tier_strip(context)),
        "tier_few": len(strip) <= FEW_TIERS,
        "rests_on": rests_on(context),
        "digest": digest_note(context),
    }


def tier_strip(context: Context) -> list[Part]:
    """One cell for each edition's year from the first known to the last; an unknown one says so."""
    placements = {t["year"]: t for t in context.country["tier"]}
    if not placements:
        return []
    years = range(min(placements), max(placements) + 1)
    return [_tier_cell(context, year, placements.get(year)) for year in years][-TIER_CELLS:]


def _tier_cell(context: Context, year: int, tier: Mapping[str, Any] | None) -> Part:
    if tier is None:
        return {"year": year, "rank": "unknown", "figure": None}
    rank = {1: "one", 2: "two", 2.5: "watch", 3: "three"}.get(tier["value"], "special")
    return {
        "year": year,
        "rank": rank,
        "figure": figure(context.words(tier["label"]), tier["value"], [tier["observation"]]),
    }


def rests_on(context: Context) -> list[Part]:
    """How many documents were read and how many figures they gave."""
    country, words = context.country, context.words
    documents, counted = len(country["documents"]), country["counts"]["figures"]
    n = figure(words.number(documents), documents, [], "count")
    m = figure(words.number(counted), counted, [], "count")
    one = words.plural(forms("{n} document", "{n} documents"), documents)
    two = words.plural(forms("{m} figure", "{m} figures"), counted)
    return say(words(_("Rests on {documents} with {figures}")), documents=say(one, n=n), figures=say(two, m=m))


def key_figures(context: Context) -> Part | None:
    """Three to six numbers with what they are compared with, and the key figures that end long before."""
    country, indicators = context.country, context.words.indicators
    chosen, years = key_series(country, indicators), years_of(s for s in country["series"] if s["total"])
    drawn = {s["id"]: spark(context.words, s, years) for s in chosen if len(chosen) != NARROW}
    cards = [{**_card(context, series), "spark": drawn.get(series["id"])} for series in chosen]
    ended = [_card(context, series) for series in ended_series(country, indicators)]
    return {"kind": "key_figures", "rows": _in_rows(cards), "ended": ended} if cards else None


def _card(context: Context, series: Mapping[str, Any]) -> Part:
    words, value = context.words, numbers(series)[-1]
    return {
        "label": words.indicator(series["indicator"]),
        "detail": ", ".join(words.parts(series)),
        "pillar": words.indicators[series["indicator"]].pillar,
        "figure": value_figure(words, value, short=True),
        "year": value["year"],
        "compared": comparison(context, series, latest_change(series)),
    }


def _in_rows(cards: list[Part]) -> list[list[Part]]:
    """Cards in rows of three, or of two or four where that fills them."""
    width = {1: 1, 2: 2, 4: 4}.get(len(cards), 3)
    return [cards[start : start + width] for start in range(0, len(cards), width)]


def pillars(context: Context) -> list[Part]:
    """The pillars that hold a number; the first explains the signs."""
    indicators = context.words.indicators
    known = [name for name in PILLARS if any(map(numbers, pillar_series(context.country, name, indicators)))]
    years = years_of(s for s in context.country["series"] if s["total"]) or years_of(context.country["series"])
    rows, years = table_size([pillar_series(context.country, name, indicators) for name in known], years)
    return [pillar(context, name, years, rows, first=name == known[0]) for name in known]


def pillar(context: Context, name: str, years: list[int], rows: int, first: bool) -> Part:
    """A pillar's headline, table and chart."""
    series = pillar_series(context.country, name, context.words.indicators)
    if not any(value["year"] in years for item in series for value in numbers(item)):
        years = years_of(series)
    charted = name in CHARTED
    return {
        "kind": "pillar",
        "pillar": name,
        "title": context.words(PILLARS[name]),
        "headline": headline(context, series, charted),
        "table": year_table(context, series, years, rows, panel_series(series, context.words.indicators)),
        "chart": chart(context, series, years) if charted else None,
        "assessments": assessments(context, name),
        "breakdown": breakdown(context, series, years),
        "legend": first,
    }


def all_figures(context: Context) -> Part | None:
    """One table of every figure, for a country that has few."""
    names = [
        name for name in PILLARS if any(map(numbers, pillar_series(context.country, name, context.words.indicators)))
    ]
    series = [s for name in names for s in pillar_series(context.country, name, context.words.indicators)]
    table = year_table(context, series, years_of(series)) if series else None
    return {"kind": "all_figures", "title": context.words(_("All figures")), "table": table} if table else None


def note(context: Context) -> Part | None:
    """What the organisation has to say about this country, in its own words."""
    text = context.settings.notes.get(context.country["iso3"], {}).get(context.words.language)
    return {"kind": "note", "text": text, "by": context.organisation["name"]} if text else None


def disagreements(context: Context) -> Part | None:
    """Years for which documents or bodies give different numbers: all of them, never an average."""
    labels = {s["id"]: context.words.label(s) for s in context.country["series"]}
    found = [
        (item, [v for v in item["values"] if v.get("role") != "part"]) for item in context.country["disagreements"]
    ]
    found = [(item, rivals) for item, rivals in found if len(rivals) > 1]
    latest = sorted((item["year"] for item, _rivals in found), reverse=True)[:DISAGREEMENTS]
    shown = [(item, rivals) for item, rivals in found if item["year"] in latest][:DISAGREEMENTS]
    rows = [
        {
            "label": labels.get(item["series"], item["series"]),
            "year": item["year"],
            "voices": _voices(context, rivals),
            "reason": context.words(item["reason"]),
        }
        for item, rivals in shown
    ]
    left = len(found) - len(rows)
    more = figure(context.words.number(left), left, [], "count") if left else None
    return {"kind": "disagreements", "rows": rows, "more": more} if rows else None


def _voices(context: Context, values: list[Mapping[str, Any]]) -> list[Part]:
    """Who gives which numbers, in the order of the first."""
    voices: dict[str, list[Part]] = {}
    for value in values:
        row = context.observations[value["observation"]]
        number = context.words.bounded(value["value"], row["bound"], short=True)
        found = figure(number, value["value"], [value["observation"]])
        voices.setdefault(_who(context, row), []).append(found)
    return [{"figures": figures, "who": who} for who, figures in voices.items()]


def _who(context: Context, row: Mapping[str, Any]) -> str:
    document = next(d for d in context.country["documents"] if d["doc"] == row["doc"])
    dated = [publisher(document), document["edition"] or document["published"][:4]]
    who = row.get("reported_by") or ", ".join(filter(None, dated))
    details = [context.words(_("article {law}")).format(law=row["law"])] if row.get("law") else []
    details += [context.words(_("digest"))] if document["digest"] and not row.get("reported_by") else []
    return f"{who} ({', '.join(details)})" if details else who


def about(context: Context) -> Part:
    """How well figures are read, how to cite, where to report an error, under which licence, by whom."""
    words, organisation = context.words, context.organisation
    name = country_name(context.country["iso3"], words.language)
    date = filters.day(context.country["as_of"], words.language)
    cite = words(_("{organisation}: {country}: trafficking in persons. Country brief, as of {date}."))
    if not date:
        cite = words(_("{organisation}: {country}: trafficking in persons. Country brief, no date given."))
    return {
        "accuracy": measured(context),
        "translation": translated(context),
        "cite": cite.format(organisation=organisation["name"], country=name, date=date),
        **{key: organisation[key] for key in ("contact", "licence", "corrections")},
    }


def translated(context: Context) -> str:
    """That no native reader has checked these words, where none has."""
    told = _("No native reader has checked this translation yet. Quotes and titles stay in the documents' language.")
    return context.words(told) if is_unchecked(context.words.translation) else ""


def measured(context: Context) -> Runs:
    """How well figures were read in passages that no rule was written after."""
    words, found = context.words, context.accuracy
    sentence = _(
        "How well figures are read was measured on {date}, on {passages} of such reports with {figures} coded by hand "
        "and not used to write the rules: {right} of the figures found were right in indicator, year and value, "
        "and {found} of those coded were found; see docs/accuracy.md."
    )
    one = words.plural(forms("{n} passage", "{n} passages"), found.passages)
    two = words.plural(forms("{n} figure", "{n} figures"), found.rows)
    return say(
        words(sentence),
        date=filters.day(found.measured, words.language),
        passages=say(one, n=figure(words.number(found.passages), found.passages, [], MEASURED)),
        figures=say(two, n=figure(words.number(found.rows), found.rows, [], MEASURED)),
        right=figure(filters.share(found.right, words.language), found.right, [], MEASURED),
        found=figure(filters.share(found.found, words.language), found.found, [], MEASURED),
    )
