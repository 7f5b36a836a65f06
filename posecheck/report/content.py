"""What a report says, gathered from a session as plain values for the template."""

from __future__ import annotations

import math
from dataclasses import dataclass

from posecheck.drawing.palette import TONE_OF_VERDICT, Tone
from posecheck.language import N_, _, ngettext, pgettext
from posecheck.measures import MEASURES
from posecheck.report.charts import build_angle_chart_svg
from posecheck.report.moments import find_fault_windows, find_worst
from posecheck.report.words import (
    MISSING,
    capitalise,
    describe_band,
    describe_check,
    describe_measured,
    describe_reason,
    describe_repetition,
    find_band,
    format_moment,
    format_seconds,
    format_span,
    format_value,
)
from posecheck.results import CheckResult, SessionResult
from posecheck.stretch import Stretch
from posecheck.summary import RANGE_CHECK

# Spoken by `_`.
# Measures whose zero standing tells.
_OF_THE_HIP = ("hip_flexion", "body_line")
_VIEW_SENTENCES = {
    "side": N_("The camera saw the body from the side."),
    "front": N_("The camera saw the body from the front."),
    "oblique": N_("The camera saw the body at an angle, between side and front."),
    "end_on": N_("The camera saw the body from the head or the feet."),
    "unknown": N_("It is not clear from where the camera saw the body."),
}
_KINDS = {"good": N_("good"), "partial": N_("partial"), "faulty": N_("faulty")}
_SIDES = {"left": N_("Left side"), "right": N_("Right side"), "both": N_("Both sides together")}
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
    reason: str
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
        measure=MEASURES[check.measure].spoken_label,
        tone=TONE_OF_VERDICT[check.verdict],
        verdict=_name_verdict(check),
        band=describe_band(check, stretch),
        median=describe_measured(check),
        spread=_describe_spread(check),
        in_band=_describe_in_band(check),
        text=describe_check(check, stretch),
        reason=describe_reason(check.reason) if check.verdict == "not_assessable" else "",
        fault=capitalise(check.fault or check.name) if failed else "",
        cue=check.cue,
        when=describe_when(result, check) if failed else "",
        worst=_describe_worst(result, check) if failed else "",
        chart=_build_chart(check, result, stretch),
    )


def _name_verdict(check: CheckResult) -> str:
    if check.verdict == "not_assessable":
        return _("Not judged")
    return pgettext("verdict", "Right") if check.verdict == "pass" else _("Needs work")


def _describe_spread(check: CheckResult) -> str:
    low, high = format_value(check.measure, check.p05_deg), format_value(check.measure, check.p95_deg)
    return MISSING if MISSING in (low, high) else _("{start} to {end}").format(start=low, end=high)


def _describe_in_band(check: CheckResult) -> str:
    if check.assessed_s <= 0 or check.id == RANGE_CHECK:
        return MISSING
    done, whole = format_seconds(check.in_band_s), format_seconds(check.assessed_s)
    return _("{done} of {whole}").format(done=done, whole=whole)


def describe_when(result: SessionResult, check: CheckResult) -> str:
    """Return when a check failed: "2.1 to 5.4 s", "in 2 of 8 repetitions"; "" where that is not known."""
    if result.reps:
        failed = sum(
            rep.kind == "partial" if check.id == RANGE_CHECK else check.id in rep.faults for rep in result.reps
        )
        words = ngettext("in {failed} of {n} repetition", "in {failed} of {n} repetitions", len(result.reps))
        return words.format(failed=failed, n=len(result.reps))
    windows = find_fault_windows(result.timeline, check.id)
    if not windows or len(result.timeline.time_s) < 2:
        return ""
    times = ", ".join(format_span(start, end) for start, end in windows[:_MOST_WINDOWS])
    more = len(windows) - _MOST_WINDOWS
    if more <= 0:
        return times
    return ngettext("{times} and once more", "{times} and {n} more times", more).format(times=times, n=more)


def _describe_worst(result: SessionResult, check: CheckResult) -> str:
    worst = find_worst(result.timeline, check)
    if worst is None or worst.excess == 0:
        return ""
    value, size = format_value(check.measure, worst.value), format_value(check.measure, abs(worst.excess))
    if len(result.timeline.time_s) > 1:
        value = _("{value} at {time}").format(value=value, time=format_moment(worst.time_s))
    words = _("{value}, {size} below the band") if worst.excess < 0 else _("{value}, {size} above the band")
    return words.format(value=value, size=size)


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
            format_moment(rep.start_s),
            format_seconds(rep.end_s - rep.start_s),
            format_value(measure, rep.peak_deg),
            _(_KINDS[rep.kind]),
            tones[rep.kind],
            capitalise(describe_repetition(rep, stretch)),
        )
        for number, rep in enumerate(result.reps, start=1)
    ]


def describe_view(result: SessionResult) -> str:
    """Return where the camera stood, in a sentence or two."""
    view = result.view
    if view.reason == "nobody":
        return _("Nobody was found in the picture.")
    sentences = [_(_VIEW_SENTENCES[view.kind])]
    if math.isfinite(view.yaw_deg):
        turned = _("It was turned by about {angle} from facing the camera.")
        sentences.append(turned.format(angle=f"{view.yaw_deg:.0f}°"))
    if roll_deg := abs(round(result.camera_roll_deg)):
        tilted = _("The camera was tilted by about {angle}, which was taken off.")
        sentences.append(tilted.format(angle=f"{roll_deg}°"))
    own_deg = round(result.own_hip_deg)
    if own_deg and any(check.measure in _OF_THE_HIP for check in result.checks):
        own = _("Hip angles are raised by {angle}, because this person's hip looks too straight in standing.")
        if own_deg > 0:
            own = _("Hip angles are lowered by {angle}, because this person's hip looks too bent in standing.")
        sentences.append(own.format(angle=f"{abs(own_deg)}°"))
    return " ".join(sentences)


def describe_side(result: SessionResult) -> str:
    """Return which side was trained, for the report's head."""
    return _(_SIDES[result.side])
