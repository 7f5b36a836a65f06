"""The time held well: the rules of `posecheck.coach.HoldTimer`, one run of good frames at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from posecheck.coach.hold import LEAVING_S, LONGEST_STEP_S, SAME_HOLD_GAP_S, SHORTEST_HOLD_S
from posecheck.rejudging.runs import BoolArray, FloatArray, split_runs
from posecheck.results import Hold


@dataclass(frozen=True, slots=True, eq=False)
class Goodness:
    """How good each of n frames is: right, wrong (a check fails or the pose was left), or neither when unseen.

    `inside` is as `HoldTimer.step` takes it.
    """

    right: BoolArray
    wrong: BoolArray
    inside: BoolArray


def find_holds(time_s: FloatArray, goodness: Goodness, entered: BoolArray) -> tuple[Hold, ...]:
    """Return the holds; times (n,) in seconds, rising, and whether the pose counted as taken (n,)."""
    if not len(time_s):
        return ()
    joined = np.diff(time_s, prepend=time_s[0]) <= LONGEST_STEP_S
    good = goodness.right & joined
    stopping = np.concatenate(([False], good[:-1] & ~good[1:]))
    since_s = _find_since(time_s, goodness.inside, ~joined | stopping)
    wrong_so_far = np.cumsum(goodness.wrong)
    runs = split_runs(good.astype(np.int8))
    holds: list[Hold] = []
    held_until = -1
    for start, end in zip(runs.start[runs.code == 1].tolist(), runs.end[runs.code == 1].tolist(), strict=True):
        run = slice(start, end)
        counting = _find_counting(time_s[run], goodness.inside[run], entered[run])
        is_open = held_until >= 0 and wrong_so_far[held_until] == wrong_so_far[start]
        if len(counting) and _extend(holds, float(since_s[start]), time_s[run][counting], is_open=is_open):
            held_until = start + int(counting[-1])
    return tuple(holds)


def _find_since(time_s: FloatArray, inside: BoolArray, breaks: BoolArray) -> FloatArray:
    """Return (n,) since when each frame has been inside, its own time where it is not."""
    runs = split_runs(inside.astype(np.int8), breaks=breaks)
    return np.where(inside, np.repeat(time_s[runs.start], runs.end - runs.start), time_s)


def _find_counting(time_s: FloatArray, inside: BoolArray, entered: BoolArray) -> NDArray[np.intp]:
    """Return the frames of a run of good ones up to which its time is counted: not those on the way out."""
    last_inside_s = np.maximum.accumulate(np.where(inside, time_s, time_s[0]))
    was_inside = np.concatenate(([False], inside[:-1]))
    return np.flatnonzero(entered & (inside | was_inside | (time_s - last_inside_s > LEAVING_S)))


def _extend(holds: list[Hold], since_s: float, counted_s: FloatArray, *, is_open: bool) -> bool:
    """Add a run of good frames, counted up to each of the times (m,), to the last hold or as a new one.

    Returns whether it was long enough to count.
    """
    end_s = float(counted_s[-1])
    if is_open and counted_s[0] - holds[-1].end_s <= SAME_HOLD_GAP_S:
        last = holds.pop()
    elif end_s - since_s >= SHORTEST_HOLD_S:
        last = Hold(since_s, end_s, 0.0)
    else:
        return False
    holds.append(replace(last, end_s=end_s, held_s=last.held_s + (end_s - since_s)))
    return True
