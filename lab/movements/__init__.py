"""The movements: stances by name, one module per family."""

from __future__ import annotations

from lab.movements import camel, kneeling, kneeling_arms, lizard, pigeon, prone, standing, supine, supine_legs
from lab.stance import Stance

POSES: dict[str, dict[str, Stance]] = {
    "standing": standing.STANDING,
    "half_kneeling": kneeling.HALF_KNEELING,
    "half_kneeling_reach": kneeling_arms.REACH,
    "half_kneeling_press": kneeling_arms.PRESS,
    "half_kneeling_tuck": kneeling_arms.TUCK,
    "pigeon": pigeon.PIGEON,
    "lizard": lizard.LIZARD,
    "camel": camel.CAMEL,
    "lunge": standing.LUNGE,
    "leg_raise": standing.LEG_RAISE,
    "squat": standing.SQUAT,
    "bridge": supine.BRIDGE,
    "knee_to_chest": supine.KNEE_TO_CHEST,
    "hanging_leg": supine_legs.HANGING_LEG,
    "leg_lift": supine_legs.LEG_LIFT,
    "figure_four": supine_legs.FIGURE_FOUR,
    "cobra": prone.COBRA,
}
