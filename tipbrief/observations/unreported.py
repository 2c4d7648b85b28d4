"""What a document says that it does not know: "did not report how many victims it assisted", "data were not available".

A silence is a cue with the tokens in which the unknown stands: behind it ("did not report ..."), or, for one that ends
a clause, before it ("the number of convictions was unknown"). What is counted there becomes a mention without a value.
"""

from __future__ import annotations

from typing import Iterator

from tipbrief.observations.claims import find_claims
from tipbrief.observations.lexicon import Cue
from tipbrief.observations.mentions import Mention, group_after
from tipbrief.observations.noun_phrases import noun_phrase
from tipbrief.observations.numbers import Number
from tipbrief.observations.reading import Reading
from tipbrief.observations.untold import Silence, opener_at, silences
from tipbrief.observations.zeros import is_noun, past_joints

_NOUN_WITHIN = 4  # tokens from "did not report the number of" to its noun
_CLAUSE = 16  # tokens that describe one noun of a list: "victims it identified in 2031, ..."
_LENDS_WITHIN = 40  # tokens back to the noun that "how many it convicted" leaves out
_COUNTS, _ANY = frozenset({"how_many"}), frozenset({"any", "nil"})
_IF_ANY = frozenset({"if_any"})


def find_unreported(reading: Reading) -> list[Mention]:
    """The mentions of what is not reported, each with the cue as its number."""
    found = [m for cue in reading.cues.get("unknown_number", ()) if (m := _of_unknown_number(reading, cue))]
    for silence in silences(reading):
        found += _behind(reading, silence)
    for cue in reading.cues.get("untold", ()):
        found += _before(reading, cue)
    return found


def _behind(reading: Reading, silence: Silence) -> Iterator[Mention]:
    """What stands behind the cue: a count, what somebody did, or the noun itself."""
    opener = opener_at(reading, silence.first)
    if opener:
        yield from _asked_for(reading, silence, opener)
    elif reading.is_verb(silence.first) and reading.is_gerund(silence.first):
        yield from _deeds(reading, silence)
    elif reading.low(silence.first) in reading.grammar.question_words:
        yield from _whether(reading, silence)
    elif silence.cue.label == "not_reported":
        yield from _nouns(reading, silence, silence.first)


def _before(reading: Reading, cue: Cue) -> Iterator[Mention]:
    """What stands before a cue that ends its clause: "the number of victims helped in 2031 was not reported"."""
    if pair := reading.parenthesis(cue.first):
        if pair[0] == cue.first - 1:
            yield _bare(cue, cue.first, cue.last)
        return
    start = reading.clause(cue.first)[0]
    that = next((i for i in reading.back_from(cue.first, *reading.grammar.negation_ends) if i > start), None)
    if that is not None and opener_at(reading, that + 1):
        start = that + 1  # "stated that the number of victims was not known"
    opener, copula = opener_at(reading, start), _copula(reading, cue)
    if opener and copula is not None and opener.last < copula:
        yield from _asked_for(reading, Silence(cue, start, copula - 1), opener)


def _copula(reading: Reading, cue: Cue) -> int | None:
    """The "was", "were", "remained" whose predicate the cue is."""
    index = cue.first - 1
    while reading.is_adverb(index) or reading.low(index) in reading.grammar.passive_adverbs:
        index -= 1
    is_one = reading.low(index) in reading.grammar.auxiliaries or reading.covered(index, frozenset({"remain"}))
    return index if is_one else None


def _asked_for(reading: Reading, silence: Silence, opener: Cue) -> Iterator[Mention]:
    """The nouns behind "how many" or "data on"; without one, the noun or the figure that was named before."""
    found = list(_nouns(reading, silence, opener.last + 1))
    if found or is_noun(reading, _past_fillers(reading, opener.last + 1)):
        yield from found
    elif mention := _elliptic(reading, silence, opener):
        yield mention


