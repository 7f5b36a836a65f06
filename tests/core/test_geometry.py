"""Vector maths against values known by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecheck import geometry as geo

UP, DOWN, RIGHT, LEFT = (0.0, -1.0), (0.0, 1.0), (1.0, 0.0), (-1.0, 0.0)
angles = st.floats(-179.0, 179.0)
lengths = st.floats(0.01, 100.0)


def ray(angle_deg: float, length: float = 1.0) -> np.ndarray:
    """A vector turned clockwise from the upward vertical of the picture."""
    return length * np.array([math.sin(math.radians(angle_deg)), -math.cos(math.radians(angle_deg))])


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [(UP, RIGHT, 90), (UP, LEFT, -90), (RIGHT, DOWN, 90), (UP, DOWN, 180), (UP, UP, 0)],
)
def test_signed_angle_is_clockwise_in_the_picture(start, end, expected):
    assert geo.compute_signed_angle_deg(start, end) == pytest.approx(expected)


@given(angles, lengths, lengths)
def test_angles_ignore_lengths(angle, first, second):
    assert geo.compute_signed_angle_deg(ray(20, first), ray(20 + angle, second)) == pytest.approx(angle, abs=1e-6)
    assert geo.compute_angle_deg(ray(20, first), ray(20 + angle, second)) == pytest.approx(abs(angle), abs=1e-6)


@pytest.mark.parametrize("bend", [0, 1, 45, 90, 150, 179])
@pytest.mark.parametrize("way", [1, -1])
def test_joint_flexion_counts_from_straight(bend, way):
    hip, knee = np.zeros(2), ray(180)
    ankle = knee + 0.7 * ray(180 + way * bend)
    assert geo.compute_joint_flexion_deg(hip, knee, ankle) == pytest.approx(bend)


@pytest.mark.parametrize("tilt", [0, 30, 90, 135, 180])
@pytest.mark.parametrize("way", [1, -1])
def test_inclination_is_unsigned_and_from_upright(tilt, way):
    assert geo.compute_inclination_deg(ray(way * tilt)) == pytest.approx(tilt)


@pytest.mark.parametrize(("vector", "expected"), [((0, 0, 2), 90), ((0, 0, -2), -90), ((3, 4, 0), 0), ((1, 0, 1), 45)])
def test_out_of_plane_is_positive_away_from_the_camera(vector, expected):
    assert geo.compute_out_of_plane_deg(vector) == pytest.approx(expected)


def test_degenerate_input_gives_nan_without_a_warning():
    zero, missing = (0.0, 0.0), (math.nan, 1.0)
    with np.errstate(all="raise"):
        assert np.isnan(geo.normalize(zero)).all()
        for broken in (zero, missing):
            assert np.isnan(geo.compute_angle_deg(broken, RIGHT))
            assert np.isnan(geo.compute_signed_angle_deg(RIGHT, broken))
            assert np.isnan(geo.compute_inclination_deg(broken))
            assert np.isnan(geo.compute_joint_flexion_deg(broken, broken, RIGHT))
        assert np.isnan(geo.compute_out_of_plane_deg((0.0, 0.0, 0.0)))


def test_one_missing_row_leaves_the_others_alone():
    rows = np.array([ray(30), (math.nan, math.nan), ray(60)])
    np.testing.assert_allclose(geo.compute_inclination_deg(rows), [30, math.nan, 60])


@pytest.mark.parametrize("leading", [(), (1,), (4,), (2, 3)])
def test_shapes_follow_the_leading_axes(leading):
    first, second = np.ones((*leading, 2)), np.full((*leading, 2), 2.0)
    for function in (geo.compute_angle_deg, geo.compute_signed_angle_deg, geo.compute_dot, geo.compute_cross_2d):
        assert np.shape(function(first, second)) == leading
    assert geo.compute_length(first).shape == leading
    assert geo.compute_midpoint(first, second).shape == (*leading, 2)
    assert geo.normalize(np.ones((*leading, 3))).shape == (*leading, 3)


def test_midpoint_and_length_by_hand():
    np.testing.assert_array_equal(geo.compute_midpoint((0, 2), (4, 4)), (2, 3))
    assert geo.compute_length((3, 4)) == 5
    np.testing.assert_allclose(geo.normalize((3, 4)), (0.6, 0.8))


@pytest.mark.parametrize(("angle", "expected"), [(0, 0), (180, 180), (-180, 180), (181, -179), (-541, 179), (720, 0)])
def test_wrapping(angle, expected):
    assert geo.wrap_angle_deg(angle) == pytest.approx(expected)
