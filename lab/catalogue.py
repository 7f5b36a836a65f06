"""What counts as the pose and as a fault, for the truth files: the starting bands of the stretch catalogue.

This is a statement of its own, on purpose not read from `reference_poses/`: the lab judges true angles by it,
and the product is compared with that.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np


class View(StrEnum):
    """From where a stretch has to be seen."""

    SIDE = "side"
    FRONT = "front"


@dataclass(frozen=True, slots=True)
class Band:
    """Allowed range of one measure, both ends included.

    `measure` is a column of the truth and may hold `{side}` (the working side) and `{other}`; `low_fault` and
    `high_fault` name what a value below or above means. A `relative` band counts from the median of the clip's
    first second (standing). `check` is the id by which the product's reference pose calls it.
    """

    check: str
    measure: str
    low: float = -np.inf
    high: float = np.inf
    low_fault: str = ""
    high_fault: str = ""
    relative: bool = False

    def column(self, side: str) -> str:
        """Return the truth's column for a working side."""
        return fill_side(self.measure, side)


@dataclass(frozen=True, slots=True)
class RepRule:
    """A repetition: the angle leaves `rest_deg`, should reach `reach_deg` and comes back."""

    measure: str
    rest_deg: float
    reach_deg: float

    def column(self, side: str) -> str:
        """Return the truth's column for a working side."""
        return fill_side(self.measure, side)


@dataclass(frozen=True, slots=True)
class StretchRules:
    """View, entry (is this the stretch?), form (is it good?) and, for exercises, the repetition."""

    view: View
    entry: tuple[Band, ...]
    form: tuple[Band, ...]
    rep: RepRule | None = None


def fill_side(pattern: str, side: str) -> str:
    """Return a column pattern with `{side}` and `{other}` filled in."""
    return pattern.format(side=side, other="right" if side == "left" else "left")


_UPRIGHT_TRUNK = Band("trunk", "trunk_lean_deg", -10, 10, "arching the back", "leaning forward")

# Entries are looser than good form, so that a person who does it wrongly is still in the pose.
HALF_KNEELING = StretchRules(
    View.SIDE,
    entry=(
        Band("kneeling_knee", "{side}_knee_flexion_deg", 40, 140),
        Band("front_knee_bent", "{other}_knee_flexion_deg", 40, 145),
        Band("knee_on_floor", "{side}_shin_inclination_deg", 60),
    ),
    form=(
        Band("front_knee", "{other}_knee_flexion_deg", 75, 105, "front knee too straight", "front knee too bent"),
        Band("kneeling_hip", "{side}_hip_flexion_deg", -25, -5, "arching the back", "too shallow"),
        _UPRIGHT_TRUNK,
        Band("knee_over_toe", "{other}_knee_over_toe", high=0, high_fault="front knee past the toes"),
    ),
)

STANDING_LUNGE = StretchRules(
    View.SIDE,
    entry=(
        Band("rear_leg", "{side}_knee_flexion_deg", high=60),
        Band("front_knee_bent", "{other}_knee_flexion_deg", 25),
        Band("step", "leg_spread_deg", 25),
    ),
    form=(
        Band("front_knee", "{other}_knee_flexion_deg", 40, 80, "step too short", "front knee too bent"),
        Band("rear_knee", "{side}_knee_flexion_deg", high=15, high_fault="rear knee bends"),
        Band("rear_hip", "{side}_hip_flexion_deg", -35, -5, "arching the back", "too shallow"),
        _UPRIGHT_TRUNK,
    ),
)

GLUTE_BRIDGE = StretchRules(
    View.SIDE,
    entry=(
        Band("knees_bent", "{side}_knee_flexion_deg", 35, 135),
        Band("hips_lifted", "{side}_hip_flexion_deg", high=32),
    ),
    form=(
        Band("hips", "{side}_hip_flexion_deg", -12, 12, "over-arched", "hips sag"),
        Band("knee", "{side}_knee_flexion_deg", 75, 105, "feet too far", "feet too close"),
    ),
)

KNEE_TO_CHEST = StretchRules(
    View.SIDE,
    entry=(
        Band("knee_up", "{side}_hip_flexion_deg", 75),
        Band("knee_bent", "{side}_knee_flexion_deg", 50),
    ),
    form=(
        Band("raised_hip", "{side}_hip_flexion_deg", 105, low_fault="too shallow"),
        Band("other_hip", "{other}_hip_flexion_deg", high=15, high_fault="other knee rises"),
        Band("other_knee", "{other}_knee_flexion_deg", high=15, high_fault="other knee bends"),
        Band("head", "{side}_neck_flexion_deg", high=30, high_fault="head lifts"),
    ),
)

COBRA = StretchRules(
    View.SIDE,
    entry=(
        Band("chest_up", "trunk_inclination_deg", 20, 84),
        Band("prone", "{side}_thigh_inclination_deg", 55),
        Band("legs_long", "{side}_knee_flexion_deg", high=70),
    ),
    form=(
        Band("hips_down", "{side}_thigh_inclination_deg", 78, 102, "hips lift off the floor", "knees lift"),
        Band("chest", "{side}_hip_flexion_deg", -45, -15, "chest too high", "chest drops"),
    ),
)

LEG_RAISE_FORWARD = StretchRules(
    View.SIDE,
    entry=(),
    form=(
        Band("knee", "{side}_knee_flexion_deg", high=15, high_fault="knee bends"),
        Band("trunk", "trunk_lean_deg", -10, 10, "leaning back", "leaning forward", relative=True),
    ),
    rep=RepRule("{side}_hip_flexion_deg", 15, 50),
)

LEG_RAISE_SIDE = StretchRules(
    View.FRONT,
    entry=(),
    form=(
        Band("pelvis", "pelvis_obliquity_deg", -7, 7, "hip hikes", "hip hikes"),
        Band("trunk", "trunk_side_lean_deg", -8, 8, "trunk leans", "trunk leans"),
    ),
    rep=RepRule("{side}_hip_abduction_deg", 8, 25),
)

AIR_SQUAT = StretchRules(
    View.SIDE,
    entry=(),
    form=(Band("trunk", "trunk_lean_deg", high=50, high_fault="trunk collapses"),),
    rep=RepRule("{side}_knee_flexion_deg", 20, 85),
)

RULES: dict[str, StretchRules] = {
    "half_kneeling_hip_flexor": HALF_KNEELING,
    "standing_lunge_hip_flexor": STANDING_LUNGE,
    "glute_bridge_hold": GLUTE_BRIDGE,
    "knee_to_chest": KNEE_TO_CHEST,
    "cobra": COBRA,
    "leg_raise_forward": LEG_RAISE_FORWARD,
    "leg_raise_side": LEG_RAISE_SIDE,
    "air_squat": AIR_SQUAT,
}
