"""The words and phrases that an analyst owns, compiled for matching.

config/lexicon/<language>/words.yml holds classes of words, patterns/*.yml the phrases made of them.
Nothing in them is a regular expression: an entry is matched word by word, so no entry can be slow.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Iterable, Mapping, NamedTuple, Sequence

import pycountry

from tipbrief.errors import TipbriefError
from tipbrief.observations.forms import ALL, DICTIONARIES, EXACT, GENITIVE, entry_forms, longest_words, word_forms
from tipbrief.observations.grammar import Grammar, read_grammar
from tipbrief.observations.numbers import NumberWords, number_words
from tipbrief.observations.sentences import Token, tokenize
from tipbrief.settings import CONFIG, read_yaml

COUNT = "$count"
NEUTRAL = "neutral"  # the class of entries whose words say nothing by themselves
TELLING = ("according", "tell")  # the classes of words that lead to who reports a number
_BODIES = frozenset({"government", "ngo"})


class Cue(NamedTuple):
    """Tokens first..last (inclusive) are an entry of the class `label`."""

    label: str
    first: int
    last: int


_cue = partial(tuple.__new__, Cue)  # what Cue(...) does, in half the time: a sentence has many

Forms = Mapping[str, frozenset[str]]  # the forms of a word, with what each can be (`forms`)


class Start(NamedTuple):
    """Entries with one first word: the classes of the `alone` word, and by second word (words after it, classes)."""

    alone: list[str]
    longer: dict[str, list[tuple[list[Forms], list[str]]]]


@dataclass(frozen=True)
class Phrase:
    """One phrase: `before` and `after` are the classes or words around the count, `noun` what it counts.

    `noun` is empty where the phrase has no count (what was not reported). `verb` is the class among
    `before` and `after` that governs the count, empty where the noun alone decides.
    """

    indicator: str
    say: str
    before: tuple[str, ...]
    noun: str
    after: tuple[str, ...]
    verb: str
    gives: Mapping[str, str]
    first: bool
    weak: bool
    unless: tuple[str, ...]
    counted: bool
    examples: tuple[Mapping[str, object], ...]
    never: tuple[str, ...]


class Lexicon:
    """Word classes and phrases of one language; `kinds` has what a form of a verb or a body can be (`forms`)."""

    def __init__(
        self,
        language: str,
        classes: Mapping[str, Iterable[str]],
        groups: Mapping[str, frozenset[str]],
        phrases: Sequence[Phrase],
        nations: Mapping[str, str],
        grammar: Grammar,
        numbers: NumberWords,
    ) -> None:
        self.nouns, self.verbs, self.cues = groups["nouns"], groups["verbs"], groups["cues"]
        self.language, self.grammar, self.numbers = language, grammar, numbers
        self.phrases = tuple(phrases)
        self.counting = _by_noun(phrases)
        self._counting_any: dict[frozenset[str], tuple[Phrase, ...]] = {}
        self.silent = tuple(p for p in phrases if not p.counted)
        self.nations = {
            tuple(form.split()): iso3 for name, iso3 in nations.items() for form in entry_forms(_spaced(name), language)
        }
        self.kinds = _kinds(classes, self.verbs | _BODIES, self.nouns, language)
        self.telling = longest_words((e for label in TELLING for e in classes.get(label, ())), language)
        self._starts = _compile({**classes, "nation": nations, "country": country_names(language)}, language)

    def counting_any(self, nouns: frozenset[str]) -> tuple[Phrase, ...]:
        """The phrases that count one of the nouns; the nouns of a text are few, so each set's are gathered once."""
        if nouns not in self._counting_any:
            self._counting_any[nouns] = tuple(p for noun in sorted(nouns) for p in self.counting.get(noun, ()))
        return self._counting_any[nouns]

    def find(self, tokens: Sequence[Token]) -> list[Cue]:
        """Every entry of every class in the sentence; of one class the longest at each place."""
        found: list[Cue] = []
        lows = [token.low for token in tokens]
        for index, (low, second, third) in enumerate(zip(lows, [*lows[1:], ""], [*lows[2:], "", ""], strict=False)):
            start = self._starts.get(low)
            if start is None:
                continue
            if longer := start.longer.get(second):
                lasts = dict.fromkeys(start.alone, index)
                for words, labels in longer:
                    if not words or (third in words[0] and _goes_on(lows, index + 2, words)):
                        for label in labels:
                            lasts[label] = index + 1 + len(words)
                found += [_cue((label, index, last)) for label, last in lasts.items()]
            else:
                for label in start.alone:
                    found.append(_cue((label, index, index)))
        return _without_neutral(found)


