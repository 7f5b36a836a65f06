"""Pictures in, one person's poses out: the MediaPipe landmarker held on the person who is followed."""

from __future__ import annotations

import math
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from posecheck.pose import LANDMARK_INDEX, N_LANDMARKS, Pose
from posecheck.tracking.fetch import Progress
from posecheck.tracking.landmarker import Landmarker, RgbImage
from posecheck.tracking.memory import return_free_memory
from posecheck.tracking.model import ensure_model
from posecheck.tracking.person_lock import PersonLock, measure_body
from posecheck.tracking.room_level import RoomLevel
from posecheck.tracking.surroundings import Surroundings, average_around
from posecheck.tracking.uprights import BoxPx, read_room_roll

# How often a second person is looked for: 5 ms when there is none, 18 ms when there is one (2 cores, 640 px), 0.5 ms
# while the picture around the followed body stays as it was.
LOOK_BESIDE_EVERY_S = 1.0
# The same while the followed body is not where the person was last seen alone: it may be a passer-by.
LOOK_BESIDE_WHILE_AWAY_S = 0.3
# While the landmarker is on somebody else, how often the followed person is searched for.
SEARCH_EVERY_S = 0.25
# A person cannot leave and another take the place unseen within this time.
LEAP_LIMIT_S = 1.0
# What is painted over around a body to see who else is there: arms, hair and clothes reach beyond landmarks.
_MASK_MARGIN_M = 0.35
# What is left out around each part of a body when its room is looked at; there a sleeve does no harm, as many edges
# agree. One box around the whole body hid most of the room of who sits or lies near the camera.
_ROOM_MARGIN_M = 0.15
_EVERYTHING = np.arange(N_LANDMARKS)
_PARTS = [
    np.array([LANDMARK_INDEX[name] for name in names])
    for names in (
        ("nose", "left_ear", "right_ear", "mouth_left", "mouth_right"),
        ("left_shoulder", "right_shoulder", "left_hip", "right_hip"),
        *(
            tuple(f"{side}_{joint}" for joint in joints)
            for side in ("left", "right")
            for joints in (
                ("shoulder", "elbow"),
                ("elbow", "wrist", "index"),
                ("hip", "knee"),
                ("knee", "ankle"),
                ("ankle", "heel", "foot_index"),
            )
        ),
    )
]
# Somebody who appears smaller than this share of the followed person is far behind, or a picture on the wall.
_LEAST_SHARE = 0.4
# A second person must stand out this much more to be followed instead of the one MediaPipe chose.
_PROMINENCE_MARGIN = 1.2


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    """A look for other people that is under way.

    Attributes:
        followed: the body that was painted over, None when none was followed.
        found: who else was seen.
    """

    followed: Pose | None
    found: Future[list[Pose]]


