"""From a file to a review: tracked, judged, and written as JSON, CSV, annotated video and report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posecheck.lazy import load_lazily

if TYPE_CHECKING:
    from posecheck.review.chain import Review, judge_tracked, review_file
    from posecheck.review.outputs import write_review

_HOMES = {"Review": "chain", "judge_tracked": "chain", "review_file": "chain", "write_review": "outputs"}

__all__ = ["Review", "judge_tracked", "review_file", "write_review"]

__getattr__ = load_lazily(__name__, _HOMES)
