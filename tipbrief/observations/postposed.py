"""Numbers in brackets behind what they count: "victims from Nigeria (17) and Ghana (5)", "men (43)"."""

from __future__ import annotations

from dataclasses import replace

from tipbrief.observations.antecedents import antecedent, may_hold
from tipbrief.observations.attributes import Attributes, read_attributes
from tipbrief.observations.cascades import RANKED
from tipbrief.observations.figures import PART, Figure
from tipbrief.observations.making import make_family
from tipbrief.observations.mentions import Mention
from tipbrief.observations.numbers import Number
from tipbrief.observations.place import Place

_DASHES = frozenset("-–—:")
_CLOSING = frozenset("(,;.)")
_COUNTRY = frozenset({"country"})
_RANKED = frozenset({RANKED})
_LONGEST = 8


def read_postposed(place: Place) -> list[Figure] | None:
    """A part that is named before its number: its columns are those of the words before the bracket."""
    if not is_postposed(place):
        return None
    first = _begin(place)
    known = [f for f in [*place.memory.heads, *place.sentence.figures] if f.kind != PART]
    described = _said_after(place).over(_described(place, first))
    of_persons = bool(described.sex or described.age or described.origin)
    parent = antecedent(place.reading, place.mention, known, is_of_persons=of_persons)
    if parent is None or not may_hold(parent, place.mention):
        return []
    figures = make_family(place, parent, PART)
    if place.reading.covered(place.mention.first - 2, _COUNTRY) and place.reading.holds(
        place.reading.grammar.destinations
    ):
        described = replace(described, origin="", subtype=place.reading.words(first, place.mention.first - 2))
    for figure in figures:
        figure.attributes = described.over(parent.attributes)
        figure.first, figure.zone = first, (first, place.mention.first - 2)
    return figures


def _said_after(place: Place) -> Attributes:
    """What the sentence goes on to say of them: "Most victims (26) were exploited in forced labor"."""
    reading = place.reading
    if place.parens is None or reading.low(place.parens[1] + 1) not in reading.grammar.copulas:
        return Attributes()
    named = Mention(place.mention.number, place.mention.first, place.parens[1], None, frozenset())
    said = replace(read_attributes(reading, named, place.following - 1, place.nation), offence="")
    of_both = reading.has("child", place.parens[1], place.following) and not said.age
    return replace(said, sex="") if of_both else said  # "were women and children"


def is_postposed(place: Place) -> bool:
    """Whether the number stands in brackets or behind a dash, right behind the words that say what it counts."""
    mention, reading = place.mention, place.reading
    if mention.first < 2 or reading.tokens[mention.first - 2].kind != "word":
        return False
    if place.parens and place.parens[0] == mention.first - 1 and _is_only_dated(place, place.parens[1]):
        return not mention.nouns and _described(place, _begin(place)).breaks_down
    if place.parens == (mention.first - 1, mention.last + 1):
        return not mention.nouns or _described(place, _begin(place)).breaks_down
    after = reading.low(mention.last + 1)
    dashed = place.before() in _DASHES and not mention.nouns and (not after or after in _CLOSING)
    return dashed and _described(place, _begin(place)).breaks_down


def _is_only_dated(place: Place, closing: int) -> bool:
    """Whether the bracket holds the number and its year alone: "most were women (428 in 2031)"."""
    after, start = place.mention.last + 1, place.reading.clause(place.mention.first)[0]
    if any(start <= m.first < place.mention.first for m in place.sentence.mentions):
        return False  # "three were children (four in 2031)" compares
    year = next((y for y in place.sentence.years if y.first > after), None)
    return year is not None and year.last == closing - 1 and year.first - after == 1


def _begin(place: Place) -> int:
    """The first of the words that the bracket belongs to: back to a comma, a conjunction, a bracket or a number."""
    reading, end = place.reading, place.mention.first - 2
    first = end
    for index in range(end, max(end - _LONGEST, -1), -1):
        low = reading.low(index)
        stops = reading.tokens[index].kind != "word" or low in reading.grammar.conjunctions
        ranks = reading.covered(index, _RANKED)  # "followed by Oman (71)"
        stops = stops or ranks or reading.number_at(index) is not None
        if stops or (reading.is_verb(index) and not reading.covered(index, reading.lexicon.nouns)):
            break
        first = index
    return first


def _described(place: Place, first: int) -> Attributes:
    """What the words say: a nationality, a form, women or children."""
    number = Number(first - 1, first - 1, 0, False)
    named = Mention(number, first, place.mention.first - 2, None, frozenset())
    found = read_attributes(place.reading, named, place.mention.first - 2, place.nation)
    return replace(found, offence="")
