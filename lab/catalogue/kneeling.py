"""Kneeling and half kneeling, pigeon and the low lunge."""

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
_FRONT_KNEE, _KNEELING_HIP = HALF_KNEELING.form[:2]
ARM_OVERHEAD = StretchRules(
    View.SIDE,
    entry=HALF_KNEELING.entry,
    form=(
        Band("arm", "{side}_shoulder_flexion_deg", low=150, low_fault="arm drops"),
        _FRONT_KNEE,
        _KNEELING_HIP,
        UPRIGHT_TRUNK,
    ),
)

CORE_PRESS = StretchRules(
    View.SIDE,
    entry=HALF_KNEELING.entry,
    form=(
        Band("elbow", "{side}_elbow_flexion_deg", high=20, high_fault="elbows bend"),
        Band("trunk", "trunk_lean_deg", -10, 10, "arching the back", "trunk folds"),
        _FRONT_KNEE,
        _KNEELING_HIP,
    ),
)

# The tuck itself cannot be seen; staying upright can.
PELVIC_TUCK = StretchRules(
    View.SIDE,
    entry=HALF_KNEELING.entry,
    form=(Band("trunk", "trunk_lean_deg", -8, 8, "trunk leans back", "trunk leans forward"), _FRONT_KNEE),
)

PIGEON = StretchRules(
    View.SIDE,
    entry=(
        Band("front_hip_bent", "{other}_hip_flexion_deg", 45),
        Band("leg_behind", "{side}_hip_flexion_deg", high=30),
        Band("thigh_down", "{side}_thigh_inclination_deg", 45),
        Band("leg_long", "{side}_knee_flexion_deg", high=60),
        Band("chest_up", "trunk_inclination_deg", high=65),
    ),
    form=(
        Band("rear_knee", "{side}_knee_flexion_deg", high=20, high_fault="rear knee bends"),
        Band("trunk", "trunk_lean_deg", -15, 20, "trunk tips back", "trunk tips forward"),
    ),
)

PIGEON_QUAD = StretchRules(
    View.SIDE,
    entry=(*PIGEON.entry[:2], Band("thigh_down", "{side}_thigh_inclination_deg", 40), PIGEON.entry[4]),
    form=(
        Band("rear_knee", "{side}_knee_flexion_deg", 80, low_fault="foot too far away"),
        Band("hand", "{side}_hand_to_foot", high=0.4, high_fault="foot not held"),
        Band("trunk", "trunk_lean_deg", -20, 20, "trunk tips back", "trunk tips forward"),
    ),
)

LIZARD = StretchRules(
    View.SIDE,
    entry=(
        Band("front_knee_bent", "{other}_knee_flexion_deg", 45, 145),
        Band("rear_leg_long", "{side}_knee_flexion_deg", high=60),
        Band("hands_down", "trunk_inclination_deg", 45),
    ),
    form=(
        Band("front_knee", "{other}_knee_flexion_deg", 70, 110, "front knee too straight", "front knee too bent"),
        Band("rear_knee", "{side}_knee_flexion_deg", high=20, high_fault="rear knee bends"),
        Band("knee_over_toe", "{other}_knee_over_toe", high=0, high_fault="front knee far past the toes"),
    ),
    near_other=True,
)

CAMEL = StretchRules(
    View.SIDE,
    entry=(
        Band("kneeling", "{side}_shin_inclination_deg", 60),
        Band("knees_bent", "{side}_knee_flexion_deg", 50, 130),
        Band("thighs_up", "{side}_thigh_inclination_deg", high=45),
        Band("not_sitting", "{side}_hip_flexion_deg", high=25),
    ),
    form=(
        Band("hips", "{side}_thigh_inclination_deg", high=15, high_fault="hips drift back"),
        Band("knee", "{side}_knee_flexion_deg", 75, 105, "hips too far forward", "sitting back"),
        Band("hip", "{side}_hip_flexion_deg", -45, -12, "bent too far back", "too shallow"),
        Band("arm", "{side}_shoulder_flexion_deg", low=150, low_fault="arms down"),
    ),
)

RULES: dict[str, StretchRules] = {
    "half_kneeling_hip_flexor": HALF_KNEELING,
    "half_kneeling_arm_overhead": ARM_OVERHEAD,
    "half_kneeling_core_press": CORE_PRESS,
    "kneeling_pelvic_tuck": PELVIC_TUCK,
    "pigeon": PIGEON,
    "pigeon_quad": PIGEON_QUAD,
    "lizard_lunge": LIZARD,
    "camel_at_wall": CAMEL,
}
