"""Reading videos and photos, tracking the person in them, and writing video.

The names below are loaded when they are first used, so that importing the package stays light.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from posecheck.media.photo import read_photo
    from posecheck.media.reading import open_video, read_media
    from posecheck.media.source import Frame, SourceInfo
    from posecheck.media.tracked import TrackedVideo, track_media
    from posecheck.media.video import VideoReader
    from posecheck.media.writer import VideoWriter

_HOMES = {
    "Frame": "source",
    "SourceInfo": "source",
    "TrackedVideo": "tracked",
    "VideoReader": "video",
    "VideoWriter": "writer",
    "open_video": "reading",
    "read_media": "reading",
    "read_photo": "photo",
    "track_media": "tracked",
}

__all__ = [
    "Frame",
    "SourceInfo",
    "TrackedVideo",
    "VideoReader",
    "VideoWriter",
    "open_video",
    "read_media",
    "read_photo",
    "track_media",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"posecheck.media.{_HOMES[name]}"), name)
