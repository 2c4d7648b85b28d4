"""Statements in free word order: numbers that a phrase claims through the predicate of their clause."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

from tipbrief.observations.antecedents import antecedent, counts_alike, may_hold
from tipbrief.observations.attributes import Attributes
from tipbrief.observations.claims import Claim, weak_claim
from tipbrief.observations.figures import CASE_NOUNS, CASES, COMPARE, HEAD, PART, PERSONS_OF, Figure
from tipbrief.observations.free.claims import find_claims, is_blocked
from tipbrief.observations.free.clauses import is_predicate
from tipbrief.observations.free.columns import (
    SUFFERED,
    describe,
    make_family,
    make_figure,
    make_heads,
    suffered,
    year_at,
)
from tipbrief.observations.free.phrases import noun_at
from tipbrief.observations.free.spots import Range, Spot, find_spot
from tipbrief.observations.free.subtypes import edgeless
from tipbrief.observations.mentions import Mention
from tipbrief.observations.numbers import Number

_REACH = 40  # tokens before a number in which its predicate is looked for
_PEOPLE = frozenset({"people"})
ACCUSED = frozenset({"people", "suspects", "convicts"})


def read_zero(spot: Spot) -> list[Figure] | None:
    """ "Ни одного дела не возбуждено" stands by itself."""
    if not spot.mention.negated:
        return None
    if spot.reading.has("complicit", *spot.clause):
        return []  # a zero about officials gets no row (codebook, "Subsets")
    if spot.marker == PART and spot.reading.has("including", spot.clause[0], spot.mention.first):
        total = spot.total()
        return make_family(spot, total, PART) if total and describe(spot).breaks_down else []
    is_whole = bool(spot.mention.nouns) and not spot.mention.of_group
    return statements(spot) if is_whole and not spot.parens else None


def read_statement(spot: Spot) -> list[Figure] | None:
    """A number with a noun that the predicate of its clause claims."""
    return statements(spot) or None


def statements(spot: Spot) -> list[Figure]:
    """The figures that a phrase claims, or the persons of the cases before; then what is done to them next."""
    if not spot.mention.nouns:
        return []
    if persons := _persons_of_cases(spot):
        return persons
    claims = find_claims(spot.reading, spot.mention, *before_parts(spot))
    figures = _part_of_victims(spot, claims) or make_heads(spot, claims) or _at_work(spot)
    return figures + _done_to_them(spot, figures)


def _at_work(spot: Spot) -> list[Figure]:
    """ "На стройках трудились 59 человек": some of the victims said before, by what they were made to do."""
    reading = spot.reading
    if "people" not in spot.mention.nouns or not reading.has("exploit", *spot.clause):
        return []
    total = _last_total(spot)
    if total is None or not total.indicator.startswith("victims") or not may_hold(total, spot.mention):
        return []
    return make_family(spot, total, PART) if describe(spot).breaks_down else []


def before_parts(spot: Spot) -> Range:
    """The clause, up to a list of parts behind the mention."""
    low, high = spot.clause
    reading, mention = spot.reading, spot.mention
    listed = reading.first_in("including", mention.last + 1, high)
    high = listed.first - 1 if listed else high
    following = bisect_right(reading.numbers, spot.zone[1], key=lambda number: number.first)
    listed_on = (
        following < len(reading.numbers) and spot.zone[1] + 1 < reading.numbers[following].first <= high
    ) and any(is_predicate(reading, i) for i in range(max(low, mention.first - _REACH), mention.first))
    if listed_on:
        high = max(mention.last, spot.zone[1])  # "осуждено 40 человек, 12 — к лишению свободы"
    return low, high


def _persons_of_cases(spot: Spot) -> list[Figure]:
    """ "81 дело в отношении 100 лиц": the persons of cases, at the cases' stage."""
    head, prepositions = spot.head, spot.reading.grammar.person_prepositions
    if head is None or head.indicator not in PERSONS_OF or not spot.mention.nouns & ACCUSED:
        return []
    if spot.reading.low(spot.mention.first - 1) not in prepositions:
        return []
    return persons_of(spot, head)


def persons_of(spot: Spot, head: Figure) -> list[Figure]:
    """The persons of cases: at their stage, of their offence and year."""
    figure = make_figure(spot, PERSONS_OF[head.indicator], HEAD)
    lent = replace(head.attributes, subtype="", sex="", origin="", exploitation="")
    figure.attributes = figure.attributes.over(lent)
    figure.parent, figure.year = head, figure.year or head.year
    if head.indicator == figure.indicator:
        figure.attributes = replace(figure.attributes, subtype="individuals")
    return [figure]


