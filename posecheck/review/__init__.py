"""From a file to a review: tracked, judged, and written as JSON, CSV, annotated video and report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posecheck.lazy import load_lazily

if TYPE_CHECKING:
    from posecheck.review.chain import Review, judge_tracked, review_file
    from posecheck.review.outputs import write_review
    from posecheck.review.programme import ProgrammeFilm, review_programme_file
    from posecheck.review.programme_outputs import write_programme_review

_HOMES = {
    "ProgrammeFilm": "programme",
    "Review": "chain",
    "judge_tracked": "chain",
    "review_file": "chain",
    "review_programme_file": "programme",
    "write_programme_review": "programme_outputs",
    "write_review": "outputs",
}

__all__ = [
    "ProgrammeFilm",
    "Review",
    "judge_tracked",
    "review_file",
    "review_programme_file",
    "write_programme_review",
    "write_review",
]

__getattr__ = load_lazily(__name__, _HOMES)
