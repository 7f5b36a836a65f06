"""Where the camera of a clip at first sight stands: beside the right place, and far enough to see all of the body."""

from __future__ import annotations

import numpy as np

from lab.catalogue import RULES, View
from lab.clip import CameraSpec, Clip
from lab.framing import FRAMINGS
from lab.scene import Scene
from lab.sights import Sight
from lab.variation import draw

# Turned away from the right view by so much, either way.
TURN_DEG = (3.0, 9.0)
_USUAL_LENS_DEG = 55.0
# The camera goes back until the whole body is inside the picture by this share of its size; the room ends at 4.2 m.
MARGIN_SHARE = 0.04
_NEAREST, _STEP_BACK_M, _FARTHEST_M = 0.98, 0.1, 4.1
_FITTING_EVERY_S = 0.4


def place_camera(base: Clip, side: str, sight: Sight, rng: np.random.Generator) -> CameraSpec:
    """Return where the camera stands for a clip that is derived from `base`: at the side that has to be seen."""
    framing, rules = FRAMINGS[base.stretch], RULES[base.stretch]
    right_view_deg = {View.SIDE: 90.0, View.FRONT: 0.0, View.OBLIQUE: 45.0}[rules.view]
    turn_deg = draw(rng, TURN_DEG, 1)
    if base.expected_verdict:
        # At least as wrong as the wrong view it is taken from.
        turn_deg += abs(right_view_deg - abs(base.yaw_deg))
    turn_deg *= rng.choice((-1.0, 1.0))
    if base.expected_verdict and rules.view is View.OBLIQUE:
        # Toward the front, whatever was drawn: at the side it would stand where such an exercise may be judged.
        turn_deg = abs(turn_deg)
    # Symmetric exercises are seen from the left elsewhere; here from either side.
    from_left = rng.random() < 0.5
    if side != "both":
        from_left = (side == "left") != rules.near_other
    fov_deg = draw(rng, sight.lenses_deg[rng.integers(2)], 1)
    as_large = np.tan(np.radians(_USUAL_LENS_DEG / 2)) / np.tan(np.radians(fov_deg / 2))
    return CameraSpec(
        yaw_deg=_wrap_deg((1.0 if from_left else -1.0) * (right_view_deg - turn_deg)),
        distance_m=round(_NEAREST * framing.distance_m * float(as_large), 2),
        height_m=round(framing.height_m * draw(rng, sight.heights[rng.integers(2)], 3), 2),
        roll_deg=round(float(rng.choice((-1.0, 1.0))) * draw(rng, sight.roll_deg, 1), 1),
        fov_deg=fov_deg,
        size=sight.sizes[rng.integers(len(sight.sizes))],
    )


def step_back(clip: Clip) -> Clip:
    """Return the clip with the camera so far back that all of the body is seen all the time."""
    scene = Scene(clip)
    moments_s = np.arange(0.0, clip.duration_s, _FITTING_EVERY_S)
    skins = np.concatenate([scene.body.skin(scene.posture_at(float(time_s))) for time_s in moments_s])
    distance_m = clip.camera.distance_m or 0.0
    while True:
        camera = clip.camera.model_copy(update={"distance_m": round(distance_m, 2)})
        moved = clip.model_copy(update={"camera": camera})
        seen = Scene(moved).camera
        shares = seen.project(skins) / (seen.width_px, seen.height_px)
        inside = shares.min() > MARGIN_SHARE and shares.max() < 1 - MARGIN_SHARE
        if inside or distance_m + _STEP_BACK_M > _FARTHEST_M:
            return moved
        distance_m += _STEP_BACK_M


def _wrap_deg(angle_deg: float) -> float:
    return round((angle_deg + 180.0) % 360.0 - 180.0, 1)
