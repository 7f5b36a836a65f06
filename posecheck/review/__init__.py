"""From a file to a review: tracked, judged, and written as JSON, CSV, annotated video and report."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from posecheck.review.chain import Review, judge_tracked, review_file
    from posecheck.review.outputs import write_review

_HOMES = {"Review": "chain", "judge_tracked": "chain", "review_file": "chain", "write_review": "outputs"}

__all__ = ["Review", "judge_tracked", "review_file", "write_review"]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"posecheck.review.{_HOMES[name]}"), name)
