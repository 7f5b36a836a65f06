"""When the pose was taken and left: the rules of `posecheck.coach.EntryGate`, for all frames at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from posecheck.coach.entry import LOST_GRACE_S
from posecheck.rejudging.bands import FAILS, HOLDS, UNSEEN, judge_values
from posecheck.rejudging.runs import (
    BoolArray,
    CodeArray,
    FloatArray,
    IntArray,
    Runs,
    carry_on,
    delay,
    find_lasting,
    split_runs,
    spread,
)
from posecheck.stretch import Entry


@dataclass(frozen=True, slots=True, eq=False)
class Presence:
    """Who was in the pose when; arrays of n frames.

    Attributes:
        holds: HOLDS where all entry conditions hold, FAILS where one does not, UNSEEN where that cannot be told.
        entered: whether the pose counts as taken.
        in_pose_s: for how long it has been taken, 0 while it is not or is just being left.
    """

    holds: CodeArray
    entered: BoolArray
    in_pose_s: FloatArray

    @property
    def corrected(self) -> BoolArray:
        """(n,), whether checks are judged: in the pose, or about to be."""
        return np.asarray(self.entered | (self.holds == HOLDS))


def follow_entry(time_s: FloatArray, columns: list[FloatArray], entry: Entry, possible: BoolArray) -> Presence:
    """Return who was in the pose when.

    Args:
        time_s: (n,) times in seconds, rising.
        columns: the values (n,) of each entry condition, NaN where unseen.
        entry: the conditions and their delays.
        possible: (n,) false where it cannot be this pose whatever the values say.
    """
    answers = [
        judge_values(time_s, values, condition, dwell_s=0.0)
        for values, condition in zip(columns, entry.conditions, strict=True)
    ]
    holds = _combine(answers, possible)
    lost = _find_lost(time_s, holds)
    runs = split_runs(holds, breaks=lost)
    wait_s = np.where(runs.code == HOLDS, entry.enter_s, entry.exit_s)
    change = np.where(runs.code == UNSEEN, runs.end, find_lasting(runs, time_s, wait_s))
    was_lost = lost[runs.start]
    lasted = change < runs.end
    after = carry_on((runs.code == HOLDS) & lasted, lasted | was_lost, initial=False)
    before = delay(after, initial=False) & ~was_lost
    entered = spread(runs, change, before, after)
    in_pose_s = time_s - _find_entry_times(time_s, runs, change, (runs.code == HOLDS) & ~before & after)
    return Presence(holds, entered, np.where(entered & (holds != FAILS), in_pose_s, 0.0))


def _combine(answers: list[CodeArray], possible: BoolArray) -> CodeArray:
    """Return (n,) the answer of all conditions together: one that fails decides, then one that is unseen."""
    table = np.array(answers)
    unseen, fails = (table == UNSEEN).any(axis=0), (table == FAILS).any(axis=0)
    return np.where(fails | ~possible, FAILS, np.where(unseen, UNSEEN, HOLDS)).astype(np.int8)


def _find_lost(time_s: FloatArray, holds: CodeArray) -> BoolArray:
    """Return (n,) where the person had been unseen for too long to be believed in the pose still."""
    seen_s = np.maximum.accumulate(np.where(holds == UNSEEN, -np.inf, time_s))
    before_s = np.concatenate(([-np.inf], seen_s[:-1]))[: len(time_s)]
    return np.asarray(time_s - before_s > LOST_GRACE_S)


def _find_entry_times(time_s: FloatArray, runs: Runs, change: IntArray, entering: BoolArray) -> FloatArray:
    """Return (n,) since when the pose was taken by the last of the runs that took it; anything before the first."""
    frames = np.zeros(len(time_s), dtype=np.intp)
    frames[change[entering]] = runs.start[entering]
    return time_s[np.maximum.accumulate(frames)]
