"""What a reference pose says, in short words that pages, command line and reports share."""

from __future__ import annotations

from posecheck.stretch.schema import Stretch


def describe_dose(stretch: Stretch) -> str:
    """Return the dose in words: "30 s × 2 on each side", "10 repetitions"."""
    dose = stretch.dose
    amount = f"{dose.hold_s:g} s" if dose.hold_s is not None else f"{dose.reps} repetitions"
    times = f" × {dose.sets}" if dose.sets > 1 else ""
    return f"{amount}{times}{' on each side' if stretch.sides == 'each' else ''}"
