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
from posecheck.band_evidence import LEAST_ALIKE, band_from, compute_likelihood_ratio, compute_membership, find_inside
from posecheck.coach.repetitions import ATTEMPT
from posecheck.measures import MEASURES
from posecheck.observation import Observation, Observer, resolve_limb
from posecheck.pose import PoseTrack, opposite
from posecheck.rejudging.seen import Settling, encode_views, find_settling
from posecheck.sight import SightReader
from posecheck.stretch import Band, Condition, Repetition, Stretch

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
Side = Literal["left", "right"]
Key = tuple[str, str]  # (measure, side of the body)

# Where both sides do the same, angles of the two differ by this much and this spread, the far one being partly hidden.
SIDES_APART_DEG, SIDES_SPREAD_DEG = 15.0, 20.0
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
        self._sight = SightReader().read(track)
        self._views = encode_views(self._sight.views, np.ones(len(track), dtype=np.intp))
        self._observations: dict[Settling, Observation] = {}
        self._values: dict[tuple[Settling, Key], FloatArray] = {}

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
            possible &= at_full & find_inside(movement, band_from(stretch.repetition, ATTEMPT))
        weighed = [
            self._weigh_condition(stretch, side, key, band) for key, band in _list_conditions(stretch, side, still)
        ]
        fits, likelier = [fit for fit, _ in weighed], [ratio for _, ratio in weighed]
        if stretch.sides == "both":
            likelier += [self._compare_sides(stretch, side, name) for name in _list_near_measures(stretch)]
        elif find_settling(stretch, side)[0] != "labelled":
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
            within &= find_inside(values, each.band)
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
        key = find_settling(stretch, side)
        if key not in self._observations:
            self._observations[key] = Observer(stretch, side).settle(self._track, self._sight)
        return self._observations[key]

    def _measure(self, stretch: Stretch, side: Side, key: Key) -> FloatArray:
        whole = find_settling(stretch, side), key
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
        bands[moving.measure, resolve_limb(moving.limb, side)] = band_from(moving, 1.0)
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