def _goes_on(lows: Sequence[str], at: int, words: Sequence[Forms]) -> bool:
    """Whether a form of each of the words follows from token `at` on."""
    return at + len(words) <= len(lows) and all(lows[at + i] in forms for i, forms in enumerate(words))


def _without_neutral(cues: list[Cue]) -> list[Cue]:
    """The entries that do not lie inside a longer one of the class `neutral` ("labor" in "labor inspectors")."""
    neutral = [cue for cue in cues if cue.label == NEUTRAL]
    if not neutral:
        return cues
    inside = {(cue.first, cue.last): range(cue.first, cue.last + 1) for cue in neutral}
    return [
        cue for cue in cues
        if cue.label != NEUTRAL
        and not any(
            cue.first in span and cue.last in span and (cue.first, cue.last) != ends for ends, span in inside.items()
        )
    ]  # fmt: skip


def _spaced(entry: str) -> str:
    """The words and marks of an entry with blanks between, a mark of an exact word with its word."""
    words = (entry[token.start : token.end] for token in tokenize(entry, 0, len(entry)))
    return " ".join(words).replace(f"{EXACT} ", EXACT)


def _key(entry: str, language: str) -> tuple[Forms, ...]:
    return tuple(word_forms(word, language) for word in _spaced(entry).split())


def _kinds(
    classes: Mapping[str, Iterable[str]], labels: Iterable[str], nouns: Iterable[str], language: str
) -> dict[str, frozenset[str]]:
    """What each form of these classes' words can be, of nouns only the genitive; empty where forms are written out."""
    found: dict[str, frozenset[str]] = {}
    wanted = {**dict.fromkeys(nouns, frozenset({GENITIVE})), **dict.fromkeys(labels, ALL)}
    for label, of_class in wanted.items() if language in DICTIONARIES else ():
        for entry in classes.get(label, ()):
            for form, kinds in (item for forms in _key(entry, language) for item in forms.items()):
                if kinds & of_class:
                    found[form] = found.get(form, frozenset()) | (kinds & of_class)
    return found


def _by_noun(phrases: Iterable[Phrase]) -> dict[str, tuple[Phrase, ...]]:
    found: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        if phrase.counted and "$not_reported" not in phrase.before:
            found.setdefault(phrase.noun, []).append(phrase)
    return {noun: tuple(group) for noun, group in found.items()}


def _compile(classes: Mapping[str, Iterable[str]], language: str) -> dict[str, Start]:
    """Each form of a first word -> the entries that begin with it, the longest last."""
    entries: dict[tuple[str, ...], list[str]] = {}
    for label, words in classes.items():
        for entry in words:
            entries.setdefault(tuple(_spaced(entry).split()), []).append(label)
    starts: dict[str, Start] = {}
    for words, labels in sorted(entries.items(), key=lambda item: len(item[0])):
        first, *rest = (word_forms(word, language) for word in words)
        for form in first:
            _add(starts.setdefault(form, Start([], {})), rest, labels)
    return starts


def _add(start: Start, rest: list[Forms], labels: list[str]) -> None:
    if not rest:
        start.alone.extend(labels)
    for second in rest[0] if rest else ():
        start.longer.setdefault(second, []).append((rest[1:], labels))


