"""What a check or a repetition speaks of: its value at this instant, its band, and the bones it covers."""

from __future__ import annotations

from functools import cache

from posecheck.measures import Measure
from posecheck.observation import resolve_limb
from posecheck.pose import BONES
from posecheck.results import Feedback
from posecheck.stretch.schema import Band, Repetition

_BONES = frozenset(frozenset(bone) for bone in BONES)


def find_value(measure: Measure, limb: str, feedback: Feedback) -> float:
    """Return the value of a limb's measure in this frame, in the measure's unit; NaN when missing."""
    return feedback.values.get(measure.column(resolve_limb(limb, feedback.side)), float("nan"))


def find_full_band(repetition: Repetition) -> Band:
    """Return the band in which a repetition has reached its full range."""
    rises = repetition.full > repetition.rest
    return Band(low=repetition.full) if rises else Band(high=repetition.full)


@cache
def find_bones(measure: Measure, side: str) -> tuple[tuple[str, str], ...]:
    """Return the drawn bones that a measure depends on, as pairs of landmark names."""
    sides = ("left", "right") if measure.both_sides else (side,)
    chains = [[f"{each}_{joint}" for joint in measure.joints] for each in sides]
    pairs = [pair for chain in chains for pair in zip(chain, chain[1:], strict=False)]
    if measure.both_sides:
        pairs += list(zip(chains[0][:1], chains[1][:1], strict=True))
    return tuple(pair for pair in pairs if frozenset(pair) in _BONES)
