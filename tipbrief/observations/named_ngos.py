"""Names that a document introduces as those of NGOs, so that it may go on without the word.

"The NGO Vera", "Vera, which is run by two NGOs," and "the Vera system, a network of NGO-run shelters" make
"Vera assisted 40 victims" an NGO's figure.
"""

from __future__ import annotations

from tipbrief.observations.lexicon import Cue
from tipbrief.observations.reading import Reading

Names = set[tuple[str, ...]]

NGO = "ngo"
_LONGEST = 5  # tokens of a name
_ASIDE = 12  # tokens from a name's comma to the word that says what it is
_COMMON = 2  # tokens that may follow a name: "the Vera support system"


def learn_ngos(reading: Reading, names: Names) -> None:
    """Add the names that the sentence introduces."""
    for cue in reading.cues.get(NGO, ()):
        if (reading.low(cue.last) in reading.grammar.ngo_titles and (name := _name_from(reading, cue.last + 1))) or (
            name := _introduced(reading, cue)
        ):
            names.add(name)


def mark_ngos(reading: Reading, names: Names) -> None:
    """Add a cue wherever the sentence has one of the names."""
    found = []
    for name in names:
        for first in reading.places_of(name[0]):
            last = first + len(name) - 1
            same = all(reading.low(first + step) == word for step, word in enumerate(name))
            if same and _is_capital(reading, first) and not reading.covered(first, frozenset({NGO})):
                found.append(Cue(NGO, first, last))
    reading.add_cues(found)


def _introduced(reading: Reading, cue: Cue) -> tuple[str, ...] | None:
    """The name before "(ACR), which is run by two NGOs" or ", a network of NGO-run shelters"."""
    grammar = reading.grammar
    comma = next(reading.back_from(cue.first, ",", ";"), -1)
    opens = reading.low(comma + 1)
    if comma < 1 or cue.first - comma > _ASIDE or not (opens in grammar.relatives or opens in grammar.articles):
        return None
    if reading.low(comma) != "," or (opens in grammar.relatives and not _is_run(reading, comma, cue.first)):
        return None
    last = comma - 1
    if reading.low(last) == ")":
        return (reading.low(last - 1),) if _is_capital(reading, last - 1) else None
    for _ in range(_COMMON):
        if not _is_capital(reading, last):
            last -= 1
    first = last
    while first > 0 and last - first < _LONGEST and _is_capital(reading, first - 1):
        first -= 1
    name = tuple(reading.low(i) for i in range(first, last + 1))
    return name if first > 0 and _is_capital(reading, last) and not _is_known(reading, first, last) else None


def _is_run(reading: Reading, first: int, last: int) -> bool:
    """Whether "run by" or "is an" stands within the tokens: what an NGO only funds is none."""
    said = {reading.low(i) for i in range(first, last)}
    return bool(said & reading.grammar.by) or bool(said & reading.grammar.one_of_kind)


def _name_from(reading: Reading, first: int) -> tuple[str, ...] | None:
    """The capitals from a token on."""
    last = first - 1
    while last + 1 < len(reading.tokens) and last - first < _LONGEST and _is_capital(reading, last + 1):
        last += 1
    return tuple(reading.low(i) for i in range(first, last + 1)) if last >= first else None


def _is_known(reading: Reading, first: int, last: int) -> bool:
    """Whether the words are a country, or an authority."""
    return any(reading.covered(i, frozenset({"nation", "government", "period_words"})) for i in range(first, last + 1))


def _is_capital(reading: Reading, index: int) -> bool:
    if not 0 <= index < len(reading.tokens) or reading.tokens[index].kind != "word":
        return False
    return reading.text[reading.tokens[index].start].isupper()
