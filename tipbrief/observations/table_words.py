"""The words of statistics tables: config/lexicon/<language>/tables.yml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Mapping, Sequence

from tipbrief.errors import TipbriefError
from tipbrief.observations.forms import all_forms
from tipbrief.observations.sentences import Token, tokenize
from tipbrief.settings import CONFIG, read_yaml

IN_PLACE_OF_A_NUMBER = ("not_reported", "blank", "zero")
IN_A_LABEL = ("total", "of_which", "plain", "dimension", "origin", "counted", "caption")
NO_FIGURES = ("percentage", "change", "row number", "other unit", "money")
_LISTS = (*IN_PLACE_OF_A_NUMBER, *IN_A_LABEL, *NO_FIGURES)
_LONGEST = 6  # words of an entry


@dataclass(frozen=True)
class TableWords:
    """The lists of a language, each of entries as their lower-case words with a blank between."""

    lists: Mapping[str, frozenset[str]]

    def is_one(self, name: str, tokens: Sequence[Token]) -> bool:
        """Whether the tokens are together an entry of the list."""
        return " ".join(token.low for token in tokens) in self.lists[name]

    def spans(self, name: str, tokens: Sequence[Token]) -> list[tuple[int, int]]:
        """First and last token of each entry of the list among the tokens, the longest at each place."""
        found, i = [], 0
        while i < len(tokens):
            stops = range(min(i + _LONGEST, len(tokens)), i, -1)
            stop = next((stop for stop in stops if self.is_one(name, tokens[i:stop])), i)
            if stop > i:
                found.append((i, stop - 1))
            i = max(stop, i + 1)
        return found


@lru_cache(maxsize=8)
def read_table_words(language: str, folder: Path = CONFIG / "lexicon") -> TableWords | None:
    """The words of a language, None where it has none. TipbriefError names a missing, unknown or faulty list."""
    path = folder / language / "tables.yml"
    if not path.is_file():
        return None
    data = read_yaml(path)
    missing, unknown = sorted(set(_LISTS) - data.keys()), sorted(data.keys() - set(_LISTS))
    faults = [f"`{name}` is missing (an empty list is [])" for name in missing]
    faults += [f"`{name}` is no list that the program reads" for name in unknown]
    faults += [
        f"`{name}` must be a list of words; put no, on and marks in quotes"
        for name in sorted(data.keys() & set(_LISTS))
        if not isinstance(data[name], list) or not all(isinstance(word, str) for word in data[name])
    ]
    if faults:
        raise TipbriefError(f"{path}: {'; '.join(faults)}.")
    return TableWords({name: frozenset(map(_spaced, all_forms(data[name], language))) for name in _LISTS})


def _spaced(entry: str) -> str:
    return " ".join(token.low for token in tokenize(entry, 0, len(entry)))