def _done_to_them(spot: Spot, figures: list[Figure]) -> list[Figure]:
    """The same persons under a second verb: "выявила 12 жертв и оказала им помощь"."""
    reading, mention = spot.reading, spot.mention
    following = min((m.first for m in spot.sentence.mentions if m.first > mention.last), default=len(reading.tokens))
    them = next((i for i in range(mention.last + 1, following) if reading.low(i) in reading.grammar.them), None)
    if not figures or them is None or reading.clause(them)[0] == spot.clause[0]:
        return []
    again = Mention(Number(them, them, 0, False), them, them, None, mention.nouns)
    claims = [c for c in find_claims(reading, again, *reading.clause(them)) if c.verb]
    said = {f.indicator for f in figures}
    if "victims_sheltered" in said:
        said.add("victims_assisted")  # shelter and services to N is sheltered only (codebook)
    new = [c for c in claims if c.phrase.indicator not in said]
    second = make_heads(spot, new)
    for figure in second:
        figure.parent, figure.year = figures[0], figures[0].year
        figure.attributes = replace(figures[0].attributes, subtype=figure.attributes.subtype)
    return second


def read_bare(spot: Spot) -> list[Figure] | None:
    """A number without a noun under a predicate of its own: "21 человек обеспечен работой; 6 направлены на курсы"."""
    if spot.mention.nouns or spot.mention.of_group:
        return None
    lender = _lender(spot)
    last = next(reversed(spot.figures), None) or next(reversed(spot.memory.heads), None)
    nouns = lender.nouns if lender else last.counted if last else frozenset()
    claims = [c for c in find_claims(spot.reading, spot.mention, *spot.clause, nouns) if c.verb]
    if not claims and nouns & CASE_NOUNS:  # "приговорены шестеро": persons, whatever was counted before
        people = find_claims(spot.reading, spot.mention, *spot.clause, _PEOPLE)
        claims = [c for c in people if c.verb and c.phrase.indicator.startswith("persons_")]
    heads = _part_of_victims(spot, claims) or _part_of_last(spot, claims) or make_heads(spot, claims)
    for figure in heads:
        if figure.indicator == "persons_imprisoned" and not spot.reading.has("prison", *spot.zone):
            figure.indicator = "persons_convicted"  # "к ограничению свободы — 38"
            figure.attributes = replace(figure.attributes, subtype=edgeless(spot.reading, *spot.zone))
    return heads or None


def _part_of_last(spot: Spot, claims: list[Claim]) -> list[Figure]:
    """ "Девять приходится на больницы": a verb that says little goes on with the last total of the same year."""
    if not claims or not all(c.phrase.weak for c in claims):
        return []
    total = _last_total(spot)
    if total is None or not may_hold(total, spot.mention):
        return []
    dated = any(spot.clause[0] <= y.first <= spot.clause[1] for y in spot.sentence.years)
    if dated or spot.reading.has("last_period", *spot.clause):
        return []
    return make_family(spot, total, PART)


def _last_total(spot: Spot) -> Figure | None:
    """The last total said, in the first reading of its number."""
    heads = [f for f in (*spot.memory.heads, *spot.figures) if f.kind == HEAD]
    return next((f for f in heads if f.mention is heads[-1].mention), None)


def _part_of_victims(spot: Spot, claims: list[Claim]) -> list[Figure]:
    """ "Трудовую эксплуатацию пережили 12": what some of the victims said before suffered is a part of them."""
    if not claims or not all(c.verb and c.verb.labels & SUFFERED for c in claims):
        return []
    total = _last_total(spot)
    if total is None or not total.indicator.startswith("victims") or not may_hold(total, spot.mention):
        return []
    if total.mention.value == spot.mention.value or total.attributes.breaks_down:
        return []
    parts = make_family(spot, total, PART)
    for figure, claim in zip(parts, claims, strict=False):
        form = suffered(spot, claim.verb) if claim.verb and not figure.attributes.exploitation else ""
        figure.attributes = figure.attributes.over(Attributes(exploitation=form))
    return parts if any(f.attributes.breaks_down for f in parts) else []


def _lender(spot: Spot) -> Mention | None:
    """The next number with a noun, for one right behind a predicate: "выявлено 5 и осуждено 12 человек"."""
    if not is_predicate(spot.reading, spot.before()):
        return None
    later = (m for m in spot.sentence.mentions if m.first > spot.mention.last and m.nouns)
    return next(later, None)


