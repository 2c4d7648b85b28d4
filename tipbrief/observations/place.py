"""Where a mention stands: in which clause and parentheses, and what ties it to a total before it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tipbrief.observations.antecedents import may_hold
from tipbrief.observations.attributes import Attributes, read_attributes
from tipbrief.observations.figures import COMPARE, HEAD, PART, Figure, Memory, Sentence
from tipbrief.observations.leads import lead_end
from tipbrief.observations.lexicon import Cue
from tipbrief.observations.mentions import Mention
from tipbrief.observations.reading import Reading, Verb

Parentheses = tuple[int, int] | None
_BEFORE_NUMBER = frozenset({"approx", "min", "max", "also_totals", "additional"})


@dataclass
class Place:
    """A mention with all that the words before it have opened; every number is a token's index.

    following   the next mention's first token, or the sentence's end
    parens      the parentheses around the mention
    border      what its clause begins after: a semicolon, or the comma of a lead ("Of these,"); -1 for the sentence
    clause_end  its clause's last token
    level       the figures so far, without those in parentheses that are closed
    head        the total or comparison that it may be a part of
    marker      PART or COMPARE where a word after the last total lists or compares, else HEAD; `marked_at` is that word
    """

    sentence: Sentence
    memory: Memory
    nation: str
    mention: Mention
    following: int
    parens: Parentheses
    border: int
    clause_end: int
    level: list[Figure]
    head: Figure | None
    marker: str = HEAD
    marked_at: int = -1

    @property
    def reading(self) -> Reading:
        """The sentence's tokens and cues."""
        return self.sentence.reading

    @property
    def clause_start(self) -> int:
        """The first token whose verbs may govern the mention."""
        return max(self.border + 1, 0 if self.parens else self.reading.clause(self.mention.first)[0])

    @property
    def lead(self) -> Figure | None:
        """What the clause's "Of these," speaks of."""
        return self.sentence.leads.get(self.border)

    @property
    def last(self) -> Figure | None:
        """The nearest figure before the mention on its level."""
        return self.level[-1] if self.level else None

    @property
    def verb_before(self) -> Verb | None:
        """The verb right before the mention, past "at least", "only", "all" and the like."""
        at = self.mention.first - 1
        grammar = self.reading.grammar
        while (
            self.reading.covered(at, _BEFORE_NUMBER)
            or (low := self.reading.low(at)) in grammar.again
            or low in grammar.passive_adverbs
            or low in grammar.articles
        ):
            at -= 1
        return self.reading.verb_ending_at(at)

    @property
    def is_described(self) -> bool:
        """Whether the sentence goes on with what the mention is or was ("were", past a bracket)."""
        after = self.mention.last + 1
        if (pair := self.reading.parenthesis(after + 1)) and pair[0] == after:
            after = pair[1] + 1
        return self.reading.low(after) in self.reading.grammar.states

    def before(self, step: int = 1) -> str:
        """The word `step` tokens before the mention."""
        return self.reading.low(self.mention.first - step)

    def attributes(self, limit: int | None = None) -> Attributes:
        """What the words up to token `limit`, or to the next mention, say of this one."""
        if limit is None and (resumes := self._past_insertion()):
            inserted = replace(self.mention, last=resumes[0], hole=(self.mention.last + 1, resumes[0]))
            return self.describe(inserted, resumes[1])
        return self.describe(self.mention, self.following - 1 if limit is None else limit)

    def _past_insertion(self) -> tuple[int, int] | None:
        """Where the sentence goes on after commas: the comma and last word of "19, including two boys, were poor"."""
        reading, first = self.reading, self.mention.last + 1
        if reading.low(first) != "," or self.parens or (self.mention.nouns and not self.mention.of_group):
            return None
        commas = (
            i for i in range(first + 1, self.clause_end) if reading.low(i) == "," and reading.parenthesis(i) is None
        )
        second = next(commas, None)
        if second is None or reading.low(second + 1) not in reading.grammar.states:
            return None
        later = (m.first for m in self.sentence.mentions if m.first > second and not m.ignored)
        return second, min(next(later, self.clause_end + 1) - 1, self.clause_end)

    def describe(self, mention: Mention, limit: int) -> Attributes:
        """What the words up to token `limit` say of a mention of this sentence."""
        return read_attributes(self.reading, mention, limit, self.nation)


def find_place(sentence: Sentence, memory: Memory, nation: str, mention: Mention, following: int) -> Place:
    """Look around a mention: in "freed 30 people, including nine boys (two from abroad)" nine and two are parts."""
    reading = sentence.reading
    parens = reading.parenthesis(mention.first)
    border = _border(sentence, parens, mention.first)
    level = [f for f in sentence.figures if reading.parenthesis(f.mention.number.first) in (None, parens)]
    head = _head(level, border, sentence.leads.get(border))
    place = Place(
        sentence,
        memory,
        nation,
        mention,
        following,
        parens,
        border,
        _clause_end(sentence, border, mention, parens),
        level,
        head,
    )
    place.marker, place.marked_at = _marker(place)
    return place


def _border(sentence: Sentence, parens: Parentheses, first: int) -> int:
    reading = sentence.reading
    mark = next((i for i in reading.back_from(first, ";") if reading.parenthesis(i) in (None, parens)), -1)
    return max((end for end in sentence.leads if mark <= end < first), default=mark)


