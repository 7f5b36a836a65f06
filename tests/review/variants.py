"""The same clip in other clothes: frame rate, size, container, rotation tag, variable frame rate, mirrored."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
_TICKS_PER_S = 90_000


@dataclass(frozen=True)
class Variant:
    """How to write a clip again.

    `keep` chooses frames by index; `repeat` shows each kept frame that many times, evenly spread; `turn` is the
    rotation tag in degrees, for which the stored picture is turned the other way.
    """

    name: str
    suffix: str = ".mp4"
    codec: str = "libx264"
    height: int | None = None
    keep: Callable[[int], bool] = lambda _index: True
    repeat: int = 1
    turn: int = 0
    mirrored: bool = False


def read_frames(path: Path) -> Iterator[tuple[float, Image]]:
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            yield float(frame.time), frame.to_ndarray(format="rgb24")


def write_variant(source: Path, folder: Path, variant: Variant) -> Path:
    """Write the clip again as the variant says and return its path."""
    path = folder / f"{variant.name}{variant.suffix}"
    kept = [pair for index, pair in enumerate(read_frames(source)) if variant.keep(index)]
    times = [time_s for time_s, _ in kept]
    ends = [*times[1:], times[-1] + (times[-1] - times[-2])]
    with av.open(str(path), "w") as container:
        stream = container.add_stream(variant.codec, rate=60)
        stream.time_base = stream.codec_context.time_base = Fraction(1, _TICKS_PER_S)
        stream.pix_fmt = "yuv420p"
        if variant.codec == "libvpx":
            stream.options = {"deadline": "realtime", "cpu-used": "8", "b": "2M"}
        stream.height, stream.width = _transform(kept[0][1], variant).shape[:2]
        for (start_s, rgb), end_s in zip(kept, ends, strict=True):
            picture = _transform(rgb, variant)
            for copy in range(variant.repeat):
                _encode(container, stream, picture, start_s + (end_s - start_s) * copy / variant.repeat)
        container.mux(stream.encode(None))
    if variant.turn:
        _set_rotation(path, variant.turn)
    return path


def _transform(rgb: Image, variant: Variant) -> Image:
    if variant.mirrored:
        rgb = rgb[:, ::-1]
    if variant.height is not None:
        width = round(rgb.shape[1] * variant.height / rgb.shape[0] / 2) * 2
        frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(rgb), format="rgb24")
        rgb = frame.reformat(width=width, height=variant.height, interpolation="BICUBIC").to_ndarray(format="rgb24")
    return np.ascontiguousarray(np.rot90(rgb, variant.turn // 90))


def _encode(container: av.container.OutputContainer, stream: av.VideoStream, picture: Image, time_s: float) -> None:
    frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
    frame.pts, frame.time_base = round(time_s * _TICKS_PER_S), Fraction(1, _TICKS_PER_S)
    container.mux(stream.encode(frame))


def _set_rotation(path: Path, degrees: int) -> None:
    """Write the display matrix of a turn into the track header of an MP4 file, as phones do."""
    data = bytearray(path.read_bytes())
    header = data.index(b"tkhd")
    version = data[header + 4]
    matrix = header + 8 + (32 if version else 20) + 16
    cosine = {0: 1, 90: 0, 180: -1, 270: 0}[degrees]
    sine = {0: 0, 90: 1, 180: 0, 270: -1}[degrees]
    for offset, value in ((0, cosine), (4, sine), (12, -sine), (16, cosine)):
        data[matrix + offset : matrix + offset + 4] = (value * 0x10000).to_bytes(4, "big", signed=True)
    path.write_bytes(bytes(data))
