"""Named bodies: who reported a number, and whose share of a total it is."""

from __future__ import annotations

from tipbrief.observations.figures import COMPARE, HEAD, Figure, Sentence
from tipbrief.observations.lexicon import Cue
from tipbrief.observations.reading import Reading

_LONGEST = 12  # tokens of a name
_SUBJECT = 4  # tokens of "this federal office"
_ASIDE = 16  # tokens between the commas of what is said of a body before its verb


def reporter_of(sentence: Sentence, figure: Figure) -> str:
    """The body that the document names as the source of the number: the subject of a verb of reporting.

    Government, police, NGOs and the like are no body; what goes on in the same sentence has its total's, what is only
    compared none.
    """
    reading, first, parent = sentence.reading, figure.mention.first, figure.parent
    if figure.mention.status == "not_reported":
        return ""
    if figure.kind == COMPARE and (reading.parenthesis(first) or reading.has("compare", 0, first)):
        return ""
    here = parent if parent and parent.sentence == figure.sentence else None
    if here and here.reported_by and figure.kind != HEAD and figure.claim is None:
        return here.reported_by
    if here and here.indicator != figure.indicator:
        return here.reported_by if figure.indicator == "victims_in_cases" else ""
    if cue := _account(reading, first):
        return body_after(reading, cue.last + 1)
    return _told_before(reading, first) or _told_after(reading, figure.mention.last)


def _account(reading: Reading, index: int) -> Cue | None:
    """ "According to the police": in the number's own part of a contrast ("..., while data from the court show nine"),
    or before it, where no verb of reporting stands between.
    """
    if not reading.cues.get("according"):
        return None
    marks = (*reading.grammar.subordinators, ";")
    start = next(reading.back_from(index, *marks), -1) + 1
    after = [at for at in reading.back_from(len(reading.tokens), *marks) if at > index]
    if cue := reading.first_in("according", start, min(after, default=len(reading.tokens)) - 1):
        return cue
    return None if reading.has("tell", start, index) else reading.first_in("according", 0, start - 1)


def _told_before(reading: Reading, first: int) -> str:
    """ "The National Rapporteur reported nine cases": the subject of the last verb of reporting before a number."""
    for cue in reversed(reading.cues.get("tell", ())):
        if cue.last < first and cue.first > 0 and not reading.is_passive(cue):
            known = reading.last_in("reporters", 0, cue.first)
            named = body_before(reading, cue.first) or _opening_body(reading, cue.first - 1)
            return named or (reading.words(known.first, known.last) if known else "")
    return ""


def _told_after(reading: Reading, last: int) -> str:
    """ "... reported by the National Rapporteur", "..., said the Home Office", "..., National Bureau data show"."""
    for cue in reading.cues.get("tell", ()):
        if cue.first <= last:
            continue
        if reading.is_passive(cue):
            return body_after(reading, cue.last + 2) if reading.low(cue.last + 1) in reading.grammar.by else ""
        if reading.low(cue.first - 1) == ",":
            return body_after(reading, cue.last + 1)
        return _between_commas(reading, cue)
    return ""


def _between_commas(reading: Reading, cue: Cue) -> str:
    """The body of "..., National Bureau data show, ..." and of "..., the Home Office said."."""
    comma = next(reading.back_from(cue.first, ",", ";"), None)
    if comma is None or reading.low(comma) == ";" or reading.low(cue.last + 1) not in reading.grammar.after_told:
        return ""
    return body_after(reading, comma + 1)


def body_after(reading: Reading, index: int) -> str:
    """The name that begins at a token: "the National Rapporteur", "data from the Home Office"; empty for no name."""
    grammar, first = reading.grammar, index
    while reading.low(first) in grammar.before_accounts or reading.low(first) in grammar.articles:
        first += 1
    if reading.low(first) in grammar.accounts:
        return body_after(reading, first + 2) if reading.low(first + 1) in grammar.source_of else ""
    last = first - 1
    while last + 1 < len(reading.tokens) and last - first < _LONGEST and _goes_on(reading, first, last + 1):
        last += 1
    while last >= first and (reading.low(last) in grammar.accounts or reading.low(last) in grammar.name_links):
        last -= 1
    return _body(reading, first, last)


def _goes_on(reading: Reading, first: int, index: int) -> bool:
    """Whether a token goes on the name that began at `first`: a capital, "of the" before one, "(ABC)"."""
    low, grammar = reading.low(index), reading.grammar
    if low in ("(", ")"):
        return index > first and _is_capital(reading, index + 1 if low == "(" else index - 1)
    if low in grammar.name_links or low in grammar.in_body_name or low in grammar.place_prepositions:
        after = index + 1 if reading.low(index + 1) not in grammar.articles else index + 2
        return index > first and _is_capital(reading, after)
    known = reading.covered(index, frozenset({"reporters", "ngo"})) or low in grammar.body_kinds
    return known or _is_capital(reading, index) or low in grammar.accounts or low in grammar.one


def body_before(reading: Reading, verb: int) -> str:
    """The name that ends right before the verb, back to the start of its clause; empty for a general word."""
    grammar, end = reading.grammar, verb - 1
    while end >= 0 and (reading.low(end) in grammar.before_body_verb or reading.is_adverb(end)):
        end -= 1
    end = before_aside(reading, end)
    if reading.low(end) in grammar.accounts:
        end -= 1
    first = end
    while first >= 0 and _in_name(reading, first):
        first -= 1
    first += 1
    while reading.low(first) in grammar.articles:
        first += 1
    return _body(reading, first, end)


def before_aside(reading: Reading, end: int) -> int:
    """The token before what is said of a body between commas: "The Unit, whose work was new, reported ..."."""
    if reading.low(end) != ",":
        return end
    comma = next(reading.back_from(end, ",", ";"), -1)
    aside = reading.low(comma + 1)
    opens = aside in reading.grammar.relatives or aside in reading.grammar.articles or aside in reading.grammar.asides
    return comma - 1 if end - comma <= _ASIDE and opens and reading.low(comma) == "," else end


def _opening_body(reading: Reading, end: int) -> str:
    """Whom "it" or "this office" means before a verb of a later clause: the body that opens the sentence."""
    start = reading.clause(end)[0]
    said = range(max(start, end - _SUBJECT + 1), end + 1)
    means_it = reading.low(end) in reading.grammar.it or any(reading.low(i) in reading.grammar.this for i in said)
    return body_after(reading, 0) if start > 0 and means_it else ""


def _body(reading: Reading, first: int, end: int) -> str:
    """The words as a body's name, if they name one."""
    lows = [reading.low(index) for index in range(first, end + 1)]
    acts = any(reading.is_verb(index) and not _is_capital(reading, index) for index in range(first, end + 1))
    if acts and not reading.has("reporters", first, end):
        return ""
    if first > end or end - first > _LONGEST:
        return ""
    single = lows[0] in reading.grammar.one and reading.has("ngo", first, end)
    if lows[-1] in reading.grammar.general_bodies and not single:
        return ""
    named = any(_is_name(reading, index) for index in range(first, end + 1))
    specific = reading.has("reporters", first, end) or lows[-1] in reading.grammar.body_kinds
    name = reading.words(first, end) if named or specific or single else ""
    return name.removesuffix("'s").removesuffix("’s")


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
