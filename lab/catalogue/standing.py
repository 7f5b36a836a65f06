"""Standing: lunges, leg raises and squats."""

from __future__ import annotations

from lab.catalogue.rules import UPRIGHT_TRUNK, Band, RepRule, StretchRules, View

# Entries are looser than good form, so that a person who does it wrongly is still in the pose.
STANDING_LUNGE = StretchRules(
    View.SIDE,
    entry=(
        Band("rear_leg", "{side}_knee_flexion_deg", high=60),
        Band("front_knee_bent", "{other}_knee_flexion_deg", 25),
        Band("step", "leg_spread_deg", 25),
    ),
    form=(
        Band("front_knee", "{other}_knee_flexion_deg", 40, 80, "step too short", "front knee too bent"),
        Band("rear_knee", "{side}_knee_flexion_deg", high=15, high_fault="rear knee bends"),
        Band("rear_hip", "{side}_hip_flexion_deg", -35, -5, "arching the back", "too shallow"),
        UPRIGHT_TRUNK,
        # Not named after the clips, "step too short": those are drawn until the front knee shows it plainly.
        Band("step_length", "ankles_apart", 0.5, low_fault="feet close together"),
    ),
)

LEG_RAISE_FORWARD = StretchRules(
    View.SIDE,
    entry=(),
    form=(
        Band("knee", "{side}_knee_flexion_deg", high=15, high_fault="knee bends"),
        Band("trunk", "trunk_lean_deg", -10, 10, "leaning back", "leaning forward", relative=True),
    ),
    rep=RepRule("{side}_hip_flexion_deg", 15, 50),
)

LEG_RAISE_SIDE = StretchRules(
    View.FRONT,
    entry=(),
    form=(
        Band("pelvis", "pelvis_obliquity_deg", -7, 7, "hip hikes", "hip hikes"),
        Band("trunk", "trunk_side_lean_deg", -8, 8, "trunk leans", "trunk leans"),
    ),
    rep=RepRule("{side}_hip_abduction_deg", 8, 25),
)

LEG_RAISE_ACROSS = StretchRules(
    View.FRONT,
    entry=(),
    form=(Band("trunk", "trunk_side_lean_deg", -8, 8, "trunk leans", "trunk leans"),),
    rep=RepRule("{side}_hip_abduction_deg", 0, -12),
)

LEG_RAISE_BACK = StretchRules(
    View.SIDE,
    entry=(),
    form=(
        Band("knee", "{side}_knee_flexion_deg", high=15, high_fault="knee bends"),
        Band("trunk", "trunk_lean_deg", -12, 12, "leaning back", "leaning forward", relative=True),
    ),
    rep=RepRule("{side}_hip_flexion_deg", 0, -10),
)

AIR_SQUAT = StretchRules(
    View.SIDE,
    entry=(),
    form=(
        Band("trunk", "trunk_lean_deg", high=50, high_fault="trunk collapses"),
        Band("heels", "{side}_heel_rise", high=0.25, high_fault="heels lift"),
    ),
    rep=RepRule("{side}_knee_flexion_deg", 20, 85),
)

RULES: dict[str, StretchRules] = {
    "standing_lunge_hip_flexor": STANDING_LUNGE,
    "leg_raise_forward": LEG_RAISE_FORWARD,
    "leg_raise_side": LEG_RAISE_SIDE,
    "leg_raise_back": LEG_RAISE_BACK,
    "leg_raise_across": LEG_RAISE_ACROSS,
    "air_squat": AIR_SQUAT,
}
