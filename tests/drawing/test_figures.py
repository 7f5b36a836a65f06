"""Arcs start where the measure reads zero and end at the limb; every measure has a drawing."""

from __future__ import annotations

import math

import numpy as np
import pytest

from posecheck.drawing.figures import AngleFigure, SpanFigure, build_scene, find_figure
from posecheck.measures import MEASURES, Body
from posecheck.stretch import Band

from .builders import HALF_KNEELING, build_pose


def direction_deg(start, end):
    return math.degrees(math.atan2(end[1] - start[1], end[0] - start[0]))


def turned(first_deg, second_deg):
    """The difference of two directions, -180..180."""
    return (first_deg - second_deg + 180.0) % 360.0 - 180.0


def test_right_angle_at_the_front_knee_starts_along_the_thigh_and_ends_along_the_shin():
    scene = build_scene(build_pose(), "left")
    figure = find_figure("knee_flexion", scene, "right", 90.0)
    assert isinstance(figure, AngleFigure)
    np.testing.assert_allclose(figure.vertex, HALF_KNEELING["right_knee"])
    # The thigh runs to the left edge (180 degrees); continued beyond the knee it still points left.
    assert turned(figure.zero_deg, 180.0) == pytest.approx(0.0, abs=1e-9)
    # The shin hangs straight down: 90 degrees in the picture, counter-clockwise from there.
    assert turned(figure.direction_deg(90.0), 90.0) == pytest.approx(0.0, abs=1e-9)
    assert figure.sense == -1.0


def test_band_lies_on_the_same_turn_as_the_value():
    figure = find_figure("knee_flexion", build_scene(build_pose(), "left"), "right", 90.0)
    low_deg, high_deg = figure.band_deg(Band(low=75, high=105))
    assert turned(low_deg, 105.0) == pytest.approx(0.0, abs=1e-9)
    assert turned(high_deg, 75.0) == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize(("band", "ends"), [(Band(low=20), (20, 65)), (Band(high=15), (-30, 15))])
def test_open_band_is_shown_45_degrees_beyond_its_bound(band, ends):
    figure = AngleFigure(np.zeros(2), 10.0, 1.0, 0.0, 1.0)
    assert figure.band_deg(band) == (10.0 + ends[0], 10.0 + ends[1])


def test_hip_extension_turns_the_thigh_behind_the_trunk_line():
    points = HALF_KNEELING
    scene = build_scene(build_pose(), "left")
    thigh_deg = direction_deg(points["left_hip"], points["left_knee"])
    extension_deg = 90.0 - thigh_deg
    figure = find_figure("hip_flexion", scene, "left", -extension_deg)
    # Zero is the trunk's line continued below the hip: straight down.
    assert turned(figure.zero_deg, 90.0) == pytest.approx(0.0, abs=1e-9)
    # Flexion would bring the thigh to the front, which is the left edge of the picture.
    assert turned(figure.direction_deg(90.0), 180.0) == pytest.approx(0.0, abs=1e-9)


def test_standing_baseline_moves_the_zero_line():
    scene = build_scene(build_pose(), "left")
    plain = find_figure("hip_flexion", scene, "left", -13.0)
    corrected = find_figure("hip_flexion", scene, "left", -17.0)
    assert abs(turned(corrected.zero_deg, plain.zero_deg)) == pytest.approx(4.0)
    assert turned(corrected.direction_deg(-17.0), plain.direction_deg(-13.0)) == pytest.approx(0.0, abs=1e-9)


def test_trunk_lean_grows_toward_the_face():
    left, right = (find_figure("trunk_lean", build_scene(build_pose(), near), near, 0.0) for near in ("left", "right"))
    assert turned(left.zero_deg, -90.0) == pytest.approx(0.0, abs=1e-9)
    # The left side near means that the face is at the left edge: up and to the left.
    assert turned(left.direction_deg(30.0), -120.0) == pytest.approx(0.0, abs=1e-9)
    assert turned(right.direction_deg(30.0), -60.0) == pytest.approx(0.0, abs=1e-9)


