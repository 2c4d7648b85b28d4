"""A sentence's chain from words to rows, as lines for a terminal: why each number became a row, or none.

Nothing is recorded for it but the reader's name (`Sentence.read_by`): the rest is read off the sentence again.
"""

from __future__ import annotations

import re
import textwrap
from typing import Any, Iterator, Mapping

from tipbrief.observations.attributes import read_attributes, read_law
from tipbrief.observations.extract import Step
from tipbrief.observations.figures import COMPARE, HEAD, PART, Figure
from tipbrief.observations.mentions import Mention
from tipbrief.observations.proof import TABLE
from tipbrief.observations.reading import Reading
from tipbrief.observations.rows import Row
from tipbrief.observations.terms import INDICATOR as TERMS

WIDTH = 100
_PHRASE, _UNBROKEN = re.compile("`[^`]*`"), "\0"
_SHOWN = (
    "period", "bound", "status", "offence", "exploitation", "sex", "age", "origin", "law", "actor", "subtype",
    "reported_by", "restated",
)  # fmt: skip
_PLAIN = {"bound": "exact", "status": "reported", "restated": "false"}
_INHERITED = ("exploitation", "sex", "age", "origin", "offence", "law")
_INFERRED = {
    "year": "the year is not named",
    "actor": "who acted is not named",
    "ellipsis": "the noun is left out",
    "part": "the verb is the total's",
    "comparison": "the verb is that of what it is compared with",
    "head": "the head of the table's column says the rest",
    "above": "a row above says the rest",
    "caption": "the table's caption says the rest",
}


