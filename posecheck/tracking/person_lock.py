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
    image = pose.image_xy[CORE]
    world = pose.world_xyz[CORE, :2]
    spread_m = float(np.linalg.norm(world - world.mean(axis=0)))
    spread = float(np.linalg.norm(image - image.mean(axis=0)))
    if not (spread_m > 0 and spread > 0):
        return None
    inside = np.all((image >= 0) & (image <= (pose.aspect, 1.0)), axis=1)
    return Body(pose.image_xy[_HIPS].mean(axis=0), spread / spread_m, float(inside.mean()))


class PersonLock:
    """Remembers the followed body and tells whether another one can be the same person."""

    def __init__(self) -> None:
        """Begin with nobody followed."""
        self._body: Body | None = None
        self._seen_s = -math.inf

    def is_free(self, time_s: float) -> bool:
        """Return whether nobody is followed: nobody was yet, or not for `RELEASE_AFTER_S`."""
        return self.elapsed_s(time_s) > RELEASE_AFTER_S

    def elapsed_s(self, time_s: float) -> float:
        """Return how long ago the followed person was seen; infinite when nobody is followed."""
        return time_s - self._seen_s

    def accepts(self, pose: Pose) -> bool:
        """Return whether the body of `pose` can be the followed one, given where it was and how long ago."""
        body = measure_body(pose)
        if body is None:
            return False
        if self._body is None or self.is_free(pose.time_s):
            return True
        elapsed_s = self.elapsed_s(pose.time_s)
        scale = math.sqrt(body.height_per_m * self._body.height_per_m)
        moved_m = float(np.linalg.norm(body.hips_xy - self._body.hips_xy)) / scale
        grown = abs(math.log(body.height_per_m / self._body.height_per_m))
        return (
            moved_m <= min(JITTER_M + HIP_SPEED_LIMIT_MPS * elapsed_s, REACH_M)
            and grown <= SCALE_JITTER + SCALE_RATE_LIMIT * elapsed_s
        )

    def follow(self, pose: Pose) -> None:
        """Take the body of `pose` as the followed one from now on; a missing pose changes nothing."""
        body = measure_body(pose)
        if body is not None:
            self._body, self._seen_s = body, pose.time_s
