"""Each rule for whole columns against the state machine that live practice uses, on random courses with gaps."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posecheck.checks import BandJudge, describe_state
from posecheck.coach import CuePicker, EntryGate, HoldTimer, RepetitionCounter
from posecheck.rejudging.bands import FAILS, HOLDS, UNSEEN, compute_excesses, judge_values
from posecheck.rejudging.cues import CheckFrames, find_trend_steps, list_cues
from posecheck.rejudging.entry import follow_entry
from posecheck.rejudging.holds import Goodness, find_holds
from posecheck.rejudging.repetitions import count_repetitions, select_movement
from posecheck.results import CheckState
from posecheck.stretch import Condition, Entry, Repetition
from tests.core.poses import make_hold

# Steps of a camera, with stutter, pauses and long gaps; exact binary fractions and others.
STEPS_S = st.sampled_from([1 / 30, 0.0625, 0.05, 0.1, 0.25, 0.4, 0.55, 0.7, 1.1, 2.0, 2.2])
ANSWERS = {True: HOLDS, False: FAILS, None: UNSEEN}
EXAMPLES = settings(max_examples=120)


def list_times(steps: list[float]) -> np.ndarray:
    return 1.0 + np.cumsum(steps)


@st.composite
def draw_course(draw, choices, size=60):
    """Times, and for each a choice that stays for a few frames at a time."""
    times, found = [], []
    while len(found) < size:
        step_s = draw(st.sampled_from([1 / 30, 0.05, 0.1]))
        for index in range(draw(st.integers(1, 12))):
            times.append(draw(STEPS_S) if index == 0 else step_s)
            found.append(draw(choices) if index == 0 or draw(st.integers(0, 9)) == 0 else found[-1])
    return list_times(times), found


# Around the bounds 60 and 90 of the band below and their hysteresis of 1.5.
VALUES = st.sampled_from([math.nan, 50.0, 58.5, 58.4, 59.0, 60.0, 75.0, 90.0, 91.0, 91.5, 91.6, 120.0])
BANDS = st.sampled_from([{"low": 60, "high": 90}, {"low": 60}, {"high": 90}])


@EXAMPLES
@given(draw_course(VALUES), BANDS, st.sampled_from([0.0, 0.2, 0.4]))
def test_bands(course, band, dwell_s):
    times, values = course
    condition = Condition(measure="knee_flexion", band=band)
    judge = BandJudge(condition, dwell_s)
    expected = [ANSWERS[judge.step(t, v)] for t, v in zip(times.tolist(), values, strict=True)]
    assert judge_values(times, np.array(values), condition, dwell_s).tolist() == expected


@EXAMPLES
@given(
    draw_course(st.tuples(VALUES, VALUES, st.booleans())),
    st.sampled_from([0.0, 0.1, 0.4, 1.0]),
    st.sampled_from([0.0, 0.1, 0.6]),
)
def test_entering_and_leaving(course, enter_s, exit_s):
    times, found = course
    conditions = [{"measure": "knee_flexion", "band": {"low": 55}}, {"measure": "hip_flexion", "band": {"high": 91}}]
    entry = Entry(conditions=conditions, enter_s=enter_s, exit_s=exit_s)
    gate, expected = EntryGate(entry), []
    for t, (first, second, possible) in zip(times.tolist(), found, strict=True):
        holds = gate.step(t, [first, second], possible)
        staying = gate.entered and holds is not False
        expected.append((ANSWERS[holds], gate.entered, t - gate.since_s if staying else 0.0))
    columns = [np.array([each[index] for each in found]) for index in (0, 1)]
    presence = follow_entry(times, columns, entry, np.array([each[2] for each in found]))
    assert list(zip(presence.holds, presence.entered, presence.in_pose_s, strict=True)) == expected


@EXAMPLES
@given(draw_course(st.sampled_from(["right", "right", "resting", "candidate", "arriving", "wrong", "unseen"])))
def test_holding(course):
    times, found = course
    timer = HoldTimer()
    right, wrong, inside, entered = [], [], [], []
    taken = False
    for t, each in zip(times.tolist(), found, strict=True):
        # Who takes up the pose is right for a while before it counts, and leaves it only by going wrong.
        taken = (taken or each == "right") and each not in ("wrong", "arriving")
        good = None if each == "unseen" else each not in ("wrong", "arriving")
        inside.append(each in ("right", "candidate", "arriving"))
        timer.step(t, good, taken, inside[-1])
        right.append(good is True)
        wrong.append(good is False)
        entered.append(taken)
    goodness = Goodness(np.array(right), np.array(wrong), np.array(inside))
    assert find_holds(times, goodness, np.array(entered)) == timer.runs


# Of a way from 0 to 60 and of one from 60 to 0: unseen, at rest, short of it, at the edges of an attempt, and beyond.
ANGLES = st.sampled_from([math.nan, -40.0, -30.0, -10.0, 0.0, 8.9, 9.0, 9.1, 12.0, 20.0, 24.0, 40.0, 60.0, 75.0, 90.0])
FAILING = st.sets(st.sampled_from(["knee", "trunk"]))
PLACES = st.sampled_from([0.0, 0.5, 0.9, 1.0, math.nan])


@EXAMPLES
@given(
    draw_course(st.tuples(ANGLES, FAILING, PLACES)),
    st.booleans(),
    st.booleans(),
    st.sampled_from([None, 0.2, 0.25, 0.4]),
)
def test_repetitions(course, in_place, falling, small_attempt):
    times, found = course
    rest, full = (60, 0) if falling else (0, 60)
    repetition = Repetition(
        measure="hip_flexion",
        rest=rest,
        full=full,
        in_place=in_place,
        small_attempt=small_attempt,
        cue_partial="Further",
    )
    counter = RepetitionCounter(repetition)
    for t, (value, failing, place) in zip(times.tolist(), found, strict=True):
        counter.step(t, value, tuple(each for each in ("knee", "trunk") if each in failing), place)
    values, places = (np.array([each[index] for each in found]) for index in (0, 2))
    failing = {name: np.array([name in each[1] for each in found]) for name in ("knee", "trunk")}
    movement = select_movement(times, values, places, failing, repetition)
    assert list(count_repetitions(movement, repetition)) == counter.done


@pytest.mark.parametrize("failing_frames", [1, 4, 6, 12])
def test_a_fault_of_a_repetition_has_to_last(failing_frames):
    repetition = Repetition(measure="hip_flexion", rest=0, full=60, cue_partial="Further", praise="Good")
    times, values = np.arange(40) / 20, np.r_[np.zeros(5), np.full(30, 70.0), np.zeros(5)]
    fails = (np.arange(40) >= 10) & (np.arange(40) < 10 + failing_frames)
    counter = RepetitionCounter(repetition)
    for t, value, failing in zip(times.tolist(), values.tolist(), fails, strict=True):
        counter.step(t, value, ("knee",) if failing else (), 0.0)
    movement = select_movement(times, values, np.zeros(40), {"knee": fails}, repetition)
    assert list(count_repetitions(movement, repetition)) == counter.done
    assert counter.done[0].kind == ("faulty" if failing_frames >= 5 else "good")


# Some far outside, some back inside the band where a check goes on failing for a moment, each for two checks.
CODES = st.sampled_from([(0, 50.0), (0, 62.0), (0, 70.0), (0, 93.0), (0, 125.0), (1, 75.0), (-1, math.nan)])


@EXAMPLES
@given(draw_course(st.tuples(CODES, CODES, st.sampled_from([True, True, True, False])), size=120))
def test_cues(course):
    times, found = course
    stretch = make_hold()
    picker, since_s, in_pose = CuePicker(stretch), None, []
    states = [[describe(check, each[index]) for each in found] for index, check in enumerate(stretch.checks)]
    for index, t in enumerate(times.tolist()):
        since_s = (t - 0.5 if since_s is None else since_s) if found[index][2] else None
        in_pose.append(0.0 if since_s is None else t - since_s)
        picker.step(t, tuple(row[index] for row in states), in_pose[-1])
    checks = [to_frames(check, row) for check, row in zip(stretch.checks, states, strict=True)]
    assert list(list_cues(times, checks, np.array(in_pose), find_trend_steps(times))) == picker.log


def describe(check, found) -> CheckState:
    code, value = found
    value = value if check.measure == "knee_flexion" else value - 75.0
    return describe_state(check.id, {1: True, 0: False, -1: None}[code], value, check.band, "")


def to_frames(check, states: list[CheckState]) -> CheckFrames:
    value = np.array([state.value for state in states])
    failing, passing = (np.array([state.verdict == verdict for state in states]) for verdict in ("fail", "pass"))
    excess = np.where(failing, compute_excesses(value, check.band), 0.0)
    return CheckFrames(check, value, excess, np.array([state.direction == "low" for state in states]), failing, passing)
