"""Sitting on the floor: soles together (butterfly, hip fold) and legs wide (straddle)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lab.body import Body
from lab.kinematics import lay_hand, place_ankle, place_wrist, set_foot, standing_ankle_height_m
from lab.movements.limbs import outward, plant_hands
from lab.posture import SIDES, Posture, set_trunk
from lab.rotation import UP, rotate_x
from lab.stance import Stance

# Bones whose flesh a person sits on, and how much of it gives way, in stature.
_SEAT = ("root", "pelvis", "spine05", "upperleg01")
_SEAT_GIVES_SHARE = 0.012
# Where the hip joints are above the floor before the flesh is asked, in stature.
_HIP_HEIGHT_SHARE = 0.075
# Height of the ankle's centre of a foot that lies on its outer edge, in stature.
_ANKLE_ON_EDGE_SHARE = 0.032
_TOES_UP_DEG = -78.0
_ELBOWS_OUT = np.array([1.0, 0.35, -0.2])


def sit_on_floor(body: Body, posture: Posture) -> Posture:
    """Return the posture with the middle of the hips over the origin and the seat on the floor."""
    joints = body.joints(posture)
    middle_m = (joints["left_hip"] + joints["right_hip"]) / 2
    lowered = posture.moved(np.array([0.0, 0.0, _HIP_HEIGHT_SHARE * body.height_m]) - middle_m)
    seat_m = body.skin(lowered)[body.vertices_of(*_SEAT), 2].min()
    return lowered.moved(np.array([0.0, 0.0, -float(seat_m) - _SEAT_GIVES_SHARE * body.height_m]))


@dataclass(frozen=True, slots=True)
class SolesTogether:
    """On the floor with the soles together and the knees out.

    Attributes:
        feet_ahead: from the hips to the ankles, in stature.
        feet_apart: between the ankles, in stature.
        left_knee_up_deg, right_knee_up_deg: how far the leg is turned up from the horizontal.
        reach: 0 hands on the shins, 1 hands at the feet.
    """

    feet_ahead: float = 0.19
    feet_apart: float = 0.062
    left_knee_up_deg: float = 16.0
    right_knee_up_deg: float = 16.0
    reach: float = 0.35
    pelvis_pitch_deg: float = 0.0
    spine_flexion_deg: float = 4.0
    spine_side_deg: float = 0.0
    neck_flexion_deg: float = 2.0
    neck_turn_deg: float = 0.0

    def build(self, body: Body) -> Posture:
        """Return the posture with the seat and both feet on the floor."""
        seated = self._fold_legs(body, sit_on_floor(body, self._fold_legs(body, hold_trunk(self))))
        return self._hold_legs(body, seated)

    def _fold_legs(self, body: Body, posture: Posture) -> Posture:
        for side, up_deg in (("left", self.left_knee_up_deg), ("right", self.right_knee_up_deg)):
            place = np.array([self.feet_apart / 2, -self.feet_ahead, _ANKLE_ON_EDGE_SHARE])
            up_rad = np.radians(up_deg)
            knee_towards = outward(side, np.array([np.cos(up_rad), 0.0, np.sin(up_rad)]))
            posture = place_ankle(body, posture, side, outward(side, place) * body.height_m, knee_towards)
            posture = posture.turned(**{f"{side}_foot": posture.rotation(f"{side}_shin")})
        return posture

    def _hold_legs(self, body: Body, posture: Posture) -> Posture:
        joints = body.joints(posture)
        for side in SIDES:
            shin = joints[f"{side}_ankle"] - joints[f"{side}_knee"]
            above_m = np.array([0.0, 0.01, 0.045]) * body.height_m
            grip_m = joints[f"{side}_knee"] + (0.35 + 0.6 * self.reach) * shin + above_m
            posture = place_wrist(body, posture, side, grip_m, outward(side, _ELBOWS_OUT))
            posture = lay_hand(posture, side, outward(side, np.array([-0.6, -0.8, -0.35])))
        return posture


@dataclass(frozen=True, slots=True)
class Straddle:
    """On the floor with the legs wide, leaning forward on the hands.

    Attributes:
        spread_deg: angle between the legs.
        left_knee_deg, right_knee_deg: bend of the knees.
        hands_ahead: from the hips to the wrists on the floor, in stature.
    """

    spread_deg: float = 92.0
    left_knee_deg: float = 2.0
    right_knee_deg: float = 2.0
    hands_ahead: float = 0.24
    pelvis_pitch_deg: float = 6.0
    spine_flexion_deg: float = 4.0
    spine_side_deg: float = 0.0
    neck_flexion_deg: float = 0.0
    neck_turn_deg: float = 0.0

    def build(self, body: Body) -> Posture:
        """Return the posture with the seat, both heels and both hands on the floor."""
        seated = self._open_legs(body, sit_on_floor(body, self._open_legs(body, hold_trunk(self))))
        return plant_hands(body, seated, self.hands_ahead * body.height_m)

    def _open_legs(self, body: Body, posture: Posture) -> Posture:
        heading_rad = np.radians(self.spread_deg / 2)
        for side, knee_deg in (("left", self.left_knee_deg), ("right", self.right_knee_deg)):
            way = outward(side, np.array([np.sin(heading_rad), -np.cos(heading_rad), 0.0]))
            hip_m = body.joints(posture)[f"{side}_hip"]
            ankle_m = hip_m + _reach_m(body, side, knee_deg) * way
            ankle_m[2] = _heel_height_m(body)
            posture = place_ankle(body, posture, side, ankle_m, UP)
            posture = set_foot(posture, side, pitch_deg=_TOES_UP_DEG, heading_deg=self.spread_deg / 2)
        return posture


def hold_trunk(stance: SolesTogether | Straddle) -> Posture:
    """Return a posture that has a stance's pelvis, spine and neck alone."""
    return set_trunk(
        Posture().turned(pelvis=rotate_x(stance.pelvis_pitch_deg)),
        spine_flexion_deg=stance.spine_flexion_deg,
        spine_side_deg=stance.spine_side_deg,
        neck_flexion_deg=stance.neck_flexion_deg,
        neck_turn_deg=stance.neck_turn_deg,
    )


