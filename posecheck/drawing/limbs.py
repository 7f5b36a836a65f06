"""Which limb a check speaks of at this instant, and which bones it covers."""

from __future__ import annotations

from posecheck.measures import Measure
from posecheck.observation import resolve_limb
from posecheck.pose import BONES
from posecheck.results import Feedback
from posecheck.stretch.schema import Condition

_BONES = frozenset(frozenset(bone) for bone in BONES)


def find_value(condition: Condition, feedback: Feedback) -> float:
    """Return the measured value of the condition in this frame, in the measure's unit; NaN when missing."""
    column = condition.definition.column(resolve_limb(condition.limb, feedback.side))
    return feedback.values.get(column, float("nan"))


def find_bones(measure: Measure, side: str) -> tuple[tuple[str, str], ...]:
    """Return the drawn bones that a measure depends on, as pairs of landmark names."""
    sides = ("left", "right") if measure.both_sides else (side,)
    chains = [[f"{each}_{joint}" for joint in measure.joints] for each in sides]
    pairs = [pair for chain in chains for pair in zip(chain, chain[1:], strict=False)]
    if measure.both_sides:
        pairs += list(zip(chains[0][:1], chains[1][:1], strict=True))
    return tuple(pair for pair in pairs if frozenset(pair) in _BONES)
