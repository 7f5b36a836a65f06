"""Angle errors of the product, and of two naive ways to read the same landmarks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy_parts.cases import Case
from posecheck.measures import MEASURES, Body
from posecheck.observation import Observer
from posecheck.pose import LANDMARK_INDEX
from posecheck.stretch.library import load_stretch
from posecheck.trainer import replay

FloatArray = NDArray[np.float64]

# Measures whose errors are published, with the word for them.
PUBLISHED = {
    "knee_flexion": "knee",
    "hip_flexion": "hip",
    "trunk_lean": "trunk",
    "hip_abduction": "hip abduction",
    "trunk_side_lean": "trunk to the side",
    "pelvis_obliquity": "pelvis",
}


@dataclass(frozen=True, slots=True, eq=False)
class ErrorSample:
    """Errors (n,) in degrees of one measure on one clip, read in three ways; NaN where a way gives nothing."""

    case: Case
    measure: str
    view: str
    product: FloatArray
    raw_2d: FloatArray
    world_3d: FloatArray


def compute_errors(case: Case) -> list[ErrorSample]:
    """Return the errors of the published measures on the near side (both sides in a front view)."""
    stretch = load_stretch(case.stretch)
    side = replay(case.track, stretch).working_side
    observation = Observer(stretch, side).observe(case.track)
    near = [view.near_side for view in observation.views]
    near_side = "right" if near.count("right") > near.count("left") else "left"
    samples = []
    for name in PUBLISHED:
        measure = MEASURES[name]
        for each in _pick_sides(stretch.view.kind, measure.paired, near_side, side):
            column = measure.column(each)
            if column not in case.truth["angles"] or stretch.view.kind not in measure.views:
                continue
            truth = case.true_column(column)
            samples.append(
                ErrorSample(
                    case,
                    name,
                    stretch.view.kind,
                    observation.measure(name, each) - truth,
                    _read_raw(case, name, each, near_side) - truth,
                    _read_world(case, name, each) - truth,
                )
            )
    return samples


def _pick_sides(view: str, paired: bool, near_side: str, working_side: str) -> tuple[str, ...]:
    if not paired:
        return (near_side,)
    return (near_side,) if view == "side" else (working_side,)


def _read_raw(case: Case, name: str, side: str, near_side: str) -> FloatArray:
    """Return a measure from the labels as they come: no settling of sides or legs, no corrections."""
    n = len(case.track)
    front = np.full(n, 1.0 if near_side == "right" else -1.0)
    left = np.sign((case.track.point("left_hip") - case.track.point("right_hip"))[:, 0])
    return MEASURES[name].compute(Body(case.track.image_xy, front, left), side)


def _read_world(case: Case, name: str, side: str) -> FloatArray:
    """Return an angle between the network's 3D points, in the way it is usually done; NaN for other measures."""

    def at(joint: str) -> FloatArray:
        return case.track.world_xyz[:, LANDMARK_INDEX[f"{side}_{joint}"]]

    if name == "knee_flexion":
        return _flexion_3d(at("hip"), at("knee"), at("ankle"))
    if name == "hip_flexion":
        return _flexion_3d(at("shoulder"), at("hip"), at("knee")) * np.sign(case.true_column(f"{side}_{name}_deg"))
    if name == "trunk_lean":
        trunk = at("shoulder") - at("hip")
        lean = np.degrees(np.arccos(np.clip(-trunk[:, 1] / np.linalg.norm(trunk, axis=1), -1, 1)))
        return lean * np.sign(case.true_column("trunk_lean_deg"))
    return np.full(len(case.track), np.nan)


def _flexion_3d(proximal: FloatArray, joint: FloatArray, distal: FloatArray) -> FloatArray:
    first, second = joint - proximal, distal - joint
    cosine = np.sum(first * second, axis=1) / (np.linalg.norm(first, axis=1) * np.linalg.norm(second, axis=1))
    return np.degrees(np.arccos(np.clip(cosine, -1, 1)))
