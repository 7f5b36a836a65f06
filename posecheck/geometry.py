"""Vector maths on arrays of any leading shape; the last axis holds the coordinates.

Degenerate input (a zero-length vector, a missing point) gives NaN, on purpose: a joint that cannot be seen
must not turn into an angle. Image coordinates have y pointing DOWN.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]

IMAGE_UP: FloatArray = np.array([0.0, -1.0])
IMAGE_RIGHT: FloatArray = np.array([1.0, 0.0])


def compute_length(vector: ArrayLike) -> FloatArray:
    """Return the Euclidean length, shape (...,), of vectors (..., d)."""
    vector = np.asarray(vector, dtype=np.float64)
    return np.asarray(np.sqrt(np.vecdot(vector, vector)))


def normalize(vector: ArrayLike) -> FloatArray:
    """Return vectors (..., d) scaled to length 1; a zero vector gives NaN."""
    vector = np.asarray(vector, dtype=np.float64)
    length = compute_length(vector)[..., np.newaxis]
    return np.asarray(vector / np.where(length > 0, length, np.nan))


def compute_dot(first: ArrayLike, second: ArrayLike) -> FloatArray:
    """Return the scalar product, shape (...,), of vectors (..., d)."""
    return np.asarray(np.vecdot(np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)))


def compute_cross_2d(first: ArrayLike, second: ArrayLike) -> FloatArray:
    """Return the z component, shape (...,), of the cross product of vectors (..., 2)."""
    first, second = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    return np.asarray(first[..., 0] * second[..., 1] - first[..., 1] * second[..., 0])


def compute_angle_deg(first: ArrayLike, second: ArrayLike) -> FloatArray:
    """Return the unsigned angle between vectors (..., 2), shape (...,), degrees in [0, 180].

    A zero-length vector gives NaN.
    """
    return np.abs(compute_signed_angle_deg(first, second))


def compute_signed_angle_deg(start: ArrayLike, end: ArrayLike) -> FloatArray:
    """Return the turn from `start` to `end`, vectors (..., 2), degrees in (-180, 180].

    Positive is clockwise as seen in the picture, because y points down. A zero-length vector gives NaN.
    """
    cross, dot = compute_cross_2d(start, end), compute_dot(start, end)
    # Both are zero only where a vector has no length.
    return np.where((cross != 0) | (dot != 0), np.degrees(np.arctan2(cross, dot)), np.nan)


def compute_joint_flexion_deg(proximal: ArrayLike, joint: ArrayLike, distal: ArrayLike) -> FloatArray:
    """Return 180 minus the interior angle at `joint`, points (..., 2), degrees in [0, 180].

    0 is a straight joint, which is the clinical convention. Coinciding points give NaN.
    """
    joint = np.asarray(joint, dtype=np.float64)
    return compute_angle_deg(joint - np.asarray(proximal), np.asarray(distal) - joint)


def compute_inclination_deg(vector: ArrayLike) -> FloatArray:
    """Return the angle of image vectors (..., 2) against the upward vertical, degrees in [0, 180]."""
    vector = np.asarray(vector, dtype=np.float64)
    right, up = vector[..., 0], -vector[..., 1]
    return np.where((right != 0) | (up != 0), np.abs(np.degrees(np.arctan2(right, up))), np.nan)


def compute_out_of_plane_deg(vector: ArrayLike) -> FloatArray:
    """Return the angle between world vectors (..., 3) and the image plane, degrees in [-90, 90].

    Positive points away from the camera. A zero vector gives NaN.
    """
    return np.asarray(np.degrees(np.arcsin(np.maximum(np.minimum(normalize(vector)[..., 2], 1.0), -1.0))))


def compute_midpoint(first: ArrayLike, second: ArrayLike) -> FloatArray:
    """Return the point half way between points (..., d)."""
    return np.asarray((np.asarray(first, dtype=np.float64) + np.asarray(second)) / 2.0)


def wrap_angle_deg(angle_deg: ArrayLike) -> FloatArray:
    """Return angles of any shape wrapped into (-180, 180]."""
    return np.asarray(180.0 - np.mod(180.0 - np.asarray(angle_deg, dtype=np.float64), 360.0))
