"""Verdicts, checks and amounts in plain words, for the report, the pages and the command line alike."""

from __future__ import annotations

import math
from dataclasses import dataclass

from posecheck.drawing.limbs import find_full_band
from posecheck.drawing.palette import TONE_OF_VERDICT, Tone
from posecheck.language import _
from posecheck.measures import MEASURES
from posecheck.results import REASON_WORDS, CheckResult, RepetitionResult, SessionResult
from posecheck.stretch import Band, Stretch
from posecheck.stretch.wording import describe_sides
from posecheck.summary import RANGE_CHECK

MISSING = "–"
KIND_WORDS = {"good": "good", "partial": "not the full range", "faulty": "with a fault"}
_SIDE_WORDS = {"low": "below", "high": "above"}


@dataclass(frozen=True, slots=True)
class Headline:
    """A verdict for people.

    Attributes:
        label: one or two words: "Pass".
        title: one line: "Good form".
        subtitle: one sentence or two with what stands behind it.
        tone: colour and mark (`posecheck.drawing.palette`).
    """

    label: str
    title: str
    subtitle: str
    tone: Tone


def describe_verdict(result: SessionResult, stretch: Stretch) -> Headline:
    """Return the verdict of a session in words."""
    tone = TONE_OF_VERDICT[result.verdict]
    if result.verdict == "pass":
        return Headline(_("Pass"), "Good form", describe_amount(result, stretch), tone)
    if result.verdict == "fail":
        return Headline("Needs work", _name_faults(result), describe_amount(result, stretch), tone)
    if result.verdict == "not_performed":
        what = "exercise" if stretch.kind == "reps" else "stretch"
        where = "picture" if len(result.timeline.time_s) == 1 else "recording"
        text = f"The {what} was not recognised in this {where}: the pose was not taken up"
        text += "." if where == "picture" else ", or not for long enough."
        return Headline("Not seen", f"The {what} was not seen", text, tone)
    if stretch.guided and result.holds:
        return Headline("Guided", "Guided, not judged", describe_amount(result, stretch), tone)
    why = result.view.advice or _name_reasons(result)
    return Headline("Not judged", "This could not be judged", why, tone)


def _name_faults(result: SessionResult) -> str:
    faults = [check.fault or check.name for check in result.checks if check.verdict == "fail"]
    if not faults:
        return "Something to work on"
    return capitalise(faults[0] if len(faults) == 1 else f"{', '.join(faults[:-1])} and {faults[-1]}")


def _name_reasons(result: SessionResult) -> str:
    reasons = [check.reason for check in result.checks if check.reason]
    common = max(reasons, key=reasons.count, default=result.view.reason)
    return capitalise(describe_reason(common)) + "."


def describe_reason(reason: str) -> str:
    """Return why something could not be judged, as half a sentence."""
    return REASON_WORDS.get(reason) or "it could not be seen"


def describe_amount(result: SessionResult, stretch: Stretch) -> str:
    """Return how much was done against the dose; "" for a photo, which has no time."""
    if stretch.kind == "reps" and stretch.dose.reps is not None:
        if not result.reps and len(result.timeline.time_s) < 2:
            return ""
        return f"{_count_reps(result)}. The aim is {stretch.dose.reps}{describe_sides(stretch)}."
    if len(result.timeline.time_s) < 2:
        return ""
    runs = len(result.holds)
    pieces = f" in {runs} runs" if runs > 1 else ""
    aim = f"The aim is {stretch.dose.hold_s:g} s{describe_sides(stretch)}."
    how = "Stayed" if stretch.guided else "Held well"
    return f"{how} for {format_seconds(result.held_s)}{pieces}. {aim}"


def _count_reps(result: SessionResult) -> str:
    good, partial, faulty = (result.count_reps(kind) for kind in ("good", "partial", "faulty"))
    parts = [f"{good} good {'repetition' if good == 1 else 'repetitions'}"]
    parts += [f"{partial} partial"] if partial else []
    parts += [f"{faulty} with a fault"] if faulty else []
    return ", ".join(parts)


