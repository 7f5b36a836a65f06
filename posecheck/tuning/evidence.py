"""What good and faulty demonstrations say about the checks of a stretch, and which fault shows where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from posecheck.errors import InputError
from posecheck.language import _
from posecheck.measures import MEASURES
from posecheck.stretch import Check, Condition, Stretch
from posecheck.tuning.demonstration import Demonstration, Shown, Spread, show
from posecheck.uncertainty import find_error

# What could be assessed for less than this share of the time in a recording says too little.
LEAST_ASSESSED_SHARE = 0.3
# A faulty recording shows a fault in the check in which it stands out most, in measurement errors beyond the good
# ones, and in any other in which it stands out nearly as much: a bad trunk takes the hip along a little.
TELLING_ERRORS = 1.0
TELLING_SHARE = 2 / 3

# A check and the side of its band: +1 above, -1 below.
End = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a proposal rests on, in the measure's unit.

    Attributes:
        good, bad: the spread of each demonstration in which the measure could be assessed.
        error: how far a camera may be off.
        caught: names of the faulty demonstrations that the proposed band would fail.
        lost: names of the good demonstrations that it would fail.
    """

    good: tuple[Spread, ...]
    bad: tuple[Spread, ...]
    error: float
    caught: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """What all demonstrations show of a stretch."""

    stretch: Stretch
    good: tuple[Shown, ...]
    bad: tuple[Shown, ...]

    def collect(self, condition: Condition) -> Evidence:
        """Return the spreads of a condition, without a band yet."""
        good, bad = (self._read_spreads(condition, shown) for shown in (self.good, self.bad))
        return Evidence(good, bad, find_error(condition.measure))

    def find_faults(self) -> dict[End, float]:
        """Return for each end of a check's band that a fault was shown at how far off the nearest one is."""
        ends = {
            (check.id, outward): (check, self.collect(check))
            for check in self.stretch.checks
            for outward in list_ends(check)
        }
        nearest: dict[End, float] = {}
        for name in (shown.name for shown in self.bad):
            gaps = {end: _find_gap(evidence, end[1], name) for end, (_, evidence) in ends.items()}
            errors = {end: gap / ends[end][1].error for end, gap in gaps.items() if gap is not None}
            least = max(TELLING_ERRORS, TELLING_SHARE * max(errors.values(), default=0.0))
            for end, standing_out in errors.items():
                if standing_out >= least:
                    nearest[end] = min(nearest.get(end, float("inf")), standing_out * ends[end][1].error)
        return nearest

    def _read_spreads(self, condition: Condition, shown: Sequence[Shown]) -> tuple[Spread, ...]:
        spreads = (each.read_spread(condition, self.stretch) for each in shown)
        return tuple(spread for spread in spreads if spread.assessed_share >= LEAST_ASSESSED_SHARE)


def gather(stretch: Stretch, good: Sequence[Demonstration], bad: Sequence[Demonstration]) -> Material:
    """Return what demonstrations show of a stretch.

    Raises:
        InputError: none is good, two have the same name, or one shows no moment of the pose.
    """
    if not good:
        raise InputError("Expected at least one recording of the stretch done well, found none.")
    names = [each.name for each in (*good, *bad)]
    if len(set(names)) < len(names):
        twice = sorted({name for name in names if names.count(name) > 1})
        raise InputError(f"Expected every recording once, but got {', '.join(twice)} more than once.")
    material = Material(stretch, *(tuple(show(each, stretch) for each in group) for group in (good, bad)))
    without = [shown.name for shown in (*material.good, *material.bad) if not shown.held.any()]
    if without:
        raise InputError(
            f"Expected recordings in which {stretch.name} is done, but the pose was not recognised in "
            f"{', '.join(without)}. Mark the moments that show it, or leave {'them' if len(without) > 1 else 'it'} out."
        )
    return material


def list_ends(check: Check) -> list[int]:
    """Return the sides of a band that a check has words for: -1 below, +1 above."""
    return [outward for outward, words in ((-1, check.cues.low), (1, check.cues.high)) if words]


def find_outermost(spreads: Sequence[Spread], outward: int) -> float:
    """Return the outermost of the good values on one side."""
    return max(each.p95 for each in spreads) if outward > 0 else min(each.p05 for each in spreads)


def _find_gap(evidence: Evidence, outward: int, name: str) -> float | None:
    """Return how far beyond the good values a faulty demonstration reaches on one side, in the measure's unit."""
    spread = next((each for each in evidence.bad if each.name == name), None)
    if spread is None or not evidence.good:
        return None
    reach = spread.high_reach if outward > 0 else spread.low_reach
    return outward * (reach - find_outermost(evidence.good, outward))


def describe_spread(spreads: Sequence[Spread], measure: str) -> str:
    """Return the spread of some demonstrations in words: "82° to 90° in 3", "none"."""
    if not spreads:
        return _("none")
    definition = MEASURES[measure]
    low, high = find_outermost(spreads, -1), find_outermost(spreads, 1)
    start, end = definition.format_value(low), definition.format_value(high)
    return _("{start} to {end} in {n}").format(start=start, end=end, n=len(spreads))
