"""Read a video frame by frame with PyAV: true times, upright pictures, whatever the container."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType

import av
import cv2
import numpy as np
from av.container import InputContainer
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter
from av.video.stream import VideoStream

from posecheck.errors import InputError
from posecheck.language import _, format_number, ngettext
from posecheck.media.source import Frame, RgbImage, SourceInfo, check_file, fit_height

# Demuxers of FFmpeg that make pictures out of text or follow addresses inside a file.
_REFUSED_FORMATS = frozenset({"tty", "hls", "dash", "concat", "image2", "image2pipe", "sdp", "rtsp"})
# The cheapest way to scale: OpenCV's, after the colours (0.9 ms for 1768 x 994 to 720 lines; FFmpeg's own take 2.6 ms).
# Finer ways give no better angles.
_SCALING = cv2.INTER_LINEAR
# A file that ends this much before its own duration says is called cut off: a share of it, and at least in seconds.
_CUT_OFF_SHARE = 0.05
_CUT_OFF_S = 0.5
# Seeking goes by the times at which frames are decoded, which lie before those at which they are shown.
_SEEK_MARGIN_S = 1.0
_SAME_TIME_S = 1e-6


class VideoReader:
    """An open video; iterate over it once to get its frames.

    Times come from the frames, start at 0 and rise strictly: a frame whose time does not rise is left out.
    Memory does not grow with the length of the video.

    Args:
        path: any file that FFmpeg reads.
        max_height: frames are scaled down to this height in pixels; None keeps their size.
        wanted_s: give only the first frame at or after each of these times; what lies between is skipped where the
            file has an index, else decoded. Such a reading does not judge the file, and leaves `info` as it was.

    Attributes:
        info: what the file says, and after the last frame what was found.
        warnings: what was wrong with a video that could still be read, one sentence each.
        fraction: 0..1, how much of the file has been read.

    Raises:
        InputError: on opening or while iterating; the file is not a video with at least two pictures.
    """

    def __init__(
        self, path: str | Path, max_height: int | None = None, wanted_s: Sequence[float] | None = None
    ) -> None:
        """Open the file."""
        self._wanted_s = None if wanted_s is None else sorted(wanted_s)
        self._path = check_file(path)
        self._max_height = max_height
        self._container = _open(self._path)
        try:
            self._stream = _find_stream(self._container, self._path)
        except InputError:
            self._container.close()
            raise
        self._reformatter = VideoReformatter()
        self._file_bytes = self._path.stat().st_size
        self.warnings: list[str] = []
        self.fraction = 0.0
        self.info = _describe(self._path, self._container, self._stream)

    def __iter__(self) -> Iterator[Frame]:
        """Yield the frames in the order of their times."""
        times = _FrameTimes(self.info.fps)
        if self._wanted_s is not None:
            yield from self._find_wanted(self._wanted_s, times)
            return
        for raw in self._decode():
            time_s = times.admit(raw)
            if time_s is None:
                continue
            if times.count == 1:
                self._note_size(raw)
            self._note_progress(time_s)
            yield Frame(self._to_rgb(raw), time_s)
        self._finish(times)

    def _find_wanted(self, wanted_s: list[float], times: _FrameTimes) -> Iterator[Frame]:
        left_s = wanted_s
        frames = self._decode()
        while left_s and (raw := next(frames, None)) is not None:
            time_s = times.admit(raw)
            if time_s is None:
                continue
            due = [each for each in left_s if each <= time_s + _SAME_TIME_S]
            left_s = left_s[len(due) :]
            if due:
                yield Frame(self._to_rgb(raw), time_s)
            if left_s and (due or times.count == 1):
                self._skip_to(left_s[0] - time_s, raw)

    def _skip_to(self, ahead_s: float, raw: VideoFrame) -> None:
        """Go on reading at the last key frame before a time, when that is ahead of the frame at hand."""
        if raw.pts is None or self._stream.time_base is None:
            return
        target = raw.pts + round((ahead_s - _SEEK_MARGIN_S) / self._stream.time_base)
        entries = self._stream.index_entries
        if any(entry.is_keyframe and raw.pts < entry.timestamp <= target for entry in entries):
            self._container.seek(target, stream=self._stream, backward=True)

    def _decode(self) -> Iterator[VideoFrame]:
        """Yield what can be decoded; damaged packets are counted and left out."""
        damaged = 0
        packets = self._container.demux(self._stream)
        while True:
            try:
                packet = next(packets)
                frames = packet.decode()
            except StopIteration:
                break
            except av.error.InvalidDataError:
                damaged += 1
                if damaged > 1000:
                    break
                continue
            except (av.error.FFmpegError, OSError) as error:
                self._stop_at(error)
                break
            if packet.pos is not None:
                self.fraction = max(self.fraction, min(packet.pos / self._file_bytes, 1.0))
            yield from frames
        if damaged:
            words = ngettext(
                "{n} damaged part of the video could not be read and was left out.",
                "{n} damaged parts of the video could not be read and were left out.",
                damaged,
            )
            self.warnings.append(words.format(n=damaged))

    def _stop_at(self, error: Exception) -> None:
        if not self._path.exists():
            raise InputError(
                f"Expected to read {self._path} to its end, but the file vanished while it was read. "
                "Put it back, or copy it to this machine first."
            ) from error
        words = _("The video could not be read to its end ({reason}).")
        self.warnings.append(words.format(reason=error.__class__.__name__))

    def _to_rgb(self, raw: VideoFrame) -> RgbImage:
        shown_width, shown_height, turns = _shown_size(raw, self._stream)
        size, fitted = (shown_width, shown_height), fit_height(shown_width, shown_height, self._max_height)
        if turns % 2:
            size, fitted = size[::-1], fitted[::-1]
        rgb = np.asarray(self._reformatter.reformat(raw, *size, "rgb24").to_ndarray(), dtype=np.uint8)
        if fitted != size:
            rgb = np.asarray(cv2.resize(rgb, fitted, interpolation=_SCALING), dtype=np.uint8)
        return np.ascontiguousarray(np.rot90(rgb, turns)) if turns else rgb

    def _note_size(self, raw: VideoFrame) -> None:
        width, height, __ = _shown_size(raw, self._stream)
        self.info = replace(self.info, width=width, height=height)

    def _note_progress(self, time_s: float) -> None:
        if self.info.duration_s > 0:
            self.fraction = max(self.fraction, min(time_s / self.info.duration_s, 1.0))

    def _finish(self, times: _FrameTimes) -> None:
        """Replace what the file says by what was found, and judge whether that is a video."""
        found = "no picture in it can be read" if times.count == 0 else "it has only one picture"
        if times.count < 2:
            raise InputError(
                f"Expected a video of at least two pictures at different times in {self._path}, but {found}. "
                "Give a longer video, or a photo as JPEG or PNG."
            )
        expected_s, duration_s = self.info.duration_s, times.duration_s
        if expected_s - duration_s > max(_CUT_OFF_S, _CUT_OFF_SHARE * expected_s):
            words = _("The video is cut off: {seen} s of {whole} s could be read, and only they count.")
            self.warnings.append(words.format(seen=format_number(duration_s, 1), whole=format_number(expected_s, 1)))
        if times.left_out:
            words = ngettext(
                "{n} frame with a time out of order was left out.",
                "{n} frames with times out of order were left out.",
                times.left_out,
            )
            self.warnings.append(words.format(n=times.left_out))
        self.fraction = 1.0
        self.info = replace(self.info, duration_s=duration_s, fps=times.count / duration_s, frames=times.count)

    def close(self) -> None:
        """Close the file."""
        self._container.close()

    def __enter__(self) -> VideoReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _FrameTimes:
    """The times of the frames so far, counted from the first."""

    def __init__(self, fps: float) -> None:
        self._step_s = 1.0 / fps if fps > 0 else 1.0 / 30.0
        self._first_s = math.nan
        self._last_s = math.nan
        self._last_step_s = self._step_s
        self.count = 0
        self.left_out = 0

    def admit(self, raw: VideoFrame) -> float | None:
        """Return the frame's time since the first, or None when it does not come after the one before."""
        stamp_s = raw.time
        if stamp_s is None:  # raw streams carry no times: only then the frame rate has to do
            stamp_s = self._last_s + self._step_s if self.count else 0.0
        if self.count and not stamp_s > self._last_s:
            self.left_out += 1
            return None
        if self.count:
            self._last_step_s = stamp_s - self._last_s
        else:
            self._first_s = stamp_s
        self._last_s = stamp_s
        self.count += 1
        return stamp_s - self._first_s

    @property
    def duration_s(self) -> float:
        """From the first frame to the end of the last, which is taken to last as long as the one before."""
        return self._last_s - self._first_s + self._last_step_s


