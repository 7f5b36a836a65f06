"""What travels over the live socket: pictures in, checked before they are decoded.

A picture message is a little-endian header, `<d` the page's monotonic clock in milliseconds and `<I` a number
that the answer repeats, followed by one JPEG.
"""

from __future__ import annotations

import json
import math
import struct
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from posecheck.errors import InputError

HEADER = struct.Struct("<dI")
# A 640x480 JPEG of quality 0.7 is about 30 KB; a detailed 1280x720 one stays below 300 KB.
MOST_BYTES = 600_000
MOST_TEXT_BYTES = 4096
LONGEST_SIDE_PX = 1920
MOST_PIXELS = 1920 * 1080
SHORTEST_SIDE_PX = 64
# Pictures further apart than this do not add up: a page that slept is not a hold.
LONGEST_STEP_S = 1.0

_SOI = b"\xff\xd8"
# Start-of-frame markers carry the size; C4, C8 and CC in the same range are other tables.
_FRAME_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_BARE_MARKERS = frozenset({0x01, *range(0xD0, 0xD8)})


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture as it came: its number, the page's clock in seconds and the undecoded JPEG."""

    number: int
    client_s: float
    jpeg: bytes


def parse_picture(message: bytes) -> Picture:
    """Return a picture message taken apart, its size checked from the JPEG's header alone.

    Raises:
        InputError: too large, not a picture message, or a picture of a refused size.
    """
    if len(message) > MOST_BYTES:
        raise InputError(f"Expected a picture of at most {MOST_BYTES} bytes, found {len(message)}.")
    if len(message) <= HEADER.size:
        raise InputError(f"Expected a picture after a header of {HEADER.size} bytes, found {len(message)} in all.")
    client_ms, number = HEADER.unpack_from(message)
    if not math.isfinite(client_ms) or client_ms < 0:
        raise InputError(f"Expected a time stamp in milliseconds, found {client_ms}.")
    jpeg = message[HEADER.size :]
    width, height = read_jpeg_size(jpeg)
    if min(width, height) < SHORTEST_SIDE_PX or max(width, height) > LONGEST_SIDE_PX or width * height > MOST_PIXELS:
        raise InputError(f"Expected a picture between 64 and 1920x1080 pixels, found {width}x{height}.")
    return Picture(number, client_ms / 1000, jpeg)


def read_jpeg_size(jpeg: bytes) -> tuple[int, int]:
    """Return (width, height) in pixels from a JPEG's header, without decoding it.

    Raises:
        InputError: it is not a JPEG, or its header ends early.
    """
    if not jpeg.startswith(_SOI):
        raise InputError("Expected a JPEG picture, found other data.")
    at = 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        marker = jpeg[at + 1]
        if marker == 0xFF or marker in _BARE_MARKERS:
            at += 1 if marker == 0xFF else 2
            continue
        if marker in _FRAME_MARKERS and at + 9 <= len(jpeg):
            height, width = struct.unpack_from(">HH", jpeg, at + 5)
            return int(width), int(height)
        at += 2 + max(2, int(struct.unpack_from(">H", jpeg, at + 2)[0]))
    raise InputError("Expected a JPEG with its size in the header, found none.")


def decode_jpeg(jpeg: bytes) -> NDArray[np.uint8]:
    """Return the picture as (h, w, 3) uint8 RGB.

    Raises:
        InputError: the data is damaged.
    """
    data = np.frombuffer(jpeg, dtype=np.uint8)
    image = cv2.imdecode(data, cv2.IMREAD_COLOR_RGB | cv2.IMREAD_IGNORE_ORIENTATION)
    if image is None:
        raise InputError("Expected a JPEG picture, found one that cannot be decoded.")
    return np.asarray(image, dtype=np.uint8)


def measure_brightness(rgb: NDArray[np.uint8]) -> float:
    """Return the mean brightness of a picture, 0..1, from every sixteenth pixel of every sixteenth line."""
    return float(rgb[::16, ::16].mean() / 255.0)


def parse_command(message: str) -> dict[str, Any]:
    """Return a text message as a JSON object.

    Raises:
        InputError: too long, not JSON, or not an object.
    """
    if len(message) > MOST_TEXT_BYTES:
        raise InputError(f"Expected a command of at most {MOST_TEXT_BYTES} characters, found {len(message)}.")
    try:
        values = json.loads(message)
    except (ValueError, RecursionError) as error:
        raise InputError("Expected a command in JSON, found other text.") from error
    if not isinstance(values, dict):
        raise InputError(f"Expected a JSON object, found {type(values).__name__}.")
    return values


class SessionClock:
    """The session's own time: adds up the steps of the page's clock, without its gaps and jumps."""

    def __init__(self, start_s: float = 0.0) -> None:
        """Start at a session time in seconds."""
        self._now_s = start_s
        self._client_s: float | None = None

    def advance(self, client_s: float) -> float | None:
        """Return the session's time of a picture; None when the page's clock did not rise."""
        if self._client_s is None:
            step_s = 1.0 / 30.0
        else:
            step_s = client_s - self._client_s
            if step_s <= 0:
                return None
        self._client_s = client_s
        self._now_s += min(step_s, LONGEST_STEP_S)
        return self._now_s
