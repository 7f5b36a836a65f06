"""What a reference pose says, in short words that pages, command line and reports share."""

from __future__ import annotations

from posecheck.stretch.schema import PlannedSides, Stretch


def describe_dose(
    stretch: Stretch, amount: float | None = None, sets: int | None = None, sides: PlannedSides | None = None
) -> str:
    """Return the dose in words: "30 s × 2 on each side", "10 repetitions on the left side".

    Args:
        stretch: whose dose counts where nothing else is given.
        amount: seconds of a hold, or repetitions.
        sets: sets per side.
        sides: which sides are trained.
    """
    dose = stretch.dose
    wanted = amount if amount is not None else dose.hold_s if dose.hold_s is not None else dose.reps
    unit = "s" if stretch.kind == "hold" else "repetitions"
    times = f" × {sets or dose.sets}" if (sets or dose.sets) > 1 else ""
    return f"{wanted:g} {unit}{times}{describe_sides(stretch, sides)}"


def describe_sides(stretch: Stretch, sides: PlannedSides | None = None) -> str:
    """Return which sides are trained, to follow an amount: " on each side", " on the left side", "" without sides.

    Args:
        stretch: whose dose counts where nothing else is given.
        sides: what a programme asks for.
    """
    if stretch.sides == "both":
        return ""
    planned = sides or stretch.dose.sides
    return " on each side" if planned == "each" else f" on the {planned} side"
