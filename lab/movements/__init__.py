"""The movements: stances by name, one module per family."""

from __future__ import annotations

from lab.movements import (
    balance,
    camel,
    chair,
    hands_and_knees,
    knee_drops,
    kneeling,
    kneeling_arms,
    lizard,
    pigeon,
    prone,
    seated,
    standing,
    stepping,
    supine,
    supine_legs,
)
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
    "forward_lunge": stepping.FORWARD_LUNGE,
    "side_lunge": stepping.SIDE_LUNGE,
    "step_up": stepping.STEP_UP,
    "toe_touch": balance.TOE_TOUCH,
    "band_walk": balance.BAND_WALK,
    "bridge": supine.BRIDGE,
    "knee_to_chest": supine.KNEE_TO_CHEST,
    "hanging_leg": supine_legs.HANGING_LEG,
    "leg_lift": supine_legs.LEG_LIFT,
    "figure_four": supine_legs.FIGURE_FOUR,
    "knee_drops": knee_drops.KNEE_DROPS,
    "cobra": prone.COBRA,
    "forearm_plank": prone.FOREARM_PLANK,
    "hands_and_knees": hands_and_knees.HANDS_AND_KNEES,
    "soles_together": seated.SOLES_TOGETHER,
    "straddle": seated.STRADDLE,
    "chair": chair.CHAIR,
    "childs_pose": hands_and_knees.CHILDS_POSE,
}
