"""Stepping, tipping and jumping on one's feet: lunges as exercises, step-ups, side steps."""

from __future__ import annotations

from lab.catalogue.rules import Band, RepRule, StretchRules, View

FORWARD_LUNGE = StretchRules(
    View.SIDE,
    entry=(),
    form=(
        Band("front_knee", "{side}_knee_flexion_deg", high=110, high_fault="front knee too bent"),
        Band("trunk", "trunk_lean_deg", -10, 20, "leaning back", "trunk collapses"),
    ),
    rep=RepRule("{side}_knee_flexion_deg", 20, 75),
)

LATERAL_LUNGE = StretchRules(
    View.FRONT,
    entry=(),
    form=(
        Band("other_knee", "{other}_knee_flexion_deg", high=20, high_fault="straight knee bends"),
        Band("trunk", "trunk_side_lean_deg", -25, 25, "trunk tips", "trunk tips"),
    ),
    rep=RepRule("{side}_knee_flexion_deg", 20, 60),
)

STEP_UP = StretchRules(
    View.SIDE,
    entry=(),
    form=(Band("trunk", "trunk_lean_deg", -10, 25, "leaning back", "trunk collapses"),),
    rep=RepRule("{side}_knee_flexion_deg", 50, 15),
)

SINGLE_LEG_TOE_TOUCH = StretchRules(
    View.SIDE,
    entry=(),
    form=(Band("knee", "{side}_knee_flexion_deg", high=25, high_fault="knee bends too far"),),
    rep=RepRule("{side}_hip_flexion_deg", 15, 65),
)

BAND_WALK = StretchRules(
    View.FRONT,
    entry=(),
    form=(
        Band("left_knee", "left_knee_valgus_deg", high=12, high_fault="knees in, left"),
        Band("right_knee", "right_knee_valgus_deg", high=12, high_fault="knees in, right"),
        Band("trunk", "trunk_side_lean_deg", -10, 10, "trunk rocks", "trunk rocks"),
    ),
    rep=RepRule("ankles_apart", 0.3, 0.5),
)

JUMP_SQUAT = StretchRules(
    View.SIDE,
    entry=(),
    form=(Band("trunk", "trunk_lean_deg", high=50, high_fault="trunk collapses"),),
    rep=RepRule("{side}_knee_flexion_deg", 20, 85, (Band("flight", "feet_off_floor", 0.1, low_fault="no flight"),)),
)

ROTATIONAL_STEP_UP = StretchRules(
    View.OBLIQUE,
    entry=(),
    form=(Band("trunk", "trunk_inclination_deg", high=25, high_fault="trunk collapses"),),
    rep=RepRule("{side}_knee_flexion_deg", 50, 15),
)

RULES: dict[str, StretchRules] = {
    "forward_lunge": FORWARD_LUNGE,
    "lateral_lunge": LATERAL_LUNGE,
    "step_up": STEP_UP,
    "single_leg_toe_touch": SINGLE_LEG_TOE_TOUCH,
    "band_walk": BAND_WALK,
    "jump_squat": JUMP_SQUAT,
    "rotational_step_up": ROTATIONAL_STEP_UP,
}
