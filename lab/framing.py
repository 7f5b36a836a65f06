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


FRAMINGS: dict[str, Framing] = {
    "half_kneeling_hip_flexor": Framing((0.0, -0.10, 0.46), 3.3, 0.95),
}
