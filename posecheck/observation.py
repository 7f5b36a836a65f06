"""From raw poses to measured values: the view, left and right settled, and each measure with its reason.

`Observer` carries what has to be remembered from frame to frame, so that one frame at a time (live) and a
whole track at once (a clip, a stored session) give the same values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, reduce
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from posecheck import anatomy
from posecheck import geometry as geo
from posecheck.corrections import correct_reading
from posecheck.legs import LegSettler, swap_legs
from posecheck.level import turn_level
from posecheck.measures import MEASURES, Body
from posecheck.measures.definition import View
from posecheck.pose import LANDMARK_INDEX, MIRROR_ORDER, PoseTrack, opposite
from posecheck.results import Reason
from posecheck.sight import Sight, SightReader
from posecheck.standing import LEGS_DOWN_DEG, RestingPelvis, StandingHip, StandingTracker
from posecheck.stretch import Condition, Repetition, Stretch
from posecheck.view import ViewReading

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
Key = tuple[str, str]  # (measure, side of the body)

# Landmarks may lie this far outside the picture (in frame heights) before they count as cut off.
FRAME_MARGIN = 0.02
# What a measure may lack: nothing, a landmark inside the picture, or the knowledge of which leg is which.
LACKS: tuple[Reason, ...] = ("", "out_of_frame", "sides_unclear")


@dataclass(frozen=True, slots=True, eq=False)
class Observation:
    """A stretch of frames with the view settled.

    Attributes:
        track: the landmarks as judged: left and right settled.
        views: one reading a frame.
        body: the same landmarks as a level camera shows them, with what orients them, as measures want it.
        seen_from: for each view that a measure may ask for, (n,) whether the body is seen from there.
        supine: (n,) whether the body lies on its back.
        outside: (n, 33) whether a landmark lies outside the picture.
        anything_lacks: whether any landmark does, or any leg is unclear, in any frame.
        legs_swapped: (n,) whether the labels of the legs were exchanged.
        legs_unclear: (n,) whether it could not be told which leg is which, and it matters.
        place: (n,) horizontal position of the hips in trunk lengths.
        roll_deg: (n,) the camera's roll that was taken off the body.
        own_hip_deg: (n,) what was taken off the hip's angle because this person's hip reads so when standing.
    """

    track: PoseTrack
    views: list[ViewReading]
    body: Body
    seen_from: dict[View, BoolArray]
    supine: BoolArray
    outside: BoolArray
    anything_lacks: bool
    legs_swapped: BoolArray
    legs_unclear: BoolArray
    place: FloatArray
    roll_deg: FloatArray
    own_hip_deg: FloatArray

    def measure(self, name: str, side: str) -> FloatArray:
        """Return a measure's values (n,) on a side of the body, NaN in frames whose view does not show it."""
        measure = MEASURES[name]
        values = correct_reading(name, side, measure.compute(self.body, side), self.body, self.supine)
        valid = reduce(np.logical_or, [self.seen_from[view] for view in measure.views])
        if self.anything_lacks:
            valid = valid & (self.find_lack(name, side) == 0)
        return np.where(valid, values, np.nan)

    def find_lack(self, name: str, side: str) -> NDArray[np.int8]:
        """Return (n,) what a measure lacks, as an index into `LACKS`: 0 where it lacks nothing."""
        lack = np.asarray(self.outside[:, _find_needed(name, side)].any(axis=1), dtype=np.int8)
        if self.legs_unclear.any() and _is_of_one_leg(name, side):
            lack[self.legs_unclear] = LACKS.index("sides_unclear")
        return lack

    def measure_all(self) -> dict[str, FloatArray]:
        """Return every measure of both sides by column name, NaN where it cannot be assessed."""
        columns: dict[str, FloatArray] = {}
        for measure in MEASURES.values():
            for side in ("left", "right") if measure.paired else ("left",):
                columns[measure.column(side)] = self.measure(measure.name, side)
        return columns

    def explain_missing(self, name: str, side: str, index: int) -> Reason:
        """Return why a measure is NaN in one frame."""
        return explain_missing_from(self.views[index], name, LACKS[self.find_lack(name, side)[index]])


def counts_from_rest(stretch: Stretch) -> bool:
    """Return whether the pelvis counts from how the person stood before: in exercises seen from the front.

    In a pose that is held, a tilt that lasts is just what is asked about.
    """
    return stretch.repetition is not None and stretch.view.kind == "front"


