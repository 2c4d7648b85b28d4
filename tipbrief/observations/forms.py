"""The forms of a word: for which words of a text an entry of the lexicon stands.

English entries are written out form by form. Of a language that inflects its words, the lexicon has the dictionary form
alone, and all others come from a dictionary of morphology when the lexicon is read; a text is then matched form by
form, as in English, and costs no more. Only the lexicon of such a language loads the dictionary.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import Any, Iterable, Mapping

from tipbrief.observations.sentences import plain

# Languages whose entries stand in the dictionary form, with the name of their dictionary in pymorphy3.
DICTIONARIES = {"ru": "ru"}
EXACT = "="  # before a word: this form and no other
PREDICATE, ATTRIBUTE, NOMINAL, PASSIVE, AGENT = "predicate", "attribute", "nominal", "passive", "agent"
_PREDICATES = frozenset({"VERB", "INFN", "PRTS", "GRND"})
_NOMINATIVE = frozenset({"ADJF", "PRTF", "NUMR", "NPRO"})  # known by the nominative in any gender and number


def word_forms(word: str, language: str) -> Mapping[str, frozenset[str]]:
    """Each form of a word with what it can be in a sentence; a word in another form than the dictionary's is only itself.

    "дело" stands for дела, делу and so on, "людьми" for itself, and so does "=суд".
    """
    if word.startswith(EXACT) or language not in DICTIONARIES or not word.replace("-", "").isalpha():
        return {plain(word.removeprefix(EXACT)): frozenset()}
    return _inflected(word.lower(), DICTIONARIES[language])


def entry_forms(entry: str, language: str) -> frozenset[str]:
    """Every way to write an entry of one or several words, with a blank between: for lists that are looked up whole."""
    parts = [word_forms(word, language) for word in entry.split()]
    return frozenset(" ".join(words) for words in product(*parts))


def all_forms(entries: Iterable[str], language: str) -> frozenset[str]:
    """Every way to write one of the entries."""
    return frozenset().union(*(entry_forms(entry, language) for entry in entries))


@lru_cache(maxsize=1)
def _analyser(dictionary: str) -> Any:
    """The morphological dictionary: 16 MB and a tenth of a second, so only where a lexicon needs it."""
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang=dictionary)


@lru_cache(maxsize=None)
def _inflected(word: str, dictionary: str) -> Mapping[str, frozenset[str]]:
    parses = _analyser(dictionary).parse(word)
    known = [p for p in parses if p.is_known] or parses[:1]
    found: dict[str, set[str]] = {plain(word): set()}
    for parse in known:
        if _is_dictionary_form(parse, word):
            for form in parse.lexeme:
                if _belongs(form.tag, parse.tag):
                    found.setdefault(plain(form.word), set()).update(_kinds(form.tag, form.word))
    return {form: frozenset(kinds) for form, kinds in found.items()}


def _is_dictionary_form(parse: Any, word: str) -> bool:
    """Whether the word is the one that a dictionary lists, or an adjective's or participle's nominative."""
    if parse.tag.POS in _NOMINATIVE:
        return "nomn" in parse.tag
    return bool(plain(parse.normal_form) == plain(word))


def _belongs(form: Any, entry: Any) -> bool:
    """A verb stands for all its forms, a participle only for its own."""
    return entry.POS != "PRTF" or (form.POS == "PRTF" and form.voice == entry.voice and form.tense == entry.tense)


def _kinds(tag: Any, form: str) -> Iterable[str]:
    if tag.POS in _PREDICATES:
        yield PREDICATE
    if tag.POS == "PRTF":
        yield ATTRIBUTE
    if tag.POS == "NOUN":
        yield NOMINAL
    if "pssv" in tag or (tag.POS == "VERB" and form.endswith(("ся", "сь"))):
        yield PASSIVE
    if "ablt" in tag and tag.POS == "NOUN":
        yield AGENT
