"""Comparisons: what "compared with 45 in 2030" compares, and the statements that begin after it."""

from __future__ import annotations

from dataclasses import replace

from tipbrief.observations.antecedents import of_kind
from tipbrief.observations.attributes import without_breakdowns
from tipbrief.observations.bare import statements_of_bare
from tipbrief.observations.claims import SELF_SAID, Claim, find_claims, is_blocked_by_verb
from tipbrief.observations.figures import CASE_NOUNS, CASES, COMPARE, HEAD, PART, Figure, Memory, Sentence
from tipbrief.observations.making import make_family, make_figure, make_heads
from tipbrief.observations.of_cases import compares_persons_of_cases, persons_of_cases
from tipbrief.observations.own import statements
from tipbrief.observations.place import Place, anchor_of
from tipbrief.observations.reading import Reading, Verb
from tipbrief.observations.years import Year, find_years

_SENTENCE_CUE_WITHIN = 8
_RESPECTIVE = 12  # tokens from a number to its "respectively"
# A bare "two prosecutions" is compared with a number of that stage, and takes its unit (codebook, "Bare N ...").
_STAGES = (
    ("prosecutions", ("prosecutions", "persons_prosecuted")),
    ("convictions", ("persons_convicted", "conviction_cases")),
    ("investigations", ("investigations",)),
)


def read_new_statement(place: Place) -> list[Figure] | None:
    """A finite verb after a compared number starts anew: "..., compared to 412 in 2030, and indicted 119"."""
    if place.marker != COMPARE:
        return None
    if not place.mention.nouns:
        verb = place.reading.verb_ending_at(place.mention.first - 1)
        return (statements_of_bare(place) or None) if _follows_compared(place, verb) else None
    claims = _claims_by_verb(place)
    if place.mention.nouns & SELF_SAID and not claims:  # "..., and reported three convictions"
        verbs = [v for v in place.reading.verb_tokens if place.marked_at < v.first and v.last < place.mention.first]
        if verbs and _follows_compared(place, verbs[-1]):
            return statements(place) or None
    return make_heads(place, claims) if claims and _follows_compared(place, claims[0].verb) else None


def _claims_by_verb(place: Place) -> list[Claim]:
    """The claims by a verb after the word of comparison."""
    found = find_claims(place.reading, place.mention, place.marked_at + 1, place.clause_end)
    return [claim for claim in found if claim.verb]


def _follows_compared(place: Place, verb: Verb | None) -> bool:
    """Whether a finite verb stands between the compared number and the mention."""
    if verb is None or verb.first > place.mention.first or place.reading.is_gerund(verb.first):
        return False
    if place.reading.low(verb.last) in place.reading.grammar.action_prepositions:
        return False  # "compared with the prosecution of nine men"
    compared = (f for f in place.sentence.figures if f.kind == COMPARE)
    return any(place.marked_at < f.mention.first < verb.first for f in compared)


def read_comparison(place: Place) -> list[Figure] | None:
    """A number compared with one before: its indicator, and without a noun its breakdowns too.

    "freed 30 girls, compared with 12 in 2030" gives 12 freed girls, "..., compared with 12 victims" twelve victims.
    """
    if place.marker != COMPARE:
        return None
    if _compares_unclaimed(place) or is_blocked_by_verb(place.reading, place.mention, place.marked_at + 1):
        return []
    target, nouns = _target(place), place.mention.nouns
    if target is not None and compares_persons_of_cases(place):
        return persons_of_cases(place)
    if nouns and (claims := _claims_by_verb(place)):
        return [_compare(place, claim.phrase.indicator, target, claim) for claim in claims]
    if target is None:
        return _with_what_was_before(place, statements(place)) or _like_before(place)
    if not nouns:
        return _by_participle(place, target) or make_family(place, target, COMPARE)
    if _ended_in_cases(place):
        return [_compare(place, "conviction_cases", target)]
    relatives = place.sentence.readings_of(target)
    if nouns & SELF_SAID:
        relatives = [target]  # "one prosecution" is compared with that reading alone
    return [_compare(place, relative.indicator, relative) for relative in relatives]


def same_numbers(sentence: Sentence) -> None:
    """ "convicted six men, the same number as in 2030": six men in 2030 too."""
    reading = sentence.reading
    for cue in reading.cues.get("same_number", ()):
        home = reading.parenthesis(cue.first)
        before = [
            f for f in sentence.figures if f.mention.last < cue.first and reading.parenthesis(f.mention.first) == home
        ]
        year = next((y for y in find_years(reading, all_of_them=True) if cue.first <= y.first <= cue.last + 3), None)
        ago = reading.has("last_period", cue.last, min(cue.last + 6, len(reading.tokens) - 1))
        times = reading.low(cue.first - 1) in reading.grammar.multiples  # "twice as many as in 2030"
        if times or not before or not (year or ago) or before[-1].mention.value is None:
            continue
        for figure in sentence.readings_of(before[-1]):
            sentence.figures.append(_again(figure, year, cue.first))


