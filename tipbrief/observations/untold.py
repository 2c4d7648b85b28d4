"""Where a document says that it does not know something: the cue, and the tokens in which the unknown stands."""

from __future__ import annotations

from typing import NamedTuple

from tipbrief.observations.lexicon import Cue
from tipbrief.observations.reading import Reading
from tipbrief.observations.zeros import is_noun, past_joints

_OPENS_WITHIN = 8  # tokens from a cue to "how many", "data on" and the like
_INSERTED = 4  # tokens of ", if any," behind "how many"
_LONGEST = 60  # tokens of what one cue denies
_VICTIMS, _COUNTS = frozenset({"victims", "people"}), frozenset({"how_many"})


class Silence(NamedTuple):
    """A cue, and the tokens first..last in which what is not reported must stand."""

    cue: Cue
    first: int
    last: int


def silences(reading: Reading) -> list[Silence]:
    """What is said not to be reported, where it follows the cue; "did not provide" is one only of numbers or data."""
    found = list(reading.cues.get("not_reported", ()))
    found += [cue for cue in reading.cues.get("not_told", ()) if _asks(reading, cue)]
    if not found:
        return []
    outer, last = [], -1
    for cue in sorted(found, key=lambda cue: (cue.first, -cue.last)):
        if cue.first > last:
            outer.append(cue)
            last = cue.last
    return [Silence(c, c.last + 1, _scope_end(reading, c)) for c in outer if not _victims_speak(reading, c)]


def _victims_speak(reading: Reading, cue: Cue) -> bool:
    """ "Victims did not report crimes" is about them, not about the document's figures."""
    return reading.covered(cue.first - 1, _VICTIMS)


def _asks(reading: Reading, cue: Cue) -> bool:
    if reading.covered(cue.first, frozenset({"unknown_number"})):
        return False
    return opener_at(reading, cue.last + 1) is not None or reading.low(cue.last + 1) in reading.grammar.question_words


def _scope_end(reading: Reading, cue: Cue) -> int:
    """The clause's end, past the clauses that ask on ("..., or how many victims it helped"), before a comparison."""
    end, longest = reading.clause(cue.last)[1], min(cue.last + _LONGEST, len(reading.tokens) - 1)
    opener = opener_at(reading, cue.last + 1)
    if opener and end < longest and end - opener.last <= _INSERTED:  # "how many, if any, men were tried"
        end = reading.clause(end + 1)[1]
    while end < longest and _asks_on(reading, past_joints(reading, end + 1)):
        end = reading.clause(end + 1)[1]
    end = min(end, longest)
    compared = reading.first_in("compare", cue.last + 1, end)
    return compared.first - 1 if compared else end


def _asks_on(reading: Reading, index: int) -> bool:
    return reading.covered(index, _COUNTS) or reading.low(index) in reading.grammar.question_words


def opener_at(reading: Reading, index: int) -> Cue | None:
    """The "how many" or "data on" that a cue speaks of: no verb, noun or bracket stands before it."""
    for at in range(index, min(index + _OPENS_WITHIN, len(reading.tokens))):
        cue = next((c for c in reading.at(at) if c.label == "how_many" and c.first == at), None)
        if cue:
            return cue
        if (
            reading.is_verb(at)
            or is_noun(reading, at)
            or (reading.tokens[at].kind == "mark" and reading.low(at) != ",")
        ):
            return None
    return None
