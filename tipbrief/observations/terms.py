"""Prison terms that courts gave (`sentence_years`): the shortest and the longest, or one (codebook, "Indicators").

A term in the law is none: "punishable by five to nine years". Numbers of years and months are left out elsewhere
as durations; here they are taken up again where the sentence says that somebody was sentenced.
"""

from __future__ import annotations

from dataclasses import replace

from tipbrief.observations.attributes import Attributes
from tipbrief.observations.figures import COMPARE, HEAD, PART, Figure, Sentence
from tipbrief.observations.ignored import DURATION
from tipbrief.observations.mentions import Mention, bound_before
from tipbrief.observations.reading import Reading
from tipbrief.observations.years import leading_year, trailing_year

INDICATOR = "sentence_years"
_UNIT_WITHIN = 6  # tokens from a numeral to its unit: "five, six, and 10 years"
_MONTHS = 12


def find_terms(sentence: Sentence) -> list[Figure]:
    """Figures of sentence_years: "sentenced nine men to two to six years in prison" gives 2 (min) and 6 (max)."""
    reading = sentence.reading
    terms = [m for m in sentence.ignored if m.ignored == DURATION and _was_given(reading, m)]
    if not terms:
        return []
    read = [_term(reading, mention) for mention in terms]
    for mention in terms:
        sentence.ignored.remove(mention)
    shortest, longest = min(read, key=_years), max(read, key=_years)
    if _years(shortest) == _years(longest):
        found = [_figure(sentence, shortest)]
    else:
        bounds = ((shortest, "min"), (longest, "max"))
        found = [_figure(sentence, replace(mention, bound=bound)) for mention, bound in bounds]
    return [*found, *_imprisoned(sentence, found[0].parent, terms[0])]


def _imprisoned(sentence: Sentence, convicted: Figure | None, term: Mention) -> list[Figure]:
    """ "Convicted nine men and sentenced them to five years" is also nine imprisoned (codebook, "Rules")."""
    if (
        convicted is None
        or convicted.indicator != "persons_convicted"
        or convicted.kind != HEAD
        or not convicted.mention.value
    ):
        return []
    between = [
        f for f in sentence.figures if convicted.mention.last < f.mention.first < term.first and f.kind != COMPARE
    ]
    if any(f.indicator.startswith("persons_") for f in between) or convicted.attributes.subtype:
        return []
    if any(f.indicator == "persons_imprisoned" for f in sentence.figures):
        return []
    return [replace(convicted, indicator="persons_imprisoned", parent=convicted, claim=None, inferred={"ellipsis"})]


def _years(mention: Mention) -> float:
    return mention.value or 0


def _was_given(reading: Reading, mention: Mention) -> bool:
    """Whether a court gave the term: a word of sentencing before it, and no law, average, plea or suspension about."""
    first = mention.number.first
    border = next(reading.back_from(first, ";"), 0)
    cue = reading.last_in("sentencing", border, first - 1)
    if cue is None or reading.has("hypothetical", 0, first) or reading.has("plan", border, cue.first):
        return False
    if reading.has("not_given", border, first):
        return False
    end = min(first + _UNIT_WITHIN + 2, len(reading.tokens) - 1)
    return not reading.has("suspended", max(cue.first - 1, 0), end) and _unit(reading, mention) is not None


def _unit(reading: Reading, mention: Mention) -> int | None:
    """The token that says years or months, for the numeral or for the list that it begins."""
    last = min(mention.number.last + _UNIT_WITHIN, len(reading.tokens) - 1)
    cues = [reading.first_in(unit, mention.number.last + 1, last) for unit in ("term_years", "term_months")]
    return min((cue.first for cue in cues if cue), default=None)


def _term(reading: Reading, mention: Mention) -> Mention:
    """The mention with its value in years, and its unit as its last token."""
    unit = _unit(reading, mention) or mention.last
    months = reading.covered(unit, frozenset({"term_months"}))
    value = (mention.value or 0) / (_MONTHS if months else 1)
    return replace(
        mention, value=round(value, 2), last=unit, ignored="", bound=bound_before(reading, mention.number.first)
    )


def _figure(sentence: Sentence, mention: Mention) -> Figure:
    """The term as a part of what was said of the sentenced, whose year and offence it shares."""
    before = [f for f in sentence.figures if f.mention.first < mention.first and f.kind != COMPARE]
    parent = next((f for f in reversed(before) if f.indicator.startswith(("persons_", "conviction"))), None)
    attributes = Attributes(offence=parent.attributes.offence, law=parent.attributes.law) if parent else Attributes()
    year = trailing_year(sentence.years, mention.last + 1, len(sentence.reading.tokens) - 1)
    return Figure(
        mention, INDICATOR, PART if parent else HEAD, attributes, parent=parent,
        year=year or leading_year(sentence.years, mention.first), first=mention.first,
        sentence=sentence.reading.span.start, zone=(mention.last + 1, mention.last),
    )  # fmt: skip
