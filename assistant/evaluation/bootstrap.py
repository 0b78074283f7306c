"""How certain a difference is: the paired bootstrap."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 10_000
_SEED = 20_210_324


@dataclass(frozen=True, slots=True)
class Interval:
    """A difference and the interval in which it lies with 95% confidence."""

    difference: float
    low: float
    high: float


def paired_difference(before: Sequence[float | None], after: Sequence[float | None]) -> Interval:
    """The difference of the means, after minus before, with its 95% interval.

    Paired bootstrap with the percentile interval (Efron and Tibshirani 1993, chapter 13): the same cases are drawn with
    replacement from both runs, 10,000 times, by a generator with a fixed seed, so that equal input gives equal output.
    A case that has no value in one of the runs (None) is left out of that run's mean only. Equal runs give exactly 0.

    Raises ValueError when a side has no value at all, or the lengths differ.
    """
    pairs = np.array([[_number(value) for value in side] for side in (before, after)])
    if pairs.ndim != 2 or np.isnan(pairs).all(axis=1).any():
        raise ValueError("a run without any value cannot be compared")
    if np.array_equal(pairs[0], pairs[1], equal_nan=True):
        return Interval(0.0, 0.0, 0.0)  # every resample of equal runs has difference 0
    generator = np.random.default_rng(_SEED)
    drawn = generator.integers(0, pairs.shape[1], size=(RESAMPLES, pairs.shape[1]))
    means = [_means(side[drawn]) for side in pairs]
    differences = means[1] - means[0]
    differences = differences[~np.isnan(differences)]
    low, high = np.percentile(differences, [2.5, 97.5])
    observed = _means(pairs[1][None])[0] - _means(pairs[0][None])[0]
    return Interval(float(observed), float(low), float(high))


def _means(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Means of the rows without their NaNs; NaN for a row of nothing else."""
    known = ~np.isnan(values)
    count = known.sum(axis=1)
    total = np.where(known, values, 0.0).sum(axis=1)
    means = np.full(len(values), np.nan)
    np.divide(total, count, out=means, where=count > 0)
    return means


def _number(value: float | None) -> float:
    return math.nan if value is None else float(value)
