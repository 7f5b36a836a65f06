"""The time held well: the rules of `posecheck.coach.HoldTimer`, one run of good frames at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from posecheck.coach.hold import LONGEST_STEP_S, SAME_HOLD_GAP_S, SHORTEST_HOLD_S
from posecheck.rejudging.runs import BoolArray, FloatArray, split_runs
from posecheck.results import Hold


@dataclass(frozen=True, slots=True, eq=False)
class Goodness:
    """How good each of n frames is: right, wrong (a check fails or the pose was left), or neither when unseen."""

    right: BoolArray
    wrong: BoolArray


def find_holds(time_s: FloatArray, goodness: Goodness, entered: BoolArray) -> tuple[Hold, ...]:
    """Return the holds; times (n,) in seconds, rising, and whether the pose counted as taken (n,)."""
    if not len(time_s):
        return ()
    steps_s = np.diff(time_s, prepend=time_s[0])
    counting = goodness.right & (steps_s <= LONGEST_STEP_S)
    wrong_so_far = np.cumsum(goodness.wrong)
    runs = split_runs(counting.astype(np.int8))
    holds: list[Hold] = []
    held_until = -1
    for start, end in zip(runs.start[runs.code == 1].tolist(), runs.end[runs.code == 1].tolist(), strict=True):
        first = start + int(np.argmax(entered[start:end]))
        if not entered[first]:
            continue
        is_open = held_until >= 0 and wrong_so_far[held_until] == wrong_so_far[start]
        if _extend(holds, time_s, steps_s, (start, first, end), is_open=is_open):
            held_until = end - 1
    return tuple(holds)


def _extend(
    holds: list[Hold], time_s: FloatArray, steps_s: FloatArray, run: tuple[int, int, int], *, is_open: bool
) -> bool:
    """Add a run of good frames [start, end), entered from `first` on, to the last hold or as a new one.

    Returns whether it was long enough to count.
    """
    start, first, end = run
    since_s = time_s[start]
    if is_open and time_s[first] - holds[-1].end_s <= SAME_HOLD_GAP_S:
        last = holds.pop()
        was_paused = time_s[first] - last.end_s > steps_s[first] + 1e-9
        gained_s = time_s[first] - since_s if was_paused else steps_s[first]
        hold = replace(last, held_s=last.held_s + gained_s)
    else:
        long_enough = time_s[first:end] - since_s >= SHORTEST_HOLD_S
        if not long_enough[-1]:
            return False
        first += int(np.argmax(long_enough))
        hold = Hold(float(since_s), 0.0, float(time_s[first] - since_s))
    # Summed one by one, in the order in which a clock adds them.
    held_s = np.cumsum(np.concatenate(([hold.held_s], steps_s[first + 1 : end])))[-1]
    holds.append(replace(hold, end_s=float(time_s[end - 1]), held_s=float(held_s)))
    return True
