"""Is a change in a count more than chance would give?

The exact conditional test of two Poisson counts over equal periods: given their sum n, either count is
binomial(n, 1/2) where nothing changed (J. Przyborowski and H. Wilenski, Biometrika 31, 1940, 313-323).
The two-sided probability is twice the smaller tail, at most 1.
"""

from __future__ import annotations

from functools import cache
from math import comb, exp, lgamma, log

import numpy as np

EXACT = 2_000


def probability(smaller: int, total: int) -> float:
    """Two-sided probability of a split at least as uneven as `smaller` of `total`, nothing having changed.

    >>> probability(2, 10)
    0.109375
    >>> probability(0, 0)
    1.0
    """
    smaller = min(smaller, total - smaller)
    return min(1.0, 2 * _tail(smaller, total))


def _tail(k: int, n: int) -> float:
    """P(X <= k) for X binomial(n, 1/2), k <= n / 2: in integers for small n, else the falling series."""
    if n <= EXACT:
        return sum(comb(n, i) for i in range(k + 1)) / 2**n
    term = total = 1.0
    for i in range(k, 0, -1):
        term *= i / (n - i + 1)
        total += term
        if term < 1e-17 * total:
            break
    return exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) - n * log(2)) * total


@cache
def critical(total: int, level: float) -> int:
    """The largest smaller count of `total` that is beyond chance at `level`; -1 where none is."""
    if total <= EXACT:
        return _critical_in_integers(total, level)
    low, high = -1, total // 2
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if probability(middle, total) <= level else (low, middle - 1)
    return low


def _critical_in_integers(total: int, level: float) -> int:
    """The same, by adding the binomial coefficients until their share is too large."""
    numerator, denominator = level.as_integer_ratio()
    most = (numerator << total) // (2 * denominator)
    term, added, limit = 1, 1, -1
    while added <= most and limit < total // 2:
        limit += 1
        term = term * (total - limit) // (limit + 1)
        added += term
    return limit


def within_chance(before: np.ndarray, after: np.ndarray, level: float) -> np.ndarray:
    """True where two whole counts differ by no more than chance gives (probability above `level`)."""
    totals, which = np.unique((before + after).astype(np.int64), return_inverse=True)
    limits = np.array([critical(int(total), level) for total in totals], dtype=np.int64)
    return np.minimum(before, after) > limits[which] if len(totals) else np.zeros(0, bool)
