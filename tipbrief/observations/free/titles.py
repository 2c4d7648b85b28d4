"""Numbers whose noun stands before them: behind a title ("число жертв: 12") or between brackets or dashes as an aside.

An aside says how many what stands around it is: "большинство (34) подверглось ...", "почти все — 34 — женщины".
"""

from __future__ import annotations

from dataclasses import replace

from tipbrief.observations.antecedents import antecedent, counts_alike
from tipbrief.observations.claims import Claim, weak_claim
from tipbrief.observations.figures import COMPARE, HEAD, PART, PERSON_NOUNS, Figure
from tipbrief.observations.forms import GENITIVE
from tipbrief.observations.free.claims import find_claims
from tipbrief.observations.free.clauses import segment_around
from tipbrief.observations.free.columns import describe, make_family, make_figure, make_heads
from tipbrief.observations.free.phrases import noun_at, noun_phrase
from tipbrief.observations.free.spots import Spot, find_spot
from tipbrief.observations.free.years import is_year
from tipbrief.observations.mentions import Mention
from tipbrief.observations.numbers import Number
from tipbrief.observations.reading import Reading

_REACH = 40  # tokens of a title
_BORDERS = (";", ".", ":")


def read_titled(spot: Spot) -> list[Figure] | None:
    """ "Число выявленных жертв: 12", "возбуждено уголовных дел — 9": what the title before a dash counts."""
    reading, dash = spot.reading, spot.before()
    if spot.mention.of_group or spot.parens or reading.low(dash) not in reading.grammar.dashes:
        return None
    low = _start_of_title(spot, dash)
    subject = _counted(reading, low, dash)
    if subject is None:
        return None
    claims = find_claims(reading, subject, low, dash - 1)
    if reading.has("number_of", low, dash):
        claims = claims or weak_claim(reading, subject)
    else:
        claims = [c for c in claims if c.verb]
    if not claims and not reading.has("number_of", low, dash):
        return _of_noun_before(spot, subject)
    figures = make_heads(spot, claims)
    described = describe(find_spot(spot.sentence, spot.memory, spot.nation, subject))
    for figure in figures:
        figure.attributes, figure.first = figure.attributes.over(described), low
        figure.nouns = subject.nouns
    return figures or None


def _of_noun_before(spot: Spot, subject: Mention) -> list[Figure] | None:
    """ "Годом ранее жертв было 77, дел — 30": the last total of that noun; no figure of another one."""
    if subject.nouns & PERSON_NOUNS:
        return None
    heads = [f for f in spot.memory.heads if f.nouns & subject.nouns]
    dated = spot.reading.has("last_period", 0, spot.mention.first) or bool(spot.sentence.years)
    if not heads or not dated:
        return None
    figures = make_family(spot, heads[-1], COMPARE)
    for figure in figures:
        figure.last_period = not spot.sentence.years
    return figures


def _start_of_title(spot: Spot, dash: int) -> int:
    """Where the title begins: behind a semicolon, a point or a number before it."""
    reading = spot.reading
    low = dash
    while low > max(0, dash - _REACH) and reading.low(low - 1) not in _BORDERS and not _ends_number(reading, low - 1):
        low -= 1
    return low


def _ends_number(reading: Reading, index: int) -> bool:
    """Whether a number that is no year ends at a token."""
    return reading.number_ending_at(index) is not None and not is_year(reading, index)


def _counted(reading: Reading, low: int, high: int) -> Mention | None:
    """The noun that the title counts: behind "число", else the first in the genitive plural."""
    number = reading.first_in("number_of", low, high)
    if number:
        phrase = noun_phrase(reading, number.last + 1)
        head, nouns = phrase.head, phrase.nouns
    else:
        cue = next((c for i in range(low, high) if (c := noun_at(reading, i))), None)
        if cue is None or GENITIVE not in reading.kinds(cue.first):
            return None
        phrase = noun_phrase(reading, cue.first)
        head, nouns = phrase.head, phrase.nouns
    if head is None or head >= high:
        return None
    at = Number(head, head, 0, False)
    return Mention(at, head, min(phrase.last, high - 1), head, nouns)


def read_aside(spot: Spot) -> list[Figure] | None:
    """A number alone in brackets or between dashes behind words without a number of their own."""
    around = _around_aside(spot)
    if around is None:
        return None
    reading, mention = spot.reading, spot.mention
    low, high = segment_around(reading, around[0] - 1, around[0] - 1)
    if any(low <= m.first < around[0] and not m.ignored for m in spot.sentence.mentions):
        return None
    if any(low <= y.first < around[0] for y in spot.sentence.years) or reading.has("last_period", low, around[0]):
        return None  # its value then
    if mention.nouns and (subject := _titled_aside(reading, low, around[0])):
        return make_heads(spot, weak_claim(reading, subject)) or None
    outer = replace(spot, parens=None, clause=reading.clause(around[0] - 1), zone=(low, max(high, mention.last)))
    heads = [f for f in (*spot.memory.heads, *spot.sentence.figures) if f.kind == HEAD]
    latest = max((f.year.year for f in heads if f.year), default=0)
    heads = [f for f in heads if f.year is None or f.year.year == latest]
    total = antecedent(reading, mention, [f for f in heads if counts_alike(mention.nouns, f.nouns)])
    if total is None or (not mention.nouns and not _is_part_of(outer, total)):
        return None
    if mention.nouns and not describe(outer).breaks_down:
        return None
    return make_family(outer, total, PART)


def _titled_aside(reading: Reading, low: int, bracket: int) -> Mention | None:
    """The noun of "из общего числа пострадавших (34 человека)"."""
    return _counted(reading, low, bracket) if reading.has("number_of", low, bracket) else None


def _is_part_of(outer: Spot, total: Figure) -> bool:
    """Whether the words around the aside tell a part of the total, and no other fact."""
    if describe(outer).breaks_down:
        return True
    claims: list[Claim] = find_claims(outer.reading, outer.mention, *outer.clause, total.counted)
    return any(make_figure(outer, c.phrase.indicator, PART, c).indicator == total.indicator for c in claims)


def _around_aside(spot: Spot) -> tuple[int, int] | None:
    """The brackets, or the dashes, that hold the mention and nothing else."""
    first, last, reading = spot.mention.first - 1, spot.mention.last + 1, spot.reading
    if spot.parens == (first, last):
        return spot.parens if first > 0 else None
    dashes = reading.grammar.dashes - set(_BORDERS)
    between = first > 0 and reading.low(first) in dashes and reading.low(last) in dashes
    return (first, last) if between and not spot.mention.nouns else None
