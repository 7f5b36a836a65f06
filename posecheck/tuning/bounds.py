"""Where a bound goes: beyond the good values by what a camera cannot tell, and short of the faulty ones."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from posecheck.measures import MEASURES
from posecheck.stretch import Band
from posecheck.stretch.overrides import find_narrowest
from posecheck.uncertainty import find_error

# How far a bound stays from the good values where no fault was shown on its side. Hand goniometers differ 4-10 degrees
# between people and a side-view camera scatters by about 6 (Cosoli 2026, squat knee), whatever the joint.
RESERVES = {"deg": 7.5, "share": 0.15}
# How far at most where one was: half way to it, but people with the same fault show less of it, too.
MOST_ERRORS = 4.0
# Bounds are whole fives where that does not hurt, else whole degrees; shares go in twentieths and hundredths.
ROUND_STEPS = {"deg": (5.0, 1.0), "share": (0.05, 0.01)}


@dataclass(frozen=True, slots=True)
class Side:
    """One end of a band as the demonstrations show it, in the measure's unit.

    Attributes:
        good: the outermost good value on this side.
        outward: +1 for the upper bound, -1 for the lower one.
        gap: how far beyond it the nearest demonstration lies that shows a fault here; None where none does.
    """

    good: float
    outward: int
    gap: float | None


def choose_bound(side: Side, measure: str) -> float:
    """Return the bound of one side: half way to the nearest fault, or a reserve out where none was shown.

    It is rounded where rounding keeps one measurement error to the good values and does not come nearer to the
    faulty ones than half of what lies between.
    """
    error = find_error(measure)
    unit = MEASURES[measure].unit
    room = RESERVES[unit] if side.gap is None else min(side.gap / 2, MOST_ERRORS * error)
    least, most = min(error, room), (2 * RESERVES[unit] if side.gap is None else 0.75 * side.gap)
    return _round(side, room, (least, most), ROUND_STEPS[unit])


def _round(side: Side, room: float, limits: tuple[float, float], steps: Sequence[float]) -> float:
    exact = side.good + side.outward * room
    for step in steps:
        bound = round(exact / step) * step
        if limits[0] <= side.outward * (bound - side.good) <= limits[1]:
            return round(bound, 2) + 0.0
    return round(exact, 2) + 0.0


def join_bounds(low: float | None, high: float | None, measure: str) -> Band | None:
    """Return a band of these bounds that a camera can tell and a body can reach; None where no bound is left.

    A band that is too narrow grows on both sides; a bound outside the physiological range is left open.
    """
    if low is not None and high is not None:
        lacking = max(find_narrowest(measure) - (high - low), 0.0) / 2
        step = ROUND_STEPS[MEASURES[measure].unit][1]
        low, high = (low, high) if not lacking else (_floor(low - lacking, step), -_floor(-high - lacking, step))
    lowest, highest = MEASURES[measure].range
    low = None if low is None or low <= lowest else low
    high = None if high is None or high >= highest else high
    return None if low is None and high is None else Band(low=low, high=high)


def _floor(value: float, step: float) -> float:
    return round(math.floor(value / step + 1e-9) * step, 2) + 0.0
