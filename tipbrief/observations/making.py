"""A figure made of a mention: its columns from the words around it, or from the total that it belongs to."""

from __future__ import annotations

from dataclasses import replace

from tipbrief.observations.attributes import Attributes, read_form, read_offence, said_of, zone_end
from tipbrief.observations.claims import Claim
from tipbrief.observations.dating import article_at, says_last_period, year_at
from tipbrief.observations.figures import HEAD, PART, Figure
from tipbrief.observations.place import Place


def make_figure(place: Place, indicator: str, kind: str, claim: Claim | None = None) -> Figure:
    """The mention as a figure of an indicator: "freed 30 girls in 2031" as victims_identified, female, of 2031."""
    reading, mention = place.reading, place.mention
    subtype = str(claim.phrase.gives.get("subtype", "")) if claim else ""
    year = year_at(place, kind)
    attributes = replace(place.attributes(), law=article_at(place, kind), subtype=subtype)
    return Figure(
        mention,
        indicator,
        kind,
        _with_form_after_verb(place, attributes, claim),
        claim=claim,
        year=year,
        last_period=year is None and says_last_period(place, kind),
        first=min(claim.verb.first, mention.first) if claim and claim.verb else mention.first,
        sentence=reading.span.start,
        words=tuple(token.low for token in reading.tokens[mention.first : mention.last + 1]),
        zone=(mention.last + 1, zone_end(reading, mention, place.following - 1)),
        nouns=mention.nouns or (frozenset({claim.phrase.noun}) if claim else frozenset()),
    )


def _with_form_after_verb(place: Place, attributes: Attributes, claim: Claim | None) -> Attributes:
    """ "Nine men were charged with sex trafficking": what follows the passive verb describes them too."""
    verb = claim.verb if claim else None
    if verb is None or verb.first <= place.mention.last or verb.first >= place.following:
        return attributes
    behind = replace(place.mention, last=verb.last)
    end = zone_end(place.reading, behind, min(place.following - 1, place.clause_end))
    form = attributes.exploitation or said_of(place.mention, read_form(place.reading, verb.last + 1, end))
    offence = attributes.offence or read_offence(place.reading, verb.last + 1, end)
    return replace(attributes, exploitation=form, offence=offence)


def make_heads(place: Place, claims: list[Claim]) -> list[Figure]:
    """A statement of its own for each claim: "found and housed six women" makes two."""
    return [make_figure(place, claim.phrase.indicator, HEAD, claim) for claim in claims]


def make_claimed_parts(place: Place, claims: list[Claim], parent: Figure) -> list[Figure]:
    """Parts of a total that a phrase of their own claims: "helped 30 women, and housed six of them"."""
    figures = [make_figure(place, claim.phrase.indicator, PART, claim) for claim in claims]
    for figure in figures:
        figure.parent = parent
    return figures


def make_family(place: Place, target: Figure | None, kind: str) -> list[Figure]:
    """The mention as a part of a total, or as a comparison with each reading of one; none without a `target`.

    In "freed 30 people, including nine boys" the nine are freed too. A part is made once, of the first reading.
    """
    return [_make_relative(place, relative, kind) for relative in place.sentence.relatives_of(target, kind)]


def _make_relative(place: Place, relative: Figure, kind: str) -> Figure:
    figure = make_figure(place, relative.indicator, kind)
    figure.parent = relative
    base = relative.attributes if kind == PART else replace(relative.attributes, law="")
    if kind == PART and _is_form_of_another(place, relative):
        base = replace(base, exploitation="")
    if kind == PART and _is_sibling(place, relative):
        base = replace(base, exploitation="", age="")
    own = _form_among_siblings(place, figure.attributes, base)
    if kind == PART and (base.exploitation, own.exploitation) == ("labor", "other"):
        own = replace(own, exploitation="labor")  # forced begging counted within labor is labor (codebook, "Forms")
    if kind == PART and relative.indicator == "victims_repatriated" and base.origin:
        own = replace(own, origin=base.origin)  # "75 from Lebanon" says from where they came home
    if kind == PART and not own.exploitation and _is_form_unreported(place):
        own = replace(own, exploitation="unspecified")
    figure.attributes = own.over(base)
    figure.nouns = figure.nouns or relative.nouns
    figure.inferred.add("ellipsis" if not place.mention.nouns else "part" if kind == PART else "comparison")
    return figure


def _is_form_of_another(place: Place, total: Figure) -> bool:
    """ "50 were exploited in sex and nine in labor trafficking; 40 were female": the 40 are of both forms."""
    exploited = total.claim is not None and total.claim.phrase.verb == "exploit"
    return exploited and total.mention.first < place.border and total.sentence == place.reading.span.start


def _is_sibling(place: Place, total: Figure) -> bool:
    """ "30 cases of forced labor, 12 of sale of children": the 12 stand beside the 30, not among them."""
    reading, of = place.reading, place.reading.grammar.source_of
    beside = reading.low(place.mention.last + 1) in of and reading.low(total.mention.last + 1) in of
    return beside and place.marker == HEAD and not place.mention.nouns and total.mention.head is not None


def _is_form_unreported(place: Place) -> bool:
    """ "did not report the form of exploitation for the other six"."""
    reading = place.reading
    said = reading.last_in("not_reported", place.clause_start, place.mention.first - 1)
    return said is not None and reading.has("kinds_of_form", said.last, place.mention.first - 1)


def _form_among_siblings(place: Place, attributes: Attributes, base: Attributes) -> Attributes:
    """Forced marriage and the like, listed beside sex and labor trafficking, are another form of trafficking."""
    if attributes.offence != "related" or base.offence == "related":
        return attributes
    if not place.reading.has("other_form", place.mention.first, place.following - 1):
        return attributes
    parts = (f for f in place.sentence.figures if f.kind == PART)
    beside = any(f.attributes.exploitation in ("sex", "labor") for f in parts)
    return replace(attributes, offence="", exploitation="other") if beside else attributes
