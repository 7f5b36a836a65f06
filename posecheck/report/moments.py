"""Moments worth a picture, and when a fault was there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from posecheck.language import _
from posecheck.report.words import REPETITION_NAMES, capitalise
from posecheck.results import CheckResult, RepetitionResult, SessionResult, Timeline
from posecheck.summary import find_settled

# Failing runs closer together than this are told as one, shorter ones than the second are not told.
_JOIN_S, _SHORTEST_S = 0.4, 0.2
# Key frames closer together than this show the same.
_SAME_MOMENT_S = 0.15
_MOST_MOMENTS = 6
# A frame this bad, as a share of the worst one, shows a fault as well as that one.
_NEARLY = 0.8

Moment = tuple[str, float]
Window = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Worst:
    """The frame in which a check failed most: its time, the value, and how far that is outside the band."""

    time_s: float
    value: float
    excess: float


def find_windows(time_s: np.ndarray, mask: np.ndarray) -> list[Window]:
    """Return the intervals [start, end) in which `mask` (n,) is true at times (n,); short gaps are closed."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    step_s = float(np.median(np.diff(time_s))) if len(time_s) > 1 else 0.0
    windows: list[Window] = []
    for first, after in zip(edges[::2], edges[1::2], strict=True):
        start, end = float(time_s[first]), float(time_s[after - 1]) + step_s
        if windows and start - windows[-1][1] < _JOIN_S:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    return windows


def find_failing(timeline: Timeline, check_id: str) -> np.ndarray:
    """Return (n,) where a check failed, without the way into the pose and out of it, which crosses bands."""
    if check_id not in timeline.verdicts or not len(timeline.time_s):
        return np.zeros(len(timeline.time_s), dtype=np.bool_)
    failing = timeline.verdicts[check_id] == 0
    settled = failing & find_settled(timeline)
    return np.asarray(settled if settled.any() else failing)


def find_fault_windows(timeline: Timeline, check_id: str) -> list[Window]:
    """Return when a check failed, in seconds: each whole run of which a part counts."""
    counted = find_windows(timeline.time_s, find_failing(timeline, check_id))
    if not counted:
        return []
    in_pose = (timeline.verdicts[check_id] == 0) & (timeline.phase == "in_pose")
    runs = find_windows(timeline.time_s, in_pose)
    windows = [run for run in runs if any(run[0] < end and start < run[1] for start, end in counted)] or counted
    return [window for window in windows if window[1] - window[0] >= _SHORTEST_S] or windows[:1]


def find_worst(timeline: Timeline, check: CheckResult) -> Worst | None:
    """Return the worst frame of a check in the direction in which it failed, or None when it never failed."""
    if check.id not in timeline.verdicts or check.id not in timeline.excess:
        return None
    excess = timeline.excess[check.id]
    sign = {"low": -1.0, "high": 1.0}.get(check.direction, 0.0)
    size = excess * sign if sign else np.abs(excess)
    size = np.where(find_failing(timeline, check.id), size, -np.inf)
    if not len(size) or not np.isfinite(size).any():
        return None
    index = int(np.argmax(size))
    value = float(timeline.values[check.column][index]) if check.column in timeline.values else float("nan")
    return Worst(float(timeline.time_s[index]), value, float(excess[index]))


def choose_key_moments(result: SessionResult) -> list[Moment]:
    """Return the moments that a report shows as pictures, (label, seconds), in the order of time."""
    return [(capitalise(label), time_s) for label, time_s in find_key_moments(result)]


def find_key_moments(result: SessionResult) -> list[Moment]:
    """Return what `choose_key_moments` does, the labels as they go on within a line: "leaning forward".

    The best moment held well, or a good repetition at its peak; the worst moment of each failing check; one
    partial and one faulty repetition. Where nothing was judged, what the camera saw.
    """
    moments = _find_best(result) + _find_faults(result) + _find_missed_reps(result)
    if not moments:
        moments = _find_seen(result)
    return _merge_moments(moments[:_MOST_MOMENTS])


def _find_best(result: SessionResult) -> list[Moment]:
    good = [rep for rep in result.reps if rep.kind == "good"]
    if good:
        return [_label_repetition(result, good[0])]
    if not result.holds:
        return []
    longest = max(result.holds, key=lambda hold: hold.held_s)
    return [(_("held well") if result.checks else _("in the pose"), (longest.start_s + longest.end_s) / 2)]


def _find_faults(result: SessionResult) -> list[Moment]:
    """Return the worst moment of each failing check; one picture serves several that are nearly as bad in it."""
    moments: list[Moment] = []
    for check in result.checks:
        worst = find_worst(result.timeline, check) if check.verdict == "fail" else None
        if worst is not None:
            shown = [time_s for __, time_s in moments if _is_nearly(result.timeline, check.id, time_s, worst.excess)]
            moments.append((check.fault or check.name, shown[0] if shown else worst.time_s))
    return moments


def _is_nearly(timeline: Timeline, check_id: str, time_s: float, excess: float) -> bool:
    index = int(np.searchsorted(timeline.time_s, time_s))
    there = float(timeline.excess[check_id][index])
    return excess != 0 and there / excess >= _NEARLY


def _find_missed_reps(result: SessionResult) -> list[Moment]:
    partial = [rep for rep in result.reps if rep.kind == "partial"]
    faulty = [rep for rep in result.reps if rep.kind == "faulty"]
    return [_label_repetition(result, reps[0]) for reps in (partial, faulty) if reps]


def _label_repetition(result: SessionResult, rep: RepetitionResult) -> Moment:
    return f"{_(REPETITION_NAMES[rep.kind])} ({result.reps.index(rep) + 1})", rep.peak_s


def _find_seen(result: SessionResult) -> list[Moment]:
    """Return the middle of the time in which somebody was in the picture."""
    timeline = result.timeline
    for phases in (("in_pose",), ("ready",), ("wrong_view",), ("nobody",)):
        seen = timeline.time_s[np.isin(timeline.phase, phases)]
        if len(seen):
            return [(_("what the camera saw"), float(seen[len(seen) // 2]))]
    return []


def _merge_moments(moments: list[Moment]) -> list[Moment]:
    merged: list[Moment] = []
    for label, time_s in sorted(moments, key=lambda moment: moment[1]):
        if merged and time_s - merged[-1][1] < _SAME_MOMENT_S:
            merged[-1] = (f"{merged[-1][0]}; {label}", merged[-1][1])
        else:
            merged.append((label, time_s))
    return merged
