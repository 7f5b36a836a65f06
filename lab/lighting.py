"""Light: one lamp with soft shadows, and the ceiling's diffuse light with soft contact shadows (numba)."""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from lab.camera import Camera
from lab.raster import rasterise
from lab.rotation import UP, FloatArray, normalise

MAP_PX = 640
_DEPTH_OFFSET_M = 10.0


Triple = tuple[float, float, float]
# A shadow map: 1/depth (n, n) seen along a light, its axes as rows, its centre (3,) and pixels per metre.
ShadowArrays = tuple[NDArray[np.float32], FloatArray, FloatArray, float]


def lamp_direction(camera: Camera, target_m: FloatArray) -> FloatArray:
    """Return the direction (3,) towards a lamp that stands beside the camera, so that the seen side is lit."""
    towards_camera = camera.position_m - target_m
    towards_camera[2] = 0.0
    beside = normalise(towards_camera)
    return normalise(0.6 * beside + 0.35 * np.cross(UP, beside) + 0.8 * UP)


def draw_shadow_map(
    vertices_m: FloatArray, faces: NDArray[np.int64], towards_light: FloatArray, centre_m: FloatArray, extent_m: float
) -> ShadowArrays:
    """Draw the scene as the light sees it, `extent_m` wide around `centre_m`."""
    z_axis = -normalise(towards_light)
    x_axis = normalise(np.cross(z_axis, [0.3, 1.0, 0.1]))
    axes = np.stack([x_axis, np.cross(z_axis, x_axis), z_axis])
    px_per_m = MAP_PX / extent_m
    seen = (vertices_m - centre_m) @ axes.T
    pixels = seen[:, :2] * px_per_m + MAP_PX / 2
    fragments = rasterise(pixels, seen[:, 2] + _DEPTH_OFFSET_M, faces, MAP_PX, MAP_PX)
    return fragments.inverse_depth, axes, np.asarray(centre_m, dtype=np.float64), px_per_m


@njit(cache=True)
def _is_lit(depths: NDArray[np.float32], column: int, row: int, depth: float) -> float:
    size = depths.shape[0]
    if column < 0 or row < 0 or column >= size or row >= size:
        return 1.0
    inverse = depths[row, column]
    return 1.0 if inverse <= 0.0 or 1.0 / inverse > depth else 0.0


@njit(cache=True)
def lit_share(x: float, y: float, z: float, shadows: ShadowArrays, bias_m: float, spread_px: float) -> float:
    """Return how much (0..1) of a light reaches a point; `spread_px` is the softness in map pixels.

    Five taps decide where all agree, twenty-five where they do not.
    """
    depths, axes, centre, px_per_m = shadows
    half = depths.shape[0] / 2
    dx, dy, dz = x - centre[0], y - centre[1], z - centre[2]
    column = (axes[0, 0] * dx + axes[0, 1] * dy + axes[0, 2] * dz) * px_per_m + half
    row = (axes[1, 0] * dx + axes[1, 1] * dy + axes[1, 2] * dz) * px_per_m + half
    depth = axes[2, 0] * dx + axes[2, 1] * dy + axes[2, 2] * dz + _DEPTH_OFFSET_M - bias_m
    lit = _is_lit(depths, int(column), int(row), depth)
    for across in (-2.0, 2.0):
        for along in (-2.0, 2.0):
            lit += _is_lit(depths, int(column + across * spread_px), int(row + along * spread_px), depth)
    if lit in (0.0, 5.0):
        return lit / 5.0
    lit = 0.0
    for across in range(-2, 3):
        for along in range(-2, 3):
            lit += _is_lit(depths, int(column + across * spread_px), int(row + along * spread_px), depth)
    return lit / 25.0


@njit(cache=True)
def light_point(
    point: Triple, normal: Triple, wrap: float, lamp: FloatArray, lamp_map: ShadowArrays, sky_map: ShadowArrays
) -> tuple[float, float]:
    """Return the lamp's and the ceiling's light on a point with a unit normal; `wrap` softens skin."""
    x, y, z = point
    dx, dy, dz = normal
    direct = max(0.0, (dx * lamp[0] + dy * lamp[1] + dz * lamp[2] + wrap) / (1.0 + wrap))
    if direct > 0.0:
        direct *= lit_share(x + 0.006 * dx, y + 0.006 * dy, z + 0.006 * dz, lamp_map, 0.012, 2.0)
    sky = lit_share(x + 0.012 * dx, y + 0.012 * dy, z + 0.012 * dz, sky_map, 0.02, 9.0)
    ambient = (0.30 + 0.16 * dz + 0.08 * abs(dx)) * (0.35 + 0.65 * sky)
    return direct, ambient


@njit(cache=True)
def highlight(view: Triple, normal: Triple, lamp: FloatArray, direct: float) -> float:
    """Return the small sheen of skin for a unit `view` direction (camera to point)."""
    h0, h1, h2 = lamp[0] - view[0], lamp[1] - view[1], lamp[2] - view[2]
    length = math.sqrt(h0 * h0 + h1 * h1 + h2 * h2) + 1e-9
    facing = max(0.0, (normal[0] * h0 + normal[1] * h1 + normal[2] * h2) / length)
    return 0.10 * facing**22 * direct
