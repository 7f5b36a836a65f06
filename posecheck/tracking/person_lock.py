"""Whether the body found in a frame is still the person who is followed. Pure NumPy.

A body is known by where its hips are and by how large it appears. The size is the scale that maps its world
landmarks (metres) onto the picture, so it changes with the distance from the camera but not with the pose.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posecheck.pose import LANDMARK_INDEX, Pose

CORE: NDArray[np.intp] = np.array(
    [LANDMARK_INDEX[f"{side}_{joint}"] for side in ("left", "right") for joint in ("shoulder", "hip", "knee", "ankle")]
)
_HIPS = np.array([LANDMARK_INDEX["left_hip"], LANDMARK_INDEX["right_hip"]])

# Landmarks jitter, and the hips of one person leap this far between frames when the network corrects itself.
JITTER_M = 0.35
# The hips of a runner or of a jump squat stay below 3 m/s; walking is 1.4 m/s.
HIP_SPEED_LIMIT_MPS = 3.0
# Who stretches stays on the mat: after a gap, a body further away than this is another one.
REACH_M = 1.5
# The scale of one person jitters by up to a quarter; walking up to a camera 3 m away adds 0.5 a second.
SCALE_JITTER = math.log(1.4)
SCALE_RATE_LIMIT = 0.7
# The hips of a stretch or an exercise on the spot stay within this of where they were.
ANCHOR_M = 0.5
# After this long without the followed person, whoever is most prominent is followed.
RELEASE_AFTER_S = 3.0


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """Where a body is and how large it appears.

    Attributes:
        hips_xy: (2,), middle of the hips, in units of frame height.
        height_per_m: frame heights that one metre of this body takes up.
        share_inside: 0..1, share of shoulders, hips, knees and ankles inside the picture.
    """

    hips_xy: NDArray[np.float64]
    height_per_m: float
    share_inside: float

    @property
    def prominence(self) -> float:
        """How much this body is the subject of the picture: large, and wholly in view."""
        return self.height_per_m * self.share_inside


def measure_body(pose: Pose) -> Body | None:
    """Return the body of a pose, or None for a missing or collapsed one."""
    # Plain numbers: for eight points NumPy would take ten times as long.
    points = pose.image_xy[CORE].tolist()
    spread_m, spread = _measure_spread(pose.world_xyz[CORE, :2].tolist()), _measure_spread(points)
    if not (spread_m > 0 and spread > 0):
        return None
    inside = sum(0 <= x <= pose.aspect and 0 <= y <= 1.0 for x, y in points)
    left, right = pose.image_xy[_HIPS]
    return Body((left + right) / 2.0, spread / spread_m, inside / len(points))


def _measure_spread(points: list[list[float]]) -> float:
    """Return the root of the summed squared distances of points [x, y] from their middle."""
    middle_x, middle_y = sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)
    return math.sqrt(sum((x - middle_x) ** 2 + (y - middle_y) ** 2 for x, y in points))


class PersonLock:
    """Remembers the followed body and tells whether another one can be the same person.

    Beside the last body it keeps an anchor: where the person was when last seen alone. Who stretches stays there,
    whoever walks through the picture meanwhile.
    """

    def __init__(self) -> None:
        """Begin with nobody followed."""
        self._body: Body | None = None
        self._seen_s = -math.inf
        self._anchor: Body | None = None
        self._anchored_s = -math.inf
        self._measured: tuple[Pose, Body | None] | None = None

    def _measure(self, pose: Pose) -> Body | None:
        """Return the body of a pose; each frame's is asked for several times."""
        if self._measured is None or self._measured[0] is not pose:
            self._measured = pose, measure_body(pose)
        return self._measured[1]

    def is_free(self, time_s: float) -> bool:
        """Return whether nobody is followed: nobody was yet, or not for `RELEASE_AFTER_S`."""
        return self.elapsed_s(time_s) > RELEASE_AFTER_S

    def elapsed_s(self, time_s: float) -> float:
        """Return how long ago the followed person was seen; infinite when nobody is followed."""
        return time_s - self._seen_s

    def accepts(self, pose: Pose) -> bool:
        """Return whether the body of `pose` can be the followed one, given where it was and how long ago."""
        body = self._measure(pose)
        if body is None:
            return False
        if self._body is None or self.is_free(pose.time_s):
            return True
        elapsed_s = self.elapsed_s(pose.time_s)
        reach_m = min(JITTER_M + HIP_SPEED_LIMIT_MPS * elapsed_s, REACH_M)
        growth = SCALE_JITTER + SCALE_RATE_LIMIT * elapsed_s
        return _is_near(body, self._body, reach_m, growth) or self._is_at_anchor(body)

    def follow(self, pose: Pose) -> None:
        """Take the body of `pose` as the followed one from now on; a missing pose changes nothing."""
        body = self._measure(pose)
        if body is None:
            return
        if self.is_free(pose.time_s):
            self._anchor, self._anchored_s = body, pose.time_s
        self._body, self._seen_s = body, pose.time_s

    def confirm_alone(self, pose: Pose) -> None:
        """Move the anchor to a person seen alone; at once for a small way, after `RELEASE_AFTER_S` for a long one.

        Somebody who crosses close to the camera hides the followed person and seems alone for a moment.
        """
        body = self._measure(pose)
        if body is not None and (self._is_at_anchor(body) or pose.time_s - self._anchored_s > RELEASE_AFTER_S):
            self._anchor, self._anchored_s = body, pose.time_s

    def was_left_behind(self, beside: Pose, followed: Pose) -> bool:
        """Return whether `beside` is at the anchor and the body that is followed now has gone away from it."""
        stayed, gone = measure_body(beside), measure_body(followed)
        if stayed is None or gone is None:
            return False
        return self._is_at_anchor(stayed) and not self._is_at_anchor(gone)

    def is_away(self, pose: Pose | None) -> bool:
        """Return whether the body of `pose` is not at the anchor; a missing one is not away."""
        body = self._measure(pose) if pose is not None else None
        return body is not None and self._anchor is not None and not self._is_at_anchor(body)

    def _is_at_anchor(self, body: Body) -> bool:
        return self._anchor is not None and _is_near(body, self._anchor, ANCHOR_M, SCALE_JITTER)


def _is_near(body: Body, other: Body, reach_m: float, growth: float) -> bool:
    """Return whether two bodies are this close, and their scales within a factor of exp(growth)."""
    scale = math.sqrt(body.height_per_m * other.height_per_m)
    moved_m = math.dist(body.hips_xy, other.hips_xy) / scale
    return moved_m <= reach_m and abs(math.log(body.height_per_m / other.height_per_m)) <= growth