def _reach_m(body: Body, side: str, knee_deg: float) -> float:
    """Return how far the ankle is from the hip when the knee is bent so much."""
    thigh_m, shin_m = body.length_m(side, "thigh"), body.length_m(side, "shin")
    return float(np.sqrt(thigh_m**2 + shin_m**2 + 2 * thigh_m * shin_m * np.cos(np.radians(knee_deg))))


def _heel_height_m(body: Body) -> float:
    """Return how high the ankle's centre is when the heel lies on the floor with the toes up."""
    ankle_m = body.head_m("foot.L")
    behind_m = float(body.rest_m[body.vertices_of("foot", side="left"), 1].max() - ankle_m[1])
    up_rad = np.radians(-_TOES_UP_DEG)
    return float(np.sin(up_rad) * behind_m + np.cos(up_rad) * standing_ankle_height_m(body))


SOLES_TOGETHER: dict[str, Stance] = {
    "easy": SolesTogether(left_knee_up_deg=34.0, right_knee_up_deg=34.0, spine_flexion_deg=12.0),
    "butterfly": SolesTogether(),
    "diamond": SolesTogether(feet_ahead=0.27, left_knee_up_deg=22.0, right_knee_up_deg=22.0, spine_flexion_deg=8.0),
    "fold": SolesTogether(
        feet_ahead=0.27,
        left_knee_up_deg=18.0,
        right_knee_up_deg=18.0,
        reach=0.9,
        pelvis_pitch_deg=36.0,
        spine_flexion_deg=16.0,
        neck_flexion_deg=-14.0,
    ),
}
STRADDLE: dict[str, Stance] = {
    "tall": Straddle(hands_ahead=0.16),
    "fold": Straddle(hands_ahead=0.42, pelvis_pitch_deg=30.0, spine_flexion_deg=14.0, neck_flexion_deg=-20.0),
}
