"""Open any file that has pictures in it, to go through them once more (to draw on them, for instance)."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from posecheck.media.photo import is_photo, read_photo
from posecheck.media.prefetch import prefetch
from posecheck.media.source import Frame, check_file
from posecheck.media.video import VideoReader


def open_video(path: str | Path, max_height: int | None = None) -> VideoReader:
    """Open a video; iterate over the reader once, and close it or use it as a context manager."""
    return VideoReader(path, max_height)


@contextmanager
def read_media(
    path: str | Path, max_height: int | None = None, wanted_s: Sequence[float] | None = None
) -> Iterator[Iterator[Frame]]:
    """Give the frames of a video, decoded in the background, or the one frame of a photo.

    Args:
        path: the file.
        max_height: frames are scaled down to this height in pixels; None keeps their size.
        wanted_s: give only the first frame of a video at or after each of these times; None gives all.

    Raises:
        InputError: on entering or while iterating; the file cannot be used.
    """
    frames = _read_frames(check_file(path), max_height, wanted_s)
    try:
        yield frames
    finally:
        frames.close()


def _read_frames(path: Path, max_height: int | None, wanted_s: Sequence[float] | None) -> Generator[Frame, None, None]:
    if is_photo(path):
        yield Frame(read_photo(path, max_height)[0], 0.0)
        return
    with VideoReader(path, max_height, wanted_s) as reader:
        frames = prefetch(reader)
        try:
            yield from frames
        finally:
            frames.close()
