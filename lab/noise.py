"""Value noise on a grid of hashed corners (numba): the grain of cloth, wood and walls."""

from __future__ import annotations

import math

from numba import njit


@njit(cache=True)
def hash_cell(x: int, y: int) -> float:
    """Return a number in 0..1 that belongs to a grid cell."""
    mixed = (x * 374761393 + y * 668265263) & 0xFFFFFFFF
    mixed = ((mixed ^ (mixed >> 13)) * 1274126177) & 0xFFFFFFFF
    return ((mixed ^ (mixed >> 16)) & 0xFFFF) / 65535.0


@njit(cache=True)
def value_noise(x: float, y: float) -> float:
    """Return smooth noise in 0..1; one cell is one unit wide."""
    column, row = int(math.floor(x)), int(math.floor(y))
    u, v = x - column, y - row
    u, v = u * u * (3 - 2 * u), v * v * (3 - 2 * v)
    near = hash_cell(column, row) * (1 - u) + hash_cell(column + 1, row) * u
    far = hash_cell(column, row + 1) * (1 - u) + hash_cell(column + 1, row + 1) * u
    return near * (1 - v) + far * v
