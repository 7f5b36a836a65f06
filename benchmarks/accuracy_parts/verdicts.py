"""Verdicts, hold times, repetitions and cues against the truth."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from benchmarks.accuracy_parts.cases import Case
from posecheck.results import CheckResult, SessionResult
from posecheck.stretch import Band, Check, Stretch
from posecheck.stretch.library import load_stretch
from posecheck.summary import RANGE_CHECK
from posecheck.trainer import replay

# A band crossed on the way into a pose or out of it is no fault; the faults of the clips last longer than this.
REAL_FAULT_S = 2.5
# A fault is plainly there this far outside the band.
PLAINLY = {"deg": 5.0, "share": 0.05}


@dataclass(frozen=True, slots=True)
class Judged:
    """One check of one clip: what it is in truth and what the product said."""

    clip: str
    split: str
    check: str
    expected: str
    found: str
    note: str = ""

    @property
    def wrong_and_confident(self) -> bool:
        """A pass or a fail that is not the truth."""
        return self.found in ("pass", "fail") and self.found != self.expected


@dataclass(frozen=True, slots=True)
class ClipOutcome:
    """All that is measured on one clip beside the angles."""

    case: Case
    result: SessionResult
    checks: list[Judged]
    held_error_s: float
    reps_expected: list[str]
    reps_found: list[str]
    cue_latency_s: dict[str, float] = field(default_factory=dict)


def assess_case(case: Case) -> ClipOutcome:
    """Return how the product judged a clip, beside what is true."""
    stretch = load_stretch(case.stretch)
    result = replay(case.track, stretch)
    checks = [_judge(case, stretch, check, result) for check in result.checks if _is_known(case, check)]
    return ClipOutcome(
        case=case,
        result=result,
        checks=checks,
        held_error_s=result.held_s - case.truth["held_s"] if stretch.kind == "hold" else float("nan"),
        reps_expected=[rep["kind"] for rep in case.truth["reps"]],
        reps_found=[rep.kind for rep in result.reps],
        cue_latency_s=dict(_find_latencies(case, stretch, result)),
    )


def _is_known(case: Case, check: CheckResult) -> bool:
    """Return whether the truth says anything about a check: the lab knows angles, not every share of a segment."""
    refused = case.truth["expected_verdict"] == "not_assessable"
    return refused or check.id == RANGE_CHECK or check.column in case.truth["angles"]


def _judge(case: Case, stretch: Stretch, found: CheckResult, result: SessionResult) -> Judged:
    expected, direction = _expect(case, stretch, found)
    verdict = found.verdict
    note = ""
    if expected == verdict == "fail" and found.direction != direction:
        verdict, note = "pass", f"wrong direction: {found.direction}"
    if found.median_deg is not None and not note:
        note = f"median {found.median_deg:.1f}, {result.verdict}"
    return Judged(case.name, case.split, found.id, expected, verdict, note)


def _expect(case: Case, stretch: Stretch, found: CheckResult) -> tuple[str, str]:
    """Return the true verdict of a check and the direction of its fault."""
    if case.truth["expected_verdict"] == "not_assessable":
        return "not_assessable", ""
    if found.id == RANGE_CHECK:
        kinds = [rep["kind"] for rep in case.truth["reps"]]
        return ("fail" if kinds.count("partial") >= max(1, len(kinds) / 4) else "pass"), found.direction
    check = stretch.find_check(found.id)
    for direction in ("low", "high"):
        if _sum_fault(case, check, found, direction) >= REAL_FAULT_S:
            return "fail", direction
    return "pass", ""


def _sum_fault(case: Case, check: Check, found: CheckResult, direction: str) -> float:
    """Return for how long the true value was outside one side of the band while the pose was taken, in seconds."""
    return float(_excess(case, check.band, found.column, direction)[1])


def _excess(case: Case, band: Band, column: str, direction: str) -> tuple[np.ndarray, float]:
    values = case.true_column(column)
    bound = band.low if direction == "low" else band.high
    if bound is None:
        return np.zeros(len(values)), 0.0
    outside = (bound - values) if direction == "low" else (values - bound)
    step_s = float(np.median(np.diff(case.track.time_s)))
    named = _named_windows(case, column, direction)
    return np.where(named, outside, -np.inf), float((named & (outside > 0)).sum() * step_s)


def _named_windows(case: Case, column: str, direction: str) -> np.ndarray:
    """Return (n,) the times in which the truth names a fault of this column and direction."""
    mask = np.zeros(len(case.track), dtype=bool)
    for fault in case.truth["faults"]:
        if column.startswith(fault["measure"]) and fault["direction"] == direction:
            mask |= (case.track.time_s >= fault["start_s"]) & (case.track.time_s < fault["end_s"])
    return mask


def _find_latencies(case: Case, stretch: Stretch, result: SessionResult) -> Iterable[tuple[str, float]]:
    """Yield for each real fault of a hold the time from its being plain to the first cue of its check."""
    if stretch.kind != "hold" or case.truth["expected_verdict"] == "not_assessable":
        return
    columns = {check.id: check.column for check in result.checks}
    for check in stretch.checks:
        for direction in ("low", "high"):
            if columns[check.id] not in case.truth["angles"]:
                continue
            excess, lasting_s = _excess(case, check.band, columns[check.id], direction)
            plain = np.flatnonzero(excess > PLAINLY[check.definition.unit])
            if lasting_s < REAL_FAULT_S or not len(plain):
                continue
            since_s = float(case.track.time_s[plain[0]])
            told = [cue.t_s for cue in result.cues if (cue.check, cue.direction) == (check.id, direction)]
            yield f"{check.id} {direction}", max(0.0, min(told, default=float("inf")) - since_s)


def balanced_accuracy(judged: list[Judged]) -> float:
    """Return the mean recall over the true classes; a check not assessed counts as missed unless that is the truth."""
    recalls = []
    for label in ("pass", "fail", "not_assessable"):
        of_class = [each for each in judged if each.expected == label]
        if of_class:
            recalls.append(sum(each.found == label for each in of_class) / len(of_class))
    return float(np.mean(recalls)) if recalls else float("nan")
