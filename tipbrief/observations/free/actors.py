"""Who acted, where endings say who is subject and who is agent: "полиция выявила", "выявлено полицией"."""

from __future__ import annotations

from typing import Protocol

from tipbrief.observations.figures import Figure
from tipbrief.observations.forms import AGENT, NOMINAL, PASSIVE, PREDICATE, SUBJECT
from tipbrief.observations.lexicon import Cue
from tipbrief.observations.reading import Reading, Verb

UNKNOWN = "unknown"
_ACTORS = ("ngo", "government")
_HOUSES = frozenset({"shelters", "victims_sheltered"})
_SOURCES = frozenset({"according"})
_UNDERGONE = frozenset({"suffer", "become", "receive", "stay", "enslave"})


class Remembers(Protocol):
    """What a paragraph remembers: who acted last."""

    actor: str


def actor_of(reading: Reading, figure: Figure, paragraph: Remembers) -> str:
    """government, ngo or unknown, and the paragraph remembers whom it names. A part takes it from its total."""
    verb = figure.claim.verb if figure.claim else None
    if figure.mention.status == "not_reported" and verb is None:
        silent = Verb(figure.mention.number.first, figure.mention.number.last, frozenset())
        own = _nearest(reading, silent, *reading.clause(silent.first), SUBJECT)
        return own or _nearest(reading, silent, 0, silent.first, SUBJECT) or UNKNOWN
    if verb is None:
        return figure.parent.actor if figure.parent and figure.parent.actor else _of_line(reading, figure)
    if figure.claim and "$shelters" in figure.claim.phrase.before:
        ours = any(reading.low(i) in reading.grammar.we for i in range(len(reading.tokens)))
        return (
            (figure.speaker if ours and figure.speaker == "ngo" else "")
            or _named(reading, 0, len(reading.tokens) - 1)
            or UNKNOWN
        )
    if figure.indicator in ("hotline_calls", "hotline_victims"):
        return _of_line(reading, figure)
    low, high = reading.clause(verb.first)
    of_house = figure.indicator in _HOUSES and (figure.indicator == "shelters" or reading.has("there", low, high))
    if of_house and reading.has("ngo", 0, len(reading.tokens) - 1):
        return "ngo"  # whoever runs the house
    if _is_passive(reading, verb):
        return _nearest(reading, verb, low, high, AGENT) or UNKNOWN
    if verb.labels & _UNDERGONE:
        return UNKNOWN
    if figure.speaker and any(reading.low(i) in reading.grammar.we for i in range(low, high + 1)):
        return "ngo" if figure.speaker == "ngo" else "government"
    found = _nearest(reading, verb, low, high, SUBJECT) or _nearest(reading, verb, 0, verb.first, SUBJECT)
    if not found and _is_action(reading, verb):
        return UNKNOWN
    paragraph.actor = found or paragraph.actor
    return paragraph.actor or ("ngo" if figure.speaker == "ngo" else "government")


def _of_line(reading: Reading, figure: Figure) -> str:
    """Who runs a hotline; of other figures without a verb nothing is known."""
    if not figure.indicator.startswith("hotline"):
        return UNKNOWN
    named = figure.speaker == "ngo" or reading.has("ngo", 0, len(reading.tokens) - 1)
    return "ngo" if named else "government"


def _is_passive(reading: Reading, verb: Verb) -> bool:
    return any(PASSIVE in reading.kinds(i) for i in range(verb.first, verb.last + 1))


def _is_action(reading: Reading, verb: Verb) -> bool:
    """Whether the verb is a noun of action, which needs no actor: "выявление 12 жертв"."""
    return NOMINAL in reading.kinds(verb.first) and PREDICATE not in reading.kinds(verb.first)


def _named(reading: Reading, low: int, high: int) -> str:
    return next((label for label in _ACTORS if reading.has(label, low, high)), "")


def _nearest(reading: Reading, verb: Verb, low: int, high: int, role: str) -> str:
    """The actor nearest to the verb whose form can be that of the role, and that no preposition governs."""
    cues = [c for label in _ACTORS for c in reading.cues.get(label, ()) if low <= c.first and c.last <= high]
    cues = [c for c in cues if not any(_holds(other, c) for other in cues)]
    fitting = [c for c in cues if _can_be(reading, c, role)]
    if any(_joined(reading, a, b) for a in fitting for b in fitting if a.label != b.label):
        return "government"  # also where it acts together with others (codebook, `actor`)
    nearest = min(fitting, key=lambda c: min(abs(c.first - verb.last), abs(verb.first - c.last)), default=None)
    return nearest.label if nearest else ""


def _holds(longer: Cue, cue: Cue) -> bool:
    """Whether a cue lies inside a longer one: the fund of "государственный фонд"."""
    return longer.first <= cue.first and cue.last <= longer.last and longer[1:] != cue[1:]


def _joined(reading: Reading, one: Cue, other: Cue) -> bool:
    one, other = (one, other) if one.first < other.first else (other, one)
    between = range(one.last + 1, other.first)
    return len(between) > 0 and all(reading.low(i) in reading.grammar.verb_joints for i in between)


def _can_be(reading: Reading, cue: Cue, role: str) -> bool:
    if reading.low(cue.first - 1) in reading.grammar.prepositions or reading.covered(cue.first - 1, _SOURCES):
        return False
    return any(role in reading.kinds(i) for i in range(cue.first, cue.last + 1))
