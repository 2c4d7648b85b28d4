"""The glossary: the terms of config/glossary.yml that this brief uses."""

from __future__ import annotations

from functools import cache
from typing import Any, Mapping, Sequence

from tipbrief.briefs.compare import Context
from tipbrief.settings import CONFIG, check_schema, read_yaml

Part = dict[str, Any]
FILE = CONFIG / "glossary.yml"


@cache
def read_terms() -> Sequence[Mapping[str, Any]]:
    """The checked file; TipbriefError says every fault of it."""
    values = read_yaml(FILE)
    check_schema(values, read_yaml(CONFIG / "schemas" / "glossary.schema.yaml"), str(FILE))
    return list(values["terms"])


def glossary(context: Context) -> Part | None:
    """The terms of this brief."""
    words = context.words
    used = {s["indicator"] for s in context.country["series"]} | ({"tier"} if context.country["tier"] else set())
    names = ("term", "meaning", "source")
    terms = [term for term in read_terms() if "for" not in term or used & set(term["for"])]
    return (
        {"kind": "glossary", "rows": [{name: words(term[name]) for name in names} for term in terms]} if used else None
    )
