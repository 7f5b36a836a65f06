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
from lab.mesh import Mesh
from lab.noise import value_noise
from lab.raster import rasterise
from lab.room import Room, draw_backdrop
from lab.rotation import FloatArray

FloatImage = NDArray[np.float32]
# The mesh is drawn with this many pixels each way for one of the picture, for smooth edges.
_SUPERSAMPLING = 2
# One lit place of the room serves a block of this many of the picture's pixels each way; shadows are soft.
_ROOM_BLOCK_PX = 2
_GAMMA = 2.2
_LAMP = np.array([0.979, 0.941, 0.884])
_CEILING = np.array([0.98, 1.0, 1.05])
_SKY_DIRECTION = np.array([0.02, 0.01, 1.0])


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
        self._backdrop = draw_backdrop(room, camera)
        self._room_linear = self._backdrop.colour**_GAMMA
        self._lamp = lamp_direction(camera, centre_m)
        self._centre_m = np.asarray(centre_m, dtype=np.float64)
        self._extent_m = extent_m
        shape = (2 * camera.height_px, 2 * camera.width_px, 3)
        self._grain = np.random.default_rng(0).standard_normal(shape, dtype=np.float32)

    def photograph(
        self, moments: Sequence[Mesh | None], exposure: Exposure, rng: np.random.Generator
    ) -> NDArray[np.uint8]:
        """Return the picture (height, width, 3 RGB) of the moments that the open shutter saw, mixed.

        None stands for the empty room.
        """
        linear = sum(self._light(mesh) for mesh in moments) / len(moments)
        exposed = np.clip(linear * np.float32(1.05 * exposure.brightness), 0.0, 1.0)
        picture = cv2.GaussianBlur(cv2.pow(exposed, 1 / _GAMMA) * np.float32(255), (0, 0), 0.5)
        picture += self._pick_grain(rng) * np.float32(exposure.noise)
        return np.clip(picture, 0, 255).astype(np.uint8)

    def _pick_grain(self, rng: np.random.Generator) -> FloatImage:
        row, column = rng.integers(self.camera.height_px), rng.integers(self.camera.width_px)
        return self._grain[row : row + self.camera.height_px, column : column + self.camera.width_px]

    def _light(self, mesh: Mesh | None) -> FloatImage:
        lights = tuple(self._shadow_map(mesh, direction) for direction in (self._lamp, _SKY_DIRECTION))
        room = self._light_room(lights)
        if mesh is None:
            return room
        people, covered = self._light_mesh(mesh, lights)
        return people + room * (1 - covered[:, :, None])

    def _shadow_map(self, mesh: Mesh | None, direction: FloatArray) -> ShadowArrays:
        if mesh is None:
            return draw_shadow_map(
                np.zeros((0, 3)), np.zeros((0, 3), np.int64), direction, self._centre_m, self._extent_m
            )
        return draw_shadow_map(mesh.vertices_m, mesh.faces, direction, self._centre_m, self._extent_m)

    def _light_room(self, shadows: tuple[ShadowArrays, ...]) -> FloatImage:
        step = slice(_ROOM_BLOCK_PX // 2, None, _ROOM_BLOCK_PX)
        points, normals = (
            np.ascontiguousarray(layer[step, step]) for layer in (self._backdrop.point_m, self._backdrop.normal)
        )
        light = np.zeros_like(points)
        _shade_room(points, normals, (self._lamp, *shadows), light)
        size = (self.camera.width_px, self.camera.height_px)
        return self._room_linear * cv2.resize(light, size, interpolation=cv2.INTER_LINEAR)

    def _light_mesh(self, mesh: Mesh, shadows: tuple[ShadowArrays, ...]) -> tuple[FloatImage, FloatImage]:
        """Return the mesh's light on a black ground, and the share of each pixel that it covers."""
        seen = self._fine.to_camera(mesh.vertices_m)
        pixels = self._fine.project(mesh.vertices_m)
        fragments = rasterise(pixels, seen[:, 2], mesh.faces, self._fine.width_px, self._fine.height_px)
        linear = np.zeros((self._fine.height_px, self._fine.width_px, 3), np.float32)
        attributes = np.column_stack([mesh.vertices_m, mesh.normals, mesh.rest_m, mesh.colours**_GAMMA])
        covered = (fragments.triangle, fragments.weight_0, fragments.weight_1)
        _shade_mesh(
            covered, mesh.faces, attributes, mesh.materials, self._fine.position_m, (self._lamp, *shadows), linear
        )
        size = (self.camera.width_px, self.camera.height_px)
        mask = (fragments.triangle >= 0).astype(np.float32)
        return tuple(cv2.resize(layer, size, interpolation=cv2.INTER_AREA) for layer in (linear, mask))


@njit(parallel=True, cache=True)
def _shade_room(
    points: FloatImage,
    normals: FloatImage,
    lights: tuple[FloatArray, ShadowArrays, ShadowArrays],
    light: FloatImage,
) -> None:
    lamp, lamp_map, sky_map = lights
    height, width = light.shape[:2]
    for row in prange(height):
        for column in range(width):
            x, y, z = points[row, column]
            dx, dy, dz = normals[row, column]
            direct, ambient = light_point((x, y, z), (dx, dy, dz), 0.05, lamp, lamp_map, sky_map)
            for channel in range(3):
                light[row, column, channel] = direct * _LAMP[channel] + ambient * _CEILING[channel]


@njit(cache=True)
def _grain_of(material: int, across: float, up: float) -> float:
    if material == MATERIAL_CLOTH:
        return 0.88 + 0.16 * value_noise(across * 45, up * 45) + 0.10 * (value_noise(across * 14 + 7, up * 9) - 0.5)
    if material == MATERIAL_HAIR:
        return 0.75 + 0.5 * value_noise(across * 300, up * 25)
    if material == MATERIAL_SKIN:
        return 0.96 + 0.08 * value_noise(across * 30, up * 30)
    return 1.0


@njit(cache=True)
def _mix3(
    table: FloatArray, corners: NDArray[np.int64], first: int, w0: float, w1: float
) -> tuple[float, float, float]:
    """Return three neighbouring attributes mixed over a triangle's corners."""
    i, j, k = corners
    w2 = 1.0 - w0 - w1
    return (
        table[i, first] * w0 + table[j, first] * w1 + table[k, first] * w2,
        table[i, first + 1] * w0 + table[j, first + 1] * w1 + table[k, first + 1] * w2,
        table[i, first + 2] * w0 + table[j, first + 2] * w1 + table[k, first + 2] * w2,
    )


@njit(cache=True)
def _unit(x: float, y: float, z: float) -> tuple[float, float, float]:
    length = math.sqrt(x * x + y * y + z * z) + 1e-9
    return x / length, y / length, z / length


@njit(parallel=True, cache=True)
def _shade_mesh(  # noqa: PLR0917
    covered: tuple[NDArray[np.int32], FloatImage, FloatImage],
    faces: NDArray[np.int64],
    attributes: FloatArray,
    materials: NDArray[np.int64],
    eye: FloatArray,
    lights: tuple[FloatArray, ShadowArrays, ShadowArrays],
    linear: FloatImage,
) -> None:
    triangle, weight_0, weight_1 = covered
    lamp, lamp_map, sky_map = lights
    height, width = triangle.shape
    for row in prange(height):
        for column in range(width):
            face = triangle[row, column]
            if face < 0:
                continue
            corners = faces[face]
            w0, w1 = weight_0[row, column], weight_1[row, column]
            point = _mix3(attributes, corners, 0, w0, w1)
            nx, ny, nz = _mix3(attributes, corners, 3, w0, w1)
            rx, ry, rz = _mix3(attributes, corners, 6, w0, w1)
            colour = _mix3(attributes, corners, 9, w0, w1)
            material = materials[corners[0]]
            view = _unit(point[0] - eye[0], point[1] - eye[1], point[2] - eye[2])
            towards = -1.0 if nx * view[0] + ny * view[1] + nz * view[2] > 0 else 1.0
            normal = _unit(nx * towards, ny * towards, nz * towards)
            is_skin = material in (MATERIAL_SKIN, MATERIAL_PLAIN)
            wrap = 0.25 if is_skin else 0.05
            direct, ambient = light_point(point, normal, wrap, lamp, lamp_map, sky_map)
            sheen = highlight(view, normal, lamp, direct) if is_skin else 0.0
            tone = _grain_of(material, rx + ry, rz) ** _GAMMA
            for channel in range(3):
                light = direct * _LAMP[channel] + ambient * _CEILING[channel]
                linear[row, column, channel] = colour[channel] * tone * light + sheen
