"""A review in a few lines of plain words: the verdict, what was right, what was not, when and by how much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posecheck.language import N_, _
from posecheck.programme_review import ProgrammeReview
from posecheck.report.content import CheckRow, build_check_rows
from posecheck.report.programme import (
    PartRow,
    build_item_rows,
    describe_left_out,
    describe_missing,
    describe_programme,
)
from posecheck.report.recognised import describe_mismatch, describe_recognised, name_performed
from posecheck.report.words import describe_verdict
from posecheck.results import SessionResult
from posecheck.stretch.schema import Stretch

if TYPE_CHECKING:
    from posecheck.review import Review

_STYLES = {"pass": "green", "fail": "yellow", "unknown": "dim", "info": "cyan", "neutral": ""}
# Spoken by `_`.
_LABELS = {"pass": N_("✓ Right"), "fail": N_("✗ Not right"), "unknown": N_("– Not judged")}
_MARKS = {"pass": "✓", "fail": "✗", "unknown": "–", "info": "·", "neutral": " "}


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
    again = _("Review it again with --stretch {stretch} to have that judged.").format(stretch=other.stretch)
    return [Line(f"{describe_mismatch(other, review.stretch)} {again}", _STYLES["fail"]), Line("")]


def summarise_review(result: SessionResult, stretch: Stretch) -> list[Line]:
    """Return the summary of a review, line by line."""
    headline = describe_verdict(result, stretch)
    lines = [
        Line(f"{headline.label}: {headline.title}", f"bold {_STYLES[headline.tone]}"),
        Line(name_performed(stretch.name, result.side)),
    ]
    lines += [Line(headline.subtitle)] if headline.subtitle else []
    lines.append(Line(""))
    for row in build_check_rows(result, stretch):
        lines += _summarise_check(row, moving=len(result.timeline.time_s) > 1)
    if result.view.advice and result.view.advice != headline.subtitle:
        lines += [Line(""), Line(_("Camera: {advice}").format(advice=result.view.advice), "cyan")]
    return lines


def _summarise_check(row: CheckRow, *, moving: bool) -> list[Line]:
    found = f"{row.reason}." if row.reason else row.text
    text = row.text if row.tone == "fail" else f"{row.name}: {found}"
    details = [_("When: {times}.").format(times=row.when)] if row.when else []
    details += [_("Worst: {value}.").format(value=row.worst)] if row.worst and moving else []
    details += [f"→ {row.cue}"] if row.cue and row.tone == "fail" else []
    labels = {tone: _(words) for tone, words in _LABELS.items()}
    width = max(map(len, labels.values())) + 2
    first = Line(f"  {labels[row.tone]:<{width}}{text}", _STYLES[row.tone])
    return [first, *(Line(f"  {'':<{width}}{detail}") for detail in details)]


def summarise_programme(review: ProgrammeReview) -> list[Line]:
    """Return the summary of a programme, line by line: each item, each side, what to mend, and what was left out."""
    headline = describe_programme(review)
    lines = [Line(f"{headline.label}: {headline.title}", f"bold {_STYLES[headline.tone]}"), Line(review.programme.name)]
    lines += [Line(headline.subtitle)] if headline.subtitle else []
    for item in build_item_rows(review):
        lines += [Line(""), Line(f"{item.number}. {item.name}", "bold")]
        for part in item.parts:
            lines += _summarise_part(part)
    told = [each for each in (describe_left_out(review), describe_missing(review)) if each]
    return [*lines, Line(""), *(Line(each, "dim") for each in told)]


def _summarise_part(part: PartRow) -> list[Line]:
    first = " · ".join(each for each in (part.title, part.line) if each)
    lines = [Line(f"   {_MARKS[part.tone]} {first}", _STYLES[part.tone])]
    lines += [Line(f"     {part.note}")] if part.note else []
    for mend in part.mends:
        when = [_("When: {times}.").format(times=mend.when)] if mend.when else []
        lines.append(Line(" ".join([f"     {mend.fault}: {mend.text}", *when])))
        lines += [Line(f"     → {mend.cue}")] if mend.cue else []
    return lines
