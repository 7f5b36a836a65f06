"""Pigeon: the right shin across the mat in front, the left leg long behind, on both hands or holding a foot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lab.body import Body
from lab.kinematics import lay_hand, move_joint_to, place_wrist, point_leg
from lab.movements.kneeling import KNEE_HEIGHT_SHARE
from lab.movements.limbs import hold_trunk, outward
from lab.posture import SIDES, Posture
from lab.rotation import DOWN, FORWARD, UP, FloatArray, axes_of_segment, blend, normalise, rotate_x
from lab.stance import Stance

# How high the ankle's centre is when shin and foot lie on their outer side, in stature.
_SIDE_ANKLE_SHARE = 0.040
# How far the feet are pointed: that of the long leg, and that which lies on its side.
_POINTED_FOOT_DEG, _SIDE_FOOT_DEG = 62.0, 30.0
# The front thigh points this far out, and the shin crosses the mat along this heading (0 straight back).
_THIGH_OUT_DEG, _SHIN_ACROSS_DEG = 28.0, 74.0
# Hands stand on their finger tips, so far beside the middle, in stature.
_HANDS_ASIDE_SHARE = 0.10
_ELBOWS_BACK, _ELBOW_DOWN = np.array([0.5, 1.0, 0.0]), np.array([0.7, 0.2, -1.0])
# Where a hand holds the foot, from the ankle along the foot (metres).
_GRIP_M = 0.05


@dataclass(frozen=True, slots=True)
class Pigeon:
    """Pigeon with the left leg behind.

    Attributes:
        hip_height: of the hip joints above the floor, in stature; the rear thigh slopes down from there.
        shin_up_deg: how far the rear shin is lifted off the floor, 90 upright.
        pelvis_pitch_deg: the pelvis' tilt forward.
        spine_flexion_deg: bend of the spine, forward positive; an upright trunk needs it extended.
        hands: wrists ahead of the hips, in stature; before the shin unless the trunk tips back.
        hands_up: wrists above the floor, in stature: the length of the fingers.
        hold: how far the left hand has gone from the floor (0) to the rear foot (1).
    """

    hip_height: float = 0.085
    shin_up_deg: float = -1.5
    pelvis_pitch_deg: float = 34.0
    spine_flexion_deg: float = -44.0
    spine_side_deg: float = 0.0
    neck_flexion_deg: float = 4.0
    neck_turn_deg: float = 0.0
    hands: float = 0.235
    hands_up: float = 0.098
    hold: float = 0.0

    def build(self, body: Body) -> Posture:
        """Return the posture with both knees on the floor."""
        posture = hold_trunk(self)
        hip_m = np.array([body.joints(posture)["left_hip"][0], 0.0, self.hip_height * body.height_m])
        posture = move_joint_to(body, posture, "left_hip", hip_m)
        posture = self._fold_front_leg(body, self._lay_rear_leg(body, posture))
        return self._place_hands(body, posture)

    def _lay_rear_leg(self, body: Body, posture: Posture) -> Posture:
        thigh = _towards_height(np.array([0.0, 1.0]), self._drop_m(body), body.length_m("left", "thigh"))
        shin = rotate_x(self.shin_up_deg) @ np.array([0.0, 1.0, 0.0])
        posture = point_leg(posture, "left", thigh, shin)
        foot = posture.rotation("left_shin") @ rotate_x(_POINTED_FOOT_DEG)
        return posture.turned(left_foot=foot, left_toes=foot)

    def _fold_front_leg(self, body: Body, posture: Posture) -> Posture:
        heading_rad = np.radians([_THIGH_OUT_DEG, _SHIN_ACROSS_DEG])
        out, along = np.sin(heading_rad), np.cos(heading_rad)
        thigh = _towards_height(np.array([-out[0], -along[0]]), self._drop_m(body), body.length_m("right", "thigh"))
        fall_m = (KNEE_HEIGHT_SHARE - _SIDE_ANKLE_SHARE) * body.height_m
        shin = _towards_height(np.array([out[1], along[1]]), fall_m, body.length_m("right", "shin"))
        posture = point_leg(posture, "right", thigh, shin)
        foot = axes_of_segment(shin, UP) @ rotate_x(_SIDE_FOOT_DEG)
        return posture.turned(right_foot=foot, right_toes=foot)

    def _drop_m(self, body: Body) -> float:
        """Return how far the hips are above the knees."""
        return (self.hip_height - KNEE_HEIGHT_SHARE) * body.height_m

    def _place_hands(self, body: Body, posture: Posture) -> Posture:
        posture = _stand_on_finger_tips(body, posture, self.hands, self.hands_up)
        if self.hold <= 0.0:
            return posture
        held = _hold_foot(body, posture)
        segments = ("left_upper_arm", "left_forearm", "left_hand")
        return posture.turned(
            **{name: blend(posture.rotation(name), held.rotation(name), min(self.hold, 1.0)) for name in segments}
        )


def _towards_height(heading: FloatArray, fall_m: float, length_m: float) -> FloatArray:
    """Return the direction (3,) of a segment along a heading (2,) on the floor whose far end lies `fall_m` lower."""
    sine = np.clip(fall_m / length_m, -1.0, 1.0)
    level = normalise(heading) * np.sqrt(1.0 - sine**2)
    return np.array([*level, -sine])


def _stand_on_finger_tips(body: Body, posture: Posture, ahead: float, up: float) -> Posture:
    hips_m = body.joints(posture)["pelvis"]
    for side in SIDES:
        place = np.array([_HANDS_ASIDE_SHARE, -ahead, 0.0])
        wrist_m = hips_m * (1.0, 1.0, 0.0) + outward(side, place) * body.height_m
        wrist_m[2] = up * body.height_m
        posture = place_wrist(body, posture, side, wrist_m, outward(side, _ELBOWS_BACK))
        posture = lay_hand(posture, side, DOWN + 0.35 * FORWARD, outward(side, np.array([-0.3, 0.9, -0.2])))
    return posture


def _hold_foot(body: Body, posture: Posture) -> Posture:
    """Return the posture with the left hand around the instep of the rear foot."""
    ankle_m = body.joints(posture)["left_ankle"]
    foot = posture.rotation("left_foot")
    grip_m = ankle_m + foot @ FORWARD * _GRIP_M + np.array([0.03, 0.0, 0.0])
    posture = place_wrist(body, posture, "left", grip_m, _ELBOW_DOWN)
    return lay_hand(posture, "left", foot @ DOWN)


PIGEON: dict[str, Stance] = {
    "high": Pigeon(hip_height=0.245, pelvis_pitch_deg=40.0, spine_flexion_deg=6.0, neck_flexion_deg=-16.0),
    "low": Pigeon(),
    "foot_held": Pigeon(shin_up_deg=106.0, pelvis_pitch_deg=30.0, spine_flexion_deg=-38.0, hold=1.0),
}
