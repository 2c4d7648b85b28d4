"""What one sentence says of efforts: increased, maintained, decreased and the like, by the phrases of said.yml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator, NamedTuple, Sequence

from tipbrief.observations.said_words import DEGREES, HEADS, OVERALL, PILLARS, Entry, Phrase, SaidWords
from tipbrief.observations.sentences import Span, tokenize

WITHIN = 10  # tokens between two words of a phrase
_DENIED_WITHIN, _WISHED_WITHIN, _TOPIC_WITHIN = 6, 3, 8  # tokens before a phrase, before it, and behind it
_SHORT_SUBJECT = 6  # tokens: a longer opening must name the government


class Assessment(NamedTuple):
    """`rule` are the phrases that gave it; `pillar` what the sentence itself names, empty where none or several."""

    assessment: str
    degree: str
    rule: str
    pillar: str


class Match(NamedTuple):
    """A phrase in tokens first..last (inclusive), and what it gives there."""

    first: int
    last: int
    phrase: Phrase
    gives: str = ""
    degree: str = ""


def assess(text: str, span: Span, words: SaidWords) -> Assessment | None:
    """The assessment that a sentence makes; None where it makes none. What two clauses say otherwise is `mixed`."""
    if not words.may_assess(text[span.start : span.end]):
        return None
    said = _Sentence(words.find(tokenize(text, span.start, span.end)))
    found = said.matches(words.phrases)
    found = [match for match in found if match.phrase.parts[0] not in HEADS] or found[:1]
    if not found or not said.is_governments(found[0]):
        return None
    given = list(dict.fromkeys(match.gives for match in found))
    degrees = {match.degree for match in found}
    return Assessment(
        given[0] if len(given) == 1 else "mixed",
        degrees.pop() if len(given) == len(degrees) == 1 else "",
        " + ".join(dict.fromkeys(match.phrase.say for match in found)),
        said.topic(found[0]),
    )


@dataclass(frozen=True)
class _Sentence:
    """The entries of a sentence, in reading order."""

    entries: Sequence[Entry]

    def named(self, *labels: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.label in labels]

    def matches(self, phrases: Sequence[Phrase]) -> list[Match]:
        """What the phrases say, in reading order: of those that share a word, the shortest."""
        found = [said for phrase in phrases for match in self._matches(phrase) if (said := self._judge(match))]
        kept: list[Match] = []
        for match in sorted(found, key=lambda match: match.last - match.first):
            if all(match.last < other.first or match.first > other.last for other in kept):
                kept.append(match)
        return sorted(kept, key=lambda match: match.first)

    def _matches(self, phrase: Phrase) -> Iterator[Match]:
        for entry in self.named(phrase.parts[0]):
            last: Entry | None = entry
            for part in phrase.parts[1:]:
                last = last and self._next(part, last.last)
            if last:
                yield Match(entry.first, last.last, phrase)

    def _next(self, label: str, after: int) -> Entry | None:
        """The next entry of a class, with nothing between that ends a phrase."""
        for entry in self.entries:
            if entry.first > after:
                if entry.label == "stops" or entry.first > after + WITHIN + 1:
                    return None
                if entry.label == label:
                    return entry
        return None

    def _judge(self, match: Match) -> Match | None:
        """The match with what it gives here; None where it is wished, denied without saying more, or not enough."""
        degree, denied = self._degree(match), self._is_denied(match)
        gives = match.phrase.gives
        if self._is_wished(match) or (match.phrase.needs_degree and not degree):
            return None
        if denied and match.phrase.denied == "none" and degree in ("strong", "adequate"):
            return match._replace(gives=gives, degree="weak")  # "did not make sufficient efforts"
        if denied:
            return match._replace(gives=match.phrase.denied, degree="") if match.phrase.denied else None
        return match._replace(gives=gives, degree=degree)

    def _degree(self, match: Match) -> str:
        """The word beside the verb: before what is assessed, or behind what is said of it."""
        before, behind = (0, 3) if match.phrase.parts[0] in HEADS else (2, 0)
        stop = next((entry.first for entry in self.named("stops") if entry.first > match.last), match.last + behind + 1)
        near = [
            entry for entry in self.named(*(f"degree {name}" for name in DEGREES))
            if match.first - before <= entry.first and entry.last < min(stop, match.last + behind + 1)
        ]  # fmt: skip
        return near[0].label.removeprefix("degree ") if near else ""

    def _is_denied(self, match: Match) -> bool:
        barriers = [entry.first for entry in self.named("stops", "parts")]
        return any(
            match.first - _DENIED_WITHIN <= entry.last <= match.last
            and not any(entry.last < barrier < match.first for barrier in barriers)
            for entry in self.named("not")
        )

    def _is_wished(self, match: Match) -> bool:
        return any(match.first - _WISHED_WITHIN <= entry.last < match.first for entry in self.named("wished"))

    def is_governments(self, match: Match) -> bool:
        """Whether the government acts: it is named before, or a short subject that is nobody else."""
        before = {entry.label for entry in self.entries if entry.first < match.first}
        return "who" in before or ("others" not in before and match.first <= _SHORT_SUBJECT)

    def topic(self, match: Match) -> str:
        """The pillar that the words around the phrase name."""
        inside, near = self._topics(match, 0, 0), self._topics(match, _DENIED_WITHIN, _TOPIC_WITHIN)
        pillars = inside - {OVERALL} or (set() if OVERALL in near else near)
        if len(pillars) == 1:
            return pillars.pop()
        return OVERALL if OVERALL in near and not pillars else ""

    def _topics(self, match: Match, before: int, behind: int) -> set[str]:
        return {
            entry.label.removeprefix("topic ")
            for entry in self.named(*(f"topic {name}" for name in (OVERALL, *PILLARS)))
            if match.first - before <= entry.first <= match.last + behind
        }
