"""Overlays on video frames: the skeleton by check, the judged angles, the cue and the hold clock.

`posecheck.drawing.palette` is shared with the report and needs nothing but the standard library, therefore
OpenCV and Pillow are imported when something is drawn for the first time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from posecheck.lazy import load_lazily

if TYPE_CHECKING:
    from posecheck.drawing.overlay import Overlay, annotate_frames, draw_feedback

__all__ = ["Overlay", "annotate_frames", "draw_feedback"]

__getattr__ = load_lazily(__name__, dict.fromkeys(__all__, "overlay"))