def _nouns(reading: Reading, silence: Silence, index: int) -> Iterator[Mention]:
    """Each noun of a list: "the number of victims it identified, cases it opened, or traffickers it convicted"."""
    at: int | None = index
    while at is not None:
        mention = _group(reading, silence.cue, at) or _noun(reading, silence.cue, _past_fillers(reading, at))
        if mention is None or mention.last > silence.last:
            return
        yield mention
        at = _next_noun(reading, mention.last + 1, silence.last)


def _past_fillers(reading: Reading, index: int) -> int:
    """The first token that says what is counted: past "the total number of" and years."""
    while (
        reading.low(index) in reading.grammar.before_unreported
        or reading.covered(index, _COUNTS)
        or _is_year(reading, index)
        or reading.covered(index, _IF_ANY)
    ):
        index += 1
    return index


def _is_year(reading: Reading, index: int) -> bool:
    return len(reading.low(index)) == 4 and reading.low(index).isdigit()


def _group(reading: Reading, cue: Cue, index: int) -> Mention | None:
    """ "how many of the nine victims"."""
    group = group_after(reading, index)
    if group is None:
        return None
    mention = _unreported(cue, index, _end_of_group(reading, group[2]), None, group[0])
    mention.of_group, mention.group_size = True, group[1]
    return mention


def _end_of_group(reading: Reading, last: int) -> int:
    """The last token that says who is meant: the year of "of those convicted in 2031 were sent to prison"."""
    if not reading.is_verb(last + 1):
        return last
    tense = (
        i for i in range(last + 2, min(last + _CLAUSE, len(reading.tokens))) if reading.low(i) in reading.grammar.finite
    )
    return next(tense, last + 1) - 1


def _noun(reading: Reading, cue: Cue, index: int) -> Mention | None:
    phrase = noun_phrase(reading, index)
    if phrase.head is None or phrase.head - index > _NOUN_WITHIN or reading.number_at(index):
        return None
    if any(reading.is_gerund(i) and reading.is_verb(i) for i in range(index, phrase.head)):
        return None
    return _unreported(cue, index, phrase.last, phrase.head, phrase.nouns)


def _next_noun(reading: Reading, index: int, last: int) -> int | None:
    """The next noun of the list, past what describes the one before; None where the list ends."""
    for at in range(index, min(index + _CLAUSE, last + 1)):
        if reading.tokens[at].kind == "mark" and reading.low(at) != ",":
            return None
        after = past_joints(reading, at)
        if after == at or (reading.is_verb(after) and not is_noun(reading, after)):
            continue
        return after if after <= last and _goes_on(reading, at, after) else None
    return None


def _goes_on(reading: Reading, joint: int, index: int) -> bool:
    """Whether the list goes on behind a joint: with another "how many", or a noun of the same clause."""
    if opener_at(reading, index):
        return True
    return reading.clause(index)[0] <= joint and noun_phrase(reading, _past_fillers(reading, index)).head is not None


def _deeds(reading: Reading, silence: Silence) -> Iterator[Mention]:
    """What verbs in -ing have for an object: "did not report helping victims or opening shelters"."""
    index = silence.first
    while index <= silence.last:
        if not (reading.is_verb(index) and reading.is_gerund(index)):
            index += 1
            continue
        mention = _object(reading, silence, index)
        if mention:
            yield mention
        index = (mention.last if mention else index) + 1


def _object(reading: Reading, silence: Silence, verb: int) -> Mention | None:
    """The noun that a phrase ties to the verb at a token; "any" before it is read as a zero is."""
    index = verb + 1
    while index <= min(verb + _CLAUSE, silence.last):
        if reading.covered(index, _ANY) or reading.low(index) in reading.grammar.relatives:
            return None
        if is_noun(reading, index) and (found := _noun(reading, silence.cue, index)):
            claims = find_claims(reading, found, verb, silence.last)
            return found if any(c.verb and c.verb.first <= index for c in claims) else None
        if _is_deed(reading, index):
            return None
        index += 1
    return None


