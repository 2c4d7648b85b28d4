"""What the genre says and how it is recorded: genre*.yml are read right, gaps.yml is not yet."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from observation_text import read, stated

HERE = Path(__file__).parent
READ = ("genre.yml", "genre_indicators.yml", "genre_prose.yml", "genre_ru.yml")
# Compared only where the case names them.
LOOSE = ("period", "actor", "restated")


def cases(name: str) -> list[tuple[str, dict[str, Any]]]:
    groups = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return [(group, case) for group, listed in groups.items() for case in listed]


def parameters(name: str) -> list[Any]:
    fails = name == "gaps.yml"
    return [
        pytest.param(
            case,
            id=f"{group[:24]}: {case['text'][:70]}",
            marks=[pytest.mark.xfail(strict=True, raises=AssertionError, reason=group)] if fails else [],
        )
        for group, case in cases(name)
    ]


@pytest.mark.parametrize("case", [p for name in (*READ, "gaps.yml") for p in parameters(name)])
def test_the_rows_of_a_text(case):
    observations = read(case["text"], **case.get("about", {})).observations
    rows = [stated(row) | {key: row[key] for key in LOOSE} for row in observations]
    for wanted in case["rows"]:
        match = next((row for row in rows if row | wanted == row and plain(row) == plain(wanted)), None)
        assert match, f"{wanted} is not among {rows}"
        rows.remove(match)
    assert not rows, "rows that the text does not give"


def plain(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in LOOSE}


def test_no_text_is_listed_twice():
    texts = [case["text"] for name in (*READ, "gaps.yml") for _, case in cases(name)]
    assert sorted(texts) == sorted(set(texts))
