"""How much a body in a picture looks like a stretch, frame by frame, from the stretch's own bands.

Nothing is trained. Each condition of a stretch (entry and form) says in which band a measure lies. A value in a narrow
band tells more than one in a wide band, and a value outside speaks against the stretch. Told as logarithms of how much
likelier the value is in the stretch than in any body's posture, these add up, so that a stretch with one condition more
(an arm overhead) is told from the one without it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from posecheck.advice import assess_view, contradicts_posture
from posecheck.coach.repetitions import ATTEMPT
from posecheck.measures import MEASURES
from posecheck.observation import Observation, Observer, resolve_limb
from posecheck.pose import PoseTrack
from posecheck.stretch import Band, Condition, Repetition, Stretch

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
Side = Literal["left", "right"]
Key = tuple[str, str]  # (measure, side of the body)

# How far outside its band a value still looks alike, as the spread of a normal curve: people's faults, and the errors
# of the network (docs/accuracy.md), lie within about this.
SPREAD_DEG = 12.0
SPREAD_SHARE = 0.12
# A value anywhere is this likely in any stretch: one hidden or wrong joint must not decide.
OUTLIER_SHARE = 0.02
# Lying on the back, on the belly, or upright: knowing which makes a lying stretch three times as likely.
LYING_NATS = math.log(3.0)


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """How one stretch on one side explains each frame of a track, arrays (n,).

    Attributes:
        possible: the view is right and every entry condition holds.
        evidence: sum of the logarithms over the conditions, in nats; 0 where none can be measured.
        fit: mean share 0..1 by which the conditions are met.
        movement: the measure of the repetition, NaN for holds and where it cannot be seen.
        place: where the hips are, in trunk lengths.
    """

    possible: BoolArray
    evidence: FloatArray
    fit: FloatArray
    movement: FloatArray
    place: FloatArray


class TrackReader:
    """Reads one track for many stretches: what they share is computed once."""

    def __init__(self, track: PoseTrack) -> None:
        self._track = track
        self._observations: dict[tuple[str, str], Observation] = {}
        self._values: dict[tuple[str, str, str, str], FloatArray] = {}

    @property
    def oblique_share(self) -> float:
        """Share 0..1 of the frames with a body that were seen at an angle or end-on; 0 before anything was compared."""
        for seen in self._observations.values():
            kinds = [view.kind for view in seen.views if view.seen]
            return sum(kind in ("oblique", "end_on") for kind in kinds) / max(len(kinds), 1)
        return 0.0

    def compare(self, stretch: Stretch, side: Side, *, still: bool = False) -> Likeness:
        """Return how a stretch on one side explains the track.

        Args:
            stretch: the reference pose.
            side: the side being trained; the near one for a stretch of both sides.
            still: a photo, in which a repetition shows as its full range and not as a movement.
        """
        seen = self._observe(stretch, side)
        possible = self._find_possible(seen, stretch, side)
        conditions = _merge_conditions(stretch, side)
        movement = np.full(len(self._track), np.nan)
        if stretch.repetition is not None:
            key = stretch.repetition.measure, resolve_limb(stretch.repetition.limb, side)
            movement = self._measure(seen, stretch, side, key)
            if still:
                conditions[key] = _band_from(stretch.repetition, 1.0)
                possible &= _is_inside(movement, _band_from(stretch.repetition, ATTEMPT))
        for condition in stretch.entry.conditions:
            values = self._measure(seen, stretch, side, (condition.measure, resolve_limb(condition.limb, side)))
            possible &= _is_inside(values, condition.band)
        logs, fits = [self._weigh_posture(seen, stretch)], []
        for key, band in conditions.items():
            values = self._measure(seen, stretch, side, key)
            shares = compute_membership(values, band, key[0])
            logs.append(np.nan_to_num(compute_evidence(shares, band, key[0])))
            fits.append(np.where(np.isnan(shares), 0.0, shares))
        return Likeness(possible, np.sum(logs, axis=0), np.mean(fits, axis=0), movement, seen.place)

    def _observe(self, stretch: Stretch, side: Side) -> Observation:
        key = _role(stretch), side
        if key not in self._observations:
            self._observations[key] = Observer(stretch, side).observe(self._track)
        return self._observations[key]

    def _measure(self, seen: Observation, stretch: Stretch, side: Side, key: Key) -> FloatArray:
        whole = (_role(stretch), side, *key)
        if whole not in self._values:
            self._values[whole] = seen.measure(*key)
        return self._values[whole]

    @staticmethod
    def _weigh_posture(seen: Observation, stretch: Stretch) -> FloatArray:
        lying = stretch.posture in ("supine", "prone")
        return np.array([LYING_NATS if lying and view.posture == stretch.posture else 0.0 for view in seen.views])

    @staticmethod
    def _find_possible(seen: Observation, stretch: Stretch, side: Side) -> BoolArray:
        answers = [
            assess_view(view, stretch, side).ok and not contradicts_posture(view, stretch) for view in seen.views
        ]
        return np.array(answers, dtype=np.bool_)


def compute_membership(values: FloatArray, band: Band, measure: str) -> FloatArray:
    """Return by how much values (n,) belong to a band: 1 inside, falling to 0 outside, NaN where missing."""
    spread = SPREAD_DEG if MEASURES[measure].unit == "deg" else SPREAD_SHARE
    low = -math.inf if band.low is None else band.low
    high = math.inf if band.high is None else band.high
    outside = np.maximum(np.maximum(low - values, values - high), 0.0)
    return np.asarray(np.exp(-0.5 * np.square(outside / spread)))


def compute_evidence(membership: FloatArray, band: Band, measure: str) -> FloatArray:
    """Return how much likelier (log, nats) values of these memberships (n,) are in the band than in any posture."""
    definition = MEASURES[measure]
    lowest, highest = definition.range
    spread = SPREAD_DEG if definition.unit == "deg" else SPREAD_SHARE
    low = lowest if band.low is None else band.low
    high = highest if band.high is None else band.high
    width = min(high - low + spread * math.sqrt(2.0 * math.pi), highest - lowest)
    likelier = (highest - lowest) / width
    return np.asarray(np.log((1.0 - OUTLIER_SHARE) * membership * likelier + OUTLIER_SHARE))


def _role(stretch: Stretch) -> str:
    """Return what decides how legs are told apart: stretches of one role share their observations."""
    return stretch.working_leg if stretch.view.kind == "side" else "labelled"


def _merge_conditions(stretch: Stretch, side: Side) -> dict[Key, Band]:
    """Return one band for each measure and limb: that of the form check, else that of the entry."""
    merged: dict[Key, Band] = {}
    groups: tuple[Iterable[Condition], ...] = (stretch.entry.conditions, stretch.checks)
    for condition in (each for group in groups for each in group):
        merged[condition.measure, resolve_limb(condition.limb, side)] = condition.band
    return merged


def _band_from(repetition: Repetition, share: float) -> Band:
    """Return the band of values from this share of the way from rest to full range on."""
    bound = repetition.rest + share * (repetition.full - repetition.rest)
    return Band(low=bound) if repetition.full > repetition.rest else Band(high=bound)


def _is_inside(values: FloatArray, band: Band) -> BoolArray:
    """Return where values (n,) lie in a band; a missing one does not."""
    above = np.ones(len(values), dtype=np.bool_) if band.low is None else values >= band.low
    below = np.ones(len(values), dtype=np.bool_) if band.high is None else values <= band.high
    return np.asarray(above & below & ~np.isnan(values))
