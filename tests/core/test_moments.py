"""Moments of a repetition: a jump belongs to the squat before it, and its landing is no squat."""

from __future__ import annotations

import math

import numpy as np
import pytest

from posecheck.coach import RepetitionCounter
from posecheck.coach.moments import settle_moments
from posecheck.results import RepetitionResult
from posecheck.stretch import Repetition

SQUAT = Repetition(measure="knee_flexion", rest=20, full=85, cue_partial="Sink lower")


def rep(start_s, end_s, kind="good", faults=()):
    return RepetitionResult(start_s, (start_s + end_s) / 2, end_s, 90.0, kind, faults)


@pytest.mark.parametrize("air_s", [1.5, 3.0, 3.5])
def test_a_moment_counts_during_the_repetition_and_just_after_it(air_s):
    assert settle_moments([rep(1, 3)], {"flight": [air_s]}) == (rep(1, 3),)


@pytest.mark.parametrize("air_s", [0.5, 3.7])
def test_a_repetition_without_its_moment_is_faulty(air_s):
    (found,) = settle_moments([rep(1, 3)], {"flight": [air_s]})
    assert (found.kind, found.faults) == ("faulty", ("flight",))


def test_what_lacks_range_stays_partial_and_faults_add_up():
    shallow, wrong = settle_moments([rep(1, 3, "partial"), rep(6, 8, "faulty", ("trunk",))], {"flight": []})
    assert (shallow.kind, shallow.faults) == ("partial", ("flight",))
    assert (wrong.kind, wrong.faults) == ("faulty", ("trunk", "flight"))


def test_the_landing_is_no_repetition_but_the_next_jump_is():
    landing = rep(3.4, 4.2, "partial")
    assert settle_moments([rep(1, 3), landing], {"flight": [3.2, 3.3]}) == (rep(1, 3),)
    assert len(settle_moments([rep(1, 3), landing], {"flight": [3.2, 3.3, 4.4]})) == 2
    assert len(settle_moments([rep(1, 3), rep(3.4, 5.0)], {"flight": [3.2, 3.3]})) == 2


def test_while_a_moment_may_still_come_nothing_is_said():
    assert settle_moments([rep(1, 3)], {"flight": []}, now_s=3.4) == ()
    assert settle_moments([rep(1, 3)], {"flight": []}, now_s=3.7)[0].kind == "faulty"
    assert settle_moments([rep(1, 3)], {"flight": [3.2]}, now_s=3.3)[0].kind == "good"


def test_without_moments_nothing_changes():
    reps = [rep(1, 3), rep(4, 6, "partial")]
    assert settle_moments(reps, {}) == tuple(reps)


def test_a_counter_waits_for_the_jump_after_each_squat():
    counter = RepetitionCounter(SQUAT, ("flight",))
    seen = []
    for time_s in np.arange(0, 6, 0.05):
        knee_deg = 95 * math.sin(math.pi * (time_s - 1) / 2) ** 2 if 1 <= time_s <= 3 else 5.0
        met = ("flight",) if 3.1 <= time_s <= 3.4 else ()
        counter.step(float(time_s), knee_deg, (), met=met)
        seen.append(len(counter.done))
    assert seen[round(3.0 / 0.05)] == 0
    assert seen[round(3.2 / 0.05)] == 1
    assert [found.kind for found in counter.finish()] == ["good"]
