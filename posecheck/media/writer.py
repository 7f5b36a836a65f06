"""Write H.264 video that browsers play, with the true time of each frame."""

from __future__ import annotations

import queue
import threading
from fractions import Fraction
from pathlib import Path
from types import TracebackType

import av
import numpy as np
from av.container import OutputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from posecheck.errors import InputError
from posecheck.media.source import RgbImage

# The time unit of video in MPEG systems: every usual frame rate falls on whole ticks.
_TICKS_PER_S = 90_000
# A coarser search for motion and a shorter look ahead than the preset's take a quarter less time; pictures are 1 dB
# noisier (34 against 35), files a sixth smaller.
_ENCODER_OPTIONS = {"crf": "23", "preset": "veryfast", "x264-params": "subme=0:weightp=0:rc-lookahead=5"}
_QUEUE_DEPTH = 4


class VideoWriter:
    """Writes RGB frames to an MP4 file; used as a context manager.

    The file appears under its name when the context ends well. After an exception nothing is left behind.
    Encoding runs in a thread of its own, so that the next frame can be drawn meanwhile.

    Args:
        path: the file to write; replaced when it exists.
        width: of the frames in pixels; an odd size loses its last column.
        height: of the frames in pixels; an odd size loses its last row.
        fps: usual frame rate, a hint for the encoder; the times of the frames count.

    Raises:
        InputError: the folder cannot be written to, or the disk is full.
    """

    def __init__(self, path: str | Path, width: int, height: int, fps: float) -> None:
        """Open a temporary file beside `path`."""
        self._path = Path(path)
        self._partial = self._path.with_name(f".{self._path.stem}.partial{self._path.suffix}")
        self._width, self._height = max(2, width - width % 2), max(2, height - height % 2)
        self._last_tick = -1
        self._error: Exception | None = None
        self._container, self._stream = self._open(fps)
        self._frames: queue.Queue[VideoFrame | None] = queue.Queue(_QUEUE_DEPTH)
        self._worker = threading.Thread(target=self._encode_all, name="posecheck-encode", daemon=True)
        self._worker.start()

    def _open(self, fps: float) -> tuple[OutputContainer, VideoStream]:
        try:
            self._partial.parent.mkdir(parents=True, exist_ok=True)
            container = av.open(f"file:{self._partial}", "w", format="mp4", options={"movflags": "+faststart"})
        except (av.error.FFmpegError, OSError) as error:
            raise InputError(self._explain(error)) from error
        rate = Fraction(fps if fps > 0 else 30.0).limit_denominator(1001)
        stream = container.add_stream("libx264", rate=rate, options=_ENCODER_OPTIONS)
        stream.width, stream.height, stream.pix_fmt = self._width, self._height, "yuv420p"
        stream.time_base = stream.codec_context.time_base = Fraction(1, _TICKS_PER_S)
        return container, stream

    def write(self, rgb: RgbImage, time_s: float) -> None:
        """Add a frame of shape (height, width, 3); its time must come after the one before."""
        self._raise_error()
        if rgb.shape[0] < self._height or rgb.shape[1] < self._width:
            raise ValueError(f"Expected frames of {self._width} x {self._height} pixels, but got {rgb.shape}.")
        tick = round(time_s * _TICKS_PER_S)
        if tick <= self._last_tick:
            raise ValueError(f"Expected frame times to rise, but got {time_s} s again or earlier.")
        self._last_tick = tick
        frame = VideoFrame.from_ndarray(np.ascontiguousarray(rgb[: self._height, : self._width]), format="rgb24")
        frame.pts, frame.time_base = tick, Fraction(1, _TICKS_PER_S)
        self._frames.put(frame)

    def _encode_all(self) -> None:
        """Encode until told to end; after an error go on taking frames, so that `write` never blocks."""
        while (frame := self._frames.get()) is not None:
            if self._error is None:
                self._encode(frame)

    def _encode(self, frame: VideoFrame | None) -> None:
        try:
            self._container.mux(self._stream.encode(frame))
        except (av.error.FFmpegError, OSError) as error:
            self._error = error

    def _raise_error(self) -> None:
        if self._error is not None:
            raise InputError(self._explain(self._error)) from self._error

    def _explain(self, error: Exception) -> str:
        reason = getattr(error, "strerror", None) or str(error)
        return (
            f"Expected to write the video {self._path}, but that failed ({reason}). "
            "Choose another folder with --out, or free some space."
        )

    def _finish(self, keep: bool) -> None:
        self._frames.put(None)
        self._worker.join()
        if keep and self._error is None:
            self._encode(None)
        try:
            self._container.close()
        except (av.error.FFmpegError, OSError) as error:
            self._error = self._error or error
        if keep and self._error is None:
            self._partial.replace(self._path)
        else:
            self._partial.unlink(missing_ok=True)

    def __enter__(self) -> VideoWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._finish(keep=kind is None)
        if kind is None:
            self._raise_error()
