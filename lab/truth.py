"""What is true in a clip: angles per frame, times in the pose, faults and repetitions, and the verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lab.catalogue import RULES, Band, RepRule, StretchRules, View
from lab.clip import Clip
from lab.moments import demand_moments
from lab.rotation import FloatArray

SCHEMA_VERSION = 1
# Shorter runs are passages, not holds or faults.
_SHORTEST_S = 0.25
# A fault that takes this share of the time in the pose makes the performance a failed one; the passages into the
# pose and out of it do not count.
_FAILING_SHARE = 0.25
_INTO_S, _OUT_OF_S = 2.5, 1.5
# A movement that leaves rest by less than this share of the way to the reach is fidgeting, not a repetition.
_PARTIAL_SHARE = 0.3
_BASELINE_S = 1.0
MAIN_JOINTS = tuple(
    f"{side}_{joint}" for joint in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle") for side in ("left", "right")
)
_FRONTAL = ("abduction", "valgus", "side_lean", "obliquity")
_SAGITTAL = (
    "dorsiflexion",
    "body_line",
    "inclination",
    "shoulder_flexion",
    "neck",
    "over_toe",
    "over_elbow",
    "trunk_lean",
    "arm_lean",
    "heel_rise",
)
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class TruthTrack:
    """True angles by column (n,), times (n,) and pixel places of the main joints (n, 2), in frame heights."""

    time_s: FloatArray
    angles: Mapping[str, FloatArray]
    image_xy: Mapping[str, FloatArray]


def find_runs(where: BoolArray, time_s: FloatArray, shortest_s: float = _SHORTEST_S) -> list[tuple[float, float]]:
    """Return the runs `[start, end)` in seconds of at least `shortest_s` in which `where` (n,) holds."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], where, [False]]).astype(int)))
    ends_s = np.append(time_s, 2 * time_s[-1] - time_s[-2])
    runs = [(float(time_s[start]), float(ends_s[end])) for start, end in edges.reshape(-1, 2)]
    return [(start_s, end_s) for start_s, end_s in runs if end_s - start_s >= shortest_s - 1e-9]


def band_values(band: Band, track: TruthTrack, side: str) -> FloatArray:
    """Return the values (n,) that a band is about, less the standing value where it is relative."""
    values = track.angles[band.column(side)]
    if not band.relative:
        return values
    return values - float(np.median(values[track.time_s < _BASELINE_S]))


def find_entered(rules: StretchRules, track: TruthTrack, side: str) -> BoolArray:
    """Return in which frames (n,) every entry band holds."""
    inside = [_within(band, track, side) for band in rules.entry]
    return np.all(inside, axis=0) if inside else np.ones(len(track.time_s), dtype=bool)


def find_faults(rules: StretchRules, track: TruthTrack, side: str, during: BoolArray) -> list[dict[str, Any]]:
    """Return each fault that is there while `during` (n,) holds, with its times."""
    faults = []
    for band in rules.form:
        values = band_values(band, track, side)
        for direction, name, where in (
            ("low", band.low_fault, values < band.low),
            ("high", band.high_fault, values > band.high),
        ):
            faults += [
                {
                    "name": name,
                    "check": band.check,
                    "measure": band.column(side).removesuffix("_deg"),
                    "direction": direction,
                    "start_s": round(start_s, 3),
                    "end_s": round(end_s, 3),
                }
                for start_s, end_s in find_runs(where & during, track.time_s)
            ]
    return sorted(faults, key=lambda fault: (fault["start_s"], fault["name"]))


def find_reps(rule: RepRule, rules: StretchRules, track: TruthTrack, side: str) -> list[dict[str, Any]]:
    """Return the repetitions: good, partial (short of the reach) or faulty (a form band is left)."""
    values = track.angles[rule.column(side)]
    progress = (values - rule.rest_deg) / (rule.reach_deg - rule.rest_deg)
    reps = []
    for start_s, end_s in find_runs(progress > 0, track.time_s):
        during = (track.time_s >= start_s) & (track.time_s < end_s)
        peak = int(np.flatnonzero(during)[progress[during].argmax()])
        if progress[peak] < _PARTIAL_SHARE:
            continue
        faults = sorted({fault["check"] for fault in find_faults(rules, track, side, during)})
        kind = "partial" if progress[peak] < 1 else "faulty" if faults else "good"
        reps.append(
            {
                "start_s": round(start_s, 3),
                "peak_s": round(float(track.time_s[peak]), 3),
                "end_s": round(end_s, 3),
                "peak_deg": round(float(values[peak]), 1),
                "kind": kind,
                "faults": faults,
            }
        )
    return reps


