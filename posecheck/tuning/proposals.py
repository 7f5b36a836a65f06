"""Bands proposed from demonstrations, each with what speaks for it, to be accepted one by one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Literal

from posecheck.language import N_, _
from posecheck.measures import MEASURES
from posecheck.stretch import Band, Check, Stretch
from posecheck.tuning.bounds import Side, choose_bound, join_bounds
from posecheck.tuning.demonstration import Demonstration, Spread
from posecheck.tuning.evidence import End, Evidence, Material, find_outermost, gather, list_ends

Kind = Literal["check", "entry", "repetition"]
Advice = Literal["accept", "keep", "drop"]

# Spoken by `_`, by the reason of the check.
_UNASSESSED = {
    "view": N_("Drop this check for this patient: it could not be assessed from this side."),
    "hidden": N_("Drop this check for this patient: it could not be assessed because the joint is hidden."),
    "out_of_frame": N_(
        "Drop this check for this patient: it could not be assessed because part of the body is outside the picture."
    ),
}
_TOO_SHORT = N_("Drop this check for this patient: it could not be assessed for long enough.")


@dataclass(frozen=True, slots=True)
class Proposal:
    """New thresholds for one check, one entry condition, or one end of a repetition.

    Attributes:
        kind: what it is for.
        key: the check's id, "measure of limb" for an entry condition, "rest" or "full" for a repetition.
        name: for people.
        measure: what is measured.
        before: the band as it is now; of a repetition its end, as the one bound of a band.
        band: the proposed one; None where the recordings give none.
        target: what to aim at, for checks that have a target; None where they have none.
        evidence: what it rests on.
        advice: "accept"; "keep" what is there, because nothing speaks for a change; or "drop" the check for this
            patient.
        note: why, in words.
    """

    kind: Kind
    key: str
    name: str
    measure: str
    before: Band
    band: Band | None
    target: float | None
    evidence: Evidence
    advice: Advice
    note: str


def propose_bands(stretch: Stretch, good: Sequence[Demonstration], bad: Sequence[Demonstration] = ()) -> list[Proposal]:
    """Return a band for each check of a stretch, in its order.

    The bands that the checks have now play no part, so they may as well have been removed (`open_bands`). A proposed
    band has a bound on each side for which the check has words, holds the good values with room for the camera's
    error, and leaves the faulty ones out where they lie apart. It is never narrower than a camera can tell.

    Args:
        stretch: its entry conditions say where in a recording the pose is, unless its moments were marked.
        good: at least one recording of the stretch done well.
        bad: recordings with a fault, which need not be named; each may show another one.

    Raises:
        InputError: no good recording is given, or one shows no moment of the pose.
    """
    material = gather(stretch, good, bad)
    faults = material.find_faults()
    return [_propose_check(check, material, faults) for check in stretch.checks]


def _propose_check(check: Check, material: Material, faults: dict[End, float]) -> Proposal:
    evidence = material.collect(check)
    if len(evidence.good) < len(material.good) / 2:
        note = _(_UNASSESSED.get(_find_obstacle(check, material), _TOO_SHORT))
        return Proposal("check", check.id, check.name, check.measure, check.band, None, None, evidence, "drop", note)
    bounds = {
        outward: choose_bound(
            Side(find_outermost(evidence.good, outward), outward, faults.get((check.id, outward))), check.measure
        )
        for outward in list_ends(check)
    }
    band = join_bounds(bounds.get(-1), bounds.get(1), check.measure)
    caught, lost = (tuple(_list_failing(spreads, band)) for spreads in (evidence.bad, evidence.good))
    evidence = replace(evidence, caught=caught, lost=lost)
    gaps = [faults[end] for end in faults if end[0] == check.id]
    advice, note = _advise(check, band, evidence, min(gaps, default=math.inf))
    target = _find_target(evidence.good, band, check)
    return Proposal("check", check.id, check.name, check.measure, check.band, band, target, evidence, advice, note)


def _find_obstacle(check: Check, material: Material) -> str:
    """Return the reason for which a check could not be assessed, as most of the good recordings have it."""
    reasons = [result.reason for shown in material.good for result in shown.result.checks if result.id == check.id]
    return max(reasons, key=reasons.count, default="")


def _list_failing(spreads: tuple[Spread, ...], band: Band | None) -> list[str]:
    """Return the names of the demonstrations whose check would fail under a band, but for its hysteresis."""
    if band is None:
        return []
    low = -math.inf if band.low is None else band.low
    high = math.inf if band.high is None else band.high
    return [each.name for each in spreads if each.low_reach < low or each.high_reach > high]


def _find_target(good: tuple[Spread, ...], band: Band | None, check: Check) -> float | None:
    """Return the middle of the good medians within the band, for checks that have a target."""
    if band is None or check.target is None:
        return None
    middle = median(each.median for each in good)
    middle = max(middle, -math.inf if band.low is None else band.low)
    middle = min(middle, math.inf if band.high is None else band.high)
    return round(middle, 0 if check.definition.unit == "deg" else 2) + 0.0


def _advise(check: Check, band: Band | None, evidence: Evidence, gap: float) -> tuple[Advice, str]:
    if band is None:
        return "drop", _("Drop this check for this patient: the good recordings fill all that a body can do.")
    if not evidence.bad:
        return "accept", _("From good recordings alone; one with the fault would show whether the band catches it.")
    if not evidence.caught:
        return "keep", _(
            "None of the faulty recordings differs here, so nothing shows that this check separates good from bad. "
            "Keep it as a guard, or drop it for this patient."
        )
    words = _("Separates {caught} of {n} faulty recordings from the good ones.")
    if gap < 2 * evidence.error:
        words = _(
            "Separates {caught} of {n} faulty recordings from the good ones, but only by {value}: "
            "a camera can hardly tell (±{error})."
        )
    value, error = (MEASURES[check.measure].format_value(amount) for amount in (gap, evidence.error))
    return "accept", words.format(caught=len(evidence.caught), n=len(evidence.bad), value=value, error=error)
