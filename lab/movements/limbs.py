"""What several families share: where hands rest, and the trunk with its breathing neck."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from lab.body import Body
from lab.kinematics import lay_hand, place_wrist
from lab.posture import SIDES, Posture, outward_sign, set_trunk
from lab.rotation import DOWN, FORWARD, FloatArray, rotate_x

_BACK_AND_OUT = np.array([0.5, 1.0, -0.6])
# Distance of a wrist's centre from the floor when the palm lies on it, as a share of the stature.
PALM_HEIGHT_SHARE = 0.022
# The baked thumb hangs below the palm: a hand that lies on the floor is rolled a little to the outside.
FLAT_PALM = np.array([-0.55, 0.0, -1.0])


class TrunkAngles(Protocol):
    """How a stance tilts its pelvis and bends its spine and neck."""

    pelvis_pitch_deg: float
    spine_flexion_deg: float
    spine_side_deg: float
    neck_flexion_deg: float
    neck_turn_deg: float


def hold_trunk(stance: TrunkAngles) -> Posture:
    """Return a posture with pelvis, spine and neck as a stance has them, and the limbs in line."""
    return set_trunk(
        Posture().turned(pelvis=rotate_x(stance.pelvis_pitch_deg)),
        spine_flexion_deg=stance.spine_flexion_deg,
        spine_side_deg=stance.spine_side_deg,
        neck_flexion_deg=stance.neck_flexion_deg,
        neck_turn_deg=stance.neck_turn_deg,
    )


def outward(side: str, direction: FloatArray) -> FloatArray:
    """Return a direction given for the left side, mirrored for the right."""
    return direction * (outward_sign(side), 1.0, 1.0)


def rest_hands_on_knee(
    body: Body, posture: Posture, side: str, height: float, hands: tuple[str, ...] = SIDES
) -> Posture:
    """Lay hands (both, or those named) on the thigh above the knee of `side`, `height` forearms above the joint."""
    knee_m = body.joints(posture)[f"{side}_knee"]
    forearm_m = body.length_m(side, "forearm")
    for hand in hands:
        offset_m = np.array([0.03 * outward_sign(hand), 0.40 * forearm_m, height * forearm_m])
        posture = place_wrist(body, posture, hand, knee_m + offset_m, outward(hand, _BACK_AND_OUT))
        posture = lay_hand(posture, hand, FORWARD + 0.45 * DOWN)
    return posture


def rest_hands_on_hips(body: Body, posture: Posture) -> Posture:
    """Put the hands on the crests of the pelvis, the elbows out and back."""
    pelvis = posture.rotation("pelvis")
    for side in SIDES:
        hip_m = body.joints(posture)[f"{side}_hip"]
        crest = outward(side, np.array([0.040, 0.010, 0.075])) * body.height_m
        posture = place_wrist(body, posture, side, hip_m + pelvis @ crest, outward(side, np.array([1.0, 0.75, 0.0])))
        posture = lay_hand(posture, side, outward(side, np.array([-0.35, -1.0, -0.5])))
    return posture


def lay_arms_on_floor(body: Body, posture: Posture, spread: float = 0.16) -> Posture:
    """Lay the arms of a supine body on the floor beside it, palms down; `spread` in arm lengths."""
    for side in SIDES:
        shoulder_m = body.joints(posture)[f"{side}_shoulder"]
        arm_m = body.length_m(side, "upper_arm") + body.length_m(side, "forearm")
        reach = outward(side, np.array([spread, -0.96, 0.0])) * arm_m
        wrist_m = shoulder_m + reach
        wrist_m[2] = PALM_HEIGHT_SHARE * body.height_m
        posture = place_wrist(body, posture, side, wrist_m, outward(side, np.array([1.0, 0.2, -0.4])))
        posture = lay_hand(posture, side, FORWARD, outward(side, FLAT_PALM))
    return posture


def plant_hands(body: Body, posture: Posture, ahead_m: float) -> Posture:
    """Put the palms on the floor `ahead_m` along the way that the body faces (-y), the elbows pointing back."""
    for side in SIDES:
        shoulder_m = body.joints(posture)[f"{side}_shoulder"]
        wrist_m = np.array([shoulder_m[0] * 1.12, -ahead_m, PALM_HEIGHT_SHARE * body.height_m])
        posture = place_wrist(body, posture, side, wrist_m, outward(side, np.array([0.35, 1.0, 0.2])))
        posture = lay_hand(posture, side, FORWARD, outward(side, FLAT_PALM))
    return posture
