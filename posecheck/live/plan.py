"""What is to be done in a live session: sets of stretches, side by side, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, Self

from posecheck.errors import InputError
from posecheck.stretch import Stretch
from posecheck.stretch.schema import PlannedSides

PlanSide = Literal["left", "right", "both"]
_TURNS: dict[PlannedSides, tuple[PlanSide, ...]] = {"each": ("left", "right"), "left": ("left",), "right": ("right",)}

# A set that lasts longer than this, or counts further, was mistyped.
LONGEST_HOLD_S = 600.0
MOST_REPS = 200
MOST_SETS = 20
# Taking the pose, and one repetition of a calm person, in seconds: for the time that a plan takes in all.
ENTERING_S = 8.0
REPETITION_S = 4.0


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One set of one side of one stretch.

    Attributes:
        stretch_id: the reference pose.
        side: the side to train; "both" where the two sides work together.
        set_no, sets: which set of how many on this side, counted from 1.
        hold_s: seconds to hold, None for repetitions.
        reps: repetitions to do, None for a hold.
        rest_s: rest after it, in seconds.
    """

    stretch_id: str
    side: PlanSide
    set_no: int
    sets: int
    hold_s: float | None
    reps: int | None
    rest_s: float


@dataclass(frozen=True, slots=True)
class Plan:
    """An ordered, non-empty list of steps."""

    steps: tuple[PlanStep, ...]

    def estimate_s(self) -> float:
        """Return about how long all of it takes, in seconds, with the rests between the sets."""
        work_s = sum(ENTERING_S + (step.hold_s or REPETITION_S * (step.reps or 0)) for step in self.steps)
        return work_s + sum(step.rest_s for step in self.steps[:-1])

    def to_dict(self) -> dict[str, Any]:
        """Return the plan as JSON values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Return the plan that `to_dict` gave."""
        return cls(tuple(PlanStep(**step) for step in values["steps"]))


def plan_stretch(
    stretch: Stretch,
    sides: PlannedSides | Sequence[PlanSide] | None = None,
    *,
    amount: float | None = None,
    sets: int | None = None,
    rest_s: float | None = None,
) -> tuple[PlanStep, ...]:
    """Return the steps for one stretch: sides in turn within each set.

    Args:
        stretch: the reference pose; its dose counts where nothing else is given.
        sides: which sides, in order, or as a programme says it; ignored where both sides work together.
        amount: seconds of a hold, or repetitions.
        sets: sets per side.
        rest_s: rest between steps, in seconds.

    Raises:
        InputError: no side, or a number outside what makes sense.
    """
    dose = stretch.dose
    chosen = _list_sides(stretch, dose.sides if sides is None else sides)
    wanted = amount if amount is not None else (dose.reps if stretch.kind == "reps" else dose.hold_s)
    n_sets = sets if sets is not None else dose.sets
    _check_amounts(stretch, chosen, wanted, n_sets)
    return tuple(
        PlanStep(
            stretch.id,
            side,
            number,
            n_sets,
            float(wanted) if stretch.kind == "hold" and wanted else None,
            int(wanted) if stretch.kind == "reps" and wanted else None,
            dose.rest_s if rest_s is None else rest_s,
        )
        for number in range(1, n_sets + 1)
        for side in chosen
    )


def _list_sides(stretch: Stretch, sides: PlannedSides | Sequence[PlanSide]) -> Sequence[PlanSide]:
    if stretch.sides == "both":
        return ("both",)
    return _TURNS[sides] if isinstance(sides, str) else sides


def _check_amounts(stretch: Stretch, sides: Sequence[PlanSide], amount: float | None, sets: int) -> None:
    most = MOST_REPS if stretch.kind == "reps" else LONGEST_HOLD_S
    if not sides:
        raise InputError(f"Expected at least one side for {stretch.name}, found none; choose left, right or both.")
    if amount is None or not 0 < amount <= most:
        raise InputError(f"Expected a dose between 1 and {most:g} for {stretch.name}, found {amount}.")
    if not 0 < sets <= MOST_SETS:
        raise InputError(f"Expected 1 to {MOST_SETS} sets for {stretch.name}, found {sets}.")
