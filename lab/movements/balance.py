"""On one leg, and side steps against a band."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lab.body import Body
from lab.kinematics import move_joint_to, place_ankle, set_foot, standing_ankle_height_m
from lab.movements.limbs import outward, rest_hands_on_hips
from lab.movements.standing import hold_trunk
from lab.movements.stepping import glide, leg_m, reach_m
from lab.posture import SIDES, ArmAngles, LegAngles, Posture, set_arm, set_leg
from lab.rotation import FORWARD, rotate_x, rotate_y
from lab.stance import Stance

# The hips move back over the heel while the trunk tips forward.
_HIPS_BACK_DEG = 9.0
_LIFT_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class ToeTouch:
    """Standing on the left leg; trunk and right leg tip over the left hip, and the arms hang down.

    Attributes:
        pelvis_pitch_deg: tilt of the pelvis forward.
        knee_flexion_deg: of the left knee.
        free_hip_deg: flexion of the right hip, which trails behind.
        free_knee_deg: flexion of the right knee.
    """

    pelvis_pitch_deg: float = 0.0
    knee_flexion_deg: float = 6.0
    free_hip_deg: float = 4.0
    free_knee_deg: float = 14.0
    spine_flexion_deg: float = 0.0
    spine_side_deg: float = 0.0
    neck_flexion_deg: float = 0.0
    neck_turn_deg: float = 0.0

    def build(self, body: Body) -> Posture:
        """Return the posture with the left foot where it stands."""
        posture = hold_trunk(self, Posture().turned(pelvis=rotate_x(self.pelvis_pitch_deg)))
        back_rad = np.radians(_HIPS_BACK_DEG * glide(self.pelvis_pitch_deg, 0.0, 70.0))
        foot_m = np.array([0.0, 0.0, standing_ankle_height_m(body)])
        hip_m = foot_m + reach_m(body, self.knee_flexion_deg) * np.array([0.0, np.sin(back_rad), np.cos(back_rad)])
        posture = move_joint_to(body, posture, "left_hip", hip_m + [0.02 * body.height_m, 0.0, 0.0])
        posture = set_foot(place_ankle(body, posture, "left", foot_m), "left")
        posture = set_leg(posture, "right", LegAngles(self.free_hip_deg, 2.0, 0.0, self.free_knee_deg, -10.0))
        hanging_deg = self.pelvis_pitch_deg + self.spine_flexion_deg
        for side in SIDES:
            posture = set_arm(posture, side, ArmAngles(hanging_deg + 4.0, 6.0, elbow_flexion_deg=6.0))
        return posture


@dataclass(frozen=True, slots=True)
class BandWalk:
    """Side steps to the left with the knees a little bent, hands on the hips.

    Attributes:
        steps: steps walked so far; the left foot leads in the first half of each, the right one follows.
        width: distance of the ankles between steps, in leg lengths.
        step: length of a step, in leg lengths.
        knee_flexion_deg: of both knees between steps.
        knees_in: how far the knees point inward, per length forward.
    """

    steps: float = 0.0
    width: float = 0.24
    step: float = 0.36
    knee_flexion_deg: float = 30.0
    knees_in: float = -0.05
    pelvis_pitch_deg: float = 10.0
    lean_deg: float = 0.0
    spine_flexion_deg: float = 3.0
    spine_side_deg: float = 0.0
    neck_flexion_deg: float = -6.0
    neck_turn_deg: float = 0.0

    def build(self, body: Body) -> Posture:
        """Return the posture with the feet as far as the steps have brought them."""
        pelvis = rotate_y(self.lean_deg) @ rotate_x(self.pelvis_pitch_deg)
        posture = hold_trunk(self, Posture().turned(pelvis=pelvis))
        whole = np.floor(self.steps)
        led, followed = (glide(self.steps - whole, start, start + 0.5) for start in (0.0, 0.5))
        leg = leg_m(body)
        places_m = {
            "left": (self.width / 2 + self.step * (whole + led)) * leg,
            "right": (-self.width / 2 + self.step * (whole + followed)) * leg,
        }
        lifts_m = {"left": np.sin(np.pi * led), "right": np.sin(np.pi * followed)}
        sole_m = standing_ankle_height_m(body)
        low_m = sole_m + reach_m(body, self.knee_flexion_deg) * np.cos(np.radians(4.0))
        middle_m = np.array([(places_m["left"] + places_m["right"]) / 2, 0.06 * leg, low_m])
        joints = body.joints(posture)
        posture = posture.moved(middle_m - (joints["left_hip"] + joints["right_hip"]) / 2)
        for side in SIDES:
            ankle_m = np.array([places_m[side], 0.0, sole_m + _LIFT_SHARE * leg * lifts_m[side]])
            knee_towards = outward(side, FORWARD - np.array([self.knees_in, 0.0, 0.0]))
            posture = set_foot(place_ankle(body, posture, side, ankle_m, knee_towards), side, heading_deg=4.0)
        return rest_hands_on_hips(body, posture)


TOE_TOUCH: dict[str, Stance] = {
    "up": ToeTouch(),
    "down": ToeTouch(pelvis_pitch_deg=72.0, knee_flexion_deg=14.0, free_hip_deg=0.0, spine_flexion_deg=6.0),
}
BAND_WALK: dict[str, Stance] = {"walk": BandWalk()}
