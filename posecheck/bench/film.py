"""A film strip of a recording: the body as lines at even times, to find the moments that show a pose."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np
from numpy.typing import NDArray

from posecheck.figure.style import choose_ground, draw_disc, draw_limb
from posecheck.language import _, format_number
from posecheck.pose import BONES, LANDMARK_INDEX, PoseTrack

FloatArray = NDArray[np.float64]

_CELL = (120.0, 150.0)
_LINE = 22.0
_MARGIN = 14.0
_HEAD = 8.0
_NOSE = LANDMARK_INDEX["nose"]
# Faces, hands and the ends of the feet are left out of the room that a body takes: they are seldom sure.
_BODY = [
    index for name, index in LANDMARK_INDEX.items() if name.endswith(("shoulder", "hip", "knee", "ankle", "wrist"))
]


def draw_film(track: PoseTrack, moments: Sequence[tuple[float, float]], count: int, *, dark: bool = False) -> str:
    """Return an SVG strip of `count` pictures; those within a moment are coloured and framed.

    Args:
        track: at least one frame; nobody is drawn where nobody was seen.
        moments: [start_s, end_s) in the track's own times.
        count: how many pictures, at least 1.
        dark: whether the page behind it is dark.
    """
    ground = choose_ground(dark)
    times = np.linspace(track.time_s[0], track.time_s[-1], count + 2)[1:-1]
    width, height = _CELL
    pieces = []
    for number, time_s in enumerate(times):
        inside = any(start_s <= time_s < end_s for start_s, end_s in moments)
        index = int(np.argmin(np.abs(track.time_s - time_s)))
        left = number * width
        colour = ground.accent if inside else ground.far
        frame = f'stroke="{ground.accent}" stroke-width="2.5"' if inside else f'stroke="{ground.mat}"'
        pieces.append(
            f'<rect x="{left + 3:.0f}" y="3" width="{width - 6:.0f}" height="{height + _LINE - 6:.0f}" rx="8" '
            f'fill="none" {frame}/>'
        )
        pieces += _draw_body(track.image_xy[index], left, colour)
        pieces.append(
            f'<text x="{left + width / 2:.0f}" y="{height + 11:.0f}" font-size="15" font-family="sans-serif" '
            f'text-anchor="middle" fill="{ground.quiet}">{format_number(time_s - track.time_s[0], 1)} s</text>'
        )
    label = escape(_("{n} moments of the recording").format(n=count), quote=True)
    view = f"0 0 {count * width:.0f} {height + _LINE:.0f}"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}" role="img" aria-label="{label}" width="100%">'
    return f"{head}{''.join(pieces)}</svg>"


def _draw_body(image_xy: FloatArray, left: float, colour: str) -> list[str]:
    """Return the bones of one frame (33, 2), as large as its cell has room for."""
    body = image_xy[_BODY]
    if not np.isfinite(body).all():
        return []
    low, high = image_xy.min(axis=0), image_xy.max(axis=0)
    width, height = _CELL
    scale = min((width - 2 * _MARGIN) / (high[0] - low[0]), (height - 2 * _MARGIN) / (high[1] - low[1]))
    offset = (left + width / 2 - scale * (low[0] + high[0]) / 2, height / 2 - scale * (low[1] + high[1]) / 2)
    points = image_xy * scale + offset
    head = draw_disc((points[_NOSE][0], points[_NOSE][1]), _HEAD, colour)
    limbs = [[(points[LANDMARK_INDEX[name]][0], points[LANDMARK_INDEX[name]][1]) for name in bone] for bone in BONES]
    return [head, *(draw_limb(limb, 4.5, colour) for limb in limbs)]
