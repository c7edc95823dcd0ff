"""Ratios of runs that were made in pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle of several figures, and the least and greatest of them."""

    median: float
    low: float
    high: float


def spread(figures: Sequence[float]) -> Spread:
    """The spread of figures; raises ValueError where there are none."""
    if not figures:
        raise ValueError("no figures")
    return Spread(median(figures), min(figures), max(figures))


def ratios(pairs: Sequence[tuple[float, float]]) -> Spread:
    """The spread of each pair's first figure by its second.

    What the machine does besides hits both runs of a pair, so the ratios spread less than the figures.
    Raises ValueError where there are none, or where a second figure is not above nought.
    """
    if any(second <= 0 for _, second in pairs):
        raise ValueError("a ratio to nought")
    return spread([first / second for first, second in pairs])
