"""The figures of one sentence: mentions with their indicator, tied to each other as parts and comparisons.

The state that a reader keeps in mind is small: the last total ("head"), whether the words since then list
its parts or compare it, and which years were named. Each mention is read with that state, left to right.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from tipbrief.observations.attributes import (
    Attributes, read_attributes, read_law, read_offence, without_breakdowns, zone_end,
)  # fmt: skip
from tipbrief.observations.claims import Claim, find_claims
from tipbrief.observations.mentions import Mention, find_mentions, noun_phrase
from tipbrief.observations.numbers import Number
from tipbrief.observations.reading import Reading
from tipbrief.observations.years import Year, find_years, leading_year, trailing_year

HEAD, PART, COMPARE = "head", "part", "compare"
PERSONS_OF = {"prosecutions": "persons_prosecuted", "conviction_cases": "persons_convicted", "investigations": "investigations"}
CASES = frozenset({"investigations", "prosecutions", "conviction_cases", "investigations_completed"})
_PERSONS = frozenset({"victims", "people", "audience"})
_ACCUSED = frozenset({"suspects", "convicts", "people", "officials"})
_CASE_NOUNS = frozenset({"cases", "investigations", "prosecutions", "convictions"})


@dataclass
class Figure:
    """One reading of one number. `parent` is the total of a part, or what a comparison compares."""

    mention: Mention
    indicator: str
    kind: str
    attributes: Attributes
    parent: Figure | None = None
    claim: Claim | None = None
    year: Year | None = None
    last_period: bool = False
    first: int = 0
    inferred: set[str] = field(default_factory=set)
    sentence: int = 0
    words: tuple[str, ...] = ()
    dated: tuple[int | None, str] | None = None
    subtype: str = ""
    body: str = ""
    related_at: tuple[int, int] | None = None
    zone: tuple[int, int] = (0, -1)
    reported_by: str = ""
    nouns: frozenset[str] = frozenset()
    actor: str = ""


@dataclass
class Sentence:
    """A sentence's figures and what was left: mentions that no phrase claims.

    `leads` holds the total that an opening "Of these," or "Of the 32 victims," speaks of, by its last token: it opens
    the sentence or a clause after a semicolon.
    """

    reading: Reading
    years: list[Year]
    figures: list[Figure]
    unclaimed: list[Mention]
    ignored: list[Mention]
    leads: dict[int, Figure] = field(default_factory=dict)


@dataclass
class Memory:
    """What earlier sentences of the paragraph leave to later ones."""

    heads: list[Figure] = field(default_factory=list)


def read_sentence(reading: Reading, memory: Memory, nation: str) -> Sentence:
    """Find the figures of a sentence; `memory` gains its totals."""
    mentions = find_mentions(reading)
    sentence = Sentence(reading, find_years(reading), [], [], [m for m in mentions if m.ignored])
    live = [m for m in mentions if not m.ignored]
    border = -1
    for position, mention in enumerate(live):
        following = live[position + 1].first if position + 1 < len(live) else len(reading.tokens)
        if (start := _clause_start(reading, mention.first)) > border or position == 0:
            border = max(_read_lead(sentence, memory, mentions, start), start)
        if mention.first > border or border == start:
            _Step(sentence, memory, nation, mention, following).take()
    _share_offence_to_the_left(sentence)
    _share_leading_offence(sentence)
    if _compares_with_before(reading, memory):
        for figure in sentence.figures:
            figure.kind = COMPARE if figure.kind == HEAD else figure.kind
            figure.parent = figure.parent or next((f for f in reversed(memory.heads) if f.indicator == figure.indicator), None)
        return sentence
    memory.heads = ([f for f in sentence.figures if f.kind == HEAD] or memory.heads)[-8:]
    return sentence


def _clause_start(reading: Reading, index: int) -> int:
    """The semicolon before a token, or -1."""
    return next((i for i in range(index - 1, -1, -1) if reading.low(i) == ";"), -1)


def _read_lead(sentence: Sentence, memory: Memory, mentions: list[Mention], start: int) -> int:
    """Find the total of "Of these," or "Of the 32 victims identified," after token `start`; returns its comma, or -1."""
    reading = sentence.reading
    if reading.low(start + 1) not in ("of", "among"):
        return -1
    end = next((i for i in range(start + 2, min(start + 15, len(reading.tokens))) if reading.low(i) == ","), None)
    if end is None:
        return -1
    inside = [m for m in mentions if start < m.first < end and m.value is not None and not m.ignored]
    nouns = frozenset().union(*(m.nouns for m in inside)) or noun_phrase(reading, start + 3).nouns
    heads = [*memory.heads, *(f for f in sentence.figures if f.kind != PART)]
    known = [f for f in heads if not inside or f.mention.value == inside[0].value]
    known = [f for f in known if not nouns or f.nouns & nouns] or ([] if inside else known)
    if known:
        same = [f for f in known if _same_words(reading, start + 1, end, f)]
        sentence.leads[end] = _main_of((_of_year(sentence, start, end, same or known) or same or known)[-1], known)
        return end
    led = _lead_of_its_own(sentence, start, end)
    if led:
        sentence.leads[end] = led
    return end if led else -1


def _lead_of_its_own(sentence: Sentence, start: int, end: int) -> Figure | None:
    """ "Of the victims who were assisted in 2015," without their number before: what is broken down, no figure itself."""
    reading = sentence.reading
    phrase = noun_phrase(reading, start + 3)
    if phrase.head is None:
        return None
    number = Number(start + 1, start + 2, 0, False)
    mention = Mention(number, start + 1, phrase.last, phrase.head, phrase.nouns, status="lead")
    claims = [c for c in find_claims(reading, mention, start + 1, end) if c.verb and not c.phrase.weak]
    if not claims:
        return None
    figure = Figure(
        mention, claims[0].phrase.indicator, HEAD, Attributes(), claim=claims[0], first=start + 1, nouns=phrase.nouns
    )
    figure.year = next((y for y in sentence.years if start < y.first < end), None)
    return figure


def _of_year(sentence: Sentence, start: int, end: int, known: list[Figure]) -> list[Figure]:
    """Those of the year that the lead names ("of those identified in 2019,")."""
    named = {y.year for y in sentence.years if start < y.first < end}
    return [f for f in known if f.year and f.year.year in named]


def _compares_with_before(reading: Reading, memory: Memory) -> bool:
    """ "This compared with 45 victims in 2019": the whole sentence is a comparison with what was said before."""
    cue = reading.first_in("compared_sentence", 0, 8)
    return cue is not None and cue.first <= 1 and bool(memory.heads)


def _same_words(reading: Reading, first: int, end: int, figure: Figure) -> bool:
    """Whether the lead names the same kind ("Of the presumed victims" and "13 presumed victims")."""
    words = {reading.low(i) for i in range(first, end)} & {"presumed", "potential", "confirmed", "suspected", "official"}
    return bool(words) and words <= set(figure.words)


def _main_of(figure: Figure, known: list[Figure]) -> Figure:
    """Of several readings of one number the first; breakdowns are recorded once."""
    return next(f for f in known if f.mention is figure.mention)


class _Step:
    """One mention, read with the state of the sentence so far."""

    def __init__(self, sentence: Sentence, memory: Memory, nation: str, mention: Mention, following: int):
        self.sentence, self.memory, self.nation = sentence, memory, nation
        self.reading, self.mention, self.following = sentence.reading, mention, following
        self.parens = self.reading.parenthesis(mention.first)
        self.marker, self.marked_at = self._marker()

    def take(self) -> None:
        """Add the mention's figures to the sentence, or leave it unclaimed."""
        if self._says_again():
            return
        if _out_of_scope(self.reading, self.mention):
            self.mention.ignored = "subset or possibility"
            self.sentence.ignored.append(self.mention)
            return
        figures = self._figures()
        if not figures and self._figures_before():
            figures = []
        self.sentence.figures.extend(figures)
        if not figures:
            self.sentence.unclaimed.append(self.mention)

    # -- where the mention stands

    def _marker(self) -> tuple[str, int]:
        """The last word before the mention that ties it to a total: part, comparison or none, and where."""
        floor = max((f.mention.last for f in self._level() if f.kind == HEAD and f.claim), default=-1)
        floor = max(floor, self._last_border())
        before = self.mention.first - 1
        found = [(HEAD, floor)]
        for kind, label in ((COMPARE, "compare"), (PART, "including")):
            cue = self.reading.last_in(label, max(floor, 0), before)
            if cue and self._same_level(cue.first) and not self._closed_after(cue.last + 1):
                found.append((kind, cue.last))
        if self.parens and self.parens[0] > floor and self._anchor():
            found.append((self._kind_in_parens(), self.parens[0]))
        if (dash := self._dash_after_total()) is not None:
            found.append((PART, dash))
        return max(found, key=lambda item: item[1])

    def _level(self) -> list[Figure]:
        """The figures so far that do not stand in parentheses closed before the mention."""
        figures = self.sentence.figures
        return [f for f in figures if self.reading.parenthesis(f.mention.number.first) in (None, self.parens)]

    def _dash_after_total(self) -> int | None:
        """The dash right after a figure, when no other dash closes it: "five victims - one boy and four women"."""
        border = self._last_border() + 1
        colon = next((i for i in range(self.mention.first - 1, border, -1) if self.reading.low(i) == ":"), None)
        if colon is not None and self._figure_before(colon):
            return colon
        dashes = [i for i in range(border, self.mention.first) if self.reading.low(i) in ("—", "–") and self._same_level(i)]
        if len(dashes) % 2 == 0 or not self._figure_before(dashes[-1]):
            return None
        return dashes[-1]

    def _figure_before(self, index: int) -> Figure | None:
        """The figure whose noun phrase, or what describes it, ends right before the token."""
        found = [f for f in self.sentence.figures if f.mention.last < index]
        if not found or any(self.reading.low(i) in (",", ";") for i in range(found[-1].mention.last + 1, index)):
            return None
        return found[-1]

    def _closed_after(self, index: int) -> bool:
        """Whether parentheses open at the token and close before the mention: "including (24 ... and 16 ...), and"."""
        pair = self.reading.parenthesis(index + 1)
        return self.reading.low(index) == "(" and pair is not None and pair[1] < self.mention.first

    def _last_border(self) -> int:
        marks = [i for i in range(self.mention.first) if self.reading.low(i) == ";" and self._same_level(i)]
        border = marks[-1] if marks else -1
        return max((end for end in self.sentence.leads if border <= end < self.mention.first), default=border)

    def _same_level(self, index: int) -> bool:
        return self.reading.parenthesis(index) in (None, self.parens)

    def _kind_in_parens(self) -> str:
        """Numbers in parentheses are parts of what stands before them, or its value in another year."""
        first, last = self.parens or (0, 0)
        anchor = self._anchor()
        years = [y for y in self.sentence.years if first < y.first < last]
        bare = not self.mention.nouns or (anchor is not None and bool(self.mention.nouns & anchor.mention.nouns))
        attributes = read_attributes(self.reading, self.mention, min(self.following, last) - 1, self.nation)
        return COMPARE if years and bare and not attributes.breaks_down else PART

    def _anchor(self) -> Figure | None:
        """The figure right before the parentheses."""
        first = self.parens[0] if self.parens else len(self.reading.tokens)
        found = [f for f in self.sentence.figures if f.mention.last < first]
        outside = [f for f in found if self.reading.parenthesis(f.mention.first) != self.parens]
        return outside[-1] if outside else None

    # -- what it is a figure of

    def _figures(self) -> list[Figure]:
        mention = self.mention
        if mention.of_group:
            return self._of_group()
        if mention.negated:
            return self._own(0)
        if mention.remaining:
            return self._remaining()
        if self.marker == HEAD:
            return self._own(0) or self._continued()
        if self.marker == COMPARE and not mention.nouns and (anew := self._bare_anew()):
            return anew
        own = find_claims(self.reading, mention, self.marked_at + 1, self._clause_end()) if mention.nouns else []
        own = [claim for claim in own if claim.verb is not None]
        if self.marker == COMPARE and self._begins_anew(own):
            return [self._figure(claim.phrase.indicator, HEAD, claim=claim) for claim in own]
        if self.marker == COMPARE:
            return self._compared(own)
        return self._parts(own)

    def _remaining(self) -> list[Figure]:
        """ "it is unknown whether the remaining case was sex or labor trafficking": one, its form not known."""
        figures = self._family(self._parent_of_parts(), PART)
        unknown = self.reading.has("unspecified", self._last_border() + 1, self.mention.first)
        for figure in figures:
            if unknown:
                figure.attributes = replace(figure.attributes, exploitation="unspecified")
        return figures

    def _bare_anew(self) -> list[Figure]:
        """ "..., compared to 412 in 2017, and indicted 119": a finite verb right before a bare number."""
        verb = next((v for v in self.reading.verb_tokens if v.last == self.mention.first - 1), None)
        compared = any(f.kind == COMPARE and self.marked_at < f.mention.first for f in self.sentence.figures)
        if verb is None or not compared or self.reading.low(verb.first).endswith("ing"):
            return []
        return self._bare_after_verb()

    def _begins_anew(self, own: list[Claim]) -> bool:
        """Whether a finite verb after the compared number starts a new statement: "..., and the police also convicted 9"."""
        verb = own[0].verb if own else None
        if verb is None or verb.first > self.mention.first or self.reading.low(verb.first).endswith("ing"):
            return False
        return any(f.kind == COMPARE and self.marked_at < f.mention.first < verb.first for f in self.sentence.figures)

    def _own(self, low: int) -> list[Figure]:
        """Figures that a phrase claims by itself."""
        if not self.mention.nouns:
            return self._bare_after_verb()
        claims = find_claims(self.reading, self.mention, max(low, self._last_border() + 1), self._clause_end())
        head = self._head()
        loose = all(c.verb is None or c.phrase.weak for c in claims)
        if claims and loose and not self.mention.negated and self._lists_parts(head):
            return []
        figures = [self._figure(claim.phrase.indicator, HEAD, claim=claim) for claim in claims]
        if head and head.indicator in CASES and figures and self.mention.nouns & _ACCUSED and self._joined_to(head):
            figures[0].attributes = figures[0].attributes.over(Attributes(law=head.attributes.law))
        if self.mention.status == "not_reported" and head and self.reading.low(self.mention.first - 1) in ("this", "these", "such"):
            for figure in figures:
                figure.attributes = figure.attributes.over(replace(head.attributes, law=""))
        return figures or self._persons_of_cases(head)

    def _clause_end(self) -> int:
        """The last token of the mention's clause, to the right."""
        if self.parens:
            return self.parens[1] - 1
        for index in range(self.mention.last + 1, len(self.reading.tokens)):
            if self.reading.low(index) == ";":
                return index - 1
            if any(c.label == "compare" and c.first == index for c in self.reading.at(index)):
                return index - 1
        return len(self.reading.tokens) - 1

    def _bare_after_verb(self) -> list[Figure]:
        """ "prosecuted seven, and convicted eight crimes": a number right after its verb takes the next noun."""
        verb = next((v for v in self.reading.verb_tokens if v.last == self.mention.first - 1), None)
        if verb is None or self.reading.is_passive(verb) or self.reading.low(verb.last) in ("of", "to", "for", "into"):
            return self._number_of()
        for other in find_mentions(self.reading):
            if other.first > self.mention.last and other.nouns and not other.ignored and not other.of_group:
                lent = replace(self.mention, nouns=other.nouns)
                claims = find_claims(self.reading, lent, verb.first, self.mention.last)
                return [self._figure(c.phrase.indicator, HEAD, claim=c) for c in claims if c.verb]
        head = self._head()
        if head is None:
            return []
        lent = replace(self.mention, nouns=head.nouns)
        claims = find_claims(self.reading, lent, verb.first, self.mention.last)
        return [self._figure(c.phrase.indicator, HEAD, claim=c) for c in claims if c.verb]

    def _number_of(self) -> list[Figure]:
        """ "the number of identified victims rose to 86": the noun stands before the number."""
        cue = self.reading.last_in("number_of", self._last_border() + 1, self.mention.first - 1)
        if cue is None or any(cue.last < f.mention.first for f in self.sentence.figures):
            return []
        phrase = noun_phrase(self.reading, cue.last + 1)
        if phrase.head is None or not self.reading.has("amounts_to", phrase.head, self.mention.first - 1):
            return []
        subject = replace(self.mention, number=Number(cue.first, cue.last, 0, False), first=cue.first, last=phrase.last,
                          head=phrase.head, nouns=phrase.nouns)  # fmt: skip
        claims = find_claims(self.reading, subject, cue.first, self.mention.first - 1)
        self.mention.nouns = phrase.nouns
        figures = [self._figure(claim.phrase.indicator, HEAD, claim=claim) for claim in claims]
        for figure in figures:
            figure.attributes = figure.attributes.over(read_attributes(self.reading, subject, self.mention.first - 1, self.nation))
            figure.first = cue.first
        return figures

    def _persons_of_cases(self, head: Figure | None) -> list[Figure]:
        """ "nine cases involving 21 suspects": the persons of the cases, at the cases' stage."""
        if head is None or head.indicator not in PERSONS_OF or not self._joined_to(head):
            return []
        against = self.reading.low(self.mention.first - 1) in ("against", "of", "involving") and "people" in self.mention.nouns
        if self.mention.nouns & {"suspects", "convicts"} or against:
            figure = self._figure(PERSONS_OF[head.indicator], HEAD)
            figure.attributes = figure.attributes.over(Attributes(offence=head.attributes.offence, law=head.attributes.law))
            figure.parent = head
            if head.indicator == "investigations":
                figure.attributes = replace(figure.attributes, subtype="individuals")
            return [figure]
        return []

    def _joined_to(self, head: Figure) -> bool:
        between = range(head.mention.last + 1, self.mention.first)
        return self.reading.has("involve", head.mention.last + 1, self.mention.first - 1) or all(
            self.reading.low(i) in ("of", "with", "for", "into") or not self.reading.covered(i, self.reading.lexicon.verbs)
            for i in between
        ) and len(between) <= 3

    # -- ties

    def _head(self) -> Figure | None:
        border = self._last_border()
        lead = self.sentence.leads.get(border)
        heads = [f for f in self._level() if f.kind != PART and (lead is None or f.mention.first > border)]
        return heads[-1] if heads else lead

    def _lists_parts(self, head: Figure | None) -> bool:
        return head is not None and bool(self.sentence.figures) and self.sentence.figures[-1].kind == PART

    def _continued(self) -> list[Figure]:
        """A number without noun or verb of its own goes on with what was being listed."""
        border = self._last_border()
        level = [f for f in self._level() if f.mention.first > border or border not in self.sentence.leads]
        previous = level[-1] if level else None
        if previous is None:
            return self._of_memory()
        attributes = read_attributes(self.reading, self.mention, self.following - 1, self.nation)
        head = previous.parent if previous.kind == PART and previous.parent else self._head()
        compatible = not self.mention.nouns or self._compatible(head)
        if head is not None and compatible and (attributes.breaks_down or previous.kind == PART or attributes.offence):
            return self._family(head, PART)
        if not self.mention.nouns and trailing_year(self.sentence.years, self.mention.last + 1, self.following - 1):
            return self._family(self._head(), COMPARE)
        return []

    def _of_memory(self) -> list[Figure]:
        """ "Two were children" or "In 2015, 21 victims were subjected to ..." after a sentence that gave the total."""
        persons = self.mention.nouns & {"victims"}
        known = [f for f in self.memory.heads if not persons or f.nouns & _PERSONS]
        lead = self.sentence.leads.get(self._last_border())
        parent = lead or (known[-1] if known else None)
        if parent is None or self.mention.nouns and not persons:
            return []
        lent = replace(self.mention, nouns=self.mention.nouns or parent.nouns)
        claims = [c for c in find_claims(self.reading, lent, self.mention.first, self._clause_end()) if c.verb]
        if claims and not self.mention.nouns:
            return [self._claimed_part(claim, parent) for claim in claims]
        attributes = read_attributes(self.reading, self.mention, self.following - 1, self.nation)
        described = self.reading.low(self.mention.last + 1) in ("was", "were", "is", "are") or lead is not None
        if not described or not (attributes.breaks_down or persons or lead):
            return []
        return self._family(parent, PART)

    def _of_group(self) -> list[Figure]:
        """ "two of the five", "one of the victims", "162 of whom": a part of a total said before."""
        parent = self._group_parent()
        if parent is None:
            return self._own(0) if self.mention.nouns else []
        lent = replace(self.mention, nouns=self.mention.nouns or parent.nouns)
        low = parent.mention.last + 1 if parent in self.sentence.figures else 0
        low = low if self.reading.low(self.mention.last + 1) in ("convicted", "identified", "prosecuted") or self.mention.nouns else self.mention.first
        subject = find_claims(self.reading, lent, low, self._clause_end())
        claims = [c for c in subject if c.verb and not c.phrase.weak and c.phrase.indicator != parent.indicator]
        if claims:
            return [self._claimed_part(claim, parent) for claim in claims]
        return self._family(parent, PART)

    def _group_parent(self) -> Figure | None:
        known = [f for f in (*self.memory.heads, *self.sentence.figures) if f.kind != PART]
        here = [f for f in self.sentence.figures if f.kind != PART]
        if self.mention.group_size is not None:
            known = [f for f in known if f.mention.value == self.mention.group_size]
        elif not self.mention.nouns:
            known = here or known
        if self.mention.nouns:
            known = [f for f in known if self.mention.nouns & f.nouns]
        return known[-1] if known else None

    def _claimed_part(self, claim: Claim, parent: Figure) -> Figure:
        figure = self._figure(claim.phrase.indicator, PART, claim=claim)
        figure.parent = parent
        return figure

    def _compared(self, own: list[Claim]) -> list[Figure]:
        """A number compared with one before: its indicator, and without a noun its breakdowns too."""
        target = self._compare_target()
        if own:
            figures = [self._figure(claim.phrase.indicator, COMPARE, claim=claim) for claim in own]
            for figure in figures:
                self._inherit_scope(figure, target)
            return figures
        if target is None:
            return self._own(0)
        if not self.mention.nouns:
            return self._family(target, COMPARE)
        if self._persons_in_compared_cases():
            return self._persons_of_cases(self._head())
        figures = []
        for relative in self._relatives(target):
            figure = self._figure(relative.indicator, COMPARE)
            self._inherit_scope(figure, relative)
            figures.append(figure)
        return figures

    def _persons_in_compared_cases(self) -> bool:
        head = self._head()
        return (
            head is not None and head.kind == COMPARE and head.indicator in PERSONS_OF
            and bool(self.mention.nouns & {"suspects", "convicts"}) and head.mention.first > self.marked_at and self._joined_to(head)
        )  # fmt: skip

    def _compare_target(self) -> Figure | None:
        """What a comparison is compared with: the nearest total with the same noun, else the nearest."""
        heads = [f for f in self.sentence.figures if f.kind == HEAD]
        if self.parens and self.marked_at == self.parens[0]:
            return self._anchor()
        if self.mention.nouns:
            plain = self.reading.has("not_related", self.mention.first, self.mention.last)
            heads = [f for f in heads if not (plain and f.attributes.offence == "related")] or heads
            same = [f for f in heads if f.nouns & self.mention.nouns]
            if same:
                return same[-1]
            cases = [f for f in heads if f.indicator in CASES] if self.mention.nouns & _CASE_NOUNS else []
            return cases[-1] if cases else (heads[-1] if heads else None)
        return self._aligned(heads)

    def _aligned(self, heads: list[Figure]) -> Figure | None:
        """ "investigated 52, prosecuted 40 and convicted 23, compared with 45, 38 and 20": one by one."""
        last = self._level()[-1] if self._level() else None
        if last is not None and last.kind == PART and self._is_statement(last):
            return last
        if not heads:
            return self.memory.heads[-1] if self.memory.heads else None
        rivals = [m for m in find_mentions(self.reading) if m.first > self.marked_at and not m.nouns and not m.ignored]
        inner = self.reading.tokens[self.marked_at + 1 : rivals[-1].first] if rivals else []
        single_year = sum(1 for y in self.sentence.years if y.first > self.marked_at) <= 1
        groups = {id(f.mention): f for f in heads}
        distinct = list(groups.values())
        if len(rivals) > 1 and len(rivals) <= len(distinct) and single_year and all(t.kind != "mark" or t.low == "," for t in inner):
            place = next((i for i, m in enumerate(rivals) if m.first == self.mention.first), 0)
            return distinct[len(distinct) - len(rivals) + place]
        return heads[-1]

    def _is_statement(self, figure: Figure) -> bool:
        """Whether a part has a verb of its own ("21 victims were children"), so that a comparison is with it."""
        return self.reading.low(figure.mention.last + 1) in ("was", "were")

    def _inherit_scope(self, figure: Figure, target: Figure | None) -> None:
        if target is not None and target.words[1:] and figure.words[1:] == target.words[-len(figure.words[1:]) :]:
            figure.parent = target
            figure.attributes = figure.attributes.over(replace(target.attributes, law=""))
        elif target is not None:
            figure.parent = target
            figure.attributes = figure.attributes.over(without_breakdowns(target.attributes))

    def _parts(self, own: list[Claim]) -> list[Figure]:
        """A number in a list of parts: the total's indicator unless a verb of its own says more."""
        head = self._parent_of_parts()
        if head is None or self._dated_otherwise(head):
            return self._own(0)
        strong = [c for c in own if c.verb and not c.phrase.weak and c.phrase.indicator != head.indicator]
        if strong and self.mention.first > self.marked_at + 1:
            return [self._claimed_part(claim, head) for claim in strong]
        if head.indicator in CASES and self.mention.nouns & {"victims"}:
            figure = self._figure("victims_in_cases", PART)
            figure.parent = head
            figure.attributes = figure.attributes.over(Attributes(offence=head.attributes.offence, law=head.attributes.law))
            return [figure]
        if not self._compatible(head):
            return self._own(0)
        return self._family(head, PART)

    def _parent_of_parts(self) -> Figure | None:
        """The total whose parts are being listed: before parentheses the figure right there, else the last total."""
        if self.parens and self.marked_at == self.parens[0]:
            return self._anchor()
        if self.marker == PART and self.reading.low(self.marked_at) in ("—", "–", ":"):
            return self._figure_before(self.marked_at)
        last = self._level()[-1] if self._level() else None
        if self.marker == PART and last is not None and last.kind == PART and last.claim is None and self._opens_right_after(last):
            return last
        return self._head()

    def _opens_right_after(self, part: Figure) -> bool:
        """Whether "including" or "among them" stands right after a part, so that it is the part's own breakdown."""
        cue = next((c for c in self.reading.at(self.marked_at) if c.label == "including"), None)
        if cue is None or part.mention.last >= cue.first:
            return False
        return all(i <= part.zone[1] or self.reading.low(i) == "," for i in range(part.mention.last + 1, cue.first))

    def _dated_otherwise(self, head: Figure) -> bool:
        """Whether the mention has a year of its own that is not the total's: then it is no part."""
        end = min(self.following, self.parens[1] if self.parens else self.following) - 1
        own = trailing_year(self.sentence.years, self.mention.last + 1, end)
        return own is not None and head.year is not None and own.year != head.year.year

    def _compatible(self, head: Figure | None) -> bool:
        if head is None:
            return False
        nouns, theirs = self.mention.nouns, head.nouns
        if not nouns or not theirs or nouns & theirs:
            return True
        return any(nouns & kin and theirs & kin for kin in (_PERSONS, _ACCUSED, _CASE_NOUNS))

    def _relatives(self, figure: Figure) -> list[Figure]:
        """The figures that read the same number: "identified and referred two victims" are two."""
        return [f for f in self.sentence.figures if f.mention is figure.mention] or [figure]

    def _family(self, target: Figure | None, kind: str) -> list[Figure]:
        """The mention as part or comparison of every reading of its target; breakdowns once (codebook)."""
        if target is None:
            return []
        figures = []
        for relative in self._relatives(target)[: 1 if kind == PART else None]:
            figure = self._figure(relative.indicator, kind)
            figure.parent = relative
            base = relative.attributes if kind == PART else replace(relative.attributes, law="")
            figure.attributes = _form_among_siblings(figure.attributes, base, self).over(base)
            figure.nouns = figure.nouns or relative.nouns
            figure.inferred.add("ellipsis" if not self.mention.nouns else "part" if kind == PART else "comparison")
            figures.append(figure)
        return figures

    # -- building

    def _figure(self, indicator: str, kind: str, claim: Claim | None = None) -> Figure:
        attributes = read_attributes(self.reading, self.mention, self.following - 1, self.nation)
        gives = claim.phrase.gives if claim else {}
        attributes = replace(attributes, law=self._law(kind), subtype=str(gives.get("subtype", "")))
        first = claim.verb.first if claim and claim.verb and claim.verb.first < self.mention.first else self.mention.first
        figure = Figure(self.mention, indicator, kind, attributes, claim=claim, first=first, sentence=self.reading.span.start)
        figure.nouns = self.mention.nouns or (claim and frozenset({claim.phrase.noun})) or frozenset()
        figure.words = tuple(self.reading.low(i) for i in range(self.mention.first, self.mention.last + 1))
        figure.zone = (self.mention.last + 1, zone_end(self.reading, self.mention, self.following - 1))
        figure.year = self._year(kind)
        figure.last_period = figure.year is None and self._in_last_period(kind)
        return figure

    def _in_last_period(self, kind: str) -> bool:
        """ "in the previous reporting period", after the number or, in a comparison, before it."""
        cue = self.reading.last_in("last_period", 0, self.mention.first)
        if cue and any(self.reading.low(i) in ("when", "which") for i in range(cue.last + 1, min(cue.last + 4, self.mention.first))):
            return True
        end = max(self.following - 1, self._clause_end()) if kind == COMPARE else self.following - 1
        first = self.marked_at if kind == COMPARE else self.mention.last
        return self.reading.has("last_period", max(first, 0), min(end, self._clause_end()))

    def _law(self, kind: str) -> str:
        """The article named before the next number, or for a total before its parts begin."""
        own = read_law(self.reading, self.mention.last + 1, self.following - 1)
        if own or kind != HEAD:
            return own
        if figure_is_led := self.sentence.reading.first_in("law_article", 0, self.mention.first):
            if "victims" in self.mention.nouns and not any(f.mention.first < figure_is_led.first for f in self.sentence.figures):
                return read_law(self.reading, 0, self.mention.first)
        end = self._end_of_law()
        if self.reading.low(0) in ("under", "pursuant"):
            led = next((i for i in range(self.mention.first) if self.reading.low(i) == ","), 0)
            if led and (found := read_law(self.reading, 0, led)):
                return found
        opened = next((i for i in range(self.mention.last + 1, end + 1) if self.reading.low(i) == "(" and i != (self.parens or (-1,))[0]), None)
        if opened is not None and (closed := self.reading.parenthesis(opened + 1)):
            return read_law(self.reading, closed[1] + 1, end)
        return read_law(self.reading, self.mention.last + 1, end)

    def _end_of_law(self) -> int:
        """How far an article may stand from a total: past "in two cases", or past its parts in parentheses."""
        end = self._clause_end()
        cue = self.reading.first_in("including", self.mention.last + 1, end)
        end = cue.first if cue else end
        for other in find_mentions(self.reading):
            if other.ignored or not self.mention.last < other.first <= end or self.reading.parenthesis(other.first) != self.parens:
                continue
            if other.first - self.mention.last > 2 or self.reading.low(other.first - 1) not in ("in", "of", "involving", "against"):
                return other.first - 1
        return end

    def _year(self, kind: str) -> Year | None:
        years = self.sentence.years
        if self.parens:
            inside = [y for y in years if self.parens[0] < y.first < self.parens[1]]
            years = inside if inside else []
            return trailing_year(years, self.mention.last + 1, self.parens[1]) or (inside[-1] if inside and kind == COMPARE else None)
        outside = [y for y in years if not self.reading.parenthesis(y.first)]
        own = trailing_year(outside, self.mention.last + 1, min(self.following - 1, self._clause_end()))
        if own:
            return own
        if kind == COMPARE:
            shared = trailing_year(outside, self.mention.last + 1, self._end_of_shared_year())
            return shared or next((y for y in reversed(outside) if self.marked_at < y.first < self.mention.first), None)
        if kind == PART:
            return None
        leading = leading_year(outside, self.mention.first)
        if leading:
            return leading
        shared = trailing_year(outside, self.mention.last + 1, self._end_of_shared_year())
        return shared or next((y for y in reversed(outside) if y.last < self.mention.first and not self._is_compared(y)), None)

    def _end_of_shared_year(self) -> int:
        """How far a later year may date the mention: not past a number of the same kind, or a bare one, with a year."""
        end = self._clause_end()
        for other in find_mentions(self.reading):
            if other.ignored or not self.mention.last < other.first <= end:
                continue
            after = next((i for i in range(other.last + 1, end + 1) if any(y.first == i for y in self.sentence.years)), None)
            dated = after is not None and after - other.last <= 3
            bare = not other.nouns and bool(self.mention.nouns) and not self._after_verb(other)
            if other.nouns & self.mention.nouns and not self._short_list(other) or (dated and bare):
                return other.first - 1
        return end

    def _short_list(self, other: Mention) -> bool:
        """ "45 confirmed victims and 33 presumed victims in 2019": only "and" or a comma between."""
        between = range(self.mention.last + 1, other.first)
        plain = all(not any(v.first <= i <= v.last for v in self.reading.verb_tokens) for i in between)
        return len(between) <= 9 and plain and self.reading.low(other.first - 1) in ("and", ",")

    def _after_verb(self, other: Mention) -> bool:
        return any(v.last == other.first - 1 for v in self.reading.verb_tokens)

    def _is_compared(self, year: Year) -> bool:
        """Whether the year dates a comparison, not the statement."""
        border = max((i for i in range(year.first) if self.reading.low(i) == ";"), default=0)
        return self.reading.has("compare", border, year.first)

    def _says_again(self) -> bool:
        """ "all 11 were involved in fraudulent adoption": not a new number, but more about the one before."""
        if self.reading.low(self.mention.first - 1) != "all" or self.mention.nouns and not self.mention.of_group:
            return False
        known = [f for f in self.sentence.figures if f.mention.value == self.mention.value]
        if not known:
            return False
        end = zone_end(self.reading, self.mention, min(self._clause_end(), len(self.reading.tokens) - 1))
        offence = read_offence(self.reading, self.mention.first, end)
        for figure in self._relatives(known[-1]):
            if offence:
                figure.attributes = replace(figure.attributes, offence=offence)
                figure.related_at = (self.mention.first, end)
        return True

    def _figures_before(self) -> bool:
        return False


