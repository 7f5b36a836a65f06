"""Lying on the back: the bridge and the knee held to the chest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lab.body import Body
from lab.kinematics import lay_hand, place_ankle, place_wrist, rest_on_floor, set_foot, standing_ankle_height_m
from lab.movements.limbs import lay_arms_on_floor, outward
from lab.posture import SIDES, LegAngles, Posture, set_leg, set_trunk
from lab.rotation import FORWARD, UP, rotate_x
from lab.stance import Stance

_TRUNK = ("spine", "clavicle", "shoulder", "neck", "head", "root", "pelvis")
# The head's direction from the hips is +y; the shoulders lie here.
_SHOULDERS_Y_SHARE = 0.25
_RELAXED_FOOT_DEG = -20.0
# Flesh and shoe behind the heel bone, in stature.
_HEEL_PAD_SHARE = 0.008


@dataclass(frozen=True, slots=True)
class Bridge:
    """On the back, feet flat; the hips are lifted until the trunk is tilted by `lift_deg`.

    Attributes:
        feet: from the shoulders to the ankles, in stature.
        spine_flexion_deg: rounding of the back, arching negative.
    """

    lift_deg: float = 0.0
    feet: float = 0.565
    spine_flexion_deg: float = 0.0
    neck_turn_deg: float = 0.0

    def build(self, body: Body) -> Posture:
        """Return the posture with the shoulders and the feet where they lie and stand."""
        posture = Posture().turned(pelvis=rotate_x(-90.0 - self.lift_deg - self.spine_flexion_deg))
        posture = set_trunk(
            posture,
            spine_flexion_deg=self.spine_flexion_deg,
            neck_flexion_deg=self.lift_deg + 4.0,
            neck_turn_deg=self.neck_turn_deg,
        )
        posture = _lie_down(body, posture)
        for side in SIDES:
            side_m = body.joints(posture)[f"{side}_hip"][0]
            ankle_y_m = (_SHOULDERS_Y_SHARE - self.feet) * body.height_m
            ankle_m = np.array([1.15 * side_m, ankle_y_m, standing_ankle_height_m(body)])
            posture = set_foot(place_ankle(body, posture, side, ankle_m, UP + 0.3 * FORWARD), side, heading_deg=6.0)
        return lay_arms_on_floor(body, posture)


@dataclass(frozen=True, slots=True)
class KneeToChest:
    """On the back, the left knee drawn to the chest by both hands.

    Attributes:
        hip_flexion_deg, knee_flexion_deg: of the held leg, counted from lying on the floor.
        other_hip_deg, other_knee_deg: of the leg that should stay there.
        grip: 0 arms beside the body, 1 hands on the shin.
        head_up_deg: how far the head is lifted.
    """

    hip_flexion_deg: float = 0.0
    knee_flexion_deg: float = 3.0
    other_hip_deg: float = 0.0
    other_knee_deg: float = 3.0
    grip: float = 0.0
    head_up_deg: float = 4.0
    spine_flexion_deg: float = 0.0
    neck_turn_deg: float = 0.0

    def build(self, body: Body) -> Posture:
        """Return the posture with the back on the floor."""
        posture = Posture().turned(pelvis=rotate_x(-90.0))
        posture = set_trunk(
            posture,
            spine_flexion_deg=self.spine_flexion_deg,
            neck_flexion_deg=self.head_up_deg,
            neck_turn_deg=self.neck_turn_deg,
        )
        posture = _lie_down(body, posture)
        slope_deg = _find_leg_slope_deg(body, posture)
        held = LegAngles(self.hip_flexion_deg + slope_deg, 4.0, 0.0, self.knee_flexion_deg, _RELAXED_FOOT_DEG)
        other = LegAngles(self.other_hip_deg + slope_deg, 3.0, 8.0, self.other_knee_deg, _RELAXED_FOOT_DEG)
        posture = set_leg(set_leg(posture, "left", held), "right", other)
        resting = lay_arms_on_floor(body, posture)
        return resting if self.grip <= 0 else self._hold_shin(body, resting)

    def _hold_shin(self, body: Body, resting: Posture) -> Posture:
        joints = body.joints(resting)
        shin = joints["left_ankle"] - joints["left_knee"]
        front = resting.rotation("left_shin") @ FORWARD
        grip_m = joints["left_knee"] + 0.20 * shin + 0.035 * body.height_m * front
        posture = resting
        for side in SIDES:
            beside_m = outward(side, np.array([0.045, 0.0, 0.0])) * body.height_m
            rest_m = joints[f"{side}_wrist"]
            wrist_m = (1 - self.grip) * rest_m + self.grip * (grip_m + beside_m)
            wrist_m[2] += 0.10 * np.sin(np.pi * self.grip)
            posture = place_wrist(body, posture, side, wrist_m, outward(side, np.array([1.0, 0.3, -0.7])))
            fingers = outward(side, np.array([-1.0, 0.0, 0.25]))
            posture = lay_hand(posture, side, fingers, palm_towards=-front)
        return posture


def _lie_down(body: Body, posture: Posture) -> Posture:
    lying = rest_on_floor(body, posture, *_TRUNK)
    shoulder_y_m = body.joints(lying)["left_shoulder"][1]
    return lying.moved(np.array([0.0, _SHOULDERS_Y_SHARE * body.height_m - shoulder_y_m, 0.0]))


def _find_leg_slope_deg(body: Body, lying: Posture) -> float:
    """Return the hip angle (negative) at which a straight leg's heel comes to the floor."""
    hip_m = body.joints(lying)["left_hip"]
    ankle_m = body.head_m("foot.L")
    behind_m = float(body.rest_m[body.vertices_of("foot", side="left"), 1].max() - ankle_m[1])
    pointed_rad = np.radians(-_RELAXED_FOOT_DEG)
    heel_m = np.cos(pointed_rad) * behind_m + np.sin(pointed_rad) * standing_ankle_height_m(body)
    leg_m = body.length_m("left", "thigh") + body.length_m("left", "shin")
    return -float(np.degrees(np.arcsin((hip_m[2] - heel_m - _HEEL_PAD_SHARE * body.height_m) / leg_m)))


BRIDGE: dict[str, Stance] = {"rest": Bridge(), "lifted": Bridge(lift_deg=27.0)}
KNEE_TO_CHEST: dict[str, Stance] = {
    "flat": KneeToChest(),
    "bent": KneeToChest(hip_flexion_deg=85.0, knee_flexion_deg=105.0, grip=0.75),
    "held": KneeToChest(hip_flexion_deg=122.0, knee_flexion_deg=128.0, grip=1.0),
}
