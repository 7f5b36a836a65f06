"""How much one value tells about a stretch, given the band that the stretch has for it.

The ratio of two likelihoods: of the value in the stretch, where it lies in the band or near it, and of the value in any
body, which is near rest half of the time.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from posecheck.measures import MEASURES
from posecheck.stretch import Band, Repetition

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

# How far outside its band a value still looks alike, as the spread of a normal curve: people's faults, and the errors
# of the network (docs/accuracy.md), lie within about this.
SPREAD_DEG = 12.0
SPREAD_SHARE = 0.12
# A value anywhere is this likely in any stretch: one hidden or wrong joint must not decide.
OUTLIER_SHARE = 0.02
# What a body does otherwise: half of the time its joints are near rest, which is 0 for every angle, with this spread;
# else anything in the measure's range.
REST_SHARE, REST_SPREAD_DEG = 0.5, 15.0
# What speaks against a stretch without saying no (two sides that differ, a peak far beyond the target) takes its
# likelihood down to this share at most.
LEAST_ALIKE = 0.1


def compute_membership(values: FloatArray, band: Band, measure: str) -> FloatArray:
    """Return by how much values (n,) belong to a band: 1 inside, falling to 0 outside, NaN where missing."""
    spread = SPREAD_DEG if MEASURES[measure].unit == "deg" else SPREAD_SHARE
    low = -math.inf if band.low is None else band.low
    high = math.inf if band.high is None else band.high
    outside = np.maximum(np.maximum(low - values, values - high), 0.0)
    return np.asarray(np.exp(-0.5 * np.square(outside / spread)))


def compute_likelihood_ratio(values: FloatArray, band: Band, measure: str) -> FloatArray:
    """Return (n,) how much likelier values are in a band than in any body; 1 where they are missing.

    A wide band that is kept to tells little, but it never speaks against the stretch.
    """
    definition = MEASURES[measure]
    lowest, highest = definition.range
    spread = SPREAD_DEG if definition.unit == "deg" else SPREAD_SHARE
    low = lowest if band.low is None else band.low
    high = highest if band.high is None else band.high
    width = min(high - low + spread * math.sqrt(2.0 * math.pi), highest - lowest)
    membership = compute_membership(values, band, measure)
    ratio = (1.0 - OUTLIER_SHARE) * membership / width / _compute_background(values, measure) + OUTLIER_SHARE
    return np.where(np.isnan(values), 1.0, np.maximum(ratio, membership))


def _compute_background(values: FloatArray, measure: str) -> FloatArray:
    """Return the density (n,) of values of a measure over whatever bodies do."""
    definition = MEASURES[measure]
    lowest, highest = definition.range
    anywhere = 1.0 / (highest - lowest)
    if definition.unit != "deg":
        return np.full(len(values), anywhere)
    scale = REST_SPREAD_DEG * math.sqrt(2.0 * math.pi)
    # A joint that bends one way only (a knee, an elbow) has all of its rest on that side.
    at_rest = np.exp(-0.5 * np.square(values / REST_SPREAD_DEG)) / scale * (2.0 if lowest > -REST_SPREAD_DEG else 1.0)
    return np.asarray(REST_SHARE * at_rest + (1.0 - REST_SHARE) * anywhere)


def weigh_peaks(repetition: Repetition, peaks: FloatArray) -> float:
    """Return how much (log, nats) the peaks (n,) of repetitions tell.

    The rarer such a value, the more; but what goes far beyond the target is another exercise.
    """
    reached = compute_likelihood_ratio(peaks, band_from(repetition, 1.0), repetition.measure)
    aim = repetition.full if repetition.target is None else repetition.target
    rises = repetition.full > repetition.rest
    spread = 2.0 * (SPREAD_DEG if MEASURES[repetition.measure].unit == "deg" else SPREAD_SHARE)
    beyond = np.maximum((peaks - aim if rises else aim - peaks) - spread / 2.0, 0.0)
    kept = np.maximum(np.exp(-0.5 * np.square(beyond / spread)), LEAST_ALIKE)
    return float(np.log(np.maximum(reached, 1.0) * kept).mean())


def band_from(repetition: Repetition, share: float) -> Band:
    """Return the band of values from this share of the way from rest to full range on."""
    bound = repetition.rest + share * (repetition.full - repetition.rest)
    return Band(low=bound) if repetition.full > repetition.rest else Band(high=bound)


def find_inside(values: FloatArray, band: Band) -> BoolArray:
    """Return where values (n,) lie in a band; a missing one does not."""
    above = np.ones(len(values), dtype=np.bool_) if band.low is None else values >= band.low
    below = np.ones(len(values), dtype=np.bool_) if band.high is None else values <= band.high
    return np.asarray(above & below & ~np.isnan(values))
