"""Kneeling and half kneeling."""

from __future__ import annotations

from lab.catalogue.rules import UPRIGHT_TRUNK, Band, StretchRules, View

# Entries are looser than good form, so that a person who does it wrongly is still in the pose.
HALF_KNEELING = StretchRules(
    View.SIDE,
    entry=(
        Band("kneeling_knee", "{side}_knee_flexion_deg", 40, 140),
        Band("front_knee_bent", "{other}_knee_flexion_deg", 40, 145),
        Band("knee_on_floor", "{side}_shin_inclination_deg", 60),
    ),
    form=(
        Band("front_knee", "{other}_knee_flexion_deg", 75, 105, "front knee too straight", "front knee too bent"),
        Band("kneeling_hip", "{side}_hip_flexion_deg", -25, -5, "arching the back", "too shallow"),
        UPRIGHT_TRUNK,
        Band("knee_over_toe", "{other}_knee_over_toe", high=0, high_fault="front knee past the toes"),
    ),
)

RULES: dict[str, StretchRules] = {
    "half_kneeling_hip_flexor": HALF_KNEELING,
}
