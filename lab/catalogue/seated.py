"""Sitting on the floor or on a chair."""

from __future__ import annotations

from lab.catalogue.rules import Band, StretchRules, View

# Entries are looser than good form, so that a person who does it wrongly is still in the pose.
# The centres of the ankles are a third of the shoulders' width apart when the soles lie together.
BUTTERFLY = StretchRules(
    View.FRONT,
    entry=(
        Band("left_knee_bent", "left_knee_flexion_deg", 60),
        Band("right_knee_bent", "right_knee_flexion_deg", 60),
        Band("knees_out", "leg_spread_deg", 60),
    ),
    form=(
        Band("trunk", "trunk_side_lean_deg", -8, 8, "slumping sideways", "slumping sideways"),
        Band("knees", "knee_height_difference", -0.10, 0.10, "one knee high", "one knee high"),
        Band("feet", "feet_apart", high=0.6, high_fault="feet apart"),
    ),
)

CHAIR_FIGURE_FOUR = StretchRules(
    View.FRONT,
    entry=(
        Band("crossed", "{side}_ankle_to_knee", high=0.8),
        Band("seated", "{other}_thigh_inclination_deg", 50),
    ),
    form=(
        Band("ankle", "{side}_ankle_height", 0.8, low_fault="ankle slips"),
        Band("trunk", "trunk_side_lean_deg", -8, 8, "leaning", "leaning"),
    ),
)

SEATED_HIP_FOLD = StretchRules(
    View.SIDE,
    entry=(
        Band("knees_bent", "{side}_knee_flexion_deg", 60),
        Band("thighs_down", "{side}_thigh_inclination_deg", 55),
        Band("leaning", "trunk_lean_deg", 5, 100),
    ),
    form=(
        Band("trunk", "trunk_lean_deg", 25, 70, "trunk stays upright", "folded too far"),
        Band("head", "{side}_neck_flexion_deg", high=20, high_fault="head pulled down"),
    ),
)

STRADDLE_FOLD = StretchRules(
    View.FRONT,
    entry=(
        Band("wide", "leg_spread_deg", 40),
        Band("left_leg", "left_knee_flexion_deg", high=60),
        Band("right_leg", "right_knee_flexion_deg", high=60),
    ),
    form=(
        Band("spread", "leg_spread_deg", 70, low_fault="legs too close"),
        Band("left_knee", "left_knee_flexion_deg", high=15, high_fault="left knee bends"),
        Band("right_knee", "right_knee_flexion_deg", high=15, high_fault="right knee bends"),
        Band("even", "trunk_side_lean_deg", -12, 12, "one side only", "one side only"),
    ),
)

RULES: dict[str, StretchRules] = {
    "butterfly": BUTTERFLY,
    "chair_figure_four": CHAIR_FIGURE_FOUR,
    "seated_hip_fold": SEATED_HIP_FOLD,
    "straddle_fold": STRADDLE_FOLD,
}
