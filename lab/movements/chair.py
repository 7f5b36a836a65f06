"""Sitting on a chair: both feet on the floor, or one ankle on the other knee."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lab.body import Body
from lab.kinematics import lay_hand, place_ankle, place_wrist, set_foot, standing_ankle_height_m
from lab.movements.limbs import outward
from lab.posture import SIDES, Posture, set_trunk
from lab.rotation import FORWARD, FloatArray, rotate_x
from lab.stance import Stance

# The seat is this high above the sole, in shin lengths; the flesh between seat and hip joint, in stature.
SEAT_SHARE = 0.98
_FLESH_SHARE = 0.052
_FOOT_SHARE = 0.062
# The crossing ankle's centre lies this far above the other knee's, in stature.
_ABOVE_KNEE_SHARE = 0.042


def find_seat_height_m(body: Body) -> float:
    """Return how high the seat of this body's chair is."""
    return SEAT_SHARE * body.length_m("left", "shin")


@dataclass(frozen=True, slots=True)
class ChairFigureFour:
    """On a chair, the left ankle on the way to the right knee.

    Attributes:
        cross: 0 both feet on the floor, 1 the ankle on the other knee.
        slip: how far the ankle has slid down the other shin, in shin lengths.
        knee_up_deg: how far the crossed leg's knee is above the horizontal.
    """

    cross: float = 1.0
    slip: float = 0.0
    knee_up_deg: float = 14.0
    pelvis_pitch_deg: float = 6.0
    spine_flexion_deg: float = 3.0
    spine_side_deg: float = 0.0
    neck_flexion_deg: float = 0.0
    neck_turn_deg: float = 0.0

    def build(self, body: Body) -> Posture:
        """Return the posture with the seat on the chair and the right foot on the floor."""
        posture = set_trunk(
            Posture().turned(pelvis=rotate_x(self.pelvis_pitch_deg)),
            spine_flexion_deg=self.spine_flexion_deg,
            spine_side_deg=self.spine_side_deg,
            neck_flexion_deg=self.neck_flexion_deg,
            neck_turn_deg=self.neck_turn_deg,
        )
        joints = body.joints(posture)
        hip_m = np.array([0.0, 0.0, find_seat_height_m(body) + _FLESH_SHARE * body.height_m])
        posture = posture.moved(hip_m - (joints["left_hip"] + joints["right_hip"]) / 2)
        posture = self._plant_foot(body, posture, "right")
        planted = self._plant_foot(body, posture, "left")
        crossing = planted if self.cross <= 0 else self._cross_leg(body, planted)
        return self._rest_hands(body, crossing)

    def _plant_foot(self, body: Body, posture: Posture, side: str) -> Posture:
        ahead_m = body.length_m(side, "thigh") * 0.96
        aside_m = _FOOT_SHARE * body.height_m
        ankle_m = outward(side, np.array([aside_m, -ahead_m, standing_ankle_height_m(body)]))
        return set_foot(place_ankle(body, posture, side, ankle_m, FORWARD), side, heading_deg=8.0)

    def _cross_leg(self, body: Body, planted: Posture) -> Posture:
        joints = body.joints(planted)
        start_m, end_m = joints["left_ankle"], self._find_rest_m(body, joints)
        ankle_m = (1 - self.cross) * start_m + self.cross * end_m
        ankle_m[1] -= 0.09 * float(np.sin(np.pi * self.cross)) * body.height_m
        up_rad = np.radians(self.knee_up_deg)
        aside = np.array([np.cos(up_rad), -0.35, np.sin(up_rad)])
        knee_towards = (1 - self.cross) * FORWARD + self.cross * aside
        crossed = place_ankle(body, planted, "left", ankle_m, knee_towards)
        foot = crossed.rotation("left_shin") @ rotate_x(-8.0)
        return crossed.turned(left_foot=foot, left_toes=foot)

    def _find_rest_m(self, body: Body, joints: dict[str, FloatArray]) -> FloatArray:
        """Return where the crossing ankle (3,) lies: just above the other knee, or further down that shin."""
        knee_m, shin = joints["right_knee"], joints["right_ankle"] - joints["right_knee"]
        above_m = np.array([-0.012, 0.02, _ABOVE_KNEE_SHARE]) * body.height_m
        before_m = np.array([-0.012, -0.045, 0.0]) * body.height_m
        sliding = min(1.0, self.slip / 0.15)
        return knee_m + self.slip * shin + (1 - sliding) * above_m + sliding * before_m

    def _rest_hands(self, body: Body, posture: Posture) -> Posture:
        joints = body.joints(posture)
        for side in SIDES:
            thigh = joints[f"{side}_knee"] - joints[f"{side}_hip"]
            resting_m = joints[f"{side}_hip"] + 0.62 * thigh + np.array([0.0, 0.0, 0.055]) * body.height_m
            posture = place_wrist(body, posture, side, resting_m, outward(side, np.array([1.0, 0.8, -0.2])))
            posture = lay_hand(posture, side, thigh / np.linalg.norm(thigh) + np.array([0.0, 0.0, -0.15]))
        return posture


CHAIR: dict[str, Stance] = {
    "sitting": ChairFigureFour(cross=0.0),
    "figure_four": ChairFigureFour(),
}
