"""What has to happen once in each repetition, such as leaving the floor: after the way back, or at its end."""

from __future__ import annotations

from typing import Any

import numpy as np

from lab.catalogue.rules import Band, RepRule
from lab.rotation import FloatArray

# A jump is over this long after the knees are straight, and who comes down bends them once more to land softly.
_LATEST_S = 0.6

Rep = dict[str, Any]


def demand_moments(
    rule: RepRule, reps: list[Rep], time_s: FloatArray, angles: dict[str, FloatArray], side: str
) -> tuple[list[Rep], list[dict[str, Any]]]:
    """Return the repetitions with what they lack, without the landings between them, and each lack as a fault."""
    if not rule.once:
        return reps, []
    moments = {band.check: time_s[_happens(band, angles[band.column(side)])] for band in rule.once}
    kept = [rep for rep in reps if not _is_landing(rep, list(moments.values()))]
    faults: list[dict[str, Any]] = []
    for rep in kept:
        for band in rule.once:
            times_s = moments[band.check]
            if not np.any((times_s >= rep["start_s"]) & (times_s <= rep["end_s"] + _LATEST_S)):
                faults.append(_describe(band, rep, side))
                rep["faults"] = sorted({*rep["faults"], band.check})
                rep["kind"] = "faulty" if rep["kind"] == "good" else rep["kind"]
    return kept, faults


def _happens(band: Band, values: FloatArray) -> np.ndarray:
    return (values >= band.low) & (values <= band.high)


def _is_landing(rep: Rep, moments: list[FloatArray]) -> bool:
    """Return whether a shallow repetition only catches the body after a moment in the air."""
    start_s = rep["start_s"]
    return rep["kind"] == "partial" and any(
        bool(np.any((times_s > start_s - _LATEST_S) & (times_s < start_s))) for times_s in moments
    )


def _describe(band: Band, rep: Rep, side: str) -> dict[str, Any]:
    return {
        "name": band.low_fault or band.high_fault,
        "check": band.check,
        "measure": band.column(side).removesuffix("_deg"),
        "direction": "low" if band.low_fault else "high",
        "start_s": rep["start_s"],
        "end_s": rep["end_s"],
    }
