"""On the back with the feet wide: both knees are let down to one side."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lab.body import Body
from lab.kinematics import place_ankle, standing_ankle_height_m
from lab.movements.limbs import lay_arms_on_floor
from lab.movements.lying import rest_trunk
from lab.posture import SIDES, Posture, outward_sign, set_trunk
from lab.rotation import FORWARD, LEFT, UP, rotate_x, rotate_y, rotate_z
from lab.stance import Stance

# The pelvis and the feet follow the knees by these parts of their way.
_PELVIS_SHARE, _FOOT_SHARE = 0.35, 0.45
_FEET_APART_SHARE = 0.13


@dataclass(frozen=True, slots=True)
class KneeDrops:
    """On the back, knees bent, the feet wider than the hips.

    Attributes:
        drop_deg: how far the knees are let down to the left, 0 upright.
        feet: from the hips to the ankles, in stature.
    """

    drop_deg: float = 0.0
    feet: float = 0.33
    neck_turn_deg: float = 0.0

    def build(self, body: Body) -> Posture:
        """Return the posture with the shoulders and the feet on the floor."""
        twist_deg = _PELVIS_SHARE * self.drop_deg
        posture = Posture().turned(pelvis=rotate_x(-90.0) @ rotate_z(twist_deg))
        posture = set_trunk(posture, spine_twist_deg=-twist_deg, neck_flexion_deg=4.0, neck_turn_deg=self.neck_turn_deg)
        posture = rest_trunk(body, posture)
        drop_rad = np.radians(self.drop_deg)
        towards = np.cos(drop_rad) * UP + np.sin(drop_rad) * LEFT + 0.25 * FORWARD
        hips_y_m = float(body.joints(posture)["pelvis"][1])
        for side in SIDES:
            ankle_m = np.array(
                [
                    outward_sign(side) * _FEET_APART_SHARE * body.height_m,
                    hips_y_m - self.feet * body.height_m,
                    standing_ankle_height_m(body),
                ]
            )
            posture = place_ankle(body, posture, side, ankle_m, towards)
            foot = rotate_z(outward_sign(side) * 8.0) @ rotate_y(_FOOT_SHARE * self.drop_deg)
            posture = posture.turned(**{f"{side}_foot": foot, f"{side}_toes": foot})
        return lay_arms_on_floor(body, posture, spread=0.6)


KNEE_DROPS: dict[str, Stance] = {"up": KneeDrops(), "down": KneeDrops(drop_deg=62.0)}
