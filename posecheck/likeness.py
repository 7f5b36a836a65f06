"""How much a body in a picture looks like a stretch, frame by frame, from the stretch's own bands.

Nothing is trained. Each condition of a stretch (entry and form) says in which band a measure lies. A value in a narrow
band tells more than one in a wide band, a value far from rest more than one that any standing body has, and a value
outside speaks against the stretch. How much likelier the value is in the stretch than in any body, as a logarithm, adds
up over the conditions: a stretch with one condition more (an arm overhead) is told from the one without it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from posecheck.advice import assess_view, contradicts_posture
from posecheck.coach.repetitions import ATTEMPT
from posecheck.measures import MEASURES
from posecheck.observation import Observation, Observer, resolve_limb
from posecheck.pose import PoseTrack, opposite
from posecheck.rejudging.seen import encode_views
from posecheck.stretch import Band, Condition, Repetition, Stretch
from posecheck.view import ViewTracker, read_view_evidence

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
# What a body does otherwise: half of the time its joints are near rest, which is 0 for every angle, with this spread;
# else anything in the measure's range.
REST_SHARE, REST_SPREAD_DEG = 0.5, 15.0
# Where both sides do the same, angles of the two differ by this much and this spread, the far one being partly hidden;
# a difference beyond speaks against it by no more than this.
SIDES_APART_DEG, SIDES_SPREAD_DEG, LEAST_ALIKE = 15.0, 20.0, 0.1
# Where one leg goes before the other, the thighs are this far apart at least for a tenth of the time.
LEGS_TOLD_DEG = 25.0
# What a repetition has to reach once (a flight) is looked for this long before and after each moment of it.
ONCE_WITHIN_S = 1.5
# Reached or not is all that counts there; other movements reach it half as often.
ONCE_FIT, ONCE_LIKELIER = 0.95, 2.0
# A stretch is in view when its view is there for this share of the time.
SEEN_SHARE = 0.5
# Lying on the back, on the belly, or upright: knowing which makes a lying stretch three times as likely.
LYING_NATS = math.log(3.0)


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """How one stretch on one side explains each frame of a track, arrays (n,).

    Attributes:
        possible: the view is right and every entry condition holds.
        fits: (k, n) by how much (0..1) each of k conditions is met, 0 where it cannot be measured.
        likelier: (m, n) how much likelier the value of each condition is here than in any body, 1 where missing; and
            whether the two sides do the same, where they should.
        lying: whether the body lies as the stretch says, on the back or the belly.
        movement: the measure of the repetition, NaN for holds and where it cannot be seen.
        place: where the hips are, in trunk lengths.
        at_full: whether that holds which a repetition has to show at full range.
    """

    possible: BoolArray
    fits: FloatArray
    likelier: FloatArray
    lying: BoolArray
    movement: FloatArray
    place: FloatArray
    at_full: BoolArray

    def weigh(self, during: BoolArray, *, moving: bool) -> tuple[float, float]:
        """Return (mean fit 0..1, evidence in nats) over the frames (n,) of `during`, of which there is at least one.

        In a pose that is held, a condition that is met for a part of the time (an arm that comes up after the kneeling)
        counts with that part; in a movement every condition is to be met from start to end.
        """
        likelier = self.likelier[:, during]
        evidence = float((np.log(likelier).mean(axis=1) if moving else np.log(likelier.mean(axis=1))).sum())
        return float(self.fits[:, during].mean()), evidence + LYING_NATS * float(self.lying[during].mean())


class TrackReader:
    """Reads one track for many stretches: what they share is computed once."""

    def __init__(self, track: PoseTrack) -> None:
        """Take n frames; from where each was seen does not depend on the stretch."""
        self._track = track
        self._evidence = read_view_evidence(track)
        self._readings = ViewTracker().read(track.time_s, self._evidence)
        self._views = encode_views(self._readings, np.ones(len(track), dtype=np.intp))
        self._observations: dict[tuple[str, str], Observation] = {}
        self._values: dict[tuple[str, str, str, str], FloatArray] = {}

    @property
    def near_side(self) -> Side:
        """The side of the body that was toward the camera for more frames; "left" when that cannot be told."""
        return "right" if self._views.count_near("right") > self._views.count_near("left") else "left"

    @property
    def oblique_share(self) -> float:
        """Share 0..1 of the frames with a body that were seen at an angle or end-on."""
        seen = self._views.pick([form.seen for form in self._views.forms])
        angled = self._views.pick([form.kind in ("oblique", "end_on") for form in self._views.forms])
        return float(angled.sum() / max(seen.sum(), 1))

    def sees(self, stretch: Stretch) -> bool:
        """Return whether a stretch, on one side or the other, can be judged from where the camera stood."""
        return max(float(self._find_possible(stretch, side).mean()) for side in ("left", "right")) >= SEEN_SHARE

    def compare(self, stretch: Stretch, side: Side, *, still: bool = False) -> Likeness:
        """Return how a stretch on one side explains the track.

        Args:
            stretch: the reference pose.
            side: the side being trained; the near one for a stretch of both sides.
            still: a photo, in which a repetition shows as its full range and not as a movement.
        """
        possible = self._find_possible(stretch, side)
        if possible.any():
            possible &= self._find_within(stretch.entry.conditions, stretch, side)
        if not possible.any():
            return _make_unlike(len(self._track))
        movement = self._measure_movement(stretch, side)
        at_full = self._find_within(stretch.repetition.at_full if stretch.repetition else [], stretch, side)
        if still and stretch.repetition is not None:
            possible &= at_full & _is_inside(movement, _band_from(stretch.repetition, ATTEMPT))
        weighed = [
            self._weigh_condition(stretch, side, key, band) for key, band in _list_conditions(stretch, side, still)
        ]
        fits, likelier = [fit for fit, _ in weighed], [ratio for _, ratio in weighed]
        if stretch.sides == "both":
            likelier += [self._compare_sides(stretch, side, name) for name in _list_near_measures(stretch)]
        elif _role(stretch) != "labelled":
            likelier.append(self._tell_legs(stretch, side, possible))
        place = self._observe(stretch, side).place
        lying = self._find_lying(stretch)
        return Likeness(possible, np.array(fits), np.array(likelier), lying, movement, place, at_full)

    def _measure_movement(self, stretch: Stretch, side: Side) -> FloatArray:
        """Return (n,) the measure of the repetition, NaN for holds."""
        moving = stretch.repetition
        if moving is None:
            return np.full(len(self._track), np.nan)
        return self._measure(stretch, side, (moving.measure, resolve_limb(moving.limb, side)))

    def _find_within(self, conditions: Sequence[Condition], stretch: Stretch, side: Side) -> BoolArray:
        """Return (n,) where all conditions hold; one that cannot be measured does not."""
        within = np.ones(len(self._track), dtype=np.bool_)
        for each in conditions:
            values = self._measure(stretch, side, (each.measure, resolve_limb(each.limb, side)))
            within &= _is_inside(values, each.band)
        return within

    def _weigh_condition(self, stretch: Stretch, side: Side, key: Key, band: Band) -> tuple[FloatArray, FloatArray]:
        """Return by how much (n,) a condition is met, and how much likelier (n,) its values are here than anywhere."""
        values = self._measure(stretch, side, key)
        fit = np.nan_to_num(compute_membership(values, band, key[0]))
        if not _is_once(stretch, side, key):
            return fit, compute_likelihood_ratio(values, band, key[0])
        fit = _find_best_around(fit, self._track.time_s)
        return fit, np.where(fit >= ONCE_FIT, ONCE_LIKELIER, LEAST_ALIKE)

    def _observe(self, stretch: Stretch, side: Side) -> Observation:
        key = _find_settling(stretch, side)
        if key not in self._observations:
            self._observations[key] = Observer(stretch, side).settle(self._track, self._evidence, self._readings)
        return self._observations[key]

    def _measure(self, stretch: Stretch, side: Side, key: Key) -> FloatArray:
        whole = (*_find_settling(stretch, side), *key)
        if whole not in self._values:
            self._values[whole] = self._observe(stretch, side).measure(*key)
        return self._values[whole]

    def _compare_sides(self, stretch: Stretch, side: Side, measure: str) -> FloatArray:
        """Return (n,) how much likelier the difference of the two sides is where both do the same: at most 1."""
        near, far = (self._measure(stretch, side, (measure, each)) for each in (side, opposite(side)))
        apart = np.maximum(np.abs(near - far) - SIDES_APART_DEG, 0.0)
        alike = np.nan_to_num(np.exp(-0.5 * np.square(apart / SIDES_SPREAD_DEG)), nan=1.0)
        return np.asarray(np.maximum(alike, LEAST_ALIKE))

    def _tell_legs(self, stretch: Stretch, side: Side, possible: BoolArray) -> FloatArray:
        """Return (n,) 1 where one leg goes before the other at some time, as it should, less where both do the same."""
        own, other = (self._measure(stretch, side, ("hip_flexion", each)) for each in (side, opposite(side)))
        apart = np.abs(own - other)[possible & ~np.isnan(own - other)]
        told = not len(apart) or np.percentile(apart, 90) >= LEGS_TOLD_DEG
        return np.full(len(possible), 1.0 if told else LEAST_ALIKE)

    def _find_lying(self, stretch: Stretch) -> BoolArray:
        lying = stretch.posture in ("supine", "prone")
        return self._views.pick([lying and form.posture == stretch.posture for form in self._views.forms])

    def _find_possible(self, stretch: Stretch, side: Side) -> BoolArray:
        forms = self._views.forms
        return self._views.pick(
            [assess_view(form, stretch, side).ok and not contradicts_posture(form, stretch) for form in forms]
        )


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
    reached = compute_likelihood_ratio(peaks, _band_from(repetition, 1.0), repetition.measure)
    aim = repetition.full if repetition.target is None else repetition.target
    rises = repetition.full > repetition.rest
    spread = 2.0 * (SPREAD_DEG if MEASURES[repetition.measure].unit == "deg" else SPREAD_SHARE)
    beyond = np.maximum((peaks - aim if rises else aim - peaks) - spread / 2.0, 0.0)
    kept = np.maximum(np.exp(-0.5 * np.square(beyond / spread)), LEAST_ALIKE)
    return float(np.log(np.maximum(reached, 1.0) * kept).mean())


def _role(stretch: Stretch) -> str:
    """Return what decides how legs are told apart: stretches of one role share their observations."""
    return stretch.working_leg if stretch.view.kind == "side" else "labelled"


def _find_settling(stretch: Stretch, side: Side) -> tuple[str, str]:
    """Return what the settling of the legs depends on; where labels are believed the side does not matter."""
    role = _role(stretch)
    return role, "" if role == "labelled" else side


def _make_unlike(frames: int) -> Likeness:
    """Return the likeness of so many frames in which a stretch cannot be seen at all."""
    never, unseen, nothing = np.zeros(frames, dtype=np.bool_), np.full(frames, np.nan), np.empty((0, frames))
    return Likeness(never, nothing, nothing, never, unseen, unseen, never)


def _list_conditions(stretch: Stretch, side: Side, still: bool) -> list[tuple[Key, Band]]:
    """Return one band for each measure and limb: that of the form check, else that of the entry.

    In a photo a repetition shows its full range.
    """
    groups: tuple[Iterable[Condition], ...] = (stretch.entry.conditions, stretch.checks)
    bands = {(each.measure, resolve_limb(each.limb, side)): each.band for group in groups for each in group}
    moving = stretch.repetition
    if still and moving is not None:
        bands[moving.measure, resolve_limb(moving.limb, side)] = _band_from(moving, 1.0)
    return list(bands.items())


def _is_once(stretch: Stretch, side: Side, key: Key) -> bool:
    """Return whether a measure has to reach its band once in each repetition, not throughout."""
    once = (each for each in stretch.checks if each.when == "once")
    return any((each.measure, resolve_limb(each.limb, side)) == key for each in once)


def _find_best_around(values: FloatArray, time_s: FloatArray) -> FloatArray:
    """Return (n,) the best value within ONCE_WITHIN_S of each frame: enough for what has to be reached only once."""
    starts = np.searchsorted(time_s, time_s - ONCE_WITHIN_S)
    ends = np.searchsorted(time_s, time_s + ONCE_WITHIN_S, side="right")
    return np.array([values[start:end].max() for start, end in zip(starts, ends, strict=True)])


def _list_near_measures(stretch: Stretch) -> list[str]:
    """Return the joint angles that a stretch of both sides judges on the near one; the other's should be the same."""
    named: list[Condition | Repetition] = [*stretch.entry.conditions, *stretch.checks]
    named += [stretch.repetition] if stretch.repetition else []
    return sorted({each.measure for each in named if each.limb == "near" and MEASURES[each.measure].unit == "deg"})


def _band_from(repetition: Repetition, share: float) -> Band:
    """Return the band of values from this share of the way from rest to full range on."""
    bound = repetition.rest + share * (repetition.full - repetition.rest)
    return Band(low=bound) if repetition.full > repetition.rest else Band(high=bound)


def _is_inside(values: FloatArray, band: Band) -> BoolArray:
    """Return where values (n,) lie in a band; a missing one does not."""
    above = np.ones(len(values), dtype=np.bool_) if band.low is None else values >= band.low
    below = np.ones(len(values), dtype=np.bool_) if band.high is None else values <= band.high
    return np.asarray(above & below & ~np.isnan(values))
