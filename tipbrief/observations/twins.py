"""Brackets that repeat the parts for another year: "91 were male and 212 female (18 male and 163 female)"."""

from __future__ import annotations

from tipbrief.observations.attributes import Attributes
from tipbrief.observations.figures import COMPARE, PART, Figure
from tipbrief.observations.making import make_family
from tipbrief.observations.place import Place, anchor_of
from tipbrief.observations.years import Year

_COLUMNS = ("exploitation", "sex", "age", "origin")


def read_twin(place: Place) -> list[Figure] | None:
    """The value of a part in another year; its bracket stands behind a part of which it can be none.

    No part of 212 women is male, and 163 women are no breakdown of women.
    """
    if place.parens is None or place.marker != PART or place.marked_at != place.parens[0] or place.mention.of_group:
        return None
    anchor = anchor_of(place)
    if anchor is None or anchor.kind != PART or anchor.mention.first < place.border:
        return None
    own = place.attributes(min(place.following, place.parens[1]) - 1)
    said = {name: getattr(own, name) for name in _COLUMNS if getattr(own, name)}
    if place.reading.has("nation", place.mention.first, place.following - 1):
        said.pop("origin", None)  # "two foreigners (one from Chad and one from Togo)" are told apart
    if not said or not _is_no_part(said, anchor.attributes):
        return None
    listed = [f for f in place.level if f.kind == PART and place.border < f.mention.first < place.parens[0]]
    twin = next((f for f in listed if _says(f.attributes, said)), None)
    if twin is None:
        return None
    figures = make_family(place, twin, COMPARE)
    for figure in figures:
        figure.year = figure.year or _year_of_brackets(place)
    return figures


def _is_no_part(said: dict[str, str], whole: Attributes) -> bool:
    """Whether a column contradicts the anchor's, or all say only what the anchor's say."""
    against = any(getattr(whole, name) not in ("", value) for name, value in said.items())
    return against or _says(whole, said)


def _says(attributes: Attributes, said: dict[str, str]) -> bool:
    return all(getattr(attributes, name) == value for name, value in said.items())


def _year_of_brackets(place: Place) -> Year | None:
    """The year of what the sentence compared in its brackets before."""
    inside = (f for f in reversed(place.sentence.figures) if place.reading.parenthesis(f.mention.first))
    return next((f.year for f in inside if f.kind == COMPARE and f.year), None)
