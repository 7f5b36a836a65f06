"""Standing: at ease, stepping into a lunge, raising a straight leg, squatting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from lab.body import Body
from lab.kinematics import (
    move_joint_to,
    place_ankle,
    rest_on_floor,
    rise_on_ball_m,
    set_foot,
    standing_ankle_height_m,
)
from lab.movements.limbs import outward, rest_hands_on_hips
from lab.posture import SIDES, ArmAngles, LegAngles, Posture, set_arm, set_leg, set_trunk
from lab.rotation import FORWARD, FloatArray, rotate_x, rotate_y
from lab.stance import Stance

# Squatting feet are this far from the middle, in stature, and the knees point out by this much per length forward.
_SQUAT_FOOT_SHARE = 0.085
_KNEES_OUT = np.array([0.18, 0.0, 0.0])
# Feet in the air point down by so much, as soon as they have risen this far.
_POINTED_TOES_DEG, _POINTED_RISE = 40.0, 0.08


@dataclass(frozen=True, slots=True)
class Standing:
    """Upright on both feet, arms hanging."""

    spine_flexion_deg: float = 0.0
    spine_side_deg: float = 0.0
    neck_flexion_deg: float = 0.0
    neck_turn_deg: float = 0.0
    arm_out_deg: float = 9.0

    def build(self, body: Body) -> Posture:
        """Return the posture with both soles on the floor."""
        posture = hold_trunk(self, Posture())
        for side in SIDES:
            posture = set_leg(posture, side, LegAngles(hip_abduction_deg=1.0))
            posture = set_arm(posture, side, ArmAngles(shoulder_abduction_deg=self.arm_out_deg))
        return rest_on_floor(body, posture)


@dataclass(frozen=True, slots=True)
class Lunge:
    """A long step: the left leg behind, the right knee bent in front, hands on the hips.

    Attributes:
        leg_back_deg: tilt of the line from the rear ankle to the hip, hip ahead positive.
        rear_knee_deg: flexion of the rear knee.
        step: from the rear to the front ankle, in leg lengths.
    """

    leg_back_deg: float = 18.0
    rear_knee_deg: float = 3.0
    step: float = 0.55
    pelvis_pitch_deg: float = 0.0
    spine_flexion_deg: float = 0.0
    spine_side_deg: float = 0.0
    neck_flexion_deg: float = 0.0
    neck_turn_deg: float = 0.0

    def build(self, body: Body) -> Posture:
        """Return the posture with both feet where the step put them."""
        posture = hold_trunk(self, Posture().turned(pelvis=rotate_x(self.pelvis_pitch_deg)))
        thigh_m, shin_m = body.length_m("left", "thigh"), body.length_m("left", "shin")
        reach_m = np.sqrt(thigh_m**2 + shin_m**2 + 2 * thigh_m * shin_m * np.cos(np.radians(self.rear_knee_deg)))
        sole_m = standing_ankle_height_m(body)
        tilt_rad = np.radians(self.leg_back_deg)
        side_m = body.joints(posture)["left_hip"][0]
        hip_m = np.array([side_m, -reach_m * np.sin(tilt_rad), sole_m + reach_m * np.cos(tilt_rad)])
        posture = move_joint_to(body, posture, "left_hip", hip_m)
        posture = place_ankle(body, posture, "left", np.array([side_m, 0.0, sole_m]))
        front_m = np.array([-side_m, -self.step * (thigh_m + shin_m), sole_m])
        posture = place_ankle(body, posture, "right", front_m)
        posture = set_foot(set_foot(posture, "left", heading_deg=8.0), "right")
        return rest_hands_on_hips(body, posture)


@dataclass(frozen=True, slots=True)
class LegRaise:
    """Standing on the right leg, the left one raised straight, hands on the hips.

    Attributes:
        hip_flexion_deg, hip_abduction_deg, knee_flexion_deg: of the raised leg, on the pelvis.
        pelvis_side_deg: the pelvis' tilt towards the left (that hip lower).
    """

    hip_flexion_deg: float = 0.0
    hip_abduction_deg: float = 2.0
    knee_flexion_deg: float = 2.0
    pelvis_pitch_deg: float = 0.0
    pelvis_side_deg: float = 0.0
    spine_flexion_deg: float = 0.0
    spine_side_deg: float = 0.0
    neck_flexion_deg: float = 0.0
    neck_turn_deg: float = 0.0

    def build(self, body: Body) -> Posture:
        """Return the posture with the right foot where it stands."""
        pelvis = rotate_x(self.pelvis_pitch_deg) @ rotate_y(self.pelvis_side_deg)
        posture = hold_trunk(self, Posture().turned(pelvis=pelvis))
        raised = LegAngles(self.hip_flexion_deg, self.hip_abduction_deg, 0.0, self.knee_flexion_deg)
        posture = set_leg(posture, "left", raised)
        standing = LegAngles(self.pelvis_pitch_deg, 2.0 - self.pelvis_side_deg)
        posture = set_foot(set_leg(posture, "right", standing), "right")
        foot_m = np.array([-0.05 * body.height_m, 0.0, standing_ankle_height_m(body)])
        posture = move_joint_to(body, posture, "right_ankle", foot_m)
        return rest_hands_on_hips(body, posture)


@dataclass(frozen=True, slots=True)
class Squat:
    """Both feet flat or on their balls, shoulder-wide; the knees bend and the arms come forward.

    Attributes:
        knee_flexion_deg: of both knees.
        shin_share: part of the knee's bend that tilts the shin forward.
        pelvis_pitch_deg: tilt of pelvis and trunk forward.
        arm_forward_deg: shoulder flexion against the vertical.
        rise: how far the feet have left the floor, in leg lengths.
        heel_deg: how far the heels are lifted on the balls of the feet.
    """

    knee_flexion_deg: float = 2.0
    shin_share: float = 0.34
    pelvis_pitch_deg: float = 0.0
    spine_flexion_deg: float = 0.0
    spine_side_deg: float = 0.0
    neck_flexion_deg: float = 0.0
    neck_turn_deg: float = 0.0
    arm_forward_deg: float = 0.0
    rise: float = 0.0
    heel_deg: float = 0.0

    def build(self, body: Body) -> Posture:
        """Return the posture with both feet where they stand."""
        posture = hold_trunk(self, Posture().turned(pelvis=rotate_x(self.pelvis_pitch_deg)))
        lifted_m = rise_on_ball_m(body, self.heel_deg)
        posture = move_joint_to(body, posture, "right_hip", self._find_hip_m(body) + lifted_m)
        for side in SIDES:
            foot_m = outward(side, np.array([_SQUAT_FOOT_SHARE * body.height_m, 0.0, standing_ankle_height_m(body)]))
            posture = place_ankle(body, posture, side, foot_m + lifted_m, outward(side, FORWARD + _KNEES_OUT))
            pitch_deg = self.heel_deg + _POINTED_TOES_DEG * min(self.rise / _POINTED_RISE, 1.0)
            posture = set_foot(posture, side, pitch_deg=pitch_deg, heading_deg=12.0, toe_extension_deg=self.heel_deg)
            trunk_deg = self.pelvis_pitch_deg + self.spine_flexion_deg
            arm = ArmAngles(self.arm_forward_deg + trunk_deg, 9.0, elbow_flexion_deg=8.0)
            posture = set_arm(posture, side, arm)
        leg_m = body.length_m("left", "thigh") + body.length_m("left", "shin")
        return posture.moved(np.array([0.0, 0.0, self.rise * leg_m]))

    def _find_hip_m(self, body: Body) -> FloatArray:
        """Return where the right hip (3,) is over a planted foot, the knee bent as asked for."""
        thigh_m, shin_m = body.length_m("right", "thigh"), body.length_m("right", "shin")
        bend_rad = np.radians(self.knee_flexion_deg)
        reach_m = np.sqrt(thigh_m**2 + shin_m**2 + 2 * thigh_m * shin_m * np.cos(bend_rad))
        aside_m = _SQUAT_FOOT_SHARE * body.height_m - abs(float(body.head_m("upperleg01.R")[0]))
        shin_rad = self.shin_share * bend_rad
        back_m = thigh_m * np.sin(bend_rad - shin_rad) - shin_m * np.sin(shin_rad)
        up_m = thigh_m * np.cos(bend_rad - shin_rad) + shin_m * np.cos(shin_rad)
        sagittal = np.array([back_m, up_m]) / np.hypot(back_m, up_m) * np.sqrt(reach_m**2 - aside_m**2)
        hip_x_m = float(body.head_m("upperleg01.R")[0])
        return np.array([hip_x_m, sagittal[0], standing_ankle_height_m(body) + sagittal[1]])


class TrunkNumbers(Protocol):
    """The numbers of a stance that bend spine and neck."""

    spine_flexion_deg: float
    spine_side_deg: float
    neck_flexion_deg: float
    neck_turn_deg: float


def hold_trunk(stance: TrunkNumbers, posture: Posture) -> Posture:
    """Return the posture with spine and neck as a stance says."""
    return set_trunk(
        posture,
        spine_flexion_deg=stance.spine_flexion_deg,
        spine_side_deg=stance.spine_side_deg,
        neck_flexion_deg=stance.neck_flexion_deg,
        neck_turn_deg=stance.neck_turn_deg,
    )


STANDING: dict[str, Stance] = {"standing": Standing()}
LUNGE: dict[str, Stance] = {
    "high": Lunge(),
    "low": Lunge(leg_back_deg=27.0, pelvis_pitch_deg=-1.0),
}
LEG_RAISE: dict[str, Stance] = {
    "down": LegRaise(),
    "forward": LegRaise(hip_flexion_deg=61.0, knee_flexion_deg=3.0, pelvis_pitch_deg=-3.0, spine_flexion_deg=3.0),
    "side": LegRaise(hip_abduction_deg=33.0),
    "across": LegRaise(hip_flexion_deg=20.0, hip_abduction_deg=-24.0, knee_flexion_deg=3.0),
    "beside": LegRaise(hip_flexion_deg=3.0),
    "back": LegRaise(hip_flexion_deg=-18.0, pelvis_pitch_deg=4.0, neck_flexion_deg=-4.0),
}
SQUAT: dict[str, Stance] = {
    "up": Squat(),
    "down": Squat(
        knee_flexion_deg=100.0,
        pelvis_pitch_deg=30.0,
        spine_flexion_deg=4.0,
        neck_flexion_deg=-22.0,
        arm_forward_deg=80.0,
    ),
    "air": Squat(knee_flexion_deg=8.0, pelvis_pitch_deg=2.0, arm_forward_deg=-10.0, rise=0.19),
    "landing": Squat(
        knee_flexion_deg=52.0,
        pelvis_pitch_deg=18.0,
        spine_flexion_deg=2.0,
        neck_flexion_deg=-10.0,
        arm_forward_deg=45.0,
    ),
}
