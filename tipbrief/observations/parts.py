"""Parts of a total: listed after "including", a dash or a bracket, "two of them", "the rest", lists that go on."""

from __future__ import annotations

from dataclasses import replace
from typing import Sequence

from tipbrief.observations.antecedents import antecedent, counts_alike, may_hold, of_kind
from tipbrief.observations.attributes import Attributes
from tipbrief.observations.claims import Claim, find_claims, is_blocked_by_verb, is_victim_of
from tipbrief.observations.figures import (
    CASES,
    COMPARE,
    HEAD,
    PART,
    PERSON_NOUNS,
    STAGES,
    Figure,
)  # fmt: skip
from tipbrief.observations.making import make_claimed_parts, make_family, make_figure
from tipbrief.observations.other_years import is_dated_part, of_another_year, own_year
from tipbrief.observations.own import statements
from tipbrief.observations.place import Place, anchor_of, figure_before
from tipbrief.observations.years import Year, leading_year, trailing_year

_TELLING = frozenset("report tell identify include find involve exist".split())
_OPENERS = frozenset("— – :".split())


def read_remaining(place: Place) -> list[Figure] | None:
    """ "it was unclear whether the remaining case was of sex or labor trafficking": one, its form not known."""
    if not place.mention.remaining:
        return None
    figures = make_family(place, _parent_of_parts(place), PART)
    if place.reading.has("unspecified", place.border + 1, place.mention.first):
        for figure in figures:
            figure.attributes = replace(figure.attributes, exploitation="unspecified")
    return figures


def read_continued(place: Place) -> list[Figure] | None:
    """A number without a phrase of its own goes on with what was listed: the nine of "freed 30 girls, nine of age"."""
    if place.marker != HEAD:
        return None
    previous = place.last
    if previous is None or (place.lead and previous.mention.first <= place.border):
        return _of_memory(place)
    if not place.mention.nouns and _comes_to_nothing(place):
        return []
    attributes = place.attributes()
    if again := of_another_year(place):
        return again
    if _acts_itself(place, previous) or is_blocked(place) or _is_done_to(place):
        return []
    if is_dated_part(place, previous):
        return make_family(place, previous, COMPARE)
    if place.mention.nouns & PERSON_NOUNS and is_victim_of(place.reading, place.mention, place.clause_start):
        accused = place.head is not None and place.head.indicator.startswith(("persons_", *CASES))
        return [_victims_in_cases(place, place.head)] if accused and place.head else []
    head = _list_of(place, previous)
    says_part = attributes.breaks_down or attributes.offence or previous.kind == PART or _is_listed(place, previous)
    if head is not None and says_part and counts_alike(place.mention.nouns, head.nouns):
        figures = make_family(place, head, PART)
        for figure in figures:
            figure.year = figure.year or _leading_after(place, previous)
            leads = previous.year is not None and previous.year.leading
            listed = previous.kind == PART and (leads or previous.mention.first > place.border)
            figure.year = figure.year or (previous.year if listed else None)
        return figures
    years, mention = place.sentence.years, place.mention
    named = [year for year in years if year.first > place.border]
    own = trailing_year(years, mention.last + 1, place.following - 1) or _year_right_before(named, mention.first)
    return make_family(place, place.head, COMPARE) if own and not mention.nouns else []


def _year_right_before(years: Sequence[Year], index: int) -> Year | None:
    """ "..., and in 2031, nine": the year between a comma or "and" and the number."""
    return next((y for y in years if 0 < index - y.last <= 2), None)


def _of_memory(place: Place) -> list[Figure]:
    """ "Two were boys" or "In 2031, 21 victims were exploited in ..." after a sentence that gave the total."""
    mention, lead = place.mention, place.lead
    if is_blocked(place):
        return []
    victims = mention.nouns & {"victims"}
    known = [f for f in place.memory.heads if not victims or f.nouns & PERSON_NOUNS]
    parent = lead or antecedent(place.reading, mention, known, is_of_persons=_tells_persons(place))
    exploited = place.before() in place.reading.grammar.exploited
    if parent is None or not counts_alike(mention.nouns, parent.nouns):
        return []
    if exploited and mention.nouns:
        return make_family(place, parent, PART) if parent.nouns & PERSON_NOUNS else []
    if mention.nouns and not victims and not lead and not place.is_described and not _are_said_to_exist(place):
        return []
    if not mention.nouns:
        lent = replace(mention, nouns=parent.counted)
        claims = [c for c in find_claims(place.reading, lent, mention.first, place.clause_end) if c.verb]
        if any(c.phrase.indicator != parent.indicator or c.phrase.gives for c in claims):
            return make_claimed_parts(place, claims, parent)
    breaks_down = place.attributes().breaks_down
    if not lead and not breaks_down and not (place.is_described and victims):
        return []
    figures = make_family(place, parent, PART)
    for figure in figures:  # "In 2031, 21 victims were boys" may speak of another year than the total before
        figure.year = figure.year or leading_year(place.sentence.years, mention.first)
    return figures


