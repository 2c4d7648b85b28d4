"""Named bodies: who reported a number, and whose share of a total it is."""

from __future__ import annotations

from tipbrief.observations.figures import Figure, Sentence
from tipbrief.observations.reading import Reading

_LONGEST = 12


def reporter_of(sentence: Sentence, figure: Figure) -> str:
    """The body that the document names as the source of the number: the subject of a verb of reporting.

    Government, police, NGOs and the like are no body; a part without a verb of its own has its total's,
    a comparison none.
    """
    reading, first = sentence.reading, figure.mention.first
    if figure.kind == "part" and figure.parent and figure.claim is None and figure.parent.reported_by:
        return figure.parent.reported_by
    if figure.kind == "compare" and reading.has("compare", 0, first):
        return ""
    if figure.parent and figure.parent.indicator != figure.indicator:
        return figure.parent.reported_by if figure.indicator == "victims_in_cases" else ""
    if named := _according_to(reading):
        return named
    for cue in reversed(reading.cues.get("report", ())):
        if cue.last < first and cue.first > 0 and not reading.covered(cue.first, frozenset({"involve"})):
            known = reading.last_in("reporters", 0, cue.first)
            return body_before(reading, cue.first) or (reading.words(known.first, known.last) if known else "")
    return ""


def body_before(reading: Reading, verb: int) -> str:
    """The name that ends right before the verb, back to the start of its clause; empty for a general word."""
    end = verb - 1
    while end >= 0 and (reading.low(end) in reading.grammar.before_body_verb or reading.is_adverb(end)):
        end -= 1
    first = end
    while first >= 0 and _in_name(reading, first):
        first -= 1
    first += 1
    while reading.low(first) in reading.grammar.articles:
        first += 1
    if any(reading.covered(i, reading.lexicon.verbs) for i in range(first, end)) and not reading.has(
        "reporters", first, end
    ):
        return ""
    if first > end or end - first > _LONGEST or reading.low(end) in reading.grammar.general_bodies:
        return ""
    named = any(_is_name(reading, index) for index in range(first, end + 1))
    specific = reading.has("reporters", first, end) or reading.low(end) in reading.grammar.body_kinds
    return reading.words(first, end) if named or specific else ""


def _in_name(reading: Reading, index: int) -> bool:
    """Whether a token can be inside a name, "of" and "and" only between capitals."""
    low = reading.low(index)
    if low in reading.grammar.in_body_name:
        return _is_capital(reading, index - 1) and _is_capital(reading, index + 1)
    return (reading.tokens[index].kind == "word" or low in ("(", ")", "-")) and low not in reading.grammar.body_starts


def _is_capital(reading: Reading, index: int) -> bool:
    return 0 <= index < len(reading.tokens) and reading.text[reading.tokens[index].start].isupper()


def _is_name(reading: Reading, index: int) -> bool:
    """A capital that is not only the sentence's first, nor a nationality's ("Kyrgyz courts")."""
    text = reading.words(index, index)
    if reading.covered(index, frozenset({"nation"})):
        return False
    return text[:1].isupper() and (index > 0 or (text.isupper() and len(text) > 1))


def _according_to(reading: Reading) -> str:
    """ "according to the National Rapporteur", anywhere in the sentence."""
    cue = reading.first_in("according", 0, len(reading.tokens) - 1)
    if cue is None:
        return ""
    first = cue.last + 1
    while reading.low(first) in reading.grammar.articles:
        first += 1
    last = first
    while last + 1 < len(reading.tokens) and reading.tokens[last + 1].kind == "word":
        if reading.low(last + 1) in reading.grammar.body_ends:
            break
        last += 1
    return (
        reading.words(first, last)
        if first < len(reading.tokens) and reading.low(last) not in reading.grammar.general_bodies
        else ""
    )
