"""Measures of the front view: the frontal plane of the body lies in the picture."""

from __future__ import annotations

import numpy as np

from posecheck import geometry as geo
from posecheck.measures.definition import Body, FloatArray
from posecheck.measures.sagittal import divide_lengths


def _outward_sign(body: Body, side: str) -> FloatArray:
    """Return +1 where the outside of this side lies at the right of the picture, else -1, shape (n,)."""
    return body.left_sign if side == "left" else -body.left_sign


def _obliquity_deg(body: Body, joint: str) -> FloatArray:
    line = body.at("left", joint) - body.at("right", joint)
    rightward = np.stack([np.abs(line[:, 0]), line[:, 1]], axis=-1)
    return geo.compute_signed_angle_deg(rightward, np.broadcast_to(geo.IMAGE_RIGHT, line.shape))


def compute_pelvis_obliquity(body: Body, _side: str) -> FloatArray:
    """Line of the hips against the horizontal: + the left side is higher."""
    return _obliquity_deg(body, "hip")


def compute_shoulder_obliquity(body: Body, _side: str) -> FloatArray:
    """Line of the shoulders against the horizontal: + the left side is higher."""
    return _obliquity_deg(body, "shoulder")


def compute_trunk_side_lean(body: Body, _side: str) -> FloatArray:
    """Line from the hips' to the shoulders' middle against the vertical: + toward the person's left."""
    trunk = body.middle("shoulder") - body.middle("hip")
    up = np.broadcast_to(geo.IMAGE_UP, trunk.shape)
    return geo.compute_signed_angle_deg(up, trunk) * body.left_sign


def compute_hip_abduction(body: Body, side: str) -> FloatArray:
    """Thigh against the trunk's line in the frontal plane: + outward."""
    trunk_down = body.middle("hip") - body.middle("shoulder")
    thigh = body.at(side, "knee") - body.at(side, "hip")
    return -geo.compute_signed_angle_deg(trunk_down, thigh) * _outward_sign(body, side)


def compute_knee_valgus(body: Body, side: str) -> FloatArray:
    """Bend of hip-knee-ankle in the frontal plane: + the knee falls inside the line."""
    thigh = body.at(side, "knee") - body.at(side, "hip")
    shin = body.at(side, "ankle") - body.at(side, "knee")
    return -geo.compute_signed_angle_deg(thigh, shin) * _outward_sign(body, side)


def compute_leg_spread(body: Body, _side: str) -> FloatArray:
    """Angle between the thighs, without sign."""
    left = body.at("left", "knee") - body.at("left", "hip")
    right = body.at("right", "knee") - body.at("right", "hip")
    return geo.compute_angle_deg(left, right)


def compute_ankle_to_knee(body: Body, side: str) -> FloatArray:
    """Distance from this side's ankle to the other knee as a share of the other thigh."""
    other = "right" if side == "left" else "left"
    apart = geo.compute_length(body.at(side, "ankle") - body.at(other, "knee"))
    return divide_lengths(apart, geo.compute_length(body.at(other, "knee") - body.at(other, "hip")))
