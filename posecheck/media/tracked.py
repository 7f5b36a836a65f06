"""Track the person in a video or photo: from a file to a `PoseTrack`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from posecheck.errors import ReviewCancelled
from posecheck.media.photo import is_photo, read_photo
from posecheck.media.prefetch import prefetch
from posecheck.media.source import SourceInfo, check_file
from posecheck.media.video import VideoReader
from posecheck.pose import N_LANDMARKS, Pose, PoseTrack
from posecheck.tracking.tracker import PoseTracker

Progress = Callable[[float, str], None]

# The network looks at 256 x 256 pixels around the body; larger frames cost time and change angles by half a degree.
TRACKING_HEIGHT_PX = 640
# A photo is looked at once, so that a person far from the camera may have more pixels.
PHOTO_HEIGHT_PX = 1440

_GROWTH = 1024
_PROGRESS_EVERY = 10


@dataclass(frozen=True, slots=True, eq=False)
class TrackedVideo:
    """What was found in a file.

    Attributes:
        track: n poses, one for each frame; a photo gives one.
        persons: (n,) int, how many persons were seen at the last look, about once a second; 2 means more than one.
        source: what the file is.
        warnings: what was wrong with a file that could still be read, one sentence each.
    """

    track: PoseTrack
    persons: NDArray[np.int64]
    source: SourceInfo
    warnings: tuple[str, ...] = ()


def track_media(
    path: str | Path,
    tracker: PoseTracker,
    on_progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> TrackedVideo:
    """Track one person through a video, or find the person of a photo.

    Args:
        path: the file.
        tracker: is restarted when it has followed someone before.
        on_progress: called now and then with a fraction 0..1 and a text.
        cancelled: asked before each frame whether to stop.

    Raises:
        InputError: the file cannot be used.
        ReviewCancelled: `cancelled` returned true.
        ModelError: MediaPipe fails.
    """
    path = check_file(path)
    if is_photo(path):
        return _track_photo(path, tracker)
    return _track_video(path, tracker, on_progress, cancelled or (lambda: False))


def _track_photo(path: Path, tracker: PoseTracker) -> TrackedVideo:
    rgb, source = read_photo(path, PHOTO_HEIGHT_PX)
    track = PoseTrack.from_poses([tracker.track_image(rgb)])
    return TrackedVideo(track, np.array([tracker.persons]), source)


def _track_video(
    path: Path, tracker: PoseTracker, on_progress: Progress | None, cancelled: Callable[[], bool]
) -> TrackedVideo:
    tracker.restart()
    recorder = _Recorder()
    with VideoReader(path, TRACKING_HEIGHT_PX) as reader:
        frames = prefetch(reader)
        try:
            for frame in frames:
                if cancelled():
                    raise ReviewCancelled("The review was cancelled.")
                recorder.add(tracker.track(frame.rgb, frame.time_s), tracker.persons)
                if on_progress and recorder.count % _PROGRESS_EVERY == 0:
                    on_progress(reader.fraction, f"Finding the body, {frame.time_s:.0f} s")
        finally:
            frames.close()
        return TrackedVideo(recorder.get_track(), recorder.get_persons(), reader.info, tuple(reader.warnings))


class _Recorder:
    """Collects poses in arrays that grow in place: nothing is copied, so that the peak of memory is the result."""

    def __init__(self) -> None:
        self.count = 0
        self._aspect = 4 / 3
        self._time_s = np.empty(0)
        self._image_xy = np.empty((0, N_LANDMARKS, 2))
        self._world_xyz = np.empty((0, N_LANDMARKS, 3))
        self._visibility = np.empty((0, N_LANDMARKS))
        self._persons = np.empty(0, dtype=np.int64)

    def add(self, pose: Pose, persons: int) -> None:
        if self.count == len(self._time_s):
            self._resize(self.count + _GROWTH)
        index = self.count
        self._time_s[index] = pose.time_s
        self._image_xy[index] = pose.image_xy
        self._world_xyz[index] = pose.world_xyz
        self._visibility[index] = pose.visibility
        self._persons[index] = persons
        self._aspect = pose.aspect
        self.count += 1

    def _resize(self, rows: int) -> None:
        for array in (self._time_s, self._image_xy, self._world_xyz, self._visibility, self._persons):
            array.resize((rows, *array.shape[1:]), refcheck=False)

    def get_track(self) -> PoseTrack:
        self._resize(self.count)
        return PoseTrack(self._time_s, self._image_xy, self._world_xyz, self._visibility, self._aspect)

    def get_persons(self) -> NDArray[np.int64]:
        return self._persons[: self.count]
