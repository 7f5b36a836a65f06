"""Half kneeling with something for the arms to do: reaching overhead, pressing down, feeling the hip bones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lab.body import Body
from lab.kinematics import lay_hand, place_wrist
from lab.movements.kneeling import STRETCH_DEG, HalfKneeling
from lab.movements.limbs import outward, rest_hands_on_hips, rest_hands_on_knee
from lab.posture import SIDES, ArmAngles, Posture, outward_sign, set_arm
from lab.rotation import DOWN, FORWARD, FloatArray
from lab.stance import Stance

# Where pressing wrists lie beside the line from knee to hip: out from the middle of the thigh and above it, in metres.
_WRIST_ASIDE_M, _WRIST_ABOVE_M = 0.035, 0.085
_ELBOWS_OUT = np.array([0.6, 1.0, -0.3])


@dataclass(frozen=True, slots=True)
class Reach(HalfKneeling):
    """Half kneeling on the left knee, the left arm reaching up, the right hand on the front thigh.

    Attributes:
        arm_deg: shoulder flexion of the reaching arm on the thorax, 180 beside the ear.
        arm_out_deg: its abduction.
        elbow_deg: flexion of its elbow.
    """

    arm_deg: float = 4.0
    arm_out_deg: float = 7.0
    elbow_deg: float = 8.0

    def place_hands(self, body: Body, posture: Posture) -> Posture:
        """Return the posture with one arm raised and the other hand on the front thigh."""
        posture = rest_hands_on_knee(body, posture, "right", self.hand_height, hands=("right",))
        arm = ArmAngles(self.arm_deg, self.arm_out_deg, elbow_flexion_deg=self.elbow_deg)
        return set_arm(posture, "left", arm)


@dataclass(frozen=True, slots=True)
class Press(HalfKneeling):
    """Half kneeling on the left knee, both hands pressing down on the front thigh near the knee.

    Attributes:
        elbow_deg: flexion of both elbows; straighter arms reach nearer to the knee.
    """

    elbow_deg: float = 60.0

    def place_hands(self, body: Body, posture: Posture) -> Posture:
        """Return the posture with both palms on the front thigh, as near to the knee as the arms reach."""
        for side in SIDES:
            wrist_m = self._find_wrist_m(body, posture, side)
            posture = place_wrist(body, posture, side, wrist_m, outward(side, _ELBOWS_OUT))
            posture = lay_hand(posture, side, FORWARD + 0.7 * DOWN)
        return posture

    def _find_wrist_m(self, body: Body, posture: Posture, side: str) -> FloatArray:
        """Return the point (3,) above the front thigh that an arm with this elbow just reaches."""
        joints = body.joints(posture)
        beside_m = np.array([_WRIST_ASIDE_M * outward_sign(side), 0.0, _WRIST_ABOVE_M])
        knee_m, hip_m = joints["right_knee"] + beside_m, joints["right_hip"] + beside_m
        along, from_shoulder_m = hip_m - knee_m, knee_m - joints[f"{side}_shoulder"]
        upper_m, lower_m = body.length_m(side, "upper_arm"), body.length_m(side, "forearm")
        reach_m2 = upper_m**2 + lower_m**2 + 2 * upper_m * lower_m * np.cos(np.radians(self.elbow_deg))
        half = float(along @ from_shoulder_m) / float(along @ along)
        rest = (float(from_shoulder_m @ from_shoulder_m) - reach_m2) / float(along @ along)
        share = -half - np.sqrt(max(half**2 - rest, 0.0))
        return np.asarray(knee_m + np.clip(share, -0.1, 0.9) * along)


@dataclass(frozen=True, slots=True)
class Tuck(HalfKneeling):
    """Half kneeling on the left knee, hands on the hip bones; the pelvis rolls back under the trunk."""

    step_knee_deg: float = 104.0

    def place_hands(self, body: Body, posture: Posture) -> Posture:
        """Return the posture with the hands on the crests of the pelvis."""
        return rest_hands_on_hips(body, posture)


REACH: dict[str, Stance] = {
    "upright": Reach(),
    "stretch": Reach(thigh_back_deg=STRETCH_DEG, pelvis_pitch_deg=1.0, arm_deg=172.0),
}
PRESS: dict[str, Stance] = {
    "upright": Press(),
    "stretch": Press(thigh_back_deg=STRETCH_DEG, pelvis_pitch_deg=1.0, elbow_deg=7.0),
}
TUCK: dict[str, Stance] = {
    "upright": Tuck(pelvis_pitch_deg=4.0),
    "tucked": Tuck(thigh_back_deg=5.0, pelvis_pitch_deg=-9.0, spine_flexion_deg=12.0, neck_flexion_deg=-3.0),
}
