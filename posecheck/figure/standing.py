"""Pictures of exercises on one's feet: stepping up, tipping forward on one leg, sinking to one side."""

from __future__ import annotations

import math

from posecheck.figure.seated import HALF_HIPS
from posecheck.figure.skeleton import SHIN, THIGH
from posecheck.figure.style import Ground
from posecheck.stretch.schema import Stretch

Point = tuple[float, float]
Aims = dict[tuple[str, str], float]

# How far beyond its rest the bent leg of somebody who is about to step up is drawn, degrees.
_BEFORE_STEP_DEG = 25.0
# Distance of the feet of a lunge to the side, in shares of stature.
_SIDE_STEP = 0.42
_KNEE_MEASURES = ("knee_flexion", "knee_bend_seen")
_SIDES = {"working": 1.0, "other": -1.0}


def steps_up(stretch: Stretch) -> bool:
    """Return whether a repetition straightens a bent knee while standing: the picture shows its beginning."""
    repetition = stretch.repetition
    upright = stretch.posture == "upright" and repetition is not None and repetition.measure in _KNEE_MEASURES
    return upright and repetition is not None and repetition.full < repetition.rest


def find_shown_value(stretch: Stretch) -> float | None:
    """Return what the measure of a repetition reads in the picture: its target, or the start of a step up."""
    repetition = stretch.repetition
    if repetition is None:
        return None
    if steps_up(stretch):
        return repetition.rest + _BEFORE_STEP_DEG
    return repetition.full if repetition.target is None else repetition.target


def find_standing_start(stretch: Stretch) -> tuple[dict[str, float], tuple[str, ...]] | None:
    """Return the angles and the points on the floor of a stance that its measures give away, else None."""
    if steps_up(stretch):
        bent = {"trunk": 6.0, "working_hip": 75.0, "working_knee": 75.0, "working_shoulder": 20.0}
        return bent, ("other_heel", "other_toe")
    if _tips_forward(stretch):
        tipped = {"trunk": 75.0, "working_hip": 80.0, "working_knee": 12.0, "other_hip": -5.0, "neck": -10.0}
        arms = {f"{limb}_shoulder": 85.0 for limb in ("working", "other")}
        return tipped | arms, ("working_heel", "working_toe")
    return None


def _tips_forward(stretch: Stretch) -> bool:
    """Return whether the hip of the leg that one stands on bends: that thigh has to stay upright."""
    repetition = stretch.repetition
    stands = any(
        (condition.measure, condition.limb) == ("thigh_inclination", "working") and condition.band.high is not None
        for condition in stretch.entry.conditions
    )
    return stands and repetition is not None and repetition.measure == "hip_flexion"


def draw_step(sole: list[Point], ground: Ground) -> str:
    """Return the step under a foot, from heel and toe in drawing units down to the floor at 0."""
    (heel_x, heel_y), (toe_x, toe_y) = sole
    left, right, top = min(heel_x, toe_x) - 10.0, max(heel_x, toe_x) + 14.0, max(heel_y, toe_y)
    return f'<rect x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" height="{-top:.1f}" fill="{ground.mat}"/>'


def sinks_to_one_side(aims: Aims) -> bool:
    """Return whether the legs of a front view are bent by different amounts towards the camera."""
    return ("leg_bend", "working") in aims and ("leg_bend", "other") in aims


def build_side_lunge(aims: Aims) -> dict[str, list[Point]]:
    """Return hip, knee, ankle and toe of both legs in shares of stature, y down.

    The hips are at the height 0; the bent leg is as much shorter as its knee bends.
    """
    reaches = {limb: (THIGH + SHIN) * math.cos(math.radians(aims["leg_bend", limb]) / 2.0) for limb in _SIDES}
    apart = _SIDE_STEP
    along = (reaches["other"] ** 2 - reaches["working"] ** 2 + apart**2) / (2.0 * apart)
    drop = math.sqrt(max(reaches["other"] ** 2 - along**2, 0.0))
    ankles_x = {"other": -along - HALF_HIPS, "working": apart - along + HALF_HIPS}
    legs = {}
    for limb, side in _SIDES.items():
        hip, ankle = (side * HALF_HIPS, 0.0), (ankles_x[limb], drop)
        out = side * 0.12 * math.sin(math.radians(aims["leg_bend", limb]))
        knee = ((hip[0] + ankle[0]) / 2.0 + out, (hip[1] + ankle[1]) / 2.0)
        legs[limb] = [hip, knee, ankle, (ankle[0] + side * 0.035, ankle[1] + 0.02)]
    return legs
