"""A review in a few lines of plain words: the verdict, what was right, what was not, when and by how much."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from posecheck.results import REASON_WORDS, CheckResult, SessionResult
from posecheck.stretch.schema import Check, Stretch

_HEADLINES = {
    "pass": ("Good form", "bold green"),
    "fail": ("Needs a correction", "bold yellow"),
    "not_assessable": ("Could not be judged", "bold cyan"),
    "not_performed": ("The exercise was not seen", "bold cyan"),
}
_LABEL_WIDTH = 12


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text and its style in the words of rich."""

    text: str
    style: str = ""


def summarise_review(result: SessionResult, stretch: Stretch) -> list[Line]:
    """Return the summary of a review, line by line."""
    headline, style = _HEADLINES[result.verdict]
    side = "" if result.side == "both" else f", {result.side} side"
    lines = [Line(f"{headline}: {stretch.name}{side}", style), Line("")]
    lines += [Line(f"  {text}") for text in _describe_amount(result, stretch)]
    for check in result.checks:
        lines += _describe_check(check, stretch.find_check(check.id), result)
    if result.view.advice:
        lines += [Line(""), Line(f"  Camera: {result.view.advice}", "cyan")]
    return lines


def _describe_amount(result: SessionResult, stretch: Stretch) -> Iterator[str]:
    dose = stretch.dose
    if stretch.kind == "hold":
        pieces = "" if len(result.holds) < 2 else f" in {len(result.holds)} pieces"
        yield f"Held well for {result.held_s:.1f} s{pieces}; the dose is {dose.hold_s:g} s."
        return
    good, partial, faulty = (result.count_reps(kind) for kind in ("good", "partial", "faulty"))
    yield f"{good} good, {partial} partial and {faulty} faulty repetitions; the dose is {dose.reps}."


def _describe_check(result: CheckResult, check: Check, session: SessionResult) -> list[Line]:
    if result.verdict == "not_assessable":
        why = REASON_WORDS.get(result.reason, "") or "it could not be seen"
        return [_line("– Not judged", f"{check.name}: {why}", "dim")]
    wanted = check.band.describe("°" if check.definition.unit == "deg" else "")
    value = "" if result.median_deg is None else f" {check.definition.format_value(result.median_deg)}"
    if result.verdict == "pass":
        return [_line("✓ Right", f"{check.name}{value} (wanted {wanted})", "green")]
    fault = f" – {result.fault}" if result.fault else ""
    when = _describe_worst(result, check, session)
    lines = [_line("✗ Not right", f"{check.name}{fault}:{value} at the middle, wanted {wanted}{when}", "yellow")]
    return [*lines, Line(f"    {'':<{_LABEL_WIDTH}}{result.cue}")] if result.cue else lines


def _line(label: str, text: str, style: str) -> Line:
    return Line(f"  {label:<{_LABEL_WIDTH + 2}}{text}", style)


def _describe_worst(result: CheckResult, check: Check, session: SessionResult) -> str:
    """Return when the check failed and by how much at the worst moment: "; worst at 3.2 s, 14° outside"."""
    timeline = session.timeline
    values = timeline.values.get(result.column)
    if values is None:
        return ""
    low = -np.inf if check.band.low is None else check.band.low
    high = np.inf if check.band.high is None else check.band.high
    failing = timeline.verdicts[check.id] == 0
    excess = np.where(failing & np.isfinite(values), np.maximum(low - values, values - high), -np.inf)
    if not np.isfinite(excess).any():
        return ""
    worst = int(np.argmax(excess))
    failed_s = result.assessed_s - result.in_band_s
    outside = check.definition.format_value(float(excess[worst]))
    return f"; out for {failed_s:.1f} s, worst at {timeline.time_s[worst]:.1f} s by {outside}"
