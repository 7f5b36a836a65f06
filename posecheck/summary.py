"""From the frames of a session to one verdict for each check and one for all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from posecheck.measures import MEASURES
from posecheck.observation import resolve_limb
from posecheck.results import (
    CheckResult,
    Cue,
    Direction,
    Feedback,
    Hold,
    OverallVerdict,
    Reason,
    RepetitionResult,
    SessionResult,
    Timeline,
    Verdict,
    ViewState,
)
from posecheck.stretch import Check, Stretch

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

# On the way into a pose and out of it bands are crossed; that is not a fault. At most this long at each end of
# a visit to the pose is left out, up to the first and after the last moment in which every check passes.
SETTLING_S = 3.0
LEAVING_S = 2.0
# A check of a hold fails when it fails for more than this share of the time judged, and for at least this long.
FAILING_SHARE = 0.25
FAILING_S = 0.7
# A check of a repetition exercise fails when it fails in at least this share of the repetitions.
FAILING_REPS_SHARE = 0.25
# A check that could be judged for less than this is not judged at all.
SHORTEST_ASSESSED_S = 0.4
# A clip can be judged when the view was right for at least this share of the time in which a body was seen.
VALID_VIEW_SHARE = 0.3

_VERDICT_CODES = {"pass": 1, "fail": 0, "not_assessable": -1}
RANGE_CHECK = "range"


def build_timeline(feedback: list[Feedback], stretch: Stretch) -> Timeline:
    """Return the frames of a session as arrays."""
    names = feedback[0].values.keys() if feedback else ()
    return Timeline(
        time_s=np.array([frame.time_s for frame in feedback], dtype=np.float64),
        phase=np.array([frame.phase for frame in feedback], dtype=np.str_),
        good=np.array([frame.good for frame in feedback], dtype=np.bool_),
        values={name: np.array([frame.values[name] for frame in feedback]) for name in names},
        verdicts={
            check.id: np.array([_VERDICT_CODES[frame.checks[i].verdict] for frame in feedback], dtype=np.int8)
            for i, check in enumerate(stretch.checks)
        },
    )


def compute_frame_durations(time_s: FloatArray) -> FloatArray:
    """Return how long each frame (n,) stands for, in seconds: until the next one, at most half a second."""
    if len(time_s) < 2:
        return np.full(len(time_s), 0.0)
    steps = np.diff(time_s)
    return np.asarray(np.minimum(np.append(steps, np.median(steps)), 0.5))


def find_runs(mask: BoolArray) -> list[tuple[int, int]]:
    """Return the half-open index ranges [start, end) in which a mask (n,) is true."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], mask.astype(np.int8), [0]))))
    return [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def find_settled(timeline: Timeline) -> BoolArray:
    """Return (n,) the frames in the pose, without the way into it and out of it (see SETTLING_S)."""
    in_pose = timeline.phase == "in_pose"
    settled: BoolArray = np.array(in_pose, dtype=np.bool_)
    codes = np.array(list(timeline.verdicts.values()))
    all_pass = in_pose & (codes >= 0).any(axis=0) & (codes != 0).all(axis=0)
    for start, end in find_runs(in_pose):
        times, passing = timeline.time_s[start:end], np.flatnonzero(all_pass[start:end])
        first_s = times[passing[0]] if len(passing) else np.inf
        last_s = times[passing[-1]] if len(passing) else -np.inf
        begin_s = min(first_s, times[0] + SETTLING_S)
        finish_s = max(last_s, times[-1] - LEAVING_S)
        if finish_s - begin_s > SHORTEST_ASSESSED_S:
            settled[start:end] = (times >= begin_s) & (times <= finish_s)
    return settled


@dataclass(frozen=True, slots=True, eq=False)
class _Evidence:
    """What the checks of a session are judged by."""

    stretch: Stretch
    side: str
    feedback: list[Feedback]
    timeline: Timeline
    settled: BoolArray
    reps: tuple[RepetitionResult, ...]


def summarize_session(
    stretch: Stretch,
    side: Literal["left", "right"],
    feedback: list[Feedback],
    *,
    holds: tuple[Hold, ...],
    reps: tuple[RepetitionResult, ...],
    cues: tuple[Cue, ...],
) -> SessionResult:
    """Return the session judged as a whole from its frames, holds, repetitions and cues."""
    timeline = build_timeline(feedback, stretch)
    view = summarize_view([frame.view for frame in feedback])
    settled = find_settled(timeline) if feedback else np.zeros(0, dtype=np.bool_)
    evidence = _Evidence(stretch, side, feedback, timeline, settled, reps)
    checks = [_summarize_check(evidence, index) for index in range(len(stretch.checks))]
    if stretch.repetition is not None:
        checks.append(_summarize_range(stretch, side, reps))
    return SessionResult(
        stretch=stretch.id,
        side="both" if stretch.sides == "both" else side,
        view=view,
        verdict=_decide(stretch, view, timeline, checks, reps),
        holds=holds,
        held_s=sum(hold.held_s for hold in holds),
        reps=reps,
        checks=tuple(checks),
        cues=cues,
        timeline=timeline,
    )


def summarize_view(views: list[ViewState]) -> ViewState:
    """Return the view that prevailed while a body was seen, with the advice given most."""
    seen = [view for view in views if view.reason != "nobody"]
    if not seen:
        return ViewState("unknown", float("nan"), "", "unknown", False, "nobody", views[0].advice if views else "")
    ok = sum(view.ok for view in seen) >= VALID_VIEW_SHARE * len(seen)
    alike = [view for view in seen if view.ok == ok]
    common = Counter((view.kind, view.near_side, view.reason) for view in alike).most_common(1)[0][0]
    chosen = next(view for view in alike if (view.kind, view.near_side, view.reason) == common)
    advice = Counter(view.advice for view in alike).most_common(1)[0][0]
    posture = Counter(view.posture for view in alike).most_common(1)[0][0]
    yaw_deg = float(np.median([view.yaw_deg for view in alike]))
    return replace(chosen, yaw_deg=yaw_deg, posture=posture, advice=advice)


def _decide(
    stretch: Stretch,
    view: ViewState,
    timeline: Timeline,
    checks: list[CheckResult],
    reps: tuple[RepetitionResult, ...],
) -> OverallVerdict:
    performed = bool(reps) if stretch.kind == "reps" else bool((timeline.phase == "in_pose").any())
    if not performed:
        return "not_performed" if view.ok else "not_assessable"
    verdicts = {check.verdict for check in checks}
    if "fail" in verdicts:
        return "fail"
    return "pass" if "pass" in verdicts else "not_assessable"


def _percentiles(values: FloatArray) -> tuple[float | None, float | None, float | None]:
    values = values[np.isfinite(values)]
    if not len(values):
        return None, None, None
    low, middle, high = np.percentile(values, (5, 50, 95))
    return float(middle), float(low), float(high)


def _main_direction(states: Iterable[tuple[Direction, float]]) -> Direction:
    """Return the direction with more excess in sum."""
    total = {"low": 0.0, "high": 0.0}
    for direction, excess in states:
        if direction:
            total[direction] += excess + 1e-6
    if not any(total.values()):
        return ""
    return "low" if total["low"] > total["high"] else "high"


def _summarize_check(evidence: _Evidence, index: int) -> CheckResult:
    check, timeline, feedback = evidence.stretch.checks[index], evidence.timeline, evidence.feedback
    column = MEASURES[check.measure].column(resolve_limb(check.limb, evidence.side))
    codes = timeline.verdicts[check.id]
    judged = evidence.settled & (codes >= 0)
    duration_s = compute_frame_durations(timeline.time_s)
    assessed_s, in_band_s = float(duration_s[judged].sum()), float(duration_s[judged & (codes == 1)].sum())
    by_reps = evidence.stretch.kind == "reps"
    verdict = _judge_reps(check, evidence.reps, assessed_s) if by_reps else _judge_hold(assessed_s, in_band_s)
    failing = [feedback[i].checks[index] for i in np.flatnonzero(judged & (codes == 0))]
    direction = _main_direction((s.direction, s.excess) for s in failing) if verdict == "fail" else ""
    median, p05, p95 = _percentiles(timeline.values[column][judged]) if feedback else (None, None, None)
    return CheckResult(
        id=check.id,
        name=check.name,
        measure=check.measure,
        column=column,
        verdict=verdict,
        reason=_find_reason(index, feedback) if verdict == "not_assessable" else "",
        direction=direction,
        median_deg=median,
        p05_deg=p05,
        p95_deg=p95,
        assessed_s=assessed_s,
        in_band_s=in_band_s,
        cue=_word(check.cues.low, check.cues.high, direction),
        fault=_word(check.fault_low or check.name, check.fault_high or check.name, direction),
    )


def _word(low: str | None, high: str | None, direction: Direction) -> str:
    return {"": "", "low": low or "", "high": high or ""}[direction]


def _judge_hold(assessed_s: float, in_band_s: float) -> Verdict:
    if assessed_s < SHORTEST_ASSESSED_S:
        return "not_assessable"
    failed_s = assessed_s - in_band_s
    return "fail" if failed_s >= max(FAILING_S, FAILING_SHARE * assessed_s) else "pass"


def _judge_reps(check: Check, reps: tuple[RepetitionResult, ...], assessed_s: float) -> Verdict:
    if not reps or assessed_s < SHORTEST_ASSESSED_S:
        return "not_assessable"
    failing = sum(check.id in rep.faults for rep in reps)
    return "fail" if failing and failing >= FAILING_REPS_SHARE * len(reps) else "pass"


def _find_reason(index: int, feedback: list[Feedback]) -> Reason:
    """Return the commonest reason for which a check could not be judged; being out of the pose comes last."""
    reasons = Counter(frame.checks[index].reason for frame in feedback if frame.checks[index].reason)
    telling = Counter({reason: count for reason, count in reasons.items() if reason != "not_in_pose"})
    if telling and telling.most_common(1)[0][1] >= 0.3 * len(feedback):
        return telling.most_common(1)[0][0]
    return "not_in_pose"


def _summarize_range(stretch: Stretch, side: str, reps: tuple[RepetitionResult, ...]) -> CheckResult:
    """Return the check that every repetition exercise has: does the movement reach its full range?"""
    repetition = stretch.repetition
    assert repetition is not None
    measure = MEASURES[repetition.measure]
    partial = [rep for rep in reps if rep.kind == "partial"]
    failed = bool(partial) and len(partial) >= FAILING_REPS_SHARE * len(reps)
    verdict: Verdict = "not_assessable" if not reps else "fail" if failed else "pass"
    direction: Direction = "" if not failed else "low" if repetition.full > repetition.rest else "high"
    median, p05, p95 = _percentiles(np.array([rep.peak_deg for rep in reps]))
    total_s = sum(rep.end_s - rep.start_s for rep in reps)
    return CheckResult(
        id=RANGE_CHECK,
        name="Full range",
        measure=repetition.measure,
        column=measure.column(resolve_limb(repetition.limb, side)),
        verdict=verdict,
        reason="not_in_pose" if not reps else "",
        direction=direction,
        median_deg=median,
        p05_deg=p05,
        p95_deg=p95,
        assessed_s=total_s,
        in_band_s=total_s - sum(rep.end_s - rep.start_s for rep in partial),
        cue=repetition.cue_partial if failed else "",
        fault="not the full range" if failed else "",
    )