def each_year(sentence: Sentence) -> None:
    """ "compared with two each in 2030 and 2031": two in either year."""
    reading = sentence.reading
    for figure in list(sentence.figures):
        after = range(figure.mention.last + 1, figure.mention.last + 4)
        each = next((i for i in after if reading.low(i) in reading.grammar.each), None)
        if figure.mention.negated and figure.kind in (COMPARE, HEAD):
            each = figure.mention.last  # "compared with no victims in 2030 and 2031"
        years = [y for y in sentence.years if each is not None and each < y.first <= each + 5]
        if each is None or len(years) != 2 or years[1].first - years[0].last != 2 or figure.year is None:
            continue
        other = years[0] if figure.year == years[1] else years[1]
        sentence.figures.append(_again(figure, other, other.first))


def _again(figure: Figure, year: Year | None, first: int) -> Figure:
    """The figure as a comparison for another year; the quote runs from its number to that year."""
    mention = replace(figure.mention, last=max(year.last if year else first, figure.mention.last))
    attributes = replace(figure.attributes, law="")
    return replace(
        figure, mention=mention, attributes=attributes, kind=COMPARE, parent=figure, claim=None, year=year,
        last_period=year is None, dated=None, inferred={"comparison"},
    )  # fmt: skip


def _compares_unclaimed(place: Place) -> bool:
    """Whether what is compared is a number that no phrase claims: "screened 599 travelers, up from 353"."""
    before = [m for m in place.sentence.unclaimed if m.first < place.marked_at and m.nouns]
    figures = [f for f in place.sentence.figures if f.mention.first < place.marked_at]
    return bool(before) and (not figures or figures[-1].mention.first < before[-1].first) and not place.mention.nouns


def _by_participle(place: Place, target: Figure) -> list[Figure]:
    """ "compared with 12 traffickers convicted and nine prosecuted": the participle says what the nine are."""
    last = place.mention.last
    counted = replace(place.mention, nouns=target.counted)
    claims = find_claims(place.reading, counted, place.mention.first, place.clause_end)
    other = [c for c in claims if c.verb and c.verb.first == last + 1 and c.phrase.indicator != target.indicator]
    return [_compare(place, claim.phrase.indicator, target, claim) for claim in other]


def _with_what_was_before(place: Place, figures: list[Figure]) -> list[Figure]:
    """ "..., a decrease from the 73 victims identified in 2030", where the total stands in the sentence before."""
    for figure in figures:
        known = [f for f in place.memory.heads if f.indicator == figure.indicator]
        figure.kind, figure.parent = COMPARE, known[-1] if known else None
    return figures


def _like_before(place: Place) -> list[Figure]:
    """ "This compared with 85 victims in 2030": of what the total with the same noun in the sentence before was."""
    known = [f for f in place.memory.heads if f.nouns & place.mention.nouns]
    return [_compare(place, known[-1].indicator, known[-1])] if known else []


def _ended_in_cases(place: Place) -> bool:
    """ "compared with four traffickers in two cases": the cases of the convicted."""
    last = place.last
    convicted = last is not None and last.kind == COMPARE and last.indicator == "persons_convicted"
    return convicted and place.before() in place.reading.grammar.case_prepositions and "cases" in place.mention.nouns


def _compare(place: Place, indicator: str, target: Figure | None, claim: Claim | None = None) -> Figure:
    """The compared number; with its target's breakdowns only where it repeats the target's words."""
    figure = make_figure(place, indicator, COMPARE, claim)
    if target is None:
        return figure
    figure.parent = target
    base = (
        replace(target.attributes, law="") if _repeats(place, figure, target) else without_breakdowns(target.attributes)
    )
    figure.attributes = figure.attributes.over(base)
    return figure


def _repeats(place: Place, figure: Figure, target: Figure) -> bool:
    """Whether the words behind a number are its target's: "12 new cases, compared with nine new cases"."""
    words, reading = figure.words[1:], place.reading
    if (
        target.mention.negated and target.sentence == figure.sentence
    ):  # "did not open additional cases": no number before
        end = target.mention.last + 1
        return len(words) > 1 and tuple(reading.low(i) for i in range(end - len(words), end)) == words
    described = (
        not target.attributes.exploitation or len(words) > 1
    )  # "13 victims of sex trafficking": "31 victims" were of any
    return bool(words) and target.words[1:] == words and described


def _target(place: Place) -> Figure | None:
    """What a comparison is compared with: the nearest total with the same noun, else the nearest."""
    heads, mention = [f for f in place.sentence.figures if f.kind == HEAD], place.mention
    if place.parens and place.marked_at == place.parens[0]:
        return _respective(place, place.parens) or anchor_of(place)
    if not mention.nouns:
        return _respectively(place) or _aligned(place, heads)
    if place.reading.has("not_related", mention.first, mention.last):
        heads = [f for f in heads if f.attributes.offence != "related"] or heads
    last = place.last
    if last is not None and last.kind == PART and last.nouns & mention.nouns and _is_statement(place.reading, last):
        return last
    stage = next((codes for noun, codes in _STAGES if noun in mention.nouns), ())
    for code in stage:
        if staged := [f for f in heads if f.indicator == code]:
            return staged[-1]
    same = [f for f in heads if f.nouns & mention.nouns]
    cases = [f for f in heads if f.indicator in CASES] if mention.nouns & CASE_NOUNS else []
    nearest = same or cases or heads
    return nearest[-1] if nearest else None