def _open(path: Path) -> InputContainer:
    try:
        # "file:" and the whitelist: a colon in a name is no protocol, and no file makes FFmpeg open a connection.
        container = av.open(f"file:{path}", options={"protocol_whitelist": "file"})
    except av.error.PermissionError as error:
        raise InputError(f"Expected a video or photo at {path}, but you may not read it.") from error
    except (av.error.FFmpegError, OSError, ValueError) as error:
        raise InputError(_not_media(path)) from error
    if _REFUSED_FORMATS & set(container.format.name.split(",")):
        container.close()
        raise InputError(_not_media(path))
    return container


def _not_media(path: Path) -> str:
    return (
        f"Expected a video (MP4, MOV, WebM, MKV, AVI, GIF) or a photo (JPEG, PNG, WebP, HEIC), but {path} is neither, "
        "or its end is missing. Play it in a media player; when it does not play, record or export it again."
    )


def _find_stream(container: InputContainer, path: Path) -> VideoStream:
    streams = [stream for stream in container.streams.video if not stream.disposition & Disposition.attached_pic]
    if not streams:
        found = "it holds only sound" if container.streams.audio else "there is no picture in it"
        raise InputError(f"Expected a video or photo, but {path}: {found}. Give a recording with pictures.")
    # A stream that no decoder here reads, such as a vector drawing's, has no codec context and so not even a size.
    decodable = [stream for stream in streams if stream.codec_context is not None]
    if not decodable:
        raise InputError(f"Expected a video or photo, but {path}: no decoder here reads it. Export it as MP4 or JPEG.")
    stream = max(decodable, key=lambda candidate: candidate.width * candidate.height)
    stream.thread_type = "AUTO"
    return stream


def _describe(path: Path, container: InputContainer, stream: VideoStream) -> SourceInfo:
    duration_s = math.nan
    if stream.duration and stream.time_base:
        duration_s = float(stream.duration * stream.time_base)
    elif container.duration:
        duration_s = container.duration / av.time_base
    rate = stream.average_rate or stream.guessed_rate
    fps = float(rate) if rate else 0.0
    return SourceInfo(path, "video", duration_s, fps, stream.width, stream.height, stream.frames)


def _shown_size(raw: VideoFrame, stream: VideoStream) -> tuple[int, int, int]:
    """Return width and height as shown, and how many quarter turns to the left make the frame upright."""
    width, height = raw.width, raw.height
    ratio = stream.sample_aspect_ratio
    if ratio and ratio > 0 and ratio != 1:
        width = max(1, round(width * float(ratio)))
    turns = round(raw.rotation / 90) % 4
    return (height, width, turns) if turns % 2 else (width, height, turns)
