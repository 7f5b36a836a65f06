"""Axes: where a value lies on a chart, and which round numbers stand beside it."""

from __future__ import annotations

import math
from dataclasses import dataclass

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Axis:
    """A linear axis: `low` lies at `start` and `high` at `end`, in the chart's own units."""

    low: float
    high: float
    start: float
    end: float

    def place(self, value: float) -> float:
        """Return where a value lies; values outside go on beyond the ends."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def clamp(self, value: float) -> float:
        """Return where a value lies, at an end when it is beyond it."""
        return self.place(min(max(value, self.low), self.high))


def choose_step(span: float, most: int) -> float:
    """Return a round step that divides `span` into at most `most` parts."""
    rough = span / most
    magnitude = 10.0 ** math.floor(math.log10(rough))
    return next(step * magnitude for step in _STEPS if step * magnitude >= rough * (1 - 1e-9))


def list_ticks(low: float, high: float, most: int) -> list[float]:
    """Return the round numbers between two values, about `most` of them."""
    step = choose_step(high - low, most)
    first = math.ceil(low / step - 1e-9)
    return [index * step for index in range(first, math.floor(high / step + 1e-9) + 1)]