def _clause_end(sentence: Sentence, border: int, mention: Mention, parens: Parentheses) -> int:
    reading = sentence.reading
    if parens:
        return parens[1] - 1
    lead = lead_end(sentence, border)
    if lead is not None and mention.last < lead:
        return lead - 1  # "Of the 18 convicted traffickers, 12 were jailed": the verb behind the comma is not theirs
    last = reading.clause(mention.last)[1]
    compared = reading.first_in("compare", mention.last + 1, len(reading.tokens) - 1)
    return compared.first - 1 if compared and compared.first <= last else last


def _head(level: list[Figure], border: int, lead: Figure | None) -> Figure | None:
    """The last total; behind a semicolon what was compared before it is none: "12, up from nine; three were boys"."""
    heads = [f for f in level if f.kind != PART and (lead is None or f.mention.first > border)]
    stated = [f for f in heads if f.kind == HEAD or f.mention.first > border]
    return next(reversed(stated or heads), lead)


def _marker(place: Place) -> tuple[str, int]:
    """The last word before the mention that ties it to a total: part, comparison or none, and where it stands."""
    floor = max((f.mention.last for f in place.level if f.kind == HEAD and f.claim), default=-1)
    floor = max(floor, place.border)
    found = [(HEAD, floor)]
    for kind, label in ((COMPARE, "compare"), (PART, "including")):
        cue = place.reading.last_in(label, max(floor, 0), place.mention.first - 1)
        named = cue and cue.first == cue.last and place.reading.low(cue.first - 1) in place.reading.grammar.articles
        begins = cue and _begins_anew(place, cue)
        if (
            cue
            and not named
            and not begins
            and _same_level(place, cue.first)
            and not _closed_after(place, cue.last + 1)
        ):
            found.append((kind, cue.last))
    if (percent := _percent_from(place)) is not None and percent > floor:
        found.append((COMPARE, percent))
    if place.parens and place.parens[0] > floor and (anchor := anchor_of(place)):
        found.append((_kind_in_parentheses(place, place.parens, anchor), place.parens[0]))
    if (dash := _dash_after_total(place)) is not None:
        found.append((PART, dash))
    return max(found, key=lambda item: item[1])


def _begins_anew(place: Place, cue: Cue) -> bool:
    """ "9 were in sex trafficking, which included children, and 15 were boys": the 15 are no part of the list."""
    listed = place.reading.low(cue.first) in place.reading.grammar.lead_openings  # "and of these, 15 were boys"
    return not listed and place.is_described and place.reading.clause(place.mention.first)[0] > cue.last


def _percent_from(place: Place) -> int | None:
    """The "from" of "up 15 percent from 1,070"."""
    reading, at = place.reading, place.mention.first - 1
    while reading.covered(at, _BEFORE_NUMBER) or reading.low(at) in reading.grammar.articles:
        at -= 1
    is_share = reading.low(at - 1) == "%" or reading.covered(at - 1, frozenset({"percent"}))
    return at if is_share and reading.low(at) in reading.grammar.moved_from else None


def _same_level(place: Place, index: int) -> bool:
    return place.reading.parenthesis(index) in (None, place.parens)


def _closed_after(place: Place, index: int) -> bool:
    """Whether parentheses open at the token and close before the mention: "including (24 ... and 16 ...), and"."""
    pair = place.reading.parenthesis(index + 1)
    return place.reading.low(index) == "(" and pair is not None and pair[1] < place.mention.first


def anchor_of(place: Place) -> Figure | None:
    """The figure right before the parentheses: the ten of "ten boys (two from abroad)"."""
    if place.parens is None:
        return None
    first = place.parens[0]
    before = (f for f in reversed(place.sentence.figures) if f.mention.last < first or f.mention.hole[0] == first)
    outside = [f for f in before if place.reading.parenthesis(f.mention.first) != place.parens]
    if outside and outside[0].actor:  # "police found 199 and NGOs a further five (127 women, ...)"
        outside = [f for f in outside if may_hold(f, place.mention)] or outside
    return outside[0] if outside else None


def _kind_in_parentheses(place: Place, parens: tuple[int, int], anchor: Figure) -> str:
    """Numbers in parentheses are parts of what stands before them, or its value in another year."""
    first, last = parens
    nouns = place.mention.nouns
    dated = any(first < year.first < last for year in place.sentence.years)
    dated = dated or place.reading.has("last_period", first, last)
    bare = not nouns or bool(nouns & anchor.mention.nouns)
    if not dated or not bare:
        return PART
    return PART if place.attributes(min(place.following, last) - 1).breaks_down else COMPARE


def _dash_after_total(place: Place) -> int | None:
    """The dash or colon right after a figure, when no dash closes it: "five boys - one Fijian and four Samoans"."""
    reading, first = place.reading, place.border + 1
    colon = next((i for i in reading.back_from(place.mention.first, ":") if i > first), None)
    if colon is not None and figure_before(place, colon):
        return colon
    dashes = [i for i in reading.back_from(place.mention.first, "—", "–") if i >= first and _same_level(place, i)]
    if len(dashes) % 2 == 0 or not figure_before(place, dashes[0]):
        return None
    return dashes[0]


def figure_before(place: Place, index: int) -> Figure | None:
    """The figure whose words end right before a token: the five of "five boys who were found: one ..."."""
    inside = (None, place.reading.parenthesis(index))
    open_to = (f for f in reversed(place.sentence.figures) if place.reading.parenthesis(f.mention.first) in inside)
    found = next((f for f in open_to if f.mention.last < index), None)
    if found is None or any(place.reading.low(i) in (",", ";") for i in range(found.mention.last + 1, index)):
        return None
    return found