def _is_deed(reading: Reading, index: int) -> bool:
    """Whether a verb stands at the token that is neither a noun nor one of action ("services to")."""
    if not reading.is_verb(index) or reading.is_gerund(index) or is_noun(reading, index):
        return False
    return not any(reading.low(cue.last) in reading.grammar.action_prepositions for cue in reading.at(index))


def _whether(reading: Reading, silence: Silence) -> Iterator[Mention]:
    """ "did not report whether victims received compensation": victims of whom nothing more is said."""
    mention = _noun(reading, silence.cue, silence.first + 1)
    if (
        mention
        and mention.first == mention.head
        and any(c.verb and not c.phrase.weak for c in find_claims(reading, mention, mention.first, silence.last))
    ):
        yield mention


def _elliptic(reading: Reading, silence: Silence, opener: Cue) -> Mention | None:
    """ "helped victims but did not report how many", "nor how many it housed", "data for 2031 were not kept"."""
    noun = _noun_before(reading, min(silence.cue.first, opener.first))
    if noun is None:
        return None
    after = _past_fillers(reading, opener.last + 1)
    if after > silence.last or _ends(reading, after):
        if _is_counted(reading, noun):
            return _bare(silence.cue, opener.last, opener.last)
        return _unreported(silence.cue, noun.first, noun.last, noun.last, noun_phrase(reading, noun.first).nouns)
    nouns = noun_phrase(reading, noun.first).nouns
    mention = _unreported(silence.cue, opener.first, opener.last, None, nouns)
    claims = find_claims(reading, mention, opener.first, silence.last)
    if any(c.verb and not c.phrase.weak for c in claims):
        return mention
    return _bare(silence.cue, opener.last, opener.last) if _says_same_deed(reading, opener, silence.last) else None


def _says_same_deed(reading: Reading, opener: Cue, last: int) -> bool:
    """ "granted permits to nine women, but did not report the number it granted in 2030"."""
    verbs = reading.verb_tokens
    after = next((v for v in verbs if opener.last < v.first <= last), None)
    return after is not None and any(v.labels & after.labels for v in verbs if v.last < opener.first)


def _noun_before(reading: Reading, index: int) -> Cue | None:
    for at in range(index - 1, max(-1, index - _LENDS_WITHIN), -1):
        for cue in reading.at(at):
            if cue.last == at and cue.label in reading.lexicon.nouns and reading.grammar.is_plural(reading.low(at)):
                return cue
    return None


def _is_counted(reading: Reading, noun: Cue) -> bool:
    """Whether a number stands in the noun's phrase."""
    return any(reading.number_at(i) for i in range(max(0, noun.first - _NOUN_WITHIN), noun.first))


def _ends(reading: Reading, index: int) -> bool:
    """Whether nothing more is asked: a mark, a preposition or a word of comparison follows."""
    low = reading.low(index)
    return (
        not low or reading.tokens[index].kind == "mark" or low in reading.grammar.phrase_stops - reading.grammar.finite
    )


def _of_unknown_number(reading: Reading, cue: Cue) -> Mention | None:
    """ "an unknown number of victims"; "an unknown number in 2031" is compared like a numeral."""
    phrase = noun_phrase(reading, cue.last + 1)
    if phrase.head is not None:
        return Mention(_number(cue), cue.first, phrase.last, phrase.head, phrase.nouns, status="not_reported")
    return None if reading.low(cue.last) in reading.grammar.object_prepositions else _bare(cue, cue.first, cue.last)


def _bare(cue: Cue, first: int, last: int) -> Mention:
    """A silence that stands where a numeral could: "(unknown in 2031)"."""
    return Mention(_number(cue), first, last, None, frozenset(), status="not_reported")


def _unreported(cue: Cue, first: int, last: int, head: int | None, nouns: frozenset[str]) -> Mention:
    return Mention(_number(cue), first, last, head, nouns, status="not_reported", negated=True)


def _number(cue: Cue) -> Number:
    return Number(cue.first, cue.last, 0, False)
