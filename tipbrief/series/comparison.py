"""config/comparison.yml: the order of preference, the breaks and the limits of comparison."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping

from tipbrief.errors import TipbriefError
from tipbrief.settings import CONFIG, Indicator, check_schema, read_yaml

DOCUMENT = "document"


@dataclass(frozen=True)
class Break:
    """Figures before `first_year` and from it on count different things, for these indicators."""

    iso3: str
    first_year: int
    kind: str
    indicators: frozenset[str]
    says: str
    source: str


@dataclass(frozen=True)
class Alike:
    """When two recommendations are one: a score from 0 to 100, and the words that count less or not at all."""

    reworded: int
    general_weight: int
    general: frozenset[str]
    empty: frozenset[str]


@dataclass(frozen=True)
class Comparison:
    """The checked file: `prefer` is rule -> words in order, `kinds` kind -> rank, `names` iso3 -> name -> body."""

    prefer: Mapping[str, str]
    kinds: Mapping[str, int]
    news_publishers: frozenset[str]
    bodies: Mapping[str, tuple[str, ...]]
    names: Mapping[str, Mapping[str, str]]
    breaks: tuple[Break, ...]
    longest_gap: int
    approximate: float
    chance: float
    largest: int
    alike: Alike
    unified: tuple[Mapping[str, Any], ...]


def read_comparison(indicators: Mapping[str, Indicator], path: Path = CONFIG / "comparison.yml") -> Comparison:
    """Read and check the file; TipbriefError says every fault, an unknown indicator included."""
    values = read_yaml(path) or {}
    check_schema(values, read_yaml(CONFIG / "schemas" / "comparison.schema.yaml"), str(path))
    breaks = tuple(_break(entry, indicators) for entry in values["breaks"])
    named = {code for entry in breaks for code in entry.indicators}
    named |= {code for entry in values["unified"] for code in entry["indicators"]}
    if unknown := sorted(named - set(indicators)):
        raise TipbriefError(
            f"{path}: {', '.join(unknown)} is not in config/indicators.yml; correct it or add it there."
        )
    alike = values["recommendations"]
    return Comparison(
        prefer={entry["rule"]: entry["words"] for entry in values["prefer"]},
        kinds={kind: rank for rank, kinds in enumerate(values["kinds"]) for kind in kinds},
        news_publishers=frozenset(values["news_publishers"]),
        bodies={iso3: tuple(names) for iso3, names in values["bodies"].items()},
        names={
            iso3: {other: body for body, others in bodies.items() for other in others}
            for iso3, bodies in values["names"].items()
        },
        breaks=breaks,
        alike=Alike(**{**alike, **{name: frozenset(alike[name]) for name in ("general", "empty")}}),
        unified=tuple(values["unified"]),
        **{key: values[key] for key in ("longest_gap", "approximate", "chance", "largest")},
    )


def _break(entry: Mapping[str, Any], indicators: Mapping[str, Indicator]) -> Break:
    codes = entry["indicators"]
    if codes == "offence":
        codes = [code for code, indicator in indicators.items() if indicator.offence]
    return Break(**{**entry, "indicators": frozenset(codes)})
