"""The movements: stances by name, one module per family."""

from __future__ import annotations

from lab.movements import kneeling, standing
from lab.stance import Stance

POSES: dict[str, dict[str, Stance]] = {
    "standing": dict(standing.POSES),
    "half_kneeling": dict(kneeling.POSES),
}
