"""Half kneeling: one knee on the floor, the other foot flat in front; the hips move forward over them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lab.body import Body
from lab.kinematics import move_joint_to, place_ankle, set_foot, standing_ankle_height_m
from lab.movements.limbs import hold_trunk, rest_hands_on_knee
from lab.posture import LegAngles, Posture, set_leg
from lab.stance import Stance

# Share of the stature: how far the knee joint's centre is above the floor that the knee rests on.
KNEE_HEIGHT_SHARE = 0.031
# Tilt of the kneeling thigh in a full stretch; the front foot is placed for it.
STRETCH_DEG = 17.0
_SHIN_ON_FLOOR_DEG = 1.0
_POINTED_FOOT_DEG = -62.0


@dataclass(frozen=True, slots=True)
class HalfKneeling:
    """Half kneeling on the left knee.

    Attributes:
        thigh_back_deg: tilt of the kneeling thigh in the world, hips in front of the knee positive.
        pelvis_pitch_deg: the pelvis' tilt forward.
        spine_flexion_deg: bend of the spine, forward positive.
        step_knee_deg: the front foot stands where the front knee bends by this much in the full stretch.
        hand_height: wrists above the front knee, in forearm lengths.
    """

    thigh_back_deg: float = 0.0
    pelvis_pitch_deg: float = 0.0
    spine_flexion_deg: float = 0.0
    spine_side_deg: float = 0.0
    neck_flexion_deg: float = 0.0
    neck_turn_deg: float = 0.0
    step_knee_deg: float = 90.0
    hand_height: float = 0.36

    def build(self, body: Body) -> Posture:
        """Return the posture with the kneeling knee and the front foot on the floor."""
        posture = hold_trunk(self)
        posture = self._kneel(body, posture)
        posture = self._plant_front_foot(body, posture)
        return self.place_hands(body, posture)

    def place_hands(self, body: Body, posture: Posture) -> Posture:
        """Return the posture with the hands where this kind of half kneeling has them: on the front thigh."""
        return rest_hands_on_knee(body, posture, "right", self.hand_height)

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
        side_m = body.joints(posture)["right_hip"][0]
        ankle_m = np.array([side_m, -self._step_m(body), standing_ankle_height_m(body)])
        return set_foot(place_ankle(body, posture, "right", ankle_m), "right")

    def _step_m(self, body: Body) -> float:
        """Return how far the front ankle is ahead of the kneeling knee."""
        thigh_m, shin_m = body.length_m("right", "thigh"), body.length_m("right", "shin")
        tilt_rad, bend_rad = np.radians(STRETCH_DEG), np.radians(self.step_knee_deg)
        hip_height_m = KNEE_HEIGHT_SHARE * body.height_m + thigh_m * np.cos(tilt_rad) - standing_ankle_height_m(body)
        reach_m2 = thigh_m**2 + shin_m**2 + 2 * thigh_m * shin_m * np.cos(bend_rad)
        ahead_of_hip_m = np.sqrt(max(reach_m2 - hip_height_m**2, 0.0))
        return float(thigh_m * np.sin(tilt_rad) + ahead_of_hip_m)


HALF_KNEELING: dict[str, Stance] = {
    "upright": HalfKneeling(),
    "stretch": HalfKneeling(thigh_back_deg=STRETCH_DEG, pelvis_pitch_deg=1.0),
}