def body_of(pose, near):
    across = sum(pose.point(f"left_{joint}")[0] - pose.point(f"right_{joint}")[0] for joint in ("hip", "shoulder"))
    return Body(pose.image_xy[None], np.array([1.0 if near == "right" else -1.0]), np.array([np.sign(across) or 1.0]))


ZERO_DIRECTIONS = {
    "trunk_lean": -90.0,
    "trunk_inclination": -90.0,
    "thigh_inclination": -90.0,
    "trunk_side_lean": -90.0,
}


# Told from how the body stood before: one picture has nothing to draw.
REMEMBERED = {"feet_off_floor", "leg_bend"}


@pytest.mark.parametrize("name", sorted(MEASURES))
@pytest.mark.parametrize("near", ["left", "right"])
def test_every_measure_is_drawn_so_that_its_arc_ends_at_the_moving_limb(name, near):
    rng = np.random.default_rng(7)
    points = {
        key: (x + dx, y + dy)
        for (key, (x, y)), (dx, dy) in zip(HALF_KNEELING.items(), rng.normal(0, 0.03, (19, 2)), strict=True)
    }
    pose = build_pose(points)
    value = float(MEASURES[name].compute(body_of(pose, near), "left")[0])
    figure = find_figure(name, build_scene(pose, near), "left", value)
    if name in REMEMBERED:
        assert figure is None
        return
    if MEASURES[name].unit == "share":
        assert isinstance(figure, SpanFigure)
        return
    assert isinstance(figure, AngleFigure)
    if name in ZERO_DIRECTIONS:
        assert turned(figure.zero_deg, ZERO_DIRECTIONS[name]) == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize(
    ("name", "zero"),
    [
        ("hip_flexion", ("near_shoulder", "near_hip")),
        ("body_line", ("near_shoulder", "near_hip")),
        ("shoulder_flexion", ("near_shoulder", "near_hip")),
        ("neck_flexion", ("near_hip", "near_shoulder")),
        ("knee_flexion", ("left_hip", "left_knee")),
        ("elbow_flexion", ("left_shoulder", "left_elbow")),
        ("knee_valgus", ("left_hip", "left_knee")),
        ("leg_spread", ("right_hip", "right_knee")),
    ],
)
@pytest.mark.parametrize("near", ["left", "right"])
def test_zero_line_is_the_segment_that_the_measure_is_taken_against(name, zero, near):
    rng = np.random.default_rng(11)
    points = {
        key: (x + dx, y + dy)
        for (key, (x, y)), (dx, dy) in zip(HALF_KNEELING.items(), rng.normal(0, 0.02, (19, 2)), strict=True)
    }
    pose = build_pose(points)
    value = float(MEASURES[name].compute(body_of(pose, near), "left")[0])
    figure = find_figure(name, build_scene(pose, near), "left", value)
    assert turned(
        figure.zero_deg, direction_deg(*(points[name.replace("near", near)] for name in zero))
    ) == pytest.approx(0.0, abs=1e-6)


def test_a_missing_landmark_or_value_gives_no_figure():
    points = {name: xy for name, xy in HALF_KNEELING.items() if name != "right_ankle"}
    assert find_figure("knee_flexion", build_scene(build_pose(points), "left"), "right", 90.0) is None
    assert find_figure("knee_flexion", build_scene(build_pose(), "left"), "right", math.nan) is None
    assert find_figure("ankles_apart", build_scene(build_pose(points), "left"), "left", 0.5) is None


def test_knee_over_toe_is_measured_from_above_the_toes():
    figure = find_figure("knee_over_toe", build_scene(build_pose(), "left"), "right", -0.2)
    np.testing.assert_allclose(figure.start, (0.29, 0.55))
    np.testing.assert_allclose(figure.end, (0.36, 0.55))
