"""Small clips with known contents, written with PyAV and patched by hand where a writer would hide the truth."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

# Corner colours of the test picture, clockwise from the top left: red, green, blue, white.
CORNERS = np.array([(220, 30, 30), (30, 200, 30), (30, 30, 220), (240, 240, 240)], dtype=np.uint8)

Clip = Callable[..., Path]


def draw_corners(width: int, height: int) -> NDArray[np.uint8]:
    """Return a picture of four coloured quarters."""
    rgb = np.zeros((height, width, 3), np.uint8)
    top, left = height // 2, width // 2
    rgb[:top, :left], rgb[:top, left:], rgb[top:, left:], rgb[top:, :left] = CORNERS
    return rgb


def read_corners(rgb: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Return which of CORNERS lies at each corner, clockwise from the top left."""
    height, width = rgb.shape[:2]
    y, x = height // 4, width // 4
    points = (rgb[y, x], rgb[y, -x], rgb[-y, -x], rgb[-y, x])
    return np.array([np.abs(CORNERS.astype(int) - point.astype(int)).sum(axis=1).argmin() for point in points])


def write_clip(
    path: Path,
    times_s: Sequence[float],
    size: tuple[int, int] = (96, 64),
    codec: str = "libx264",
    pix_fmt: str = "yuv420p",
    *,
    noisy: bool = False,
    key_every: int = 12,
) -> Path:
    """Write the test picture, or noise that does not compress, at the given times; every so many a key frame."""
    noise = np.random.default_rng(0)
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=30)
        stream.width, stream.height, stream.pix_fmt = *size, pix_fmt
        stream.gop_size = key_every
        if codec != "gif":
            stream.codec_context.time_base = Fraction(1, 1000)
        for index, time_s in enumerate(times_s):
            rgb = noise.integers(0, 255, (size[1], size[0], 3), np.uint8) if noisy else draw_corners(*size)
            frame = av.VideoFrame.from_ndarray(rgb, format="rgb24")
            frame.pts, frame.time_base = (
                (index, Fraction(1, 30)) if codec == "gif" else (round(time_s * 1000), Fraction(1, 1000))
            )
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def turn_by_tag(path: Path, turned: Path, quarter_turns_clockwise: int) -> Path:
    """Write the rotation into the track header of an MP4 file, as a phone does (ISO 14496-12, 8.3.2)."""
    one = 0x10000
    matrices = {
        0: (one, 0, 0, one),
        1: (0, one, -one, 0),
        2: (-one, 0, 0, -one),
        3: (0, -one, one, 0),
    }
    a, b, c, d = matrices[quarter_turns_clockwise]
    data = bytearray(path.read_bytes())
    header = data.index(b"tkhd")
    matrix = header + 4 + 40
    data[matrix : matrix + 36] = struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 0x40000000)
    turned.write_bytes(data)
    return turned
