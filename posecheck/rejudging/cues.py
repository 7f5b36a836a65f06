"""What would have been said: the rules of `posecheck.coach.CuePicker`, from one change of words to the next.

Only the log of cues is made, not which of them were spoken aloud: the log does not depend on that.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from posecheck.checks import describe_state
from posecheck.coach.cues import (
    SETTLE_S,
    SHOWN_HEAD_START,
    TELL_AFTER_S,
    TREND_S,
    compute_rank,
    format_cue,
    is_mending,
)
from posecheck.rejudging.runs import BoolArray, FloatArray, IntArray, find_lasting, split_runs, spread
from posecheck.results import Cue, Direction
from posecheck.stretch import Check

_NEVER = 2**62


@dataclass(frozen=True, slots=True, eq=False)
class CheckFrames:
    """One check over n frames.

    Attributes:
        check: the check.
        value: in the unit of its measure.
        excess: how far outside the band a failing value lies: negative below, positive above.
        is_low: whether a failing value counts as too low; else it is too high.
        failing, passing: the verdicts while the pose is taken.
    """

    check: Check
    value: FloatArray
    excess: FloatArray
    is_low: BoolArray
    failing: BoolArray
    passing: BoolArray

    def direction(self, frame: int) -> Direction:
        """Return on which side a failing value lies in one frame."""
        return "low" if self.is_low[frame] else "high"

    def word(self, frame: int) -> str:
        """Return what is said about the value of one frame, in which the check fails."""
        return format_cue(
            self.check, describe_state(self.check.id, False, float(self.value[frame]), self.check.band, "")
        )


def find_trend_steps(time_s: FloatArray) -> list[int]:
    """Return for each frame the first one that comes at least TREND_S later, n where there is none."""
    steps = np.searchsorted(time_s, time_s + (TREND_S - 1e-9))
    padded = np.append(time_s, np.inf)
    while (early := padded[steps] - time_s < TREND_S).any():
        steps = steps + early
    return [int(step) for step in steps]


def list_cues(
    time_s: FloatArray, checks: list[CheckFrames], in_pose_s: FloatArray, steps: list[int]
) -> tuple[Cue, ...]:
    """Return what would have been shown, in order.

    Args:
        time_s: (n,) times in seconds, rising.
        checks: the checks in the order of the stretch.
        in_pose_s: (n,) for how long the pose has been taken, 0 when it is not.
        steps: as `find_trend_steps` gives them.
    """
    in_pose = in_pose_s > 0
    told = [replace(frames, failing=frames.failing & in_pose) for frames in checks]
    if not any(frames.failing.any() for frames in told):
        return ()
    settled = in_pose_s >= SETTLE_S
    ready = np.array([find_ready(time_s, frames, steps) & settled for frames in checks])
    return _Course(time_s, told, in_pose, ready).follow()


def find_ready(time_s: FloatArray, frames: CheckFrames, steps: list[int]) -> BoolArray:
    """Return (n,) where a fault has lasted long enough to be told and is not on its way back."""
    runs = split_runs(frames.failing.astype(np.int8))
    is_fault = runs.code == 1
    change = np.where(is_fault, find_lasting(runs, time_s, TELL_AFTER_S), runs.end)
    lasting = spread(runs, change, np.zeros_like(is_fault), is_fault)
    return lasting & ~_find_mending(time_s, frames, steps, (runs.start[is_fault], runs.end[is_fault]))


def _find_mending(
    time_s: FloatArray, frames: CheckFrames, steps: list[int], faults: tuple[IntArray, IntArray]
) -> BoolArray:
    """Return (n,) where a fault is on its way back, judged every TREND_S from the beginning of each fault on."""
    mending = np.zeros(len(time_s), dtype=np.bool_)
    excess = np.abs(frames.excess)
    for start, end in zip(faults[0].tolist(), faults[1].tolist(), strict=True):
        samples = [start]
        while (following := steps[samples[-1]]) < end:
            samples.append(following)
        if len(samples) > 1:
            at = np.array(samples)
            moving = is_mending(frames.check, -np.diff(excess[at]), np.diff(time_s[at]))
            mending[at[1] : end] = np.repeat(moving, np.diff(at[1:], append=end))
    return mending


class _Course:
    """The words on show over time."""

    def __init__(self, time_s: FloatArray, checks: list[CheckFrames], in_pose: BoolArray, ready: BoolArray) -> None:
        """Take n frames; `ready` is (checks, n), where the fault of a check may be told."""
        self._time_s = time_s
        self._checks = checks
        self._in_pose = in_pose
        self._is_told: BoolArray = np.asarray(ready.any(axis=0))
        ranks = np.array([compute_rank(frames.check, np.abs(frames.excess)) for frames in checks])
        self._ranks = np.where(ready, ranks, -np.inf)
        self._ends: dict[tuple[int, Direction], tuple[IntArray, IntArray]] = {}
        self._log: list[Cue] = []

    def follow(self) -> tuple[Cue, ...]:
        """Return all that is shown."""
        worst = self._find_worst()
        starts = np.flatnonzero(self._is_told)
        frame = _find_next(starts, 0)
        while frame < len(self._time_s):
            frame = _find_next(starts, self._correct(frame, int(worst[frame])))
        return tuple(self._log)

    def _correct(self, frame: int, index: int) -> int:
        """Show the correction of a check and what follows it; return the frame with no correction on show any more."""
        while True:
            frames, direction = self._checks[index], self._checks[index].direction(frame)
            self._log.append(Cue(float(self._time_s[frame]), frames.check.id, direction, frames.word(frame)))
            ends, worst = self._find_ends(index, direction)
            frame = _find_next(ends, frame + 1)
            if frame >= len(self._time_s) or not self._is_told[frame]:
                break
            index = int(worst[frame])
        # How long praise stays on show does not matter to the log: any correction takes its place.
        if frame < len(self._time_s) and self._in_pose[frame] and frames.passing[frame]:
            self._log.append(Cue(float(self._time_s[frame]), frames.check.id, "", frames.check.cues.praise))
        return frame

    def _find_worst(self, shown: int | None = None) -> IntArray:
        """Return (n,) which check has the worst fault while one is on show; any where nothing is told."""
        if shown is None:
            return np.asarray(self._ranks.argmax(axis=0))
        ranks = self._ranks.copy()
        ranks[shown] += SHOWN_HEAD_START
        return np.asarray(ranks.argmax(axis=0))

    def _find_ends(self, shown: int, direction: Direction) -> tuple[IntArray, IntArray]:
        """Return the frames in which a correction gives way, and (n,) which check has the worst fault meanwhile."""
        key = shown, direction
        if key not in self._ends:
            frames, worst = self._checks[shown], self._find_worst(shown)
            other = self._is_told & ((worst != shown) | (frames.is_low != (direction == "low")))
            over = ~self._in_pose | other | (~self._is_told & ~frames.failing)
            self._ends[key] = np.flatnonzero(over), worst
        return self._ends[key]


def _find_next(frames: IntArray, start: int) -> int:
    """Return the first of the frames, in order, that is not before `start`; a huge number when there is none."""
    index = int(np.searchsorted(frames, start))
    return int(frames[index]) if index < len(frames) else _NEVER
