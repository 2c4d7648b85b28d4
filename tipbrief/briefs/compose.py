"""A country's JSON becomes a brief: plain data, all that the PDF says, in the order of print.

`{masthead, sections: [{kind, ...}], annex, about}`. A section that has nothing to say is not there.
"""

from __future__ import annotations

from typing import Any, Mapping

from tipbrief.briefs import filters
from tipbrief.briefs.compare import Context, comparison, latest_change, value_figure
from tipbrief.briefs.figures import figure, number_references, plain, say
from tipbrief.briefs.panels import chart, headline
from tipbrief.briefs.pick import key_series, numbers, pillar_series, years_of
from tipbrief.briefs.summary import silent_indicators, summary
from tipbrief.briefs.tables import year_table
from tipbrief.briefs.wording import SECTIONS, Words, _

Part = dict[str, Any]

CHARTED = ("prosecution", "protection")
PILLARS = {"prosecution": _("Prosecution"), "protection": _("Protection"), "prevention": _("Prevention")}
LONGEST_QUOTE, LONGEST_HEADING, SHORT_ANNEX = 420, 48, 20
PRINTED = ("doc", "title", "publisher", "published", "url", "licence", "digest")
TIER_CELLS, FEW_TIERS = 12, 4


def compose(country: Mapping[str, Any], words: Words, organisation: Mapping[str, str]) -> Part:
    """The brief of one country in one language."""
    context = Context(country, words, organisation)
    head, sections = masthead(context), [s for s in _sections(context) if s]
    annex = annexed(context, number_references([head, sections], context.observations))
    return {
        "iso3": country["iso3"],
        "language": words.language,
        "digest_by": organisation["name"],
        "title": words(_("{country}: trafficking in persons")).format(country=head["country"]),
        "description": plain(sections[0]["runs"]),
        "masthead": head,
        "sections": sections,
        "annex": annex,
        "annex_long": len(annex) > SHORT_ANNEX,
        "about": about(context),
    }


def _sections(context: Context) -> list[Part | None]:
    return [
        {"kind": "summary", "runs": summary(context)},
        key_figures(context),
        *pillars(context),
        disagreements(context),
        not_reported(context),
        sources(context),
    ]


def masthead(context: Context) -> Part:
    """Who says it, about which country and years, its tier history, and what it rests on."""
    country, words = context.country, context.words
    years = [v["year"] for s in country["series"] for v in s["values"]]
    return {
        "country": filters.country_name(country["iso3"], words.language),
        "organisation": context.organisation["name"],
        "period": filters.span([min(years), max(years)]) if years else "",
        "as_of": country["as_of"],
        "tier": (strip := tier_strip(context)),
        "tier_few": len(strip) <= FEW_TIERS,
        "rests_on": rests_on(context),
        "digest": any(d["digest"] for d in country["documents"]),
    }


def tier_strip(context: Context) -> list[Part]:
    """One cell for each edition's year from the first known to the last; an unknown one says so."""
    placements = {t["year"]: t for t in context.country["tier"]}
    if not placements:
        return []
    years = range(min(placements), max(placements) + 1)
    return [_tier_cell(year, placements.get(year)) for year in years][-TIER_CELLS:]


def _tier_cell(year: int, tier: Mapping[str, Any] | None) -> Part:
    if tier is None:
        return {"year": year, "rank": "unknown", "figure": None}
    rank = {1: "one", 2: "two", 2.5: "watch", 3: "three"}.get(tier["value"], "special")
    return {"year": year, "rank": rank, "figure": figure(tier["label"], tier["value"], [tier["observation"]])}


def rests_on(context: Context) -> list[Part]:
    """How many documents were read and how many figures they gave."""
    country, words = context.country, context.words
    documents, counted = len(country["documents"]), country["counts"]["figures"]
    n = figure(words.number(documents), documents, [], "count")
    m = figure(words.number(counted), counted, [], "count")
    one = words.translation.ngettext(_("{n} document"), _("{n} documents"), documents)
    two = words.translation.ngettext(_("{m} figure"), _("{m} figures"), counted)
    return say(words(_("Rests on {documents} with {figures}")), documents=say(one, n=n), figures=say(two, m=m))


def key_figures(context: Context) -> Part | None:
    """Three to six numbers with what they are compared with."""
    cards = []
    for series in key_series(context.country, context.words.indicators):
        value = numbers(series)[-1]
        cards.append({
            "label": context.words.indicator(series["indicator"]),
            "detail": ", ".join(context.words.parts(series)),
            "pillar": context.words.indicators[series["indicator"]].pillar,
            "figure": value_figure(context.words, value, short=True),
            "year": value["year"],
            "compared": comparison(context, series, latest_change(series)),
        })  # fmt: skip
    return {"kind": "key_figures", "rows": _in_rows(cards)} if cards else None


def _in_rows(cards: list[Part]) -> list[list[Part]]:
    """Cards in rows of three, or of two or four where that fills them."""
    width = {1: 1, 2: 2, 4: 4}.get(len(cards), 3)
    return [cards[start : start + width] for start in range(0, len(cards), width)]


