"""Recordings that show a stretch done well or wrongly, and the values that a person had in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posecheck.measures import MEASURES
from posecheck.observation import resolve_keys
from posecheck.rejudging import PreparedTrack
from posecheck.results import SessionResult, Timeline
from posecheck.stretch import Band, Check, Condition, Stretch
from posecheck.summary import FAILING_SHARE, LEAVING_S, SETTLING_S, compute_frame_durations, find_runs
from posecheck.trainer import SideChoice

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

# Where a visit to the pose is short, at most this share of it counts as the way in, and that one as the way out.
WAY_IN_SHARE = 0.35
WAY_OUT_SHARE = 0.2
# A check of a repetition fails soon (posecheck.coach.repetitions.FAULT_S): the outer twentieth decides.
REPETITION_SHARE = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Demonstration:
    """One recording.

    Attributes:
        name: for people: the file's name, or the date of a session.
        prepared: its landmarks.
        side: the side that is trained in it; "auto" finds out.
        moments: the parts [start_s, end_s) that show the pose; without any it is wherever the entry conditions of
            the stretch hold.
    """

    name: str
    prepared: PreparedTrack
    side: SideChoice = "auto"
    moments: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Spread:
    """The values of one measure in one demonstration while the pose is held, in the measure's unit.

    Attributes:
        name: of the demonstration.
        p05, median, p95: percentiles over the time; NaN where it could never be assessed.
        low_reach, high_reach: what counts for a verdict: a check fails when its band ends short of these, because
            the values lie beyond them for longer than a check forgives.
        assessed_share: 0..1, in how much of the time it could be assessed.
    """

    name: str
    p05: float
    median: float
    p95: float
    low_reach: float
    high_reach: float
    assessed_share: float


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """What one demonstration shows of a stretch; arrays of n frames.

    Attributes:
        name: of the demonstration.
        result: judged with open bands.
        held: whether the pose is held, without the ways in and out.
    """

    name: str
    result: SessionResult
    held: BoolArray

    @property
    def timeline(self) -> Timeline:
        """All frames."""
        return self.result.timeline

    def read_column(self, condition: Condition, stretch: Stretch) -> FloatArray:
        """Return the values (n,) of a condition of the stretch, NaN where they cannot be assessed."""
        return self.timeline.values[find_column(condition, stretch, self.result.working_side)]

    def read_spread(self, condition: Condition, stretch: Stretch) -> Spread:
        """Return the spread of a condition of the stretch while the pose is held."""
        values = self.read_column(condition, stretch)[self.held]
        weights = compute_frame_durations(self.timeline.time_s)[self.held]
        seen = np.isfinite(values)
        share = float(weights[seen].sum() / weights.sum()) if weights.sum() > 0 else 0.0
        outer = REPETITION_SHARE if stretch.kind == "reps" else FAILING_SHARE
        wanted = (0.05, 0.5, 0.95, outer, 1.0 - outer)
        found = np.quantile(values[seen], wanted) if seen.any() else np.full(5, np.nan)
        p05, median, p95, low_reach, high_reach = found.tolist()
        return Spread(self.name, p05, median, p95, low_reach, high_reach, share)


def find_column(condition: Condition, stretch: Stretch, side: str) -> str:
    """Return the column of a condition of the stretch when one side is trained."""
    name, body_side = resolve_keys(stretch.model_copy(update={"checks": [condition]}), side).checks[0]
    return MEASURES[name].column(body_side)


def open_bands(stretch: Stretch) -> Stretch:
    """Return the stretch with the bands of its checks removed: as wide as a body can move, so that all pass.

    A band keeps a bound on each side for which its check has words.
    """
    checks = [check.model_copy(update={"band": _open(check), "target": None}) for check in stretch.checks]
    return stretch.model_copy(update={"checks": checks})


def _open(check: Check) -> Band:
    low, high = check.definition.range
    return Band(low=low if check.cues.low else None, high=high if check.cues.high else None)


def show(demonstration: Demonstration, stretch: Stretch) -> Shown:
    """Return what a demonstration shows of a stretch, whatever the bands of its checks are."""
    result = demonstration.prepared.judge(open_bands(stretch), demonstration.side)
    timeline = result.timeline
    if demonstration.moments:
        held = np.zeros(len(timeline.time_s), dtype=np.bool_)
        for start_s, end_s in demonstration.moments:
            held |= (timeline.time_s >= start_s) & (timeline.time_s < end_s)
    else:
        held = _find_held(timeline, trim=stretch.kind == "hold")
    return Shown(demonstration.name, result, held)


def _find_held(timeline: Timeline, *, trim: bool) -> BoolArray:
    """Return (n,) the frames in the pose; `trim` leaves out the ways in and out of each visit."""
    held: BoolArray = np.asarray(timeline.phase == "in_pose")
    if not trim:
        return held
    for start, end in find_runs(held):
        times = timeline.time_s[start:end]
        lasted_s = times[-1] - times[0]
        begin_s = times[0] + min(SETTLING_S, WAY_IN_SHARE * lasted_s)
        finish_s = times[-1] - min(LEAVING_S, WAY_OUT_SHARE * lasted_s)
        held[start:end] = (times >= begin_s) & (times <= finish_s)
    return held