class PoseTracker:
    """Follows one person through a video, or finds the main person of a photo.

    Now and then it looks for other people, and at the upright edges of the room, in a thread of its own while the next
    frame is tracked: what was found is taken in with that frame, always, so that a video gives the same poses on every
    machine.

    Args:
        model_path: a model bundle; without it the one of `ensure_model`.
        on_progress: called with a fraction 0..1 and a text while the model is fetched on first use.

    Raises:
        ModelError: the model or MediaPipe cannot be had.
    """

    def __init__(self, model_path: str | Path | None = None, *, on_progress: Progress | None = None) -> None:
        """Find or fetch the model and load the networks."""
        self._model_path = ensure_model(model_path, on_progress=on_progress)
        self._still = Landmarker(self._model_path, video=False)
        # One thread: only one picture at a time goes through the network for single pictures.
        self._lookout = ThreadPoolExecutor(1, thread_name_prefix="posecheck-look")
        self._video: Landmarker | None = None
        self._start_over()

    def _start_over(self) -> None:
        self._lock = PersonLock()
        self._surroundings = Surroundings()
        self._room = RoomLevel(self._lookout)
        self._look: _Look | None = None
        self._last_s = -math.inf
        self._looked_s = -math.inf
        self._next_search_s = -math.inf
        self._persons = 0
        self._was_alone = True

    @property
    def persons(self) -> int:
        """How many persons were seen when last looked, about once a second; 2 stands for two or more.

        Persons far behind the followed one do not count.
        """
        return self._persons

    def track(self, rgb: RgbImage, time_s: float) -> Pose:
        """Return the followed person's pose in the next frame of a video.

        Args:
            rgb: (h, w, 3) uint8.
            time_s: the frame's time; it must rise from call to call.

        Returns:
            The pose; all NaN when nobody, or only somebody else, is seen.

        Raises:
            ValueError: the picture has another shape or type, or the time does not rise.
            ModelError: MediaPipe fails.
        """
        _check_picture(rgb)
        if not time_s > self._last_s:
            raise ValueError(f"Expected time_s to rise, but got {time_s} after {self._last_s}.")
        self._last_s = time_s
        pose = self._take_in(self._look, rgb, self._find_followed(rgb, time_s), time_s)
        self._look = None
        room_roll_deg = self._room.take_in()
        pause_s = LOOK_BESIDE_WHILE_AWAY_S if self._lock.is_away(pose) else LOOK_BESIDE_EVERY_S
        if time_s >= self._looked_s + pause_s:
            self._looked_s = time_s
            self._look = _Look(pose, self._look_again(rgb, pose, time_s))
        elif self._room.is_due(time_s):
            self._room.look(rgb, _find_parts_px(rgb, pose), time_s)
        if pose is None:
            pose = Pose.missing(time_s, rgb.shape[1] / rgb.shape[0])
        else:
            self._persons = max(self._persons, 1)
            self._lock.follow(pose)
        return replace(pose, room_roll_deg=room_roll_deg)

    def track_image(self, rgb: RgbImage, time_s: float = 0.0) -> Pose:
        """Return the pose of the most prominent person of a photo, all NaN when there is nobody.

        Each call stands alone. A photo is looked at once: shown again as a video, the landmarks of a still body
        drift (by up to 0.3 of the frame height on a lying person with a leg up).
        """
        _check_picture(rgb)
        candidates = self._find_all(rgb, time_s)
        if not candidates:
            self._persons = 0
            return Pose.missing(time_s, rgb.shape[1] / rgb.shape[0])
        chosen = _most_prominent(candidates)
        self._persons = sum(_prominence(other) >= _LEAST_SHARE * _prominence(chosen) for other in candidates)
        return replace(chosen, room_roll_deg=read_room_roll(rgb, _find_parts_px(rgb, chosen)))

    def restart(self) -> None:
        """Forget the person and the time, to begin another video; the network of the old one is freed."""
        self._close_video()
        self._start_over()
        return_free_memory()

    def _find_followed(self, rgb: RgbImage, time_s: float) -> Pose | None:
        if self._video is None:
            self._video = Landmarker(self._model_path, video=True)
        found = self._video.detect(rgb, time_s)
        if not found:
            return None
        if self._lock.is_free(time_s):
            return self._choose(rgb, found[0])
        if self._lock.accepts(found[0]):
            return found[0]
        return self._search(rgb, found[0])

    def _choose(self, rgb: RgbImage, found: Pose) -> Pose:
        """Return the person to follow out of the one that was found and whoever is beside."""
        beside = self._lookout.submit(self._look_beside, rgb, found).result()
        chosen = _most_prominent([found, *beside])
        if chosen is not found:
            self._steer(_keep_only(rgb, chosen), chosen.time_s)
        return chosen

    def _search(self, rgb: RgbImage, other: Pose) -> Pose | None:
        """Return the followed person while the landmarker is on another body, or None.

        A body that leaps within a second, with nobody beside it before or now, is the same person after a cut
        or a correction by the network, and is followed on.
        """
        if other.time_s < self._next_search_s:
            return None
        self._next_search_s = other.time_s + SEARCH_EVERY_S
        candidates = self._find_all(rgb, other.time_s)
        for candidate in candidates:
            if self._lock.accepts(candidate):
                self._steer(_keep_only(rgb, candidate), candidate.time_s)
                return candidate
        leapt = self._lock.elapsed_s(other.time_s) <= LEAP_LIMIT_S
        return other if leapt and self._was_alone and len(candidates) <= 1 else None

    def _look_again(self, rgb: RgbImage, followed: Pose | None, time_s: float) -> Future[list[Pose]]:
        """Begin to look for other people than the followed one."""
        if followed is None:
            return self._lookout.submit(self._still.detect, rgb, time_s)
        return self._lookout.submit(self._look_where_changed, rgb, followed, self._surroundings)

    def _take_in(self, look: _Look | None, rgb: RgbImage, pose: Pose | None, time_s: float) -> Pose | None:
        """Count the persons, and go back to the one who stayed when the landmarker went with a passer-by."""
        if look is None:
            return pose
        followed, beside = look.followed, look.found.result()
        if followed is None:
            self._persons = len(beside)
            return pose
        if beside and self._lock.was_left_behind(beside[0], followed):
            pose = self._steer(_keep_only(rgb, beside[0]), time_s)
            followed, beside = beside[0], [followed]
        self._persons = 1 + sum(_prominence(other) >= _LEAST_SHARE * _prominence(followed) for other in beside)
        self._was_alone = self._persons <= 1
        if self._was_alone:
            self._lock.confirm_alone(followed)
        return pose

    def _find_all(self, rgb: RgbImage, time_s: float) -> list[Pose]:
        """Return up to two persons: the one the network finds, and one beside."""
        return self._lookout.submit(self._find_both, rgb, time_s).result()

    def _find_both(self, rgb: RgbImage, time_s: float) -> list[Pose]:
        found = self._still.detect(rgb, time_s)
        return found + (self._look_beside(rgb, found[0]) if found else [])

    def _look_beside(self, rgb: RgbImage, pose: Pose) -> list[Pose]:
        """Look for one more person after painting over this one.

        The network asked for several persons finds the second of two in a third of composed pictures; asked
        again with the first painted over it found all, and nobody in 36 photos of single persons.
        """
        left, top, right, bottom = _box_px(rgb, pose)
        masked = rgb.copy()
        masked[top:bottom, left:right] = _mean_colour(rgb)
        return self._still.detect(masked, pose.time_s)

    def _look_where_changed(self, rgb: RgbImage, pose: Pose, surroundings: Surroundings) -> list[Pose]:
        """Look beside a body, unless the picture around it is as it was when nobody was there."""
        around = average_around(rgb, _box_px(rgb, pose))
        if surroundings.are_still_empty(around, pose.time_s):
            return []
        beside = self._look_beside(rgb, pose)
        if beside:
            surroundings.forget()
        else:
            surroundings.remember_empty(around, pose.time_s)
        return beside

    def _steer(self, rgb: RgbImage, time_s: float) -> Pose | None:
        """Restart the video landmarker with a picture in which only one person is left, and return who it finds."""
        self._close_video()
        self._video = Landmarker(self._model_path, video=True)
        return next(iter(self._video.detect(rgb, time_s)), None)

    def _close_video(self) -> None:
        if self._video is not None:
            self._video.close()
            self._video = None

    def close(self) -> None:
        """Free the networks; the tracker cannot be used any more."""
        self._close_video()
        self._lookout.shutdown()
        self._still.close()
        return_free_memory()

    def __enter__(self) -> PoseTracker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _check_picture(rgb: RgbImage) -> None:
    if rgb.ndim != 3 or rgb.shape[2] != 3 or rgb.dtype != np.uint8 or 0 in rgb.shape:
        raise ValueError(f"Expected a picture of shape (h, w, 3) and type uint8, but got {rgb.shape} {rgb.dtype}.")


