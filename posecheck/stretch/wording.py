"""What a reference pose says, in short words that pages, command line and reports share."""

from __future__ import annotations

from posecheck.stretch.schema import Stretch


def describe_dose(stretch: Stretch, amount: float | None = None, sets: int | None = None) -> str:
    """Return the dose in words: "30 s × 2 on each side", "10 repetitions".

    Args:
        stretch: whose dose counts where nothing else is given.
        amount: seconds of a hold, or repetitions.
        sets: sets per side.
    """
    dose = stretch.dose
    wanted = amount if amount is not None else dose.hold_s if dose.hold_s is not None else dose.reps
    unit = "s" if stretch.kind == "hold" else "repetitions"
    times = f" × {sets or dose.sets}" if (sets or dose.sets) > 1 else ""
    return f"{wanted:g} {unit}{times}{' on each side' if stretch.sides == 'each' else ''}"
