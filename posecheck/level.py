"""How far the camera is turned about its line of sight, told by the room and by who plainly stands upright and still.

The upright edges of the room tell it best, and at once (`posecheck.tracking.uprights`); some rooms have too few.
A camera that is not level tips every line in the picture alike. A person who stands has the shoulders above the feet:
over rendered people of six bodies the line from the ankles to the shoulders is 0.4 degrees off the vertical seen from
the front (standard deviation, no bias), and leans 1.2 +- 0.6 degrees forward seen from the side. Who leans bends: legs
and trunk are then tipped unlike, and nothing is read. Nobody stands still for long with straight legs and trunk tipped
as one by more than a few degrees, because the feet would no longer be below the middle of the body.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posecheck import geometry as geo
from posecheck.pose import LANDMARK_INDEX, PoseTrack
from posecheck.view import ViewReading

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Stance:
    """What plain standing looks like from one view. Lengths are shares of the trunk's.

    Attributes:
        forward_deg: how far the line from the ankles to the shoulders leans to the body's front.
        error_deg: how far off one person's standing may be as a plumb line: what is rendered, and as much again for
            people, who sway and shift their weight.
        bend_deg: how much further forward than the legs the trunk is drawn.
        loosest_bend_deg: how far from that it may be; on stored tracks it stays within 3.
        feet_apart, feet_unlevel: how far the ankles may lie apart, sideways and in height.
    """

    forward_deg: float
    error_deg: float
    bend_deg: float
    loosest_bend_deg: float
    feet_apart: float
    feet_unlevel: float


# Rendered people stand with the ankles 0.35 to 0.6 trunks apart; from the side the near one is 0.05 to 0.2 lower.
STANCES = {
    "front": Stance(0.0, 0.8, 0.0, 4.0, feet_apart=0.75, feet_unlevel=0.15),
    "side": Stance(1.2, 1.2, -1.6, 4.0, feet_apart=0.35, feet_unlevel=0.25),
}
STRAIGHT_KNEE_DEG = 15.0
# Ankles to hips in trunks: 1.43 to 1.70 standing; at most 1.3 on a chair seen from the front, where knees look
# straight.
SHORTEST_LEGS_SHARE = 1.4
# How far off the vertical what stands upright in a room may be: it is read within 0.7 degrees on rendered rooms, and
# doors, shelves and pictures hang as they hang.
ROOM_ERROR_DEG = 0.5
# Who leans by more does not stand, and more than the second is not taken off: live a level camera is asked for from 7.
STEEPEST_DEG = 10.0
LARGEST_ROLL_DEG = 6.0
# Still: no point further, in trunks, from where it was when the time began.
STILL_SHARE = 0.05
STILL_S = 0.4
# Standing counts from this much of it on; what was seen later replaces what is older than the second.
SHORTEST_S = 0.3
MEMORY_S = 10.0
# No frame stands for more time than this.
LONGEST_FRAME_S = 0.5

_LEGS = [[LANDMARK_INDEX[f"{side}_{joint}"] for side in ("left", "right")] for joint in ("hip", "knee", "ankle")]
_ENDS = [[LANDMARK_INDEX[f"{side}_{joint}"] for side in ("left", "right")] for joint in ("ankle", "hip", "shoulder")]


@dataclass
class _Plumb:
    """The mean lean of standing people in one view, over the time they stood."""

    seen_s: float = 0.0
    lean_deg: float = 0.0

    def add(self, lean_deg: float, frame_s: float) -> None:
        self.seen_s = min(self.seen_s + frame_s, MEMORY_S)
        if self.seen_s > 0.0:
            self.lean_deg += (lean_deg - self.lean_deg) * min(frame_s / self.seen_s, 1.0)


class LevelTracker:
    """Follows from frame to frame what the room and standing tell of the camera's roll."""

    def __init__(self) -> None:
        """Start with a camera that is taken as level."""
        self._plumbs = {kind: _Plumb() for kind in STANCES}
        self._room_roll_deg = math.nan
        self._roll_deg = 0.0
        self._time_s = math.nan
        self._began: tuple[float, list[float]] | None = None

    def follow(self, track: PoseTrack, views: Sequence[ViewReading]) -> tuple[FloatArray, BoolArray]:
        """Return what is known of the camera by each further frame, and whether somebody plainly stands still in it.

        Args:
            track: n frames, landmarks as the network gave them, and what the room tells.
            views: one reading a frame.

        Returns:
            The camera's roll (n,) in degrees, + turned clockwise, 0 until it is told; and (n,) whether somebody
            stands still.
        """
        lean_deg, points = _read_standing(track.image_xy, views)
        rolls, stands_still = np.empty(len(track)), np.zeros(len(track), dtype=np.bool_)
        room_roll_deg = track.room_roll_deg.tolist()
        for index, time_s in enumerate(track.time_s.tolist()):
            if room_roll_deg[index] != self._room_roll_deg and not math.isnan(room_roll_deg[index]):
                self._room_roll_deg = room_roll_deg[index]
                self._roll_deg = self._weigh()
            if math.isnan(lean_deg[index]):
                self._began = None
            elif self._follow_still(time_s, points[index].tolist()):
                stands_still[index] = True
                frame_s = min(time_s - self._time_s, LONGEST_FRAME_S)
                self._plumbs[views[index].kind].add(float(lean_deg[index]), frame_s)
                self._roll_deg = self._weigh()
            self._time_s = time_s
            rolls[index] = self._roll_deg
        return rolls, stands_still

    def _follow_still(self, time_s: float, points: list[float]) -> bool:
        """Follow somebody who stands for one more frame; return whether they have been still for long enough."""
        if self._began is None or _has_moved(self._began[1], points):
            self._began = time_s, points
            return False
        return time_s - self._began[0] >= STILL_S

    def _weigh(self) -> float:
        """Return the roll by all that tells it, each by its error; what lies within the error is hardly believed."""
        told = [
            (STANCES[kind].error_deg ** -2, -each.lean_deg)
            for kind, each in self._plumbs.items()
            if each.seen_s >= SHORTEST_S
        ]
        if not math.isnan(self._room_roll_deg):
            told.append((ROOM_ERROR_DEG**-2, self._room_roll_deg))
        if not told:
            return 0.0
        precision = sum(weight for weight, _ in told)
        roll_deg = sum(weight * each_deg for weight, each_deg in told) / precision
        believed = roll_deg**2 / (roll_deg**2 + 1.0 / precision)
        return max(-LARGEST_ROLL_DEG, min(LARGEST_ROLL_DEG, believed * roll_deg))


