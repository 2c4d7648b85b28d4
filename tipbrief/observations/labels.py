"""What a table's labels say: the phrases that their words make, breakdowns, years, and the words that nothing knows.

A label has no sentence, so a phrase fits where all its words stand in it, or in the labels that belong together, in
any order: "Victims identified" and "Identified victims" are both `$identify $count $victims`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Iterable, Sequence

from tipbrief.observations.attributes import Attributes, read_form, read_law, read_offence, read_origin
from tipbrief.observations.cells import FOOTNOTE_MARKS
from tipbrief.observations.claims import BLOCKING
from tipbrief.observations.lexicon import Lexicon, Phrase
from tipbrief.observations.noun_phrases import noun_phrase
from tipbrief.observations.reading import Reading
from tipbrief.observations.table_words import NO_FIGURES, TableWords
from tipbrief.observations.years import Year, find_years

_PERSONS = frozenset({"people", "victims"})
_BREAKDOWNS = frozenset(
    "labor sex both other_form unspecified male female adult child foreign national nation country related".split()
)
_ACTORS = frozenset({"government", "ngo"})
_PERIODS = frozenset({"period_words", "first_half", "fiscal", "duration"})
_KNOWN = _BREAKDOWNS | frozenset(
    "not_related potential ngo government law_article hotline number_of period_words first_half fiscal duration"
    " this_period to_court prison victim_status min max approx".split()
)


@dataclass(frozen=True)
class Label:
    """A cell, or a caption, that names what the numbers beside or below it count."""

    reading: Reading
    words: TableWords
    nation: str
    is_caption: bool = False

    @cached_property
    def last(self) -> int:
        """The last token."""
        return len(self.reading.tokens) - 1

    @cached_property
    def masked(self) -> frozenset[int]:
        """The tokens of a caption that say by what the table divides: "by sex" and "Sex" name no form of exploitation.

        One word says so only where nothing else stands beside it: "Sex trafficking" is a form.
        """
        spans = self.words.spans("dimension", self.reading.tokens) if self.is_caption else ()
        alone = len(self._word_places()) == 1
        return frozenset(i for first, last in spans if alone or last > first for i in range(first, last + 1))

    @cached_property
    def nouns(self) -> frozenset[str]:
        """The classes of the noun that is counted: of a label its first, of a caption all."""
        reading = self.reading
        if self.is_caption:
            cues = (cue for label in reading.lexicon.nouns for cue in reading.cues.get(label, ()))
            return frozenset(cue.label for cue in cues if cue.first not in self.masked)
        opening = reading.first_in("number_of", 0, 2)
        first = opening.last + 1 if opening else 0
        while reading.is_verb(first) and not reading.covered(first, reading.lexicon.nouns):
            first += 1
        phrase = noun_phrase(reading, first)
        nouns = frozenset() if self.is_actor else phrase.nouns
        while reading.low(phrase.last + 1) in reading.grammar.verb_joints:  # "Investigations and prosecutions"
            phrase = noun_phrase(reading, phrase.last + 2)
            nouns |= phrase.nouns
        return nouns

    @cached_property
    def is_actor(self) -> bool:
        """Whether it names who acted, and nothing else: "Police", "NGOs"."""
        listed = set(self._tokens("plain"))
        return bool(self.cues & _ACTORS) and all(
            i in listed or self.reading.covered(i, _ACTORS) for i in self._word_places()
        )

    @cached_property
    def cues(self) -> frozenset[str]:
        """The classes of all its words."""
        cues = (cue for found in self.reading.cues.values() for cue in found)
        return frozenset(cue.label for cue in cues if cue.first not in self.masked)

    @cached_property
    def years(self) -> list[Year]:
        """The years that it names."""
        found = find_years(self.reading, all_of_them=True)
        if found:
            return found
        plain = [n for n in self.reading.numbers if 1990 <= n.value <= 2100 and len(self.reading.low(n.first)) == 4]
        return [Year(n.first, n.last, int(n.value), "calendar", False) for n in plain]

    @cached_property
    def year(self) -> tuple[int, str] | None:
        """The one year that it names, and of what kind it is."""
        if len({year.year for year in self.years}) != 1 or self.is_statement:
            return None
        year = self.years[-1]
        is_part = bool(self.reading.cues.keys() & {"period_words", "first_half"}) or any(
            number.last + 1 == cue.first and number.value < 12
            for cue in self.reading.cues.get("duration", ())
            for number in self.reading.numbers
        )
        return year.year, "partial" if year.period == "calendar" and is_part else year.period

    @cached_property
    def is_statement(self) -> bool:
        """Whether a caption is a sentence with figures of its own: then its breakdowns are theirs."""
        named = self.words.spans("caption", self.reading.tokens)
        numbers = [n for n in self.reading.numbers if not any(n.first == last + 1 for _, last in named)]
        return self.is_caption and len(numbers) > len(self.years)

    @cached_property
    def attributes(self) -> Attributes:
        """The breakdowns that it names, and the article of the law."""
        reading, last = self.reading, self.last
        if self.is_statement:
            return Attributes()
        sides = {name: name in self.cues for name in ("male", "female", "adult", "child")}
        sex = "" if sides["male"] == sides["female"] else "male" if sides["male"] else "female"
        age = "" if sides["adult"] == sides["child"] else "adult" if sides["adult"] else "child"
        form = read_form(reading, 0, last) if self.cues & {"labor", "sex", "both", "other_form", "unspecified"} else ""
        origin = read_origin(reading, 0, last, self.nation)
        return Attributes(form, sex, age, origin, read_offence(reading, 0, last), read_law(reading, 0, last))

    @cached_property
    def unknown(self) -> list[str]:
        """Its words that no class and no list knows."""
        reading, known = self.reading, known_classes(self.reading.lexicon)
        listed = {i for name in ("plain", "total", "of_which", "dimension") for i in self._tokens(name)}
        return [reading.low(i) for i in sorted(self._word_places() - listed) if not reading.covered(i, known)]

    def _tokens(self, name: str) -> Iterable[int]:
        return (i for first, last in self.words.spans(name, self.reading.tokens) for i in range(first, last + 1))

    @cached_property
    def is_total(self) -> bool:
        """Whether it says no more than that the numbers are the whole."""
        return bool(self.reading.tokens) and set(self._tokens("total")) >= self._word_places()

    @cached_property
    def is_breakdown(self) -> bool:
        """Whether it names a part and not what is counted: "of whom women", "Sex trafficking", "Child victims"."""
        own = self.attributes
        named = own.breaks_down or own.offence or own.law or bool(self.words.spans("of_which", self.reading.tokens))
        of_persons = not self.nouns or bool(self.nouns & _PERSONS)
        return bool(named) and not self.reading.verb_tokens and of_persons

    @cached_property
    def only_year(self) -> bool:
        """Whether it is a year and nothing else."""
        return bool(self.years) and self._word_places() <= set(self._tokens("plain")) | self._period_words()

    def _word_places(self) -> set[int]:
        tokens = enumerate(self.reading.tokens)
        return {i for i, token in tokens if token.kind == "word" and not FOOTNOTE_MARKS.issuperset(token.low)}

    def _period_words(self) -> set[int]:
        return {i for i in range(self.last + 1) if self.reading.covered(i, _PERIODS)}

    @cached_property
    def no_figures(self) -> str:
        """Why the numbers beside it are no figures; '' where they may be."""
        return next((name for name in NO_FIGURES if self.words.spans(name, self.reading.tokens)), "")

    def says(self, name: str) -> bool:
        """Whether it holds an entry of a list."""
        return bool(self.words.spans(name, self.reading.tokens))


@lru_cache(maxsize=8)
def known_classes(lexicon: Lexicon) -> frozenset[str]:
    """The classes whose words a label may hold: nouns, verbs, what phrases name, and what sets a column."""
    named = (part[1:] for phrase in lexicon.phrases for part in (*phrase.before, *phrase.after))
    return _KNOWN.union(lexicon.nouns, lexicon.verbs, named)


def find_phrases(nouns: frozenset[str], labels: Sequence[Label]) -> dict[str, Phrase]:
    """The phrases that labels make together, one for each indicator, with one of these nouns."""
    cues = frozenset().union(*(label.cues for label in labels))
    verbs = [verb.labels for label in labels for verb in label.reading.verb_tokens if verb.first not in label.masked]
    counting = labels[0].reading.lexicon.counting if labels else {}
    phrases = [phrase for noun in sorted(nouns) for phrase in counting.get(noun, ())]
    found: dict[str, Phrase] = {}
    for verb in verbs:
        if best := _best([p for p in phrases if p.verb in verb and _fits(p, cues)]):
            found[best.indicator] = best
    if found or any(verb & BLOCKING for verb in verbs):
        strong = {code: phrase for code, phrase in found.items() if not phrase.weak}
        return strong or found
    alone = [p for p in phrases if not p.verb and _fits(p, cues)]
    return {p.indicator: p for p in alone}


def _fits(phrase: Phrase, cues: frozenset[str]) -> bool:
    parts = {part[1:] for part in (*phrase.before, *phrase.after) if part.startswith("$")}
    return parts <= cues and not any(label in cues for label in phrase.unless)


def _best(phrases: Sequence[Phrase]) -> Phrase | None:
    return max(phrases, key=lambda p: (p.first, not p.weak, len(p.before) + len(p.after)), default=None)
