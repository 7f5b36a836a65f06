"""Lying on the belly: the cobra, and the plank on forearms and toes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lab.body import Body
from lab.kinematics import lay_hand, rest_on_floor, set_foot
from lab.movements.limbs import FLAT_PALM, outward, plant_hands
from lab.posture import SIDES, LegAngles, Posture, set_leg, set_trunk
from lab.rotation import FORWARD, LEFT, axes_of_segment, rotate_x
from lab.stance import Stance

_ON_FLOOR = ("root", "pelvis", "spine05", "upperleg", "lowerleg", "foot", "toe")
# The head's direction from the hips is -y; the knees lie here.
_KNEES_Y_SHARE = 0.27
# The hip joint lies deeper in the flesh than the ankle: the legs slope down to the feet.
_LEG_SLOPE_DEG = 3.0
# On the forearms: the elbow joint above the floor, and where the ankles lie.
_FOREARM_HEIGHT_SHARE = 0.030
_ANKLES_Y_SHARE = 0.45


@dataclass(frozen=True, slots=True)
class Cobra:
    """On the belly, the chest lifted by the arms.

    Attributes:
        arch_deg: extension of the spine, spread over its length.
        hip_extension_deg: extension of the hips while the thighs stay on the floor.
        thigh_up_deg: how far the thighs leave the horizontal, the hips rising over the knees.
        hands: palms ahead of the hips, in stature.
        head_up_deg: extension of the neck.
    """

    arch_deg: float = 4.0
    hip_extension_deg: float = 0.0
    thigh_up_deg: float = 0.0
    hands: float = 0.24
    head_up_deg: float = 10.0
    spine_side_deg: float = 0.0
    neck_turn_deg: float = 0.0

    def build(self, body: Body) -> Posture:
        """Return the posture with legs and palms on the floor."""
        pitch_deg = 90.0 - _LEG_SLOPE_DEG - self.hip_extension_deg - self.thigh_up_deg
        posture = Posture().turned(pelvis=rotate_x(pitch_deg))
        posture = set_trunk(
            posture,
            spine_flexion_deg=-self.arch_deg,
            spine_side_deg=self.spine_side_deg,
            neck_flexion_deg=-self.head_up_deg,
            neck_turn_deg=self.neck_turn_deg,
        )
        leg = LegAngles(
            hip_flexion_deg=-self.hip_extension_deg,
            hip_abduction_deg=3.0,
            knee_flexion_deg=self.thigh_up_deg,
            ankle_dorsiflexion_deg=-62.0,
        )
        for side in SIDES:
            posture = set_leg(posture, side, leg)
        posture = rest_on_floor(body, posture, *_ON_FLOOR)
        knee_y_m = body.joints(posture)["left_knee"][1]
        posture = posture.moved(np.array([0.0, _KNEES_Y_SHARE * body.height_m - knee_y_m, 0.0]))
        return plant_hands(body, posture, self.hands * body.height_m)


@dataclass(frozen=True, slots=True)
class ForearmPlank:
    """On forearms and toes, one line from the shoulders to the ankles.

    Attributes:
        pike_deg: bend of the hips, up positive and sagging negative; half of it is in the hips, half in the spine.
        drift: shoulders ahead of the elbows (towards the head), in upper arm lengths.
        heels_up_deg: tilt of the feet, the heels above the toes.
    """

    pike_deg: float = 0.0
    drift: float = 0.0
    heels_up_deg: float = 62.0
    head_up_deg: float = 8.0
    neck_turn_deg: float = 0.0

    def build(self, body: Body) -> Posture:
        """Return the posture with the forearms and the toes on the floor."""
        level = self._line_up(90.0)
        joints = body.joints(level)
        line_m = joints["left_shoulder"] - joints["left_ankle"]
        rise_m = self._shoulder_height_m(body) - self._ankle_height_m(body)
        rise_rad = np.arcsin(np.clip(rise_m / np.linalg.norm(line_m[1:]), -0.9, 0.9))
        posture = self._line_up(90.0 - float(np.degrees(rise_rad - np.arctan2(line_m[2], -line_m[1]))))
        ankle_m = body.joints(posture)["left_ankle"]
        feet = np.array([0.0, _ANKLES_Y_SHARE * body.height_m - ankle_m[1], self._ankle_height_m(body) - ankle_m[2]])
        return self._lay_forearms(body, posture.moved(feet))

    def _line_up(self, pitch_deg: float) -> Posture:
        posture = set_trunk(
            Posture().turned(pelvis=rotate_x(pitch_deg)),
            spine_flexion_deg=self.pike_deg / 2,
            neck_flexion_deg=-self.head_up_deg,
            neck_turn_deg=self.neck_turn_deg,
        )
        for side in SIDES:
            posture = set_leg(posture, side, LegAngles(self.pike_deg / 2, 9.0, 0.0, 3.0))
            posture = set_foot(posture, side, pitch_deg=self.heels_up_deg, toe_extension_deg=self.heels_up_deg)
        return posture

    def _shoulder_height_m(self, body: Body) -> float:
        upper_m = body.length_m("left", "upper_arm")
        return upper_m * float(np.sqrt(1 - self.drift**2)) + _FOREARM_HEIGHT_SHARE * body.height_m

    def _ankle_height_m(self, body: Body) -> float:
        """Return how high the ankle is when the foot stands on the ball with bent toes."""
        toes_m = body.rest_m[body.vertices_of("toe", side="left")]
        ball_m = np.array([0.0, float(toes_m[:, 1].max()), float(toes_m[:, 2].min())]) - body.head_m("foot.L")
        return -float((rotate_x(self.heels_up_deg) @ ball_m)[2])

    def _lay_forearms(self, body: Body, posture: Posture) -> Posture:
        for side in SIDES:
            upper_m = body.length_m(side, "upper_arm")
            down = np.array([0.0, self.drift, -np.sqrt(1 - self.drift**2)]) * upper_m
            forearm = axes_of_segment(FORWARD, LEFT)
            posture = posture.turned(**{f"{side}_upper_arm": axes_of_segment(down, LEFT), f"{side}_forearm": forearm})
            posture = lay_hand(posture, side, FORWARD, outward(side, FLAT_PALM))
        return posture


FOREARM_PLANK: dict[str, Stance] = {"line": ForearmPlank(), "hips_up": ForearmPlank(pike_deg=50.0)}
COBRA: dict[str, Stance] = {
    "flat": Cobra(),
    "up": Cobra(arch_deg=38.0, hip_extension_deg=9.0, head_up_deg=24.0),
}
