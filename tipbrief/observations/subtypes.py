"""`subtype`: which part of the indicator a number is, in the document's words, where no breakdown column says it."""

from __future__ import annotations

from tipbrief.observations.bodies import before_aside, body_before
from tipbrief.observations.figures import COMPARE, PART, Figure, Sentence
from tipbrief.observations.free.subtypes import subtype_of as free_subtype_of
from tipbrief.observations.lexicon import Cue
from tipbrief.observations.reading import Reading
from tipbrief.settings import Indicator

# Classes of words that another column records.
_SAID_ELSEWHERE = frozenset(
    "male female adult child foreign national labor sex both unspecified ngo government additional last_period"
    " this_year this_period period_words victims prison shelters housing services".split()
)
_OFFICIALS = frozenset({"officials"})
_ACCUSED = frozenset({"suspects", "convicts", "people"})
_TELLING = frozenset({"tell"})

_FROM_WITHIN = 4  # tokens from victims to the country that they left


def subtype_of(reading: Reading, sentence: Sentence, figure: Figure, offence: str, indicator: Indicator) -> str:
    """The words that tell this part from its indicator's total; empty for a total.

    What goes on with a part is of that part: "of 40 internal victims, nine were boys".
    """
    if reading.grammar.free_order:
        return free_subtype_of(reading, figure)
    if figure.kind == COMPARE and not figure.mention.nouns and figure.parent:
        return figure.attributes.subtype or figure.parent.subtype
    own = _own_subtype(reading, sentence, figure, offence, indicator)
    parent = figure.parent if figure.kind == PART and figure.claim is None else None
    if parent is None or parent.sentence != figure.sentence or parent.indicator != figure.indicator:
        return own
    return parent.subtype if own in ("", parent.attributes.subtype) else own


def _own_subtype(reading: Reading, sentence: Sentence, figure: Figure, offence: str, indicator: Indicator) -> str:
    mention = figure.mention
    if indicator.offence and _is_continued(reading, figure):
        return "continued"
    if figure.attributes.subtype:
        return figure.attributes.subtype
    if offence == "related":
        return _related(reading, figure)
    by_indicator = _by_indicator(reading, figure)
    if by_indicator is not None:
        return by_indicator
    if kind := _kind_of_persons(reading, figure, indicator):
        return kind
    if figure.attributes.exploitation in ("other", "labor") and (form := _special_form(reading, figure)):
        return form
    if share := _share_of_body(reading, sentence, figure, indicator):
        return share
    if nation := _nation(reading, sentence, figure):
        return nation
    if figure.kind == PART and figure.claim is None and _adds_nothing(figure):
        return (
            reading.words(mention.number.last + 1, mention.last)
            if mention.head is not None
            else own_words(reading, figure) or _body_of_share(reading, figure)
        )
    return ""


def _body_of_share(reading: Reading, figure: Figure) -> str:
    """The body right before a bare number: "the Customs Department two"."""
    first = figure.mention.first
    return "" if reading.parenthesis(first) else body_before(reading, first)


def _share_of_body(reading: Reading, sentence: Sentence, figure: Figure, indicator: Indicator) -> str:
    """The body whose share of a total of victims it is."""
    if indicator.unit == "victims" and indicator.pillar == "protection":
        figure.body = _named_body(reading, figure)
    if figure.body or indicator.unit != "victims" or figure.attributes.breaks_down:
        return figure.body
    if figure.claim and figure.claim.verb and (sentence.leads or _is_shared(sentence, figure)):
        return _share(reading, figure)
    return ""


