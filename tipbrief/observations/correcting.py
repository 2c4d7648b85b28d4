"""Correct the rows of a document by the lines of config/corrections.csv, or say why a line no longer fits.

A line holds as long as its sentence stands in the document and the extractor still says the `old` value: it survives a
moved paragraph and a better lexicon, and it never corrects what it was not written for.
"""

from __future__ import annotations

import math
from typing import Any, Iterator, Mapping, Sequence

from tipbrief.errors import Problem
from tipbrief.model import ALLOWED, CODEBOOK, Document, Part
from tipbrief.observations.addressing import Addresses, Place
from tipbrief.observations.corrections import ADD, CHANGE, DROP, Group, Line
from tipbrief.observations.extract import Found
from tipbrief.observations.keys import counted_tokens, hash_sentence
from tipbrief.observations.lexicon import Lexicon
from tipbrief.observations.merging import merge_same_facts
from tipbrief.observations.numbers import find_numbers, number_words
from tipbrief.observations.proof import flaw
from tipbrief.observations.rows import Row, finish, identify, place_columns
from tipbrief.observations.sentences import tokenize
from tipbrief.settings import Indicator

RULE = "correction"
_UNLIKE_NUMERAL = ("years", "rank")  # a term of 18 months is 1.5 years, a Tier 2 Watch List 2.5
Indicators = Mapping[str, Indicator]
_NO_LONGER = "it is no longer needed: the extractor does the same by itself now. Delete the line."


def correct(
    found: Found,
    document: Document,
    parts: Sequence[Part],
    lexicon: Lexicon,
    indicators: Indicators,
    groups: Sequence[Group],
) -> list[Problem]:
    """Correct `found`, the rows of one country in a document; each line that does not fit is a Problem.

    The lines of one row are applied together or not at all. Ids follow what the corrected rows state.
    """
    if not groups:
        return []
    addresses = Addresses(found, document, parts, lexicon)
    actions = {CHANGE: _change, DROP: _drop, ADD: _add}
    problems = [problem for group in groups for problem in actions[group[0].action](addresses, group, indicators)]
    found.observations = merge_same_facts(found.observations)
    return problems


def _change(addresses: Addresses, group: Group, indicators: Indicators) -> Iterator[Problem]:
    """Set columns of a row."""
    place, rows = addresses.place(group[0]), addresses.rows(group[0])
    if isinstance(place, str) or not rows:
        yield group[0].problem(place if isinstance(place, str) else _no_row(addresses, group[0]))
        return
    fitting = [row for row in rows if all(_cell(row, line) in _expected(line) for line in group)]
    if not fitting:
        yield from _says_something_else(rows, group)
        return
    needless = [line for line in group if all(_cell(row, line) == line.new for row in fitting)]
    yield from (line.warning(_NO_LONGER) for line in needless)
    for row in fitting:
        if needed := [line for line in group if _cell(row, line) == line.old]:
            yield from _put(addresses, row, _changed(addresses, place, row, needed, indicators), needed, indicators)


def _no_row(addresses: Addresses, line: Line) -> str:
    return (
        f"the extractor makes no {line.indicator} of the number at position {line.position} any more, but "
        f"{addresses.made_there(line)}. See `tipbrief explain {line.doc} {line.sentence_hash}`; then mend or delete "
        "the line."
    )


def _says_something_else(rows: Sequence[Row], group: Group) -> Iterator[Problem]:
    """Name the lines whose `old` no row has; the first, where no row has those of all."""
    fits = [any(_cell(row, line) in _expected(line) for row in rows) for line in group]
    for line, fit in zip(group, fits, strict=True):
        if not fit or (all(fits) and line is group[0]):
            said = " and ".join(map(repr, sorted({_cell(row, line) for row in rows})))
            yield line.problem(
                f"`old` is {line.old!r}, but the extractor says {said} for `{line.column or 'value'}` now. Look at the "
                "sentence; then mend `old`, or delete the line."
            )


def _expected(line: Line) -> tuple[str, ...]:
    """What a row may say so that the line is about it: a change may have become needless."""
    return (line.old,) if line.action == DROP else (line.old, line.new)


def _cell(row: Row, line: Line) -> str:
    value = row[line.column or "value"]
    return "" if value is None else str(value)


