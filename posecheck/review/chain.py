"""The road from a file to a judged session."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from posecheck.errors import InputError
from posecheck.interpreter import interpret_result
from posecheck.language import _, get_language
from posecheck.media import TrackedVideo, track_media
from posecheck.recognition import NONE_WORDS, Candidate, Recognition, recognise_stretch
from posecheck.results import SessionResult
from posecheck.review_folder import RECOGNISE
from posecheck.still import replay_still
from posecheck.stretch import Stretch
from posecheck.stretch.library import list_stretches, load_stretch
from posecheck.stretch.translation import translate_stretch
from posecheck.tracking import PoseTracker
from posecheck.trainer import SideChoice, replay

Progress = Callable[[float, str], None]
SIDES: tuple[SideChoice, ...] = ("left", "right", "auto")


@dataclass(frozen=True, slots=True, eq=False)
class Review:
    """A reviewed file.

    Attributes:
        stretch: the reference pose that it was judged by, in the words of that language.
        tracked: the landmarks and what the file is.
        result: the verdict, in the words of the language that was spoken.
        judged: the verdict as the chain wrote it, in English: what the history keeps.
        recognition: which stretch it looks like.
        chosen: whether the stretch was given, not recognised.
    """

    stretch: Stretch
    tracked: TrackedVideo
    result: SessionResult
    judged: SessionResult
    recognition: Recognition
    chosen: bool = True

    @property
    def looks_like(self) -> Candidate | None:
        """The stretch that was clearly done instead of the given one, None when there is none."""
        return self.recognition.find_other(self.stretch.id) if self.chosen else None


def check_side(side: str) -> SideChoice:
    """Return the side when it is one; InputError otherwise."""
    for known in SIDES:
        if side == known:
            return known
    raise InputError(f"Expected a side of {', '.join(SIDES)}, found {side!r}.")


def judge_tracked(
    tracked: TrackedVideo,
    stretch: Stretch | None,
    side: SideChoice = "auto",
    stretches: Sequence[Stretch] | None = None,
) -> Review:
    """Return the review of landmarks that were already found, in the words of the language that is spoken.

    Args:
        tracked: the landmarks.
        stretch: the reference pose to judge by; None to recognise which one it is.
        side: the side that is trained.
        stretches: those that come into question; all of the library when None.

    Raises:
        InputError: no stretch was given, and none was recognised.
    """
    known = list_stretches() if stretches is None else list(stretches)
    if stretch is not None and stretch not in known:
        known = [*(each for each in known if each.id != stretch.id), stretch]
    recognition = recognise_stretch(tracked.track, [translate_stretch(each, get_language()) for each in known])
    if stretch is not None:
        return _review(tracked, stretch, side, recognition, chosen=True)
    best = recognition.best
    if best is None:
        raise InputError(describe_unrecognised(recognition, len(known)))
    recognised = next(each for each in known if each.id == best.stretch)
    performed = best.side if side == "auto" and best.side != "both" else side
    return _review(tracked, recognised, performed, recognition, chosen=False)


def describe_unrecognised(recognition: Recognition, known: int) -> str:
    """Return the sentence for a file in which none of so many stretches was recognised."""
    near = next(iter(recognition.candidates), None)
    words = _("Expected one of the {n} stretches that PoseCheck knows, but found none of these: {reason}.")
    sentences = [words.format(n=known, reason=_(NONE_WORDS[recognition.reason]))]
    sentences += [_("The nearest was {name}.").format(name=near.name)] if near is not None else []
    return " ".join([*sentences, _("Choose the stretch yourself (--stretch) to see what could be judged.")])


def _review(
    tracked: TrackedVideo, stretch: Stretch, side: SideChoice, recognition: Recognition, *, chosen: bool
) -> Review:
    judged, spoken = _judge(tracked, stretch, side), translate_stretch(stretch, get_language())
    return Review(spoken, tracked, interpret_result(judged, spoken), judged, recognition, chosen)


def _judge(tracked: TrackedVideo, stretch: Stretch, side: SideChoice) -> SessionResult:
    persons = tracked.persons.tolist()
    if tracked.source.kind == "photo":
        return replay_still(tracked.track[0], stretch, side, persons[0])
    return replay(tracked.track, stretch, side, persons)


def review_file(
    path: str | Path,
    stretch: str | Path | Stretch | None = None,
    *,
    side: str = "auto",
    model: str | Path | None = None,
    known: Sequence[Stretch] | None = None,
    on_progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Review:
    """Return the review of a video or photo.

    Args:
        path: the file.
        stretch: a reference pose, its id in the library, or the path of its YAML file; None or "auto" to recognise
            which one it is.
        side: "left", "right" or "auto" (the side that was performed).
        model: a landmark model file given by hand.
        known: the stretches that come into question; all of the library when None.
        on_progress: called with a fraction 0..1 and a text.
        cancelled: asked before each frame whether to stop.

    Raises:
        InputError: the file or the side cannot be used, or no stretch was recognised.
        StretchError: there is no such stretch, or its file does not hold together.
        ModelError: the landmark model cannot be had.
        ReviewCancelled: `cancelled` returned true.
    """
    chosen = check_side(side)
    reference = _find_reference(stretch)
    # Reading the whole library takes half a second of Python, for which the network leaves time.
    with ThreadPoolExecutor(1) as beside, PoseTracker(model) as tracker:
        library = beside.submit(list_stretches) if known is None else None
        tracked = track_media(path, tracker, on_progress, cancelled)
    return judge_tracked(tracked, reference, chosen, library.result() if library else known)


def _find_reference(stretch: str | Path | Stretch | None) -> Stretch | None:
    if stretch is None or isinstance(stretch, Stretch):
        return stretch
    return None if stretch == RECOGNISE else load_stretch(stretch)