def find_band(check: CheckResult, stretch: Stretch) -> Band:
    """Return the band that a check was judged against; for the range of a repetition its full range."""
    if check.id != RANGE_CHECK or stretch.repetition is None:
        return stretch.find_check(check.id).band
    return find_full_band(stretch.repetition)


def describe_band(check: CheckResult, stretch: Stretch) -> str:
    """Return the band of a check in words: "75-105°", "at most 0.20"."""
    return find_band(check, stretch).describe("°" if MEASURES[check.measure].unit == "deg" else "")


def format_value(measure: str, value: float | None) -> str:
    """Return a value of a measure for people, a dash where it is missing."""
    if value is None or math.isnan(value):
        return MISSING
    return MEASURES[measure].format_value(value)


def format_seconds(seconds: float) -> str:
    """Return a length of time: "4.3 s", "32 s", "2 min 05 s"."""
    if seconds >= 99.5:
        minutes, rest = divmod(round(seconds), 60)
        return f"{minutes} min {rest:02d} s"
    return f"{seconds:.1f} s" if seconds < 9.95 else f"{seconds:.0f} s"


def describe_check(check: CheckResult, stretch: Stretch) -> str:
    """Return a check of a session in a sentence or two: what was measured against what was wanted."""
    if check.verdict == "not_assessable":
        return f"Not judged: {describe_reason(check.reason)}."
    band, value = describe_band(check, stretch), describe_measured(check)
    when = " at the top of a typical repetition" if check.id == RANGE_CHECK else ""
    doubt = " Close to the bound: a camera cannot tell for sure." if check.reason == "borderline" else ""
    if check.verdict == "pass":
        return f"{value}{when}, wanted {band}.{doubt}"
    return f"{capitalise(check.fault or check.name)}: {_describe_miss(check, stretch, value, when)}{doubt}"


def describe_measured(check: CheckResult) -> str:
    """Return the typical value of a check with how far it may be off: "98° ±3°"."""
    value = format_value(check.measure, check.median_deg)
    if check.median_deg is None or not check.uncertainty_deg:
        return value
    return f"{value} ±{format_value(check.measure, check.uncertainty_deg)}"


def _describe_miss(check: CheckResult, stretch: Stretch, value: str, when: str) -> str:
    band, words = find_band(check, stretch), describe_band(check, stretch)
    excess = measure_excess(check.median_deg, band)
    outside_s = check.assessed_s - check.in_band_s
    share = f" It was outside for {format_seconds(outside_s)} of {format_seconds(check.assessed_s)}."
    share = share if check.assessed_s > 0 and check.id != RANGE_CHECK else ""
    if excess == 0.0:
        return f"at times outside {words}, typically {value}{when}.{share}"
    side, gap = _SIDE_WORDS["low" if excess < 0 else "high"], format_value(check.measure, abs(excess))
    gap = "just" if gap == format_value(check.measure, 0.0) else gap
    return f"{value}{when}, {gap} {side} the wanted range ({words}).{share}"


def measure_excess(value: float | None, band: Band) -> float:
    """Return how far a value lies outside a band: - below, + above, 0 inside or where the value is missing."""
    if value is None or math.isnan(value):
        return 0.0
    if band.low is not None and value < band.low:
        return value - band.low
    if band.high is not None and value > band.high:
        return value - band.high
    return 0.0


def describe_repetition(rep: RepetitionResult, stretch: Stretch) -> str:
    """Return how a repetition was: "good", "not the full range", "with a fault: knee bends"."""
    words = KIND_WORDS[rep.kind]
    names = [stretch.find_check(fault).name for fault in rep.faults if fault != RANGE_CHECK]
    return f"{words}: {', '.join(names)}" if names else words


def capitalise(text: str) -> str:
    """Return the text with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]
