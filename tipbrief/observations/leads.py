"""Leads: what "Of these," or "Of the 32 victims identified," at the start of a clause breaks down."""

from __future__ import annotations

from dataclasses import replace

from tipbrief.observations.antecedents import of_kind
from tipbrief.observations.attributes import Attributes
from tipbrief.observations.claims import find_claims
from tipbrief.observations.figures import COMPARE, HEAD, PART, Figure, Memory, Sentence
from tipbrief.observations.mentions import Mention
from tipbrief.observations.noun_phrases import noun_phrase
from tipbrief.observations.numbers import Number
from tipbrief.observations.reading import Reading

_LONGEST = 15
# The verb of a lead names the indicator, whichever verb claimed its figure: "Of the assisted victims,".
_DEEDS = {
    "victims_identified": "identify",
    "victims_referred": "refer",
    "victims_assisted": "assist",
    "victims_sheltered": "shelter",
    "victims_repatriated": "repatriate",
}


def read_lead(sentence: Sentence, memory: Memory, start: int) -> int:
    """Note the total that a lead after token `start` speaks of; returns the lead's comma, or -1 where none is.

    "Of the 32 victims identified," speaks of the 32 before, "Of these," of the last total.
    """
    end = lead_end(sentence, start)
    if end is None:
        return -1
    lead = _total_named(sentence, memory, start, end) or _lead_of_its_own(sentence, start, end)
    if lead is None:
        _leave_total(sentence, start, end)
        return -1
    sentence.leads[end] = lead
    return end


def _leave_total(sentence: Sentence, start: int, end: int) -> None:
    """Leave a lead's number unclaimed where its own words claim none: the 40 of "Of the 40 victims, 12 got care"."""
    reading = sentence.reading
    total = next((m for m in sentence.mentions if start < m.first < end and m.nouns and not m.ignored), None)
    definite = total is not None and reading.low(start + 2) in reading.grammar.definite and total.first == start + 3
    if total and definite and not find_claims(reading, total, start + 1, end):
        sentence.unclaimed.append(total)


def lead_end(sentence: Sentence, start: int) -> int | None:
    """The comma of "Of ...," or "Among ...,"."""
    reading = sentence.reading
    if reading.low(start + 1) not in reading.grammar.lead_openings:
        return None
    within = range(start + 2, min(start + _LONGEST, len(reading.tokens)))
    return next((i for i in within if reading.low(i) == ","), None)


def _total_named(sentence: Sentence, memory: Memory, start: int, end: int) -> Figure | None:
    """The last total with the lead's number and noun, better one of the kind and the year that it names."""
    counted = [m for m in sentence.mentions if start < m.first < end and m.value is not None and not m.ignored]
    known = [*([] if memory.interrupted else memory.heads), *(f for f in sentence.figures if f.kind != PART)]
    if counted:
        here = [f for f in sentence.figures if f.mention.value == counted[0].value]
        known = here or memory.of_size(counted[0].value)
    nouns = frozenset[str]().union(*(m.nouns for m in counted)) or noun_phrase(sentence.reading, start + 3).nouns
    alike = [f for f in known if not nouns or f.nouns & nouns]
    known = alike or ([] if counted else known)
    if not known:
        return None
    best = of_kind(sentence.reading, start + 1, end, known) or known
    best = _of_year(sentence, start, end, best) or best
    best = _of_deed(sentence.reading, start, end, best) or best
    latest = [f for f in best if f.sentence == best[-1].sentence]
    if not counted and sentence.reading.low(end - 1) in sentence.reading.grammar.anaphors and _is_one(latest):
        best = latest  # "Of these," speaks of the only total of the last sentence
    best = [f for f in best if not f.attributes.breaks_down] or best
    best = [f for f in best if f.kind != COMPARE] or best
    # Breakdowns are recorded once, with the first reading.
    return _in_named_year(sentence, start, end, next(f for f in known if f.mention is best[-1].mention))


def _is_one(figures: list[Figure]) -> bool:
    """Whether they are readings of one number."""
    return len({id(figure.mention) for figure in figures}) == 1


def _of_deed(reading: Reading, start: int, end: int, known: list[Figure]) -> list[Figure]:
    """Those of which the lead says what was done ("Of the assisted victims,")."""
    labels = frozenset[str]().union(*(v.labels for v in reading.verb_tokens if start < v.first < end))
    done = [f for f in known if f.claim and f.claim.phrase.verb in labels]
    return done or [f for f in known if labels & {_DEEDS.get(f.indicator, "")}]


def _of_year(sentence: Sentence, start: int, end: int, known: list[Figure]) -> list[Figure]:
    """Those of the year that the lead names ("of those identified in 2031,")."""
    named = {y.year for y in sentence.years if start < y.first < end}
    return [f for f in known if f.year and f.year.year in named]


def _in_named_year(sentence: Sentence, start: int, end: int, total: Figure) -> Figure:
    """The total in the one year that the lead names, where it was one of a list: "Of those identified in 2031,"."""
    named = [y for y in sentence.years if start < y.first < end]
    if len(named) != 1 or not total.year or total.year.year == named[0].year or total in sentence.figures:
        return total
    return replace(total, mention=replace(total.mention), year=named[0], dated=None)


def _lead_of_its_own(sentence: Sentence, start: int, end: int) -> Figure | None:
    """ "Of the girls who were helped in 2031," without their number before: what is broken down, no figure itself."""
    reading = sentence.reading
    phrase = noun_phrase(reading, start + 3)
    if phrase.head is None:
        return None
    number = Number(start + 1, start + 2, 0, False)
    mention = Mention(number, start + 1, phrase.last, phrase.head, phrase.nouns, status="lead")
    claims = [c for c in find_claims(reading, mention, start + 1, end) if c.verb and not c.phrase.weak]
    if not claims:
        return None
    year = next((y for y in sentence.years if start < y.first < end), None)
    return Figure(
        mention, claims[0].phrase.indicator, HEAD, Attributes(),
        claim=claims[0], first=start + 1, nouns=phrase.nouns, year=year,
    )  # fmt: skip
