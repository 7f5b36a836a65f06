"""From the frames of a session to one verdict for each check and one for all."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Literal, cast

import numpy as np
from numpy.typing import NDArray

from posecheck.advice import HINDRANCE_ADVICE
from posecheck.coach.moments import AFTER_S
from posecheck.language import N_
from posecheck.measures import MEASURES
from posecheck.observation import resolve_limb
from posecheck.results import (
    CheckResult,
    Cue,
    Direction,
    Hold,
    OverallVerdict,
    Reason,
    RepetitionResult,
    SessionResult,
    Timeline,
    Verdict,
    ViewState,
)
from posecheck.session_log import REASONS
from posecheck.stretch import Check, Stretch
from posecheck.uncertainty import find_error, is_borderline

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

# On the way into a pose and out of it bands are crossed; that is not a fault. At most this long at each end of
# a visit to the pose is left out, up to the first and after the last moment in which every check passes. A visit that
# is no longer than this beside a time that could not be seen is all way: what was held in between is not known.
SETTLING_S = 3.0
LEAVING_S = 2.0
# It takes a moment to be taken as in the pose again once one is seen.
SEEN_AGAIN_S = 1.0
# A check of a hold fails when it fails for more than this share of the time judged, and for at least this long.
FAILING_SHARE = 0.25
FAILING_S = 0.7
# A check of a repetition exercise fails when it fails in at least this share of the repetitions.
FAILING_REPS_SHARE = 0.25
# A check that could be judged for less than this is not judged at all.
SHORTEST_ASSESSED_S = 0.4
# A reason for not judging is told when it held for at least this share of the frames.
TELLING_REASON_SHARE = 0.3

RANGE_CHECK = "range"
# Spoken by `_`.
RANGE_NAME, RANGE_FAULT = N_("Full range"), N_("not the full range")


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
        if not len(passing) and _is_way(timeline, start, end):
            settled[start:end] = False
        elif finish_s - begin_s > FAILING_S:
            settled[start:end] = (times >= begin_s) & (times <= finish_s)
    return settled


def _is_way(timeline: Timeline, start: int, end: int) -> bool:
    """Return whether the frames [start, end) only lead into what was seen from a wrong place, or out of it."""
    time_s, unseen = timeline.time_s, timeline.phase == "wrong_view"
    began_s, ended_s = time_s[start], time_s[end - 1]
    unseen_before = (unseen & (time_s < began_s) & (time_s >= began_s - SEEN_AGAIN_S)).any()
    unseen_after = (unseen & (time_s > ended_s) & (time_s <= ended_s + SEEN_AGAIN_S)).any()
    length_s = ended_s - began_s
    return bool((unseen_after and length_s <= SETTLING_S) or (unseen_before and length_s <= LEAVING_S))


@dataclass(frozen=True, slots=True, eq=False)
class _Evidence:
    """What the checks of a session are judged by."""

    stretch: Stretch
    side: str
    timeline: Timeline
    settled: BoolArray
    reps: tuple[RepetitionResult, ...]


def summarize_session(
    stretch: Stretch,
    side: Literal["left", "right"],
    timeline: Timeline,
    *,
    view: ViewState,
    holds: tuple[Hold, ...],
    reps: tuple[RepetitionResult, ...],
    cues: tuple[Cue, ...],
) -> SessionResult:
    """Return the session judged as a whole from its frames, prevailing view, holds, repetitions and cues."""
    evidence = _Evidence(stretch, side, timeline, find_settled(timeline), reps)
    checks = [_summarize_check(evidence, check) for check in stretch.checks]
    if stretch.repetition is not None:
        checks.append(_summarize_range(stretch, side, reps))
    verdict = _decide(stretch, view, timeline, checks, reps)
    hindrances = [check.reason for check in checks if check.reason in HINDRANCE_ADVICE]
    if verdict == "not_performed" and hindrances:
        verdict, view = "not_assessable", replace(view, advice=HINDRANCE_ADVICE[hindrances[0]])
    return SessionResult(
        stretch=stretch.id,
        side="both" if stretch.sides == "both" else side,
        working_side=side,
        view=view,
        verdict=verdict,
        holds=holds if stretch.kind == "hold" else (),
        held_s=sum(hold.held_s for hold in holds) if stretch.kind == "hold" else 0.0,
        reps=reps,
        checks=tuple(checks),
        cues=cues,
        timeline=timeline,
    )


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


def _find_main_direction(excess: FloatArray) -> Direction:
    """Return the side of the band with more excess in sum, given signed excesses (n,)."""
    total = float(np.nansum(excess))
    return "" if not len(excess) else "low" if total < 0 else "high"


@dataclass(frozen=True, slots=True, eq=False)
class _Finding:
    """What became of one check: its assessed values, the verdict, and for how long it was assessed and met."""

    values: FloatArray
    verdict: Verdict
    direction: Direction
    assessed_s: float
    in_band_s: float


def _summarize_check(evidence: _Evidence, check: Check) -> CheckResult:
    column = MEASURES[check.measure].column(resolve_limb(check.limb, evidence.side))
    find = _find_moment if check.when == "once" else _find_lasting
    found = find(evidence, check, evidence.timeline.values[column])
    median, p05, p95 = _percentiles(found.values)
    return CheckResult(
        id=check.id,
        name=check.name,
        measure=check.measure,
        column=column,
        verdict=found.verdict,
        reason=_find_reason(evidence.timeline, check, found.verdict, median),
        direction=found.direction,
        median_deg=median,
        p05_deg=p05,
        p95_deg=p95,
        assessed_s=found.assessed_s,
        in_band_s=found.in_band_s,
        cue=find_cue(check, found.direction),
        fault=find_fault(check, found.direction),
        uncertainty_deg=find_error(check.measure),
    )


def _find_lasting(evidence: _Evidence, check: Check, values: FloatArray) -> _Finding:
    """Return what became of a check that has to be met all the time."""
    timeline, by_reps = evidence.timeline, evidence.stretch.kind == "reps"
    codes = timeline.verdicts[check.id]
    judged = evidence.settled & (codes >= 0)
    duration_s = compute_frame_durations(timeline.time_s)
    assessed_s, in_band_s = float(duration_s[judged].sum()), float(duration_s[judged & (codes == 1)].sum())
    verdict = _judge_reps(check, evidence.reps, assessed_s) if by_reps else _judge_hold(assessed_s, in_band_s)
    # A repetition is judged from rest to rest, so its faults count before everything has settled, too.
    failing = timeline.excess[check.id][(codes == 0) if by_reps else judged & (codes == 0)]
    direction = _find_main_direction(failing) if verdict == "fail" else ""
    return _Finding(values[judged], verdict, direction, assessed_s, in_band_s)


def _find_moment(evidence: _Evidence, check: Check, values: FloatArray) -> _Finding:
    """Return what became of a check that has to be met once in each repetition, judged by the best value of each."""
    time_s, reps = evidence.timeline.time_s, evidence.reps
    best = np.nanmin if check.band.low is None else np.nanmax
    windows = [(time_s >= rep.start_s) & (time_s <= rep.end_s + AFTER_S) for rep in reps]
    peaks = np.array([best(values[window]) for window in windows if np.isfinite(values[window]).any()])
    verdict: Verdict = _judge_reps(check, reps, np.inf) if len(peaks) else "not_assessable"
    direction: Direction = "" if verdict != "fail" else "high" if check.band.low is None else "low"
    met_s = sum(rep.end_s - rep.start_s for rep in reps if check.id not in rep.faults)
    return _Finding(peaks, verdict, direction, sum(rep.end_s - rep.start_s for rep in reps), met_s)


def find_cue(check: Check, direction: Direction) -> str:
    """Return what to do about a fault, "" without one."""
    return {"": "", "low": check.cues.low or "", "high": check.cues.high or ""}[direction]


def find_fault(check: Check, direction: Direction) -> str:
    """Return what a fault is called, "" without one."""
    return {"": "", "low": check.fault_low or check.name, "high": check.fault_high or check.name}[direction]


def _judge_hold(assessed_s: float, in_band_s: float) -> Verdict:
    if assessed_s < SHORTEST_ASSESSED_S:
        return "not_assessable"
    failed_s = assessed_s - in_band_s
    # What was judged for less than FAILING_S fails when it was wrong all the time.
    return "fail" if failed_s >= max(min(FAILING_S, assessed_s), FAILING_SHARE * assessed_s) else "pass"


def _judge_reps(check: Check, reps: tuple[RepetitionResult, ...], assessed_s: float) -> Verdict:
    if not reps or assessed_s < SHORTEST_ASSESSED_S:
        return "not_assessable"
    failing = sum(check.id in rep.faults for rep in reps)
    return "fail" if failing and failing >= FAILING_REPS_SHARE * len(reps) else "pass"


def _find_reason(timeline: Timeline, check: Check, verdict: Verdict, median: float | None) -> Reason:
    """Return why a check was not judged, or that its verdict is a close one."""
    if verdict == "not_assessable":
        return _find_obstacle(timeline.reasons[check.id], timeline.phase)
    close = median is not None and is_borderline(check.measure, median, check.band)
    return "borderline" if close else ""


def _find_obstacle(codes: NDArray[np.int8], phase: NDArray[np.str_]) -> Reason:
    """Return the commonest reason for which a check could not be judged, in the pose where it was taken at all.

    Where nothing stood in the way in the pose, it was seen too briefly beside what was seen from a wrong place. Being
    out of the pose comes last.
    """
    in_pose = phase == "in_pose"
    for frames in (in_pose, in_pose | (phase == "wrong_view")) if in_pose.any() else (np.ones_like(in_pose),):
        counts = Counter(REASONS[code] for code in codes[frames].tolist())
        for silent in ("", "not_in_pose", "borderline"):
            del counts[silent]
        reason, count = counts.most_common(1)[0] if counts else ("", 0)
        if count and count >= TELLING_REASON_SHARE * frames.sum():
            return cast(Reason, reason)
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
        name=RANGE_NAME,
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
        fault=RANGE_FAULT if failed else "",
        uncertainty_deg=find_error(repetition.measure),
    )
