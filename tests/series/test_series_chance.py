"""The exact conditional test against brute force."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipbrief.series import chance


@given(st.integers(0, 300), st.integers(0, 300))
def test_within_chance_is_the_exact_probability_above_the_level(before, after):
    total, less = before + after, min(before, after)
    tail = Fraction(sum(comb(total, i) for i in range(less + 1)), 2**total)
    wanted = min(Fraction(1), 2 * tail) > Fraction(0.05)
    assert chance.within_chance(np.array([before]), np.array([after]), 0.05)[0] == wanted


@pytest.mark.parametrize("total", [1000, 1999, 2000])
def test_the_series_for_large_counts_gives_the_exact_tail(total, monkeypatch):
    k = total // 2 - 40
    exact = chance._tail(k, total)
    monkeypatch.setattr(chance, "EXACT", 0)
    assert chance._tail(k, total) == pytest.approx(exact, rel=1e-9)
    assert chance.critical.__wrapped__(total, 0.05) == chance._critical_in_integers(total, 0.05)


def test_known_values():
    assert chance.probability(2, 10) == 0.109375
    assert not chance.within_chance(np.array([40.0]), np.array([6.0]), 0.05)[0]
    assert chance.within_chance(np.array([4.0]), np.array([8.0]), 0.05)[0]
