"""Entry thresholds and the ends of a repetition from demonstrations."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from posecheck.errors import InputError
from posecheck.language import _, pgettext
from posecheck.measures import MEASURES
from posecheck.stretch import Band, Condition, Repetition, Stretch
from posecheck.stretch.overrides import find_narrowest
from posecheck.summary import RANGE_NAME, find_runs
from posecheck.tuning.bounds import ROUND_STEPS
from posecheck.tuning.demonstration import Demonstration, Shown, Spread
from posecheck.tuning.evidence import Evidence, Material, find_outermost, gather
from posecheck.tuning.proposals import Proposal
from posecheck.uncertainty import find_error

FloatArray = NDArray[np.float64]

# Being in the pose is asked for more loosely than good form: this far from everybody who was shown in it.
ENTRY_ROOM = {"deg": 10.0, "share": 0.1}
# A movement shorter than this between two rests was no repetition.
SHORTEST_PEAK_S = 0.2
# Between repetitions much of the time goes by on the way: the nearer quarter is rest.
REST_SHARE = 0.25


def propose_entry(stretch: Stretch, good: Sequence[Demonstration], bad: Sequence[Demonstration] = ()) -> list[Proposal]:
    """Return a band for each entry condition of a stretch, in its order.

    Everybody who was shown in the pose, well or badly, has to be recognised with room to spare: a bound that is
    nearer than that moves out, any other stays. Bounds never move in, and none is added. Recordings tell most where
    their moments were marked: without marks only what the present conditions recognise is looked at.

    Raises:
        InputError: as `propose_bands`.
    """
    material = gather(stretch, good, bad)
    return [_propose_condition(condition, material) for condition in stretch.entry.conditions]


def _propose_condition(condition: Condition, material: Material) -> Proposal:
    evidence = material.collect(condition)
    shown = (*evidence.good, *evidence.bad)
    key = f"{condition.measure} of {condition.limb}"
    name = _("Entry: {measure}").format(measure=condition.definition.spoken_label)
    if not shown:
        note = _("It could not be assessed in these recordings; it stays as it is.")
        return Proposal("entry", key, name, condition.measure, condition.band, None, None, evidence, "keep", note)
    bounds = {
        field: _loosen(getattr(condition.band, field), find_outermost(shown, outward), outward, condition.measure)
        for field, outward in (("low", -1), ("high", 1))
    }
    lowest, highest = condition.definition.range
    low, high = bounds["low"], bounds["high"]
    band = Band(low=None if low is None else max(low, lowest), high=None if high is None else min(high, highest))
    moved = band != condition.band
    inside = _("Everybody shown is well inside.")
    note = _("Somebody shown comes close to the bound, or past it.") if moved else inside
    return Proposal(
        "entry", key, name, condition.measure, condition.band, band, None, evidence, "accept" if moved else "keep", note
    )


def _loosen(bound: float | None, outermost: float, outward: int, measure: str) -> float | None:
    """Return a bound moved out as far as everybody shown needs it."""
    if bound is None:
        return None
    unit = MEASURES[measure].unit
    needed = outward * outermost + max(2 * find_error(measure), ENTRY_ROOM[unit])
    if outward * bound >= needed:
        return bound
    step = ROUND_STEPS[unit][0]
    return round(outward * math.ceil(needed / step - 1e-9) * step, 2) + 0.0


def propose_repetition(
    stretch: Stretch, good: Sequence[Demonstration], bad: Sequence[Demonstration] = ()
) -> list[Proposal]:
    """Return the two ends of a repetition, "full" and "rest"; nothing for a stretch that is held.

    `full` is what every good repetition reaches, with room for the camera's error, and half way to faulty ones that
    fall short. `rest` moves only for somebody whose movement neither begins nor ends there.

    Raises:
        InputError: as `propose_bands`, or no good recording shows a repetition.
    """
    repetition = stretch.repetition
    if repetition is None:
        return []
    material = gather(stretch, good, bad)
    turned = 1.0 if repetition.full > repetition.rest else -1.0
    good_ends, bad_ends = (
        [_find_ends(shown, repetition, stretch, turned) for shown in group] for group in (material.good, material.bad)
    )
    peaks = [peak for each, _ in good_ends for peak in each]
    if not peaks:
        raise InputError(f"Expected recordings with repetitions of {stretch.name}, but nobody leaves the rest in them.")
    short = [float(np.median(each)) for each, _ in bad_ends if len(each)]
    full = _choose_full(peaks, short, repetition.measure)
    rest = _choose_rest(turned * repetition.rest, max(trough for _, trough in good_ends), repetition.measure)
    full = max(full, rest + find_narrowest(repetition.measure))
    spreads = [
        tuple(_to_spread(shown.name, turned * each) for shown, (each, _) in zip(group, ends, strict=True) if len(each))
        for group, ends in ((material.good, good_ends), (material.bad, bad_ends))
    ]
    evidence = Evidence(spreads[0], spreads[1], find_error(repetition.measure))
    return _word_ends(repetition, turned, (full, rest), median(peaks), evidence)


def _find_ends(shown: Shown, repetition: Repetition, stretch: Stretch, turned: float) -> tuple[FloatArray, float]:
    """Return how far each repetition of a demonstration went, and where it rested; larger is further."""
    condition = Condition(measure=repetition.measure, limb=repetition.limb, band=Band(low=repetition.rest))
    values = turned * shown.read_column(condition, stretch)
    seen = np.isfinite(values) & shown.held
    if not seen.any():
        return np.empty(0), -math.inf
    lowest, highest = np.quantile(values[seen], (0.1, 0.95))
    away = seen & (values > (lowest + highest) / 2)
    time_s = shown.timeline.time_s
    runs = [run for run in find_runs(away) if time_s[run[1] - 1] - time_s[run[0]] >= SHORTEST_PEAK_S]
    if highest - lowest < find_narrowest(repetition.measure):
        runs = []
    resting = float(np.quantile(values[seen & ~away], REST_SHARE))
    return np.array([values[start:end].max() for start, end in runs]), resting


def _choose_full(peaks: list[float], short: list[float], measure: str) -> float:
    """Return what counts as full range, in values that grow with it."""
    reached, error = min(peaks), find_error(measure)
    falling_short = [peak for peak in short if reached - peak > error]
    room = (reached - max(falling_short)) / 2 if falling_short else error
    return _round(reached - min(room, 4 * error), measure)


def _choose_rest(before: float, trough: float, measure: str) -> float:
    """Return where a movement begins and ends, in values that grow with it: further than before only if need be."""
    if trough <= before:
        return before
    step = ROUND_STEPS[MEASURES[measure].unit][0]
    return round(math.ceil(trough / step - 1e-9) * step, 2) + 0.0


def _round(value: float, measure: str) -> float:
    """Return the value on a whole five (a twentieth), toward rest."""
    step = ROUND_STEPS[MEASURES[measure].unit][0]
    return round(math.floor(value / step + 1e-9) * step, 2) + 0.0


def _to_spread(name: str, peaks: FloatArray) -> Spread:
    low, middle, high = (float(value) for value in np.quantile(peaks, (0.05, 0.5, 0.95)))
    return Spread(name, low, middle, high, low, high, 1.0)


def _word_ends(
    repetition: Repetition, turned: float, ends: tuple[float, float], usual: float, evidence: Evidence
) -> list[Proposal]:
    """Return the proposals for `full` and `rest`, whose values are turned back into those of the measure."""
    rising = turned > 0
    full, rest = (turned * end + 0.0 for end in ends)
    target = None if repetition.target is None else turned * max(_round(usual, repetition.measure), ends[0]) + 0.0
    rows = (
        ("full", _(RANGE_NAME), _to_band(repetition.full, rising), _to_band(full, rising), target),
        (
            "rest",
            pgettext("repetition", "Rest"),
            _to_band(repetition.rest, not rising),
            _to_band(rest, not rising),
            None,
        ),
    )
    proposals = []
    for key, name, before, band, aim in rows:
        note = _("What every good repetition reaches.") if key == "full" else _("Where they begin and end.")
        advice: Literal["accept", "keep"] = "keep" if band == before else "accept"
        proposals.append(
            Proposal("repetition", key, name, repetition.measure, before, band, aim, evidence, advice, note)
        )
    return proposals


def _to_band(bound: float, is_lower: bool) -> Band:
    return Band(low=bound) if is_lower else Band(high=bound)
