"""A pinhole camera that looks at the person from a given side, height and distance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lab.rotation import UP, FloatArray, normalise


@dataclass(frozen=True, slots=True, eq=False)
class Camera:
    """Position (3,) in metres, axes as rows (right, down, ahead), focal length and size in pixels."""

    position_m: FloatArray
    axes: FloatArray
    focal_px: float
    width_px: int
    height_px: int

    def to_camera(self, points_m: FloatArray) -> FloatArray:
        """Return points (n, 3) in the camera's axes: x right, y down, z ahead."""
        return (np.atleast_2d(points_m) - self.position_m) @ self.axes.T

    def project(self, points_m: FloatArray) -> FloatArray:
        """Return pixel positions (n, 2) of points (n, 3) before the camera."""
        seen = self.to_camera(points_m)
        centre = np.array([self.width_px / 2, self.height_px / 2])
        return seen[:, :2] / seen[:, 2:] * self.focal_px + centre

    def scaled(self, factor: int) -> Camera:
        """Return the same camera with `factor` times as many pixels each way."""
        return Camera(
            self.position_m, self.axes, self.focal_px * factor, self.width_px * factor, self.height_px * factor
        )


def aim_camera(
    target_m: FloatArray,
    *,
    yaw_deg: float,
    distance_m: float,
    height_m: float,
    fov_deg: float = 55.0,
    roll_deg: float = 0.0,
    size_px: tuple[int, int] = (640, 480),
) -> Camera:
    """Return a camera that looks at `target_m` (3,).

    `yaw_deg` 0 looks at the person's front, 90 at the left side, -90 at the right; `distance_m` is measured
    along the floor, `fov_deg` across the picture's width, and positive `roll_deg` turns the camera clockwise.
    """
    yaw_rad, roll_rad = np.radians(yaw_deg), np.radians(roll_deg)
    offset_m = distance_m * np.array([np.sin(yaw_rad), -np.cos(yaw_rad), 0.0])
    position_m = np.array([target_m[0], target_m[1], height_m]) + offset_m
    ahead = normalise(target_m - position_m)
    right = normalise(np.cross(ahead, UP))
    down = np.cross(ahead, right)
    cosine, sine = np.cos(roll_rad), np.sin(roll_rad)
    axes = np.stack([cosine * right + sine * down, cosine * down - sine * right, ahead])
    width_px, height_px = size_px
    focal_px = width_px / 2 / np.tan(np.radians(fov_deg) / 2)
    return Camera(position_m, axes, float(focal_px), width_px, height_px)
