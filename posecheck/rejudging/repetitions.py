"""Repetitions: the rules of `posecheck.coach.RepetitionCounter`, one excursion from rest at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from posecheck.coach.repetitions import FAULT_S, IN_PLACE_TRUNKS, LOST_S, SHORTEST_S, is_attempt
from posecheck.coach.small_attempts import REST, SmallAttempts
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
    found = []
    for index in np.flatnonzero(whole):
        start, end = int(runs.start[index]), int(runs.end[index])
        if is_attempt(float(movement.progress[start:end].max()), float(least_progress[index - 1])):
            found.append(_judge(movement, repetition, start - 1, end))
    counted = [result for result in found if result is not None]
    if repetition.small_attempt is not None:
        counted += _count_small_attempts(movement, repetition, lost, {result.end_s for result in counted})
    return tuple(sorted(counted, key=lambda result: result.end_s))


def _count_small_attempts(
    movement: Movement, repetition: Repetition, lost: BoolArray, whole_ends_s: set[float]
) -> list[RepetitionResult]:
    """Return the small attempts between whole repetitions, of which each ends at one of `whole_ends_s`."""
    assert repetition.small_attempt is not None
    small, found, rest = SmallAttempts(repetition.small_attempt), [], 0
    for index, (now_s, progress) in enumerate(zip(movement.time_s.tolist(), movement.progress.tolist(), strict=True)):
        if lost[index] or now_s in whole_ends_s:
            small.begin_anew()
        done = small.step(now_s, progress)
        if done:
            found.append(_judge(movement, repetition, rest, index))
        if not small.is_away:
            rest = index
    return [result for result in found if result is not None]


def _judge(movement: Movement, repetition: Repetition, rest: int, end: int) -> RepetitionResult | None:
    """Return the repetition from the last frame at rest to the frame that ends it, if it was one of the exercise."""
    start_s, end_s = float(movement.time_s[rest]), float(movement.time_s[end])
    peak = rest + int(np.argmax(movement.progress[rest:end]))
    places = movement.place[rest + 1 : end + 1]
    way = np.fmax.reduce(places, initial=-np.inf) - np.fmin.reduce(places, initial=np.inf)
    stayed = not repetition.in_place or way <= IN_PLACE_TRUNKS
    if end_s - start_s < SHORTEST_S or not stayed:
        return None
    faults = _find_faults(movement, rest, end)
    kind: RepetitionKind = "partial" if movement.progress[peak] < 1.0 else "faulty" if faults else "good"
    return RepetitionResult(start_s, float(movement.time_s[peak]), end_s, float(movement.value[peak]), kind, faults)


def _find_faults(movement: Movement, rest: int, end: int) -> tuple[str, ...]:
    """Return the checks that failed for long enough after frame `rest`, up to `end`, the first to fail in front."""
    steps_s = np.diff(movement.time_s[rest : end + 1])
    failing = {check_id: fails[rest + 1 : end + 1] for check_id, fails in movement.failing.items()}
    first = {check_id: int(np.argmax(fails)) for check_id, fails in failing.items() if fails.any()}
    return tuple(
        check_id
        for check_id in sorted(first, key=first.__getitem__)
        # Summed one by one, in the order in which a counter adds them.
        if np.cumsum(steps_s[failing[check_id]])[-1] >= FAULT_S
    )
