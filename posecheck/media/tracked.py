"""Track the person in a video or photo: from a file to a `PoseTrack`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from posecheck.errors import ReviewCancelled
from posecheck.language import _
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
# Ten hours at 30 frames a second: a file may say anything about its length.
_MOST_EXPECTED = 1_000_000
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
    with VideoReader(path, TRACKING_HEIGHT_PX) as reader:
        recorder = _Recorder(_expect_frames(reader.info))
        frames = prefetch(reader)
        try:
            for frame in frames:
                if cancelled():
                    raise ReviewCancelled("The review was cancelled.")
                recorder.add(tracker.track(frame.rgb, frame.time_s), tracker.persons)
                if on_progress and recorder.count % _PROGRESS_EVERY == 0:
                    on_progress(reader.fraction, _("Finding the body, {seconds} s").format(seconds=round(frame.time_s)))
        finally:
            frames.close()
    # Frees the network first: the peak of memory must not be where the landmarks are written in full precision.
    tracker.restart()
    return TrackedVideo(recorder.get_track(), recorder.get_persons(), reader.info, tuple(reader.warnings))


def _expect_frames(info: SourceInfo) -> int:
    """Return how many frames the file promises, with some to spare."""
    promised = info.frames or (info.duration_s * info.fps if info.duration_s > 0 else 0)
    return int(min(promised, _MOST_EXPECTED)) + _GROWTH


class _Recorder:
    """Collects poses in arrays that are reserved for the whole video, and grow where it is longer than it says.

    The system gives memory to an array only where something was written. Single precision is what the network gives.
    """

    def __init__(self, capacity: int) -> None:
        self.count = 0
        self._aspect = 4 / 3
        self._time_s = np.empty(capacity)
        self._image_xy = np.empty((capacity, N_LANDMARKS, 2), np.float32)
        self._world_xyz = np.empty((capacity, N_LANDMARKS, 3), np.float32)
        self._visibility = np.empty((capacity, N_LANDMARKS), np.float32)
        self._room_roll_deg = np.empty(capacity, np.float32)
        self._persons = np.empty(capacity, dtype=np.int64)

    def add(self, pose: Pose, persons: int) -> None:
        if self.count == len(self._time_s):
            self._grow()
        index = self.count
        self._time_s[index] = pose.time_s
        self._image_xy[index] = pose.image_xy
        self._world_xyz[index] = pose.world_xyz
        self._visibility[index] = pose.visibility
        self._room_roll_deg[index] = pose.room_roll_deg
        self._persons[index] = persons
        self._aspect = pose.aspect
        self.count += 1

    def _grow(self) -> None:
        rows = self.count + max(_GROWTH, self.count // 4)
        bodies = self._image_xy, self._world_xyz, self._visibility
        for array in (self._time_s, *bodies, self._room_roll_deg, self._persons):
            array.resize((rows, *array.shape[1:]), refcheck=False)

    def get_track(self) -> PoseTrack:
        n = self.count
        return PoseTrack(
            self._time_s[:n].copy(),
            self._image_xy[:n].astype(np.float64),
            self._world_xyz[:n].astype(np.float64),
            self._visibility[:n].astype(np.float64),
            self._aspect,
            self._room_roll_deg[:n].astype(np.float64),
        )

    def get_persons(self) -> NDArray[np.int64]:
        return self._persons[: self.count].copy()
