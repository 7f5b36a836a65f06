"""Lying on the back."""

from __future__ import annotations

from lab.catalogue.rules import Band, RepRule, StretchRules, View

# Entries are looser than good form, so that a person who does it wrongly is still in the pose.
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

LYING = Band("lying", "trunk_inclination_deg", 55)
HEAD = Band("head", "{side}_neck_flexion_deg", high=30, high_fault="head lifts")

LYING_HIP_STRETCH = StretchRules(
    View.SIDE,
    entry=(
        Band("held_knee", "{other}_hip_flexion_deg", 65),
        Band("hanging_leg", "{side}_hip_flexion_deg", high=45),
        LYING,
    ),
    form=(
        Band("hanging_hip", "{side}_hip_flexion_deg", high=0, high_fault="thigh stays above the edge"),
        Band("held_hip", "{other}_hip_flexion_deg", 100, low_fault="held knee drops"),
        HEAD,
    ),
)

# The crossed leg is the working one, and the other one is near the camera. The ankle rests on the thigh: the joint's
# centre lies a fifth of the thigh's length before its line, beside the quarter of the catalogue along it.
FIGURE_FOUR = StretchRules(
    View.SIDE,
    entry=(
        Band("thigh_up", "{other}_hip_flexion_deg", 60),
        Band("knee_bent", "{other}_knee_flexion_deg", 40),
        Band("crossed", "{side}_ankle_to_knee", high=0.85),
        LYING,
    ),
    form=(
        Band("uncrossed_hip", "{other}_hip_flexion_deg", 70, low_fault="too shallow"),
        Band("ankle", "{side}_ankle_to_knee", high=0.35, high_fault="ankle slips"),
        Band("head", "{other}_neck_flexion_deg", high=30, high_fault="head lifts"),
    ),
    near_other=True,
)

STRAP_STRETCH = StretchRules(
    View.SIDE,
    entry=(
        Band("leg_up", "{side}_hip_flexion_deg", 45),
        Band("leg_long", "{side}_knee_flexion_deg", high=65),
        LYING,
    ),
    form=(
        Band("raised_hip", "{side}_hip_flexion_deg", 70, low_fault="leg too low"),
        Band("raised_knee", "{side}_knee_flexion_deg", high=15, high_fault="knee bends"),
        Band("other_knee", "{other}_knee_flexion_deg", high=15, high_fault="other knee bends"),
        Band("other_hip", "{other}_hip_flexion_deg", high=15, high_fault="other leg lifts"),
    ),
)

STRAIGHT_LEG_RAISE = StretchRules(
    View.SIDE,
    entry=(LYING,),
    form=(
        Band("knee", "{side}_knee_flexion_deg", high=12, high_fault="knee bends"),
        Band("other_knee", "{other}_knee_flexion_deg", 70, 110, "other foot too far", "other foot too close"),
    ),
    rep=RepRule("{side}_hip_flexion_deg", 5, 15),
)

GLUTE_BRIDGE_REPS = StretchRules(
    View.SIDE,
    entry=(),
    form=(
        Band("hips", "{side}_hip_flexion_deg", -15, low_fault="over-arched"),
        Band("knee", "{side}_knee_flexion_deg", 75, 110, "feet too far", "feet too close"),
    ),
    rep=RepRule("{side}_hip_flexion_deg", 35, 12),
)

# What one camera cannot measure is guided and timed, never judged.
KNEE_DROPS = StretchRules(View.SIDE, entry=(LYING,), form=())

RULES: dict[str, StretchRules] = {
    "supine_knee_drops": KNEE_DROPS,
    "glute_bridge_hold": GLUTE_BRIDGE,
    "knee_to_chest": KNEE_TO_CHEST,
    "lying_hip_stretch": LYING_HIP_STRETCH,
    "figure_four": FIGURE_FOUR,
    "supine_strap_stretch": STRAP_STRETCH,
    "straight_leg_raise": STRAIGHT_LEG_RAISE,
    "glute_bridge_reps": GLUTE_BRIDGE_REPS,
}
