"""From a mesh and an empty room to a lit picture (numba)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from lab.appearance import MATERIAL_CLOTH, MATERIAL_HAIR, MATERIAL_PLAIN, MATERIAL_SKIN
from lab.camera import Camera
from lab.lighting import ShadowArrays, draw_shadow_map, highlight, lamp_direction, light_point
from lab.mesh import Mesh, build_box
from lab.noise import value_noise
from lab.raster import rasterise
from lab.room import Backdrop, Room, draw_backdrop
from lab.rotation import FloatArray

_SUPERSAMPLING = 2
_GAMMA = 2.2
_LAMP = np.array([0.979, 0.941, 0.884])
_CEILING = np.array([0.98, 1.0, 1.05])
_SKY_DIRECTION = np.array([0.02, 0.01, 1.0])
# A speck below the floor, so that the empty room is drawn like any other scene.
_NOTHING = build_box((0.0, 0.0, -1.0), (1e-3, 1e-3, 1e-3), (0.0, 0.0, 0.0))


@dataclass(frozen=True, slots=True)
class Exposure:
    """How the camera takes the picture: brightness (1 = well lit) and the sensor's noise (0..255 steps)."""

    brightness: float = 1.0
    noise: float = 2.0


class Studio:
    """A room with a fixed camera and lamp, in which meshes are photographed.

    The empty room is traced once; `extent_m` is how wide the shadows reach around `centre_m` (3,).
    """

    def __init__(self, room: Room, camera: Camera, centre_m: FloatArray, extent_m: float = 2.8) -> None:
        self.camera = camera
        self._fine = camera.scaled(_SUPERSAMPLING)
        self._backdrop: Backdrop = draw_backdrop(room, self._fine)
        self._backdrop_linear = self._backdrop.colour**_GAMMA
        self._lamp = lamp_direction(camera, centre_m)
        self._centre_m = np.asarray(centre_m, dtype=np.float64)
        self._extent_m = extent_m

    def photograph(
        self, moments: Sequence[Mesh | None], exposure: Exposure, rng: np.random.Generator
    ) -> NDArray[np.uint8]:
        """Return the picture (height, width, 3 RGB) of the moments that the open shutter saw, mixed.

        None stands for the empty room.
        """
        linear = np.mean([self._light(mesh or _NOTHING) for mesh in moments], axis=0)
        size = (self.camera.width_px, self.camera.height_px)
        small = cv2.resize(linear, size, interpolation=cv2.INTER_AREA)
        picture = np.clip(small * 1.05 * exposure.brightness, 0.0, 1.0) ** (1 / _GAMMA) * 255
        picture = cv2.GaussianBlur(picture, (0, 0), 0.5)
        picture += rng.normal(0.0, 1.0, picture.shape) * exposure.noise
        return np.clip(picture, 0, 255).astype(np.uint8)

    def _light(self, mesh: Mesh) -> NDArray[np.float32]:
        seen = self._fine.to_camera(mesh.vertices_m)
        pixels = self._fine.project(mesh.vertices_m)
        fragments = rasterise(pixels, seen[:, 2], mesh.faces, self._fine.width_px, self._fine.height_px)
        lamp, sky = (
            draw_shadow_map(mesh.vertices_m, mesh.faces, direction, self._centre_m, self._extent_m)
            for direction in (self._lamp, _SKY_DIRECTION)
        )
        linear = np.zeros((self._fine.height_px, self._fine.width_px, 3), np.float32)
        lights = (self._lamp, lamp, sky)
        backdrop = (self._backdrop_linear, self._backdrop.point_m, self._backdrop.normal)
        colours = mesh.colours**_GAMMA
        surface = (mesh.vertices_m, mesh.faces, mesh.normals, colours, mesh.materials, mesh.rest_m)
        covered = (fragments.triangle, fragments.weight_0, fragments.weight_1)
        _shade_room(fragments.triangle, backdrop, lights, linear)
        _shade_mesh(covered, surface, self._fine.position_m, lights, linear)
        return linear


