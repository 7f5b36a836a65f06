"""One review from a file to a folder of results: all of it, or nothing.

The results are made in a hidden scratch folder on the same disk and moved into place at the end, so that an
error, a cancelled review or Ctrl-C leaves nothing half-written behind.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from posecheck.errors import InputError
from posecheck.language import WRITTEN_LANGUAGE, speak

if TYPE_CHECKING:
    from posecheck.review import ProgrammeFilm, Review
    from posecheck.stretch.programmes import Programme
    from posecheck.stretch.schema import Stretch

T = TypeVar("T")
Progress = Callable[[float, str], None]
Cancelled = Callable[[], bool]

# In the place of a stretch's id: find out which one it is.
RECOGNISE = "auto"

# Tracking and drawing take about the same time for each frame (benchmarks/review_speed.py): tracking 12 ms,
# drawing and encoding 8 ms.
_SHARE_OF_TRACKING = 0.6


@dataclass(frozen=True, slots=True)
class ReviewOrder:
    """What to review, by what, and what to write.

    Attributes:
        path: the video or photo.
        stretch: the reference pose to judge it by; None to recognise which one it is.
        out_dir: folder for review.json, measures.csv, annotated.mp4 and report.html; it is made when missing.
        side: "left", "right" or "auto".
        known: the stretches that come into question; None for those of the library.
        language: code of the language that the results speak, such as "de".
        model: a model file given by hand.
        video: whether to write the annotated video.
        report: whether to write the report.
    """

    path: Path
    stretch: Stretch | None
    out_dir: Path
    side: str = "auto"
    model: Path | None = None
    video: bool = True
    report: bool = True
    known: tuple[Stretch, ...] | None = None
    language: str = WRITTEN_LANGUAGE


def review_into_folder(
    order: ReviewOrder, on_progress: Progress | None = None, cancelled: Cancelled | None = None
) -> tuple[Review, dict[str, Path]]:
    """Review a video or photo and write the results into a folder.

    Args:
        order: what to review and what to write.
        on_progress: called with a fraction 0..1 of the whole and a text.
        cancelled: asked between frames; the review stops with `ReviewCancelled` once it says true.

    Returns:
        The review, and the written files by name.

    Raises:
        PoseCheckError: the input cannot be reviewed or the folder cannot be written to.
    """
    from posecheck.review import review_file, write_review

    def review(report_tracking: Progress) -> Review:
        return review_file(
            order.path,
            order.stretch,
            side=order.side,
            model=order.model,
            known=order.known,
            on_progress=report_tracking,
            cancelled=cancelled,
        )

    return _carry_out(order, review, write_review, on_progress, cancelled)


def review_programme_into_folder(
    order: ReviewOrder,
    programme: Programme,
    on_progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> tuple[ProgrammeFilm, dict[str, Path]]:
    """Review a video of a whole programme and write the results into a folder.

    Args:
        order: what to review and what to write; its stretch and its side are not asked.
        programme: what was to be done.
        on_progress: called with a fraction 0..1 of the whole and a text.
        cancelled: asked between frames; the review stops with `ReviewCancelled` once it says true.

    Returns:
        The review, and the written files by name.

    Raises:
        PoseCheckError: the input cannot be reviewed or the folder cannot be written to.
    """
    from posecheck.review import review_programme_file, write_programme_review
    from posecheck.stretch.library import list_stretches

    def review(report_tracking: Progress) -> ProgrammeFilm:
        stretches = {each.id: each for each in (list_stretches() if order.known is None else order.known)}
        return review_programme_file(
            order.path, programme, stretches, model=order.model, on_progress=report_tracking, cancelled=cancelled
        )

    return _carry_out(order, review, write_programme_review, on_progress, cancelled)


def _carry_out(
    order: ReviewOrder,
    review: Callable[[Progress], T],
    write: Callable[..., dict[str, Path]],
    on_progress: Progress | None,
    cancelled: Cancelled | None,
) -> tuple[T, dict[str, Path]]:
    """Return what `review` finds, and the files that `write` makes of it, moved into place."""
    report_tracking, report_writing = split_progress(on_progress, _SHARE_OF_TRACKING if order.video else 0.95)
    # Spoken here, because the thread of a background job begins in English.
    with speak(order.language), stage_folder(order.out_dir) as scratch:
        found = review(report_tracking)
        written = write(
            found, scratch, video=order.video, report=order.report, on_progress=report_writing, cancelled=cancelled
        )
    return found, {name: order.out_dir / file.relative_to(scratch) for name, file in written.items()}


def split_progress(on_progress: Progress | None, share: float) -> tuple[Progress, Progress]:
    """Return two callbacks, for the first `share` (0..1) of the work and for the rest of it."""

    def report(fraction: float, text: str) -> None:
        if on_progress is not None:
            on_progress(min(max(fraction, 0.0), 1.0), text)

    return (
        lambda fraction, text: report(share * fraction, text),
        lambda fraction, text: report(share + (1.0 - share) * fraction, text),
    )


@contextmanager
def stage_folder(out_dir: Path) -> Iterator[Path]:
    """Yield a scratch folder whose files are moved into `out_dir` when the block ends without an error.

    Raises:
        InputError: at once, before the block runs, when `out_dir` cannot be made or written to.
    """
    scratch = _make_scratch(out_dir)
    try:
        yield scratch
        _publish(scratch, out_dir)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _make_scratch(out_dir: Path) -> Path:
    """Return a new folder on the disk of `out_dir`; making it is the proof that one may write there."""
    place = out_dir
    try:
        while not place.exists():
            place = place.parent
        return Path(tempfile.mkdtemp(prefix=".posecheck-", dir=place))
    except OSError as error:
        raise _describe_unwritable(out_dir, error) from error


def _publish(scratch: Path, out_dir: Path) -> None:
    try:
        out_dir.mkdir(parents=True, exist_ok=True)
        for file in sorted(scratch.iterdir()):
            file.replace(out_dir / file.name)
    except OSError as error:
        raise _describe_unwritable(out_dir, error) from error


def _describe_unwritable(out_dir: Path, error: OSError) -> InputError:
    reason = error.strerror or str(error)
    return InputError(
        f"Expected a folder for the results that can be written to, but {out_dir} is not one "
        f"({reason}). Choose another with --out."
    )
