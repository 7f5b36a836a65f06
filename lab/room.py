"""The room behind the person: plank floor, exercise mat, four walls and what is along them, drawn once per camera."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from lab.camera import Camera
from lab.furniture import Panel
from lab.noise import hash_cell, value_noise
from lab.rotation import FloatArray

_PLANK_WIDTH_M = 0.12
_PLANK_LENGTH_M = 1.1
_SKIRTING_M = 0.10
# Edges of furniture and corners are smooth: each pixel is the mean of so many places each way.
_SMOOTHING = 3


@dataclass(frozen=True, slots=True)
class Room:
    """Colours (0..1 RGB) and sizes in metres; `mat_half_m` is half the mat's width and length.

    `panels` are along the walls (`lab.furniture`); a bare room has none.
    """

    wall: tuple[float, float, float] = (0.80, 0.79, 0.77)
    floor: tuple[float, float, float] = (0.69, 0.55, 0.41)
    mat: tuple[float, float, float] = (0.38, 0.44, 0.50)
    half_width_m: float = 4.2
    mat_centre_m: tuple[float, float] = (0.0, 0.0)
    mat_half_m: tuple[float, float] = (0.45, 1.1)
    panels: tuple[Panel, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Backdrop:
    """What each pixel (height, width) of the empty room shows: colour, place and normal (…, 3)."""

    colour: NDArray[np.float32]
    point_m: NDArray[np.float32]
    normal: NDArray[np.float32]


def draw_backdrop(room: Room, camera: Camera) -> Backdrop:
    """Trace the empty room through every pixel of the camera."""
    if not room.panels:
        return _draw_sharp(room, camera)
    fine = _draw_sharp(room, camera.scaled(_SMOOTHING))
    return Backdrop(*(_shrink(layer) for layer in (fine.colour, fine.point_m, fine.normal)))


def _shrink(layer: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the mean of each block of a layer that was drawn with more pixels."""
    height, width, channels = layer.shape
    blocks = layer.reshape(height // _SMOOTHING, _SMOOTHING, width // _SMOOTHING, _SMOOTHING, channels)
    return blocks.mean(axis=(1, 3))


def _draw_sharp(room: Room, camera: Camera) -> Backdrop:
    """Return what the ray through the middle of each pixel meets."""
    shape = (camera.height_px, camera.width_px, 3)
    layers = (np.zeros(shape, np.float32), np.zeros(shape, np.float32), np.zeros(shape, np.float32))
    colours = np.array([room.wall, room.floor, room.mat])
    mat = np.array([*room.mat_centre_m, *room.mat_half_m])
    panels = np.array([_as_row(panel) for panel in room.panels]).reshape(-1, 9)
    _trace((camera.position_m, camera.axes, camera.focal_px), room.half_width_m, colours, mat, panels, layers)
    return Backdrop(*layers)


def _as_row(panel: Panel) -> tuple[float, ...]:
    return panel.axis, panel.sign, *panel.along_m, *panel.height_m, *panel.colour


@njit(cache=True)
def _find_panel(panels: FloatArray, axis: int, sign: float, along_m: float, height_m: float) -> int:
    """Return which panel covers a place on a wall, -1 where none does."""
    for index in range(len(panels) - 1, -1, -1):
        on_wall = panels[index, 0] == axis and panels[index, 1] == sign
        if (
            on_wall
            and panels[index, 2] <= along_m < panels[index, 3]
            and panels[index, 4] <= height_m < panels[index, 5]
        ):
            return index
    return -1


@njit(cache=True)
def _hit_room(origin: FloatArray, ray: FloatArray, half_width: float) -> tuple[float, int]:
    nearest, axis = 1e9, -1
    if ray[2] < -1e-6:
        nearest, axis = -origin[2] / ray[2], 2
    for i in range(2):
        if abs(ray[i]) > 1e-9:
            wall = half_width if ray[i] > 0 else -half_width
            distance = (wall - origin[i]) / ray[i]
            if 0 < distance < nearest:
                nearest, axis = distance, i
    return nearest, axis


@njit(cache=True)
def _floor_tone(x: float, y: float) -> float:
    plank = math.floor(x / _PLANK_WIDTH_M)
    row = math.floor(y / _PLANK_LENGTH_M + plank * 0.37)
    tone = 0.80 + 0.25 * hash_cell(int(plank), int(row)) + 0.12 * (value_noise(x * 60, y * 4) - 0.5)
    return tone * 0.7 if x / _PLANK_WIDTH_M - plank < 0.03 else tone


@njit(cache=True)
def _trace(
    camera: tuple[FloatArray, FloatArray, float],
    half_width: float,
    colours: FloatArray,
    mat: FloatArray,
    panels: FloatArray,
    layers: tuple[FloatArray, FloatArray, FloatArray],
) -> None:
    origin, axes, focal = camera
    colour, point, normal = layers
    height, width = colour.shape[:2]
    for row in range(height):
        for column in range(width):
            u, v = (column + 0.5 - width / 2) / focal, (row + 0.5 - height / 2) / focal
            ray = axes[0] * u + axes[1] * v + axes[2]
            distance, axis = _hit_room(origin, ray, half_width)
            hit = origin + distance * ray
            point[row, column] = hit
            if axis == 2:
                normal[row, column, 2] = 1.0
                on_mat = abs(hit[0] - mat[0]) < mat[2] and abs(hit[1] - mat[1]) < mat[3]
                if on_mat:
                    colour[row, column] = colours[2] * (0.95 + 0.1 * value_noise(hit[0] * 200, hit[1] * 200))
                else:
                    colour[row, column] = colours[1] * _floor_tone(hit[0], hit[1])
            else:
                normal[row, column, axis] = -1.0 if ray[axis] > 0 else 1.0
                tone = 0.97 + 0.04 * value_noise((hit[0] + hit[1]) * 3, hit[2] * 3)
                panel = _find_panel(panels, axis, 1.0 if ray[axis] > 0 else -1.0, hit[1 - axis], hit[2])
                if panel >= 0:
                    colour[row, column] = panels[panel, 6:] * tone
                elif hit[2] < _SKIRTING_M:
                    colour[row, column] = 0.9
                else:
                    colour[row, column] = colours[0] * tone
