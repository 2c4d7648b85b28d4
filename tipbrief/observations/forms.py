"""The forms of a word: for which words of a text an entry of the lexicon stands.

English entries are written out form by form. Of a language that inflects its words, the lexicon has the dictionary form
alone, and all others come from a dictionary of morphology when the lexicon is read; a text is then matched form by
form, as in English, and costs no more. Only the lexicon of such a language loads the dictionary.
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import product
from typing import Any, Iterable, Mapping

from tipbrief.observations.sentences import plain

# Languages whose entries stand in the dictionary form, with the name of their dictionary in pymorphy3.
DICTIONARIES = {"ru": "ru"}
EXACT = "="  # before a word: this form and no other
# What a form can be in a sentence: a verb in a tense, a participle before its noun, a noun of action, a passive verb,
# the one by whom something is done, the one who does it, and what is not there (a genitive plural).
PREDICATE, ATTRIBUTE, NOMINAL = "predicate", "attribute", "nominal"
PASSIVE, AGENT, SUBJECT, GENITIVE = "passive", "agent", "subject", "genitive"
ALL = frozenset({PREDICATE, ATTRIBUTE, NOMINAL, PASSIVE, AGENT, SUBJECT, GENITIVE})
_INDECLINABLE = frozenset({NOMINAL, AGENT, SUBJECT})
_PREDICATES = frozenset({"VERB", "INFN", "PRTS", "GRND"})
_REFLEXIVE = ("ся", "сь")
_NOMINATIVE = frozenset({"ADJF", "PRTF", "NUMR", "NPRO"})  # known by the nominative in any gender and number


def word_forms(word: str, language: str) -> Mapping[str, frozenset[str]]:
    """Each form of a word with what it can be in a sentence; a word not in the dictionary's form is only itself.

    "дело" stands for дела, делу and so on, "людьми" for itself, and so do "=суд" and capitals ("МВД").
    """
    if word.startswith(EXACT) or language not in DICTIONARIES or not word.replace("-", "").isalpha():
        return {plain(word.removeprefix(EXACT)): frozenset()}
    if word.isupper() and len(word) > 1:
        return {plain(word): _INDECLINABLE}
    return _inflected(word.lower(), DICTIONARIES[language])


def entry_forms(entry: str, language: str) -> frozenset[str]:
    """Every way to write an entry of one or several words, with a blank between: for lists that are looked up whole."""
    parts = [word_forms(word, language) for word in entry.split()]
    return frozenset(" ".join(words) for words in product(*parts))


def all_forms(entries: Iterable[str], language: str) -> frozenset[str]:
    """Every way to write one of the entries."""
    return frozenset().union(*(entry_forms(entry, language) for entry in entries))


def longest_words(entries: Iterable[str], language: str) -> frozenset[str]:
    """The forms of the longest word of each entry: where a sentence has none of them, it has no entry."""
    longest = {max(entry.split(), key=len) for entry in entries}
    return frozenset(form for word in longest for form in word_forms(word, language))


@lru_cache(maxsize=1)
def _analyser(dictionary: str) -> Any:
    """The morphological dictionary: 16 MB and a tenth of a second, so only where a lexicon needs it."""
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang=dictionary)


@cache
def _inflected(word: str, dictionary: str) -> Mapping[str, frozenset[str]]:
    parses = _analyser(dictionary).parse(word)
    known = [p for p in parses if p.is_known] or parses[:1]
    own = {_paradigm(p): p for p in known if _is_dictionary_form(p, word)}
    found: dict[str, frozenset[str]] = {plain(word): frozenset()}
    for parse in own.values():
        for form in parse.lexeme:
            if _belongs(form.tag, parse.tag):
                low = plain(form.word)
                found[low] = found.get(low, frozenset()) | _kinds(form.tag, low.endswith(_REFLEXIVE))
    return found


def _paradigm(parse: Any) -> tuple[Any, ...]:
    """What tells one word from another of the same spelling; its cases share all their forms."""
    tag = parse.tag
    return parse.normal_form, tag.POS, tag.animacy, tag.voice, tag.tense, tag.gender if tag.POS == "NOUN" else ""


def _is_dictionary_form(parse: Any, word: str) -> bool:
    """Whether the word is the one that a dictionary lists, or an adjective's or participle's nominative."""
    if parse.tag.POS in _NOMINATIVE:
        return "nomn" in parse.tag
    return bool(plain(parse.normal_form) == plain(word))


def _belongs(form: Any, entry: Any) -> bool:
    """A verb stands for all its forms, a participle only for its own."""
    return entry.POS != "PRTF" or (form.POS == "PRTF" and form.voice == entry.voice and form.tense == entry.tense)


@cache
def _kinds(tag: Any, is_reflexive: bool) -> frozenset[str]:
    is_noun = tag.POS == "NOUN"
    held = {
        PREDICATE: tag.POS in _PREDICATES,
        ATTRIBUTE: tag.POS == "PRTF",
        NOMINAL: is_noun,
        PASSIVE: "pssv" in tag or (tag.POS == "VERB" and is_reflexive),
        AGENT: is_noun and "ablt" in tag,
        SUBJECT: is_noun and "nomn" in tag,
        GENITIVE: "gent" in tag and "plur" in tag,
    }
    return frozenset(kind for kind, holds in held.items() if holds)