def _has_moved(before: list[float], now: list[float]) -> bool:
    return any(abs(a - b) > STILL_SHARE for a, b in zip(before, now, strict=True))


def _read_standing(image_xy: FloatArray, views: Sequence[ViewReading]) -> tuple[FloatArray, FloatArray]:
    """Return how far plainly standing bodies lean to the right, (n,) degrees less what is usual, and where they are.

    NaN where nobody plainly stands. The second array (n, 6) holds ankles, hips and shoulders in trunk lengths.
    """
    lean_deg = np.full(len(image_xy), np.nan)
    points = np.zeros((len(image_xy), 6))
    for kind, stance in STANCES.items():
        frames = [index for index, view in enumerate(views) if view.kind == kind and view.posture == "upright"]
        if frames:
            signs = np.array([views[index].front_sign for index in frames], dtype=np.float64)
            lean_deg[frames], points[frames] = _read_stance(image_xy[frames], signs * (kind == "side"), stance)
    return lean_deg, points


def _read_stance(image_xy: FloatArray, front_sign: FloatArray, stance: Stance) -> tuple[FloatArray, FloatArray]:
    """Return what `_read_standing` does, for frames of one view; `front_sign` (n,) is 0 in a view from the front."""
    ankle, hip, shoulder = (image_xy[:, pair].mean(axis=1) for pair in _ENDS)
    trunk = np.maximum(geo.compute_length(shoulder - hip), 1e-9)
    whole_deg, legs_deg, trunk_deg = (
        _compute_lean_deg(high - low) for low, high in ((ankle, shoulder), (ankle, hip), (hip, shoulder))
    )
    knees_deg = geo.compute_joint_flexion_deg(*(image_xy[:, pair] for pair in _LEGS))
    feet = np.abs(image_xy[:, _LEGS[2][0]] - image_xy[:, _LEGS[2][1]])
    lean_deg = whole_deg - front_sign * stance.forward_deg
    stands = (
        (geo.compute_length(hip - ankle) >= SHORTEST_LEGS_SHARE * trunk)
        & (knees_deg <= STRAIGHT_KNEE_DEG).all(axis=1)
        & (np.abs(lean_deg) <= STEEPEST_DEG)
        & (np.abs(trunk_deg - legs_deg - front_sign * stance.bend_deg) <= stance.loosest_bend_deg)
        & (feet <= trunk[:, np.newaxis] * (stance.feet_apart, stance.feet_unlevel)).all(axis=1)
    )
    return np.where(stands, lean_deg, np.nan), np.concatenate([ankle, hip, shoulder], axis=1) / trunk[:, np.newaxis]


def _compute_lean_deg(line: FloatArray) -> FloatArray:
    """Return how far upward lines (n, 2) lean to the right of the picture, degrees."""
    return np.asarray(np.degrees(np.arctan2(line[:, 0], -line[:, 1])))


def turn_level(image_xy: FloatArray, roll_deg: FloatArray) -> FloatArray:
    """Return landmarks (n, 33, 2) as a level camera shows them: each frame turned about the middle of its ankles.

    Args:
        image_xy: in units of frame height, so that a turn is true.
        roll_deg: (n,) by how much the camera was turned clockwise.
    """
    if not roll_deg.any():
        return image_xy
    roll = np.radians(roll_deg)[:, np.newaxis]
    ankle = image_xy[:, _ENDS[0]].mean(axis=1, keepdims=True)
    x, y = np.moveaxis(image_xy - ankle, -1, 0)
    turned = np.stack([np.cos(roll) * x - np.sin(roll) * y, np.sin(roll) * x + np.cos(roll) * y], axis=-1)
    return np.asarray(ankle + turned)
