"""Verdicts, checks and amounts in plain words, for the report, the pages and the command line alike."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from posecheck.drawing.limbs import find_full_band
from posecheck.drawing.palette import TONE_OF_VERDICT, Tone
from posecheck.language import N_, _, format_number, ngettext
from posecheck.measures import MEASURES
from posecheck.results import REASON_WORDS, CheckResult, RepetitionResult, SessionResult
from posecheck.stretch import Band, Stretch
from posecheck.stretch.wording import add_sides, count_amount
from posecheck.summary import RANGE_CHECK

MISSING = "–"
# Spoken by `_`.
KIND_WORDS = {"good": N_("good"), "partial": N_("not the full range"), "faulty": N_("with a fault")}
REPETITION_NAMES = {
    "good": N_("good repetition"),
    "partial": N_("partial repetition"),
    "faulty": N_("faulty repetition"),
}
# By the kind of stretch, and whether it is a photo.
_NOT_RECOGNISED = {
    ("reps", True): N_("The exercise was not recognised in this picture: the pose was not taken up."),
    ("reps", False): N_(
        "The exercise was not recognised in this recording: the pose was not taken up, or not for long enough."
    ),
    ("hold", True): N_("The stretch was not recognised in this picture: the pose was not taken up."),
    ("hold", False): N_(
        "The stretch was not recognised in this recording: the pose was not taken up, or not for long enough."
    ),
}


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
    tone, amount = TONE_OF_VERDICT[result.verdict], describe_amount(result, stretch)
    if result.verdict == "pass":
        return Headline(_("Pass"), _("Good form"), amount, tone)
    if result.verdict == "fail":
        return Headline(_("Needs work"), _name_faults(result), amount, tone)
    if result.verdict == "not_performed":
        return _describe_not_performed(result, stretch)
    if stretch.guided and result.holds:
        return Headline(_("Guided"), _("Guided, not judged"), amount, tone)
    why = result.view.advice or _name_reasons(result)
    return Headline(_("Not judged"), _("This could not be judged"), why, tone)


def _describe_not_performed(result: SessionResult, stretch: Stretch) -> Headline:
    title = _("The exercise was not seen") if stretch.kind == "reps" else _("The stretch was not seen")
    text = _NOT_RECOGNISED[stretch.kind, len(result.timeline.time_s) == 1]
    return Headline(_("Not seen"), title, _(text), TONE_OF_VERDICT[result.verdict])


def _name_faults(result: SessionResult) -> str:
    faults = [check.fault or check.name for check in result.checks if check.verdict == "fail"]
    return capitalise(join_words(faults)) if faults else _("Something to work on")


def join_words(words: Sequence[str]) -> str:
    """Return words as a list in a sentence: "one, two and three"."""
    if len(words) < 2:
        return "".join(words)
    return _("{first} and {last}").format(first=", ".join(words[:-1]), last=words[-1])


def _name_reasons(result: SessionResult) -> str:
    reasons = [check.reason for check in result.checks if check.reason]
    common = max(reasons, key=reasons.count, default=result.view.reason)
    return capitalise(describe_reason(common)) + "."


def describe_reason(reason: str) -> str:
    """Return why something could not be judged, as half a sentence."""
    return _(REASON_WORDS.get(reason, "")) or _("it could not be seen")


def describe_amount(result: SessionResult, stretch: Stretch) -> str:
    """Return how much was done against the dose; "" for a photo, which has no time."""
    aim = _("The aim is {amount}.")
    if stretch.kind == "reps" and stretch.dose.reps is not None:
        if not result.reps and len(result.timeline.time_s) < 2:
            return ""
        return f"{_count_reps(result)}. {aim.format(amount=add_sides(f'{stretch.dose.reps}', stretch))}"
    if len(result.timeline.time_s) < 2:
        return ""
    goal = count_amount(stretch, stretch.dose.hold_s or 0.0)
    return f"{_describe_held(result, guided=stretch.guided)} {aim.format(amount=add_sides(goal, stretch))}"


def _describe_held(result: SessionResult, *, guided: bool) -> str:
    runs, amount = len(result.holds), format_seconds(result.held_s)
    if guided:
        words = ngettext("Stayed for {amount}.", "Stayed for {amount} in {n} runs.", max(runs, 1))
    else:
        words = ngettext("Held well for {amount}.", "Held well for {amount} in {n} runs.", max(runs, 1))
    return words.format(amount=amount, n=runs)


def _count_reps(result: SessionResult) -> str:
    good, partial, faulty = (result.count_reps(kind) for kind in ("good", "partial", "faulty"))
    parts = [ngettext("{n} good repetition", "{n} good repetitions", good).format(n=good)]
    parts += [_("{n} partial").format(n=partial)] if partial else []
    parts += [_("{n} with a fault").format(n=faulty)] if faulty else []
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
    return f"{format_number(seconds, 1 if seconds < 9.95 else 0)} s"


def format_moment(seconds: float) -> str:
    """Return a time of a recording: "12.4 s"."""
    return f"{format_number(seconds, 1)} s"


def format_span(start_s: float, end_s: float) -> str:
    """Return a span of a recording: "2.1 to 5.4 s"."""
    return _("{start} to {end}").format(start=format_number(start_s, 1), end=format_moment(end_s))


def describe_check(check: CheckResult, stretch: Stretch) -> str:
    """Return a check of a session in a sentence or two: what was measured against what was wanted."""
    if check.verdict == "not_assessable":
        return _("Not judged: {reason}.").format(reason=describe_reason(check.reason))
    if check.verdict == "pass":
        band = describe_band(check, stretch)
        words = _("{value}, wanted {band}.").format(value=_describe_typical(check), band=band)
        return " ".join([words, *_list_doubts(check)])
    return f"{capitalise(check.fault or check.name)}: {describe_miss(check, stretch)}"


def describe_measured(check: CheckResult) -> str:
    """Return the typical value of a check with how far it may be off: "98° ±3°"."""
    value = format_value(check.measure, check.median_deg)
    if check.median_deg is None or not check.uncertainty_deg:
        return value
    return f"{value} ±{format_value(check.measure, check.uncertainty_deg)}"


def _describe_typical(check: CheckResult) -> str:
    value = describe_measured(check)
    return _("{value} at the top of a typical repetition").format(value=value) if check.id == RANGE_CHECK else value


def _list_doubts(check: CheckResult) -> list[str]:
    return [_("Close to the bound: a camera cannot tell for sure.")] if check.reason == "borderline" else []


def describe_miss(check: CheckResult, stretch: Stretch) -> str:
    """Return how far a failing check was off, and for how long: "18°, 8° above the wanted range (-10 to 10°)."."""
    band, value = describe_band(check, stretch), _describe_typical(check)
    excess = measure_excess(check.median_deg, find_band(check, stretch))
    if excess == 0.0:
        words = _("at times outside {band}, typically {value}.")
    elif format_value(check.measure, abs(excess)) == format_value(check.measure, 0.0):
        below = _("{value}, just below the wanted range ({band}).")
        words = below if excess < 0 else _("{value}, just above the wanted range ({band}).")
    else:
        below = _("{value}, {gap} below the wanted range ({band}).")
        words = below if excess < 0 else _("{value}, {gap} above the wanted range ({band}).")
    sentences = [words.format(value=value, band=band, gap=format_value(check.measure, abs(excess)))]
    if check.assessed_s > 0 and check.id != RANGE_CHECK:
        sentences.append(_describe_share(check, stretch))
    return " ".join([*sentences, *_list_doubts(check)])


def _describe_share(check: CheckResult, stretch: Stretch) -> str:
    outside, assessed = format_seconds(check.assessed_s - check.in_band_s), format_seconds(check.assessed_s)
    words = _("It was outside for {outside} of {assessed}.")
    if stretch.kind == "hold":
        # Shorter than the run that `find_fault_windows` tells, which has the way in and out.
        words = _("It was outside for {outside} of the {assessed} that count (not the way into the pose and out).")
    return words.format(outside=outside, assessed=assessed)


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
    words = _(KIND_WORDS[rep.kind])
    names = [stretch.find_check(fault).name for fault in rep.faults if fault != RANGE_CHECK]
    return _("{kind}: {names}").format(kind=words, names=", ".join(names)) if names else words


def capitalise(text: str) -> str:
    """Return the text with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]
