"""Readings of single measures, corrected for what the network is known to get wrong (`posecheck.anatomy`)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from posecheck import anatomy
from posecheck import geometry as geo
from posecheck.measures import MEASURES, Body
from posecheck.pose import opposite

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


def correct_reading(name: str, side: str, values: FloatArray, body: Body, supine: BoolArray) -> FloatArray:
    """Return the values (n,) of a measure of a body, corrected where there is anything to correct.

    Args:
        name: the measure's.
        side: of the body, "left" or "right".
        values: what it reads.
        body: what it was read from.
        supine: (n,) whether the body lies on its back.
    """
    correct = _CORRECTIONS.get(name)
    return values if correct is None else correct(values, body, supine, side)


def _correct_pelvis_obliquity(values: FloatArray, body: Body, _supine: BoolArray, _side: str) -> FloatArray:
    lean_deg, shoulders_deg = (
        MEASURES[name].compute(body, "left") for name in ("trunk_side_lean", "shoulder_obliquity")
    )
    return anatomy.correct_pelvis_obliquity(values, lean_deg, shoulders_deg)


def _correct_knee_valgus(values: FloatArray, _body: Body, _supine: BoolArray, _side: str) -> FloatArray:
    return anatomy.correct_knee_valgus(values)


def _correct_feet_apart(values: FloatArray, _body: Body, _supine: BoolArray, _side: str) -> FloatArray:
    return anatomy.correct_feet_apart(values)


def _correct_trunk_inclination(values: FloatArray, body: Body, supine: BoolArray, _side: str) -> FloatArray:
    if not supine.any():
        return values
    trunk = body.middle("shoulder") - body.middle("hip")
    return np.where(supine, geo.compute_inclination_deg(trunk) - anatomy.SUPINE_TRUNK_DEG, values)


def _correct_ankle_to_knee(values: FloatArray, body: Body, supine: BoolArray, side: str) -> FloatArray:
    if not supine.any():
        return values
    other = opposite(side)
    hip, knee = body.at(other, "hip"), body.at(other, "knee")
    from_knee, up = body.at(side, "ankle") - knee, geo.normalize(hip - knee)
    along = geo.compute_dot(from_knee, up)
    across = geo.compute_length(from_knee - along[:, np.newaxis] * up)
    thigh = np.maximum(geo.compute_length(hip - knee), 1e-9)
    return np.where(supine, anatomy.correct_resting_ankle(along / thigh, across / thigh), values)


_CORRECTIONS: dict[str, Callable[[FloatArray, Body, BoolArray, str], FloatArray]] = {
    "pelvis_obliquity": _correct_pelvis_obliquity,
    "knee_valgus": _correct_knee_valgus,
    "feet_apart": _correct_feet_apart,
    "trunk_inclination": _correct_trunk_inclination,
    "ankle_to_knee": _correct_ankle_to_knee,
}
