"""Lying on the back."""

from __future__ import annotations

from lab.catalogue.rules import Band, StretchRules, View

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

RULES: dict[str, StretchRules] = {
    "glute_bridge_hold": GLUTE_BRIDGE,
    "knee_to_chest": KNEE_TO_CHEST,
}
