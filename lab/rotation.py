"""Rotations as 3x3 matrices: about the axes, between directions, and part of the way from one to another."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]

UP: FloatArray = np.array([0.0, 0.0, 1.0])
DOWN: FloatArray = -UP
LEFT: FloatArray = np.array([1.0, 0.0, 0.0])
FORWARD: FloatArray = np.array([0.0, -1.0, 0.0])


def rotate_x(angle_deg: float) -> FloatArray:
    """Return the rotation about x; positive tips an upright body towards where it faces."""
    cosine, sine = _cos_sin(angle_deg)
    return np.array([[1.0, 0.0, 0.0], [0.0, cosine, -sine], [0.0, sine, cosine]])


def rotate_y(angle_deg: float) -> FloatArray:
    """Return the rotation about y; positive tips an upright body towards its left."""
    cosine, sine = _cos_sin(angle_deg)
    return np.array([[cosine, 0.0, sine], [0.0, 1.0, 0.0], [-sine, 0.0, cosine]])


def rotate_z(angle_deg: float) -> FloatArray:
    """Return the rotation about z; positive turns an upright body to its left."""
    cosine, sine = _cos_sin(angle_deg)
    return np.array([[cosine, -sine, 0.0], [sine, cosine, 0.0], [0.0, 0.0, 1.0]])


def _cos_sin(angle_deg: float) -> tuple[float, float]:
    angle_rad = np.radians(angle_deg)
    return float(np.cos(angle_rad)), float(np.sin(angle_rad))


def normalise(vector: ArrayLike) -> FloatArray:
    """Return the vector (3,) at length one. A zero vector raises ValueError."""
    array = np.asarray(vector, dtype=np.float64)
    length = float(np.linalg.norm(array))
    if length == 0.0:
        raise ValueError("Expected a vector with a direction, but got a zero vector.")
    return array / length


def cross_matrix(vector: FloatArray) -> FloatArray:
    """Return the matrix that multiplies as `vector x ...`."""
    x, y, z = vector
    return np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])


def align(source: ArrayLike, target: ArrayLike) -> FloatArray:
    """Return the smallest rotation that turns the direction `source` (3,) into `target` (3,).

    Opposite directions have no smallest rotation: they raise ValueError.
    """
    start, end = normalise(source), normalise(target)
    cosine = float(start @ end)
    if cosine < -1.0 + 1e-9:
        raise ValueError("Expected directions that are not opposite; the rotation between them is ambiguous.")
    cross = cross_matrix(np.cross(start, end))
    return np.eye(3) + cross + cross @ cross / (1.0 + cosine)


def rotation_from_vector(vector_rad: FloatArray) -> FloatArray:
    """Return the rotation about the direction of `vector_rad` (3,) by its length in radians."""
    angle_rad = float(np.linalg.norm(vector_rad))
    if angle_rad < 1e-12:
        return np.eye(3)
    cross = cross_matrix(vector_rad / angle_rad)
    return np.eye(3) + np.sin(angle_rad) * cross + (1.0 - np.cos(angle_rad)) * (cross @ cross)


def vector_from_rotation(rotation: FloatArray) -> FloatArray:
    """Return axis times angle (3,) in radians; the inverse of `rotation_from_vector` below half a turn."""
    angle_rad = float(np.arccos(np.clip((np.trace(rotation) - 1.0) / 2.0, -1.0, 1.0)))
    skew = rotation - rotation.T
    axis = np.array([skew[2, 1], skew[0, 2], skew[1, 0]])
    length = float(np.linalg.norm(axis))
    return np.zeros(3) if length < 1e-12 else axis / length * angle_rad


def blend(start: FloatArray, end: FloatArray, share: float) -> FloatArray:
    """Return the rotation a `share` (0..1) of the way from `start` to `end`, along the shortest turn."""
    return start @ rotation_from_vector(share * vector_from_rotation(start.T @ end))


def axes_of_segment(direction: FloatArray, hinge: FloatArray) -> FloatArray:
    """Return the frame of a segment whose long axis points along `direction` and which bends about `hinge`.

    The identity belongs to a segment that hangs straight down (`direction` = DOWN, `hinge` = LEFT).
    """
    z_axis = -normalise(direction)
    x_axis = normalise(hinge - (hinge @ z_axis) * z_axis)
    return np.stack([x_axis, np.cross(z_axis, x_axis), z_axis], axis=1)
