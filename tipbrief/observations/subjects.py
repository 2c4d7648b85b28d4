"""Which actor stands before a verb as its subject, or after "by": the government, NGOs, both together, or none."""

from __future__ import annotations

from tipbrief.observations.lexicon import Cue
from tipbrief.observations.reading import Reading

_AGENT_WITHIN = 3  # tokens from a passive verb to its "by"
_RUN_WITHIN = 6  # tokens from a subject to the "by" of ", which are run by NGOs,"
_AGENT = 8  # tokens after "by" in which the actor is named
_PARTNER_WITHIN = 9  # tokens from "with" to a partner
NGO, GOVERNMENT = "ngo", "government"


def subject_of(reading: Reading, verb: int) -> str:
    """Who acts by the subject of the verb at a token: its head noun, not what is said of it.

    "NGOs funded by the government housed 58 victims" is ngo, "With NGOs, the government found 12" is government.
    """
    first, last = _subject(reading, verb)
    stop = next((i for i in range(first, last + 1) if reading.low(i) in reading.grammar.phrase_stops), last + 1)
    within = _RUN_WITHIN if reading.low(stop) in reading.grammar.relatives else _AGENT_WITHIN
    return _together(reading, first, stop - 1) or agent_after(reading, stop - 1, last, within)


def _subject(reading: Reading, verb: int) -> tuple[int, int]:
    """The first and last token of the subject: behind what opens the clause, and behind "reported (that)"."""
    first = reading.clause(verb)[0]
    for cue in reading.cues.get("tell", ()):
        if first < cue.last < verb - 1 and _names_actor(reading, cue.last + 1, verb - 1):
            first = cue.last + 1
    while reading.low(first) in reading.grammar.opens_subject:
        first += 1
    while _is_adverbial(reading, first):
        comma = next((i for i in range(first, verb) if reading.low(i) == ","), None)
        if comma is None:
            break
        first = comma + 1
    return first, verb - 1


def _is_adverbial(reading: Reading, first: int) -> bool:
    """Whether what begins at a token only leads to the subject: "In 2031, ...", "Together with NGOs, ..."."""
    low, grammar = reading.low(first), reading.grammar
    leads = low in grammar.phrase_stops or reading.is_adverb(first) or reading.is_gerund(first)
    return leads or reading.covered(first, frozenset({"according"})) or reading.low(first + 1) in grammar.together_with


def _together(reading: Reading, first: int, last: int) -> str:
    """The actor named within tokens: the last one, or the government where it is joined to another by "and"."""
    ngo, government = reading.last_in(NGO, first, last), reading.last_in(GOVERNMENT, first, last)
    if ngo is None or government is None:
        return NGO if ngo else GOVERNMENT if government else ""
    between = range(min(ngo.last, government.last) + 1, max(ngo.first, government.first))
    if any(reading.low(i) in reading.grammar.conjunctions for i in between):
        return GOVERNMENT
    return NGO if ngo.last > government.last else GOVERNMENT


def agent_after(reading: Reading, verb: int, last: int, within: int = _AGENT_WITHIN) -> str:
    """The actor after a "by" that follows a passive verb or a participle within some tokens: "shelters run by NGOs"."""
    end = min(verb + within, last)
    by = next((i for i in range(verb + 1, end + 1) if reading.low(i) in reading.grammar.by), None)
    return actor_in(reading, by + 1, min(by + _AGENT, last)) if by is not None else ""


def actor_in(reading: Reading, first: int, last: int) -> str:
    """The actor named within tokens; an NGO before the government that it works for."""
    return NGO if reading.has(NGO, first, last) else GOVERNMENT if reading.has(GOVERNMENT, first, last) else ""


def _names_actor(reading: Reading, first: int, last: int) -> bool:
    return bool(actor_in(reading, first, last)) or reading.low(last) in reading.grammar.pronouns


def nearest_actor(reading: Reading, edge: int) -> str:
    """The last actor before a token that is no partner: what "assisted 40" goes on with in a long sentence."""
    ngo, government = _last_actor(reading, NGO, edge), _last_actor(reading, GOVERNMENT, edge)
    if ngo and government:
        joint = range(government.last + 1, ngo.first)
        if joint and all(reading.low(i) in reading.grammar.joint_actors for i in joint):
            return GOVERNMENT
        return NGO if ngo.last > government.last else GOVERNMENT
    return NGO if ngo else GOVERNMENT if government else ""


def _last_actor(reading: Reading, label: str, edge: int) -> Cue | None:
    """The last actor of a kind that is not merely "with the support of" or "in cooperation with"."""
    while edge >= 0:
        cue = reading.last_in(label, 0, edge)
        if cue is None or not (_is_partner(reading, cue) or _is_quoted(reading, cue)):
            return cue
        edge = cue.first - 1
    return None


def _is_quoted(reading: Reading, cue: Cue) -> bool:
    """Whether the body only says it: "According to the ministry, 40 victims were found"."""
    said = reading.last_in("according", 0, cue.first)
    return said is not None and not any(reading.low(i) == "," for i in range(said.last + 1, cue.first))


def _is_partner(reading: Reading, cue: Cue) -> bool:
    """Whether the actor stands after "with", back to the last comma."""
    for index in range(cue.first - 1, max(-1, cue.first - _PARTNER_WITHIN), -1):
        if reading.low(index) == ",":
            return False
        if reading.low(index) in reading.grammar.partner_prepositions:
            return True
    return False
