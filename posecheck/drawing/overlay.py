"""One frame with everything that the chain says about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from posecheck.drawing.canvas import Box, Canvas, Image
from posecheck.drawing.gauges import draw_figures, find_gauges
from posecheck.drawing.hud import draw_clock, make_message, place_banner
from posecheck.drawing.plates import PlateLayout, draw_plates
from posecheck.drawing.skeleton import draw_skeleton, trace_body
from posecheck.drawing.sprites import Sprite
from posecheck.geometry import FloatArray
from posecheck.results import Feedback
from posecheck.stretch.schema import Stretch

# The banner changes its place when it covers at least this many points of the body and the other place is free.
_COVERED_POINTS = 3


class Overlay:
    """Draws the frames of one clip; remembers where plates and banner were, so that they stay put."""

    def __init__(self, stretch: Stretch, *, clock: bool = True) -> None:
        """Draw for this reference pose; without the clock for a photo, which has no time."""
        self._stretch = stretch
        self._clock = clock
        self._layout = PlateLayout()
        self._banner_at_top = False

    def draw(self, rgb: Image, feedback: Feedback) -> Image:
        """Return a copy of a frame with the feedback drawn on it.

        Args:
            rgb: (h, w, 3) uint8 frame; not changed.
            feedback: what the chain says about this frame.

        Raises:
            ValueError: when the frame is not (h, w, 3) uint8.
        """
        if rgb.ndim != 3 or rgb.shape[2] != 3 or rgb.dtype != np.uint8:
            raise ValueError(f"Expected a frame of shape (h, w, 3) and uint8, but got {rgb.shape} and {rgb.dtype}.")
        canvas = Canvas(np.array(rgb, order="C"))
        body = trace_body(feedback.pose) * canvas.height
        banner = make_message(canvas, feedback)
        box = self._find_banner_box(canvas, banner, body) if banner is not None else None
        if feedback.pose.detected:
            draw_skeleton(canvas, feedback, self._stretch)
        taken = [draw_clock(canvas, feedback, self._stretch)] if self._clock else []
        if feedback.phase in ("ready", "in_pose"):
            self._draw_gauges(canvas, feedback, body, taken + ([box] if box else []))
        if banner is not None and box is not None:
            canvas.paste(banner, *box[:2])
        return canvas.rgb

    def _draw_gauges(self, canvas: Canvas, feedback: Feedback, body: FloatArray, taken: list[Box]) -> None:
        gauges = find_gauges(canvas, feedback, self._stretch)
        draw_figures(canvas, gauges)
        draw_plates(canvas, gauges, body, taken, self._layout)

    def _find_banner_box(self, canvas: Canvas, banner: Sprite, body: FloatArray) -> Box:
        here, there = (
            place_banner(canvas, banner, at_top=top) for top in (self._banner_at_top, not self._banner_at_top)
        )
        margin = 0.03 * canvas.unit
        if _count_inside(here, body, margin) >= _COVERED_POINTS and _count_inside(there, body, margin) == 0:
            self._banner_at_top = not self._banner_at_top
            return there
        return here


def _count_inside(box: Box, points: FloatArray, margin: float) -> int:
    low, high = np.array(box[:2]) - margin, np.array(box[2:]) + margin
    return int(((points >= low) & (points <= high)).all(axis=1).sum())


def draw_feedback(rgb: Image, feedback: Feedback, stretch: Stretch, *, clock: bool = True) -> Image:
    """Return a copy of one picture (h, w, 3) uint8 with the feedback drawn on it.

    For the frames of a clip use one `Overlay`, or `annotate_frames`: they keep plates and banner in their place.
    """
    return Overlay(stretch, clock=clock).draw(rgb, feedback)


def annotate_frames(frames: Iterable[Image], feedbacks: Iterable[Feedback], stretch: Stretch) -> Iterator[Image]:
    """Yield each frame of a clip with its feedback drawn on it.

    Args:
        frames: (h, w, 3) uint8 in RGB, one at a time.
        feedbacks: one for each frame, in the same order.
        stretch: the reference pose that was judged.

    Raises:
        ValueError: when there are more frames than feedbacks or the other way round.
    """
    overlay = Overlay(stretch)
    for rgb, feedback in zip(frames, feedbacks, strict=True):
        yield overlay.draw(rgb, feedback)
