"""A review as a job in the background."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from posecheck.language import get_language
from posecheck.review_folder import Cancelled, Progress, ReviewOrder, review_into_folder
from posecheck.web.jobs import Job

if TYPE_CHECKING:
    from posecheck.review import Review
    from posecheck.stretch.schema import Stretch


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finished review and its files by name."""

    review: Review
    files: dict[str, Path]


class ReviewJob(Job[Outcome]):
    """One review of an uploaded or a sample file, running in a thread."""

    def __init__(
        self,
        stretch: Stretch | None,
        side: str,
        *,
        known: tuple[Stretch, ...] | None = None,
        sample: Path | None = None,
        upload: tuple[str, bytes] | None = None,
    ) -> None:
        """Start the review.

        Args:
            stretch: the reference pose; None to recognise which one it is.
            side: "left", "right" or "auto".
            known: the stretches that come into question, as they count for this person; None for the library's.
            sample: a file that is already on this machine; or
            upload: name and content of a file that came with the browser.
        """
        language = get_language()

        def review(path: Path, folder: Path, listen: Progress, cancelled: Cancelled) -> Outcome:
            order = ReviewOrder(path, stretch, folder / "results", side=side, known=known, language=language)
            return Outcome(*review_into_folder(order, listen, cancelled))

        super().__init__(review, sample=sample, upload=upload)
