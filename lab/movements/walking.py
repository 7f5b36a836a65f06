"""Walking: for a second person who crosses the picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lab.body import Body
from lab.kinematics import rest_on_floor
from lab.posture import SIDES, ArmAngles, LegAngles, Posture, outward_sign, set_arm, set_leg, set_trunk

# One stride (two steps) covers this share of the stature at a calm pace.
STRIDE_SHARE = 0.72


@dataclass(frozen=True, slots=True)
class Walking:
    """One moment of a stride; `phase` runs from 0 to 1 between two steps of the same foot."""

    phase: float = 0.0

    def build(self, body: Body) -> Posture:
        """Return the posture with the lower foot on the floor."""
        swing = float(np.sin(2 * np.pi * self.phase))
        posture = set_trunk(Posture(), spine_flexion_deg=3.0, spine_twist_deg=4.0 * swing)
        for side in SIDES:
            ahead = outward_sign(side) * swing
            lifted = max(0.0, float(np.cos(2 * np.pi * self.phase)) * outward_sign(side))
            leg = LegAngles(
                hip_flexion_deg=8.0 + 22.0 * ahead, knee_flexion_deg=8.0 + 48.0 * lifted, ankle_dorsiflexion_deg=2.0
            )
            arm = ArmAngles(shoulder_flexion_deg=-18.0 * ahead, elbow_flexion_deg=18.0)
            posture = set_arm(set_leg(posture, side, leg), side, arm)
        return rest_on_floor(body, posture)
