"""From error samples to figures: errors by group, jitter at rest, and the lag of the chain."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy_parts.errors import ErrorSample

FloatArray = NDArray[np.float64]

# 95 % of a normal distribution lie within this many standard deviations.
_LIMIT_SDS = 1.96
_STILL_WINDOW_S = 1.0
_LAGS_S = np.arange(-0.10, 0.2501, 0.005)
# With fewer moving frames a clip says nothing about the lag.
_LEAST_MOVING = 20


@dataclass(frozen=True, slots=True)
class Spread:
    """Mean absolute error, bias, and 95 % limits of agreement (bias -+ 1.96 SD); NaN without frames."""

    mae: float
    bias: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ErrorRow:
    """The errors of a group of clips, on the frames that the product judged; `coverage` is their share."""

    clips: int
    frames: int
    coverage: float
    product: Spread
    raw_2d: Spread
    world_3d: Spread
    still_mae: float
    moving_mae: float


def group(samples: Iterable[ErrorSample], key: Callable[[ErrorSample], Any]) -> dict[Any, list[ErrorSample]]:
    """Return samples by a key, in the order of the keys."""
    groups: dict[Any, list[ErrorSample]] = {}
    for sample in samples:
        groups.setdefault(key(sample), []).append(sample)
    return dict(sorted(groups.items()))


def describe_spread(errors: FloatArray) -> Spread:
    """Return the figures of errors (n,); NaN values are left out."""
    errors = errors[np.isfinite(errors)]
    if not len(errors):
        return Spread(np.nan, np.nan, np.nan, np.nan)
    bias, reach = float(errors.mean()), _LIMIT_SDS * float(errors.std())
    return Spread(float(np.abs(errors).mean()), bias, bias - reach, bias + reach)


def summarize(samples: list[ErrorSample]) -> ErrorRow:
    """Return the figures of samples pooled by frame."""
    truth, product, raw, world, moving = (
        np.concatenate([getattr(sample, name) for sample in samples])
        for name in ("truth", "product", "raw_2d", "world_3d", "moving")
    )
    judged = np.isfinite(product) & np.isfinite(raw)
    errors = np.abs(product)
    return ErrorRow(
        clips=len({(sample.case.split, sample.case.name) for sample in samples}),
        frames=int(judged.sum()),
        coverage=float(judged.sum() / max(1, np.isfinite(truth).sum())),
        product=describe_spread(product[judged]),
        raw_2d=describe_spread(raw[judged]),
        world_3d=describe_spread(world[judged]),
        still_mae=_mean(errors[judged & ~moving]),
        moving_mae=_mean(errors[judged & moving]),
    )


def average_stretches(samples: list[ErrorSample]) -> tuple[float, float, float]:
    """Return the mean absolute errors (product, raw 2D, world 3D) as the mean over stretches of one measure."""
    rows = [summarize(each) for each in group(samples, lambda sample: sample.case.stretch).values()]
    if not rows:
        return np.nan, np.nan, np.nan
    return (
        _mean(np.array([row.product.mae for row in rows])),
        _mean(np.array([row.raw_2d.mae for row in rows])),
        _mean(np.array([row.world_3d.mae for row in rows])),
    )


def find_jitter(sample: ErrorSample) -> list[float]:
    """Return the standard deviation of the product's error in each second in which the body holds still."""
    time_s = sample.case.track.time_s
    values = []
    for start_s in np.arange(time_s[0], time_s[-1], _STILL_WINDOW_S):
        inside = (time_s >= start_s) & (time_s < start_s + _STILL_WINDOW_S)
        still = sample.resting[inside].all() and np.isfinite(sample.product[inside]).all()
        if still and time_s[-1] - start_s >= _STILL_WINDOW_S:
            values.append(float(sample.product[inside].std()))
    return values


def find_lag_s(sample: ErrorSample) -> float:
    """Return by how much the product's value comes late: the shift with the least spread of error while moving.

    NaN where the angle moves too little to tell. Negative: ahead of the truth.
    """
    time_s = sample.case.track.time_s
    value = sample.truth + sample.product
    seen = np.isfinite(value)
    if (sample.moving & seen).sum() < _LEAST_MOVING:
        return float("nan")
    spreads = []
    for lag_s in _LAGS_S:
        shifted = np.interp(time_s + lag_s, time_s[seen], value[seen])
        spreads.append(float((shifted - sample.truth)[sample.moving & seen].std()))
    return float(_LAGS_S[int(np.argmin(spreads))])


def _mean(values: FloatArray) -> float:
    values = values[np.isfinite(values)]
    return float(values.mean()) if len(values) else float("nan")
