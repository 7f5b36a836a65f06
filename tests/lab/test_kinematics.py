"""Inverse kinematics: ends where they were put, joints bent the human way."""

from __future__ import annotations

import numpy as np
import pytest

from lab.body import load_body
from lab.kinematics import find_middle_joint, place_ankle, place_wrist, rest_on_floor, set_foot
from lab.posture import SIDES, Posture
from lab.rotation import DOWN, FORWARD, align, axes_of_segment, blend, rotate_x, rotate_z


@pytest.fixture
def body():
    return load_body("woman_slim")


def test_the_middle_joint_keeps_both_lengths():
    start, end = np.zeros(3), np.array([0.1, -0.2, -0.6])
    middle = find_middle_joint(start, end, 0.4, 0.45, FORWARD)
    assert np.linalg.norm(middle) == pytest.approx(0.4)
    assert np.linalg.norm(end - middle) == pytest.approx(0.45)
    assert middle[1] < (start + end)[1] / 2


def test_out_of_reach_the_limb_is_straight_but_keeps_its_length():
    middle = find_middle_joint(np.zeros(3), np.array([0.0, 0.0, -2.0]), 0.4, 0.4, FORWARD)
    assert np.linalg.norm(middle) == pytest.approx(0.4)
    assert middle[2] == pytest.approx(-0.4, abs=0.01)


@pytest.mark.parametrize("side", SIDES)
def test_the_ankle_comes_to_its_place_and_the_knee_points_forward(body, side):
    posture = rest_on_floor(body, Posture())
    hip = body.joints(posture)[f"{side}_hip"]
    wanted = hip + np.array([0.02, -0.15, -0.6])
    joints = body.joints(place_ankle(body, posture, side, wanted))
    assert joints[f"{side}_ankle"] == pytest.approx(wanted, abs=1e-6)
    middle = (joints[f"{side}_hip"] + joints[f"{side}_ankle"]) / 2
    assert (joints[f"{side}_knee"] - middle) @ FORWARD > 0.1


@pytest.mark.parametrize("side", SIDES)
def test_the_wrist_comes_to_its_place_and_the_elbow_points_back(body, side):
    posture = rest_on_floor(body, Posture())
    wanted = body.joints(posture)[f"{side}_shoulder"] + np.array([0.0, -0.25, -0.2])
    joints = body.joints(place_wrist(body, posture, side, wanted, -FORWARD))
    assert joints[f"{side}_wrist"] == pytest.approx(wanted, abs=1e-6)
    middle = (joints[f"{side}_shoulder"] + joints[f"{side}_wrist"]) / 2
    assert (joints[f"{side}_elbow"] - middle) @ FORWARD < -0.05


def test_a_flat_foot_is_flat_whatever_the_shin_does(body):
    posture = Posture().turned(left_thigh=rotate_x(-50), left_shin=rotate_x(30))
    markers = body.markers(body.skin(set_foot(posture, "left")))
    assert markers["left_heel"][2] == pytest.approx(markers["left_foot_index"][2], abs=0.03)


def test_resting_on_the_floor_touches_it(body):
    tilted = rest_on_floor(body, Posture().turned(pelvis=rotate_x(35)))
    assert body.skin(tilted)[:, 2].min() == pytest.approx(0.0, abs=1e-9)


def test_rotations_turn_what_they_should():
    assert align(DOWN, FORWARD) @ DOWN == pytest.approx(FORWARD)
    assert axes_of_segment(DOWN, np.array([1.0, 0.0, 0.0])) == pytest.approx(np.eye(3))
    assert blend(np.eye(3), rotate_z(80), 0.25) == pytest.approx(rotate_z(20))


def test_opposite_directions_are_refused():
    with pytest.raises(ValueError, match="not opposite"):
        align(DOWN, -DOWN)
