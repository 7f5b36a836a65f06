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

RULES: dict[str, StretchRules] = {
    "cobra": COBRA,
}
