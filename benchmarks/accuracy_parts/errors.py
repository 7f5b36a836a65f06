"""Angle errors of the product, and of two naive ways to read the same landmarks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy_parts.cases import Case
from posecheck.advice import assess_view
from posecheck.measures import MEASURES, Body
from posecheck.observation import Observation, Observer
from posecheck.pose import LANDMARK_INDEX

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

# A joint that turns faster than this moves; slower, the person holds still (sway and tremor stay below it).
MOVING_DEG_S = 8.0
_SPEED_WINDOW_S = 0.4
# The measures that the targets name; upright poses and lying ones have a trunk angle each.
MAIN = {
    "knee_flexion": "knee",
    "hip_flexion": "hip",
    "trunk_lean": "trunk",
    "trunk_inclination": "trunk",
    "hip_abduction": "hip abduction",
    "trunk_side_lean": "trunk to the side",
    "pelvis_obliquity": "pelvis",
}


@dataclass(frozen=True, slots=True, eq=False)
class ErrorSample:
    """Errors (n,) of one measure on one clip, in the measure's unit, read in three ways; NaN where there is none.

    Attributes:
        side: the side of the body, near in a side view and working in a front view.
        truth: (n,) the true values.
        product, raw_2d, world_3d: (n,) the chain's value, the plain image angle and the network's 3D angle, less truth.
        moving: (n,) whether this angle changes at the time.
        resting: (n,) whether the whole body holds still.
    """

    case: Case
    measure: str
    side: str
    view: str
    truth: FloatArray
    product: FloatArray
    raw_2d: FloatArray
    world_3d: FloatArray
    moving: BoolArray
    resting: BoolArray

    @property
    def is_main(self) -> bool:
        """Whether it is a main measure, seen from the view that it is meant for."""
        return self.measure in MAIN and MEASURES[self.measure].views[0] == self.view


def find_trained_side(case: Case) -> Literal["left", "right"]:
    """Return the side that is truly trained; the near one where both sides work together."""
    if case.reference.sides == "both" or case.truth["side"] == "both":
        return case.near_side
    return "right" if case.truth["side"] == "right" else "left"


def observe(case: Case) -> Observation:
    """Return a clip as the product sees it, trained on the side that is truly performed."""
    return Observer(case.reference, find_trained_side(case)).observe(case.track)


def compute_errors(case: Case) -> list[ErrorSample]:
    """Return the errors of every measure that the truth knows, on the near side; none for an off-view clip."""
    if case.off_view:
        return []
    view, observation, resting = case.reference.view.kind, observe(case), _find_resting(case)
    # A lying trunk is read against the vertical without sign, an upright one with it.
    left_out = "trunk_lean" if case.lying else "trunk_inclination"
    return [
        _compare(case, observation, name, resting)
        for name, measure in MEASURES.items()
        if view in measure.views and name != left_out and case.knows(measure.column(case.near_side))
    ]


def _compare(case: Case, seen: Observation, name: str, resting: BoolArray) -> ErrorSample:
    side, stretch = case.near_side, case.reference
    judged = [assess_view(view, stretch, find_trained_side(case)).ok for view in seen.views]
    truth = case.true_column(MEASURES[name].column(side))
    return ErrorSample(
        case,
        name,
        side,
        stretch.view.kind,
        truth,
        np.where(judged, seen.measure(name, side), np.nan) - truth,
        _read_raw(case, name) - truth,
        _read_world(case, name) - truth,
        find_moving(truth, case.track.time_s),
        resting,
    )


def _find_resting(case: Case) -> BoolArray:
    columns = [case.true_column(column) for column in case.truth["angles"] if column.endswith("_deg")]
    return ~np.any([find_moving(values, case.track.time_s) for values in columns], axis=0)


def find_moving(truth: FloatArray, time_s: FloatArray, limit: float = MOVING_DEG_S) -> BoolArray:
    """Return (n,) whether a true value changes faster than `limit`, in its unit a second, around each time."""
    half_s = _SPEED_WINDOW_S / 2
    after, before = np.interp(time_s + half_s, time_s, truth), np.interp(time_s - half_s, time_s, truth)
    return np.asarray(np.abs(after - before) / _SPEED_WINDOW_S > limit)


def _read_raw(case: Case, name: str) -> FloatArray:
    """Return a measure from the labels as they come: no settling of sides or legs, no correction, no baseline."""
    n = len(case.track)
    front = np.full(n, 1.0 if case.near_side == "right" else -1.0)
    left = np.sign((case.track.point("left_hip") - case.track.point("right_hip"))[:, 0])
    return MEASURES[name].compute(Body(case.track.image_xy, front, left), case.near_side)


def _read_world(case: Case, name: str) -> FloatArray:
    """Return an angle between the network's 3D points, as it is usually taken; NaN for other measures.

    Such an angle has no sign; it is given the sign of the truth, to its favour.
    """

    def at(joint: str) -> FloatArray:
        return np.asarray(case.track.world_xyz[:, LANDMARK_INDEX[f"{case.near_side}_{joint}"]])

    if name == "knee_flexion":
        return _flexion_3d(at("hip"), at("knee"), at("ankle"))
    if name == "hip_flexion":
        return _sign_as_truth(_flexion_3d(at("shoulder"), at("hip"), at("knee")), case, name)
    if name in ("trunk_lean", "trunk_inclination"):
        trunk = at("shoulder") - at("hip")
        lean_deg = np.degrees(np.arccos(np.clip(-trunk[:, 1] / np.linalg.norm(trunk, axis=1), -1, 1)))
        return _sign_as_truth(lean_deg, case, name)
    return np.full(len(case.track), np.nan)


def _sign_as_truth(values: FloatArray, case: Case, name: str) -> FloatArray:
    return values * np.where(case.true_column(MEASURES[name].column(case.near_side)) < 0, -1.0, 1.0)


def _flexion_3d(proximal: FloatArray, joint: FloatArray, distal: FloatArray) -> FloatArray:
    first, second = joint - proximal, distal - joint
    cosine = np.sum(first * second, axis=1) / (np.linalg.norm(first, axis=1) * np.linalg.norm(second, axis=1))
    return np.degrees(np.arccos(np.clip(cosine, -1, 1)))
