"""The movements: stances by name, one module per family."""

from __future__ import annotations

from lab.movements import kneeling, prone, standing, supine
from lab.stance import Stance

POSES: dict[str, dict[str, Stance]] = {
    "standing": standing.STANDING,
    "half_kneeling": kneeling.HALF_KNEELING,
    "lunge": standing.LUNGE,
    "leg_raise": standing.LEG_RAISE,
    "squat": standing.SQUAT,
    "bridge": supine.BRIDGE,
    "knee_to_chest": supine.KNEE_TO_CHEST,
    "cobra": prone.COBRA,
}
