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
    """Allowed range of one angle, degrees, both ends included.

    `measure` may hold `{side}` (the working side) and `{other}`; `low_fault`/`high_fault` name what a value below
    or above means. A `relative` band counts from the median of the clip's first second (standing).
    """

    check: str
    measure: str
    low_deg: float = -np.inf
    high_deg: float = np.inf
    low_fault: str = ""
    high_fault: str = ""
    relative: bool = False

    def column(self, side: str) -> str:
        """Return the angle's column for a working side."""
        other = "right" if side == "left" else "left"
        return f"{self.measure.format(side=side, other=other)}_deg"


@dataclass(frozen=True, slots=True)
class RepRule:
    """A repetition: the angle leaves `rest_deg`, should reach `reach_deg` and comes back."""

    measure: str
    rest_deg: float
    reach_deg: float


@dataclass(frozen=True, slots=True)
class StretchRules:
    """View, entry (is this the stretch?), form (is it good?) and, for exercises, the repetition."""

    view: View
    entry: tuple[Band, ...]
    form: tuple[Band, ...]
    rep: RepRule | None = None


HALF_KNEELING = StretchRules(
    View.SIDE,
    entry=(
        Band("kneeling_knee", "{side}_knee_flexion", 60, 120),
        Band("front_knee_bent", "{other}_knee_flexion", 60, 120),
    ),
    form=(
        Band("front_knee", "{other}_knee_flexion", 75, 105, "front knee too straight", "front knee past the toes"),
        Band("kneeling_hip", "{side}_hip_flexion", -25, -5, "arching the back", "too shallow"),
        Band("trunk_lean", "trunk_lean", -10, 10, "arching the back", "leaning forward"),
    ),
)

STANDING_LUNGE = StretchRules(
    View.SIDE,
    entry=(Band("rear_leg", "{side}_knee_flexion", high_deg=25), Band("step", "leg_spread", 25)),
    form=(
        Band("front_knee", "{other}_knee_flexion", 40, 80, "step too short", "front knee bends too far"),
        Band("rear_knee", "{side}_knee_flexion", high_deg=15, high_fault="rear knee bends"),
        Band("rear_hip", "{side}_hip_flexion", high_deg=-5, high_fault="too shallow"),
        Band("trunk_lean", "trunk_lean", -10, 10, "arching the back", "leaning forward"),
    ),
)

GLUTE_BRIDGE = StretchRules(
    View.SIDE,
    entry=(
        Band("knees_bent", "{side}_knee_flexion", 45, 140),
        Band("hips_lifted", "{side}_hip_flexion", high_deg=42),
    ),
    form=(
        Band("knee", "{side}_knee_flexion", 75, 105, "feet too far", "feet too near"),
        Band("hip", "{side}_hip_flexion", -12, 12, "over-arched", "hips sag"),
    ),
)

KNEE_TO_CHEST = StretchRules(
    View.SIDE,
    entry=(
        Band("knee_up", "{side}_hip_flexion", 75),
        Band("knee_bent", "{side}_knee_flexion", 60),
    ),
    form=(
        Band("raised_hip", "{side}_hip_flexion", 105, low_fault="too shallow"),
        Band("other_knee", "{other}_knee_flexion", high_deg=15, high_fault="other knee rises"),
        Band("other_hip", "{other}_hip_flexion", high_deg=15, high_fault="other knee rises"),
    ),
)

COBRA = StretchRules(
    View.SIDE,
    entry=(
        Band("chest_up", "{side}_hip_flexion", high_deg=-8),
        Band("prone", "{side}_thigh_inclination", 50, 130),
    ),
    form=(
        Band("hips_down", "{side}_thigh_inclination", 78, 102, "hips lift off the floor", ""),
        Band("hip", "{side}_hip_flexion", -45, -15, "over-arched", "chest drops"),
    ),
)

LEG_RAISE_FORWARD = StretchRules(
    View.SIDE,
    entry=(),
    form=(
        Band("knee", "{side}_knee_flexion", high_deg=15, high_fault="knee bends"),
        Band("trunk_lean", "trunk_lean", -10, 10, "leaning back", "leaning forward", relative=True),
    ),
    rep=RepRule("{side}_hip_flexion", 15, 50),
)

LEG_RAISE_SIDE = StretchRules(
    View.FRONT,
    entry=(),
    form=(
        Band("pelvis", "pelvis_obliquity", -7, 7, "hip hikes", "hip hikes"),
        Band("trunk_side_lean", "trunk_side_lean", -8, 8, "trunk leans", "trunk leans"),
    ),
    rep=RepRule("{side}_hip_abduction", 8, 25),
)

AIR_SQUAT = StretchRules(
    View.SIDE,
    entry=(),
    form=(Band("trunk_lean", "trunk_lean", high_deg=50, high_fault="trunk collapses"),),
    rep=RepRule("{side}_knee_flexion", 20, 85),
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
