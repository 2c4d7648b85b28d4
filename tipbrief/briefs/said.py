"""What annual reports say in words: how efforts were assessed, what was recommended and for how long it has stood.

Each line carries its quote, so no reference is needed to check it.
"""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from tipbrief.briefs.annex import longest_quote, shortened
from tipbrief.briefs.compare import Context
from tipbrief.briefs.figures import Runs, figure, say
from tipbrief.briefs.filters import letters, spans
from tipbrief.messages import _, forms

Row = Mapping[str, Any]
Part = dict[str, Any]

ASSESSMENTS = {
    "increased": _("increased"),
    "maintained": _("maintained"),
    "decreased": _("decreased"),
    "mixed": _("mixed"),
    "progress": _("some progress"),
    "made": _("efforts made"),
    "not_increased": _("not increased"),
    "not_decreased": _("not decreased"),
    "none": _("none"),
    "silent": _("no assessment"),
}
DEGREES = {"strong": _("strong"), "adequate": _("adequate"), "modest": _("modest"), "weak": _("weak")}
EDITIONS, ITEMS, DROPPED = 3, 8, 2
ITEM = 200  # characters of an assessment or a recommendation


def assessments(context: Context, pillar: str) -> list[Part]:
    """How each edition assesses the efforts of a pillar, or `overall`; the newest first."""
    rows = [row for row in context.country["assessments"] if row["pillar"] == pillar]
    return [_assessment(context, row) for row in sorted(rows, key=lambda row: -row["edition"])[:EDITIONS]]


def _assessment(context: Context, row: Row) -> Part:
    words = context.words
    said = words(ASSESSMENTS[row["assessment"]])
    degree = [words(DEGREES[row["degree"]])] if row["degree"] else []
    silent = row["assessment"] == "silent"
    return {
        "edition": row["edition"],
        "said": ", ".join([said, *degree]),
        "quote": "" if silent else quoted(context, row["doc"], row["quote"]),
        "language": _document(context, row["doc"])["language"],
        "letter": letter(context, row["doc"]),
    }


def recommendations(context: Context) -> Part | None:
    """The latest edition's recommendations, those that have stood longest first, and what is no longer among them."""
    rows = context.country["recommendations"]
    if not rows:
        return None
    last = max(row["edition"] for row in rows)
    made = [row for row in rows if row["edition"] == last and row["outcome"] != "dropped"]
    made.sort(key=lambda row: (-row["editions"], row["first_edition"], row["position"]))
    gone = [row for row in rows if row["edition"] == last and row["outcome"] == "dropped"]
    missing = sorted({year for row in made for year in row["missing"]})
    return {
        "kind": "recommendations",
        "edition": last,
        "rows": [_recommendation(context, row) for row in made[:ITEMS]],
        "more": _count(context, len(made) - ITEMS),
        "gone": [_quote(context, row) for row in gone[:DROPPED]],
        "gone_more": _count(context, len(gone) - DROPPED),
        "missing": spans(missing),
        "overall": assessments(context, "overall")[:1],
    }


def _recommendation(context: Context, row: Row) -> Part:
    return {"standing": _standing(context, row), **_quote(context, row)}


def _quote(context: Context, row: Row) -> Part:
    language = _document(context, row["doc"])["language"]
    return {"quote": quoted(context, row["doc"], row["text"]), "language": language}


def _standing(context: Context, row: Row) -> Runs:
    """Since which edition it stands, and in how many that were read."""
    words, count = context.words, row["editions"]
    if row["outcome"] == "first":
        return say(words(_("first edition read")))
    if row["outcome"] == "new":
        return say(words(_("new in {year}")), year=row["edition"])
    pattern = words.plural(forms("since {year}, {n} edition", "since {year}, {n} editions"), count)
    told = say(pattern, year=row["first_edition"], n=figure(words.number(count), count, [], "count"))
    return [*told, *say(", " + words(_("reworded")))] if row["outcome"] == "reworded" else told


def _count(context: Context, left: int) -> Part | None:
    return figure(context.words.number(left), left, [], "count") if left > 0 else None


def quoted(context: Context, doc: str, text: str, longest: int = ITEM) -> str:
    """The words of a document, cut where they are long or its licence is not an open one."""
    licence = _document(context, doc)["licence"]
    runs = shortened([{"text": text, "quoted": False}], min(longest, longest_quote(context.settings.quotes, licence)))
    return "".join(run["text"] for run in runs)


def carried(context: Context, sections: Sequence[Row]) -> dict[str, list[Part]]:
    """The rows of assessed.csv and recommended.csv, with the quotes as the sections print them."""
    parts = [part for section in sections for name in ("assessments", "rows", "gone") for part in section.get(name, ())]
    shown = {part["quote"] for part in parts if isinstance(part, dict) and part.get("quote")}
    said = {"assessed": context.country["assessments"], "recommended": context.country["recommendations"]}
    return {name: [_carried(context, row, shown) for row in rows] for name, rows in said.items()}


def _carried(context: Context, row: Row, shown: set[str]) -> Part:
    text, doc = row.get("quote") or row.get("text") or "", row["doc"]
    printed = quoted(context, doc, text)
    return {**row, "quote": quoted(context, doc, text, len(text)), "printed": printed if printed in shown else ""}


def letter(context: Context, doc: str) -> str:
    """The letter of a document in the list of sources."""
    return letters([document["doc"] for document in context.country["documents"]].index(doc))


def _document(context: Context, doc: str) -> Row:
    documents: Sequence[Row] = context.country["documents"]
    return next(document for document in documents if document["doc"] == doc)
