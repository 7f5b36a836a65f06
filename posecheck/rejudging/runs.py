"""Runs of equal frames: state machines over time become arithmetic on their starts and ends.

A verdict that changes only after some time depends on the frames through two questions alone: which runs of equal
frames are there, and which of them lasted long enough? Both are answered for all runs at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.intp]
CodeArray = NDArray[np.int8]


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """The runs of an array of n codes: r runs that follow each other without a gap.

    Attributes:
        start, end: (r,) half-open index ranges [start, end).
        code: (r,) the code of each run.
    """

    start: IntArray
    end: IntArray
    code: CodeArray


def split_runs(codes: CodeArray, breaks: BoolArray | None = None) -> Runs:
    """Return the runs of equal codes (n,); where `breaks` (n,) is true a new one begins in any case."""
    changed = np.empty(len(codes), dtype=np.bool_)
    changed[:1] = True
    np.not_equal(codes[1:], codes[:-1], out=changed[1:])
    start = np.flatnonzero(changed if breaks is None else changed | breaks)
    return Runs(start, np.append(start[1:], len(codes))[: len(start)], codes[start])


def find_lasting(runs: Runs, time_s: FloatArray, wait_s: FloatArray | float) -> IntArray:
    """Return (r,) the first frame at which each run has lasted for `wait_s`, its end where it never did.

    Args:
        runs: r runs over n frames.
        time_s: (n,) times in seconds, rising.
        wait_s: for all runs or (r,), in seconds.
    """
    if not len(runs.start):
        return runs.start
    lengths = runs.end - runs.start
    elapsed_s = time_s - np.repeat(time_s[runs.start], lengths)
    waits_s = np.repeat(wait_s, lengths) if isinstance(wait_s, np.ndarray) else wait_s
    return runs.start + np.add.reduceat((elapsed_s < waits_s).astype(np.intp), runs.start)


def carry_on(values: BoolArray, known: BoolArray, initial: bool) -> BoolArray:
    """Return (r,) each value where it is known, else the last known one before, `initial` at the beginning."""
    last = np.maximum.accumulate(np.where(known, np.arange(len(values)), -1))
    return np.where(last >= 0, values[np.maximum(last, 0)], initial)


def delay(after: BoolArray, initial: bool) -> BoolArray:
    """Return (r,) the value before each run, given those after each."""
    before = np.empty_like(after)
    before[:1] = initial
    before[1:] = after[:-1]
    return before


def spread(runs: Runs, change: IntArray, before: BoolArray, after: BoolArray) -> BoolArray:
    """Return (n,) what holds in each frame, when each run goes from `before` to `after` at frame `change` (r,)."""
    lengths = np.stack([change - runs.start, runs.end - change], axis=1).ravel()
    return np.repeat(np.stack([before, after], axis=1).ravel(), lengths)
