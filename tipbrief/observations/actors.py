"""Who did what a figure counts (codebook, "Actor")."""

from __future__ import annotations

from tipbrief.observations.context import Paragraph
from tipbrief.observations.figures import Figure, Sentence
from tipbrief.observations.lexicon import Cue
from tipbrief.observations.reading import Reading
from tipbrief.settings import Indicator


def actor_of(paragraph: Paragraph, sentence: Sentence, figure: Figure, indicator: Indicator) -> str:
    """government, ngo or unknown (codebook, "Actor"); a part and a comparison take it from their total."""
    if indicator.code == "tier":
        return ""
    if indicator.pillar == "prosecution":
        return "government"
    reading, mention = sentence.reading, figure.mention
    if known := _own_actor(reading, figure) or _lent_actor(paragraph, figure):
        return known
    if mention.status == "not_reported" and (mention.negated or (figure.claim and figure.claim.verb is None)):
        return _nearest_actor(reading, mention.number.first) or paragraph.actor or "government"
    if found := _subject_actor(reading, figure):
        paragraph.actor = found
        return found
    found = _actor_of_verb(paragraph, reading, figure)
    return paragraph.actors.get(figure.indicator, found) if found == "unknown" else found


def _own_actor(reading: Reading, figure: Figure) -> str:
    """Who runs a shelter or a hotline, by the words of the number itself."""
    if figure.indicator not in ("shelters", "hotline_calls", "hotline_victims"):
        return ""
    return _actor_in(reading, figure.mention.first, figure.mention.last) or _hotline_actor(reading, figure.indicator)


def _lent_actor(paragraph: Paragraph, figure: Figure) -> str:
    """Who acted in the total, or who runs the shelters that the paragraph named."""
    same = figure.parent is not None and figure.parent.mention is figure.mention
    takes = same or (figure.kind != "head" and (figure.claim is None or figure.kind == "compare"))
    if takes and figure.parent and figure.parent.actor:
        return figure.parent.actor
    return paragraph.shelters if figure.claim and "$shelters" in figure.claim.phrase.before else ""


def _actor_of_verb(paragraph: Paragraph, reading: Reading, figure: Figure) -> str:
    """Where no actor is named: the government that "formally identified", who "they" are, or unknown for a passive."""
    verb = figure.claim.verb if figure.claim else None
    if verb is None or verb.first > figure.mention.last or figure.first < verb.first < figure.mention.first:
        return figure.parent.actor if figure.kind == "part" and figure.parent and figure.parent.actor else "unknown"
    if reading.low(verb.first) in reading.grammar.nobody or reading.low(verb.first - 1) in reading.grammar.nobody:
        return figure.parent.actor if figure.parent and figure.parent.actor else "unknown"
    figure.inferred.add("actor")
    if any(reading.low(i) in reading.grammar.pronouns for i in range(max(0, verb.first - 4), verb.first)):
        return paragraph.actor or "government"
    return "government"


def _hotline_actor(reading: Reading, code: str) -> str:
    if code == "shelters":
        return ""
    return "ngo" if reading.has("ngo", 0, len(reading.tokens) - 1) else "government"


def _subject_actor(reading: Reading, figure: Figure) -> str:
    """The nearest actor before the verb, or after "by" for a passive one."""
    verb = figure.claim.verb if figure.claim else None
    if verb is not None and verb.first < figure.mention.first and figure.first < verb.first:
        by = next((i for i in range(verb.last + 1, figure.mention.first) if reading.low(i) in reading.grammar.by), None)
        if by is not None and (found := _actor_in(reading, by + 1, min(by + 6, figure.mention.first))):
            return found
    if verb is None or verb.first < figure.mention.first:
        edge = verb.first - 1 if verb else figure.mention.first - 1
        return _nearest_actor(reading, edge)
    by = next((i for i in range(verb.last + 1, len(reading.tokens)) if reading.low(i) in reading.grammar.by), None)
    if by is not None and by - verb.last <= 3:
        return _actor_in(reading, by + 1, min(by + 8, len(reading.tokens) - 1))
    return ""


def _actor_in(reading: Reading, first: int, last: int) -> str:
    if reading.has("ngo", first, last):
        return "ngo"
    return "government" if reading.has("government", first, last) else ""


def _nearest_actor(reading: Reading, edge: int) -> str:
    ngo, government = _last_actor(reading, "ngo", edge), _last_actor(reading, "government", edge)
    if ngo and government:
        if ngo.first > government.last + 1 and all(
            reading.low(i) in reading.grammar.joint_actors for i in range(government.last + 1, ngo.first)
        ):
            return "government"
        return "ngo" if ngo.last > government.last else "government"
    return "ngo" if ngo else "government" if government else ""


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
    for index in range(cue.first - 1, max(-1, cue.first - 9), -1):
        if reading.low(index) == ",":
            return False
        if reading.low(index) in reading.grammar.partner_prepositions:
            return True
    return False
