"""The drawn figures do what the reference poses say, and rest on the floor."""

from __future__ import annotations

import math
from xml.etree import ElementTree

import numpy as np
import pytest

from posecheck.figure import draw_camera_plan, draw_stretch
from posecheck.figure.fit import fit_skeleton
from posecheck.figure.posture import THICKNESS, Goal, choose_start, collect_goals
from posecheck.figure.skeleton import ANGLES, SHIN, THIGH, TRUNK, build_skeleton
from posecheck.stretch.library import list_stretches, load_stretch

STRETCHES = list_stretches()
SIDE_VIEW = [stretch for stretch in STRETCHES if stretch.view.kind == "side"]
UPRIGHT = dict.fromkeys(ANGLES, 0.0)


def name(stretch):
    return stretch.id


def turn_deg(first, joint, last):
    """Return 180 minus the angle at a joint, from the points alone."""
    a, b = np.subtract(first, joint), np.subtract(last, joint)
    return 180.0 - math.degrees(math.acos(np.clip(a @ b / np.linalg.norm(a) / np.linalg.norm(b), -1, 1)))


def test_upright_body_stands_on_its_feet_and_faces_right():
    points = build_skeleton(UPRIGHT).points

    assert points["shoulder"] == pytest.approx((0, TRUNK))
    assert points["working_ankle"] == pytest.approx((0, -THIGH - SHIN))
    assert points["working_toe"][0] > points["working_heel"][0]


@pytest.mark.parametrize(
    ("angle", "joint", "moves"),
    [
        ("working_hip", "working_knee", "forward"),
        ("working_knee", "working_ankle", "backward"),
        ("working_shoulder", "working_elbow", "forward"),
        ("working_elbow", "working_wrist", "forward"),
        ("trunk", "shoulder", "forward"),
    ],
)
def test_flexion_moves_each_segment_its_own_way(angle, joint, moves):
    start, bent = build_skeleton(UPRIGHT), build_skeleton({**UPRIGHT, angle: 40.0})

    step = bent.points[joint][0] - start.points[joint][0]
    assert (step > 0.05) if moves == "forward" else (step < -0.05)


@pytest.mark.parametrize("stretch", SIDE_VIEW, ids=name)
def test_figure_rests_on_the_floor_and_nothing_sinks_in(stretch):
    skeleton, floor = fit_skeleton(stretch)
    start = choose_start(stretch)

    for contact in start.contacts:
        height = skeleton.height(contact) - THICKNESS[contact.rpartition("_")[2]] - floor
        assert height == pytest.approx(0.0, abs=0.02), contact
    # Over the edge of a bed a leg hangs lower than what lies on it.
    for point in start.contacts if start.on_bed else skeleton.points:
        assert skeleton.height(point) - floor > -0.025, point


@pytest.mark.parametrize("stretch", SIDE_VIEW, ids=name)
def test_figure_bends_its_knees_as_the_checks_ask(stretch):
    skeleton, _ = fit_skeleton(stretch)
    points = skeleton.points
    goals = [goal for goal in collect_goals(stretch) if goal.measure == "knee_flexion"]
    for goal in goals:
        bend = turn_deg(points["hip"], points[f"{goal.limb}_knee"], points[f"{goal.limb}_ankle"])
        assert goal.miss(bend) < 8.0


def test_half_kneeling_figure_kneels_with_the_trunk_upright():
    skeleton, floor = fit_skeleton(load_stretch("half_kneeling_hip_flexor"))

    assert skeleton.height("working_knee") - floor < 0.05
    assert skeleton.height("other_knee") - floor > 0.2
    assert abs(skeleton.points["shoulder"][0]) < 0.05


def test_goal_is_missed_only_outside():
    goal = Goal("knee_flexion", "working", 75.0, 105.0)

    assert [goal.miss(value) for value in (70.0, 75.0, 90.0, 105.0, 109.0)] == [5.0, 0.0, 0.0, 0.0, 4.0]


@pytest.mark.parametrize("stretch", STRETCHES, ids=name)
def test_pictures_are_svg_with_words_for_those_who_cannot_see_them(stretch):
    for draw in (draw_stretch, draw_camera_plan):
        light, dark = draw(stretch), draw(stretch, dark=True)
        assert light != dark
        for svg in (light, dark):
            root = ElementTree.fromstring(svg)
            assert root.tag == "{http://www.w3.org/2000/svg}svg"
            assert root.attrib["aria-label"]
            assert "nan" not in svg
    assert stretch.name in ElementTree.fromstring(draw_stretch(stretch)).attrib["aria-label"]


def test_camera_stands_where_the_view_says():
    assert "at the side" in draw_camera_plan(load_stretch("cobra"))
    assert "at the front" in draw_camera_plan(load_stretch("leg_raise_side"))


def test_leg_hangs_over_the_edge_of_a_bed():
    skeleton, ground = fit_skeleton(load_stretch("lying_hip_stretch"))

    assert skeleton.height("working_ankle") < ground - 0.1
    assert skeleton.height("other_knee") > ground + 0.1


def test_pigeon_has_one_leg_long_behind_and_the_other_shin_across_in_front():
    skeleton, floor = fit_skeleton(load_stretch("pigeon"))

    points = skeleton.points
    assert points["working_ankle"][0] < points["working_knee"][0] < -0.2
    assert points["other_knee"][0] > 0.2
    assert math.dist(points["other_knee"], points["other_ankle"]) < SHIN / 2
    assert skeleton.height("hip") - floor < 0.1


def test_hand_holds_the_foot_that_is_drawn_up():
    points = fit_skeleton(load_stretch("pigeon_quad"))[0].points

    assert math.dist(points["working_wrist"], points["working_ankle"]) < 0.25 * SHIN


def test_wall_stands_behind_the_camel():
    assert draw_stretch(load_stretch("camel_at_wall")).count("<rect") == 1 + draw_stretch(load_stretch("cobra")).count(
        "<rect"
    )


def test_wide_legs_on_the_floor_follow_the_target():
    stretch = load_stretch("straddle_fold")
    checks = [each.model_copy(update={"target": 3.4}) if each.id == "spread" else each for each in stretch.checks]
    wide, narrow = (
        float(ElementTree.fromstring(draw_stretch(each)).get("viewBox").split()[2])
        for each in (stretch, stretch.model_copy(update={"checks": checks}))
    )
    assert wide > narrow


def test_who_sits_on_a_chair_has_one():
    assert draw_stretch(load_stretch("chair_figure_four")).count("<rect") > draw_stretch(
        load_stretch("butterfly")
    ).count("<rect")
