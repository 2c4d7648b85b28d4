"""Countries with invented figures, in the shape of {work}/series/{iso3}.json.

They bear the names of places where nobody lives, so that no reader takes them for the truth.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from tipbrief.settings import Accuracy, read_settings

FIRST = 2015
ORGANISATION = {
    "name": "Example Organisation",
    "logo": "config/logo.svg",
    "contact": "briefs@example.org",
    "licence": "CC BY 4.0",
    "corrections": "corrections@example.org",
}
SETTINGS = replace(read_settings(), organisation=ORGANISATION)
ACCURACY = Accuracy(measured="2025-06-03", passages=1234, rows=56789, right=0.915, found=0.708)
KEYS = ("offence", "exploitation", "sex", "age", "origin", "actor", "subtype")
# "." silent, "nr" not reported, ">=" at least, "~" about, "<=" up to.
RICH = [
    ("investigations", {"offence": "trafficking"}, "11 0 4 8 . 5 >=12 1 7 20"),
    ("investigations", {"offence": "trafficking", "exploitation": "sex"}, "6 0 3 5 . 4 9 1 6 18"),
    ("investigations", {"offence": "trafficking", "exploitation": "labor"}, ". . 1 3 . 1 3 0 1 2"),
    ("investigations", {"offence": "related"}, ". . . . . 31 44 99 87 ."),
    ("prosecutions", {"offence": "trafficking"}, "8 2 3 . . nr nr 2 4 9"),
    ("persons_prosecuted", {"offence": "trafficking"}, ". . . . 6 . . . 5 14"),
    ("persons_convicted", {"offence": "trafficking"}, "3 1 nr 0 0 2 nr 0 . 4"),
    ("victims_identified", {"actor": "government"}, "62 48 75 29 .  ~40 38 24 31 1116"),
    ("victims_identified", {"actor": "government", "exploitation": "sex"}, "12 9 20 11 . . 18 9 10 16"),
    ("victims_identified", {"actor": "government", "exploitation": "labor"}, "50 39 55 18 . . 20 15 21 100"),
    ("victims_identified", {"actor": "government", "sex": "female"}, ". . . . . . 17 9 11 40"),
    ("victims_identified", {"actor": "government", "age": "child"}, ". . . . . . 3 6 4 12"),
    ("victims_referred", {"actor": "government"}, "nr . 40 21 . 30 <=38 . 28 97"),
    ("victims_assisted", {"actor": "government"}, "171 220 181 . 109 52 64 48 55 130"),
    ("victims_assisted", {"actor": "ngo"}, "180 243 . . 200 141 155 160 . 202"),
    ("victims_compensated", {"actor": "government"}, ". . nr nr nr . nr . nr nr"),
    ("shelters", {"actor": "unknown"}, "2 2 . . 1 1 1 . 3 3"),
    ("persons_trained", {"actor": "government"}, ". 120 ~300 . . 45 210 . 166 1240"),
    ("awareness_events", {"actor": "government"}, ". . . 14 . . 22 . 31 ."),
]
LABELS = {2: "Tier 2", 2.5: "Tier 2 Watch List", 3: "Tier 3"}
RANKS = {2016: 2, 2017: 2, 2018: 2.5, 2019: 2.5, 2021: 3, 2022: 2.5, 2023: 2, 2024: 2, 2025: 2}
TIERS = [(year, rank, LABELS[rank]) for year, rank in RANKS.items()]
BREAK = (2022, "The invented code of 2022 took the place of the one before it, so the offence is not the same.")


def rich() -> dict:
    """Ten years with gaps, zeros, bounds, a break of law, disagreements."""
    country = _empty("ATA", [_document(year) for year in (2025, 2023, 2021, 2019, 2017)])
    for indicator, key, text in RICH:
        _add(country, indicator, key, text.split())
    _add_tiers(country, TIERS)
    first = next(s for s in country["series"] if s["indicator"] == "investigations")
    value = first["values"][-2]
    quote = 'The invented court counted 2 "cases"'
    other = _observation(country, "investigations", value["year"], 2, "exact", "reported", quote)
    country["observations"][other]["reported_by"] = "Invented Court"
    value["others"].append(other)
    country["disagreements"].append({
        "series": first["id"], "year": value["year"], "reason": "another body",
        "values": [{"value": value["value"], "observation": value["observation"]}, {"value": 2, "observation": other}],
    })  # fmt: skip
    return _finished(country)


def sparse() -> dict:
    """A tier, one "not reported", no number."""
    country = _empty("BVT", [_document(2024, "digest", digest=True)])
    _add(country, "investigations", {"offence": "trafficking"}, [*"........", "nr", "."])
    _add_tiers(country, [(2024, 2, "Tier 2")])
    return _finished(country)


def silent() -> dict:
    """A document without anything in it."""
    return _finished(_empty("HMD", [_document(2024, "news")]))


def add_series(country: dict, indicator: str, key: dict, texts: list[str]) -> dict:
    """The country with one more series; texts as in RICH, one for each year from 2015."""
    _add(country, indicator, key, texts)
    return _finished(country)


def _empty(iso3: str, documents: list[dict]) -> dict:
    return {
        "iso3": iso3, "as_of": "2025-06-30", "documents": documents, "observations": {}, "series": [], "tier": [],
        "not_reported": [], "disagreements": [], "coverage": {"years": [], "rows": []}, "unified": [],
        "since_release": None, "assessments": [], "tiers": [], "recommendations": [], "revisions": [],
        "counts": {"figures": 0, "held": 1, "unclaimed": 2},
    }  # fmt: skip


def _finished(country: dict) -> dict:
    country["counts"]["figures"] = sum(o["value"] is not None for o in country["observations"].values())
    return country


def _document(edition: int, kind: str = "annual", digest: bool = False) -> dict:
    publisher, title = "Invented Department of State", f"Invented Trafficking Report {edition}: A Place Without People"
    return {
        "doc": f"invented-{edition}", "title": "Digest of: " * digest + title,
        "publisher": f"Tipbrief, digest of {publisher}" if digest else publisher, "kind": kind, "edition": str(edition),
        "published": f"{edition}-06-15", "language": "en", "url": f"https://example.org/{edition}",
        "licence": "public domain", "access": "public", "digest": digest,
    }  # fmt: skip


def _observation(country: dict, indicator: str, year: int, value, bound: str, status: str, quote: str) -> str:
    editions = sorted(int(d["edition"]) for d in country["documents"])
    edition = next((e for e in editions if e > year), editions[-1])
    identifier = f"{country['iso3'].lower()}{len(country['observations']):03d}"
    country["observations"][identifier] = {
        "doc": f"invented-{edition}", "indicator": indicator, "year": year, "value": value, "bound": bound,
        "status": status, "quote": quote, "sentence": f"The report says that {quote}.",
        "section": "prosecution", "page": 3 if year % 2 else None,
        "reported_by": "", "rule": "invented", "inferred": "", "start": 0, "end": len(quote),
    }  # fmt: skip
    return identifier


def _add(country: dict, indicator: str, key: dict, texts: list[str]) -> None:
    parts = {k: key.get(k, "") for k in KEYS}
    total = not any(parts[k] for k in ("exploitation", "sex", "age", "origin", "subtype"))
    series = {"id": "|".join([indicator, *parts.values()]), "indicator": indicator, **parts, "total": total}
    series["values"] = [v for year, text in enumerate(texts, FIRST) if (v := _value(country, series, year, text))]
    series["changes"] = _changes(series)
    country["series"].append(series)


def _value(country: dict, series: dict, year: int, text: str) -> dict | None:
    if text == ".":
        return None
    bound = {">": "min", "<": "max", "~": "approx"}.get(text[0], "exact")
    status = "not_reported" if text == "nr" else "reported"
    value = None if text == "nr" else int(text.strip("<>=~"))
    words = series["indicator"].replace("_", " ")
    counted = {"min": "at least ", "max": "up to ", "approx": "about "}.get(bound, "")
    counted = "did not report" if value is None else f"{counted}{value:,}"
    quote = f"in {year} the invented authorities counted {counted} {words} {series['exploitation']}".strip()
    identifier = _observation(country, series["indicator"], year, value, bound, status, quote)
    if status == "not_reported":
        country["not_reported"].append(
            {"indicator": series["indicator"], "year": year, "series": series["id"], "observation": identifier}
        )
    return {
        "year": year, "value": value, "bound": bound, "status": status, "period": "calendar", "observation": identifier,
        "rule": "the latest edition", "supporting": [identifier], "others": [],
    }  # fmt: skip


def _changes(series: dict) -> list[dict]:
    known = [v for v in series["values"] if v["value"] is not None]
    return [_change(series, a, b) for a, b in pairwise(known)]


def _change(series: dict, a: dict, b: dict) -> dict:
    refused, reason = None, ""
    if series["offence"] and a["year"] < BREAK[0] <= b["year"]:
        refused, reason = "law", BREAK[1]
    exact = a["bound"] == b["bound"] == "exact"
    step = b["value"] - a["value"]
    direction = ("up" if step > 0 else "down" if step < 0 else "same") if exact else None
    compared = not refused and exact
    return {
        "from": a["year"], "to": b["year"], "gap": b["year"] - a["year"] > 1,
        "from_value": a["value"], "to_value": b["value"],
        "from_observation": a["observation"], "to_observation": b["observation"],
        "absolute": step if compared else None, "direction": None if refused else direction,
        "percent": 100 * step / a["value"] if compared and a["value"] >= 20 else None,
        "basis": "across documents", "refused": refused or (None if exact else "bound"),
        "reason": reason or ("" if exact else "One of the two numbers is not exact."),
        "percent_refused": None if a["value"] >= 20 else "base under 20",
        "within_chance": abs(step) < (a["value"] + b["value"]) ** 0.5 * 1.96 if compared and step else None,
    }  # fmt: skip


def _add_tiers(country: dict, tiers: list[tuple]) -> None:
    for year, value, label in tiers:
        identifier = _observation(country, "tier", year, value, "exact", "reported", f"was placed on {label} in {year}")
        country["observations"][identifier]["section"] = ""
        country["tier"].append({"year": year, "value": value, "label": label, "observation": identifier})
