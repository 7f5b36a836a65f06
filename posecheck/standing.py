"""What is remembered of a body from one frame to the next: where its floor is, and how long its leg.

A jump shows only against the height at which the feet stood before, and a knee that bends towards the camera only
in a leg that is shorter than it was.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posecheck import geometry as geo
from posecheck.pose import LANDMARK_INDEX

FloatArray = NDArray[np.float64]

# Time constants in seconds. The lowest place of the feet and the longest leg are taken over fast, but not from one
# wrong frame, and given up slowly: a jump is over in half a second, a deep step to the side in three.
FLOOR_S = (0.1, 6.0)
LEG_S = (0.3, 30.0)
# Who comes nearer or goes away changes in size: what is followed with the second of these time constants runs ahead of
# what is followed with the first. From the first share on, until it is below the second, the leg is what is seen now.
# Landmarks in the picture against those in metres give the size: a lunge to the side changes it by up to 9 % on
# rendered bodies and never begins this, a walk through the room by 70 %.
SIZE_S = (3.0, 0.3)
NEARING = (0.12, 0.03)

_TRUNK_AND_LEGS = [
    LANDMARK_INDEX[f"{side}_{joint}"] for side in ("left", "right") for joint in ("shoulder", "hip", "knee", "ankle")
]

_HIPS, _KNEES, _ANKLES = (
    np.array([LANDMARK_INDEX[f"{side}_{joint}"] for side in ("left", "right")]) for joint in ("hip", "knee", "ankle")
)


@dataclass
class Follower:
    """Follows a value upward fast and downward slowly."""

    rise_s: float
    fall_s: float
    level: float = math.nan

    def step(self, value: float, elapsed_s: float) -> float:
        """Return the level after one more value; NaN leaves it where it was."""
        if math.isnan(value):
            return self.level
        if math.isnan(self.level):
            self.level = value
        else:
            constant_s = self.rise_s if value > self.level else self.fall_s
            self.level += (value - self.level) * (1.0 - math.exp(-elapsed_s / constant_s))
        return self.level


class StandingTracker:
    """Remembers where the feet stood and how long the leg was, from frame to frame."""

    def __init__(self) -> None:
        self._floor, self._leg = Follower(*FLOOR_S), Follower(*LEG_S)
        self._leg_now = Follower(LEG_S[0], LEG_S[0])
        self._sizes = [Follower(constant_s, constant_s) for constant_s in SIZE_S]
        self._is_nearing = False
        self._time_s: float | None = None

    def follow(self, time_s: FloatArray, image_xy: FloatArray, world_xyz: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the floor's place and the leg's length after each further frame.

        Args:
            time_s: (n,) seconds, rising.
            image_xy: (n, 33, 2) landmarks in units of frame height, y down.
            world_xyz: (n, 33, 3) the same in metres, which tell how large a metre is in the picture.

        Returns:
            Two arrays (n,) in units of frame height: y of the ankles when standing, and thigh plus shin when they
            lay in the picture's plane. NaN before the first body.
        """
        lowest, longest = _find_lowest_ankle(image_xy).tolist(), _find_longest_leg(image_xy).tolist()
        sizes = _compute_size(image_xy, world_xyz).tolist()
        levels = np.empty((len(time_s), 2))
        for index, now_s in enumerate(time_s.tolist()):
            elapsed_s = 0.0 if self._time_s is None else now_s - self._time_s
            self._time_s = now_s
            levels[index] = self._floor.step(lowest[index], elapsed_s), self._leg.step(longest[index], elapsed_s)
            now = self._leg_now.step(longest[index], elapsed_s)
            if self._follow_size(sizes[index], elapsed_s):
                self._leg.level = levels[index, 1] = now
        return levels[:, 0], levels[:, 1]

    def _follow_size(self, size: float, elapsed_s: float) -> bool:
        """Return whether the person comes nearer or goes away."""
        slow, fast = (follower.step(size, elapsed_s) for follower in self._sizes)
        self._is_nearing = abs(fast / slow - 1.0) > NEARING[self._is_nearing]
        return self._is_nearing


def _find_lowest_ankle(image_xy: FloatArray) -> FloatArray:
    return np.asarray(image_xy[:, _ANKLES, 1].max(axis=1))


def _find_longest_leg(image_xy: FloatArray) -> FloatArray:
    hips, knees, ankles = image_xy[:, _HIPS], image_xy[:, _KNEES], image_xy[:, _ANKLES]
    lengths = geo.compute_length(knees - hips) + geo.compute_length(ankles - knees)
    return np.asarray(lengths.max(axis=1))


def _compute_size(image_xy: FloatArray, world_xyz: FloatArray) -> FloatArray:
    """Return how large a metre of the body is in the picture, (n,) frame heights, whatever its posture; NaN unseen."""
    seen, true = (
        np.square(points - points.mean(axis=1, keepdims=True)).sum(axis=(1, 2))
        for points in (image_xy[:, _TRUNK_AND_LEGS], world_xyz[:, _TRUNK_AND_LEGS, :2])
    )
    return np.asarray(np.sqrt(np.divide(seen, true, out=np.full(len(seen), np.nan), where=true > 0.0)))
