"""What a reference pose says, in short words that pages, command line and reports share."""

from __future__ import annotations

from posecheck.language import _, format_number, ngettext
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
    times = f" × {sets or dose.sets}" if (sets or dose.sets) > 1 else ""
    return add_sides(f"{count_amount(stretch, wanted or 0)}{times}", stretch, sides)


def count_amount(stretch: Stretch, amount: float) -> str:
    """Return an amount of a stretch with its unit: "30 s", "10 repetitions"."""
    if stretch.kind == "hold":
        return f"{format_number(amount)} s"
    return ngettext("{n} repetition", "{n} repetitions", round(amount)).format(n=format_number(amount))


def add_sides(amount: str, stretch: Stretch, sides: PlannedSides | None = None) -> str:
    """Return an amount with the sides that are trained: "30 s on each side", "30 s" where both work together.

    Args:
        amount: such as "30 s" or "10 repetitions".
        stretch: whose dose counts where nothing else is given.
        sides: what a programme asks for.
    """
    if stretch.sides == "both":
        return amount
    planned = sides or stretch.dose.sides
    if planned == "each":
        return _("{amount} on each side").format(amount=amount)
    words = _("{amount} on the left side") if planned == "left" else _("{amount} on the right side")
    return words.format(amount=amount)