def judge(clip: Clip, track: TruthTrack) -> dict[str, Any]:
    """Return holds, held time, repetitions, faults and the expected verdict of a clip."""
    rules, side = RULES[clip.stretch], clip.working_side
    entered = find_entered(rules, track, side)
    good = entered & np.all([_within(band, track, side) for band in rules.form], axis=0)
    holds = [] if rules.rep else find_runs(good, track.time_s)
    reps, missed = _count(rules, track, side)
    faults = find_faults(rules, track, side, entered) + missed
    return {
        "holds": [[round(start_s, 3), round(end_s, 3)] for start_s, end_s in holds],
        "held_s": round(sum(end_s - start_s for start_s, end_s in holds), 3),
        "reps": reps,
        "faults": faults,
        "expected_verdict": clip.expected_verdict or _expect(rules, track, side, entered, reps),
    }


def _count(rules: StretchRules, track: TruthTrack, side: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the repetitions, and a fault for each moment that one of them lacks."""
    if rules.rep is None:
        return [], []
    reps = find_reps(rules.rep, rules, track, side)
    return demand_moments(rules.rep, reps, track.time_s, dict(track.angles), side)


def _expect(rules: StretchRules, track: TruthTrack, side: str, entered: BoolArray, reps: list[dict[str, Any]]) -> str:
    if rules.rep is not None:
        if not reps:
            return "not_performed"
        return "fail" if any(rep["kind"] != "good" for rep in reps) else "pass"
    if not find_runs(entered, track.time_s):
        return "not_performed"
    if not rules.form:
        return "not_assessable"
    settled = find_settled(entered, track.time_s)
    shares = [float(np.mean(~_within(band, track, side)[settled])) for band in rules.form]
    return "fail" if max(shares) > _FAILING_SHARE else "pass"


def find_settled(entered: BoolArray, time_s: FloatArray) -> BoolArray:
    """Return the entered frames (n,) without each run's passage into the pose and out of it."""
    settled = np.zeros_like(entered)
    for start_s, end_s in find_runs(entered, time_s):
        settled |= (time_s >= start_s + _INTO_S) & (time_s < end_s - _OUT_OF_S)
    return settled if settled.any() else entered


def _within(band: Band, track: TruthTrack, side: str) -> BoolArray:
    values = band_values(band, track, side)
    return np.asarray((values >= band.low) & (values <= band.high))


def describe(clip: Clip, track: TruthTrack, camera: Mapping[str, float]) -> dict[str, Any]:
    """Return the content of a clip's truth file."""
    return {
        "schema_version": SCHEMA_VERSION,
        "stretch": clip.stretch,
        "variant": clip.variant,
        "side": clip.side,
        "description": clip.description,
        "split": clip.split,
        "body": clip.body,
        "camera": dict(camera),
        "fps": clip.fps,
        "size": list(clip.camera.size),
        **judge(clip, track),
        "time_s": [round(float(time_s), 3) for time_s in track.time_s],
        "angles": _select(clip, track),
        "image_xy": {name: _to_list(values, 4) for name, values in track.image_xy.items()},
    }


def _select(clip: Clip, track: TruthTrack) -> dict[str, list[Any]]:
    """Return the measures that mean something in the stretch's view, rounded to 0.1 degrees or 0.001 shares."""
    hidden = {View.SIDE: _FRONTAL, View.FRONT: _SAGITTAL, View.OBLIQUE: _FRONTAL}[RULES[clip.stretch].view]
    return {
        column: _to_list(values, 1 if column.endswith("_deg") else 3)
        for column, values in track.angles.items()
        if np.isfinite(values).any() and not any(name in column for name in hidden)
    }


def _to_list(values: FloatArray, digits: int) -> list[Any]:
    rounded = np.round(values, digits) + 0.0
    if rounded.ndim > 1:
        return [_to_list(row, digits) for row in rounded]
    return [None if np.isnan(value) else float(value) for value in rounded]
