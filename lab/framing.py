"""How each stretch is framed: what the camera looks at, from how far and how high."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Framing:
    """`target_m` is in shares of the stature, +x towards the working side; the rest is metres (the mat in halves)."""

    target_m: tuple[float, float, float]
    distance_m: float
    height_m: float
    mat_half_m: tuple[float, float] = (0.45, 1.1)


_STANDING = Framing((0.0, 0.0, 0.50), 2.95, 1.05)

FRAMINGS: dict[str, Framing] = {
    "half_kneeling_hip_flexor": Framing((0.0, -0.10, 0.46), 3.0, 0.95),
    "half_kneeling_arm_overhead": Framing((0.0, -0.10, 0.50), 3.1, 0.95),
    "half_kneeling_core_press": Framing((0.0, -0.10, 0.42), 3.0, 0.95),
    "kneeling_pelvic_tuck": Framing((0.0, -0.10, 0.42), 3.0, 0.95),
    "pigeon": Framing((0.0, 0.06, 0.22), 2.8, 0.6),
    "pigeon_quad": Framing((0.0, 0.04, 0.22), 2.8, 0.6),
    "camel_at_wall": Framing((0.0, 0.06, 0.42), 2.9, 0.95),
    "lizard_lunge": Framing((0.0, -0.02, 0.22), 2.9, 0.6),
    "standing_lunge_hip_flexor": Framing((0.0, -0.18, 0.48), 3.1, 1.0),
    "glute_bridge_hold": Framing((0.0, 0.02, 0.20), 2.6, 0.75),
    "knee_to_chest": Framing((0.0, -0.05, 0.20), 2.8, 0.75),
    "cobra": Framing((0.0, 0.05, 0.18), 2.8, 0.75),
    "lying_hip_stretch": Framing((0.0, 0.0, 0.36), 2.8, 0.95),
    "figure_four": Framing((0.0, 0.08, 0.22), 2.7, 0.8),
    "supine_strap_stretch": Framing((0.0, 0.0, 0.30), 3.1, 0.8),
    "straight_leg_raise": Framing((0.0, -0.04, 0.20), 2.8, 0.75),
    "glute_bridge_reps": Framing((0.0, 0.02, 0.20), 2.6, 0.75),
    "supine_knee_drops": Framing((0.0, 0.02, 0.20), 2.7, 1.0),
    "prone_forearm_release": Framing((0.0, 0.02, 0.18), 2.8, 0.75),
    "childs_pose": Framing((0.0, -0.08, 0.20), 2.6, 0.75),
    "quadruped": Framing((0.0, -0.10, 0.22), 2.6, 0.75),
    "leg_raise_forward": _STANDING,
    "leg_raise_side": _STANDING,
    "leg_raise_back": _STANDING,
    "forward_lunge": Framing((0.0, -0.20, 0.47), 3.1, 1.0),
    "lateral_lunge": Framing((0.20, 0.0, 0.46), 3.2, 1.0, (1.1, 0.6)),
    "step_up": Framing((0.0, -0.10, 0.55), 3.2, 1.05),
    "rotational_step_up": Framing((0.0, -0.10, 0.55), 3.2, 1.05),
    "leg_raise_across": _STANDING,
    "single_leg_toe_touch": Framing((0.0, 0.0, 0.48), 3.1, 1.0),
    "band_walk": Framing((0.25, 0.0, 0.48), 3.3, 1.0, (1.3, 0.6)),
    "air_squat": _STANDING,
    "jump_squat": Framing((0.0, 0.0, 0.53), 3.1, 1.05),
    "butterfly": Framing((0.0, -0.08, 0.24), 2.3, 0.65, (1.0, 0.8)),
    "seated_hip_fold": Framing((0.0, -0.14, 0.22), 2.2, 0.65),
    "straddle_fold": Framing((0.0, -0.18, 0.22), 2.7, 0.65, (1.1, 0.9)),
    "chair_figure_four": Framing((0.0, -0.12, 0.36), 2.5, 0.9),
}
