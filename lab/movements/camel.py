"""Camel at the wall: kneeling upright, back bent, the palms overhead to the wall behind."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lab.body import Body
from lab.kinematics import lay_hand, move_joint_to, place_wrist
from lab.movements.kneeling import KNEE_HEIGHT_SHARE
from lab.movements.limbs import hold_trunk, outward
from lab.posture import SIDES, ArmAngles, LegAngles, Posture, set_arm, set_leg
from lab.props import WALL_SHARE
from lab.rotation import DOWN, FORWARD, FloatArray, blend
from lab.stance import Stance

_WRIST_OFF_WALL_SHARE = 0.022
_POINTED_FOOT_DEG = -66.0
_SHIN_ON_FLOOR_DEG = 1.0
_KNEES_APART_DEG = 3.0
_ELBOWS = np.array([0.8, -0.4, 0.4])


@dataclass(frozen=True, slots=True)
class Camel:
    """Kneeling on both knees with a wall behind the feet.

    Attributes:
        thigh_back_deg: tilt of the thighs, hips in front of the knees positive.
        pelvis_pitch_deg: the pelvis' tilt forward.
        spine_flexion_deg: bend of the spine, backward negative.
        arm_deg: shoulder flexion while the hands are free.
        elbow_deg: flexion of the elbows; straighter arms reach the wall higher up.
        at_wall: how far the hands have gone from where the arms point (0) to the wall (1).
    """

    thigh_back_deg: float = 0.0
    pelvis_pitch_deg: float = 0.0
    spine_flexion_deg: float = 0.0
    spine_side_deg: float = 0.0
    neck_flexion_deg: float = 0.0
    neck_turn_deg: float = 0.0
    arm_deg: float = 0.0
    elbow_deg: float = 10.0
    at_wall: float = 0.0

    def build(self, body: Body) -> Posture:
        """Return the posture with both knees on the floor."""
        posture = hold_trunk(self)
        leg = LegAngles(
            hip_flexion_deg=self.pelvis_pitch_deg - self.thigh_back_deg,
            hip_abduction_deg=_KNEES_APART_DEG,
            knee_flexion_deg=90.0 - self.thigh_back_deg + _SHIN_ON_FLOOR_DEG,
            ankle_dorsiflexion_deg=_POINTED_FOOT_DEG,
        )
        for side in SIDES:
            posture = set_leg(posture, side, leg)
            posture = set_arm(posture, side, ArmAngles(self.arm_deg, 8.0, elbow_flexion_deg=self.elbow_deg))
        knee_m = np.array([body.joints(posture)["left_knee"][0], 0.0, KNEE_HEIGHT_SHARE * body.height_m])
        return self._reach_wall(body, move_joint_to(body, posture, "left_knee", knee_m))

    def _reach_wall(self, body: Body, posture: Posture) -> Posture:
        if self.at_wall <= 0.0:
            return posture
        reaching = posture
        for side in SIDES:
            shoulder_m = body.joints(posture)[f"{side}_shoulder"]
            reaching = place_wrist(
                body, reaching, side, self._find_wrist_m(body, side, shoulder_m), outward(side, _ELBOWS)
            )
            reaching = lay_hand(reaching, side, DOWN, -FORWARD)
        names = [f"{side}_{segment}" for side in SIDES for segment in ("upper_arm", "forearm", "hand")]
        share = min(self.at_wall, 1.0)
        return posture.turned(**{name: blend(posture.rotation(name), reaching.rotation(name), share) for name in names})

    def _find_wrist_m(self, body: Body, side: str, shoulder_m: FloatArray) -> FloatArray:
        """Return the point (3,) of the wall, above the shoulder, that an arm with this elbow just reaches."""
        upper_m, lower_m = body.length_m(side, "upper_arm"), body.length_m(side, "forearm")
        reach_m2 = upper_m**2 + lower_m**2 + 2 * upper_m * lower_m * np.cos(np.radians(self.elbow_deg))
        back_m = (WALL_SHARE - _WRIST_OFF_WALL_SHARE) * body.height_m - shoulder_m[1]
        up_m = np.sqrt(max(reach_m2 - back_m**2, 0.0))
        return np.asarray(shoulder_m + np.array([0.0, back_m, up_m]))


CAMEL: dict[str, Stance] = {
    "upright": Camel(),
    "at_wall": Camel(pelvis_pitch_deg=-9.0, spine_flexion_deg=-34.0, neck_flexion_deg=-8.0, arm_deg=176.0, at_wall=1.0),
}