@njit(parallel=True, cache=True)
def _shade_room(
    triangle: NDArray[np.int32],
    backdrop: tuple[FloatArray, FloatArray, FloatArray],
    lights: tuple[FloatArray, ShadowArrays, ShadowArrays],
    linear: NDArray[np.float32],
) -> None:
    """Light the empty room; a block of 2 by 2 fine pixels (one of the picture's) shares its light."""
    colour, point, normal = backdrop
    lamp, lamp_map, sky_map = lights
    height, width = triangle.shape
    for half_row in prange(height // 2):
        for half_column in range(width // 2):
            top, left = 2 * half_row, 2 * half_column
            if triangle[top : top + 2, left : left + 2].min() >= 0:
                continue
            direct, ambient = light_point(point[top, left], normal[top, left], 0.05, lamp, lamp_map, sky_map)
            for channel in range(3):
                light = direct * _LAMP[channel] + ambient * _CEILING[channel]
                for row in range(top, top + 2):
                    for column in range(left, left + 2):
                        linear[row, column, channel] = colour[row, column, channel] * light


@njit(cache=True)
def _grain(material: int, x: float, y: float, z: float) -> float:
    if material == MATERIAL_CLOTH:
        return 0.88 + 0.16 * value_noise((x + y) * 45, z * 45) + 0.10 * (value_noise((x + y) * 14 + 7, z * 9) - 0.5)
    if material == MATERIAL_HAIR:
        return 0.75 + 0.5 * value_noise((x + y) * 300, z * 25)
    if material == MATERIAL_SKIN:
        return 0.96 + 0.08 * value_noise((x + y) * 30, z * 30)
    return 1.0


@njit(cache=True)
def _mix(values: FloatArray, corners: NDArray[np.int64], w0: float, w1: float) -> FloatArray:
    i, j, k = corners
    return values[i] * w0 + values[j] * w1 + values[k] * (1.0 - w0 - w1)


@njit(parallel=True, cache=True)
def _shade_mesh(
    covered: tuple[NDArray[np.int32], FloatArray, FloatArray],
    surface: tuple[FloatArray, NDArray[np.int64], FloatArray, FloatArray, NDArray[np.int64], FloatArray],
    eye: FloatArray,
    lights: tuple[FloatArray, ShadowArrays, ShadowArrays],
    linear: NDArray[np.float32],
) -> None:
    triangle, weight_0, weight_1 = covered
    vertices, faces, normals, colours, materials, rest = surface
    lamp, lamp_map, sky_map = lights
    height, width = triangle.shape
    for row in prange(height):
        for column in range(width):
            face = triangle[row, column]
            if face < 0:
                continue
            corners = faces[face]
            w0, w1 = weight_0[row, column], weight_1[row, column]
            point, normal = _mix(vertices, corners, w0, w1), _mix(normals, corners, w0, w1)
            place, colour = _mix(rest, corners, w0, w1), _mix(colours, corners, w0, w1)
            material = materials[corners[0]]
            view = point - eye
            view /= math.sqrt(view[0] ** 2 + view[1] ** 2 + view[2] ** 2)
            normal /= math.sqrt(normal[0] ** 2 + normal[1] ** 2 + normal[2] ** 2) + 1e-9
            if normal[0] * view[0] + normal[1] * view[1] + normal[2] * view[2] > 0:
                normal = -normal
            is_skin = material in (MATERIAL_SKIN, MATERIAL_PLAIN)
            wrap = 0.25 if is_skin else 0.05
            direct, ambient = light_point(point, normal, wrap, lamp, lamp_map, sky_map)
            sheen = highlight(view, normal, lamp, direct) if is_skin else 0.0
            tone = _grain(material, place[0], place[1], place[2]) ** _GAMMA
            for channel in range(3):
                light = direct * _LAMP[channel] + ambient * _CEILING[channel]
                linear[row, column, channel] = colour[channel] * tone * light + sheen
