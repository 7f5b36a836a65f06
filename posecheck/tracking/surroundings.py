"""Whether the picture around a body still looks as it did when nobody else was in it. Pure NumPy.

Asking the network for a second person takes more than half as long as tracking a frame. Whoever comes into the
picture changes it, so that a room which has stayed as it was needs no second asking.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

# The picture is compared in so many rows and columns of cells. The smallest person who counts beside a body that
# fills the picture is ten cells tall and two wide.
GRID = (24, 32)
# The colour of a cell is the mean of so many pixels across and as many down: every fourth one at 640x480.
SAMPLES = 5
# A cell has changed when its mean colour moved by so many of 255 levels in any channel. Noise of 5 levels a pixel in
# both pictures moves no cell by 7 (simulated); clothes, skin or hair before a wall by tens. Where a dim room is
# noisier the network is asked once more, no less.
CHANGED_BY = 8.0
# Somebody who stands still and was overlooked is found when the network is asked again, after this long at most.
TRUSTED_FOR_S = 5.0

FloatArray = NDArray[np.float64]


def average_around(rgb: NDArray[np.uint8], box_px: tuple[int, int, int, int]) -> FloatArray:
    """Return the mean colours (24, 32, 3) of the cells of a picture (h, w, 3), NaN where a box hides any of a cell.

    Args:
        rgb: uint8, of any size.
        box_px: left, top, right, bottom in pixels, half open.
    """
    rows, columns = GRID
    height, width = rgb.shape[:2]
    down = np.arange(rows * SAMPLES) * height // (rows * SAMPLES)
    across = np.arange(columns * SAMPLES) * width // (columns * SAMPLES)
    samples = rgb[down[:, np.newaxis], across].reshape(rows, SAMPLES, columns, SAMPLES, 3)
    # One axis after the other: five times as fast as a mean over both.
    means = np.asarray(samples.sum(axis=1, dtype=np.uint16).sum(axis=2) / SAMPLES**2)
    left, top, right, bottom = box_px
    hidden_rows = slice(top * rows // height, math.ceil(bottom * rows / height))
    means[hidden_rows, left * columns // width : math.ceil(right * columns / width)] = np.nan
    return means


class Surroundings:
    """Remembers how the places around a body look when nobody is there."""

    def __init__(self) -> None:
        """Begin with nothing known."""
        self.forget()

    def forget(self) -> None:
        """Forget everything: somebody was found."""
        self._empty = np.full((*GRID, 3), np.nan)
        self._found_empty_s = -math.inf

    def remember_empty(self, around: FloatArray, time_s: float) -> None:
        """Take in that nobody was found in what `average_around` returned."""
        self._empty = np.where(np.isnan(around), self._empty, around)
        self._found_empty_s = time_s

    def are_still_empty(self, around: FloatArray, time_s: float) -> bool:
        """Return whether each place that can be seen looks as it did when nobody was there, a short while ago."""
        if time_s - self._found_empty_s >= TRUSTED_FOR_S:
            return False
        unchanged = np.abs(around - self._empty) <= CHANGED_BY
        return bool((unchanged | np.isnan(around)).all())
