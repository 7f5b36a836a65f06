"""A review in a few lines of plain words: the verdict, what was right, what was not, when and by how much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posecheck.report.content import CheckRow, build_check_rows
from posecheck.report.recognised import describe_mismatch, describe_recognised
from posecheck.report.words import describe_verdict
from posecheck.results import SessionResult
from posecheck.stretch.schema import Stretch

if TYPE_CHECKING:
    from posecheck.review import Review

_STYLES = {"pass": "green", "fail": "yellow", "unknown": "dim", "info": "cyan", "neutral": ""}
_LABELS = {"pass": "✓ Right", "fail": "✗ Not right", "unknown": "– Not judged"}
_LABEL_WIDTH = 14


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text and its style in the words of rich."""

    text: str
    style: str = ""


def summarise_recognition(review: Review) -> list[Line]:
    """Return the lines about which stretch it is: that it was recognised, or that it looks like another one."""
    if not review.chosen:
        return [Line(describe_recognised(review.recognition), _STYLES["info"]), Line("")]
    other = review.looks_like
    if other is None:
        return []
    again = f"Review it again with --stretch {other.stretch} to have that judged."
    return [Line(f"{describe_mismatch(other, review.stretch)} {again}", _STYLES["fail"]), Line("")]


def summarise_review(result: SessionResult, stretch: Stretch) -> list[Line]:
    """Return the summary of a review, line by line."""
    headline = describe_verdict(result, stretch)
    side = "" if result.side == "both" else f", {result.side} side"
    lines = [
        Line(f"{headline.label}: {headline.title}", f"bold {_STYLES[headline.tone]}"),
        Line(f"{stretch.name}{side}"),
    ]
    lines += [Line(headline.subtitle)] if headline.subtitle else []
    lines.append(Line(""))
    for row in build_check_rows(result, stretch):
        lines += _summarise_check(row, moving=len(result.timeline.time_s) > 1)
    if result.view.advice and result.view.advice != headline.subtitle:
        lines += [Line(""), Line(f"Camera: {result.view.advice}", "cyan")]
    return lines


def _summarise_check(row: CheckRow, *, moving: bool) -> list[Line]:
    text = row.text if row.tone == "fail" else f"{row.name}: {row.text.removeprefix('Not judged: ')}"
    details = [f"When: {row.when}." if row.when else "", f"Worst: {row.worst}." if row.worst and moving else ""]
    details.append(f"→ {row.cue}" if row.cue and row.tone == "fail" else "")
    first = Line(f"  {_LABELS[row.tone]:<{_LABEL_WIDTH}}{text}", _STYLES[row.tone])
    return [first, *(Line(f"  {'':<{_LABEL_WIDTH}}{detail}") for detail in details if detail)]
