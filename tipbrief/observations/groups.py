"""Parts of a total said before, by their own words: "two of the five"; and totals that are only said again."""

from __future__ import annotations

from dataclasses import replace

from tipbrief.observations.antecedents import antecedent, counts_alike
from tipbrief.observations.claims import BLOCKING, find_claims
from tipbrief.observations.figures import (
    CASE_NOUNS,
    HEAD,
    PART,
    PERSON_NOUNS,
    Figure,
)  # fmt: skip
from tipbrief.observations.making import make_claimed_parts, make_family, make_figure, make_heads
from tipbrief.observations.mentions import Mention
from tipbrief.observations.own import statements
from tipbrief.observations.place import Place, anchor_of

SAID_BEFORE = "said before"


def read_group(place: Place) -> list[Figure] | None:
    """A part of a total said before, by its own words: "two of the five", "one of the girls", "16 of whom"."""
    mention = place.mention
    if not mention.of_group:
        return None
    verb = place.verb_before
    if verb is not None and verb.labels & BLOCKING and not place.reading.is_passive(verb) and not mention.nouns:
        return []  # "and detained ten of them"
    if whole := _unclaimed_whole(place):
        return _claimed_of(place, whole)
    parent = _group_parent(place)
    if parent is None:
        stated = statements(place) if mention.nouns else []
        return stated if mention.value else [f for f in stated if f.claim and f.claim.verb and not f.claim.phrase.weak]
    if _is_fined(place):
        return []
    lent = replace(mention, nouns=mention.nouns or parent.counted)
    found = find_claims(place.reading, lent, _group_from(place, parent), place.clause_end)
    claims = [c for c in found if c.verb and not c.phrase.weak and c.phrase.indicator != parent.indicator]
    claimed = make_claimed_parts(place, claims, parent)
    if claimed or mention.value:
        return claimed or make_family(place, parent, PART)
    says_which = mention.status == "reported" and place.attributes().breaks_down  # "none of whom were children"
    return make_family(place, parent, PART) if says_which else []


def _is_fined(place: Place) -> bool:
    """Whether what is said of the group is arrest, a fine and the like ("eight of the ten were also fined")."""
    verbs = place.reading.verb_tokens
    after = next((v for v in verbs if v.first > place.mention.last), None)
    return (
        after is not None
        and after.last <= place.clause_end
        and bool(after.labels & BLOCKING)
        and place.reading.is_passive(after)
    )


def _unclaimed_whole(place: Place) -> Mention | None:
    """What "of them" speaks of, where that is a number of the same sentence that no phrase claims."""
    mention = place.mention
    before = [m for m in place.sentence.unclaimed if m.nouns and m.first < mention.first]
    figures = [f for f in place.sentence.figures if f.mention.first < mention.first]
    unclaimed = bool(before) and (not figures or figures[-1].mention.first < before[-1].first)
    return before[-1] if unclaimed and not mention.nouns and mention.group_size is None else None


def _claimed_of(place: Place, whole: Mention) -> list[Figure]:
    """ "arrested 45 suspects, 12 of whom were convicted": what a verb of its own says of the part."""
    lent = replace(place.mention, nouns=whole.nouns)
    claims = find_claims(place.reading, lent, place.mention.first, place.clause_end)
    return make_heads(place, [c for c in claims if c.verb and not c.phrase.weak])


def _group_parent(place: Place) -> Figure | None:
    """The total of "two of the five", here or in an earlier sentence; of "two of whom" the nearest one here."""
    mention = place.mention
    anchor = anchor_of(place) if place.parens and mention.group_size is None and not mention.nouns else None
    if anchor is not None:
        return anchor  # "40 in 2030 and 50 in 2031 (nine of whom were boys)": of the 50
    here = [f for f in place.sentence.figures if f.kind != PART or f.nouns]
    known = [*(f for f in place.memory.heads if f.kind != PART), *here]
    if mention.group_size is not None:
        known = [f for f in here if f.mention.value == mention.group_size] or place.memory.of_size(mention.group_size)
    elif not mention.nouns:
        known = here or known
    else:
        known = [f for f in known if f.kind != PART and counts_alike(mention.nouns, f.nouns)]
        known = [f for f in known if not f.attributes.breaks_down] or known  # "nine of the victims" means all victims
    return antecedent(place.reading, mention, known)


def _group_from(place: Place, parent: Figure) -> int:
    """The first token whose verbs may claim the group: before the number only where it is said what was done."""
    if place.verb_before and not place.reading.is_passive(place.verb_before):
        return place.verb_before.first  # "and referred 45 of them"
    if not place.mention.nouns and place.reading.low(place.mention.last + 1) not in place.reading.grammar.done_to:
        return place.mention.first
    return parent.mention.last + 1 if parent in place.sentence.figures else 0


def read_definite(place: Place) -> list[Figure] | None:
    """ "The 30 victims included ...": a total said before and said again, of which what follows are parts.

    A total that was not said before is one: the sum of what was ("The 204 victims included", after 199 and five).
    """
    mention = place.mention
    if place.before() not in place.reading.grammar.definite or mention.negated or mention.of_group:
        return None
    if _is_of_known_cases(place):
        return _said_before(place)
    among = place.before(2) in place.reading.grammar.lead_openings and place.is_described
    if not among and not mention.nouns & PERSON_NOUNS:
        return None
    if not among and not place.reading.has("including", mention.last + 1, min(mention.last + 3, place.clause_end)):
        return None
    same = [f for f in place.memory.of_size(mention.value) if counts_alike(mention.nouns, f.nouns)]
    if same:
        place.sentence.leads[mention.last] = same[0]
        return _said_before(place)
    parent = antecedent(place.reading, mention, [f for f in place.memory.heads if f.nouns & PERSON_NOUNS])
    if parent is None:
        return None
    figure = make_figure(place, parent.indicator, HEAD)
    figure.inferred.add("ellipsis")
    return [figure]


def _said_before(place: Place) -> list[Figure]:
    place.mention.ignored = SAID_BEFORE
    place.sentence.ignored.append(place.mention)
    return []


def _is_of_known_cases(place: Place) -> bool:
    """Whether "in the 11 cases" only says which: "All suspects in the 11 cases were charged" counts no cases."""
    known = [*place.memory.heads, *place.sentence.figures]
    if any(place.reading.is_verb(i) for i in range(place.mention.number.last + 1, place.mention.last)):
        return False  # "in the five prosecuted cases" says what was done
    in_the = (
        place.before() in place.reading.grammar.definite and place.before(2) in place.reading.grammar.place_prepositions
    )
    return in_the and any(f.mention.value == place.mention.value and f.nouns & CASE_NOUNS for f in known)
