"""Standing at ease: where most clips begin and end."""

from __future__ import annotations

from dataclasses import dataclass

from lab.body import Body
from lab.kinematics import rest_on_floor
from lab.posture import SIDES, ArmAngles, LegAngles, Posture, set_arm, set_leg, set_trunk


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
        posture = set_trunk(
            Posture(),
            spine_flexion_deg=self.spine_flexion_deg,
            spine_side_deg=self.spine_side_deg,
            neck_flexion_deg=self.neck_flexion_deg,
            neck_turn_deg=self.neck_turn_deg,
        )
        for side in SIDES:
            posture = set_leg(posture, side, LegAngles(hip_abduction_deg=1.0))
            posture = set_arm(posture, side, ArmAngles(shoulder_abduction_deg=self.arm_out_deg))
        return rest_on_floor(body, posture)


POSES = {"standing": Standing()}
