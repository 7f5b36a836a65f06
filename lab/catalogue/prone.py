"""Lying on the front, and on hands and knees."""

from __future__ import annotations

from lab.catalogue.rules import Band, StretchRules, View

# Entries are looser than good form, so that a person who does it wrongly is still in the pose.
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

FOREARM_RELEASE = StretchRules(
    View.SIDE,
    entry=(
        Band("prone", "trunk_inclination_deg", 55, 125),
        Band("legs_off_the_floor", "{side}_thigh_inclination_deg", 45),
        Band("on_the_forearms", "{side}_elbow_flexion_deg", 45, 140),
        Band("arms_down", "{side}_shoulder_flexion_deg", 45, 140),
    ),
    form=(
        Band("body_line", "{side}_body_line_deg", -15, 15, "hips sag", "hips pike"),
        Band(
            "shoulder",
            "{side}_shoulder_over_elbow",
            -0.15,
            0.15,
            "shoulders drift back",
            "shoulders drift forward",
        ),
    ),
)

QUADRUPED = StretchRules(
    View.SIDE,
    entry=(
        Band("trunk_level", "trunk_inclination_deg", 55, 125),
        Band("kneeling", "{side}_knee_flexion_deg", 45, 135),
    ),
    form=(
        Band("back", "trunk_inclination_deg", 78, 102, "back tilts up", "back tilts down"),
        Band("hips", "{side}_thigh_inclination_deg", high=12, high_fault="hips drift back"),
        Band("shoulders", "{side}_arm_lean_deg", -12, 12, "shoulders behind the hands", "shoulders past the hands"),
    ),
)

CHILDS_POSE = StretchRules(
    View.SIDE,
    entry=(
        Band("knees_bent", "{side}_knee_flexion_deg", 95),
        Band("hips_bent", "{side}_hip_flexion_deg", 80),
        Band("chest_down", "trunk_inclination_deg", 50),
    ),
    form=(
        Band("hip", "{side}_hip_flexion_deg", 115, low_fault="hips off the heels"),
        Band("knee", "{side}_knee_flexion_deg", 120, low_fault="hips off the heels"),
        Band("shoulder", "{side}_shoulder_flexion_deg", 130, low_fault="arms too close"),
        Band("elbow", "{side}_elbow_flexion_deg", high=25, high_fault="elbows bent"),
        Band("head", "{side}_neck_flexion_deg", -15, low_fault="head up"),
    ),
)

RULES: dict[str, StretchRules] = {
    "cobra": COBRA,
    "prone_forearm_release": FOREARM_RELEASE,
    "quadruped": QUADRUPED,
    "childs_pose": CHILDS_POSE,
}
