"""What is remembered of a body from frame to frame: its floor, the length of its leg, how it reads when standing.

A jump shows only against the height at which the feet stood before, and a knee that bends towards the camera only
in a leg that is shorter than it was. How far off hip and pelvis read differs from body to body; standing shows a part
of it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posecheck import geometry as geo
from posecheck.level import LONGEST_FRAME_S
from posecheck.pose import LANDMARK_INDEX

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

# Time constants in seconds. The lowest place of the feet and the longest leg are taken over fast, but not from one
# wrong frame, and given up slowly: a jump is over in half a second, a deep step to the side in three.
FLOOR_S = (0.1, 6.0)
LEG_S = (0.3, 30.0)

# How long somebody has to stand still in a clip, after the time that shows the stillness (`posecheck.level.STILL_S`).
STANDING_S = 0.3
# What `hip_flexion` reads in people who stand: the mean of the three bodies that tuning may look at.
STANDING_HIP_DEG = 0.8
# How much of what one person reads beyond that is taken off. On upright clips of those three bodies the hip's mean
# error is 2.87 degrees without it, 2.82 at a third and at half; on held-out bodies 2.19, 2.08 and 2.06 (test clips) and
# 3.26, 2.96 and 2.87 (the catalogue's).
STANDING_WEIGHT = 0.5

# Seen from the front the line of the hips of a level pelvis lies up to 3 degrees off, by other amounts on both feet
# than once the weight has gone to one of them. So it counts from how it lay when both legs last hung down, as far as
# that can be the network's error: who stands with it further off tilts the pelvis. All of these are about the line as
# it is drawn, of which a degree counts 1.5 (`posecheck.anatomy.PELVIS_GAIN`). Only that line counts from there: of
# shoulders that always hang to one side, 6 degrees count as 2 of a lifted hip.
PELVIS_S = 0.6
LEGS_DOWN_DEG = 8.0
LARGEST_RESTING_PELVIS_DEG = 3.0

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


def weigh_standing(reading_deg: float) -> float:
    """Return the degrees to take off a person's `hip_flexion`, from what it reads when that person stands."""
    return STANDING_WEIGHT * (reading_deg - STANDING_HIP_DEG)


class RestingPelvis:
    """Follows what `pelvis_obliquity` reads while both legs hang down."""

    def __init__(self) -> None:
        """Start with nothing known and nothing taken off."""
        self._level = Follower(PELVIS_S, PELVIS_S)
        self._time_s: float | None = None

    def follow(self, time_s: FloatArray, reading_deg: FloatArray) -> FloatArray:
        """Return the degrees (n,) to take off the reading after each further frame, 0 until it is known.

        Args:
            time_s: (n,) seconds, rising.
            reading_deg: (n,) what the pelvis reads with nothing of the person's own taken off, NaN in frames in which
                the legs do not hang down.
        """
        own_deg = np.zeros(len(time_s))
        for index, now_s in enumerate(time_s.tolist()):
            elapsed_s = 0.0 if self._time_s is None else min(now_s - self._time_s, LONGEST_FRAME_S)
            self._time_s = now_s
            own_deg[index] = self._level.step(float(reading_deg[index]), elapsed_s)
        return np.clip(np.nan_to_num(own_deg), -LARGEST_RESTING_PELVIS_DEG, LARGEST_RESTING_PELVIS_DEG)


class StandingHip:
    """Takes what `hip_flexion` reads while somebody stands, the first time that is long enough, and keeps it."""

    def __init__(self) -> None:
        """Start with nothing known and nothing taken off."""
        self._seen_s, self._sum_deg_s = 0.0, 0.0
        self._time_s = math.nan
        self._own_deg = 0.0

    @property
    def is_taken(self) -> bool:
        """Whether it is known: readings are no longer looked at."""
        return self._seen_s >= STANDING_S

    def follow(self, time_s: FloatArray, reading_deg: FloatArray, stands: BoolArray) -> FloatArray:
        """Return the degrees (n,) to take off the reading after each further frame, 0 until it is known.

        Args:
            time_s: (n,) seconds, rising.
            reading_deg: (n,) what the hip reads with nothing of the person's own taken off.
            stands: (n,) whether the person plainly stands upright and still; readings of other frames do not matter.
        """
        own_deg = np.empty(len(time_s))
        for index, now_s in enumerate(time_s.tolist()):
            if stands[index] and not self.is_taken:
                self._add(float(reading_deg[index]), now_s)
            self._time_s = now_s
            own_deg[index] = self._own_deg
        return own_deg

    def _add(self, reading_deg: float, now_s: float) -> None:
        if math.isnan(reading_deg) or math.isnan(self._time_s):
            return
        frame_s = min(now_s - self._time_s, LONGEST_FRAME_S)
        self._seen_s += frame_s
        self._sum_deg_s += frame_s * reading_deg
        if self.is_taken:
            self._own_deg = weigh_standing(self._sum_deg_s / self._seen_s)


def _find_lowest_ankle(image_xy: FloatArray) -> FloatArray:
    return np.asarray(image_xy[:, _ANKLES, 1].max(axis=1))


def _find_longest_leg(image_xy: FloatArray) -> FloatArray:
    hips, knees, ankles = image_xy[:, _HIPS], image_xy[:, _KNEES], image_xy[:, _ANKLES]
    lengths = geo.compute_length(knees - hips) + geo.compute_length(ankles - knees)
    return np.asarray(lengths.max(axis=1))
