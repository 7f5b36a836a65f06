"""Measures of the front view: the frontal plane of the body lies in the picture."""

from __future__ import annotations

import numpy as np

from posecheck import geometry as geo
from posecheck.measures.definition import Body, FloatArray
from posecheck.measures.sagittal import divide_lengths

# Hip to knee against hip to shoulder: 0.245 and 0.288 of the stature (Drillis and Contini, 1966).
THIGH_OF_TRUNK = 0.85


def _outward_sign(body: Body, side: str) -> FloatArray:
    """Return +1 where the outside of this side lies at the right of the picture, else -1, shape (n,)."""
    return body.left_sign if side == "left" else -body.left_sign


def _obliquity_deg(body: Body, joint: str) -> FloatArray:
    line = body.at("left", joint) - body.at("right", joint)
    rightward = np.stack([np.abs(line[:, 0]), line[:, 1]], axis=-1)
    return geo.compute_signed_angle_deg(rightward, geo.IMAGE_RIGHT)


def compute_pelvis_obliquity(body: Body, _side: str) -> FloatArray:
    """Line of the hips against the horizontal: + the left side is higher; less what it read at rest."""
    return _obliquity_deg(body, "hip") - body.resting_pelvis_deg


def compute_shoulder_obliquity(body: Body, _side: str) -> FloatArray:
    """Line of the shoulders against the horizontal: + the left side is higher."""
    return _obliquity_deg(body, "shoulder")


def compute_trunk_side_lean(body: Body, _side: str) -> FloatArray:
    """Line from the hips' to the shoulders' middle against the vertical: + toward the person's left."""
    trunk = body.middle("shoulder") - body.middle("hip")
    return geo.compute_signed_angle_deg(geo.IMAGE_UP, trunk) * body.left_sign


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
    """Distance from this side's ankle to the other knee as a share of the other thigh.

    Of who lies on the back it is read otherwise (`posecheck.anatomy.correct_resting_ankle`).
    """
    other = "right" if side == "left" else "left"
    apart = geo.compute_length(body.at(side, "ankle") - body.at(other, "knee"))
    return divide_lengths(apart, _thigh_length(body, other))


def compute_knee_height_difference(body: Body, _side: str) -> FloatArray:
    """How much higher the left knee is than the right one, as a share of the thigh (see `_thigh_length`)."""
    higher = (body.at("right", "knee") - body.at("left", "knee"))[:, 1]
    return divide_lengths(higher, (_thigh_length(body, "left") + _thigh_length(body, "right")) / 2.0)


def compute_ankle_height(body: Body, side: str) -> FloatArray:
    """How much higher this side's ankle is than the other one, as a share of the thigh, taken from the trunk.

    The other knee is no landmark to count from: an ankle that lies on it hides it, and the network looks for it lower.
    """
    other = "right" if side == "left" else "left"
    higher = (body.at(other, "ankle") - body.at(side, "ankle"))[:, 1]
    trunk = geo.compute_length(body.middle("shoulder") - body.middle("hip"))
    return divide_lengths(higher, THIGH_OF_TRUNK * trunk)


def compute_hip_height(body: Body, _side: str) -> FloatArray:
    """Height of the hips above the lowest ankle, as a share of the thigh, taken from the trunk: low when seated."""
    floor = np.max([body.at(side, "ankle")[:, 1] for side in ("left", "right")], axis=0)
    trunk = geo.compute_length(body.middle("shoulder") - body.middle("hip"))
    return divide_lengths(floor - body.middle("hip")[:, 1], THIGH_OF_TRUNK * trunk)


def compute_feet_apart(body: Body, _side: str) -> FloatArray:
    """Distance of the ankles as a share of the shoulders' width.

    Legs that lie on the floor point at a camera in front and look short and wide apart, whatever their angle; the
    shoulders do not, and keep their width when the trunk leans forward.
    """
    apart = geo.compute_length(body.at("left", "ankle") - body.at("right", "ankle"))
    return divide_lengths(apart, geo.compute_length(body.at("left", "shoulder") - body.at("right", "shoulder")))


def _thigh_length(body: Body, side: str) -> FloatArray:
    """Return the length of a thigh (n,), from the trunk where it points at the camera and looks shorter than it is."""
    seen = geo.compute_length(body.at(side, "knee") - body.at(side, "hip"))
    trunk = geo.compute_length(body.middle("shoulder") - body.middle("hip"))
    return np.asarray(np.maximum(seen, THIGH_OF_TRUNK * trunk))


def compute_leg_bend(body: Body, side: str) -> FloatArray:
    """Knee bend as far as the leg is shorter, from hip to ankle, than it was at full length: 0 straight.

    Seen from the front a knee bends towards the camera, so that its angle does not show, but the shorter leg does:
    with thigh and shin of one length its share of the full length is the cosine of half the bend.
    """
    reach = geo.compute_length(body.at(side, "ankle") - body.at(side, "hip"))
    share = divide_lengths(reach, np.broadcast_to(body.leg_length, reach.shape))
    return np.degrees(2.0 * np.arccos(np.clip(share, 0.0, 1.0)))
