from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecheck.history.records import CheckMedian
from posecheck.history.trends import (
    compare_sides,
    compute_distance,
    compute_trends,
)
from posecheck.stretch.schema import Band
from posecheck.uncertainty import OTHER_ERROR_DEG, find_error

from .builders import build_summary as make_session


def make_median(value, day=0, *, measure="knee_flexion", side="left", weight_s=10.0, session=None):
    column = f"{side}_{measure}_deg" if side else f"{measure}_deg"
    session = session or make_session(day)
    return CheckMedian(session, 1, "check", "Check", measure, column, "pass", value, weight_s)


def make_trend(*values, **options):
    [trend] = compute_trends([make_median(value, day, **options) for day, value in enumerate(values)])
    return trend


def test_change_within_the_error_is_none():
    trend = make_trend(90.0, 92.9)
    assert trend.change == "none"
    assert trend.describe() == "No measurable change (the camera is good to ±3°)."


def test_change_beyond_the_error_is_told_with_its_size():
    trend = make_trend(112.0, 98.0)
    assert trend.change == "lower"
    assert trend.describe(Band(low=75, high=105)) == (
        "−14°: from 112° to 98°, more than the camera's ±3°, now inside the target."
    )


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ((120.0, 110.0), "closer to the target"),
        ((110.0, 120.0), "further from the target"),
        ((100.0, 120.0), "now outside the target"),
        ((80.0, 100.0), "inside the target throughout"),
    ],
)
def test_change_is_told_against_the_target(values, words):
    assert words in make_trend(*values).describe(Band(low=75, high=105))


def test_one_session_is_no_trend():
    assert make_trend(90.0).change == "too_few"


def test_one_odd_day_is_no_change():
    assert make_trend(90, 91, 89, 90, 91, 130).change == "none"
    assert make_trend(90, 91, 89, 120, 121, 122).change == "higher"


def test_hip_needs_more_than_knee():
    assert make_trend(10.0, 14.0, measure="knee_flexion").change == "higher"
    assert make_trend(10.0, 14.0, measure="hip_flexion").change == "none"
    assert (find_error("knee_flexion"), find_error("hip_flexion"), find_error("trunk_lean")) == (3.0, 5.0, 3.0)
    assert find_error("shoulder_flexion") == OTHER_ERROR_DEG
    assert find_error("knee_over_toe") < 1


@given(st.lists(st.floats(-50, 150), min_size=2, max_size=30), st.floats(-40, 40))
def test_trend_does_not_depend_on_where_the_angle_lies(values, shift):
    plain, shifted = make_trend(*values), make_trend(*(value + shift for value in values))
    assert shifted.difference == pytest.approx(plain.difference, abs=1e-6)


@given(st.lists(st.floats(88.6, 91.4), min_size=2, max_size=30))
def test_noise_within_the_error_is_never_celebrated(values):
    assert make_trend(*values).change == "none"


def test_sets_of_a_session_are_one_point_weighted_by_time():
    session = make_session()
    [trend] = compute_trends(
        [make_median(90.0, weight_s=30.0, session=session), make_median(100.0, weight_s=10.0, session=session)]
    )
    assert [point.value for point in trend.points] == [92.5]


def test_unassessed_checks_make_no_point():
    assert compute_trends([make_median(None), make_median(90.0, weight_s=0.0)]) == []


def test_sides_are_compared_only_where_both_were_measured():
    trends = compute_trends(
        [
            make_median(90.0, side="left"),
            make_median(92.0, side="right"),
            make_median(3.0, measure="trunk_lean", side=""),
        ]
    )
    [both] = compare_sides(trends)
    assert (both.left, both.right, both.measurable) == (90.0, 92.0, False)
    [other] = compare_sides(compute_trends([make_median(90.0, side="left"), make_median(99.0, side="right")]))
    assert other.measurable


@pytest.mark.parametrize(
    ("band", "value", "expected"),
    [(Band(low=10), 4, 6), (Band(high=10), 14, 4), (Band(low=0, high=9), 5, 0), (Band(low=0), 500, 0)],
)
def test_distance_from_a_band(band, value, expected):
    assert compute_distance(value, band) == expected
