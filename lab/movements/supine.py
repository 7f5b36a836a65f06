"""Lying on the back: the bridge and the knee held to the chest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lab.body import Body
from lab.kinematics import place_ankle, set_foot, standing_ankle_height_m
from lab.movements.limbs import lay_arms_on_floor
from lab.movements.lying import (
    RELAXED_FOOT_DEG,
    SHOULDERS_Y_SHARE,
    find_leg_slope_deg,
    hold_shin,
    lie_on_back,
    rest_trunk,
)
from lab.posture import SIDES, LegAngles, Posture, set_leg, set_trunk
from lab.rotation import FORWARD, UP, rotate_x
from lab.stance import Stance


@dataclass(frozen=True, slots=True)
class Bridge:
    """On the back, feet flat; the hips are lifted until the trunk is tilted by `lift_deg`.

    Attributes:
        feet: from the shoulders to the ankles, in stature.
        spine_flexion_deg: rounding of the back, arching negative.
    """

    lift_deg: float = 0.0
    feet: float = 0.565
    spine_flexion_deg: float = 0.0
    neck_turn_deg: float = 0.0

    def build(self, body: Body) -> Posture:
        """Return the posture with the shoulders and the feet where they lie and stand."""
        posture = Posture().turned(pelvis=rotate_x(-90.0 - self.lift_deg - self.spine_flexion_deg))
        posture = set_trunk(
            posture,
            spine_flexion_deg=self.spine_flexion_deg,
            neck_flexion_deg=self.lift_deg + 4.0,
            neck_turn_deg=self.neck_turn_deg,
        )
        posture = rest_trunk(body, posture)
        for side in SIDES:
            side_m = body.joints(posture)[f"{side}_hip"][0]
            ankle_y_m = (SHOULDERS_Y_SHARE - self.feet) * body.height_m
            ankle_m = np.array([1.15 * side_m, ankle_y_m, standing_ankle_height_m(body)])
            posture = set_foot(place_ankle(body, posture, side, ankle_m, UP + 0.3 * FORWARD), side, heading_deg=6.0)
        return lay_arms_on_floor(body, posture)


@dataclass(frozen=True, slots=True)
class KneeToChest:
    """On the back, the left knee drawn to the chest by both hands.

    Attributes:
        hip_flexion_deg, knee_flexion_deg: of the held leg, counted from lying on the floor.
        other_hip_deg, other_knee_deg: of the leg that should stay there.
        grip: 0 arms beside the body, 1 hands on the shin.
        head_up_deg: how far the head is lifted.
    """

    hip_flexion_deg: float = 0.0
    knee_flexion_deg: float = 3.0
    other_hip_deg: float = 0.0
    other_knee_deg: float = 3.0
    grip: float = 0.0
    head_up_deg: float = 4.0
    spine_flexion_deg: float = 0.0
    neck_turn_deg: float = 0.0

    def build(self, body: Body) -> Posture:
        """Return the posture with the back on the floor."""
        posture = lie_on_back(
            body,
            spine_flexion_deg=self.spine_flexion_deg,
            head_up_deg=self.head_up_deg,
            neck_turn_deg=self.neck_turn_deg,
        )
        slope_deg = find_leg_slope_deg(body, posture)
        held = LegAngles(self.hip_flexion_deg + slope_deg, 4.0, 0.0, self.knee_flexion_deg, RELAXED_FOOT_DEG)
        other = LegAngles(self.other_hip_deg + slope_deg, 3.0, 8.0, self.other_knee_deg, RELAXED_FOOT_DEG)
        posture = set_leg(set_leg(posture, "left", held), "right", other)
        resting = lay_arms_on_floor(body, posture)
        return resting if self.grip <= 0 else hold_shin(body, resting, "left", self.grip)


BRIDGE: dict[str, Stance] = {"rest": Bridge(), "lifted": Bridge(lift_deg=27.0)}
KNEE_TO_CHEST: dict[str, Stance] = {
    "flat": KneeToChest(),
    "bent": KneeToChest(hip_flexion_deg=85.0, knee_flexion_deg=105.0, grip=0.75),
    "held": KneeToChest(hip_flexion_deg=122.0, knee_flexion_deg=128.0, grip=1.0),
}