def wrapped(text: str, indent: int = 0, mark: str = "") -> Iterator[str]:
    """The text in lines of 100 columns, indented, with a mark (a name, a number, an arrow) before the first.

    No line ends within a phrase, which stands between backticks.
    """
    first, rest = " " * indent + mark, " " * (indent + len(mark))
    plain = _PHRASE.sub(lambda found: found[0].replace(" ", _UNBROKEN), " ".join(text.split()))
    lines = textwrap.wrap(plain, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
    yield from (line.replace(_UNBROKEN, " ") for line in lines)


def tell_words(reading: Reading) -> Iterator[str]:
    """The lexicon's classes that have a word in the sentence, by group."""
    lexicon = reading.lexicon
    groups = {"verbs": lexicon.verbs, "nouns": lexicon.nouns, "cues": lexicon.cues}
    known = frozenset[str]().union(*groups.values())
    groups["things"] = frozenset(reading.cues.keys() - known)
    for name, labels in groups.items():
        said = {label: reading.cues[label] for label in sorted(labels & reading.cues.keys())}
        words = {label: dict.fromkeys(reading.words(c.first, c.last) for c in cues) for label, cues in said.items()}
        text = "; ".join(f"{label}: {', '.join(found)}" for label, found in words.items())
        if text:
            yield from wrapped(text, 2, f"{name:<8}")


def tell_numbers(step: Step, outcome: Mapping[int, str]) -> Iterator[str]:
    """Each number, zero and silence in order; `outcome` is what became of a figure's row, by the row's `id()`."""
    sentence, reading = step.sentence, step.sentence.reading
    taken = {id(figure.mention) for figure in step.figures}
    later = [f.mention for f in step.figures if not any(f.mention is m for m in sentence.mentions)]
    # A number that was taken up again (a prison term) stands among the figures instead.
    terms = {mention.number for mention in later}
    first = [m for m in sentence.mentions if id(m) in taken or m.number not in terms]
    for mention in sorted((*first, *_once(later)), key=lambda m: m.number.first):
        rows = [(f, row) for f, row in zip(step.figures, step.rows, strict=True) if f.mention is mention]
        why = "" if rows else f": {_why_no_row(step, mention)}"
        yield from wrapped(_in_words(reading, mention) + why, 0, f"{reading.position(mention.number):>4}  ")
        for figure, row in rows:
            yield from _tell_figure(step, figure, row, outcome)


def _once(mentions: list[Mention]) -> list[Mention]:
    return list({id(mention): mention for mention in mentions}.values())


def _in_words(reading: Reading, mention: Mention) -> str:
    """The number with its noun phrase, its value and what it counts."""
    if mention.ignored:
        return f'"{reading.words(mention.number.first, mention.number.last)}"'
    first, last = min(mention.number.first, mention.first), max(mention.number.last, mention.last)
    words = f'"{reading.words(first, last)}"'
    value = "not reported" if mention.status == "not_reported" else f"{mention.value or 0:.10g}"
    nouns = ", ".join(sorted(mention.nouns))
    group = " of a group" if mention.of_group else ""
    return f"{words} = {value}{group}, counts {nouns}" if nouns else f"{words} = {value}{group}, no noun of its own"


def _why_no_row(step: Step, mention: Mention) -> str:
    """Why a mention gave no figure."""
    position = step.sentence.reading.position(mention.number)
    listed = [("unclaimed", row) for row in step.unclaimed] + [("ignored", row) for row in step.ignored]
    for table, row in listed:
        if row["position"] == position:
            rank = f", rank {row['rank']}" if table == "unclaimed" else ""
            return f"{table}: {row['reason']}{rank}"
    if mention.ignored:
        return f"ignored: {mention.ignored}"
    reader = step.sentence.read_by.get(mention.first)
    if reader is None:
        return "no row: it names the total of what follows, or of an earlier sentence"
    return f"no row: {reader}" if step.sentence.unclaimed.count(mention) == 0 else "no row: no phrase claims it"


def _tell_figure(step: Step, figure: Figure, row: Row, outcome: Mapping[int, str]) -> Iterator[str]:
    """One reading of a number: who read it, who claimed it, what it takes over, and the row."""
    reading = step.sentence.reading
    yield from wrapped(f"reader: {_reader(step, figure)}{_claimed(reading, figure)}{_relation(reading, figure)}", 6)
    notes = [_year_source(reading, figure, row), *(_INFERRED[w] for w in row["inferred"].split() if w != "year")]
    yield from wrapped("; ".join(note for note in notes if note), 6)
    yield from wrapped(in_columns(row), 6, "-> ")
    yield from wrapped(outcome[id(row)], 9)


def _reader(step: Step, figure: Figure) -> str:
    name = step.sentence.read_by.get(figure.mention.first)
    if name and any(figure is f for f in step.sentence.figures):
        return name
    return "a prison term" if figure.indicator == TERMS else "something that is not reported"


def _claimed(reading: Reading, figure: Figure) -> str:
    if figure.claim is None:
        return ""
    verb = figure.claim.verb
    through = f'through "{reading.words(verb.first, verb.last)}"' if verb else "by its words alone"
    return f", claimed by `{figure.claim.phrase.say}` {through}"


def _relation(reading: Reading, figure: Figure) -> str:
    """What the figure is a part of or compared with, and the columns that it takes from there."""
    parent = figure.parent
    if parent is None:
        return ""
    tie = {PART: "part of", COMPARE: "compared with", HEAD: "after"}[figure.kind]
    here = parent.sentence == reading.span.start
    where = f"position {reading.position(parent.mention.number)}" if here else "an earlier sentence"
    value = "" if parent.mention.value is None else f" {parent.mention.value:.10g}"
    taken = _taken_over(reading, figure)
    return f"; {tie} {parent.indicator}{value} at {where}" + (
        f", from which it has {', '.join(taken)}" if taken else ""
    )


def _taken_over(reading: Reading, figure: Figure) -> list[str]:
    """The columns that the words about the number itself do not say."""
    first, end = figure.mention.last + 1, max(figure.zone[1], figure.mention.last)
    own = read_attributes(reading, figure.mention, end)
    said = {name: getattr(own, name) for name in _INHERITED} | {"law": read_law(reading, first, end)}
    values = {name: getattr(figure.attributes, name) for name in _INHERITED}
    base = figure.parent.attributes if figure.parent else figure.attributes
    return [f"{n} {value}" for n, value in values.items() if value and not said[n] and value == getattr(base, n)]


def _year_source(reading: Reading, figure: Figure, row: Row) -> str:
    if row["rule"] == TABLE:
        return ""
    if figure.year and row["year"] is not None:
        return f'the year is that of "{reading.words(figure.year.first, figure.year.last)}"'
    if "year" in row["inferred"].split():
        before = figure.last_period or figure.kind == COMPARE
        how = "the one before what it is compared with" if before else "the document's default year"
        return f"the year is not named: {how if row['year'] is not None else 'and the document has none'}"
    return "the year is the total's" if figure.kind == PART else ""


def in_columns(row: Mapping[str, Any]) -> str:
    """A row in one line: indicator, value and year, then the columns that are not as usual."""
    value = row["value"] if row["value"] != "" else "(no value)"
    cells = [f"year {row['year'] or '?'}"]
    cells += [f"{name} {row[name]}" for name in _SHOWN if row[name] and _PLAIN.get(name) != row[name]]
    return f"{row['indicator']} {value}, {', '.join(cells)}"