class Observer:
    """Settles view, sides and legs over time for one person and one stretch."""

    def __init__(self, stretch: Stretch | None, side: str, standing_hip_deg: float | None = None) -> None:
        """Take the side being trained and, where it is known, what `hip_flexion` reads when this person stands.

        Where it is not, it is taken when the person first plainly stands still. Without a stretch the labels of the
        two legs are believed: nothing says what each of them does.
        """
        self._sight = SightReader()
        self._standing = StandingTracker()
        self._legs = LegSettler(side, stretch.working_leg if stretch and stretch.view.kind == "side" else "labelled")
        self._known_hip_deg = standing_hip_deg
        self._standing_hip, self._resting_pelvis = StandingHip(), RestingPelvis()
        self._counts_from_rest = stretch is not None and counts_from_rest(stretch)

    def observe(self, track: PoseTrack) -> Observation:
        """Return the next frames, settled; call it with frames in the order of time."""
        return self.settle(track, self._sight.read(track))

    def settle(self, track: PoseTrack, sight: Sight) -> Observation:
        """Return the next frames, settled, where they were looked at before: that does not depend on the stretch."""
        facing = _Facing.read(sight.views)
        image = _exchange_sides(track.image_xy, facing.mirrored)
        swapped, unclear = self._legs.settle(image, facing.front_sign, facing.is_side)
        drawn = swap_legs(image, swapped)
        placed = _place_joints(drawn, facing)
        level = turn_level(placed, sight.roll_deg)
        usual_deg, own_deg = self._find_zero_deg(track.time_s, level, facing, sight)
        body = Body(
            level,
            facing.front_sign,
            sight.evidence.left_sign,
            usual_deg + own_deg,
            *self._standing.follow(track.time_s, level),
            *_choose_legs(drawn, level, facing, sight.roll_deg),
            resting_pelvis_deg=self._find_resting_pelvis_deg(track.time_s, level, facing, sight),
        )
        outside = find_outside_frame(placed, track.aspect)
        return Observation(
            replace(track, image_xy=placed),
            sight.views,
            body,
            facing.seen_from,
            facing.supine,
            outside,
            bool(outside.any() or unclear.any()),
            swapped,
            unclear,
            locate(body),
            sight.roll_deg,
            own_deg,
        )

    def _find_zero_deg(
        self, time_s: FloatArray, level: FloatArray, facing: _Facing, sight: Sight
    ) -> tuple[FloatArray, FloatArray]:
        """Return (n,) what `hip_flexion` reads when people's thigh is in line with the trunk, and this person's own."""
        upright_deg, lying_deg = anatomy.UPRIGHT.standing_hip_deg, anatomy.SUPINE.standing_hip_deg
        usual_deg = np.where(facing.is_side & ~facing.supine, upright_deg, lying_deg)
        if self._known_hip_deg is not None:
            return usual_deg, np.full(len(time_s), self._known_hip_deg - upright_deg)
        stands, reading_deg = sight.stands_still & facing.is_side, np.full(len(time_s), np.nan)
        if stands.any() and not self._standing_hip.is_taken:
            body = Body(level, facing.front_sign, sight.evidence.left_sign, usual_deg)
            left_deg, right_deg = (MEASURES["hip_flexion"].compute(body, side) for side in ("left", "right"))
            reading_deg = np.where(facing.front_sign < 0, left_deg, right_deg)
        return usual_deg, self._standing_hip.follow(time_s, reading_deg, stands)

    def _find_resting_pelvis_deg(
        self, time_s: FloatArray, level: FloatArray, facing: _Facing, sight: Sight
    ) -> FloatArray:
        """Return (n,) what `pelvis_obliquity` read when the legs last hung down between repetitions, else 0."""
        if not self._counts_from_rest:
            return np.zeros(len(time_s))
        hang = facing.seen_from["front"] & facing.upright
        reading_deg = np.full(len(time_s), np.nan)
        if hang.any():
            body = Body(level, facing.front_sign, sight.evidence.left_sign)
            for side in ("left", "right"):
                hang = hang & (np.abs(MEASURES["hip_abduction"].compute(body, side)) <= LEGS_DOWN_DEG)
            reading_deg = np.where(hang, MEASURES["pelvis_obliquity"].compute(body, "left"), np.nan)
        return self._resting_pelvis.follow(time_s, reading_deg)


@dataclass(frozen=True, slots=True, eq=False)
class _Facing:
    """How a body lies or stands in n frames, and from where it is seen: one reading a frame as arrays (n,)."""

    mirrored: BoolArray
    front_sign: FloatArray
    seen_from: dict[View, BoolArray]
    supine: BoolArray
    prone: BoolArray
    upright: BoolArray

    @classmethod
    def read(cls, views: Sequence[ViewReading]) -> _Facing:
        mirrored = np.array([view.labels_swapped for view in views], dtype=np.bool_)
        front_sign = np.array([view.front_sign or np.nan for view in views], dtype=np.float64)
        kinds, postures = [view.kind for view in views], [view.posture for view in views]
        seen_from = {kind: _find_equal(kinds, kind) for kind in get_args(View)}
        supine, prone, upright = (_find_equal(postures, posture) for posture in ("supine", "prone", "upright"))
        return cls(mirrored, front_sign, seen_from, supine, prone, upright)

    @property
    def is_side(self) -> BoolArray:
        return self.seen_from["side"]

    @property
    def on_back(self) -> BoolArray:
        return self.is_side & self.supine


