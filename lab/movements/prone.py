"""Lying on the belly: the cobra."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lab.body import Body
from lab.kinematics import rest_on_floor
from lab.movements.limbs import plant_hands
from lab.posture import SIDES, LegAngles, Posture, set_leg, set_trunk
from lab.rotation import rotate_x
from lab.stance import Stance

_ON_FLOOR = ("root", "pelvis", "spine05", "upperleg", "lowerleg", "foot", "toe")
# The head's direction from the hips is -y; the knees lie here.
_KNEES_Y_SHARE = 0.27
# The hip joint lies deeper in the flesh than the ankle: the legs slope down to the feet.
_LEG_SLOPE_DEG = 3.0


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


COBRA: dict[str, Stance] = {
    "flat": Cobra(),
    "up": Cobra(arch_deg=38.0, hip_extension_deg=9.0, head_up_deg=24.0),
}
