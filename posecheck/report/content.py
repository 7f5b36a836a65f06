"""What a report says, gathered from a session as plain values for the template."""

from __future__ import annotations

from dataclasses import dataclass

from posecheck.drawing.palette import TONE_OF_VERDICT, Tone
from posecheck.measures import MEASURES
from posecheck.report.charts import build_angle_chart_svg
from posecheck.report.moments import find_fault_windows, find_worst
from posecheck.report.words import (
    MISSING,
    capitalise,
    describe_band,
    describe_check,
    describe_measured,
    describe_repetition,
    find_band,
    format_seconds,
    format_value,
)
from posecheck.results import CheckResult, SessionResult
from posecheck.stretch import Stretch
from posecheck.summary import RANGE_CHECK

VERDICT_WORDS = {"pass": "right", "fail": "needs work", "not_assessable": "not judged"}
_VIEW_WORDS = {
    "side": "from the side",
    "front": "from the front",
    "oblique": "at an angle, between side and front",
    "end_on": "from the head or the feet",
    "unknown": "unclear",
}
_MOST_WINDOWS = 3


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One check as the report shows it; all texts are plain, not yet escaped."""

    id: str
    name: str
    measure: str
    tone: Tone
    verdict: str
    band: str
    median: str
    spread: str
    in_band: str
    text: str
    fault: str
    cue: str
    when: str
    worst: str
    chart: str


@dataclass(frozen=True, slots=True)
class RepetitionRow:
    """One repetition as the report shows it."""

    number: int
    start: str
    duration: str
    peak: str
    kind: str
    tone: Tone
    text: str


def build_check_rows(result: SessionResult, stretch: Stretch) -> list[CheckRow]:
    """Return the checks in the order of the reference pose."""
    return [_build_check_row(check, result, stretch) for check in result.checks]


def _build_check_row(check: CheckResult, result: SessionResult, stretch: Stretch) -> CheckRow:
    failed = check.verdict == "fail"
    return CheckRow(
        id=check.id,
        name=check.name,
        measure=MEASURES[check.measure].label,
        tone=TONE_OF_VERDICT[check.verdict],
        verdict=VERDICT_WORDS[check.verdict],
        band=describe_band(check, stretch),
        median=describe_measured(check),
        spread=_describe_spread(check),
        in_band=_describe_in_band(check),
        text=describe_check(check, stretch),
        fault=capitalise(check.fault or check.name) if failed else "",
        cue=check.cue,
        when=describe_when(result, check) if failed else "",
        worst=_describe_worst(result, check) if failed else "",
        chart=_build_chart(check, result, stretch),
    )


def _describe_spread(check: CheckResult) -> str:
    low, high = format_value(check.measure, check.p05_deg), format_value(check.measure, check.p95_deg)
    return MISSING if MISSING in (low, high) else f"{low} to {high}"


def _describe_in_band(check: CheckResult) -> str:
    if check.assessed_s <= 0 or check.id == RANGE_CHECK:
        return MISSING
    return f"{format_seconds(check.in_band_s)} of {format_seconds(check.assessed_s)}"


def describe_when(result: SessionResult, check: CheckResult) -> str:
    """Return when a check failed: "2.1 to 5.4 s", "in 2 of 8 repetitions"; "" where that is not known."""
    if result.reps:
        failed = sum(
            rep.kind == "partial" if check.id == RANGE_CHECK else check.id in rep.faults for rep in result.reps
        )
        return f"in {failed} of {len(result.reps)} repetitions"
    windows = find_fault_windows(result.timeline, check.id)
    if not windows or len(result.timeline.time_s) < 2:
        return ""
    texts = [f"{start:.1f} to {end:.1f} s" for start, end in windows[:_MOST_WINDOWS]]
    more = len(windows) - _MOST_WINDOWS
    return ", ".join(texts) + (f" and {more} more times" if more > 1 else " and once more" if more == 1 else "")


def _describe_worst(result: SessionResult, check: CheckResult) -> str:
    worst = find_worst(result.timeline, check)
    if worst is None or worst.excess == 0:
        return ""
    size, side = format_value(check.measure, abs(worst.excess)), "below" if worst.excess < 0 else "above"
    at = f" at {worst.time_s:.1f} s" if len(result.timeline.time_s) > 1 else ""
    return f"{format_value(check.measure, worst.value)}{at}, {size} {side} the band"


def _build_chart(check: CheckResult, result: SessionResult, stretch: Stretch) -> str:
    return build_angle_chart_svg(
        result.timeline,
        check.column,
        find_band(check, stretch),
        check_id=check.id,
        title=check.name,
        cues=[cue for cue in result.cues if cue.check == check.id],
        reps=result.reps if check.id == RANGE_CHECK else (),
    )


def build_repetition_rows(result: SessionResult, stretch: Stretch) -> list[RepetitionRow]:
    """Return the repetitions in the order of time."""
    tones: dict[str, Tone] = {"good": "pass", "partial": "unknown", "faulty": "fail"}
    measure = stretch.repetition.measure if stretch.repetition else ""
    return [
        RepetitionRow(
            number,
            f"{rep.start_s:.1f} s",
            format_seconds(rep.end_s - rep.start_s),
            format_value(measure, rep.peak_deg),
            rep.kind,
            tones[rep.kind],
            capitalise(describe_repetition(rep, stretch)),
        )
        for number, rep in enumerate(result.reps, start=1)
    ]


def describe_view(result: SessionResult) -> str:
    """Return where the camera stood, in a sentence."""
    view = result.view
    if view.reason == "nobody":
        return "Nobody was found in the picture."
    yaw = "" if view.yaw_deg != view.yaw_deg else f" (about {view.yaw_deg:.0f}° from facing it)"
    saw = f"The camera saw the body {_VIEW_WORDS[view.kind]}{yaw}."
    roll_deg = abs(round(result.camera_roll_deg))
    return f"{saw} It was tilted by about {roll_deg}°, which was taken off." if roll_deg else saw


def describe_side(result: SessionResult) -> str:
    """Return which side was trained, for the report's head."""
    return {"left": "left side", "right": "right side", "both": "both sides together"}[result.side]
