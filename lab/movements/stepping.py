"""Stepping: onto a box, forward into a lunge and to the side into one; one foot stays where it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lab.body import Body
from lab.kinematics import move_joint_to, place_ankle, rise_on_ball_m, set_foot, standing_ankle_height_m
from lab.movements.limbs import outward, rest_hands_on_hips
from lab.movements.standing import hold_trunk
from lab.posture import Posture, outward_sign
from lab.props import STEP_AHEAD_SHARE, STEP_HEIGHT_SHARE
from lab.rotation import FORWARD, FloatArray, rotate_x, rotate_y, rotate_z
from lab.stance import Stance

_FOOT_ASIDE_SHARE = 0.05
# A foot is lifted by this share of its way.
_LIFT_SHARE = 0.05


def glide(share: float, start: float = 0.0, end: float = 1.0) -> float:
    """Return a smooth rise from 0 to 1 while `share` goes from `start` to `end`."""
    along = float(np.clip((share - start) / (end - start), 0.0, 1.0))
    return along * along * (3.0 - 2.0 * along)


def leg_m(body: Body) -> float:
    """Return the length of thigh and shin, metres."""
    return body.length_m("left", "thigh") + body.length_m("left", "shin")


def reach_m(body: Body, knee_flexion_deg: float) -> float:
    """Return the distance from hip to ankle of a leg whose knee is bent so far, metres."""
    thigh_m, shin_m = body.length_m("left", "thigh"), body.length_m("left", "shin")
    return float(np.sqrt(thigh_m**2 + shin_m**2 + 2 * thigh_m * shin_m * np.cos(np.radians(knee_flexion_deg))))


def lift_heel(
    body: Body, posture: Posture, side: str, ankle_m: FloatArray, heel_deg: float, out_deg: float = 0.0
) -> Posture:
    """Put a foot down whose flat ankle would be at `ankle_m` (3,), the heel lifted by `heel_deg` on its ball.

    Foot and knee point outward by `out_deg`.
    """
    heading = rotate_z(outward_sign(side) * out_deg)
    lifted_m = ankle_m + heading @ rise_on_ball_m(body, heel_deg)
    posture = place_ankle(body, posture, side, lifted_m, heading @ FORWARD)
    return set_foot(posture, side, pitch_deg=heel_deg, heading_deg=out_deg, toe_extension_deg=heel_deg)


@dataclass(frozen=True, slots=True)
class ForwardLunge:
    """A step forward with the left foot and down; the right foot stays, its heel lifted.

    Attributes:
        progress: 0 standing, 1 at the bottom.
        knee_flexion_deg: of the front knee at the bottom.
        shin_deg: tilt of the front shin at the bottom.
        step: from the rear to the front ankle, in leg lengths.
        pelvis_pitch_deg: tilt of the trunk at the bottom.
    """

    progress: float = 0.0
    knee_flexion_deg: float = 92.0
    shin_deg: float = 6.0
    step: float = 0.88
    pelvis_pitch_deg: float = 3.0
    spine_flexion_deg: float = 0.0
    spine_side_deg: float = 0.0
    neck_flexion_deg: float = 0.0
    neck_turn_deg: float = 0.0

    def build(self, body: Body) -> Posture:
        """Return the posture with the right toes where they stand."""
        sole_m = standing_ankle_height_m(body)
        aside_m = _FOOT_ASIDE_SHARE * body.height_m
        posture = Posture().turned(pelvis=rotate_x(self.pelvis_pitch_deg * glide(self.progress, 0.2)))
        posture = hold_trunk(self, posture)
        posture = move_joint_to(body, posture, "left_hip", self._find_hip_m(body))
        ahead = glide(self.progress, 0.0, 0.75)
        lift_m = _LIFT_SHARE * leg_m(body) * np.sin(np.pi * ahead)
        front_m = np.array([aside_m, -ahead * self.step * leg_m(body), sole_m + lift_m])
        posture = set_foot(place_ankle(body, posture, "left", front_m), "left", heading_deg=4.0)
        rear_m = np.array([-aside_m, 0.0, sole_m])
        posture = lift_heel(body, posture, "right", rear_m, 55.0 * glide(self.progress, 0.15))
        return rest_hands_on_hips(body, posture)

    def _find_hip_m(self, body: Body) -> FloatArray:
        """Return where the left hip (3,) is on its way forward and down."""
        thigh_m, shin_m = body.length_m("left", "thigh"), body.length_m("left", "shin")
        shin_rad, thigh_rad = np.radians(self.shin_deg), np.radians(self.knee_flexion_deg - self.shin_deg)
        behind_m = thigh_m * np.sin(thigh_rad) - shin_m * np.sin(shin_rad)
        low_m = thigh_m * np.cos(thigh_rad) + shin_m * np.cos(shin_rad)
        ahead_m = (self.step * leg_m(body) - behind_m) * glide(self.progress, 0.0, 0.9)
        sunk = glide(self.progress)
        up_m = (1 - sunk) * reach_m(body, 4.0) + sunk * low_m
        return np.array([float(body.head_m("upperleg01.L")[0]), -ahead_m, standing_ankle_height_m(body) + up_m])


@dataclass(frozen=True, slots=True)
class SideLunge:
    """A wide step with the left foot to the side and down onto it; the right leg stays straight.

    Attributes:
        progress: 0 feet together, 1 at the bottom.
        knee_flexion_deg: of the left knee at the bottom.
        other_knee_deg: of the right knee at the bottom.
        step: how far the left foot goes to the side, in leg lengths.
        hips_back: how far the hips go back, in leg lengths.
        foot_out_deg: how far both feet, and the knees above them, point outward.
        pelvis_pitch_deg: tilt of the trunk at the bottom.
        lean_deg: lean of the whole trunk to the left at the bottom.
    """

    progress: float = 0.0
    knee_flexion_deg: float = 80.0
    other_knee_deg: float = 4.0
    step: float = 0.88
    hips_back: float = 0.14
    foot_out_deg: float = 14.0
    pelvis_pitch_deg: float = 22.0
    lean_deg: float = 0.0
    spine_flexion_deg: float = 2.0
    spine_side_deg: float = 0.0
    neck_flexion_deg: float = -10.0
    neck_turn_deg: float = 0.0

    def build(self, body: Body) -> Posture:
        """Return the posture with the right foot where it stands."""
        sunk = glide(self.progress)
        pelvis = rotate_y(self.lean_deg * sunk) @ rotate_x(self.pelvis_pitch_deg * sunk)
        posture = hold_trunk(self, Posture().turned(pelvis=pelvis))
        posture = move_joint_to(body, posture, "right_hip", self._find_hip_m(body, sunk))
        sole_m, aside_m = standing_ankle_height_m(body), _FOOT_ASIDE_SHARE * body.height_m
        out = glide(self.progress, 0.0, 0.75)
        lift_m = _LIFT_SHARE * leg_m(body) * np.sin(np.pi * out)
        left_m = np.array([aside_m + out * self.step * leg_m(body), 0.0, sole_m + lift_m])
        right_m = np.array([-aside_m, 0.0, sole_m])
        knee_out = np.array([np.tan(np.radians(self.foot_out_deg)), 0.0, 0.0])
        for side, ankle_m in (("left", left_m), ("right", right_m)):
            posture = place_ankle(body, posture, side, ankle_m, outward(side, FORWARD + knee_out))
            posture = set_foot(posture, side, heading_deg=self.foot_out_deg)
        return rest_hands_on_hips(body, posture)

    def _find_hip_m(self, body: Body, sunk: float) -> FloatArray:
        """Return where the right hip (3,) is on its arc over the right foot."""
        sole_m, aside_m = standing_ankle_height_m(body), _FOOT_ASIDE_SHARE * body.height_m
        back_m = self.hips_back * leg_m(body) * sunk
        straight_m = reach_m(body, 4.0 + (self.other_knee_deg - 4.0) * sunk)
        radius_m = np.sqrt(straight_m**2 - back_m**2)
        hip_x_m = float(body.head_m("upperleg01.R")[0])
        start_rad = np.arcsin((hip_x_m + aside_m) / radius_m)
        tilt_rad = start_rad + (self._find_tilt_rad(body) - start_rad) * sunk
        return np.array([-aside_m + radius_m * np.sin(tilt_rad), back_m, sole_m + radius_m * np.cos(tilt_rad)])

    def _find_tilt_rad(self, body: Body) -> float:
        """Return how far the right leg tilts to the left at the bottom, where both knees are bent as asked for."""
        back_m = self.hips_back * leg_m(body)
        near_m = np.sqrt(reach_m(body, self.other_knee_deg) ** 2 - back_m**2)
        far_m = np.sqrt(reach_m(body, self.knee_flexion_deg) ** 2 - back_m**2)
        hips_m = float(body.head_m("upperleg01.L")[0] - body.head_m("upperleg01.R")[0])
        apart_m = self.step * leg_m(body) + 2 * _FOOT_ASIDE_SHARE * body.height_m - hips_m
        along_m = (near_m**2 - far_m**2 + apart_m**2) / (2 * apart_m)
        return float(np.arcsin(np.clip(along_m / near_m, -1.0, 1.0)))


@dataclass(frozen=True, slots=True)
class StepUp:
    """The left foot on a step; the body comes up over it and the right foot follows.

    Attributes:
        progress: 0 with the right foot on the floor, 1 with both on the step.
        top_knee_deg: of both knees at the top.
        lean_deg: tilt of the trunk half way up.
        turn_deg: how far the body is turned to its right at the start; at the top it faces ahead.
    """

    progress: float = 0.0
    top_knee_deg: float = 5.0
    lean_deg: float = 12.0
    turn_deg: float = 0.0
    spine_flexion_deg: float = 2.0
    spine_side_deg: float = 0.0
    neck_flexion_deg: float = -4.0
    neck_turn_deg: float = 0.0

    def build(self, body: Body) -> Posture:
        """Return the posture with the left foot where it stands on the step."""
        leaning = self.lean_deg * (0.35 + 0.65 * np.sin(np.pi * self.progress)) * (1 - glide(self.progress, 0.75))
        turn_deg = self.turn_deg * (1 - glide(self.progress, 0.0, 0.85))
        posture = hold_trunk(self, Posture().turned(pelvis=rotate_z(-turn_deg) @ rotate_x(float(leaning))))
        posture = move_joint_to(body, posture, "left_hip", self._find_hip_m(body))
        sole_m, aside_m = standing_ankle_height_m(body), _FOOT_ASIDE_SHARE * body.height_m
        up_m, ahead_m = STEP_HEIGHT_SHARE * body.height_m, STEP_AHEAD_SHARE * body.height_m
        posture = place_ankle(body, posture, "left", np.array([aside_m, -ahead_m, sole_m + up_m]))
        lifted = glide(self.progress, 0.3, 0.75)
        over = glide(self.progress, 0.5, 1.0)
        clear_m = 0.4 * up_m * np.sin(np.pi * glide(self.progress, 0.3, 1.0))
        right_m = np.array([-aside_m, -over * ahead_m, sole_m + lifted * up_m + clear_m])
        heel_deg = 35.0 * float(np.sin(np.pi * glide(self.progress, 0.05, 0.9)))
        posture = lift_heel(body, posture, "right", right_m, heel_deg, turn_deg)
        return rest_hands_on_hips(body, set_foot(posture, "left"))

    def _find_hip_m(self, body: Body) -> FloatArray:
        """Return where the left hip (3,) is on its way over the step."""
        sole_m = standing_ankle_height_m(body)
        up_m, ahead_m = STEP_HEIGHT_SHARE * body.height_m, STEP_AHEAD_SHARE * body.height_m
        low_m = reach_m(body, 4.0) - 0.004
        top_m = up_m + reach_m(body, self.top_knee_deg)
        rise = glide(self.progress, 0.15)
        y_m = -ahead_m * (0.12 + 0.88 * glide(self.progress, 0.0, 0.75))
        return np.array([float(body.head_m("upperleg01.L")[0]), y_m, sole_m + (1 - rise) * low_m + rise * top_m])


FORWARD_LUNGE: dict[str, Stance] = {"up": ForwardLunge(), "down": ForwardLunge(progress=1.0)}
SIDE_LUNGE: dict[str, Stance] = {"up": SideLunge(), "down": SideLunge(progress=1.0)}
STEP_UP: dict[str, Stance] = {
    "ready": StepUp(),
    "top": StepUp(progress=1.0),
    "turned": StepUp(turn_deg=48.0),
    "top_turned": StepUp(progress=1.0, turn_deg=48.0),
}