def pillars(context: Context) -> list[Part]:
    """The pillars that hold a number; the first explains the signs."""
    indicators = context.words.indicators
    known = [name for name in PILLARS if any(map(numbers, pillar_series(context.country, name, indicators)))]
    years = years_of(s for s in context.country["series"] if s["total"]) or years_of(context.country["series"])
    return [pillar(context, name, years, first=name == known[0]) for name in known]


def pillar(context: Context, name: str, years: list[int], first: bool) -> Part:
    """A pillar's headline, table and chart."""
    series = pillar_series(context.country, name, context.words.indicators)
    if not any(value["year"] in years for item in series for value in numbers(item)):
        years = years_of(series)
    charted = name in CHARTED
    return {
        "kind": "pillar",
        "pillar": name,
        "title": context.words(PILLARS[name]),
        "headline": headline(context, series),
        "table": year_table(context, series, years),
        "chart": chart(context, series, years) if charted else None,
        "legend": first,
    }


def disagreements(context: Context) -> Part | None:
    """Years for which documents or bodies give different numbers: all of them, never an average."""
    labels = {s["id"]: context.words.label(s) for s in context.country["series"]}
    rows = [
        {
            "label": labels.get(item["series"], item["series"]),
            "year": item["year"],
            "values": [_statement(context, v) for v in item["values"]],
            "reason": item["reason"],
        }
        for item in context.country["disagreements"]
    ]
    return {"kind": "disagreements", "rows": rows} if rows else None


def _statement(context: Context, value: Mapping[str, Any]) -> Part:
    row = context.observations[value["observation"]]
    number = context.words.bounded(value["value"], row["bound"], short=True)
    document = _document(context, row["doc"])
    who = row.get("reported_by") or f"{document['publisher']}, {document['edition'] or document['published'][:4]}"
    article = context.words(_("article {law}")).format(law=row["law"]) if row.get("law") else ""
    return {
        "figure": figure(number, value["value"], [value["observation"]]),
        "who": f"{who} ({article})" if article else who,
    }


def not_reported(context: Context) -> Part | None:
    """What the documents say was not reported, and what they are silent about."""
    words = context.words
    found: dict[str, list[Part]] = {}
    labels = {s["id"]: words.label(s) for s in context.country["series"]}
    for item in context.country["not_reported"]:
        label = labels.get(item["series"]) or words.indicator(item["indicator"])
        found.setdefault(label, []).append(figure(str(item["year"]), item["year"], [item["observation"]], "year"))
    silent = [words.indicator(code) for code in silent_indicators(context)]
    rows = [{"label": label, "years": years} for label, years in found.items()]
    return {"kind": "not_reported", "rows": rows, "silent": silent} if rows or silent else None


def sources(context: Context) -> Part | None:
    """The documents, lettered, newest first."""
    rows = [
        {"letter": filters.letters(i), **{key: d[key] for key in PRINTED}}
        for i, d in enumerate(context.country["documents"])
    ]
    return {"kind": "sources", "rows": rows} if rows else None


def annexed(context: Context, identifiers: list[str]) -> list[Part]:
    """Reference number -> the words that prove it, and where they stand."""
    return [_reference(context, number, context.observations[i]) for number, i in enumerate(identifiers, 1)]


def _reference(context: Context, number: int, row: Mapping[str, Any]) -> Part:
    documents = [d["doc"] for d in context.country["documents"]]
    words, section, page = context.words, row.get("section") or "", row.get("page")
    where = [words(_("page {page}")).format(page=page)] if page else []
    where += [section_name(words, section)] if section else []
    return {
        "number": number,
        "quote": shortened(row["quote"]),
        "letter": filters.letters(documents.index(row["doc"])),
        "doc": row["doc"],
        "where": ", ".join(where),
        "digest": _document(context, row["doc"])["digest"],
    }


def section_name(words: Words, section: str) -> str:
    """A section's heading as it is told in the annex: not shouted, and short.

    >>> section_name(Words("en", {}), "PROSECUTION")
    'prosecution'
    """
    known = SECTIONS.get(section.lower())
    if known:
        return words(known)
    told = section.capitalize() if section.isupper() else section
    return told if len(told) <= LONGEST_HEADING else told[:LONGEST_HEADING].rsplit(" ", 1)[0] + " …"


def shortened(quote: str) -> str:
    """A quote on one line, no longer than what a licence that forbids redistribution lets stand.

    >>> shortened("eight\\ncases")
    'eight cases'
    """
    quote = " ".join(quote.split())
    if len(quote) <= LONGEST_QUOTE:
        return quote
    return quote[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"


def _document(context: Context, doc: str) -> Mapping[str, Any]:
    return next(d for d in context.country["documents"] if d["doc"] == doc)


def about(context: Context) -> Part:
    """How to cite, where to report an error, under which licence, by whom."""
    words, organisation = context.words, context.organisation
    name = filters.country_name(context.country["iso3"], words.language)
    date = filters.day(context.country["as_of"], words.language)
    cite = words(_("{organisation}: {country}: trafficking in persons. Country brief, as of {date}."))
    return {
        "cite": cite.format(organisation=organisation["name"], country=name, date=date),
        **{key: organisation[key] for key in ("contact", "licence", "corrections")},
    }
