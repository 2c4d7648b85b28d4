"""The words by which a report assesses efforts: config/lexicon/<language>/said.yml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Iterable, Mapping, NamedTuple, Sequence

from tipbrief.errors import TipbriefError
from tipbrief.observations.forms import all_forms
from tipbrief.observations.sentences import Token, tokenize
from tipbrief.settings import CONFIG, check_schema, read_yaml

ASSESSMENTS = (
    "increased", "maintained", "decreased", "mixed", "progress", "made", "not_increased", "not_decreased", "none",
)  # fmt: skip
DEGREES = ("strong", "adequate", "modest", "weak")
PILLARS = ("prosecution", "protection", "prevention")
OVERALL = "overall"
HEADS = ("effort", "progress")  # the classes of what is assessed: every phrase has one of them


class Entry(NamedTuple):
    """Tokens first..last (inclusive) are an entry of the class `label`."""

    label: str
    first: int
    last: int


@dataclass(frozen=True)
class Phrase:
    """Classes in their order; `denied` is the assessment where it is denied, empty where that says nothing."""

    say: str
    parts: tuple[str, ...]
    gives: str
    denied: str
    needs_degree: bool
    examples: tuple[Mapping[str, Any], ...]
    never: tuple[str, ...]


class SaidWords:
    """The classes and phrases of one language; `topics` and `degrees` are classes like the others."""

    def __init__(self, data: Mapping[str, Any], language: str) -> None:
        lists = {
            **data["classes"],
            **{name: data[name] for name in ("not", "wished", "who", "others", "stops", "parts")},
        }
        lists |= {f"topic {name}": words for name, words in data["topics"].items()}
        lists |= {f"degree {name}": words for name, words in data["degrees"].items()}
        self.joins = frozenset(data["joins"])
        self.phrases = tuple(_phrase(entry) for entry in data["phrases"])
        self._heads = tuple(sorted(all_forms([w for name in HEADS for w in data["classes"][name]], language)))
        self._starts: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for label, entries in lists.items():
            for words in {tuple(_words(form)) for form in all_forms(entries, language)}:
                self._starts.setdefault(words[0], []).append((words, label))

    def may_assess(self, text: str) -> bool:
        """Whether a text can hold an assessment at all: cheap, and true of each that does."""
        low = text.lower()
        return any(head in low for head in self._heads)

    def find(self, tokens: Sequence[Token]) -> list[Entry]:
        """Every entry of every class among the tokens, in reading order."""
        low = [token.low for token in tokens]
        return [
            Entry(label, at, at + len(words) - 1)
            for at, word in enumerate(low)
            for words, label in self._starts.get(word, ())
            if low[at : at + len(words)] == list(words)
        ]


def _words(entry: str) -> list[str]:
    return [token.low for token in tokenize(entry, 0, len(entry))]


def _phrase(entry: Mapping[str, Any]) -> Phrase:
    return Phrase(
        say=entry["say"],
        parts=tuple(part.removeprefix("$") for part in entry["say"].split()),
        gives=entry["gives"],
        denied=entry.get("denied", ""),
        needs_degree=entry.get("needs") == "degree",
        examples=tuple(entry["examples"]),
        never=tuple(entry.get("not", ())),
    )


@lru_cache(maxsize=8)
def read_said_words(language: str, folder: Path = CONFIG / "lexicon") -> SaidWords | None:
    """The words of a language, None where it has none. TipbriefError says every fault of the file."""
    path = folder / language / "said.yml"
    if not path.is_file():
        return None
    data = read_yaml(path) or {}
    check_schema(data, read_yaml(CONFIG / "schemas" / "said.schema.yaml"), str(path))
    if faults := list(_faults(path, data)):
        raise TipbriefError("\n".join(faults))
    return SaidWords(data, language)


def _faults(path: Path, data: Mapping[str, Any]) -> Iterable[str]:
    for entry in data["phrases"]:
        parts = [part.removeprefix("$") for part in entry["say"].split()]
        for part in parts:
            if part not in data["classes"]:
                yield f"{path}: `{entry['say']}` names ${part}, which is no class of this file."
        if not set(parts) & set(HEADS):
            yield f"{path}: `{entry['say']}` must name one of {', '.join(f'${name}' for name in HEADS)}."
