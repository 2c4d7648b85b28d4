"""What a sentence of free word order says is not known: "не сообщило, сколько жертв получили помощь", "данных нет"."""

from __future__ import annotations

from tipbrief.observations.attributes import Attributes
from tipbrief.observations.claims import Claim, weak_claim
from tipbrief.observations.figures import HEAD, Figure, Sentence
from tipbrief.observations.free.phrases import noun_phrase
from tipbrief.observations.free.years import nearest
from tipbrief.observations.lexicon import Cue
from tipbrief.observations.mentions import Mention
from tipbrief.observations.numbers import Number
from tipbrief.observations.reading import Reading

_SAID = "$not_reported"


def find_silences(sentence: Sentence) -> list[Figure]:
    """A figure without a value for each phrase whose words the sentence holds beside one of not knowing."""
    reading = sentence.reading
    end = len(reading.tokens) - 1
    cue = reading.first_in("not_reported", 0, end) or (
        reading.first_in("absent", 0, end) if reading.has("data", 0, end) else None
    )
    if cue is None or reading.has("complicit", 0, end):
        return []
    low = max((f.mention.last + 1 for f in sentence.figures if f.mention.last < cue.first), default=0)
    if any(f.mention.first > cue.last for f in sentence.figures):
        return []
    claims = [
        Claim(p, None)
        for p in reading.lexicon.silent
        if all(reading.has(part[1:], low, end) for part in p.before if part != _SAID)
    ]
    found = {claim.phrase.indicator: claim for claim in sorted(claims, key=lambda c: len(c.phrase.before))}
    uncounted = [] if sentence.figures else _uncounted(reading)
    return [_figure(sentence, cue, claim, low) for claim in found.values() or uncounted]


def _uncounted(reading: Reading) -> list[Claim]:
    """ "данных о числе жертв нет": what the noun counts by itself."""
    number = reading.first_in("number_of", 0, len(reading.tokens) - 1)
    if number is None:
        return []
    phrase = noun_phrase(reading, number.last + 1)
    mention = Mention(Number(number.first, number.last, 0, False), number.first, phrase.last, phrase.head, phrase.nouns)
    return weak_claim(reading, mention) if phrase.head is not None else []


def _figure(sentence: Sentence, cue: Cue, claim: Claim, low: int) -> Figure:
    last = len(sentence.reading.tokens) - 1
    end = last - 1 if sentence.reading.tokens[last].kind == "mark" else last
    number = Number(cue.first, cue.last, 0, False)
    first = cue.first if low else 0
    mention = Mention(number, first, max(end, cue.last), None, frozenset(), status="not_reported")
    start = max(low, sentence.reading.clause(cue.first)[0]) if low else 0
    headed = next((y for y in sentence.years if y.first < 0), None)
    year = nearest(sentence.years, cue.first, cue.last, start, last) or headed
    return Figure(mention, claim.phrase.indicator, HEAD, Attributes(), claim=claim, first=0, year=year)
