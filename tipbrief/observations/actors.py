"""Who did what a figure counts (codebook, "Actor")."""

from __future__ import annotations

from typing import Iterable

from tipbrief.observations.context import Paragraph
from tipbrief.observations.figures import HEAD, Figure, Sentence
from tipbrief.observations.free.actors import actor_of as free_actor_of
from tipbrief.observations.governing import is_postmodifier
from tipbrief.observations.reading import Reading
from tipbrief.observations.subjects import actor_in, agent_after, nearest_actor, subject_of
from tipbrief.settings import Indicator

_OPENS = 2  # tokens before an actor that opens its sentence: "The police ..."
_AGENT_FAR = 10  # tokens from a passive verb to a "by" behind what was given
_AGENT, _AGENT_NEAR = 6, 2  # tokens behind a number that hold its "by NGOs", and those up to the "by"


def actor_of(paragraph: Paragraph, sentence: Sentence, figure: Figure, indicator: Indicator) -> str:
    """government, ngo or unknown (codebook, "Actor"); a part and a comparison take it from their total."""
    if indicator.code == "tier":
        return ""
    if indicator.pillar == "prosecution":
        return "government"
    reading, mention = sentence.reading, figure.mention
    if reading.grammar.free_order:
        same = (f.actor for f in sentence.figures if f.mention is figure.mention and f.actor not in ("", "unknown"))
        return next(same, "") or free_actor_of(reading, figure, paragraph)
    if figure.actor:
        return figure.actor  # "... and NGOs a further five"
    if figure.kind == HEAD and figure.claim and figure.claim.phrase.verb == "exploit":
        return paragraph.actors.get(figure.indicator, "unknown")  # who exploited them found nobody
    if figure.kind != HEAD and (agent := agent_after(reading, mention.last, mention.last + _AGENT, _AGENT_NEAR)):
        return agent  # "102 identified by police and three by NGOs"
    if known := _own_actor(paragraph, reading, figure) or _lent_actor(paragraph, reading, figure):
        return known
    if mention.status == "not_reported" and (mention.negated or (figure.claim and figure.claim.verb is None)):
        return nearest_actor(reading, mention.number.first) or paragraph.actor or "government"
    if found := _subject_actor(reading, figure):
        paragraph.actor = found
        return found
    found = _actor_of_verb(paragraph, reading, figure)
    return paragraph.actors.get(figure.indicator, found) if found == "unknown" else found


def _own_actor(paragraph: Paragraph, reading: Reading, figure: Figure) -> str:
    """Who runs a shelter or a hotline, by the words of the number itself."""
    if figure.indicator not in ("shelters", "hotline_calls", "hotline_victims"):
        return ""
    mention, last = figure.mention, len(reading.tokens) - 1
    own = actor_in(reading, mention.first, mention.last) or agent_after(reading, mention.last, last)
    if own or figure.indicator == "shelters":
        return own
    verb = figure.claim.verb if figure.claim else None
    subject = subject_of(reading, verb.first) if verb and verb.first < mention.first else ""
    return subject or ("ngo" if reading.has("ngo", 0, last) else paragraph.hotline or "government")


def _lent_actor(paragraph: Paragraph, reading: Reading, figure: Figure) -> str:
    """Who acted in the total, or who runs the shelters that the paragraph named."""
    same = figure.parent is not None and figure.parent.mention is figure.mention
    takes = same or (figure.kind != "head" and (figure.claim is None or figure.kind == "compare"))
    if takes and figure.parent and figure.parent.actor:
        return figure.parent.actor
    if figure.claim is None or "$shelters" not in figure.claim.phrase.before:
        return ""
    verb = figure.claim.verb
    return (subject_of(reading, verb.first) if verb else "") or paragraph.shelters


