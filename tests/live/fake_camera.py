"""A fake camera for Chromium: a motion-JPEG file made from sample clips.

Chromium plays it at 30 pictures a second, in a loop.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import av
import cv2
import numpy as np

QUALITY = 90
FPS = 30


@dataclass(frozen=True)
class Part:
    """A piece of the camera's picture.

    Attributes:
        clip: the clip, or None for an empty room (the clip's first frame without a person is not known: grey).
        start_s, end_s: which part of it; None to its end.
        mirrored: left and right exchanged.
        seconds: how long its first frame stands still instead of playing, when given.
        gain: brightness factor.
        picture: an RGB picture that stands still for `seconds`, in the place of a clip.
    """

    clip: Path | None
    start_s: float = 0.0
    end_s: float | None = None
    mirrored: bool = False
    seconds: float | None = None
    gain: float = 1.0
    picture: np.ndarray | None = None


def write_camera(path: Path, parts: list[Part]) -> float:
    """Write the file and return its length in seconds."""
    count = 0
    with path.open("wb") as file:
        for part in parts:
            for frame in _read_frames(part):
                file.write(cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1].tobytes())
                count += 1
    return count / FPS


def _read_frames(part: Part):
    if part.picture is not None:
        yield from [np.ascontiguousarray(part.picture[..., ::-1])] * round((part.seconds or 1.0) * FPS)
        return
    if part.clip is None:
        yield from [np.full((480, 640, 3), 120, np.uint8)] * round((part.seconds or 1.0) * FPS)
        return
    for frame in _decode(part):
        picture = np.ascontiguousarray(frame[:, ::-1]) if part.mirrored else frame
        if part.gain != 1.0:
            picture = np.clip(picture * part.gain, 0, 255).astype(np.uint8)
        if part.seconds is not None:
            yield from [picture] * round(part.seconds * FPS)
            return
        yield picture


def _decode(part: Part):
    with av.open(str(part.clip)) as container:
        for frame in container.decode(video=0):
            if frame.time < part.start_s - 1e-6:
                continue
            if part.end_s is not None and frame.time >= part.end_s:
                return
            yield frame.to_ndarray(format="bgr24")