def _kind_of_persons(reading: Reading, figure: Figure, indicator: Indicator) -> str:
    """Persons whom no breakdown tells apart: accused officials, vulnerable children, internal victims."""
    mention, end = figure.mention, max(figure.zone[1], figure.mention.last)
    first = mention.number.last + 1
    if indicator.offence and mention.nouns & _OFFICIALS and not mention.nouns & _ACCUSED:
        return reading.words(first, mention.last)
    before = figure.first if mention.head is None and figure.first < mention.first else first
    if cue := reading.first_in("scope", before, end):  # "the number of victims of internal trafficking was 30"
        return reading.words(cue.first, cue.last)
    if indicator.unit != "victims":
        return ""
    if (cue := reading.first_in("vulnerable", first, mention.last)) and "victims" not in mention.nouns:
        return reading.words(cue.first, mention.last)
    if country := country_left(reading, figure):
        return country
    cue = reading.first_in("related", mention.last + 1, end)
    told = cue is not None and reading.low(cue.first - 1) in reading.grammar.offence_prepositions
    return reading.words(cue.first, cue.last) if cue and told and _is_offence(reading, cue) else ""


def country_left(reading: Reading, figure: Figure) -> str:
    """The country from which victims were brought home: "repatriated nine victims from Kuwait"."""
    if figure.indicator != "victims_repatriated":
        return ""
    first = figure.mention.last + 1
    number = next((number.first for number in reading.numbers if number.first > first), len(reading.tokens))
    cue = reading.first_in("country", first, min(first + _FROM_WITHIN, number - 1))
    return (
        reading.words(cue.first, cue.last) if cue and reading.low(cue.first - 1) in reading.grammar.range_from else ""
    )


def _is_offence(reading: Reading, cue: Cue) -> bool:
    return reading.words(cue.first, cue.last).lower() not in reading.grammar.general_offences


def _adds_nothing(figure: Figure) -> bool:
    """Whether no column tells the part from its total."""
    parent = figure.parent.attributes if figure.parent else None
    return not figure.attributes.law if parent is None else figure.attributes.same_columns(parent)


def _is_continued(reading: Reading, figure: Figure) -> bool:
    """Whether what is counted had begun before: "continued prosecutions of 19", "12 cases remained pending"."""
    if reading.has("ongoing", figure.mention.number.last, figure.zone[1]):
        return True
    verb = figure.claim.verb if figure.claim else None
    if verb is None:
        return False
    at = next((i for i in range(verb.first, verb.first - 3, -1) if reading.low(i) in reading.grammar.continued), None)
    at = verb.first if at is None and "continue" in verb.labels else at
    return at is not None and not (reading.low(at - 1) in reading.grammar.conjunctions and reading.is_verb(at - 2))


def _related(reading: Reading, figure: Figure) -> str:
    """The one related offence that is named, or the words that describe the crimes; empty for several."""
    first, last = figure.related_at or (figure.mention.first, max(figure.zone[1], figure.mention.last))
    cues = [c for c in reading.cues.get("related", ()) if first <= c.first and c.last <= last]
    cues = [c for c in cues if not any(o != c and o.first <= c.first and c.last <= o.last for o in cues)]
    named = list(dict.fromkeys(reading.words(c.first, c.last) for c in cues if _is_offence(reading, c)))
    if named:
        return named[0] if len(named) == 1 else ""
    return _words(reading, *figure.zone) if figure.kind == PART and not cues else ""


def _by_indicator(reading: Reading, figure: Figure) -> str | None:
    """Audience, topic or kind for the indicators of prevention; None for the others."""
    mention = figure.mention
    words = reading.words(mention.number.last + 1, mention.last)
    if figure.indicator == "persons_trained":
        return "" if words.lower() in reading.grammar.plain_audience else words
    if figure.indicator == "inspections":
        return "" if words.lower() in reading.grammar.plain_inspections else words
    if figure.indicator == "trainings" and reading.low(mention.last + 1) in reading.grammar.topic_prepositions:
        first, last = figure.zone
        verb = next((i for i in range(first, last + 1) if reading.low(i) in reading.grammar.finite), last + 1)
        return _words(reading, first, verb - 1)
    if figure.indicator == "trainings":
        return ""
    return None


def _special_form(reading: Reading, figure: Figure) -> str:
    """The form's own word where the column says less: forced begging, domestic servitude."""
    first, last = figure.mention.number.last + 1, max(figure.zone[1], figure.mention.last)
    cues = [
        c
        for label in ("other_form", "labor")
        for c in reading.cues.get(label, ())
        if first <= c.first and c.last <= last
    ]
    named = [
        reading.words(c.first, c.last)
        for c in cues
        if reading.words(c.first, c.last).lower() not in reading.grammar.plain_forms
    ]
    return named[0] if named else ""


