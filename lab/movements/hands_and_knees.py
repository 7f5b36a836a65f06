"""On hands and knees: the level start position, and the child's pose that sinks back on the heels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lab.body import Body
from lab.kinematics import lay_hand, move_joint_to, place_wrist
from lab.movements.kneeling import KNEE_HEIGHT_SHARE
from lab.movements.limbs import FLAT_PALM, PALM_HEIGHT_SHARE, outward
from lab.posture import SIDES, LegAngles, Posture, set_leg, set_trunk
from lab.rotation import FORWARD, FloatArray, rotate_x
from lab.stance import Stance

_POINTED_FOOT_DEG = -66.0
_SHIN_ON_FLOOR_DEG = 1.0
_ELBOWS_BACK_AND_OUT = np.array([0.45, 1.0, 0.25])


@dataclass(frozen=True, slots=True)
class HandsAndKnees:
    """On both knees and both palms, facing the floor.

    Attributes:
        thigh_back_deg: tilt of the thighs, the hips behind the knees positive.
        elbow_deg: bend of the elbows; it lowers the shoulders.
        hands_ahead: palms ahead of the shoulders, in stature.
        spine_flexion_deg: rounding of the back.
        head_up_deg: extension of the neck.
    """

    thigh_back_deg: float = 0.0
    elbow_deg: float = 28.0
    hands_ahead: float = 0.0
    spine_flexion_deg: float = 0.0
    head_up_deg: float = 6.0
    neck_turn_deg: float = 0.0

    def build(self, body: Body) -> Posture:
        """Return the posture with knees and palms on the floor; the arms give the trunk its tilt."""
        wanted_m = self._shoulder_height_m(body)
        posture = self._kneel(body, 90.0)
        joints = body.joints(posture)
        along_m = joints["left_shoulder"] - joints["left_hip"]
        rise_rad = np.arcsin(np.clip((wanted_m - joints["left_hip"][2]) / np.linalg.norm(along_m[1:]), -0.9, 0.9))
        off_rad = np.arctan2(along_m[2], -along_m[1])
        posture = self._kneel(body, 90.0 - float(np.degrees(rise_rad - off_rad)))
        return plant_palms(body, posture, self.hands_ahead * body.height_m)

    def _shoulder_height_m(self, body: Body) -> float:
        upper_m, fore_m = body.length_m("left", "upper_arm"), body.length_m("left", "forearm")
        reach_m = np.sqrt(upper_m**2 + fore_m**2 + 2 * upper_m * fore_m * np.cos(np.radians(self.elbow_deg)))
        ahead_m = self.hands_ahead * body.height_m
        return float(np.sqrt(max(reach_m**2 - ahead_m**2, 0.0))) + PALM_HEIGHT_SHARE * body.height_m

    def _kneel(self, body: Body, pitch_deg: float) -> Posture:
        trunk = set_trunk(
            Posture().turned(pelvis=rotate_x(pitch_deg)),
            spine_flexion_deg=self.spine_flexion_deg,
            neck_flexion_deg=-self.head_up_deg,
            neck_turn_deg=self.neck_turn_deg,
        )
        return kneel(body, trunk, pitch_deg, self.thigh_back_deg, abduction_deg=2.0)


@dataclass(frozen=True, slots=True)
class ChildsPose:
    """Kneeling, the hips back on the heels, the chest down, the arms long on the floor.

    Attributes:
        thigh_back_deg: tilt of the thighs, the hips behind the knees positive; 62 sits on the heels.
        pelvis_pitch_deg: the pelvis' tilt forward.
        spine_flexion_deg: rounding of the back.
        reach: palms ahead of the shoulders, in arm lengths; a short reach bends the elbows.
        head_up_deg: extension of the neck.
    """

    thigh_back_deg: float = 62.0
    pelvis_pitch_deg: float = 76.0
    spine_flexion_deg: float = 30.0
    reach: float = 0.95
    head_up_deg: float = 4.0
    neck_turn_deg: float = 0.0

    def build(self, body: Body) -> Posture:
        """Return the posture with shins and palms on the floor."""
        trunk = set_trunk(
            Posture().turned(pelvis=rotate_x(self.pelvis_pitch_deg)),
            spine_flexion_deg=self.spine_flexion_deg,
            neck_flexion_deg=-self.head_up_deg,
            neck_turn_deg=self.neck_turn_deg,
        )
        posture = kneel(body, trunk, self.pelvis_pitch_deg, self.thigh_back_deg, abduction_deg=10.0)
        arm_m = body.length_m("left", "upper_arm") + body.length_m("left", "forearm")
        return plant_palms(body, posture, self.reach * arm_m)


def kneel(body: Body, trunk: Posture, pitch_deg: float, thigh_back_deg: float, *, abduction_deg: float) -> Posture:
    """Put both knees and shins on the floor under a trunk whose pelvis is tilted forward by `pitch_deg`.

    The thighs lean back from the knees by `thigh_back_deg`; the knees lie on y = 0.
    """
    leg = LegAngles(
        hip_flexion_deg=pitch_deg + thigh_back_deg,
        hip_abduction_deg=abduction_deg,
        knee_flexion_deg=90.0 + thigh_back_deg + _SHIN_ON_FLOOR_DEG,
        ankle_dorsiflexion_deg=_POINTED_FOOT_DEG,
    )
    posture = trunk
    for side in SIDES:
        posture = set_leg(posture, side, leg)
    knee_m = body.joints(posture)["left_knee"]
    return move_joint_to(body, posture, "left_knee", np.array([knee_m[0], 0.0, KNEE_HEIGHT_SHARE * body.height_m]))


def plant_palms(body: Body, posture: Posture, ahead_m: float) -> Posture:
    """Put the palms on the floor `ahead_m` before the shoulders, the elbows pointing back and out."""
    for side in SIDES:
        shoulder_m = body.joints(posture)[f"{side}_shoulder"]
        wrist_m: FloatArray = shoulder_m + ahead_m * FORWARD
        wrist_m[2] = PALM_HEIGHT_SHARE * body.height_m
        posture = place_wrist(body, posture, side, wrist_m, outward(side, _ELBOWS_BACK_AND_OUT))
        posture = lay_hand(posture, side, FORWARD, outward(side, FLAT_PALM))
    return posture


HANDS_AND_KNEES: dict[str, Stance] = {
    "level": HandsAndKnees(),
    "back": HandsAndKnees(thigh_back_deg=26.0, hands_ahead=0.12),
}
CHILDS_POSE: dict[str, Stance] = {
    "folded": ChildsPose(),
    "kneeling": ChildsPose(thigh_back_deg=26.0, pelvis_pitch_deg=86.0, spine_flexion_deg=8.0, reach=0.5),
}
