"""Lizard lunge: a deep lunge with both hands on the floor inside the front foot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lab.body import Body
from lab.kinematics import lay_hand, move_joint_to, place_ankle, place_wrist, set_foot, standing_ankle_height_m
from lab.movements.limbs import FLAT_PALM, PALM_HEIGHT_SHARE, hold_trunk, outward
from lab.posture import SIDES, Posture
from lab.rotation import DOWN, FORWARD, FloatArray
from lab.stance import Stance

# The rear foot stands on its toes: its ankle's height and place behind the middle of the mat, in stature.
_TOES_ANKLE_SHARE, _REAR_SHARE = 0.104, 0.40
_TOES_PITCH_DEG, _TOES_BENT_DEG = 62.0, 58.0
# From the middle, in stature: the front foot, and the hands of the front and of the rear side.
_FOOT_ASIDE_SHARE = 0.115
_HANDS_X_SHARE = {"right": -0.035, "left": 0.095}
_KNEE_OUT = np.array([-0.12, 0.0, 0.0])
_ELBOWS_BACK = np.array([0.35, 1.0, 0.2])


@dataclass(frozen=True, slots=True)
class Lizard:
    """A low lunge with the left leg behind on its toes and the palms beside the right foot.

    Attributes:
        leg_back_deg: tilt of the line from the rear ankle to the hip against the vertical.
        rear_knee_deg: flexion of the rear knee.
        step: from the rear to the front ankle, in leg lengths.
        hands: palms behind (+) or ahead (-) of the front ankle, in stature.
    """

    leg_back_deg: float = 74.0
    rear_knee_deg: float = 7.0
    step: float = 1.46
    pelvis_pitch_deg: float = 66.0
    spine_flexion_deg: float = 14.0
    spine_side_deg: float = 0.0
    neck_flexion_deg: float = -34.0
    neck_turn_deg: float = 0.0
    hands: float = -0.05

    def build(self, body: Body) -> Posture:
        """Return the posture with toes, front sole and palms on the floor."""
        posture = hold_trunk(self)
        rear_m = self._find_rear_ankle_m(body)
        posture = move_joint_to(body, posture, "left_hip", self._find_hip_m(body, rear_m))
        posture = place_ankle(body, posture, "left", rear_m, FORWARD + 2.0 * DOWN)
        posture = set_foot(posture, "left", pitch_deg=_TOES_PITCH_DEG, toe_extension_deg=_TOES_BENT_DEG)
        front_m = self._find_front_ankle_m(body)
        posture = set_foot(place_ankle(body, posture, "right", front_m, FORWARD + _KNEE_OUT), "right", heading_deg=8.0)
        return self._plant_hands(body, posture, front_m)

    def _find_rear_ankle_m(self, body: Body) -> FloatArray:
        side_m = body.joints(Posture())["left_hip"][0]
        return np.array([side_m, _REAR_SHARE * body.height_m, _TOES_ANKLE_SHARE * body.height_m])

    def _find_hip_m(self, body: Body, ankle_m: FloatArray) -> FloatArray:
        """Return where the left hip (3,) is over the rear ankle, the knee bent as asked for."""
        thigh_m, shin_m = body.length_m("left", "thigh"), body.length_m("left", "shin")
        reach_m = np.sqrt(thigh_m**2 + shin_m**2 + 2 * thigh_m * shin_m * np.cos(np.radians(self.rear_knee_deg)))
        tilt_rad = np.radians(self.leg_back_deg)
        return np.asarray(ankle_m + reach_m * np.array([0.0, -np.sin(tilt_rad), np.cos(tilt_rad)]))

    def _find_front_ankle_m(self, body: Body) -> FloatArray:
        leg_m = body.length_m("right", "thigh") + body.length_m("right", "shin")
        ahead_m = self.step * leg_m - _REAR_SHARE * body.height_m
        return np.array([-_FOOT_ASIDE_SHARE * body.height_m, -ahead_m, standing_ankle_height_m(body)])

    def _plant_hands(self, body: Body, posture: Posture, front_m: FloatArray) -> Posture:
        for side in SIDES:
            place = np.array([_HANDS_X_SHARE[side], self.hands, PALM_HEIGHT_SHARE])
            wrist_m = place * body.height_m + front_m * (0.0, 1.0, 0.0)
            posture = place_wrist(body, posture, side, wrist_m, outward(side, _ELBOWS_BACK))
            posture = lay_hand(posture, side, FORWARD, outward(side, FLAT_PALM))
        return posture


LIZARD: dict[str, Stance] = {
    "kneeling": Lizard(leg_back_deg=63.0, rear_knee_deg=82.0, pelvis_pitch_deg=72.0),
    "low": Lizard(),
}