def _place_joints(drawn: FloatArray, facing: _Facing) -> FloatArray:
    """Return landmarks (n, 33, 2) with the hips and the near shoulder where the joints are, as far as is known."""
    placed = anatomy.correct_drawn_right(drawn, facing.front_sign, facing.is_side & facing.upright)
    for where, offsets in (
        (facing.is_side & ~facing.supine & ~facing.prone, anatomy.UPRIGHT),
        (facing.is_side & facing.prone, anatomy.PRONE),
        (facing.on_back, anatomy.SUPINE),
    ):
        placed = anatomy.correct_near_trunk(placed, facing.front_sign, where, offsets)
    return anatomy.correct_far_hip(placed, facing.front_sign, facing.is_side & facing.upright)


def _choose_legs(
    drawn: FloatArray, level: FloatArray, facing: _Facing, roll_deg: FloatArray
) -> tuple[FloatArray | None, FloatArray | None]:
    """Return `legs_xy` and `far_leg_xy` of a body: None where no frame needs others than those moved to the joints."""
    lying, on_back = facing.is_side & (facing.supine | facing.prone), facing.on_back
    if not lying.any():
        return None, None
    drawn = turn_level(drawn, roll_deg)
    # Lying, the points of a leg err together: its knee is read best from all three as they were drawn.
    legs = np.where(lying[:, np.newaxis, np.newaxis], drawn, level)
    # The near hip is moved for the leg that it belongs to: the angle of the other one is read best as it was drawn.
    return legs, np.where(on_back[:, np.newaxis, np.newaxis], drawn, level)


def explain_missing_from(reading: ViewReading, name: str, lack: Reason) -> Reason:
    """Return why a measure is NaN, seen from here; `lack` is one of `LACKS`."""
    if not reading.seen:
        return "nobody"
    if reading.kind not in MEASURES[name].views:
        return "view"
    return lack or "hidden"


@cache
def _is_of_one_leg(name: str, side: str) -> bool:
    """Return whether a measure depends on which leg is which."""
    below_hips = LANDMARK_INDEX["left_knee"]
    return MEASURES[name].paired and any(index >= below_hips for index in _find_needed(name, side))


@cache
def _find_needed(name: str, side: str) -> list[int]:
    """Return the indices of the landmarks that a measure needs; an unpaired one needs those of both sides."""
    measure = MEASURES[name]
    sides = (side,) if measure.paired else ("left", "right")
    return sorted({index for each in sides for index in measure.landmark_indices(each)})


def _find_equal(words: Sequence[str], wanted: str) -> BoolArray:
    """Return (n,) which of n words are the wanted one."""
    return np.array([word == wanted for word in words], dtype=np.bool_)


def _exchange_sides(image_xy: FloatArray, mirrored: BoolArray) -> FloatArray:
    if not mirrored.any():
        return image_xy
    return np.where(mirrored[:, None, None], image_xy[:, MIRROR_ORDER], image_xy)


def locate(body: Body) -> FloatArray:
    """Return the horizontal position (n,) of the hips in trunk lengths: does a person stay on the spot?"""
    hip = body.middle("hip")
    trunk = geo.compute_length(body.middle("shoulder") - hip)
    return np.asarray(np.divide(hip[:, 0], trunk, out=np.full(len(hip), np.nan), where=trunk > 0))


def find_outside_frame(image_xy: FloatArray, aspect: float) -> BoolArray:
    """Return (n, 33) whether each landmark (n, 33, 2) lies outside the picture by more than the margin."""
    low, high = -FRAME_MARGIN, np.array([aspect, 1.0]) + FRAME_MARGIN
    return np.asarray(((image_xy < low) | (image_xy > high)).any(axis=-1))


@dataclass(frozen=True, slots=True)
class MeasureKeys:
    """The measures that a stretch needs when one side is trained; `checks` and `entry` in the stretch's order."""

    checks: tuple[Key, ...]
    entry: tuple[Key, ...]
    repetition: Key | None

    @property
    def every(self) -> list[Key]:
        """Each of them once, in the order of the alphabet."""
        return sorted({*self.checks, *self.entry, *([self.repetition] if self.repetition else [])})


def resolve_keys(stretch: Stretch, side: str) -> MeasureKeys:
    """Return the measures that a stretch needs, on the sides of the body that its limbs mean."""

    def resolve(needed: Condition | Repetition) -> Key:
        return needed.measure, resolve_limb(needed.limb, side)

    return MeasureKeys(
        checks=tuple(resolve(check) for check in stretch.checks),
        entry=tuple(resolve(condition) for condition in stretch.entry.conditions),
        repetition=resolve(stretch.repetition) if stretch.repetition else None,
    )


def resolve_limb(limb: str, working_side: str) -> str:
    """Return the side of the body, "left" or "right", that a limb of a reference pose means.

    `near` is the working side as well: where sides matter the view makes sure that it is the near one, and
    where both sides work together the near one is chosen as the working side.
    """
    if limb in ("left", "right"):
        return limb
    return opposite(working_side) if limb == "other" else working_side
