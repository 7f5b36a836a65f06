"""Writing the review of a programme: `review.json`, the annotated video and the report."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import chain, repeat
from pathlib import Path

import numpy as np

from posecheck.drawing import Overlay
from posecheck.errors import ReviewCancelled
from posecheck.interpreter import interpret_feedback
from posecheck.language import _
from posecheck.media import Frame, VideoWriter, read_media
from posecheck.report import KeyFrame
from posecheck.report.moments import find_key_moments
from posecheck.report.programme import name_part, render_programme_report
from posecheck.results import Feedback
from posecheck.review.chain import Progress
from posecheck.review.outputs import ANNOTATED_HEIGHT_PX, RgbImage, encode_jpeg, explain_unwritable, write_texts
from posecheck.review.programme import ProgrammeFilm, build_programme_record
from posecheck.stretch import Stretch
from posecheck.trainer import Trainer, replay_frames

_PROGRESS_EVERY = 15
_SAME_TIME_S = 1e-6

Moment = tuple[str, float]
# A frame's feedback and the overlay that draws it; None between the sets.
Drawn = tuple[Overlay, Feedback] | None


def write_programme_review(
    film: ProgrammeFilm,
    folder: Path,
    *,
    video: bool = True,
    report: bool = True,
    on_progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> dict[str, Path]:
    """Write a review of a programme into a folder and return the files by name.

    Args:
        film: what to write.
        folder: is made when it is missing.
        video: whether to write `annotated.mp4`.
        report: whether to write `report.html`.
        on_progress: called with a fraction 0..1 and a text.
        cancelled: asked before each frame whether to stop.

    Raises:
        InputError: the folder cannot be written to, or the video has gone.
        ReviewCancelled: `cancelled` returned true.
    """
    texts = {"review.json": json.dumps(build_programme_record(film), indent=2, ensure_ascii=False) + "\n"}
    written: dict[str, Path] = {}
    artist = _Artist(film, on_progress, cancelled or (lambda: False))
    with explain_unwritable(folder):
        folder.mkdir(parents=True, exist_ok=True)
        if video:
            written |= artist.draw_all(folder / "annotated.mp4")
        elif report:
            artist.draw_key_frames()
        if report:
            texts["report.html"] = render_programme_report(film.review, film.tracked.source, artist.key_frames)
        return written | write_texts(texts, folder)


def choose_programme_moments(film: ProgrammeFilm) -> list[Moment]:
    """Return one moment of each set, (label, seconds), in the order of time: what went worst, else what went best."""
    moments = []
    for stretch, part, each in film.review.list_sets():
        faults = {check.fault or check.name for check in each.result.checks if check.verdict == "fail"}
        found = find_key_moments(each.result)
        worst = [moment for moment in found if any(fault.lower() in moment[0].lower() for fault in faults)]
        if found:
            label, time_s = (worst or found)[0]
            moments.append((f"{name_part(stretch, part)}: {label}", time_s))
    return sorted(moments, key=lambda moment: moment[1])


class _Artist:
    """Goes through the pictures once more and draws the feedback of each set over its part of the film."""

    def __init__(self, film: ProgrammeFilm, on_progress: Progress | None, cancelled: Callable[[], bool]) -> None:
        self._film = film
        self._on_progress = on_progress
        self._cancelled = cancelled
        self._moments = choose_programme_moments(film)
        self.key_frames: list[KeyFrame] = []

    def draw_all(self, path: Path) -> dict[str, Path]:
        """Write the annotated video and keep the key frames."""
        pictures = self._draw_frames()
        first = next(pictures, None)
        if first is None:
            return {}
        height, width = first[1].shape[:2]
        with VideoWriter(path, width, height, self._film.tracked.source.fps) as writer:
            for time_s, picture in chain([first], pictures):
                writer.write(picture, time_s)
        return {path.name: path}

    def draw_key_frames(self) -> None:
        """Draw the key frames alone, for a report without a video."""
        if self._moments:
            for __ in self._draw_frames([moment[1] for moment in self._moments]):
                pass

    def _draw_frames(self, wanted_s: list[float] | None = None) -> Iterator[tuple[float, RgbImage]]:
        """Yield the time and the picture of each frame, or of the first at or after each of some times."""
        for frame, drawn in self._pair_frames(wanted_s):
            picture = frame.rgb if drawn is None else drawn[0].draw(frame.rgb, drawn[1])
            while self._moments and frame.time_s >= self._moments[0][1] - _SAME_TIME_S:
                label, time_s = self._moments.pop(0)
                self.key_frames.append(KeyFrame(label, time_s, encode_jpeg(picture)))
            yield frame.time_s, picture

    def _pair_frames(self, wanted_s: list[float] | None) -> Iterator[tuple[Frame, Drawn]]:
        tracked = self._film.tracked
        times_s = tracked.track.time_s.tolist()
        with read_media(tracked.source.path, ANNOTATED_HEIGHT_PX, wanted_s) as frames:
            frame = next(frames, None)
            for index, (time_s, drawn) in enumerate(zip(times_s, follow_film(self._film), strict=True)):
                if self._cancelled():
                    raise ReviewCancelled("The review was cancelled.")
                if self._on_progress and index % _PROGRESS_EVERY == 0:
                    self._on_progress(index / len(times_s), _("Drawing, {seconds} s").format(seconds=round(time_s)))
                if frame is None:
                    return
                if frame.time_s <= time_s + _SAME_TIME_S:
                    yield frame, drawn
                    frame = next(frames, None)


def follow_film(film: ProgrammeFilm) -> Iterator[Drawn]:
    """Yield for each pose of the film its feedback with the overlay that draws it, None where no set was judged."""
    track, persons = film.tracked.track, film.tracked.persons.tolist()
    shown = 0
    for stretch, part, each in film.review.list_sets():
        judged_s = each.result.timeline.time_s
        start, last = np.searchsorted(track.time_s, judged_s[[0, -1]]).tolist()
        yield from repeat(None, max(0, start - shown))
        overlay = Overlay(_set_amount(stretch, part.amount))
        trainer = Trainer(stretch, each.result.working_side)
        feedback = replay_frames(track.slice(start, last + 1), trainer, persons[start : last + 1])
        spoken = (interpret_feedback(state, stretch) for state in feedback)
        yield from ((overlay, state) for index, state in enumerate(spoken, start) if index >= shown)
        shown = max(shown, last + 1)
    yield from repeat(None, len(track) - shown)


def _set_amount(stretch: Stretch, amount: float) -> Stretch:
    """Return a stretch whose clock counts to what the programme asks for."""
    own = {"hold_s": amount} if stretch.kind == "hold" else {"reps": round(amount)}
    return stretch.model_copy(update={"dose": stretch.dose.model_copy(update=own)})
