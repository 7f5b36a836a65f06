"""What all who lie on the back share: the trunk on the ground, the legs' slope, hands that hold a leg."""

from __future__ import annotations

import numpy as np

from lab.body import Body
from lab.kinematics import lay_hand, place_wrist, rest_on_floor, standing_ankle_height_m
from lab.movements.limbs import outward
from lab.posture import SIDES, Posture, set_trunk
from lab.rotation import FORWARD, FloatArray, rotate_x

_TRUNK = ("spine", "clavicle", "shoulder", "neck", "head", "root", "pelvis")
# The head's direction from the hips is +y; the shoulders lie here.
SHOULDERS_Y_SHARE = 0.25
RELAXED_FOOT_DEG = -20.0
# Flesh and shoe behind the heel bone, in stature.
_HEEL_PAD_SHARE = 0.008
# Beside the leg that is held, and how high the hands rise on their way to it, in stature and metres.
_BESIDE_SHARE = 0.045
_ARC_M = 0.10


def lie_on_back(
    body: Body,
    *,
    spine_flexion_deg: float = 0.0,
    head_up_deg: float = 0.0,
    neck_turn_deg: float = 0.0,
) -> Posture:
    """Return a body on its back with the trunk on the floor and the shoulders at their place."""
    posture = set_trunk(
        Posture().turned(pelvis=rotate_x(-90.0)),
        spine_flexion_deg=spine_flexion_deg,
        neck_flexion_deg=head_up_deg,
        neck_turn_deg=neck_turn_deg,
    )
    return rest_trunk(body, posture)


def rest_trunk(body: Body, posture: Posture) -> Posture:
    """Lower the body until its trunk touches the floor, the shoulders at their place."""
    lying = rest_on_floor(body, posture, *_TRUNK)
    shoulder_y_m = body.joints(lying)["left_shoulder"][1]
    return lying.moved(np.array([0.0, SHOULDERS_Y_SHARE * body.height_m - shoulder_y_m, 0.0]))


def find_leg_slope_deg(body: Body, lying: Posture) -> float:
    """Return the hip angle (negative) at which a straight leg's heel comes to the floor."""
    hip_m = body.joints(lying)["left_hip"]
    ankle_m = body.head_m("foot.L")
    behind_m = float(body.rest_m[body.vertices_of("foot", side="left"), 1].max() - ankle_m[1])
    pointed_rad = np.radians(-RELAXED_FOOT_DEG)
    heel_m = np.cos(pointed_rad) * behind_m + np.sin(pointed_rad) * standing_ankle_height_m(body)
    leg_m = body.length_m("left", "thigh") + body.length_m("left", "shin")
    return -float(np.degrees(np.arcsin((hip_m[2] - heel_m - _HEEL_PAD_SHARE * body.height_m) / leg_m)))


def hold_shin(body: Body, resting: Posture, leg: str, grip: float) -> Posture:
    """Bring both hands a share `grip` (0..1) of the way from where they rest to the shin of one leg."""
    joints = body.joints(resting)
    front = resting.rotation(f"{leg}_shin") @ FORWARD
    shin = joints[f"{leg}_ankle"] - joints[f"{leg}_knee"]
    grip_m = joints[f"{leg}_knee"] + 0.20 * shin + 0.035 * body.height_m * front
    return _bring_hands(body, resting, grip_m, -front, grip)


def hold_thigh(body: Body, resting: Posture, leg: str, grip: float) -> Posture:
    """Bring both hands a share `grip` (0..1) of the way from where they rest to the back of one thigh."""
    joints = body.joints(resting)
    back = -(resting.rotation(f"{leg}_thigh") @ FORWARD)
    thigh = joints[f"{leg}_knee"] - joints[f"{leg}_hip"]
    grip_m = joints[f"{leg}_hip"] + 0.62 * thigh + 0.045 * body.height_m * back
    return _bring_hands(body, resting, grip_m, -back, grip)


def _bring_hands(body: Body, resting: Posture, grip_m: FloatArray, palm_towards: FloatArray, grip: float) -> Posture:
    joints = body.joints(resting)
    posture = resting
    for side in SIDES:
        beside_m = outward(side, np.array([_BESIDE_SHARE, 0.0, 0.0])) * body.height_m
        wrist_m = (1 - grip) * joints[f"{side}_wrist"] + grip * (grip_m + beside_m)
        wrist_m[2] += _ARC_M * np.sin(np.pi * grip)
        posture = place_wrist(body, posture, side, wrist_m, outward(side, np.array([1.0, 0.3, -0.7])))
        fingers = outward(side, np.array([-1.0, 0.0, 0.25]))
        posture = lay_hand(posture, side, fingers, palm_towards=palm_towards)
    return posture
