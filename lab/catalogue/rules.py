"""How a stretch is stated to the lab: bands of true values, the repetition, and the view."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np


class View(StrEnum):
    """From where a stretch has to be seen."""

    SIDE = "side"
    FRONT = "front"
    OBLIQUE = "oblique"


@dataclass(frozen=True, slots=True)
class Band:
    """Allowed range of one measure, both ends included.

    `measure` is a column of the truth and may hold `{side}` (the working side) and `{other}`; `low_fault` and
    `high_fault` name what a value below or above means. A `relative` band counts from the median of the clip's
    first second (standing). `check` is the id by which the product's reference pose calls it.
    """

    check: str
    measure: str
    low: float = -np.inf
    high: float = np.inf
    low_fault: str = ""
    high_fault: str = ""
    relative: bool = False

    def column(self, side: str) -> str:
        """Return the truth's column for a working side."""
        return fill_side(self.measure, side)


@dataclass(frozen=True, slots=True)
class RepRule:
    """A repetition: the angle leaves `rest_deg`, should reach `reach_deg` (above or below it) and comes back.

    Each band of `once` has to be met at one moment of every repetition, or right after it.
    """

    measure: str
    rest_deg: float
    reach_deg: float
    once: tuple[Band, ...] = ()

    def column(self, side: str) -> str:
        """Return the truth's column for a working side."""
        return fill_side(self.measure, side)


@dataclass(frozen=True, slots=True)
class StretchRules:
    """View, entry (is this the stretch?), form (is it good?) and, for exercises, the repetition.

    With `near_other` a side view has to show the side that does not work.
    """

    view: View
    entry: tuple[Band, ...]
    form: tuple[Band, ...]
    rep: RepRule | None = None
    near_other: bool = False


def fill_side(pattern: str, side: str) -> str:
    """Return a column pattern with `{side}` and `{other}` filled in."""
    return pattern.format(side=side, other="right" if side == "left" else "left")


UPRIGHT_TRUNK = Band("trunk", "trunk_lean_deg", -10, 10, "arching the back", "leaning forward")
