"""The room behind the person: plank floor, exercise mat and four walls, drawn once per camera (numba)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from lab.camera import Camera
from lab.noise import hash_cell, value_noise
from lab.rotation import FloatArray

_PLANK_WIDTH_M = 0.12
_PLANK_LENGTH_M = 1.1
_SKIRTING_M = 0.10


@dataclass(frozen=True, slots=True)
class Room:
    """Colours (0..1 RGB) and sizes in metres; `mat_half_m` is half the mat's width and length."""

    wall: tuple[float, float, float] = (0.80, 0.79, 0.77)
    floor: tuple[float, float, float] = (0.69, 0.55, 0.41)
    mat: tuple[float, float, float] = (0.38, 0.44, 0.50)
    half_width_m: float = 4.2
    mat_centre_m: tuple[float, float] = (0.0, 0.0)
    mat_half_m: tuple[float, float] = (0.45, 1.1)


@dataclass(frozen=True, slots=True, eq=False)
class Backdrop:
    """What each pixel (height, width) of the empty room shows: colour, place and normal (…, 3)."""

    colour: NDArray[np.float32]
    point_m: NDArray[np.float32]
    normal: NDArray[np.float32]


def draw_backdrop(room: Room, camera: Camera) -> Backdrop:
    """Trace the empty room through every pixel of the camera."""
    shape = (camera.height_px, camera.width_px, 3)
    layers = (np.zeros(shape, np.float32), np.zeros(shape, np.float32), np.zeros(shape, np.float32))
    colours = np.array([room.wall, room.floor, room.mat])
    mat = np.array([*room.mat_centre_m, *room.mat_half_m])
    _trace((camera.position_m, camera.axes, camera.focal_px), room.half_width_m, colours, mat, layers)
    return Backdrop(*layers)


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
                if hit[2] < _SKIRTING_M:
                    colour[row, column] = 0.9
                else:
                    colour[row, column] = colours[0] * tone