def _respectively(place: Place) -> Figure | None:
    """ "43 were charged with sex and four with labor trafficking, down from 114 and five, respectively": one by one."""
    reading, end = place.reading, place.clause_end
    words = reading.grammar.respectively
    if not any(
        reading.low(i) in words for i in range(place.mention.last + 1, min(end, place.mention.last + _RESPECTIVE) + 1)
    ):
        return None
    rivals = [m for m in place.sentence.mentions if place.marked_at < m.first <= end and not m.ignored and not m.nouns]
    before = [f for f in place.sentence.figures if f.mention.last < place.marked_at and f.kind != COMPARE]
    before = list({id(f.mention): f for f in before}.values())[-len(rivals) :]
    return before[rivals.index(place.mention)] if len(before) == len(rivals) and place.mention in rivals else None


def _respective(place: Place, parens: tuple[int, int]) -> Figure | None:
    """ "168 were boys and 143 foreign (98 and 169, respectively, in 2030)": one by one."""
    reading, (first, last) = place.reading, parens
    if not any(reading.low(i) in reading.grammar.respectively for i in range(first, last)):
        return None
    rivals = [m for m in place.sentence.mentions if first < m.first < last and not m.ignored]
    before = [f for f in place.sentence.figures if f.mention.last < first]
    before = list({id(f.mention): f for f in before}.values())[-len(rivals) :]
    return before[rivals.index(place.mention)] if len(before) == len(rivals) else None


def _aligned(place: Place, heads: list[Figure]) -> Figure | None:
    """ "investigated 52, prosecuted 40 and convicted 23, compared with 45, 38 and 20": one by one."""
    last = place.last
    if last is not None and last.kind == PART and (_is_statement(place.reading, last) or _acts(place, last)):
        return last
    if not heads:
        return place.memory.heads[-1] if place.memory.heads else None
    rivals = [m for m in place.sentence.mentions if m.first > place.marked_at and not m.nouns and not m.ignored]
    totals = list({id(f.mention): f for f in heads}.values())
    if 1 < len(rivals) <= len(totals) and _is_plain_list(place, rivals[-1].first):
        return totals[len(totals) - len(rivals) + rivals.index(place.mention)]
    return _persons_of(place, totals) or heads[-1]


def _persons_of(place: Place, totals: list[Figure]) -> Figure | None:
    """ "tried 13 men in seven cases, compared with 20 in nine cases": the 20 are men, since cases are named beside."""
    if len(totals) < 2 or not is_joined_by_in(place.reading, totals[-2], totals[-1]):
        return None
    after = next((m for m in place.sentence.mentions if m.first > place.mention.last and not m.ignored), None)
    return totals[-2] if after is not None and after.nouns & totals[-1].nouns else None


def is_joined_by_in(reading: Reading, persons: Figure, cases: Figure) -> bool:
    """Whether a number of cases follows that of their persons with one preposition between."""
    first, end = persons.mention.last + 1, cases.mention.number.first
    return end - first == 1 and reading.low(first) in reading.grammar.tied_by


def _is_plain_list(place: Place, end: int) -> bool:
    """Whether only words and commas stand between the comparison and its last number, and one year dates them all."""
    years = [year for year in place.sentence.years if year.first > place.marked_at]
    inner = place.reading.tokens[place.marked_at + 1 : end]
    return len(years) <= 1 and all(token.kind != "mark" or token.low == "," for token in inner)


def _acts(place: Place, part: Figure) -> bool:
    """ "Of the 40 victims, the unit referred nine, compared with 12 in 2030": the nine have a verb of their own."""
    return (
        place.lead is not None and part.claim is not None and part.claim.verb is not None and part.parent is place.lead
    )


def _is_statement(reading: Reading, figure: Figure) -> bool:
    """Whether a part has a verb of its own ("21 victims were children"), so that a comparison is with it."""
    return reading.low(figure.mention.last + 1) in reading.grammar.past_copulas


def compare_with_before(sentence: Sentence, memory: Memory) -> bool:
    """Tie a sentence of comparison to the one before ("This compared with 45 victims in 2030"); whether it is one."""
    cue = sentence.reading.first_in("compared_sentence", 0, _SENTENCE_CUE_WITHIN)
    if cue is None or cue.first > 1 or not memory.heads:
        return False
    for figure in sentence.figures:
        figure.kind = COMPARE if figure.kind == HEAD else figure.kind
        if figure.parent is None:
            known = [f for f in memory.heads if f.indicator == figure.indicator]
            mention = figure.mention
            alike = of_kind(sentence.reading, mention.first, mention.last + 1, known) or known
            figure.parent = alike[-1] if alike else None
    return True
