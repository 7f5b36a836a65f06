"""From a file to a review: tracked, judged, and written as JSON, CSV, annotated video and report."""

from __future__ import annotations

from posecheck.review.chain import Review, review_file
from posecheck.review.outputs import write_review

__all__ = ["Review", "review_file", "write_review"]
