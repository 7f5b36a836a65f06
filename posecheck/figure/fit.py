"""Fitting a figure: the joint angles that meet a stretch's goals while the body rests on the floor."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from posecheck.figure.posture import THICKNESS, Goal, Start, choose_start, collect_goals
from posecheck.figure.skeleton import ANGLES, SHIN, UPPER_ARM, Skeleton, build_skeleton
from posecheck.measures import MEASURES
from posecheck.stretch.schema import Stretch

FloatArray = NDArray[np.float64]

# What one unit of the sum of squares stands for: a goal missed by 4 degrees or by 0.04 of a segment weighs as much as
# a point that floats by 0.4% of stature, or as a joint that no goal speaks of moved by 35 degrees.
_GOAL = {"deg": 4.0, "share": 0.04}
_FLOOR = 0.004
_START_DEG = 35.0

_STEPS = 40
_DAMPING = 0.05
_STEP_DEG = 0.5
# No joint of the figure bends further than a healthy one (AAOS joint motion tables; the ankle as in a deep squat). Its
# hip takes the bend of the lower back as well, as the measure does, and its shoulder the turn of a trunk that reaches
# back.
_LIMITS_DEG: dict[str, tuple[float, float]] = {
    "hip": (-90, 170),
    "knee": (0, 150),
    "ankle": (-70, 40),
    "shoulder": (-90, 195),
    "elbow": (0, 150),
    "neck": (-50, 60),
    "trunk": (-180, 180),
}
_ANGLE_OF_MEASURE = {
    "knee_bend_seen": "knee",
    "knee_flexion": "knee",
    "hip_flexion": "hip",
    "shoulder_flexion": "shoulder",
    "elbow_flexion": "elbow",
    "ankle_dorsiflexion": "ankle",
}
# Upper and lower end.
_SEGMENT_OF_MEASURE = {"thigh_inclination": ("hip", "knee"), "shin_inclination": ("knee", "ankle")}


def fit_skeleton(stretch: Stretch) -> tuple[Skeleton, float]:
    """Return the figure of a side-view stretch and the height of the floor under it, hip at the origin."""
    goals = collect_goals(stretch)
    start = choose_start(stretch)
    low, high = (np.array([_LIMITS_DEG[name.rpartition("_")[2]][i] for name in ANGLES], dtype=float) for i in (0, 1))
    origin = np.array([start.angles[name] for name in ANGLES])
    floor = min(_clearances(build_skeleton(start.angles, start.across, start.leg_share), start.contacts))
    state = np.append(np.clip(origin, low, high), floor * 100.0)
    for _ in range(_STEPS):
        state = state + _solve_step(state, origin, goals, start)
        state[:-1] = np.clip(state[:-1], low, high)
    return build_skeleton(_to_angles(state), start.across, start.leg_share), float(state[-1] / 100.0)


def _to_angles(state: FloatArray) -> dict[str, float]:
    return dict(zip(ANGLES, (float(angle) for angle in state[:-1]), strict=True))


def _clearances(skeleton: Skeleton, contacts: tuple[str, ...]) -> list[float]:
    return [skeleton.height(name) - THICKNESS[name.rpartition("_")[2]] for name in contacts]


def _solve_step(state: FloatArray, origin: FloatArray, goals: list[Goal], start: Start) -> FloatArray:
    """Return one damped Gauss-Newton step; the last entry of the state is the floor in percent of stature."""
    base = _residuals(state, origin, goals, start)
    moved = [_residuals(state + _STEP_DEG * unit, origin, goals, start) for unit in np.eye(state.size)]
    jacobian = (np.array(moved) - base).T / _STEP_DEG
    normal = jacobian.T @ jacobian + _DAMPING**2 * np.eye(state.size)
    step = np.linalg.solve(normal, -jacobian.T @ base)
    return np.clip(step, -15.0, 15.0)


def _residuals(state: FloatArray, origin: FloatArray, goals: list[Goal], start: Start) -> FloatArray:
    angles = _to_angles(state)
    skeleton = build_skeleton(angles, start.across, start.leg_share)
    floor = state[-1] / 100.0
    missed = [
        goal.miss(read_measure(goal.measure, goal.limb, angles, skeleton)) / _GOAL[MEASURES[goal.measure].unit]
        for goal in goals
    ]
    floating = [(clearance - floor) / _FLOOR for clearance in _clearances(skeleton, start.contacts)]
    solid = start.contacts if start.on_bed else tuple(skeleton.points)
    sunk = [min(clearance - floor, 0.0) / _FLOOR for clearance in _clearances(skeleton, solid)]
    return np.concatenate([np.nan_to_num(missed), floating, sunk, (state[:-1] - origin) / _START_DEG])


def read_measure(measure: str, limb: str, angles: dict[str, float], skeleton: Skeleton) -> float:
    """Return what a measure of the side view reads on a figure; NaN for those that a figure does not show."""
    if measure in _ANGLE_OF_MEASURE:
        return angles[f"{limb}_{_ANGLE_OF_MEASURE[measure]}"]
    if measure in _SEGMENT_OF_MEASURE:
        upper, lower = _SEGMENT_OF_MEASURE[measure]
        return _inclination_deg(skeleton, "hip" if upper == "hip" else f"{limb}_{upper}", f"{limb}_{lower}")
    if measure in {"trunk_inclination", "trunk_tilt_seen"}:
        return _inclination_deg(skeleton, "shoulder", "hip")
    if measure in {"trunk_lean", "neck_flexion"}:
        return angles["trunk" if measure == "trunk_lean" else "neck"]
    if measure == "arm_lean":
        (x0, y0), (x1, y1) = skeleton.points[f"{limb}_wrist"], skeleton.points["shoulder"]
        return math.degrees(math.atan2(x1 - x0, y1 - y0))
    if measure == "shoulder_over_elbow":
        return (skeleton.points["shoulder"][0] - skeleton.points[f"{limb}_elbow"][0]) / UPPER_ARM
    if measure == "hand_to_foot":
        return math.dist(skeleton.points[f"{limb}_wrist"], skeleton.points[f"{limb}_ankle"]) / SHIN
    return float("nan")


def _inclination_deg(skeleton: Skeleton, upper: str, lower: str) -> float:
    (x0, y0), (x1, y1) = skeleton.points[lower], skeleton.points[upper]
    return float(np.degrees(np.arctan2(abs(x1 - x0), y1 - y0)))