def _form_among_siblings(attributes: Attributes, base: Attributes, step: _Step) -> Attributes:
    """Forced marriage and the like, listed beside sex and labor trafficking, are another form of trafficking."""
    reading, mention = step.reading, step.mention
    if attributes.offence != "related" or base.offence == "related" or not reading.has("other_form", mention.first, step.following - 1):
        return attributes
    siblings = [f for f in step.sentence.figures if f.kind == PART and f.attributes.exploitation in ("sex", "labor")]
    return replace(attributes, offence="", exploitation="other") if siblings else attributes


def _out_of_scope(reading: Reading, mention: Mention) -> bool:
    """A zero about complicit officials, international cases or a hotline's cases gets no row; nor does a plan."""
    if mention.negated or mention.status != "reported":
        if reading.has("complicit", 0, len(reading.tokens) - 1) or reading.has("hypothetical", 0, mention.first):
            return True
        return mention.negated and any(
            reading.low(i) in ("international", "hotline") or reading.covered(i, frozenset({"inspections"}))
            for i in range(mention.first, len(reading.tokens))
        )
    return False


def _share_leading_offence(sentence: Sentence) -> None:
    """ "As for trafficking-related crimes, ...": every figure of the sentence is of related offences."""
    reading = sentence.reading
    cue = reading.first_in("as_for", 0, 3)
    comma = next((i for i, token in enumerate(reading.tokens) if token.low == ","), 0)
    if cue is None or cue.first > 0 or not reading.has("related", 0, comma):
        return
    for figure in sentence.figures:
        figure.attributes = replace(figure.attributes, offence=figure.attributes.offence or "related")


def _share_offence_to_the_left(sentence: Sentence) -> None:
    """ "opened 14 investigations, prosecuted seven, and convicted eight trafficking-related crimes": all related."""
    heads = [f for f in sentence.figures if f.kind == HEAD]
    if len(heads) < 3 or heads[-1].attributes.offence != "related":
        return
    if any(f.attributes.offence or f.attributes.breaks_down for f in heads[:-1]) or all(f.mention.nouns for f in heads):
        return
    for figure in heads[:-1]:
        figure.attributes = replace(figure.attributes, offence="related")
