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

RULES: dict[str, StretchRules] = {"half_kneeling_hip_flexor": HALF_KNEELING}