def _changed(addresses: Addresses, place: Place, row: Row, lines: Sequence[Line], indicators: Indicators) -> Row:
    """The row with the new cells. What the analyst settled is no longer inferred."""
    cells = {line.column: line.new for line in lines}
    inferred = [word for word in row["inferred"].split() if word not in cells]
    changed = row | _typed(addresses, place, cells) | {"rule": RULE, "inferred": " ".join(inferred)}
    if "indicator" in cells and "offence" not in cells:
        has_offence = indicators[changed["indicator"]].offence
        changed["offence"] = (row["offence"] or "trafficking") if has_offence else ""
    if changed["year"] is not None:
        changed.pop("reason", None)
    return changed


def _typed(addresses: Addresses, place: Place, cells: Mapping[str, str]) -> dict[str, Any]:
    """Cells as a row holds them; a quote brings its place and sentence, and offset -1 where that does not have it."""
    typed: dict[str, Any] = dict(cells)
    if "year" in cells:
        typed["year"] = int(cells["year"])
    if "quote" in cells:
        start, end = _find_quote(addresses.document.text, place, cells["quote"])
        typed |= place_columns(addresses.document, place.part, start, end) | _sentence(addresses, place)
    return typed


def _sentence(addresses: Addresses, place: Place) -> dict[str, Any]:
    """The columns of a row that say in which sentence it stands."""
    text = addresses.document.text[slice(*place.span)]
    return {"sentence": text, "sentence_start": place.span.start, "sentence_hash": hash_sentence(text)}


def _find_quote(text: str, place: Place, quote: str) -> tuple[int, int]:
    """Offsets of the quote in its sentence, there where it holds the number if it can be had twice."""
    start = text.rfind(quote, place.span.start, min(place.start + len(quote), place.span.end))
    if start < 0 or start + len(quote) <= place.start:
        start = text.find(quote, place.span.start, place.span.end)
    return (start, start + len(quote)) if start >= 0 else (-1, -1)


def _put(
    addresses: Addresses, row: Row | None, corrected: Row, lines: Sequence[Line], indicators: Indicators
) -> Iterator[Problem]:
    """Take the corrected row in, for `row` where there is one; a Problem where it cannot stand."""
    found, text = addresses.found, addresses.document.text
    corrected["id"] = identify(corrected)
    others = [other for other in (*found.observations, *found.held) if other is not row]
    fault = "" if corrected["start"] >= 0 else "its sentence does not have this `quote`"
    fault = fault or _inconsistency(corrected, indicators[corrected["indicator"]])
    fault = fault or flaw(corrected, text) or _zero_flaw(corrected, text)
    if not fault and any(_is_same(corrected, other) for other in others):
        fault = "the sentence gives such a row already"
    if fault:
        yield lines[0].problem(f"the corrected row cannot stand: {fault}. Mend the line.")
        return
    for rows in (found.observations, found.held):
        at = next((i for i, other in enumerate(rows) if other is row), None)
        if at is not None:
            del rows[at]
            break
    else:
        at = len(found.observations)
    (found.held if corrected.get("reason") else found.observations).insert(at or 0, corrected)


def _is_same(one: Row, other: Row) -> bool:
    """Whether two rows of a sentence state the same."""
    return all(one[key] == other[key] for key in ("sentence_start", *CODEBOOK) if key != "quote")


def _inconsistency(row: Row, indicator: Indicator) -> str:
    """What the columns of a corrected row say against each other; empty where nothing."""
    silent = row["status"] == "not_reported"
    if bool(row["value"]) == silent and not (indicator.code == "tier" and row["subtype"]):
        return "`value` must be empty where `status` is not_reported, and only there; correct both columns"
    if row["year"] is None:
        return "" if row.get("reason") else "its document has no default year; give a `year` too"
    for column, words in ALLOWED.items():
        if row[column] not in words:
            return f"its `{column}` is {row[column]!r}; correct that column too: {', '.join(words)}"
    if indicator.offence != bool(row["offence"]):
        return f"its `offence` must be {'set' if indicator.offence else 'empty'} for {indicator.code}"
    return "its `actor` must be set" if not row["actor"] and indicator.code != "tier" else ""


def _zero_flaw(row: Row, text: str) -> str:
    """A corrected zero needs a word that says it; where the extractor makes one, its reading is the proof."""
    words = number_words(row.get("language", "en"))
    tokens = tokenize(text, row["start"], row["end"])
    numbers = find_numbers(tokens, words)
    inside = {index for number in numbers if number.value for index in range(number.first, number.last + 1)}
    said = any(index not in inside for index in counted_tokens(tokens, words.placed))
    return "its quote does not say 0" if row["value"] == "0" and not said else ""