def _leading_after(place: Place, previous: Figure) -> Year | None:
    """The year that opens the clause, behind the part before: "nine were boys; in 2031, they were 12 and six"."""
    return leading_year(place.sentence.years, place.mention.first, max(place.border, previous.mention.last))


def _are_said_to_exist(place: Place) -> bool:
    """ "there were 16 children", of the persons of a sentence before."""
    verb = place.verb_before
    return verb is not None and "exist" in verb.labels and bool(place.mention.nouns & PERSON_NOUNS)


def _list_of(place: Place, previous: Figure) -> Figure | None:
    """The total whose list goes on: the last part's; behind a semicolon the total of all."""
    if previous.kind != PART or previous.parent is None:
        return place.head
    total = previous.parent
    while previous.mention.first < place.border and total.kind == PART and total.parent:
        total = total.parent
    return total


def is_blocked(place: Place) -> bool:
    """Whether a verb of arrest, screening or staff governs the number in its clause."""
    after = next((v for i in range(2, 5) for v in place.reading.verbs_from(place.mention.last + i)), None)
    if after and "arrest" in after.labels and place.reading.is_passive(after) and not place.mention.nouns:
        return True  # "Of those caught, nine were arrested"
    last = place.last
    low = max(place.clause_start, last.mention.last + 1 if last else 0)
    return is_blocked_by_verb(place.reading, place.mention, low)


def _comes_to_nothing(place: Place) -> bool:
    """ "none led to a prosecution" """
    return place.mention.value == 0 and place.reading.low(place.mention.last + 1) in place.reading.grammar.resulting


def _is_done_to(place: Place) -> bool:
    """Whether an active verb right before the number says what was done to some: "and returned the other three"."""
    verb = place.verb_before
    if verb is None or place.reading.is_passive(verb) or place.mention.nouns or verb.labels & _TELLING:
        return False
    return verb.first > place.border and not place.attributes().breaks_down


def _acts_itself(place: Place, previous: Figure) -> bool:
    """Whether the number is the subject of a later clause ("..., while 58 stayed abroad"), and no list goes on."""
    reading, mention = place.reading, place.mention
    if not mention.nouns or reading.clause(mention.first)[0] == reading.clause(previous.mention.first)[0]:
        return False
    after = mention.last + 1
    return reading.tokens[min(after, len(reading.tokens) - 1)].kind == "word" and not place.is_described


def _is_listed(place: Place, total: Figure) -> bool:
    """ "opened ten prosecutions, three under the new law": right behind its total, with what tells it from that."""
    reading, mention = place.reading, place.mention
    if mention.nouns or reading.low(mention.last + 1) not in reading.grammar.part_prepositions:
        return False
    between = range(total.mention.last + 1, mention.first)
    return may_hold(total, mention) and len(between) == 1 and reading.low(between[0]) == ","


def _tells_persons(place: Place) -> bool:
    """Whether the words say sex, age or origin, which only persons have."""
    attributes = place.attributes()
    return bool(attributes.sex or attributes.age or attributes.origin)


def read_part(place: Place) -> list[Figure] | None:
    """A number in a list of parts: the total's indicator unless a verb of its own says more.

    "freed 30 people, including nine boys" gives nine freed, "..., including nine whom it flew home" nine repatriated.
    """
    head, mention = _parent_of_parts(place) or _remembered(place), place.mention
    if _lists_an_unclaimed(place, head):
        return []
    if head is not None and head.year and head.year.period == "multi" and own_year(place):
        return make_family(place, head, COMPARE)  # "31 convictions: ten in 2030, eight in 2031": year by year
    if head is None or _is_dated_otherwise(place, head):
        return statements(place)
    if claimed := _claimed_otherwise(place, head):
        return make_claimed_parts(place, claimed, head)
    if head.indicator in CASES and "victims" in mention.nouns:
        return [_victims_in_cases(place, head)]
    return make_family(place, head, PART) if counts_alike(place.mention.nouns, head.nouns) else statements(place)


