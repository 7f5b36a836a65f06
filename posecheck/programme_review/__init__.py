"""A whole programme found and judged in one film: each stretch and side, in the order that was asked for."""

from __future__ import annotations

from posecheck.programme_review.judging import review_programme
from posecheck.programme_review.results import ItemReview, PartReview, ProgrammeReview, SetReview

__all__ = ["ItemReview", "PartReview", "ProgrammeReview", "SetReview", "review_programme"]
