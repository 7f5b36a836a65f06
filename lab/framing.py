"""How each stretch is framed: what the camera looks at, from how far and how high."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Framing:
    """`target_m` is in shares of the stature; distance and height are metres, `mat_half_m` the mat's halves."""

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
    "standing_lunge_hip_flexor": Framing((0.0, -0.18, 0.48), 3.1, 1.0),
    "glute_bridge_hold": Framing((0.0, 0.02, 0.20), 2.6, 0.75),
    "knee_to_chest": Framing((0.0, -0.05, 0.20), 2.8, 0.75),
    "cobra": Framing((0.0, 0.05, 0.18), 2.8, 0.75),
    "lying_hip_stretch": Framing((0.0, 0.0, 0.36), 3.1, 0.95),
    "figure_four": Framing((0.0, 0.08, 0.22), 2.7, 0.8),
    "supine_strap_stretch": Framing((0.0, 0.0, 0.30), 3.1, 0.8),
    "straight_leg_raise": Framing((0.0, -0.04, 0.20), 2.8, 0.75),
    "glute_bridge_reps": Framing((0.0, 0.02, 0.20), 2.6, 0.75),
    "leg_raise_forward": _STANDING,
    "leg_raise_side": _STANDING,
    "leg_raise_back": _STANDING,
    "air_squat": _STANDING,
}
