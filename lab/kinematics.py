"""Inverse kinematics: put a foot or a hand where it belongs, and find the knee or elbow between."""

from __future__ import annotations

import numpy as np

from lab.body import Body
from lab.posture import Posture, outward_sign
from lab.rotation import DOWN, FORWARD, LEFT, FloatArray, axes_of_segment, normalise, rotate_x, rotate_z

# A limb is never pulled quite straight: there the bend's direction is lost and the knee would snap.
_SLACK_M = 1e-3
# Distance from the ankle to the ball of the foot, as a share of the stature.
_BALL_SHARE = 0.075


def find_middle_joint(
    start_m: FloatArray, end_m: FloatArray, upper_m: float, lower_m: float, bend_towards: FloatArray
) -> FloatArray:
    """Return where the middle joint (3,) of a two-segment limb lies, bent towards `bend_towards`.

    An end out of reach is approached as far as the limb goes.
    """
    axis = normalise(end_m - start_m)
    distance_m = float(np.linalg.norm(end_m - start_m))
    distance_m = float(np.clip(distance_m, abs(upper_m - lower_m) + _SLACK_M, upper_m + lower_m - _SLACK_M))
    sideways = normalise(bend_towards - (bend_towards @ axis) * axis)
    along_m = (upper_m**2 - lower_m**2 + distance_m**2) / (2 * distance_m)
    return start_m + along_m * axis + np.sqrt(max(upper_m**2 - along_m**2, 0.0)) * sideways


def place_ankle(
    body: Body, posture: Posture, side: str, ankle_m: FloatArray, knee_towards: FloatArray = FORWARD
) -> Posture:
    """Turn thigh and shin so that the ankle comes to `ankle_m` (3,), the knee bent towards `knee_towards`."""
    hip_m = body.joints(posture)[f"{side}_hip"]
    lengths_m = body.length_m(side, "thigh"), body.length_m(side, "shin")
    knee_m = find_middle_joint(hip_m, ankle_m, *lengths_m, knee_towards)
    hinge = _hinge(knee_towards, ankle_m - hip_m)
    return posture.turned(
        **{
            f"{side}_thigh": axes_of_segment(knee_m - hip_m, hinge),
            f"{side}_shin": axes_of_segment(ankle_m - knee_m, hinge),
        }
    )


def point_leg(posture: Posture, side: str, thigh_towards: FloatArray, shin_towards: FloatArray) -> Posture:
    """Turn thigh and shin along two directions (3,) that are not parallel; the knee bends in their plane."""
    hinge = np.cross(thigh_towards, shin_towards)
    return posture.turned(
        **{
            f"{side}_thigh": axes_of_segment(thigh_towards, hinge),
            f"{side}_shin": axes_of_segment(shin_towards, hinge),
        }
    )


def set_foot(
    posture: Posture, side: str, *, pitch_deg: float = 0.0, heading_deg: float = 0.0, toe_extension_deg: float = 0.0
) -> Posture:
    """Turn the foot in the world: `pitch_deg` points the toes down, `heading_deg` turns them outward.

    A foot with zero pitch stands flat; `toe_extension_deg` bends the toes up against the foot.
    """
    foot = rotate_z(outward_sign(side) * heading_deg) @ rotate_x(pitch_deg)
    return posture.turned(**{f"{side}_foot": foot, f"{side}_toes": foot @ rotate_x(-toe_extension_deg)})


def rise_on_ball_m(body: Body, heel_deg: float) -> FloatArray:
    """Return how far the ankle moves (3,) when the heel of a foot that points along -y is lifted on its ball."""
    ball = np.array([0.0, -_BALL_SHARE * body.height_m, -standing_ankle_height_m(body)])
    return ball - rotate_x(heel_deg) @ ball


def place_wrist(body: Body, posture: Posture, side: str, wrist_m: FloatArray, elbow_towards: FloatArray) -> Posture:
    """Turn upper arm and forearm so that the wrist comes to `wrist_m` (3,); the hand follows the forearm."""
    shoulder_m = body.joints(posture)[f"{side}_shoulder"]
    lengths_m = body.length_m(side, "upper_arm"), body.length_m(side, "forearm")
    elbow_m = find_middle_joint(shoulder_m, wrist_m, *lengths_m, elbow_towards)
    hinge = _hinge(-elbow_towards, wrist_m - shoulder_m)
    forearm = axes_of_segment(wrist_m - elbow_m, hinge)
    return posture.turned(
        **{
            f"{side}_upper_arm": axes_of_segment(elbow_m - shoulder_m, hinge),
            f"{side}_forearm": forearm,
            f"{side}_hand": forearm,
        }
    )


def lay_hand(posture: Posture, side: str, fingers_towards: FloatArray, palm_towards: FloatArray = DOWN) -> Posture:
    """Turn the hand so that the fingers point along one direction and the palm faces another.

    A hanging hand's palm faces the thigh, so its frame's x axis leaves the back of the left hand.
    """
    back_of_hand = -outward_sign(side) * palm_towards
    return posture.turned(**{f"{side}_hand": axes_of_segment(fingers_towards, back_of_hand)})


def move_joint_to(body: Body, posture: Posture, joint: str, place_m: FloatArray) -> Posture:
    """Shift the whole body so that a joint comes to `place_m` (3,)."""
    return posture.moved(place_m - body.joints(posture)[joint])


def rest_on_floor(body: Body, posture: Posture, *bones: str, side: str | None = None) -> Posture:
    """Lift or lower the body so that its lowest vertex (of these bones, or of all) touches the floor."""
    heights_m = body.skin(posture)[:, 2]
    if bones:
        heights_m = heights_m[body.vertices_of(*bones, side=side)]
    return posture.moved(np.array([0.0, 0.0, -float(heights_m.min())]))


def standing_ankle_height_m(body: Body) -> float:
    """Return how high the ankle joint is when the sole stands flat."""
    return float(body.head_m("foot.L")[2] - body.rest_m[:, 2].min())


def _hinge(bend_towards: FloatArray, chain: FloatArray) -> FloatArray:
    """Return the axis (towards the person's left when bending forward) about which the limb bends."""
    hinge = np.cross(bend_towards, normalise(chain))
    return normalise(hinge) if np.linalg.norm(hinge) > 1e-9 else LEFT
