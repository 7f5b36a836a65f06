"""Repetitions: the rules of `posecheck.coach.RepetitionCounter`, one excursion from rest at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from posecheck.coach.repetitions import (
    FAULT_S,
    FURTHEST_REST,
    IN_PLACE_TRUNKS,
    LOST_S,
    REST,
    SHORTEST_S,
    compute_own_share,
)
from posecheck.rejudging.runs import BoolArray, CodeArray, FloatArray, split_runs
from posecheck.results import RepetitionKind, RepetitionResult
from posecheck.stretch import Repetition

_AWAY = 1


@dataclass(frozen=True, slots=True, eq=False)
class Movement:
    """The frames in which a repetition's measure was seen; arrays of m frames.

    Attributes:
        time_s: seconds, rising.
        value: the repetition's measure.
        progress: 0 at rest .. 1 at full range.
        place: horizontal position of the hips in trunk lengths.
        failing: whether each check fails, by its id, in the order of the stretch.
    """

    time_s: FloatArray
    value: FloatArray
    progress: FloatArray
    place: FloatArray
    failing: dict[str, BoolArray]


def select_movement(
    time_s: FloatArray, values: FloatArray, place: FloatArray, failing: dict[str, BoolArray], repetition: Repetition
) -> Movement:
    """Return the frames whose value is not NaN; all arrays (n,)."""
    seen = ~np.isnan(values)
    value = values[seen]
    progress = (value - repetition.rest) / (repetition.full - repetition.rest)
    return Movement(
        time_s[seen], value, progress, place[seen], {check_id: fails[seen] for check_id, fails in failing.items()}
    )


def count_repetitions(movement: Movement, repetition: Repetition) -> tuple[RepetitionResult, ...]:
    """Return the repetitions in a movement, in order."""
    if not len(movement.time_s):
        return ()
    lost = np.diff(movement.time_s, prepend=-np.inf) > LOST_S
    away: CodeArray = (movement.progress > REST).astype(np.int8)
    runs = split_runs(away, breaks=lost)
    # A movement counts from the rest before it to the rest after it, with nothing lost from sight between them.
    from_rest = np.concatenate(([False], runs.code[:-1] != _AWAY)) & ~lost[runs.start]
    to_rest = np.concatenate((~lost[runs.start[1:]], [False]))
    whole = (runs.code == _AWAY) & from_rest & to_rest
    least_progress = np.minimum.reduceat(movement.progress, runs.start)
    found = [
        (float(least_progress[index - 1]), int(runs.start[index]), int(runs.end[index]))
        for index in np.flatnonzero(whole)
    ]
    reach = np.maximum.reduceat(movement.progress, runs.start) - np.maximum(least_progress, FURTHEST_REST)
    for index in np.flatnonzero((runs.code != _AWAY) & (reach >= repetition.attempt)):
        found += _find_stirrings(movement.progress, int(runs.start[index]), int(runs.end[index]))
    judged = (_judge_excursion(movement, repetition, *each) for each in sorted(found, key=lambda each: each[1]))
    return tuple(result for result in judged if result is not None)


def _find_stirrings(progress: FloatArray, start: int, end: int) -> Iterator[tuple[float, int, int]]:
    """Find the movements within the frames [start, end) at rest, of who rests short of the posture's rest.

    Returns the progress at rest before each, its first frame and the frame at which half of the way back is gone.
    """
    rest, peak, first = np.inf, -np.inf, start
    for index, value in enumerate(progress[start:end].tolist(), start):
        if value <= rest:
            rest, peak, first = max(value, FURTHEST_REST), value, index + 1
            continue
        peak = max(peak, value)
        if compute_own_share(peak, rest) <= REST:
            first = index + 1
        elif value <= (rest + peak) / 2:
            yield rest, first, index
            rest, peak, first = max(value, FURTHEST_REST), value, index + 1


def _judge_excursion(
    movement: Movement, repetition: Repetition, rest_progress: float, start: int, end: int
) -> RepetitionResult | None:
    """Return the repetition of the frames [start, end) away from rest; frame `end` is at rest again.

    `rest_progress` is the least in the rest before them.
    """
    start_s, end_s = float(movement.time_s[start - 1]), float(movement.time_s[end])
    peak = start + int(np.argmax(movement.progress[start:end]))
    places = movement.place[start + 1 : end + 1]
    way = np.fmax.reduce(places, initial=-np.inf) - np.fmin.reduce(places, initial=np.inf)
    stayed = not repetition.in_place or way <= IN_PLACE_TRUNKS
    peak_progress = float(movement.progress[peak])
    tried = compute_own_share(peak_progress, rest_progress) >= repetition.attempt
    if not tried or end_s - start_s < SHORTEST_S or not stayed:
        return None
    faults = _find_faults(movement, start, end)
    kind: RepetitionKind = "partial" if peak_progress < 1.0 else "faulty" if faults else "good"
    return RepetitionResult(start_s, float(movement.time_s[peak]), end_s, float(movement.value[peak]), kind, faults)


def _find_faults(movement: Movement, start: int, end: int) -> tuple[str, ...]:
    """Return the checks that failed for long enough, those that failed first in front."""
    steps_s = np.diff(movement.time_s[start : end + 1])
    failing = {check_id: fails[start + 1 : end + 1] for check_id, fails in movement.failing.items()}
    first = {check_id: int(np.argmax(fails)) for check_id, fails in failing.items() if fails.any()}
    return tuple(
        check_id
        for check_id in sorted(first, key=first.__getitem__)
        # Summed one by one, in the order in which a counter adds them.
        if np.cumsum(steps_s[failing[check_id]])[-1] >= FAULT_S
    )
