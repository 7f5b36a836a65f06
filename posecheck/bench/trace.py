"""The plot of a bound: a measure over time in each recording, thinned to what a screen can show."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posecheck.bench.outcome import Outcome
from posecheck.measures import MEASURES
from posecheck.observation import resolve_limb
from posecheck.results import SessionResult
from posecheck.stretch.schema import Band
from posecheck.summary import find_runs

FloatArray = NDArray[np.float64]

# Points of one recording on the plot: a lane is some 100 to 300 pixels wide.
MOST_POINTS = 240
# The plot shows values between these percentiles, so that one wild frame does not flatten the rest.
_LOW_PERCENTILE, _HIGH_PERCENTILE = 1.0, 99.0


@dataclass(frozen=True, slots=True)
class Subject:
    """What a plot is about: a measure of one limb of the stretch."""

    measure: str
    limb: str


def build_lanes(outcomes: Sequence[Outcome], subject: Subject) -> list[dict[str, Any]]:
    """Return a lane of the plot for each recording: title, verdicts, times, values and the time in the pose.

    Times are seconds from the start of the recording; a value that was not measured is None.
    """
    return [_build_lane(outcome, subject) for outcome in outcomes]


def find_domain(outcomes: Sequence[Outcome], subject: Subject, bands: Sequence[Band]) -> tuple[float, float]:
    """Return the lowest and highest value that the plot shows, within what the measure can be.

    It spans the time in the pose and the given bands with a margin that leaves room to move a bound outward.
    """
    definition = MEASURES[subject.measure]
    values = np.concatenate([_read_pose_values(outcome.before, subject) for outcome in outcomes] or [np.empty(0)])
    shown = [bound for band in bands for bound in (band.low, band.high) if bound is not None]
    if len(values):
        shown += np.percentile(values, (_LOW_PERCENTILE, _HIGH_PERCENTILE)).tolist()
    low, high = min(shown), max(shown)
    step = 10.0 if definition.unit == "deg" else 0.1
    margin = max(0.12 * (high - low), step)
    low, high = math.floor((low - margin) / step) * step, math.ceil((high + margin) / step) * step
    return max(low, definition.range[0]), min(high, definition.range[1])


def _build_lane(outcome: Outcome, subject: Subject) -> dict[str, Any]:
    timeline = outcome.after.timeline
    values = _read_values(outcome.after, subject)
    count = len(timeline.time_s)
    chosen = np.unique(np.linspace(0, count - 1, min(count, MOST_POINTS)).astype(int)) if count else np.empty(0, int)
    start_s = float(timeline.time_s[0]) if count else 0.0
    in_pose = (timeline.phase == "in_pose")[chosen]
    times = (timeline.time_s[chosen] - start_s).round(2).tolist()
    return {
        "title": outcome.example.title,
        "short": outcome.example.short,
        "verdict": outcome.after.verdict,
        "changed": outcome.verdict_changes,
        "time_s": times,
        "values": [None if math.isnan(value) else round(value, 3) for value in values[chosen].tolist()],
        "in_pose": [[times[first], times[last - 1]] for first, last in find_runs(in_pose)],
    }


def _read_pose_values(result: SessionResult, subject: Subject) -> FloatArray:
    """Return the measured values in the pose, or all of them where the pose was never taken."""
    values, in_pose = _read_values(result, subject), result.timeline.phase == "in_pose"
    chosen = values[in_pose] if np.isfinite(values[in_pose]).any() else values
    return chosen[np.isfinite(chosen)]


def _read_values(result: SessionResult, subject: Subject) -> FloatArray:
    """Return the measure in each frame (n,) on the limb that was judged, NaN where it was not measured."""
    column = MEASURES[subject.measure].column(resolve_limb(subject.limb, result.working_side))
    missing = np.full(len(result.timeline.time_s), np.nan)
    return np.asarray(result.timeline.values.get(column, missing), dtype=np.float64)