def _drop(addresses: Addresses, group: Group, indicators: Indicators) -> Iterator[Problem]:
    """Remove a row; its number goes to the ignored ones."""
    (line,) = group
    place, rows = addresses.place(line), addresses.rows(line)
    if isinstance(place, str):
        yield line.problem(place)
    elif not rows:
        yield line.warning(f"{_NO_LONGER} Of the number it makes {addresses.made_there(line)}.")
    elif gone := [row for row in rows if _cell(row, line) == line.old]:
        for kept in (addresses.found.observations, addresses.found.held):
            kept[:] = [row for row in kept if not any(row is other for other in gone)]
        addresses.found.ignored.append(_dropped(addresses, place, line))
    else:
        yield from _says_something_else(rows, group)


def _dropped(addresses: Addresses, place: Place, line: Line) -> Row:
    text = addresses.document.text
    return {
        **place_columns(addresses.document, place.part, place.start, place.end),
        **_sentence(addresses, place), "position": int(line.position),
        "number": text[place.start : place.end], "rank": 0, "reason": "dropped by corrections.csv",
    }  # fmt: skip


def _add(addresses: Addresses, group: Group, indicators: Indicators) -> Iterator[Problem]:
    """Make the row that the extractor missed or held: a line for each column that is not as usual."""
    line, cells = group[0], {line.column: line.new for line in group}
    place, rows = addresses.place(line), addresses.rows(line)
    if isinstance(place, str):
        yield line.problem(place)
    elif rows and all(row.get("reason") and cells.get("value") == row["value"] for row in rows):
        yield from _take_held(addresses, place, rows, group, indicators)
    elif rows:
        yield from _made_already(rows, group)
    elif "value" not in cells and "status" not in cells:
        yield line.problem("an added row needs a line for its `value`, or for its `status` if nothing is reported.")
    elif _is_another_number(place, cells.get("value"), indicators[line.indicator]):
        said = addresses.document.text[place.start : place.end]
        yield line.problem(f"at position {line.position} stands {said!r}; mend `position` or `new`.")
    else:
        added = _added(addresses, place, line, cells, indicators)
        problems = list(_put(addresses, None, added, group, indicators))
        if not problems:
            addresses.forget_leftover(line)
        yield from problems


def _take_held(
    addresses: Addresses, place: Place, rows: Sequence[Row], group: Group, indicators: Indicators
) -> Iterator[Problem]:
    """Take a held row for good, with what the lines say of its columns."""
    for row in rows:
        taken = _changed(addresses, place, row, group, indicators)
        if taken["year"] is None:
            yield group[0].problem("the figure is held because no year is known; add a line for its `year`.")
        else:
            yield from _put(addresses, row, taken | {"reason": ""}, group, indicators)


def _is_another_number(place: Place, value: str | None, indicator: Indicator) -> bool:
    """Whether the numeral at the line's position is not the value that is to be added."""
    numeral = "" if math.isnan(place.value) else f"{place.value:.10g}"
    return bool(value and numeral) and value != numeral and indicator.unit not in _UNLIKE_NUMERAL


def _made_already(rows: Sequence[Row], group: Group) -> Iterator[Problem]:
    """The extractor has learned to make an added row."""
    for line in group:
        said = {_cell(row, line) for row in rows}
        if line.new in said:
            yield line.warning(_NO_LONGER)
        else:
            yield line.problem(
                f"the extractor makes this row by itself now, with {' and '.join(map(repr, sorted(said)))} for "
                f"`{line.column}`. Make the line a `change`, or delete it."
            )


def _added(addresses: Addresses, place: Place, line: Line, cells: Mapping[str, str], indicators: Indicators) -> Row:
    """An added row; what no line says is as usual, and the quote is the whole sentence."""
    document, indicator = addresses.document, indicators[line.indicator]
    default = document.source.default_year
    year = int(cells.get("year") or default or 0) or None
    usual = {
        **dict.fromkeys((*ALLOWED, "law", "subtype", "reported_by", "inferred"), ""), "year": year,
        "period": "calendar" if "year" in cells else "reporting", "bound": "exact", "status": "reported",
        "offence": "trafficking" if indicator.offence else "",
        "actor": "government" if indicator.pillar == "prosecution" else "" if indicator.code == "tier" else "unknown",
        "restated": bool(year and default and year < int(default)),
        "value": None, "indicator": line.indicator, "rule": RULE, "language": place.language,
    }  # fmt: skip
    keyed = {**_sentence(addresses, place), "position": int(line.position), "twins": set()}
    row = finish(document, place.part, start=place.span.start, end=place.span.end, **usual, **keyed)
    return row | _typed(addresses, place, cells)
