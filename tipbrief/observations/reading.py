"""One sentence as the later steps see it: tokens, numbers, cues by class, and the borders between clauses."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from heapq import merge
from typing import Iterator, NamedTuple, Sequence

from tipbrief.observations.clauses import clause_starts
from tipbrief.observations.free.clauses import clause_starts as free_clause_starts
from tipbrief.observations.keys import counted_tokens, hash_sentence, position_of
from tipbrief.observations.lexicon import Cue, Lexicon
from tipbrief.observations.numbers import Number, find_numbers
from tipbrief.observations.sentences import Span, Token, tokenize

_DASHES = frozenset("–—-")
_NOISE = 100  # numbers in one sentence
_BOUNDS = ("approx", "min", "max")


class Verb(NamedTuple):
    """A verb at tokens first..last with every class that it stands in."""

    first: int
    last: int
    labels: frozenset[str]


class Reading:
    """A sentence read once; token indexes are what the other steps speak in."""

    def __init__(self, text: str, span: Span, lexicon: Lexicon) -> None:
        self.text, self.span, self.lexicon = text, span, lexicon
        self.grammar = lexicon.grammar
        self.tokens: list[Token] = tokenize(text, span.start, span.end)
        self._lows = [token.low for token in self.tokens]
        self.numbers: list[Number] = find_numbers(self.tokens, lexicon.numbers)
        self._number_starts = {number.first: number for number in self.numbers}
        self.cues: dict[str, list[Cue]] = {}
        for cue in lexicon.find(self.tokens):
            self.cues.setdefault(cue.label, []).append(cue)
        self._firsts: dict[str, list[int]] = {}

    def add_cues(self, cues: list[Cue]) -> None:
        """Cues that the document has taught; before anything else is asked of the sentence."""
        for cue in cues:
            self.cues[cue.label] = sorted([*self.cues.get(cue.label, ()), cue], key=lambda c: (c.first, c.last))

    def places_of(self, word: str) -> list[int]:
        """The tokens that are a word, in lower case."""
        return self._places.get(word, [])

    @cached_property
    def hash(self) -> str:
        """The sentence's hash, by which a person names it."""
        return hash_sentence(self.text[self.span.start : self.span.end])

    @cached_property
    def counted(self) -> list[int]:
        """The tokens that have a position among the sentence's numbers."""
        return counted_tokens(self.tokens, self.lexicon.numbers.placed)

    def position(self, number: Number) -> int:
        """The position of a number, a zero or a silence: 1 is the first of the sentence."""
        return position_of(self.counted, number.first, number.last)

    @property
    def is_noise(self) -> bool:
        """Whether the stretch is rows of numbers, no prose: a hundred and more, and not a third as many words."""
        if len(self.numbers) < _NOISE:
            return False
        words = sum(token.kind == "word" for token in self.tokens) - sum(not number.digits for number in self.numbers)
        return 3 * words < len(self.numbers)

    def holds(self, words: frozenset[str]) -> bool:
        """Whether one of the words or marks stands anywhere in the sentence."""
        return not words.isdisjoint(self._lows)

    def words(self, first: int, last: int) -> str:
        """The text of tokens first..last as it stands in the document."""
        return self.text[self.tokens[first].start : self.tokens[last].end] if first <= last else ""

    def low(self, index: int) -> str:
        """The lower-case form of a token; empty outside the sentence."""
        return self._lows[index] if 0 <= index < len(self._lows) else ""

    def kinds(self, index: int) -> frozenset[str]:
        """What the form of a verb or a body can be, where the language tells it (`forms`)."""
        return self.lexicon.kinds.get(self.low(index), frozenset())

    def ending(self, index: int) -> str:
        """What a hyphen ties to a numeral in figures: "м" in "2016-м"."""
        if not 0 <= index < len(self.tokens):
            return ""
        token = self.tokens[index]
        return self.text[token.start + len(token.low) + 1 : token.end]

    def has(self, label: str, first: int, last: int) -> bool:
        """Whether an entry of the class lies within tokens first..last."""
        return self.first_in(label, first, last) is not None

    def _firsts_of(self, label: str) -> list[int]:
        """Where the entries of a class begin."""
        if label not in self._firsts:
            self._firsts[label] = [cue.first for cue in self.cues[label]]
        return self._firsts[label]

    def first_in(self, label: str, first: int, last: int) -> Cue | None:
        """The first entry of the class within tokens first..last."""
        cues = self.cues.get(label)
        if cues:
            at = bisect_left(self._firsts_of(label), first)
            if at < len(cues) and cues[at].last <= last:
                return cues[at]
        return None

    def last_in(self, label: str, first: int, last: int) -> Cue | None:
        """The last entry of the class within tokens first..last."""
        cues = self.cues.get(label)
        if cues:
            for cue in reversed(cues[: bisect_right(self._firsts_of(label), last)]):
                if cue.first < first:
                    return None
                if cue.last <= last:
                    return cue
        return None

    def back_from(self, index: int, *words: str) -> Iterator[int]:
        """The tokens before `index` that are one of the words, nearest first."""
        known = [places for word in words if (places := self._places.get(word))]
        if len(known) > 1:
            return merge(*(_before(index, places) for places in known), reverse=True)
        return _before(index, known[0]) if known else iter(())

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        """Where each word and mark stands."""
        places: dict[str, list[int]] = {}
        for index, low in enumerate(self._lows):
            places.setdefault(low, []).append(index)
        return places

    def number_at(self, index: int) -> Number | None:
        """The number whose first token this is."""
        return self._number_starts.get(index)

    def number_ending_at(self, index: int) -> Number | None:
        """The number whose last token this is."""
        return next((number for number in self.numbers if number.last == index), None)

    def verb_ending_at(self, index: int) -> Verb | None:
        """The verb whose last token this is."""
        return next((verb for verb in self.verb_tokens if verb.last == index), None)

    def at(self, index: int) -> Sequence[Cue]:
        """Every entry that covers the token."""
        return self._covering.get(index, ())

    @cached_property
    def _covering(self) -> dict[int, list[Cue]]:
        covering: dict[int, list[Cue]] = {}
        for cues in self.cues.values():
            for cue in cues:
                for index in range(cue.first, cue.last + 1):
                    covering.setdefault(index, []).append(cue)
        return covering

    def nation(self, cue: Cue) -> str:
        """The country that a "nation" entry names."""
        return self.lexicon.nations[tuple(t.low for t in self.tokens[cue.first : cue.last + 1])]

    def covered(self, index: int, labels: frozenset[str]) -> bool:
        """Whether the token belongs to an entry of one of the classes."""
        for cue in self._covering.get(index, ()):  # noqa: SIM110 - any() costs three times as much, and much asks this
            if cue.label in labels:
                return True
        return False

    def is_verb(self, index: int) -> bool:
        """Whether the token belongs to a verb of the lexicon."""
        return self.covered(index, self.lexicon.verbs)

    @cached_property
    def verbs(self) -> list[Cue]:
        """Entries of verb classes by place; an entry inside a longer one (or a noun phrase's "the") is dropped."""
        found = [cue for label, cues in self.cues.items() if label in self.lexicon.verbs for cue in cues]
        longest: dict[int, int] = {}
        for cue in (
            *found,
            *(cue for label in _BOUNDS for cue in self.cues.get(label, ())),
        ):  # "close to 400" closes none
            for index in range(cue.first, cue.last + 1):
                longest[index] = max(longest.get(index, 0), cue.last - cue.first)
        kept = [c for c in found if c.last - c.first >= max(longest[i] for i in range(c.first, c.last + 1))]
        return sorted(kept, key=lambda cue: (cue.first, cue.label))

    @cached_property
    def verb_tokens(self) -> list[Verb]:
        """The verbs by place, each with all its classes."""
        labels: dict[tuple[int, int], set[str]] = {}
        for cue in self.verbs:
            labels.setdefault((cue.first, cue.last), set()).add(cue.label)
        return [Verb(first, last, frozenset(names)) for (first, last), names in sorted(labels.items())]

    def verbs_from(self, index: int) -> list[Verb]:
        """The verbs that begin at a token."""
        return self._verb_starts.get(index, [])

    @cached_property
    def _verb_starts(self) -> dict[int, list[Verb]]:
        starts: dict[int, list[Verb]] = {}
        for verb in self.verb_tokens:
            starts.setdefault(verb.first, []).append(verb)
        return starts

    def is_passive(self, cue: Cue | Verb) -> bool:
        """Whether "was", "were", "been" stands before the verb, adverbs aside."""
        index = cue.first - 1
        while index >= 0 and (self.low(index) in self.grammar.passive_adverbs or self.is_adverb(index)):
            index -= 1
        return self.low(index) in self.grammar.auxiliaries

    def is_adverb(self, index: int) -> bool:
        """Whether the token ends as adverbs do."""
        return self.grammar.is_adverb(self.low(index))

    def is_gerund(self, index: int) -> bool:
        """Whether the token ends as gerunds do."""
        return self.grammar.is_gerund(self.low(index))

    @cached_property
    def dashes(self) -> list[int]:
        """The tokens that are dashes, in order."""
        return sorted(index for dash in _DASHES for index in self._places.get(dash, ()))

    @cached_property
    def deeds(self) -> list[int]:
        """The gerunds behind a comma or a conjunction, in order: they may begin a deed of their own."""
        joints = {index for low in (",", *self.grammar.conjunctions) for index in self._places.get(low, ())}
        return [joint + 1 for joint in sorted(joints) if self.is_gerund(joint + 1)]

    def clause(self, index: int) -> tuple[int, int]:
        """The first and last token of the clause that holds a token."""
        at = bisect_right(self._clauses, index)
        end = self._clauses[at] if at < len(self._clauses) else len(self.tokens)
        return self._clauses[at - 1], end - 1

    @cached_property
    def _clauses(self) -> tuple[int, ...]:
        return free_clause_starts(self) if self.grammar.free_order else clause_starts(self)

    def parenthesis(self, index: int) -> tuple[int, int] | None:
        """The innermost parentheses around a token, as the indexes of their marks."""
        return self._parentheses.get(index)

    @cached_property
    def _parentheses(self) -> dict[int, tuple[int, int]]:
        """Token -> its innermost parentheses; one that is never closed ends with the sentence."""
        open_at: list[int] = []
        pairs = []
        for index in sorted([*self._places.get("(", ()), *self._places.get(")", ())]):
            if self._lows[index] == "(":
                open_at.append(index)
            elif open_at:
                pairs.append((open_at.pop(), index))
        inside: dict[int, tuple[int, int]] = {}
        for first, last in sorted(pairs, key=lambda pair: pair[0] - pair[1]):
            for index in range(first + 1, last):
                inside[index] = (first, last)
        return inside


def _before(index: int, places: Sequence[int]) -> Iterator[int]:
    """The places before a token, nearest first."""
    return (places[at] for at in range(bisect_left(places, index) - 1, -1, -1))
