"""What a document says that it does not know: "did not report awarding restitution" is a row without a value."""

from __future__ import annotations

from tipbrief.observations.attributes import Attributes
from tipbrief.observations.claims import Claim, stand_in_order
from tipbrief.observations.figures import HEAD, Figure, Sentence
from tipbrief.observations.mentions import Mention
from tipbrief.observations.numbers import Number
from tipbrief.observations.reading import Reading


def find_silences(reading: Reading, sentence: Sentence) -> list[Figure]:
    """Figures with status not_reported, from the phrases that have no count."""
    cue = reading.first_in("not_reported", 0, len(reading.tokens) - 1)
    if cue is None:
        return []
    found: dict[str, Figure] = {}
    for phrase in reading.lexicon.silent:
        parts = tuple(part for part in phrase.before if part != "$not_reported")
        wanted = (*parts, f"${phrase.noun}") if phrase.noun and phrase.counted else parts
        said = any(f.indicator == phrase.indicator and f.mention.status == "not_reported" for f in sentence.figures)
        if (
            not said
            and phrase.indicator not in found
            and stand_in_order(reading, wanted, cue.last + 1, len(reading.tokens) - 1)
        ):
            last = min(cue.last + 12, len(reading.tokens) - 1)
            mention = Mention(
                Number(cue.first, cue.last, 0, False),
                cue.first,
                last,
                None,
                frozenset(),
                value=None,
                status="not_reported",
            )
            found[phrase.indicator] = Figure(
                mention, phrase.indicator, HEAD, Attributes(), claim=Claim(phrase, None), first=cue.first
            )
    return list(found.values())
