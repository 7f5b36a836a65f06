"""From one kind of stance to another: the body moves over while the feet step, and nobody floats."""

from __future__ import annotations

import numpy as np

from lab.body import Body
from lab.kinematics import place_ankle
from lab.posture import SIDES, Posture
from lab.rotation import FORWARD, FloatArray, blend

# A foot that has this far to go is lifted on its way, by this share of the way.
_STEP_M = 0.05
_LIFT_SHARE = 0.12


def mix_postures(start: Posture, end: Posture, share: float) -> Posture:
    """Return the posture a `share` (0..1) of the way between two, segment by segment in the world."""
    names = set(start.rotations) | set(end.rotations)
    turned = {name: blend(start.rotation(name), end.rotation(name), share) for name in names}
    return Posture(turned, (1 - share) * start.pelvis_m + share * end.pelvis_m)


def step_between(body: Body, start: Posture, end: Posture, share: float) -> Posture:
    """Return the posture a `share` (0..1) of the way between two upright ones, with the feet stepping over."""
    mixed = mix_postures(start, end, share)
    first, last = body.joints(start), body.joints(end)
    for side in SIDES:
        from_m, to_m = first[f"{side}_ankle"], last[f"{side}_ankle"]
        way_m = float(np.linalg.norm((to_m - from_m)[:2]))
        lift_m = _LIFT_SHARE * way_m * np.sin(np.pi * share) if way_m > _STEP_M else 0.0
        ankle_m = (1 - share) * from_m + share * to_m + np.array([0.0, 0.0, lift_m])
        mixed = place_ankle(body, mixed, side, ankle_m, FORWARD)
    return mixed


def ground_offset_m(body: Body, wanted: Posture, found: Posture) -> FloatArray:
    """Return the shift (3,) along the floor that puts the right foot of `found` where `wanted` has it."""
    shift_m = body.joints(wanted)["right_ankle"] - body.joints(found)["right_ankle"]
    return shift_m * (1.0, 1.0, 0.0)
