"""Verdicts, hold times and repetitions against the truth."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from benchmarks.accuracy_parts.cases import Case
from benchmarks.accuracy_parts.cues import Latency, find_latencies
from lab.catalogue import RULES
from posecheck.coach.hold import SHORTEST_HOLD_S
from posecheck.results import CheckResult, SessionResult
from posecheck.summary import FAILING_REPS_SHARE, RANGE_CHECK
from posecheck.trainer import replay

# Bands are crossed on the way into a pose and out of it; a fault of a hold lasts longer than that in one go. A slow way
# takes longer: what is there from the start of the clip, or to its end, is a fault when it is there half way as well.
LASTING_FAULT_S = 3.0
VERDICTS = ("pass", "fail", "not_assessable")


@dataclass(frozen=True, slots=True)
class Judged:
    """One check of one clip: what is true and what the product said; "" for `check` is the clip as a whole.

    `found` is "pass" where a fault was called in the wrong direction: the true fault was not seen.
    """

    clip: str
    split: str
    check: str
    expected: str
    found: str
    note: str = ""
    borderline: bool = False

    @property
    def right(self) -> bool:
        """Whether the verdict is the true one."""
        return self.found == self.expected

    @property
    def wrong_and_confident(self) -> bool:
        """Whether it is a pass or a fail that is not the truth, and that does not call itself a close one.

        Where nothing may be judged, a close verdict is as wrong as any.
        """
        told_close = self.borderline and self.expected != "not_assessable"
        return self.found in ("pass", "fail") and not self.right and not told_close


@dataclass(frozen=True, slots=True)
class ClipOutcome:
    """All that is measured on one clip beside the angles; `held_error_s` is NaN where nothing is held."""

    case: Case
    result: SessionResult
    checks: list[Judged]
    overall: Judged
    held_error_s: float
    reps_expected: list[str]
    reps_found: list[str]
    latencies: list[Latency]

    @property
    def reps_exact(self) -> bool:
        """Whether as many good, partial and faulty repetitions were counted as there are."""
        return Counter(self.reps_expected) == Counter(self.reps_found)


def assess_case(case: Case) -> ClipOutcome:
    """Return how the product judged a clip, beside what is true."""
    stretch = case.reference
    result = replay(case.track, stretch)
    timed = stretch.kind == "hold" and not case.off_view
    return ClipOutcome(
        case=case,
        result=result,
        checks=[_judge(case, check) for check in result.checks if _is_known(case, check)],
        overall=Judged(case.name, case.split, "", case.truth["expected_verdict"], result.verdict),
        held_error_s=result.held_s - _true_held_s(case) if timed else float("nan"),
        reps_expected=[] if case.off_view else [rep["kind"] for rep in case.truth["reps"]],
        reps_found=[rep.kind for rep in result.reps],
        latencies=[] if case.off_view else find_latencies(case, result),
    )


def _true_held_s(case: Case) -> float:
    """Return the time truly held; a passage through the right position shorter than any hold is none."""
    lengths_s = [end_s - start_s for start_s, end_s in case.truth["holds"]]
    return sum(length_s for length_s in lengths_s if length_s >= SHORTEST_HOLD_S)


def _is_known(case: Case, check: CheckResult) -> bool:
    """Return whether the truth says anything about a check.

    The lab knows angles, not every share of a segment; but it knows what it has a band for, and in a good performance
    every check is passed. Nothing is said where the truth lies too close to a bound.
    """
    if check.id in case.truth.get("unclear", ()):
        return False
    good = case.truth["expected_verdict"] == "pass"
    has_band = any(band.check == check.id for band in RULES[case.stretch].form)
    return good or case.off_view or check.id == RANGE_CHECK or has_band or case.knows(check.column)


def _judge(case: Case, found: CheckResult) -> Judged:
    borderline = found.reason == "borderline"
    judged = Judged(case.name, case.split, found.id, "pass", found.verdict, _describe(case, found), borderline)
    if case.off_view:
        return replace(judged, expected="not_assessable")
    directions = _true_directions(case, found)
    if not directions:
        return judged
    if found.verdict == "fail" and found.direction not in directions:
        return replace(judged, expected="fail", found="pass", note=f"fault called {found.direction}; {judged.note}")
    return replace(judged, expected="fail")


def _describe(case: Case, found: CheckResult) -> str:
    """Return the product's median of a check beside the true one at the same times, for the list of wrong verdicts."""
    if found.median_deg is None or not case.knows(found.column):
        return found.reason
    values = case.true_column(found.column)
    inside = np.zeros(len(values), dtype=bool)
    for start_s, end_s in _lasting_windows(case):
        inside |= (case.track.time_s >= start_s) & (case.track.time_s < end_s)
    truth = f", true {np.nanmedian(values[inside]):.1f}" if inside.any() and found.id != RANGE_CHECK else ""
    close = ", said to be borderline" if found.reason == "borderline" else ""
    return f"median {found.median_deg:.1f}{truth}{close}"


def _lasting_windows(case: Case) -> list[tuple[float, float]]:
    windows = [(start_s, end_s) for start_s, end_s in case.truth["holds"]]
    windows += [(fault["start_s"], fault["end_s"]) for fault in case.truth["faults"]]
    return [(start_s, end_s) for start_s, end_s in windows if end_s - start_s >= LASTING_FAULT_S]


def _true_directions(case: Case, found: CheckResult) -> set[str]:
    """Return on which sides of its band a check is truly failed; empty where it is passed."""
    reps = case.truth["reps"]
    if found.id == RANGE_CHECK:
        partial = sum(rep["kind"] == "partial" for rep in reps)
        return {found.direction or "low"} if partial and partial >= FAILING_REPS_SHARE * len(reps) else set()
    faults = [fault for fault in case.truth["faults"] if fault["check"] == found.id]
    if case.reference.kind == "hold":
        return {fault["direction"] for fault in faults if _lasts(fault, case)}
    faulty = sum(found.id in rep["faults"] for rep in reps)
    return {fault["direction"] for fault in faults} if faulty and faulty >= FAILING_REPS_SHARE * len(reps) else set()


def _lasts(fault: dict[str, Any], case: Case) -> bool:
    """Return whether a fault is one of a hold, and not of the way there or back."""
    start_s, end_s = fault["start_s"], fault["end_s"]
    first_s, last_s = case.truth["time_s"][0], case.truth["time_s"][-1]
    of_the_way = start_s <= first_s or end_s >= last_s
    half_way = start_s <= (first_s + last_s) / 2 <= end_s
    return bool(end_s - start_s >= LASTING_FAULT_S and (half_way or not of_the_way))


def count_confusion(judged: list[Judged]) -> dict[tuple[str, str], int]:
    """Return how often each truth (first) met each verdict (second)."""
    counts = Counter((each.expected, each.found) for each in judged)
    return {(expected, found): counts[expected, found] for expected in VERDICTS for found in VERDICTS}


def balanced_accuracy(judged: list[Judged]) -> float:
    """Return the mean recall over the true classes; a check not assessed is missed unless that is the truth."""
    recalls = []
    for label in VERDICTS:
        of_class = [each.right for each in judged if each.expected == label]
        if of_class:
            recalls.append(sum(of_class) / len(of_class))
    return float(np.mean(recalls)) if recalls else float("nan")
