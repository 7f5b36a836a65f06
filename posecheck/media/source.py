"""What a video or photo is, apart from its pictures, and the checks on its path."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from posecheck.errors import InputError

RgbImage = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """A video or photo that was, or is being, read.

    Attributes:
        path: the file.
        kind: "video" or "photo".
        duration_s: from the first picture to the end of the last, in seconds; 0 for a photo. Before a video was
            read to its end it is what the file says, or NaN.
        fps: mean pictures per second; 0 for a photo. The times of single frames never come from it.
        width: of the upright picture as shown, in pixels.
        height: of the upright picture as shown, in pixels.
        frames: pictures read; before the end what the file says, or 0.
    """

    path: Path
    kind: Literal["video", "photo"]
    duration_s: float
    fps: float
    width: int
    height: int
    frames: int


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture.

    Attributes:
        rgb: (h, w, 3) uint8, upright, scaled down as asked for.
        time_s: time since the first picture.
    """

    rgb: RgbImage
    time_s: float


def check_file(path: str | Path) -> Path:
    """Return the path of a readable, non-empty file.

    Raises:
        InputError: it is missing, a folder, empty or not readable, or its name is no text that results can carry.
    """
    path = Path(path).expanduser()
    shown = str(path).encode(errors="backslashreplace").decode()
    expected = f"Expected a video or photo at {shown}, but"
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        raise InputError(f"{expected} there is no such file. Check the name and the folder.") from None
    except (OSError, ValueError) as error:
        raise InputError(f"{expected} it cannot be reached ({_reason(error)}).") from error
    if path.is_dir():
        raise InputError(f"{expected} that is a folder. Give one file in it.")
    if not path.is_file():
        raise InputError(f"{expected} that is not a regular file. Give a file on disk.")
    if not os.access(path, os.R_OK):
        raise InputError(f"{expected} you may not read it. Change its permissions.")
    if shown != str(path):
        raise InputError(f"{expected} its path holds bytes that are no letters (not UTF-8). Rename it.")
    if size == 0:
        raise InputError(f"{expected} the file is empty (0 bytes). Export or copy it again.")
    return path


def fit_height(width: int, height: int, max_height: int | None) -> tuple[int, int]:
    """Return the size scaled down to at most `max_height`, its proportions kept; never scaled up."""
    if max_height is None or height <= max_height:
        return width, height
    return max(1, round(width * max_height / height)), max_height


def _reason(error: OSError | ValueError) -> str:
    return getattr(error, "strerror", None) or str(error)
