"""Triangles with colours: people and things put together into one scene."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lab.appearance import MATERIAL_CLOTH, Outfit
from lab.rotation import UP, FloatArray, align

_BALL_RINGS = 24


@dataclass(frozen=True, slots=True, eq=False)
class Mesh:
    """Vertices (n, 3), faces (m, 3) and, per vertex, normal, colour, material and place at rest."""

    vertices_m: FloatArray
    faces: NDArray[np.int64]
    normals: FloatArray
    colours: FloatArray
    materials: NDArray[np.int64]
    rest_m: FloatArray


def vertex_normals(vertices_m: FloatArray, faces: NDArray[np.int64]) -> FloatArray:
    """Return the area-weighted unit normals (n, 3)."""
    first, second, third = (vertices_m[faces[:, corner]] for corner in range(3))
    face_normals = np.cross(second - first, third - first)
    normals = np.zeros_like(vertices_m)
    for corner in range(3):
        for axis in range(3):
            normals[:, axis] += np.bincount(faces[:, corner], face_normals[:, axis], len(vertices_m))
    return normals / (np.linalg.norm(normals, axis=1, keepdims=True) + 1e-12)


def clothe(skin_m: FloatArray, faces: NDArray[np.int64], outfit: Outfit) -> Mesh:
    """Return a person's mesh: the skin pushed out by the thickness of cloth and hair."""
    normals = vertex_normals(skin_m, faces)
    vertices_m = skin_m + normals * outfit.thickness_m[:, None]
    return Mesh(vertices_m, faces, normals, outfit.colours, outfit.materials, outfit.rest_m)


def build_box(centre_m: Sequence[float], size_m: Sequence[float], colour: Sequence[float]) -> Mesh:
    """Return a box of flat faces (a bed, a chair's seat, a wall) in one colour (0..1 RGB)."""
    corners: list[FloatArray] = []
    faces: list[list[int]] = []
    for axis in range(3):
        for sign in (-1.0, 1.0):
            u, v = np.eye(3)[(axis + 1) % 3], np.eye(3)[(axis + 2) % 3]
            middle = sign * np.eye(3)[axis]
            first = len(corners)
            corners += [middle - u - v, middle + u - v, middle + u + v, middle - u + v]
            square = [[0, 1, 2], [0, 2, 3]] if sign > 0 else [[0, 2, 1], [0, 3, 2]]
            faces += [[first + corner for corner in triangle] for triangle in square]
    vertices_m = np.array(corners) * np.asarray(size_m) / 2 + np.asarray(centre_m)
    return _paint(vertices_m, np.array(faces, dtype=np.int64), colour)


def build_band(start_m: FloatArray, end_m: FloatArray, width_m: float, colour: Sequence[float]) -> Mesh:
    """Return a flat band (a strap, a stick) stretched between two points (3,)."""
    along = end_m - start_m
    flat = build_box((0.0, 0.0, 0.0), (width_m, width_m / 5, float(np.linalg.norm(along))), colour)
    vertices_m = flat.vertices_m @ align(UP, along).T + (start_m + end_m) / 2
    return _paint(vertices_m, flat.faces, colour)


def build_ball(centre_m: FloatArray, radius_m: float, colour: Sequence[float]) -> Mesh:
    """Return a ball in one colour (0..1 RGB)."""
    polar, around = np.meshgrid(np.linspace(0, np.pi, _BALL_RINGS), np.linspace(0, 2 * np.pi, _BALL_RINGS))
    unit = np.stack([np.sin(polar) * np.cos(around), np.sin(polar) * np.sin(around), np.cos(polar)], axis=-1)
    corner = np.arange(_BALL_RINGS**2).reshape(_BALL_RINGS, _BALL_RINGS)
    here, down, beside, across = (
        corner[rows, columns].ravel()
        for rows in (slice(None, -1), slice(1, None))
        for columns in (slice(None, -1), slice(1, None))
    )
    faces = np.concatenate([np.stack([here, down, across], axis=-1), np.stack([here, across, beside], axis=-1)])
    return _paint(unit.reshape(-1, 3) * radius_m + centre_m, faces, colour)


def _paint(vertices_m: FloatArray, faces: NDArray[np.int64], colour: Sequence[float]) -> Mesh:
    """Return a mesh of cloth in one colour."""
    return Mesh(
        vertices_m,
        faces,
        vertex_normals(vertices_m, faces),
        np.tile(np.asarray(colour, dtype=np.float64), (len(vertices_m), 1)),
        np.full(len(vertices_m), MATERIAL_CLOTH),
        vertices_m,
    )


def join(meshes: Sequence[Mesh]) -> Mesh:
    """Return all meshes as one."""
    starts = np.cumsum([0, *(len(mesh.vertices_m) for mesh in meshes[:-1])])
    return Mesh(
        np.concatenate([mesh.vertices_m for mesh in meshes]),
        np.concatenate([mesh.faces + start for mesh, start in zip(meshes, starts, strict=True)]),
        np.concatenate([mesh.normals for mesh in meshes]),
        np.concatenate([mesh.colours for mesh in meshes]),
        np.concatenate([mesh.materials for mesh in meshes]),
        np.concatenate([mesh.rest_m for mesh in meshes]),
    )
