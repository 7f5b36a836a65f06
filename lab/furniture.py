"""What stands and hangs along the walls of a room that is lived in: doors, windows, cupboards, pictures.

Flat, as a camera at the other end of the room sees them. All of them stand upright: their edges are what tells a
camera by how much it is tilted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

Rgb = tuple[float, float, float]

# The four walls, by the axis that they cross and on which side.
WALLS = ((0, -1), (0, 1), (1, -1), (1, 1))
# One thing for each so many metres of wall, with this much of it left free at either end.
_SLOT_M, _FREE_M = 2.0, 0.15
_WOOD: tuple[Rgb, ...] = ((0.46, 0.32, 0.21), (0.68, 0.52, 0.36), (0.30, 0.24, 0.20), (0.92, 0.91, 0.88))
_DAYLIGHT: tuple[Rgb, ...] = ((0.80, 0.88, 0.95), (0.96, 0.96, 0.93), (0.55, 0.62, 0.68))


@dataclass(frozen=True, slots=True)
class Panel:
    """An upright rectangle on a wall.

    Attributes:
        axis, sign: which wall, as in `WALLS`.
        along_m, height_m: from where to where along the wall and above the floor.
        colour: 0..1.
    """

    axis: int
    sign: int
    along_m: tuple[float, float]
    height_m: tuple[float, float]
    colour: Rgb


def furnish(seed: int, half_width_m: float) -> tuple[Panel, ...]:
    """Return what is along the walls of a room; panels that come later cover earlier ones. The same seed, the same."""
    rng = np.random.default_rng(seed)
    panels: list[Panel] = []
    slots = int(2 * half_width_m / _SLOT_M)
    for axis, sign in WALLS:
        for slot in range(slots):
            build = _THINGS[rng.integers(len(_THINGS))]
            low_m = -half_width_m + slot * 2 * half_width_m / slots + _FREE_M
            width_m = 2 * half_width_m / slots - 2 * _FREE_M
            panels += build(rng, (axis, sign), low_m, width_m)
    return tuple(panels)


def _framed(
    wall: tuple[int, int], place: tuple[float, float, float, float], border_m: float, frame: Rgb, inside: Rgb
) -> list[Panel]:
    """Return a rectangle (left, right, bottom, top) with a border around another colour."""
    left, right, bottom, top = place
    inner_bottom = bottom if bottom == 0.0 else bottom + border_m
    return [
        Panel(*wall, (left, right), (bottom, top), frame),
        Panel(*wall, (left + border_m, right - border_m), (inner_bottom, top - border_m), inside),
    ]


def _pick(rng: np.random.Generator, colours: tuple[Rgb, ...]) -> Rgb:
    return colours[rng.integers(len(colours))]


def _door(rng: np.random.Generator, wall: tuple[int, int], low_m: float, width_m: float) -> list[Panel]:
    left = low_m + rng.uniform(0.0, width_m - 1.0)
    return _framed(wall, (left, left + 1.0, 0.0, 2.1), 0.08, _pick(rng, _WOOD), _pick(rng, _WOOD))


def _window(rng: np.random.Generator, wall: tuple[int, int], low_m: float, width_m: float) -> list[Panel]:
    wide = rng.uniform(0.9, width_m)
    left = low_m + rng.uniform(0.0, width_m - wide)
    frame, middle = _pick(rng, _WOOD), left + wide / 2
    panels = _framed(wall, (left, left + wide, 0.85, 2.15), 0.07, frame, _pick(rng, _DAYLIGHT))
    return [*panels, Panel(*wall, (middle - 0.03, middle + 0.03), (0.85, 2.15), frame)]


def _cupboard(rng: np.random.Generator, wall: tuple[int, int], low_m: float, width_m: float) -> list[Panel]:
    wide, top = rng.uniform(0.6, min(1.2, width_m)), rng.uniform(1.2, 2.0)
    left = low_m + rng.uniform(0.0, width_m - wide)
    return [Panel(*wall, (left, left + wide), (0.0, top), _pick(rng, _WOOD))]


def _picture(rng: np.random.Generator, wall: tuple[int, int], low_m: float, width_m: float) -> list[Panel]:
    wide, tall = rng.uniform(0.4, 0.9), rng.uniform(0.4, 0.8)
    left, bottom = low_m + rng.uniform(0.0, width_m - wide), rng.uniform(1.2, 1.5)
    inside = tuple(rng.uniform(0.2, 0.9, 3).tolist())
    return _framed(wall, (left, left + wide, bottom, bottom + tall), 0.04, _pick(rng, _WOOD), inside)


def _nothing(rng: np.random.Generator, wall: tuple[int, int], low_m: float, width_m: float) -> list[Panel]:
    del rng, wall, low_m, width_m
    return []


_Build = Callable[[np.random.Generator, tuple[int, int], float, float], list[Panel]]
_THINGS: tuple[_Build, ...] = (_door, _window, _cupboard, _picture, _nothing)
