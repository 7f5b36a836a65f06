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
        self._time_s: float | None = None

    def follow(self, time_s: FloatArray, image_xy: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the floor's place and the leg's length after each further frame.

        Args:
            time_s: (n,) seconds, rising.
            image_xy: (n, 33, 2) landmarks in units of frame height, y down.

        Returns:
            Two arrays (n,) in units of frame height: y of the ankles when standing, and thigh plus shin when they
            lay in the picture's plane. NaN before the first body.
        """
        lowest, longest = _find_lowest_ankle(image_xy).tolist(), _find_longest_leg(image_xy).tolist()
        levels = np.empty((len(time_s), 2))
        for index, now_s in enumerate(time_s.tolist()):
            elapsed_s = 0.0 if self._time_s is None else now_s - self._time_s
            self._time_s = now_s
            levels[index] = self._floor.step(lowest[index], elapsed_s), self._leg.step(longest[index], elapsed_s)
        return levels[:, 0], levels[:, 1]


def _find_lowest_ankle(image_xy: FloatArray) -> FloatArray:
    return np.asarray(image_xy[:, _ANKLES, 1].max(axis=1))


def _find_longest_leg(image_xy: FloatArray) -> FloatArray:
    hips, knees, ankles = image_xy[:, _HIPS], image_xy[:, _KNEES], image_xy[:, _ANKLES]
    lengths = geo.compute_length(knees - hips) + geo.compute_length(ankles - knees)
    return np.asarray(lengths.max(axis=1))
