"""A thin face on MediaPipe's Pose Landmarker: arrays in, `Pose` out. The only module that imports mediapipe."""

from __future__ import annotations

import weakref
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posecheck.errors import ModelError
from posecheck.pose import Pose
from posecheck.tracking.quiet import drop_chatter

RgbImage = NDArray[np.uint8]


class Landmarker:
    """One MediaPipe landmarker, either for a video (it remembers the body) or for single pictures.

    Args:
        model_path: a verified bundle (`posecheck.tracking.ensure_model`).
        video: whether pictures are consecutive frames; then each call needs a later time than the one before.

    Raises:
        ModelError: MediaPipe or a system library that it needs is missing, or the bundle does not load.
    """

    def __init__(self, model_path: Path, *, video: bool) -> None:
        """Load the network."""
        self._video = video
        self._last_ms = -1
        with drop_chatter():
            self._mediapipe, self._task = _load(model_path, video)
        self._finalizer = weakref.finalize(self, _close_task, self._task)
        self._chatty = True

    def detect(self, rgb: RgbImage, time_s: float) -> list[Pose]:
        """Return the body found in an (h, w, 3) uint8 RGB picture as a list of one; an empty one without a body.

        Times closer than a millisecond are moved apart, because MediaPipe counts in milliseconds.
        """
        if self._chatty:
            with drop_chatter():
                poses = self._detect(rgb, time_s)
            # The last of the start-up messages comes with the first body.
            self._chatty = not poses
            return poses
        return self._detect(rgb, time_s)

    def _detect(self, rgb: RgbImage, time_s: float) -> list[Pose]:
        image = self._mediapipe.Image(image_format=self._mediapipe.ImageFormat.SRGB, data=np.ascontiguousarray(rgb))
        try:
            if self._video:
                self._last_ms = max(round(time_s * 1000), self._last_ms + 1)
                result = self._task.detect_for_video(image, self._last_ms)
            else:
                result = self._task.detect(image)
        except (RuntimeError, ValueError) as error:
            raise ModelError(f"MediaPipe failed on the picture at {time_s:.3f} s: {_one_line(error)}.") from error
        height, width = rgb.shape[:2]
        bodies = zip(result.pose_landmarks, result.pose_world_landmarks, strict=True)
        return [_to_pose(image, world, time_s, width / height) for image, world in bodies]

    def close(self) -> None:
        """Free the network; the object cannot be used any more."""
        with drop_chatter():
            self._finalizer()

    def __enter__(self) -> Landmarker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _to_pose(landmarks: list[Any], world: list[Any], time_s: float, aspect: float) -> Pose:
    image_xy = np.array([(point.x * aspect, point.y) for point in landmarks])
    world_xyz = np.array([(point.x, point.y, point.z) for point in world])
    visibility = np.array([point.visibility for point in landmarks])
    return Pose(time_s, image_xy, world_xyz, visibility, aspect)


def _load(model_path: Path, video: bool) -> tuple[ModuleType, Any]:
    try:
        import mediapipe
        from mediapipe.tasks.python import BaseOptions, vision

        mode = vision.RunningMode.VIDEO if video else vision.RunningMode.IMAGE
        options = vision.PoseLandmarkerOptions(
            base_options=BaseOptions(model_asset_path=str(model_path)), running_mode=mode
        )
        return mediapipe, vision.PoseLandmarker.create_from_options(options)
    except (ImportError, OSError) as error:
        raise ModelError(_explain_load_error(error)) from error
    except (RuntimeError, ValueError) as error:
        raise ModelError(
            f"Expected a pose model that MediaPipe can load, but {model_path} does not load: {_one_line(error)}. "
            "Delete it, or give another one with --model or POSECHECK_MODEL."
        ) from error


def _close_task(task: Any) -> None:  # noqa: ANN401 - mediapipe has no types
    try:
        task.close()
    except RuntimeError:
        # The interpreter is ending and its threads are gone: the system frees the rest. Without this line
        # mediapipe would try once more and print a traceback.
        task._handle = None


def _explain_load_error(error: ImportError | OSError) -> str:
    """Turn the loader's message into what to install; the package names are Debian's and Ubuntu's."""
    text = _one_line(error)
    packages = {"EGL": "libegl1 libgles2", "GLES": "libegl1 libgles2", "libGL": "libgl1", "glib": "libglib2.0-0"}
    needed = " ".join(dict.fromkeys(name for sign, name in packages.items() if sign in text))
    advice = (
        f"On Debian or Ubuntu: sudo apt-get install {needed}"
        if needed
        else "Reinstall it: pip install --force-reinstall 'mediapipe>=0.10.31,<0.10.35'"
    )
    return f"Expected MediaPipe to start, but a library that it needs did not load: {text}. {advice}."


def _one_line(error: BaseException) -> str:
    return (" ".join(str(error).split()) or type(error).__name__).rstrip(".")[:300]
