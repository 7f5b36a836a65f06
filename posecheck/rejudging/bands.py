"""Whole columns of values against a band: the rules of `posecheck.checks`, for all frames at once."""

from __future__ import annotations

import numpy as np

from posecheck.checks import DWELL_S, get_hysteresis
from posecheck.rejudging.runs import BoolArray, CodeArray, FloatArray, carry_on, delay, find_lasting, split_runs, spread
from posecheck.stretch import Band, Condition

UNSEEN, FAILS, HOLDS = -1, 0, 1
# Outside the band but within the hysteresis: whatever held before still holds.
_BETWEEN = 2


def compute_excesses(values: FloatArray, band: Band) -> FloatArray:
    """Return how far values (n,) lie outside a band: negative below it, positive above, 0 inside and for NaN."""
    excess = np.zeros(len(values))
    if band.high is not None:
        np.subtract(values, band.high, out=excess, where=values > band.high)
    if band.low is not None:
        np.subtract(values, band.low, out=excess, where=values < band.low)
    return excess


def judge_values(time_s: FloatArray, values: FloatArray, condition: Condition, dwell_s: float = DWELL_S) -> CodeArray:
    """Return (n,) what a `BandJudge` says after each frame: HOLDS, FAILS, or UNSEEN where the value is NaN.

    Args:
        time_s: (n,) times in seconds, rising.
        values: (n,) in the unit of the measure.
        condition: the measure and its band.
        dwell_s: how long a value has to stay on the other side before the answer changes.
    """
    excess = np.abs(compute_excesses(values, condition.band))
    codes = np.full(len(values), _BETWEEN, dtype=np.int8)
    codes[excess == 0.0] = HOLDS
    codes[excess > get_hysteresis(condition)] = FAILS
    codes[np.isnan(values)] = UNSEEN
    answers = _settle(time_s, codes, dwell_s)
    return np.where(codes == UNSEEN, UNSEEN, answers).astype(np.int8)


def _settle(time_s: FloatArray, codes: CodeArray, dwell_s: float) -> BoolArray:
    """Return (n,) the answer after each frame; a run of frames inside or beyond changes it once it has lasted."""
    runs = split_runs(codes)
    telling = (runs.code == HOLDS) | (runs.code == FAILS)
    change = np.where(telling, find_lasting(runs, time_s, dwell_s), runs.end)
    seen = runs.code[runs.code != UNSEEN]
    # The first value ever seen is judged at once, and a doubtful one against the bare band.
    first = bool(len(seen)) and bool(seen[0] == HOLDS)
    after = carry_on(runs.code == HOLDS, change < runs.end, first)
    return spread(runs, change, delay(after, first), after)