def _most_prominent(poses: list[Pose]) -> Pose:
    """Return the most prominent pose; the first keeps its place unless another clearly stands out more."""
    scores = [_prominence(pose) for pose in poses]
    scores[0] *= _PROMINENCE_MARGIN
    return poses[int(np.argmax(scores))]


def _prominence(pose: Pose) -> float:
    body = measure_body(pose)
    return body.prominence if body else 0.0


def _keep_only(rgb: RgbImage, pose: Pose) -> RgbImage:
    """Return the picture with everything but the surroundings of one body painted over."""
    left, top, right, bottom = _box_px(rgb, pose)
    kept = np.empty_like(rgb)
    kept[:] = _mean_colour(rgb)
    kept[top:bottom, left:right] = rgb[top:bottom, left:right]
    return kept


def _find_parts_px(rgb: RgbImage, pose: Pose | None) -> list[BoxPx]:
    """Return the boxes around the parts of a body that are left out when its room is looked at."""
    return [] if pose is None else [_box_px(rgb, pose, _ROOM_MARGIN_M, part) for part in _PARTS]


def _box_px(rgb: RgbImage, pose: Pose, margin_m: float = _MASK_MARGIN_M, part: NDArray[np.intp] = _EVERYTHING) -> BoxPx:
    """Return left, top, right, bottom of a part of a body with a margin, in pixels, cut off at the picture's edges."""
    height, width = rgb.shape[:2]
    body = measure_body(pose)
    margin = margin_m * (body.height_per_m if body else 0.4)
    points = pose.image_xy[part]
    low = np.floor((points.min(axis=0) - margin) * height)
    high = np.ceil((points.max(axis=0) + margin) * height)
    left, top = np.clip(low, 0, (width, height)).astype(int)
    right, bottom = np.clip(high, 0, (width, height)).astype(int)
    return int(left), int(top), int(right), int(bottom)


def _mean_colour(rgb: RgbImage) -> RgbImage:
    return np.asarray(rgb[::16, ::16].mean(axis=(0, 1)), dtype=np.uint8)
