"""What a body shows besides the stretch: standing upright, arms lifted, cut off by the picture's edge."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np

from posecheck.pose import Pose

Cut = Literal["", "head", "feet", "side", "too_close", "too_far"]

# A body whose larger extent is below this share of the frame's height is too small to be measured: at a
# third of the height one pixel of jitter in 480 lines is already about half a degree on a shin.
SMALLEST_EXTENT = 0.33
# Landmarks may touch the edge by this much before they count as cut off, in frame heights.
EDGE_MARGIN = 0.01
# Trunk and legs of somebody who stands are within this of one line.
STANDING_BEND_DEG = 14.0
# Wrists have to be this share of the trunk's length above the nose to count as a lifted arm.
LIFT_SHARE = 0.15

_HEAD = ("nose", "left_ear", "right_ear")
_FEET = ("left_ankle", "right_ankle", "left_heel", "right_heel")
_OUTLINE = (*_HEAD, *_FEET, "left_shoulder", "right_shoulder", "left_hip", "right_hip", "left_knee", "right_knee")


def _middle(pose: Pose, joint: str) -> np.ndarray:
    return (pose.point(f"left_{joint}") + pose.point(f"right_{joint}")) / 2.0


def _lean_deg(low: np.ndarray, high: np.ndarray) -> float:
    """Return the angle of a line against the vertical, -180..180, + leaning to the right of the picture."""
    return math.degrees(math.atan2(high[0] - low[0], low[1] - high[1]))


def find_cut(pose: Pose) -> Cut:
    """Return which part of the body the picture's edge cuts off, "too_far" when it is too small, "" when neither.

    A pose without a body gives "".
    """
    if not pose.detected:
        return ""
    points = np.array([pose.point(name) for name in _OUTLINE])
    below = points[:, 1] > 1.0 + EDGE_MARGIN
    above = points[:, 1] < -EDGE_MARGIN
    beside = (points[:, 0] < -EDGE_MARGIN) | (points[:, 0] > pose.aspect + EDGE_MARGIN)
    if (below.any() and above.any()) or (beside.any() and np.ptp(points[:, 0]) > pose.aspect):
        return "too_close"
    if below.any() or above.any():
        return "feet" if below.any() else "head"
    if beside.any():
        return "side"
    return "too_far" if float(np.ptp(points, axis=0).max()) < SMALLEST_EXTENT else ""


def is_standing(pose: Pose) -> bool:
    """Return whether the body stands straight: shins, thighs and trunk on one line, more or less upright."""
    if not pose.detected:
        return False
    joints = [_middle(pose, joint) for joint in ("ankle", "knee", "hip", "shoulder")]
    leans = [_lean_deg(low, high) for low, high in zip(joints, joints[1:], strict=False)]
    return max(leans) - min(leans) <= STANDING_BEND_DEG and abs(float(np.mean(leans))) < 30.0


def measure_tilt_deg(pose: Pose) -> float:
    """Return how far somebody who stands leans in the picture, in degrees; NaN when nobody stands.

    People stand within 3-4 degrees of the vertical, so that more is the camera's.
    """
    if not is_standing(pose):
        return math.nan
    return _lean_deg(_middle(pose, "ankle"), _middle(pose, "shoulder"))


def has_arms_lifted(pose: Pose) -> bool:
    """Return whether both wrists are clearly above the head of an upright trunk."""
    if not pose.detected:
        return False
    trunk = _middle(pose, "hip")[1] - _middle(pose, "shoulder")[1]
    highest_allowed = pose.point("nose")[1] - LIFT_SHARE * trunk
    lifted = [pose.point(f"{side}_wrist")[1] < highest_allowed for side in ("left", "right")]
    return bool(trunk > 0.05 and all(lifted))
