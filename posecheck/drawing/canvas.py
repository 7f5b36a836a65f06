"""A frame to draw on: smooth lines with fractions of a pixel, dashes, arcs and sprites."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from posecheck.drawing.palette import CASING, Rgb
from posecheck.drawing.sprites import Sprite

Image = NDArray[np.uint8]
Box = tuple[int, int, int, int]

# OpenCV takes fixed-point coordinates with this many bits of fraction.
_SHIFT = 4
_ARC_STEP_DEG = 4.0


class Canvas:
    """A frame being drawn on. Coordinates are pixels.

    Attributes:
        rgb: (h, w, 3) uint8, changed in place.
        unit: the length in pixels that sizes are a share of: the height, or less in a portrait frame.
    """

    def __init__(self, rgb: Image) -> None:
        """Draw on `rgb`, which is changed."""
        self.rgb = rgb
        self.height, self.width = int(rgb.shape[0]), int(rgb.shape[1])
        self.unit = min(float(self.height), 0.78 * self.width)

    def scale(self, share: float, least: float = 1.0) -> int:
        """Return a length of `share` units in whole pixels, at least `least`."""
        return max(math.ceil(least), round(float(self.unit) * share))

    def polyline(self, points: ArrayLike, colour: Rgb, width: int, *, casing: int = 0) -> None:
        """Draw a line through points (n, 2), over a dark one that is wider by `casing` on each side."""
        self._draw_lines([_to_fixed(points)], colour, width, casing)

    def _draw_lines(self, lines: list[NDArray[np.int32]], colour: Rgb, width: int, casing: int) -> None:
        if casing:
            cv2.polylines(self.rgb, lines, False, CASING, width + 2 * casing, cv2.LINE_AA, _SHIFT)
        cv2.polylines(self.rgb, lines, False, colour, width, cv2.LINE_AA, _SHIFT)

    def dashes(
        self, start: ArrayLike, end: ArrayLike, colour: Rgb, width: int, *, dash: float, casing: int = 0
    ) -> None:
        """Draw a dashed line; dashes and gaps are about `dash` pixels long, a dash at both ends."""
        start, end = np.asarray(start, dtype=np.float64), np.asarray(end, dtype=np.float64)
        length = math.hypot(*(end - start))
        count = max(1, round((length / max(dash, 1.0) + 1) / 2))
        shares = np.arange(2 * count) / (2 * count - 1)
        points = _to_fixed(start + (end - start) * shares[:, np.newaxis])
        self._draw_lines(list(points.reshape(count, 2, 2)), colour, width, casing)

    def disc(self, centre: ArrayLike, radius: float, colour: Rgb, *, casing: int = 0) -> None:
        """Fill a circle."""
        x, y = _to_fixed(centre).tolist()
        for grow, ink in ((casing, CASING), (0, colour)) if casing else ((0, colour),):
            fixed_radius = round((radius + grow) * (1 << _SHIFT))
            cv2.circle(self.rgb, (x, y), fixed_radius, ink, -1, cv2.LINE_AA, _SHIFT)

    def arc(
        self,
        centre: ArrayLike,
        radius: float,
        start_deg: float,
        end_deg: float,
        colour: Rgb,
        width: int,
        *,
        casing: int = 0,
    ) -> None:
        """Draw an arc between two directions, in degrees clockwise from the right edge."""
        self.polyline(trace_arc(centre, radius, start_deg, end_deg), colour, width, casing=casing)

    def sector(
        self, centre: ArrayLike, radius: float, start_deg: float, end_deg: float, colour: Rgb, alpha: float
    ) -> None:
        """Tint a slice of a circle, `alpha` 0 (clear) to 1 (covering)."""
        outline = np.vstack([np.asarray(centre, dtype=np.float64)[None], trace_arc(centre, radius, start_deg, end_deg)])
        low = np.maximum(np.floor(outline.min(axis=0)).astype(int), 0)
        high = np.minimum(np.ceil(outline.max(axis=0)).astype(int) + 1, (self.width, self.height))
        if (high <= low).any():
            return
        region = self.rgb[low[1] : high[1], low[0] : high[0]]
        tinted = region.copy()
        cv2.fillPoly(tinted, [_to_fixed(outline - low)], colour, cv2.LINE_AA, _SHIFT)
        cv2.addWeighted(tinted, alpha, region, 1.0 - alpha, 0.0, dst=region)

    def paste(self, sprite: Sprite, left: float, top: float) -> Box:
        """Lay a sprite over the frame; what lies outside is cut off. Return its box (left, top, right, bottom)."""
        x, y = round(left), round(top)
        width, height = sprite.size
        x0, y0, x1, y1 = max(x, 0), max(y, 0), min(x + width, self.width), min(y + height, self.height)
        if x1 > x0 and y1 > y0:
            inner = np.s_[y0 - y : y1 - y, x0 - x : x1 - x]
            region = self.rgb[y0:y1, x0:x1]
            cv2.blendLinear(sprite.rgb[inner], region, sprite.weight[inner], sprite.rest[inner], dst=region)
        return x, y, x + width, y + height


def _to_fixed(points: ArrayLike) -> NDArray[np.int32]:
    """Return points as OpenCV takes them with fractions of a pixel."""
    return np.rint(np.asarray(points, dtype=np.float64) * (1 << _SHIFT)).astype(np.int32)


def trace_arc(centre: ArrayLike, radius: float, start_deg: float, end_deg: float) -> NDArray[np.float64]:
    """Return points (n, 2) along an arc, directions in degrees clockwise from the right edge."""
    steps = max(2, math.ceil(abs(end_deg - start_deg) / _ARC_STEP_DEG) + 1)
    turn = np.radians(np.linspace(start_deg, end_deg, steps))
    return np.asarray(centre, dtype=np.float64) + radius * np.column_stack([np.cos(turn), np.sin(turn)])


def point_along(direction_deg: float) -> NDArray[np.float64]:
    """Return the unit vector (2,) of a direction in degrees clockwise from the right edge."""
    turn = math.radians(direction_deg)
    return np.array([math.cos(turn), math.sin(turn)])