def _actor_of_verb(paragraph: Paragraph, reading: Reading, figure: Figure) -> str:
    """Where no actor is named: the government of an active verb, who "they" are, or unknown for a passive."""
    verb = figure.claim.verb if figure.claim else None
    if verb is None or verb.first > figure.mention.first or figure.first < verb.first < figure.mention.first:
        return figure.parent.actor if figure.kind == "part" and figure.parent and figure.parent.actor else "unknown"
    states = (reading.low(i) in reading.grammar.past_copulas for i in range(verb.last + 1, figure.mention.first))
    if not reading.is_passive(verb) and (is_postmodifier(reading, verb) or any(states)):
        return "unknown"  # "the victims detected in 2031 were 29 adults"
    if reading.low(verb.first) in reading.grammar.nobody or reading.low(verb.first - 1) in reading.grammar.nobody:
        return figure.parent.actor if figure.parent and figure.parent.actor else "unknown"
    figure.inferred.add("actor")
    if any(reading.low(i) in reading.grammar.pronouns for i in range(max(0, verb.first - 4), verb.first)):
        return paragraph.lookback(reading.span.start) or paragraph.actor or "government"
    return "government"


def _subject_actor(reading: Reading, figure: Figure) -> str:
    """The subject of the verb, the actor named last before it, or the one after "by" for a passive verb."""
    verb, first = figure.claim.verb if figure.claim else None, figure.mention.first
    if verb is None:
        return nearest_actor(reading, first - 1)
    if figure.first < verb.first < first:  # "the number of victims identified by NGOs was 40"
        return agent_after(reading, verb.last, first, first)
    if verb.first < first:
        return _actor_before(reading, verb.first)
    if not reading.low(verb.first).endswith(reading.grammar.participle_endings):  # "took 40 victims into a shelter"
        return _actor_before(reading, first)
    return (
        agent_after(reading, verb.last, len(reading.tokens) - 1)
        or _late_agent(reading, verb.last)
        or _teller(reading, first)
    )


def _late_agent(reading: Reading, verb: int) -> str:
    """The agent behind what was given: "were given aid and housing by NGOs", not "... in shelters run by NGOs"."""
    end = min(verb + _AGENT_FAR, reading.clause(verb)[1])
    by = next((i for i in range(verb + 1, end + 1) if reading.low(i) in reading.grammar.agents), None)
    if by is None or reading.is_verb(by - 1) or reading.low(by - 1).endswith(reading.grammar.participle_endings):
        return ""
    if any(reading.low(i) in (",", "(", ";") for i in range(verb + 1, by)):
        return ""
    return agent_after(reading, by - 1, end + 1)


def _actor_before(reading: Reading, verb: int) -> str:
    """The subject of a verb at a token; none for "statistics show" and "there were"."""
    if reading.low(verb) in reading.grammar.nobody or reading.low(verb - 1) in reading.grammar.nobody:
        return ""
    return subject_of(reading, verb) or nearest_actor(reading, verb - 1)


def _teller(reading: Reading, first: int) -> str:
    """Who said that 40 victims were assisted, or put 40 victims into shelters: no other actor is named."""
    active = reading.verb_ending_at(first - 1)
    if active and not reading.is_passive(active):
        return _actor_before(reading, active.first)
    told = next((cue for cue in reversed(reading.cues.get("tell", ())) if cue.last < first), None)
    return subject_of(reading, told.first) if told else ""


def opening_actor(reading: Reading) -> str:
    """Who acts in a sentence by the subject of its first verb: whom "it" means in the next one."""
    named = [cue for label in ("ngo", "government") for cue in reading.cues.get(label, ()) if cue.first <= _OPENS]
    if named and not reading.has("according", 0, _OPENS) and reading.low(0) not in reading.grammar.partner_prepositions:
        return actor_in(reading, min(cue.first for cue in named), min(cue.last for cue in named))
    verb = next((v for v in reading.verb_tokens if v.first > 0), None)
    return subject_of(reading, verb.first) if verb else actor_in(reading, 0, len(reading.tokens) - 1)


def hotline_runner(readings: Iterable[Reading]) -> str:
    """Who runs the hotline of a paragraph, by a sentence that names it beside an NGO; empty where none does."""
    named = (r for r in readings if r.has("hotline", 0, len(r.tokens) - 1))
    return "ngo" if any(r.has("ngo", 0, len(r.tokens) - 1) for r in named) else ""
