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
    "standing_lunge_hip_flexor": Framing((0.0, -0.18, 0.48), 3.1, 1.0),
    "glute_bridge_hold": Framing((0.0, 0.02, 0.20), 2.6, 0.75),
    "knee_to_chest": Framing((0.0, -0.05, 0.20), 2.8, 0.75),
    "cobra": Framing((0.0, 0.05, 0.18), 2.8, 0.75),
    "leg_raise_forward": _STANDING,
    "leg_raise_side": _STANDING,
    "leg_raise_back": _STANDING,
    "air_squat": _STANDING,
}
