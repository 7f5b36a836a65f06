"""Reading videos and photos, tracking the person in them, and writing video.

The names below are loaded when they are first used, so that importing the package stays light.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from posecheck.lazy import load_lazily

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

__getattr__ = load_lazily(__name__, _HOMES)
