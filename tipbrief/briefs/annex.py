"""The annex: each reference number leads to the sentence that proves it, with the quoted words marked.

An observation's `sentence` is the whole sentence of its document around the quote. Figures of one sentence
share a number. Where the sentence is not known, or holds a number that is withheld, the quote stands alone.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any, Iterable, Mapping, Sequence

from tipbrief.briefs.compare import Context
from tipbrief.briefs.filters import letters
from tipbrief.briefs.wording import SECTIONS, Words
from tipbrief.messages import _

Row = Mapping[str, Any]
Run = dict[str, Any]
Span = tuple[int, int]
Proof = tuple[Any, ...]

LONGEST_HEADING = 48
LEAST_CONTEXT = 24
CUT = "[…]"


def proofs(observations: Mapping[str, Row]) -> dict[str, Proof]:
    """For each observation what proves it: document, section, page, and the sentence or else the quote."""
    hidden = {(row["doc"], row.get("sentence")) for row in observations.values() if row.get("masked")}
    return {
        identifier: (row["doc"], row.get("section"), row.get("page"), _proof_text(row, hidden))
        for identifier, row in observations.items()
    }


def _proof_text(row: Row, hidden: set[tuple[str, str | None]]) -> str:
    quote, sentence = _line(row["quote"]), _line(row.get("sentence") or "")
    open_sentence = quote in sentence and (row["doc"], row.get("sentence")) not in hidden
    return sentence if open_sentence else quote


def _line(text: str) -> str:
    return " ".join(text.split())


def annexed(context: Context, cited: Sequence[list[str]], known: Mapping[str, Proof]) -> list[dict[str, Any]]:
    """Reference number -> the words that prove it, and where they stand; `cited` are the observations of each."""
    neighbours: dict[Proof, list[str]] = {}
    for identifier, proof in known.items():
        neighbours.setdefault(proof, []).append(identifier)
    return [
        _reference(context, number, found, neighbours[known[found[0]]], known[found[0]][-1])
        for number, found in enumerate(cited, 1)
    ]


def _reference(context: Context, number: int, cited: list[str], there: list[str], text: str) -> dict[str, Any]:
    rows, words = context.observations, context.words
    row = rows[cited[0]]
    documents = [d["doc"] for d in context.country["documents"]]
    document = context.country["documents"][documents.index(row["doc"])]
    section, page = row.get("section") or "", row.get("page")
    where = [words(_("page {page}")).format(page=page)] if page else []
    where += [section_name(words, section)] if section else []
    spans = quoted_spans(text, [rows[i] for i in cited], [rows[i] for i in there])
    return {
        "number": number,
        "runs": shortened(runs_of(text, spans), longest_quote(context.settings.quotes, document["licence"])),
        "letter": letters(documents.index(row["doc"])),
        "doc": row["doc"],
        "where": ", ".join(where),
        "digest": document["digest"],
        "language": document["language"],
        "proves": cited,
    }


def quoted_spans(sentence: str, cited: Iterable[Row], there: Iterable[Row]) -> list[Span]:
    """Where the cited quotes stand in the sentence; a quote of one word may occur twice.

    The offsets of all observations of the sentence (`there`) tell which occurrence is meant: they agree on
    where the sentence begins.
    """
    begins: set[int] | None = None
    for row in there:
        fits = {row["start"] - at for at in _occurrences(sentence, _line(row["quote"]))}
        begins = fits if begins is None else begins & fits
    spans = []
    for row in cited:
        quote = _line(row["quote"])
        found = [(at, at + len(quote)) for at in _occurrences(sentence, quote)]
        meant = [span for span in found if begins and row["start"] - span[0] in begins]
        spans.append(min(meant or found, key=lambda span: (not _is_words(sentence, span), span)))
    return spans


def _occurrences(text: str, part: str) -> list[int]:
    return [found.start() for found in re.finditer(f"(?={re.escape(part)})", text)]


def _is_words(text: str, span: Span) -> bool:
    """Whether neither end of the span stands inside a word or a number."""
    before, after = text[: span[0]][-1:], text[span[1] :][:1]
    return not before.isalnum() and not after.isalnum()


def runs_of(text: str, spans: Iterable[Span]) -> list[Run]:
    """The text as runs of {text, quoted}; no run is marked where the quote is all there is.

    >>> runs_of("one of two", [(7, 10)])
    [{'text': 'one of ', 'quoted': False}, {'text': 'two', 'quoted': True}]
    """
    marked: list[list[int]] = []
    for start, end in sorted(spans):
        if marked and start <= marked[-1][1] + 1:
            marked[-1][1] = max(end, marked[-1][1])
        else:
            marked.append([start, end])
    if marked == [[0, len(text)]]:
        return [{"text": text, "quoted": False}]
    edges = [0, *(edge for span in marked for edge in span), len(text)]
    pieces = [(text[a:b], bool(i % 2)) for i, (a, b) in enumerate(pairwise(edges))]
    return [{"text": piece, "quoted": quoted} for piece, quoted in pieces if piece]


def longest_quote(quotes: Mapping[str, Any], licence: str) -> int:
    """How many characters of a source may be printed: fewer where its licence is not an open one."""
    is_open = licence.lower().startswith(tuple(name.lower() for name in quotes["open_licences"]))
    return quotes["longest" if is_open else "longest_closed"]


def shortened(runs: list[Run], longest: int) -> list[Run]:
    """The runs, where they are long cut down around the quoted ones, with an ellipsis in square brackets.

    A quote that is too long by itself loses its middle: no more of a source is printed than the limit lets stand.
    """
    if sum(len(run["text"]) for run in runs) <= longest:
        return runs
    if len(runs) == 1:
        return [{**runs[0], "text": _context(runs[0]["text"], longest // 2, True, True)}]
    last = len(runs) - 1
    ends = sum(2 if 0 < i < last else 1 for i, run in enumerate(runs) if not run["quoted"])
    spare = longest - sum(len(run["text"]) for run in runs if run["quoted"])
    room = max(LEAST_CONTEXT, spare // max(ends, 1))
    return [
        {**run, "text": _context(run["text"], longest // 2, True, True)}
        if run["quoted"]
        else {**run, "text": _context(run["text"], room, i > 0, i < last)}
        for i, run in enumerate(runs)
    ]


def _context(text: str, room: int, head: bool, tail: bool) -> str:
    """As much of a run as has room at its beginning (`head`) and at its end (`tail`)."""
    if len(text) <= room * (head + tail) + len(CUT) + 2:
        return text
    return (_head(text, room) if head else CUT) + (_tail(text, room) if tail else "")


def _head(text: str, room: int) -> str:
    return text[:room].rsplit(" ", 1)[0] + " " + CUT


def _tail(text: str, room: int) -> str:
    return " " + text[-room:].split(" ", 1)[-1]


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
