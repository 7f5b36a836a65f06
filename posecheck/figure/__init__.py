"""Drawn pictures of a reference pose: the person in it, and where the camera stands."""

from __future__ import annotations

from posecheck.figure.camera import draw_camera_plan
from posecheck.figure.person import draw_stretch

__all__ = ["draw_camera_plan", "draw_stretch"]
