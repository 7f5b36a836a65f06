"""The road from a file to a judged session."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from posecheck.errors import InputError
from posecheck.media import TrackedVideo, track_media
from posecheck.results import SessionResult
from posecheck.still import replay_still
from posecheck.stretch import Stretch
from posecheck.stretch.library import load_stretch
from posecheck.tracking import PoseTracker
from posecheck.trainer import SideChoice, replay

Progress = Callable[[float, str], None]
SIDES: tuple[SideChoice, ...] = ("left", "right", "auto")


@dataclass(frozen=True, slots=True, eq=False)
class Review:
    """A reviewed file.

    Attributes:
        stretch: the reference pose that it was judged by.
        tracked: the landmarks and what the file is.
        result: the verdict.
    """

    stretch: Stretch
    tracked: TrackedVideo
    result: SessionResult


def check_side(side: str) -> SideChoice:
    """Return the side when it is one; InputError otherwise."""
    for known in SIDES:
        if side == known:
            return known
    raise InputError(f"Expected a side of {', '.join(SIDES)}, found {side!r}.")


def judge_tracked(tracked: TrackedVideo, stretch: Stretch, side: SideChoice = "auto") -> Review:
    """Return the review of landmarks that were already found."""
    persons = tracked.persons.tolist()
    if tracked.source.kind == "photo":
        result = replay_still(tracked.track[0], stretch, side, persons[0])
    else:
        result = replay(tracked.track, stretch, side, persons)
    return Review(stretch, tracked, result)


def review_file(
    path: str | Path,
    stretch: str | Path | Stretch,
    *,
    side: str = "auto",
    model: str | Path | None = None,
    on_progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Review:
    """Return the review of a video or photo.

    Args:
        path: the file.
        stretch: a reference pose, its id in the library, or the path of its YAML file.
        side: "left", "right" or "auto" (the side that was performed).
        model: a landmark model file given by hand.
        on_progress: called with a fraction 0..1 and a text.
        cancelled: asked before each frame whether to stop.

    Raises:
        InputError: the file or the side cannot be used.
        StretchError: there is no such stretch, or its file does not hold together.
        ModelError: the landmark model cannot be had.
        ReviewCancelled: `cancelled` returned true.
    """
    chosen = check_side(side)
    reference = stretch if isinstance(stretch, Stretch) else load_stretch(stretch)
    with PoseTracker(model) as tracker:
        tracked = track_media(path, tracker, on_progress, cancelled)
    return judge_tracked(tracked, reference, chosen)
