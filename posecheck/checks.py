"""A measured value and a band give pass, fail or not assessable, with hysteresis in value and in time."""

from __future__ import annotations

import math

from posecheck.results import CheckState, Direction, Reason
from posecheck.stretch import Band, Check, Condition

# A check that passes starts to fail only this far beyond its bound, so that a value resting on the bound does
# not flicker; jitter at rest was measured at 0.2-0.5 degrees.
HYSTERESIS_DEG = 1.5
HYSTERESIS_SHARE = 0.02
# A verdict changes when the value has stayed on the other side for this long.
DWELL_S = 0.2


def compute_excess(value: float, band: Band) -> float:
    """Return how far a value lies outside a band: negative below it, positive above it, 0 inside."""
    if band.low is not None and value < band.low:
        return value - band.low
    if band.high is not None and value > band.high:
        return value - band.high
    return 0.0


def get_hysteresis(condition: Condition) -> float:
    """Return the hysteresis of a condition in the unit of its measure."""
    return HYSTERESIS_DEG if condition.definition.unit == "deg" else HYSTERESIS_SHARE


class BandJudge:
    """Judges one condition from frame to frame."""

    def __init__(self, condition: Condition, dwell_s: float = DWELL_S) -> None:
        self._band = condition.band
        self._margin = get_hysteresis(condition)
        self._dwell_s = dwell_s
        self._passing: bool | None = None
        self._changing_since_s: float | None = None

    def step(self, time_s: float, value: float) -> bool | None:
        """Return whether the condition holds after one more value; None when the value is NaN."""
        if math.isnan(value):
            self._changing_since_s = None
            return None
        now = abs(compute_excess(value, self._band)) <= (self._margin if self._passing else 0.0)
        if self._passing is None or now == self._passing:
            self._passing = now
            self._changing_since_s = None
        elif self._changing_since_s is None:
            self._changing_since_s = time_s
        if self._changing_since_s is not None and time_s - self._changing_since_s >= self._dwell_s:
            self._passing = now
            self._changing_since_s = None
        return self._passing


def describe_state(check_id: str, holds: bool | None, value: float, band: Band, reason: Reason) -> CheckState:
    """Return the state of a check from a judge's answer; `reason` says why it has none."""
    if holds is None:
        return CheckState(check_id, "not_assessable", reason)
    excess = compute_excess(value, band)
    if holds:
        return CheckState(check_id, "pass", "", value, "", 0.0)
    return CheckState(check_id, "fail", "", value, _find_direction(value, excess, band), abs(excess))


def describe_moment(check: Check, value: float) -> CheckState:
    """Return the state of a check that has to be met once in a repetition: passed now, or nothing to say yet."""
    if compute_excess(value, check.band) == 0.0:
        return CheckState(check.id, "pass", "", value)
    return CheckState(check.id, "not_assessable", "", value)


def _find_direction(value: float, excess: float, band: Band) -> Direction:
    """Return on which side a failing value lies; on its way back inside, the nearer bound counts."""
    if excess:
        return "low" if excess < 0 else "high"
    if band.low is None or band.high is None:
        return "high" if band.low is None else "low"
    return "low" if value - band.low < band.high - value else "high"