def read_moved(spot: Spot) -> list[Figure] | None:
    """ "Число жертв составило 101", "жертв было 101": the noun before the verb; "их число" is the total before."""
    reading, mention = spot.reading, spot.mention
    moved = reading.last_in("moved", spot.clause[0], mention.first - 1)
    if moved is None or spot.marker == PART:
        return None
    subject = _subject(spot, moved.first)
    if such := _such(spot, moved.first):
        return such
    if subject is None and mention.nouns:
        known = [f for f in spot.memory.heads if counts_alike(mention.nouns, f.nouns)]
        it_moved = reading.has("changed", *spot.clause) or reading.has("number_of", *spot.clause)
        return make_family(spot, known[-1], HEAD) if known and it_moved else None
    if subject is None or (mention.nouns and not reading.has("number_of", spot.clause[0], subject.first)):
        return None
    if reading.low(mention.first - 1) in reading.grammar.moved_to:
        mention.bound = "exact"  # "до 61" says where it moved, not how much at most
    claims = find_claims(reading, subject, spot.clause[0], moved.first - 1) or weak_claim(reading, subject)
    figures = make_heads(spot, claims) or _persons_before(spot, subject)
    for figure in figures:
        described = describe(find_spot(spot.sentence, spot.memory, spot.nation, subject))
        figure.attributes, figure.first = figure.attributes.over(described), subject.first
        figure.nouns = subject.nouns
        if reading.low(mention.first - 1) in reading.grammar.moved_from:
            figure.kind, figure.year = COMPARE, year_at(spot, COMPARE)
    return figures or None


def _such(spot: Spot, verb: int) -> list[Figure]:
    """ "Годом ранее таких было 12": the last total, at another time."""
    reading = spot.reading
    if spot.mention.nouns or not any(reading.low(i) in reading.grammar.such for i in (verb - 1, verb + 1)):
        return []
    total = _last_total(spot)
    then = reading.has("last_period", 0, verb)
    return make_family(spot, total, COMPARE if then else HEAD) if total else []


def _persons_before(spot: Spot, subject: Mention) -> list[Figure]:
    """ "Несовершеннолетних оказалось 9": some of the persons of the last total."""
    heads = [f for f in spot.memory.heads if counts_alike(subject.nouns, f.nouns)]
    if not heads or not may_hold(heads[-1], spot.mention):
        return []
    return make_family(spot, next(f for f in heads if f.mention is heads[-1].mention), PART)


def _subject(spot: Spot, verb: int) -> Mention | None:
    """The noun before the verb that no number counts."""
    reading, start = spot.reading, spot.clause[0]
    noun = next((cue for i in range(start, verb) if (cue := noun_at(reading, i))), None)
    if noun is None or any(
        start <= n.first < verb and n.last + 1 >= noun.first - 1 for n in reading.numbers if n.first < noun.first
    ):
        return None
    classes = frozenset(c.label for c in reading.at(noun.first) if (c.first, c.last) == (noun.first, noun.last))
    number = Number(noun.first, noun.first, 0, False)
    return Mention(number, noun.first, noun.last, noun.last, classes & reading.lexicon.nouns)


def read_listed(spot: Spot) -> list[Figure] | None:
    """A number without a claim that goes on with the total before it, or with the list that a colon opened."""
    if is_blocked(spot.reading, spot.mention, *spot.clause):
        return []
    attributes = describe(spot)
    told = attributes.breaks_down or attributes.offence or spot.reading.has("prison", *spot.zone)
    if spot.memory.opened and not spot.figures:
        return make_family(spot, antecedent(spot.reading, spot.mention, spot.memory.heads), PART) if told else []
    last = next(reversed(spot.figures), None)
    if last is None and told and not spot.reading.verb_tokens:
        total = antecedent(spot.reading, spot.mention, spot.memory.heads)
        fits = total is not None and counts_alike(spot.mention.nouns, total.nouns)
        return make_family(spot, total, PART) if fits else []  # "По полу: 49 женщин, 27 мужчин."
    if last is None or not counts_alike(spot.mention.nouns, last.nouns) or not told:
        return []
    total = last.parent if last.kind == PART and last.parent else last
    return make_family(spot, total, PART)


def claimed_otherwise(spot: Spot, total: Figure) -> list[Claim]:
    """The claims of a part by a predicate of its own: "..., из которых 93 осуждены"."""
    low = max(spot.clause[0], spot.marked_at + 1, spot.zone[0])
    high = max(spot.zone[1], spot.mention.last)
    if not any(is_predicate(spot.reading, i) for i in range(low, high + 1)):
        return []
    claims = find_claims(spot.reading, spot.mention, low, high, total.counted)
    return [c for c in claims if c.verb and not c.phrase.weak and c.phrase.indicator != total.indicator]


def victims_in_cases(spot: Spot, total: Figure) -> list[Figure]:
    """The victims of cases: "12 дел, в том числе 3 потерпевших"."""
    figure = make_figure(spot, "victims_in_cases", PART)
    figure.parent = total
    figure.attributes = figure.attributes.over(Attributes(offence=total.attributes.offence, law=total.attributes.law))
    return [figure] if total.indicator in CASES else []
