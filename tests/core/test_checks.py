"""Bands, their hysteresis in value and in time, and the direction of a fault."""

from __future__ import annotations

import math

import numpy as np
import pytest

from posecheck.checks import BandJudge, compute_excess, describe_state
from posecheck.stretch import Band, Condition

BAND = Band(low=80, high=100)
DEGREES = Condition(measure="knee_flexion", band=BAND)
SHARES = Condition(measure="knee_over_toe", band=Band(high=0.0))


def judge_all(values: list[float], fps: float = 20.0, condition: Condition = DEGREES, **options) -> list[bool | None]:
    judge = BandJudge(condition, **options)
    return [judge.step(index / fps, value) for index, value in enumerate(values)]


@pytest.mark.parametrize(
    ("value", "expected"), [(80, 0), (100, 0), (90, 0), (79.5, -0.5), (60, -20), (100.25, 0.25), (130, 30)]
)
def test_excess_of_a_band_whose_bounds_belong_to_it(value, expected):
    assert compute_excess(value, BAND) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("band", "value", "expected"),
    [(Band(low=10), 1e6, 0), (Band(low=10), 4, -6), (Band(high=10), -1e6, 0), (Band(high=10), 14, 4)],
)
def test_an_open_bound_is_never_crossed(band, value, expected):
    assert compute_excess(value, band) == expected


@pytest.mark.parametrize(("value", "holds"), [(80, True), (100, True), (79.9, False), (100.1, False)])
def test_the_first_value_is_judged_by_the_band_itself(value, holds):
    assert judge_all([value]) == [holds]


def test_a_passing_value_may_tremble_beyond_the_bound():
    """Jitter at rest was measured at up to half a degree."""
    trembling = [100 + 0.5 * (-1) ** index for index in range(100)]
    assert set(judge_all([99.0, *trembling])) == {True}
    # It may even rest there, but a failing value has to come back to the band itself.
    assert set(judge_all([99.0, *([100.8] * 50)])) == {True}
    assert set(judge_all([101.0, *([100.5] * 50)])) == {False}
    assert judge_all([99.0, *([103.0] * 50)])[-1] is False


def test_shares_have_a_smaller_margin():
    assert judge_all([-0.1] + [0.015] * 20, condition=SHARES)[-1] is True
    assert judge_all([-0.1] + [0.05] * 20, condition=SHARES)[-1] is False


@pytest.mark.parametrize("fps", [10, 15, 30, 60])
@pytest.mark.parametrize(("before", "after"), [(90, 110), (110, 90)])
def test_a_change_counts_when_it_has_lasted(fps, before, after):
    answers = judge_all([before] * fps + [after] * fps, fps)
    changed_s = next(index for index, holds in enumerate(answers) if holds is not answers[0]) / fps
    assert 1.1 < changed_s <= 1.3 + 1e-9


def test_a_single_wrong_frame_is_no_change():
    assert set(judge_all([90] * 10 + [150] + [90] * 10 + [150, 150] + [90] * 5)) == {True}


def test_a_change_that_is_interrupted_begins_anew():
    values = [90.0] * 5 + [150, 150, 150, math.nan, 150, 150, 150, 90] + [90.0] * 5
    answers = judge_all(values)
    assert [answer for answer in answers if answer is not None] == [True] * (len(values) - 1)


def test_a_gap_of_nan_is_not_assessable_and_the_verdict_is_kept():
    answers = judge_all([90.0] * 5 + [math.nan] * 3 + [100.8])
    assert answers == [True] * 5 + [None] * 3 + [True]


def test_without_dwell_it_answers_at_once():
    assert judge_all([90, 150, 90], dwell_s=0.0) == [True, False, True]


def test_a_value_back_at_the_bound_is_mended():
    assert judge_all([110.0] * 5 + [100.0] * 10)[-1] is True
    assert judge_all([110.0] * 5 + [100.5] * 10)[-1] is False


@pytest.mark.parametrize(
    ("value", "direction", "excess"),
    [(70, "low", 10), (112, "high", 12), (99, "high", 0), (81, "low", 0)],
)
def test_a_fault_has_a_direction_and_a_size(value, direction, excess):
    state = describe_state("knee", False, value, BAND, "")
    assert (state.verdict, state.direction, state.excess, state.value) == ("fail", direction, excess, value)


@pytest.mark.parametrize(("band", "direction"), [(Band(low=10), "low"), (Band(high=10), "high")])
@pytest.mark.parametrize("value", [9.0, 10.0, 11.0])
def test_a_band_with_one_bound_has_one_direction(band, direction, value):
    assert describe_state("x", False, value, band, "").direction == direction


def test_pass_and_not_assessable():
    passed = describe_state("knee", True, 101.0, BAND, "")
    assert (passed.verdict, passed.direction, passed.excess, passed.reason) == ("pass", "", 0.0, "")
    unknown = describe_state("knee", None, math.nan, BAND, "out_of_frame")
    assert (unknown.verdict, unknown.reason, unknown.direction) == ("not_assessable", "out_of_frame", "")
    assert np.isnan(unknown.value)
