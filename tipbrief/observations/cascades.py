"""Lists by rank, each number behind its part: "The north had the most with 15, followed by the south with 10".

Also "two each from Chad and Togo", which counts the same for each name.
"""

from __future__ import annotations

from dataclasses import replace

from tipbrief.observations.antecedents import antecedent
from tipbrief.observations.attributes import Attributes, read_attributes
from tipbrief.observations.figures import PART, Figure, Sentence
from tipbrief.observations.making import make_family
from tipbrief.observations.mentions import Mention
from tipbrief.observations.numbers import Number
from tipbrief.observations.place import Place
from tipbrief.observations.reading import Reading

RANKED = "ranked"
_LONGEST = 8  # tokens of a name
_EACH_WITHIN = 9  # tokens from "each" to the last name
_BOUNDS = frozenset({"approx", "min", "max"})
_COUNTRY = frozenset({"country"})


def read_ranked(place: Place) -> list[Figure] | None:
    """A part behind its name in a sentence that ranks: the 15 and the 10 of the example above."""
    if RANKED not in place.reading.cues:
        return None
    span = _name_before(place)
    if span is None:
        return None
    known = [f for f in [*place.memory.heads, *place.sentence.figures] if f.kind != PART]
    known = [f for f in known if (f.mention.value or 0) >= (place.mention.value or 0)]
    parent = antecedent(place.reading, place.mention, known)
    if parent is None:
        return None
    figures = make_family(place, parent, PART)
    named = _parts_of(place.reading, *span) if _is_each(place) else [span]
    return [_named(place, replace(figure), parent, *names) for figure in figures for names in named]


def _named(place: Place, figure: Figure, parent: Figure, first: int, last: int) -> Figure:
    """The part with what its name says: a nationality, a form, or the name itself as subtype."""
    said = replace(_described(place, first, last), offence="")
    if place.reading.covered(last, _COUNTRY) and not place.reading.holds(place.reading.grammar.origins):
        said = replace(said, origin="")  # a destination, or where the police found them
    name = "" if said.breaks_down else place.reading.words(first, last)
    figure.attributes = replace(said.over(parent.attributes), subtype=name)
    figure.first, figure.zone = first, (place.mention.last + 1, place.mention.last)
    return figure


def _described(place: Place, first: int, last: int) -> Attributes:
    number = Number(first - 1, first - 1, 0, False)
    return read_attributes(place.reading, Mention(number, first, last, None, frozenset()), last, place.nation)


def _name_before(place: Place) -> tuple[int, int] | None:
    """The name before "with 15", before "was highest with 15", or right before the number in a list that goes on."""
    reading, at = place.reading, place.mention.first - 1
    while reading.covered(at, _BOUNDS):
        at -= 1
    cue = next((c for c in reading.at(at) if c.label == RANKED), None)
    goes_on = any(f.mention.first < place.mention.first and f.attributes.subtype for f in place.sentence.figures)
    if cue is not None:
        last = cue.first - 1
    elif reading.low(at) in reading.grammar.ranked_with:
        last = at - 1
    elif goes_on and reading.tokens[at].kind == "word" and reading.words(at, at)[:1].isupper():
        last = at
    else:
        return None
    return _back_to_border(reading, last)


def _back_to_border(reading: Reading, last: int) -> tuple[int, int] | None:
    """The words before a token, back to a mark, a number or the end of what ranks."""
    while last >= 0 and (reading.low(last) in reading.grammar.auxiliaries or reading.is_verb(last)):
        last -= 1
    first = last + 1
    while first > 0 and last - first < _LONGEST:
        before = first - 1
        opens = reading.tokens[before].kind != "word" or reading.covered(before, frozenset({RANKED}))
        if opens or reading.number_ending_at(before) or reading.low(before) in reading.grammar.subordinators:
            break
        first = before
    while first <= last and (
        reading.low(first) in reading.grammar.subtype_edges or reading.low(first) in reading.grammar.conjunctions
    ):
        first += 1
    return (first, last) if first <= last else None


def _is_each(place: Place) -> bool:
    return place.reading.low(place.mention.last + 1) in place.reading.grammar.each


def _parts_of(reading: Reading, first: int, last: int) -> list[tuple[int, int]]:
    """The names that "and" joins."""
    joints = [i for i in range(first, last + 1) if reading.low(i) in reading.grammar.conjunctions]
    starts = [first, *(i + 1 for i in joints)]
    ends = [*(i - 1 for i in joints), last]
    return [(a, b) for a, b in zip(starts, ends, strict=True) if a <= b]


def for_each_name(sentence: Sentence) -> None:
    """ "two each from Chad and Togo": two of either, each with its name."""
    reading = sentence.reading
    if not reading.holds(reading.grammar.each):
        return
    for figure in list(sentence.figures):
        after = figure.mention.number.last + 1
        if figure.kind != PART or reading.low(after) not in reading.grammar.each:
            continue
        cues = [c for c in reading.cues.get("nation", ()) if after < c.first <= after + _EACH_WITHIN]
        cues = [c for c in cues if not any(reading.number_at(i) for i in range(after, c.first))]
        if len(cues) < 2:
            continue
        names = [reading.words(c.first, c.last) for c in cues]
        figure.attributes = replace(figure.attributes, subtype=names[0])
        at = sentence.figures.index(figure) + 1
        sentence.figures[at:at] = [_again(figure, name) for name in names[1:]]


def _again(figure: Figure, name: str) -> Figure:
    return replace(figure, attributes=replace(figure.attributes, subtype=name), inferred=set(figure.inferred))