@lru_cache(maxsize=8)
def read_lexicon(language: str, folder: Path = CONFIG / "lexicon") -> Lexicon | None:
    """The lexicon of a language; None where there is none. TipbriefError names a faulty file and entry."""
    home = folder / language
    if not (home / "words.yml").is_file():
        return None
    data = read_yaml(home / "words.yml")
    groups = {group: frozenset(data.get(group, {})) for group in ("nouns", "things", "verbs", "cues")}
    raw = {name: words for group in groups for name, words in data[group].items()}
    classes = {name: _expand(name, raw, home / "words.yml") for name in raw}
    phrases = [
        _phrase(path, entry, content["indicator"], groups)
        for path in sorted((home / "patterns").glob("*.yml"))
        for content in [read_yaml(path)]
        for entry in content["phrases"]
    ]
    return Lexicon(
        language,
        classes,
        groups,
        phrases,
        read_nations(home / "nations.yml", language),
        read_grammar(home / "grammar.yml", language),
        number_words(language, folder),
    )


def country_names(language: str = "en") -> dict[str, str]:
    """Country names -> ISO 3166-1 alpha-3: English ones of pycountry and config/countries.yml, others of the CLDR."""
    if language != "en":
        from babel import Locale

        territories = Locale.parse(language).territories
        return {territories[country.alpha_2]: country.alpha_3 for country in pycountry.countries}
    found = {country.name: country.alpha_3 for country in pycountry.countries}
    for iso3, names in read_yaml(CONFIG / "countries.yml")["aliases"].items():
        found |= dict.fromkeys(names, iso3)
    return found


def read_nations(path: Path, language: str = "en") -> dict[str, str]:
    """Nationalities and country names -> ISO 3166-1 alpha-3; the nationalities are the analyst's."""
    found = country_names(language)
    if path.is_file():
        for iso3, names in read_yaml(path).items():
            found |= dict.fromkeys(names, iso3)
    return found


def _expand(name: str, raw: Mapping[str, Sequence[str]], path: Path, trail: tuple[str, ...] = ()) -> list[str]:
    """The entries of a class, with those of the classes that it takes over."""
    if name in trail:
        raise TipbriefError(f"{path}: the class `{name}` takes over itself; remove `${name}` from it.")
    words: list[str] = []
    for entry in raw[name]:
        if not isinstance(entry, str) or not entry.strip():
            raise TipbriefError(f"{path}: {entry!r} in `{name}` is not a word; put it in quotes.")
        if not entry.startswith("$"):
            words.append(entry)
        elif entry[1:] in raw:
            words.extend(_expand(entry[1:], raw, path, (*trail, name)))
        else:
            raise TipbriefError(f"{path}: `{name}` takes over `{entry}`, which is no class of this file.")
    return list(dict.fromkeys(words))


def _classes_named(path: Path, entry: Mapping[str, Any], known: frozenset[str]) -> tuple[str, ...]:
    """The classes of `unless`, without their dollar signs; TipbriefError names one that does not exist."""
    names = [str(name).removeprefix("$") for name in entry.get("unless") or ()]
    for name in names:
        if name not in known:
            raise TipbriefError(
                f"{path}: `unless` of `{entry['say']}` names `${name}`, which is no class of words.yml."
            )
    return tuple(names)


def _phrase(path: Path, entry: Mapping[str, Any], indicator: str, groups: Mapping[str, frozenset[str]]) -> Phrase:
    say = str(entry["say"])
    parts = say.split()
    known = frozenset().union(*groups.values())
    for part in parts:
        if part.startswith("$") and part != COUNT and part[1:] not in known:
            raise TipbriefError(f"{path}: `{say}` names `{part}`, which is no class of words.yml.")
    at = parts.index(COUNT) if COUNT in parts else len(parts)
    noun = parts[at + 1][1:] if at + 1 < len(parts) else ""
    before, after = tuple(parts[:at]), tuple(parts[at + 2 :])
    verbs = [part[1:] for part in (*before, *after) if part[1:] in groups["verbs"]]
    return Phrase(
        indicator=indicator,
        say=say,
        before=before,
        noun=noun,
        after=after,
        verb=verbs[-1] if verbs else "",
        gives=dict(entry.get("gives") or {}),
        first=bool(entry.get("first")),
        weak=bool(entry.get("weak")),
        unless=_classes_named(path, entry, known),
        counted=COUNT in parts,
        examples=tuple(entry.get("examples") or ()),
        never=tuple(entry.get("not") or ()),
    )
