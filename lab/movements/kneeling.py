"""Half kneeling: one knee on the floor, the other foot flat in front; the hips move forward over them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lab.body import Body
from lab.kinematics import lay_hand, move_joint_to, place_ankle, place_wrist, set_foot, standing_ankle_height_m
from lab.posture import SIDES, LegAngles, Posture, outward_sign, set_leg, set_trunk
from lab.rotation import DOWN, FORWARD, FloatArray, rotate_x

# Share of the stature: how far the knee joint's centre is above the floor that the knee rests on.
KNEE_HEIGHT_SHARE = 0.031
_SHIN_ON_FLOOR_DEG = 1.0
_POINTED_FOOT_DEG = -62.0


@dataclass(frozen=True, slots=True)
class HalfKneeling:
    """Half kneeling on the left knee.

    Attributes:
        thigh_back_deg: tilt of the kneeling thigh in the world, hips in front of the knee positive.
        pelvis_pitch_deg: the pelvis' tilt forward.
        spine_flexion_deg: bend of the spine, forward positive.
        step: from the kneeling knee to the front ankle, in thigh lengths.
        hand_height: wrists above the front knee, in forearm lengths.
    """

    thigh_back_deg: float = 0.0
    pelvis_pitch_deg: float = 0.0
    spine_flexion_deg: float = 0.0
    spine_side_deg: float = 0.0
    neck_flexion_deg: float = 0.0
    neck_turn_deg: float = 0.0
    step: float = 1.32
    hand_height: float = 0.36

    def build(self, body: Body) -> Posture:
        """Return the posture with the kneeling knee and the front foot on the floor."""
        posture = Posture().turned(pelvis=rotate_x(self.pelvis_pitch_deg))
        posture = set_trunk(
            posture,
            spine_flexion_deg=self.spine_flexion_deg,
            spine_side_deg=self.spine_side_deg,
            neck_flexion_deg=self.neck_flexion_deg,
            neck_turn_deg=self.neck_turn_deg,
        )
        posture = self._kneel(body, posture)
        posture = self._plant_front_foot(body, posture)
        return self._rest_hands(body, posture)

    def _kneel(self, body: Body, posture: Posture) -> Posture:
        hip_flexion_deg = self.pelvis_pitch_deg - self.thigh_back_deg
        knee_flexion_deg = 90.0 - self.thigh_back_deg + _SHIN_ON_FLOOR_DEG
        posture = set_leg(
            posture,
            "left",
            LegAngles(
                hip_flexion_deg=hip_flexion_deg,
                hip_abduction_deg=-1.0,
                knee_flexion_deg=knee_flexion_deg,
                ankle_dorsiflexion_deg=_POINTED_FOOT_DEG,
            ),
        )
        knee_m = np.array([body.joints(posture)["left_knee"][0], 0.0, KNEE_HEIGHT_SHARE * body.height_m])
        return move_joint_to(body, posture, "left_knee", knee_m)

    def _plant_front_foot(self, body: Body, posture: Posture) -> Posture:
        hip_m = body.joints(posture)["right_hip"]
        ahead_m = self.step * body.length_m("right", "thigh")
        ankle_m = np.array([hip_m[0], -ahead_m, standing_ankle_height_m(body)])
        return set_foot(place_ankle(body, posture, "right", ankle_m), "right")

    def _rest_hands(self, body: Body, posture: Posture) -> Posture:
        knee_m = body.joints(posture)["right_knee"]
        forearm_m = body.length_m("left", "forearm")
        for side in SIDES:
            aside_m = 0.03 * outward_sign(side)
            wrist_m = knee_m + np.array([aside_m, 0.40 * forearm_m, self.hand_height * forearm_m])
            elbow_towards = _back_and_out(side)
            posture = place_wrist(body, posture, side, wrist_m, elbow_towards)
            posture = lay_hand(posture, side, FORWARD + 0.45 * DOWN, palm_towards=DOWN)
        return posture


def _back_and_out(side: str) -> FloatArray:
    return np.array([0.5 * outward_sign(side), 1.0, -0.6])


POSES = {
    "upright": HalfKneeling(),
    "stretch": HalfKneeling(thigh_back_deg=17.0, pelvis_pitch_deg=1.0),
}
