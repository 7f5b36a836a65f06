"""Writing a review: `review.json`, `measures.csv`, the annotated video or photo and the report."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from posecheck.drawing import Overlay, draw_feedback
from posecheck.errors import InputError, ReviewCancelled
from posecheck.interpreter import interpret_feedback
from posecheck.language import _
from posecheck.media import Frame, VideoWriter, read_media
from posecheck.report import KeyFrame, choose_key_moments, render_report
from posecheck.results import Feedback
from posecheck.review.chain import Progress, Review
from posecheck.review.record import build_record, format_measures
from posecheck.still import judge_still
from posecheck.trainer import Trainer, replay_frames

RgbImage = NDArray[np.uint8]

# Larger pictures make the annotated video slow to write and no easier to read.
ANNOTATED_HEIGHT_PX = 720
_JPEG_QUALITY = 85
_PROGRESS_EVERY = 15
_SAME_TIME_S = 1e-6


def _never() -> bool:
    return False


def write_review(
    review: Review,
    out_dir: str | Path,
    *,
    video: bool = True,
    report: bool = True,
    on_progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> dict[str, Path]:
    """Write a review into a folder and return the files by name.

    Args:
        review: what to write.
        out_dir: is made when it is missing.
        video: whether to write `annotated.mp4` (`annotated.jpg` for a photo).
        report: whether to write `report.html`.
        on_progress: called with a fraction 0..1 and a text.
        cancelled: asked before each frame whether to stop.

    Raises:
        InputError: the folder cannot be written to, or the file that was reviewed has gone.
        ReviewCancelled: `cancelled` returned true.
    """
    folder = Path(out_dir)
    texts = {
        "review.json": json.dumps(build_record(review), indent=2, ensure_ascii=False) + "\n",
        "measures.csv": format_measures(review),
    }
    frames: list[KeyFrame] = []
    written: dict[str, Path] = {}
    with explain_unwritable(folder):
        folder.mkdir(parents=True, exist_ok=True)
        if video or report:
            artist = _Artist(review, on_progress, cancelled or _never)
            written |= artist.draw_all(folder) if video else artist.draw_key_frames()
            frames = artist.key_frames
        if report:
            texts["report.html"] = render_report(review.result, review.stretch, review.tracked.source, frames)
        return written | write_texts(texts, folder)


def write_texts(texts: dict[str, str], folder: Path) -> dict[str, Path]:
    """Write texts into a folder under their names and return the files by name."""
    files = {name: folder / name for name in texts}
    for name, text in texts.items():
        files[name].write_text(text, encoding="utf-8")
    return files


@contextmanager
def explain_unwritable(folder: Path) -> Iterator[None]:
    """Turn an `OSError` of the block into an `InputError` that says what to do."""
    try:
        yield
    except OSError as error:
        raise InputError(
            f"Expected to write the results to {folder}, but that failed ({error.strerror or error}). "
            "Choose another folder with --out."
        ) from error


def encode_jpeg(rgb: RgbImage) -> bytes:
    """Return a picture (h, w, 3) uint8 RGB as the bytes of a JPEG file."""
    data = cv2.imencode(".jpg", rgb[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])[1]
    return bytes(data)


class _Artist:
    """Goes through the pictures once more and draws the feedback over them."""

    def __init__(self, review: Review, on_progress: Progress | None, cancelled: Callable[[], bool]) -> None:
        self._review = review
        self._on_progress = on_progress
        self._cancelled = cancelled
        self._moments = sorted(choose_key_moments(review.result), key=lambda moment: moment[1])
        self.key_frames: list[KeyFrame] = []

    def draw_all(self, folder: Path) -> dict[str, Path]:
        """Write the annotated video or photo and keep the key frames."""
        if self._review.tracked.source.kind == "photo":
            return self._draw_photo(folder / "annotated.jpg")
        path = folder / "annotated.mp4"
        pairs = self._pair_frames()
        first = next(pairs, None)
        if first is None:
            return {}
        height, width = first[0].rgb.shape[:2]
        overlay = Overlay(self._review.stretch)
        with VideoWriter(path, width, height, self._review.tracked.source.fps) as writer:
            for frame, feedback in itertools.chain([first], pairs):
                drawn = overlay.draw(frame.rgb, feedback)
                writer.write(drawn, frame.time_s)
                self._keep(frame, drawn)
        return {path.name: path}

    def draw_key_frames(self) -> dict[str, Path]:
        """Draw the key frames alone, for a report without a video."""
        if self._review.tracked.source.kind == "photo":
            self._keep_photo()
        elif self._moments:
            for frame, feedback in self._pair_frames([moment[1] for moment in self._moments]):
                self._keep(frame, draw_feedback(frame.rgb, feedback, self._review.stretch))
        return {}

    def _pair_frames(self, wanted_s: Sequence[float] | None = None) -> Iterator[tuple[Frame, Feedback]]:
        """Yield each picture, or the first at or after each of some times, with its feedback.

        The trainer runs along, so that memory stays small.
        """
        tracked, result = self._review.tracked, self._review.result
        trainer = Trainer(self._review.stretch, result.working_side)
        feedback = replay_frames(tracked.track, trainer, tracked.persons.tolist())
        total = max(1, len(tracked.track))
        with read_media(tracked.source.path, ANNOTATED_HEIGHT_PX, wanted_s) as frames:
            frame = next(frames, None)
            for index, state in enumerate(feedback):
                if self._cancelled():
                    raise ReviewCancelled("The review was cancelled.")
                if self._on_progress and index % _PROGRESS_EVERY == 0:
                    self._on_progress(index / total, _("Drawing, {seconds} s").format(seconds=round(state.time_s)))
                if frame is None:
                    return
                if frame.time_s <= state.time_s + _SAME_TIME_S:
                    yield frame, interpret_feedback(state, self._review.stretch)
                    frame = next(frames, None)

    def _is_due(self, frame: Frame) -> bool:
        return bool(self._moments) and frame.time_s >= self._moments[0][1] - _SAME_TIME_S

    def _keep(self, frame: Frame, drawn: RgbImage) -> None:
        while self._is_due(frame):
            label, time_s = self._moments.pop(0)
            self.key_frames.append(KeyFrame(label, time_s, encode_jpeg(drawn)))

    def _keep_photo(self) -> RgbImage:
        review = self._review
        tracked = review.tracked
        judged = judge_still(tracked.track[0], review.stretch, review.result.working_side, int(tracked.persons[0]))
        feedback = interpret_feedback(judged, review.stretch)
        with read_media(tracked.source.path, ANNOTATED_HEIGHT_PX) as frames:
            drawn = draw_feedback(next(frames).rgb, feedback, review.stretch, clock=False)
        self.key_frames.append(KeyFrame(_("The photo"), 0.0, encode_jpeg(drawn)))
        return drawn

    def _draw_photo(self, path: Path) -> dict[str, Path]:
        path.write_bytes(encode_jpeg(self._keep_photo()))
        return {path.name: path}
