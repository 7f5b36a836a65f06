"""A triangle rasteriser with a depth buffer, for the picture and for the shadow maps (numba)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from lab.rotation import FloatArray

_NEAR_M = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Fragments:
    """Per pixel (height, width): the triangle in front (-1 none), its barycentric weights, 1/depth."""

    triangle: NDArray[np.int32]
    weight_0: NDArray[np.float32]
    weight_1: NDArray[np.float32]
    inverse_depth: NDArray[np.float32]


def rasterise(
    pixels: FloatArray, depths: FloatArray, faces: NDArray[np.int64], width_px: int, height_px: int
) -> Fragments:
    """Draw triangles whose corners are at `pixels` (n, 2) and `depths` (n,); nearer ones win."""
    shape = (height_px, width_px)
    empty = np.full(shape, -1, np.int32)
    layers = (empty, np.zeros(shape, np.float32), np.zeros(shape, np.float32), np.zeros(shape, np.float32))
    _fill(np.ascontiguousarray(pixels), np.ascontiguousarray(depths), faces, layers)
    return Fragments(*layers)


@njit(cache=True)
def _pixel_range(a: float, b: float, c: float, limit: int) -> tuple[int, int]:
    first = max(0, int(math.floor(min(a, b, c))))
    last = min(limit - 1, int(math.ceil(max(a, b, c))))
    return first, last


@njit(cache=True)
def _fill(
    pixels: FloatArray,
    depths: FloatArray,
    faces: NDArray[np.int64],
    layers: tuple[NDArray[np.int32], NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]],
) -> None:
    triangle, weight_0, weight_1, inverse_depth = layers
    height, width = triangle.shape
    for face in range(faces.shape[0]):
        i, j, k = faces[face]
        if depths[i] <= _NEAR_M or depths[j] <= _NEAR_M or depths[k] <= _NEAR_M:
            continue
        x0, y0, x1, y1, x2, y2 = pixels[i, 0], pixels[i, 1], pixels[j, 0], pixels[j, 1], pixels[k, 0], pixels[k, 1]
        area = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
        if abs(area) < 1e-9:
            continue
        x_first, x_last = _pixel_range(x0, x1, x2, width)
        y_first, y_last = _pixel_range(y0, y1, y2, height)
        for y in range(y_first, y_last + 1):
            for x in range(x_first, x_last + 1):
                px, py = x + 0.5, y + 0.5
                a = ((x1 - px) * (y2 - py) - (x2 - px) * (y1 - py)) / area
                b = ((x2 - px) * (y0 - py) - (x0 - px) * (y2 - py)) / area
                c = 1.0 - a - b
                if a < 0 or b < 0 or c < 0:
                    continue
                inverse = a / depths[i] + b / depths[j] + c / depths[k]
                if inverse > inverse_depth[y, x]:
                    inverse_depth[y, x] = inverse
                    triangle[y, x] = face
                    weight_0[y, x] = a / depths[i] / inverse
                    weight_1[y, x] = b / depths[j] / inverse
