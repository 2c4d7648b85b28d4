"""Who wrote what: the list of sources, and the plain word on those that are digests."""

from __future__ import annotations

from typing import Any, Mapping

from tipbrief.briefs.compare import Context
from tipbrief.briefs.filters import letters
from tipbrief.messages import _

Document = Mapping[str, Any]
Part = dict[str, Any]

BY, OF = ", digest of ", "Digest of: "
TABLED = 8  # more documents are listed in two columns


def writer(document: Document) -> tuple[str, str]:
    """Who wrote the document, and whose report it digests: the publisher, and nobody, of an original.

    >>> writer({"publisher": "Tipbrief, digest of a ministry", "digest": True})
    ('Tipbrief', 'a ministry')
    """
    name, _by, original = document["publisher"].partition(BY)
    return (name, original) if document["digest"] else (document["publisher"], "")


def publisher(document: Document) -> str:
    """Whose figures they are: of a digest, the publisher of the original."""
    return writer(document)[1] or document["publisher"]


def title(document: Document) -> str:
    """The title; of a digest, that of its original, since the list says already that it is a digest."""
    return document["title"].removeprefix(OF) if document["digest"] else document["title"]


def sources(context: Context) -> Part | None:
    """The documents, lettered, newest first; `licence` where all have the same."""
    documents = context.country["documents"]
    licences = {d["licence"] for d in documents}
    rows = [
        {
            "letter": letters(i),
            "title": title(d),
            "publisher": publisher(d),
            "digest_by": writer(d)[0] if d["digest"] else "",
            **{key: d[key] for key in ("doc", "published", "url", "licence", "language")},
        }
        for i, d in enumerate(documents)
    ]
    one = licences.pop() if len(licences) == 1 else ""
    return {"kind": "sources", "rows": rows, "licence": one, "many": len(rows) > TABLED} if rows else None


def digest_note(context: Context) -> Part | None:
    """Who wrote the digests among the sources, after whom, and which they are; None where all are originals."""
    documents = context.country["documents"]
    digests = [(letters(i), *writer(d)) for i, d in enumerate(documents) if d["digest"]]
    if not digests:
        return None
    after = list(dict.fromkeys(original for _letter, _writer, original in digests if original))
    return {
        "by": listed(context, list(dict.fromkeys(name for _letter, name, _original in digests))),
        "after": listed(context, after),
        "letters": listed(context, [letter for letter, _writer, _original in digests]),
        "all": len(digests) == len(documents),
        "one": len(digests) == 1,
    }


def listed(context: Context, names: list[str]) -> str:
    """Names in a sentence: "A, B and C"."""
    *first, last = names or [""]
    return context.words(_("{names} and {last}")).format(names=", ".join(first), last=last) if first else last


def dating(context: Context) -> str:
    """What `as_of` is: chosen, else the date of a source, the country's own or the corpus's newest."""
    words, date = context.words, context.country["as_of"]
    if context.settings.as_of or not date:
        return ""
    own = {d["published"] for d in context.country["documents"]}
    return words(_("date of its newest dated source")) if date in own else words(_("date of the newest source read"))
