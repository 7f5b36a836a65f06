"""Forward kinematics against angles that were set: what goes in as a joint angle comes out as the truth."""

from __future__ import annotations

import numpy as np
import pytest

from lab.angles import angle_between, find_joints, measure_angles, turn_about
from lab.body import list_bodies, load_body
from lab.posture import SIDES, ArmAngles, LegAngles, Posture, set_arm, set_leg, set_trunk
from lab.rotation import LEFT, UP, rotate_x, rotate_y


def measure(posture, body_name="man_fit"):
    body = load_body(body_name)
    return measure_angles(body, posture, find_joints(body, posture, body.skin(posture)))


@pytest.fixture(params=list_bodies())
def body_name(request):
    return request.param


@pytest.mark.parametrize("knee_deg", [0.0, 45.0, 90.0, 130.0])
@pytest.mark.parametrize("side", SIDES)
def test_the_knee_that_was_set_is_the_knee_that_is_measured(side, knee_deg, body_name):
    angles = measure(set_leg(Posture(), side, LegAngles(knee_flexion_deg=knee_deg)), body_name)
    assert angles[f"{side}_knee_flexion_deg"] == pytest.approx(knee_deg, abs=0.05)


@pytest.mark.parametrize("hip_deg", [-20.0, 0.0, 60.0, 120.0])
@pytest.mark.parametrize("side", SIDES)
def test_hip_flexion_counts_from_neutral_standing(side, hip_deg, body_name):
    angles = measure(set_leg(Posture(), side, LegAngles(hip_flexion_deg=hip_deg)), body_name)
    assert angles[f"{side}_hip_flexion_deg"] == pytest.approx(hip_deg, abs=0.05)


def test_hip_flexion_keeps_the_uncorrected_line_beside_it():
    angles = measure(Posture())
    assert angles["left_hip_flexion_deg"] == pytest.approx(0.0, abs=1e-6)
    assert 0.5 < angles["left_hip_flexion_line_deg"] < 6.0


@pytest.mark.parametrize("side", SIDES)
def test_abduction_is_outward_on_both_sides(side):
    angles = measure(set_leg(Posture(), side, LegAngles(hip_abduction_deg=30)))
    assert angles[f"{side}_hip_abduction_deg"] == pytest.approx(30, abs=0.05)
    assert angles["leg_spread_deg"] == pytest.approx(30, abs=0.05)


def test_a_tilted_pelvis_leans_the_trunk_forward():
    upright, tilted = measure(Posture()), measure(Posture().turned(pelvis=rotate_x(20)))
    assert tilted["trunk_lean_deg"] - upright["trunk_lean_deg"] == pytest.approx(20, abs=0.05)


def test_leaning_and_tilting_to_the_left_are_signed_by_the_persons_left():
    angles = measure(Posture().turned(pelvis=rotate_y(10)))
    assert angles["trunk_side_lean_deg"] == pytest.approx(10, abs=0.3)
    assert angles["pelvis_obliquity_deg"] == pytest.approx(-10, abs=0.05)


@pytest.mark.parametrize(("flexion_deg", "expected_deg"), [(90, 90), (170, 170), (-30, -30)])
def test_shoulder_flexion_runs_to_overhead(flexion_deg, expected_deg):
    arm = ArmAngles(shoulder_flexion_deg=flexion_deg, shoulder_abduction_deg=0, elbow_flexion_deg=0)
    angles = measure(set_arm(Posture(), "left", arm))
    # The girdle rises with the arm and carries the shoulder a little, which moves the trunk's line.
    assert angles["left_shoulder_flexion_deg"] == pytest.approx(expected_deg, abs=4)


def test_elbow_flexion():
    angles = measure(set_arm(Posture(), "right", ArmAngles(elbow_flexion_deg=75)))
    assert angles["right_elbow_flexion_deg"] == pytest.approx(75, abs=0.05)


def test_lean_means_nothing_while_lying():
    angles = measure(Posture().turned(pelvis=rotate_x(-90)))
    assert np.isnan(angles["trunk_lean_deg"])
    assert angles["trunk_inclination_deg"] > 80


def test_a_mirrored_posture_swaps_the_sides():
    posture = set_trunk(Posture(), spine_side_deg=10)
    posture = set_leg(posture, "left", LegAngles(40, 10, 5, 80))
    angles, mirrored = measure(posture), measure(posture.mirrored())
    for column in ("knee_flexion_deg", "hip_flexion_deg", "hip_abduction_deg", "thigh_inclination_deg"):
        assert mirrored[f"right_{column}"] == pytest.approx(angles[f"left_{column}"], abs=0.1)
    assert mirrored["trunk_side_lean_deg"] == pytest.approx(-angles["trunk_side_lean_deg"], abs=0.1)


def test_turn_about_is_signed_by_the_axis():
    assert turn_about(LEFT, np.array([0.0, 1.0, 0.0]), UP) == pytest.approx(90)
    assert turn_about(-LEFT, np.array([0.0, 1.0, 0.0]), UP) == pytest.approx(-90)


def test_angle_between_opposite_directions():
    assert angle_between(UP, -UP) == pytest.approx(180)


@pytest.mark.parametrize("shoulder_deg", [60.0, 90.0, 115.0])
def test_shoulders_past_the_hands_count_towards_the_head_of_a_body_on_all_fours(shoulder_deg):
    arm = ArmAngles(shoulder_flexion_deg=shoulder_deg, shoulder_abduction_deg=0, elbow_flexion_deg=0)
    angles = measure(set_arm(Posture().turned(pelvis=rotate_x(90)), "left", arm))
    assert angles["left_arm_lean_deg"] == pytest.approx(90 - shoulder_deg, abs=1.5)
    expected = np.sin(np.radians(90 - shoulder_deg))
    assert angles["left_shoulder_over_elbow"] == pytest.approx(expected, abs=0.03)


def test_ankle_to_knee_is_a_share_of_the_other_thigh():
    body = load_body("man_fit")
    shin_m, thigh_m = body.length_m("left", "shin"), body.length_m("right", "thigh")
    apart_m = 2 * body.joints(Posture())["left_ankle"][0]
    assert measure(Posture())["left_ankle_to_knee"] == pytest.approx(np.hypot(shin_m, apart_m) / thigh_m, rel=0.02)