def _claimed_otherwise(place: Place, head: Figure) -> list[Claim]:
    """The claims of a part with a verb or stage of its own: "..., of whom it tried 90", "... with 13 convictions"."""
    mention, reading = place.mention, place.reading
    verb = place.verb_before
    acts = (verb is not None and verb.first > place.marked_at) or reading.low(
        mention.last + 1
    ) in reading.grammar.auxiliaries
    acts = acts or (place.before() in reading.grammar.relatives and bool(reading.verbs_from(mention.last + 1)))
    if not mention.nouns and not acts:
        return []
    counted = mention if mention.nouns else replace(mention, nouns=head.counted)
    claims = find_claims(reading, counted, place.marked_at + 1, place.clause_end)
    strong = [c for c in claims if not c.phrase.weak and c.phrase.indicator != head.indicator]
    if mention.nouns & STAGES and not mention.nouns & head.nouns:
        return strong
    return [c for c in strong if c.verb and (mention.first > place.marked_at + 1 or not mention.nouns)]


def _lists_an_unclaimed(place: Place, head: Figure | None) -> bool:
    """Whether what is listed are parts of a number that no phrase claims: "arrested 30 men, including nine Thais"."""
    before = [m for m in place.sentence.unclaimed if m.first < place.marked_at and m.nouns]
    return bool(before) and (head is None or head.mention.first < before[-1].first) and before[-1].last >= place.border


def _remembered(place: Place) -> Figure | None:
    """The total of a sentence before: "Presumed victims included eight children"."""
    if place.last is not None and place.last.kind == PART:
        return place.last.parent
    persons = [f for f in place.memory.heads if f.nouns & PERSON_NOUNS]
    if place.level or place.marker != PART:
        return None
    if _is_anaphoric(place):
        return (
            None
            if place.memory.interrupted
            else antecedent(place.reading, place.mention, place.memory.heads, is_of_persons=_tells_persons(place))
        )
    of_persons = bool(place.mention.nouns & PERSON_NOUNS) or (not place.mention.nouns and _tells_persons(place))
    if not of_persons or not place.reading.has("victims", 0, place.marked_at):
        return None
    whole = [f for f in persons if not f.attributes.breaks_down] or persons  # "the victims included" means all
    return antecedent(place.reading, place.mention, of_kind(place.reading, 0, place.marked_at, whole) or whole)


def _is_anaphoric(place: Place) -> bool:
    """Whether the sentence opens with "Among them were", "These included" and the like."""
    opening = range(min(place.marked_at + 1, 4))
    return any(place.reading.low(i) in place.reading.grammar.anaphors for i in opening)


def _victims_in_cases(place: Place, head: Figure) -> Figure:
    figure = make_figure(place, "victims_in_cases", PART)
    figure.parent = head
    figure.attributes = figure.attributes.over(Attributes(offence=head.attributes.offence, law=head.attributes.law))
    return figure


def _parent_of_parts(place: Place) -> Figure | None:
    """The total whose parts are being listed: before parentheses the figure right there, else the last total."""
    if place.parens and place.marked_at == place.parens[0]:
        return anchor_of(place)
    if place.marker != PART:
        return place.head
    if place.reading.low(place.marked_at) in _OPENERS:
        return figure_before(place, place.marked_at)
    last = place.last
    if last is not None and _goes_on_in_bracket(place, last):
        return last.parent
    if last is not None and _is_plain_part(last) and _opens_right_after(place, last):
        return last
    return place.head


def _goes_on_in_bracket(place: Place, last: Figure) -> bool:
    """Whether the list goes on from the part before in one bracket: "(including 30 for begging, nine for theft)"."""
    if place.parens is None or place.reading.parenthesis(last.mention.first) != place.parens:
        return False
    return last.kind == PART and place.parens[0] < place.marked_at < last.mention.first


def _is_plain_part(figure: Figure) -> bool:
    """Whether a part says no more of its total than a breakdown: no other indicator."""
    return figure.kind == PART and (
        figure.claim is None or (figure.parent is not None and figure.parent.indicator == figure.indicator)
    )


def _opens_right_after(place: Place, part: Figure) -> bool:
    """Whether "including" or "among them" stands right after a part, so that it is the part's own breakdown."""
    reading = place.reading
    cue = next((c for c in reading.at(place.marked_at) if c.label == "including"), None)
    if cue is None or part.mention.last >= cue.first:
        return False
    return all(i <= part.zone[1] or reading.low(i) in (",", "(") for i in range(part.mention.last + 1, cue.first))


def _is_dated_otherwise(place: Place, head: Figure) -> bool:
    """Whether the mention has a year of its own that is not the total's: then it is no part."""
    own = own_year(place)
    return own is not None and head.year is not None and own.year != head.year.year
