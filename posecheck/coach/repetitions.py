"""Counting repetitions: from rest to full range and back, good, partial or faulty."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from posecheck.coach.moments import settle_moments
from posecheck.coach.small_attempts import REST, SmallAttempts
from posecheck.results import RepetitionKind, RepetitionResult
from posecheck.stretch import Repetition

# A whole repetition comes this far, as a share of the way from rest to full range; what never did was a sway.
ATTEMPT = 0.4
# Who rests well short of the resting posture (a knee bent by 80 degrees on the step, where 50 is rest enough) has gone
# far before that point: half of the way from where they rested is an attempt too, once it is clearly out of rest.
OWN_ATTEMPT = 0.5
OUT_OF_REST = 0.25
# A check has failed in a repetition when it failed for this long in it.
FAULT_S = 0.25
# A repetition lost from sight for longer than this is given up, and so is the rest before one.
LOST_S = 0.6
# What is over sooner was a stumble or a wrong landmark: a slow squat or leg raise takes 2-6 s, a jump 0.8 s.
SHORTEST_S = 0.7
# An exercise done in place keeps the hips within this many trunk lengths, horizontally; walking past does not.
IN_PLACE_TRUNKS = 0.9


def is_attempt(peak_progress: float, rest_progress: float) -> bool:
    """Return whether a movement went far enough to be a repetition, were it a partial one.

    Args:
        peak_progress: the furthest that it came, as a share of the way from rest (0) to full range (1).
        rest_progress: the furthest from full range in the rest before it, on the same scale: mostly below 0.
    """
    own_share = (peak_progress - rest_progress) / (1.0 - rest_progress)
    return peak_progress >= ATTEMPT or (peak_progress >= OUT_OF_REST and own_share >= OWN_ATTEMPT)


@dataclass
class _Rest:
    """A time at rest: its last frame, and the least progress in it."""

    last_s: float
    least_progress: float


@dataclass
class _Attempt:
    rest: _Rest
    peak_s: float
    peak: float
    peak_progress: float
    last_s: float
    leftmost: float = math.inf
    rightmost: float = -math.inf
    failed_s: dict[str, float] = field(default_factory=lambda: defaultdict(float))


class RepetitionCounter:
    """Follows one measure through repetitions."""

    def __init__(self, repetition: Repetition, moments: tuple[str, ...] = ()) -> None:
        """Take the repetition, and the ids of the checks that have to be met once in each."""
        self._repetition = repetition
        self._moments: dict[str, list[float]] = {check_id: [] for check_id in moments}
        self._attempt: _Attempt | None = None
        self._rest: _Rest | None = None
        self._small = None if repetition.small_attempt is None else SmallAttempts(repetition.small_attempt)
        self._small_attempt: _Attempt | None = None
        self._seen_s = self._now_s = -math.inf
        self._found: list[RepetitionResult] = []
        self.progress = 0.0

    @property
    def done(self) -> Sequence[RepetitionResult]:
        """The repetitions that are over and of which nothing may change any more."""
        return settle_moments(self._found, self._moments, self._now_s) if self._moments else self._found

    def finish(self) -> tuple[RepetitionResult, ...]:
        """Return the repetitions when nothing follows."""
        return settle_moments(self._found, self._moments)

    def step(
        self, time_s: float, value: float, failing: tuple[str, ...], place: float = 0.0, met: tuple[str, ...] = ()
    ) -> RepetitionResult | None:
        """Follow one more frame; return the repetition that ended with it, if any, before its moments are settled.

        Args:
            time_s: time of the frame in seconds.
            value: the repetition's measure, NaN when unseen.
            failing: ids of the checks that fail in this frame.
            place: horizontal position of the hips in trunk lengths.
            met: ids of the checks, of those to be met once, that are met in this frame.
        """
        self._now_s = time_s
        for check_id in met:
            self._moments[check_id].append(time_s)
        self._give_up_when_lost(time_s)
        if math.isnan(value):
            return None
        self._seen_s = time_s
        self.progress = self._compute_progress(value)
        found = self._step_whole(time_s, value, failing, place)
        if self._small is None:
            return found
        if found is not None:
            self._small.begin_anew()
        return self._step_small(self._small, time_s, value, failing, place) or found

    def _step_whole(
        self, time_s: float, value: float, failing: tuple[str, ...], place: float
    ) -> RepetitionResult | None:
        if self._attempt is None:
            self._begin(time_s, value)
        if self._attempt is None:
            return None
        self._follow(self._attempt, time_s, value, failing, place)
        return self._end(self._attempt, time_s) if self.progress <= REST else None

    def _step_small(
        self, small: SmallAttempts, time_s: float, value: float, failing: tuple[str, ...], place: float
    ) -> RepetitionResult | None:
        attempt, done = self._small_attempt, small.step(time_s, self.progress)
        if attempt is None or not (small.is_away or done):
            self._small_attempt = _Attempt(_Rest(time_s, self.progress), time_s, value, self.progress, time_s)
            return None
        self._follow(attempt, time_s, value, failing, place)
        return self._conclude(attempt, time_s) if done else None

    def _compute_progress(self, value: float) -> float:
        return (value - self._repetition.rest) / (self._repetition.full - self._repetition.rest)

    def _give_up_when_lost(self, time_s: float) -> None:
        if time_s - self._seen_s > LOST_S:
            self._attempt = None
            self._rest = None
            self._small_attempt = None
            if self._small is not None:
                self._small.begin_anew()

    def _begin(self, time_s: float, value: float) -> None:
        if self.progress <= REST:
            least = min(self.progress, self._rest.least_progress) if self._rest else self.progress
            self._rest = _Rest(time_s, least)
        elif self._rest is not None:
            self._attempt = _Attempt(self._rest, time_s, value, self.progress, self._rest.last_s)

    def _follow(self, attempt: _Attempt, time_s: float, value: float, failing: tuple[str, ...], place: float) -> None:
        for check_id in failing:
            attempt.failed_s[check_id] += time_s - attempt.last_s
        if self.progress > attempt.peak_progress:
            attempt.peak, attempt.peak_progress, attempt.peak_s = value, self.progress, time_s
        attempt.last_s = time_s
        attempt.leftmost, attempt.rightmost = min(attempt.leftmost, place), max(attempt.rightmost, place)

    def _is_movement(self, attempt: _Attempt, end_s: float) -> bool:
        """Return whether it lasted long enough, on the spot, to be a movement of the exercise."""
        stayed = not self._repetition.in_place or attempt.rightmost - attempt.leftmost <= IN_PLACE_TRUNKS
        return end_s - attempt.rest.last_s >= SHORTEST_S and stayed

    def _end(self, attempt: _Attempt, time_s: float) -> RepetitionResult | None:
        self._attempt = None
        self._rest = _Rest(time_s, self.progress)
        tried = is_attempt(attempt.peak_progress, attempt.rest.least_progress)
        return self._conclude(attempt, time_s) if tried else None

    def _conclude(self, attempt: _Attempt, time_s: float) -> RepetitionResult | None:
        if not self._is_movement(attempt, time_s):
            return None
        faults = tuple(check_id for check_id, failed_s in attempt.failed_s.items() if failed_s >= FAULT_S)
        kind: RepetitionKind = "partial" if attempt.peak_progress < 1.0 else "faulty" if faults else "good"
        result = RepetitionResult(attempt.rest.last_s, attempt.peak_s, time_s, attempt.peak, kind, faults)
        self._found.append(result)
        return result