def _named_body(reading: Reading, figure: Figure) -> str:
    """The one named body that acted ("The Coast Guard Service identified 304 victims"): its share.

    A body that only reports the number is no part of it.
    """
    if figure.claim is None:
        return figure.parent.body if figure.parent else ""
    verb = figure.claim.verb
    if verb is None or verb.first > figure.mention.first or verb.first == 0 or reading.is_gerund(verb.first):
        return ""
    before = verb.first - 1
    if reading.low(before) in reading.grammar.same_subject and before_aside(reading, before) == before:
        return figure.parent.body if figure.parent else ""
    body = body_before(reading, verb.first)
    return body if body != figure.reported_by and not reading.covered(verb.first, _TELLING) else ""


def _is_shared(sentence: Sentence, figure: Figure) -> bool:
    """Whether the sentence gives several bodies' numbers of the same indicator, each with its own verb."""
    kin = [
        f
        for f in sentence.figures
        if f.indicator == figure.indicator and f.kind == figure.kind and f.claim and f.claim.verb
    ]
    verbs = {f.claim.verb.first for f in kin if f.claim and f.claim.verb and f.claim.verb.first < f.mention.first}
    return figure.kind == "head" and len(verbs) > 1


def _share(reading: Reading, figure: Figure) -> str:
    """One named body's share of a total: "social welfare organizations referred 42"."""
    verb = figure.claim.verb if figure.claim else None
    if verb is None or verb.first > figure.mention.first or figure.mention.status == "not_reported":
        return ""
    first = verb.first
    while (
        first > 0
        and reading.tokens[first - 1].kind == "word"
        and reading.low(first - 1) not in reading.grammar.new_subject
    ):
        first -= 1
    share = _words(reading, first, verb.first - 1)
    names_none = share.lower() in reading.grammar.the_state | reading.grammar.pronouns
    return "" if names_none or reading.has("victims", first, verb.first - 1) else share


def _nation(reading: Reading, sentence: Sentence, figure: Figure) -> str:
    """The nationality of a part where the sentence lists several; "of other nationalities" for the rest."""
    if figure.attributes.origin != "foreign":
        return ""
    others = {f.mention.first for f in sentence.figures if f.attributes.origin == "foreign"}
    if len(others) < 2:
        return ""
    named = _nation_in(reading, figure.mention.first, max(figure.zone[1], figure.mention.last))
    return named or (_words(reading, *figure.zone) if reading.has("additional", *figure.zone) else "")


def own_words(reading: Reading, figure: Figure) -> str:
    """The words after a number that describe it, or the nationality among them: "82 of whom came from Bolivia".

    Empty where other columns say all of it: "nine were female", "12 in 2031".
    """
    first, last = figure.zone
    if all(_is_said_elsewhere(reading, index) for index in range(first, last + 1)):
        return ""
    return _nation_in(reading, first, last) or _words(reading, first, last)


def _is_said_elsewhere(reading: Reading, index: int) -> bool:
    """Whether a token is one of another column's, or has no meaning of its own."""
    token, grammar = reading.tokens[index], reading.grammar
    small = token.low in grammar.subtype_edges or token.low in grammar.phrase_stops or token.low in grammar.small_words
    return token.kind != "word" or small or reading.covered(index, _SAID_ELSEWHERE)


def _nation_in(reading: Reading, first: int, last: int) -> str:
    cue = reading.first_in("nation", first, last)
    return reading.words(cue.first, cue.last) if cue else ""


def _words(reading: Reading, first: int, last: int) -> str:
    """The words between, without prepositions and articles at their edges."""
    last = min(last, first + 7)
    while first <= last and reading.low(first) in reading.grammar.subtype_edges:
        first += 1
    while last >= first and reading.low(last) in (",", *reading.grammar.subtype_edges):
        last -= 1
    return reading.words(first, last)
