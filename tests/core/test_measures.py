"""Each measure against the stick person it was built from: both sides, both ways to face."""

from __future__ import annotations

import numpy as np
import pytest

from posecheck.measures import MEASURES, Body
from posecheck.pose import LANDMARK_INDEX
from tests.core.stick_figure import Arm, Leg, Person, half_kneel, lie, lie_prone, stand

FACING_RIGHT, TO_CAMERA, FACING_LEFT, BACK_TO_CAMERA = 0.0, 90.0, 180.0, 270.0
SIDES = ("left", "right")
HEADINGS = (FACING_RIGHT, FACING_LEFT)


def measure(name: str, side: str, person: Person, standing_hip_deg: float = 0.0) -> float:
    """A measure with the orientation given by the truth, not found."""
    front_sign = {FACING_RIGHT: 1.0, FACING_LEFT: -1.0}.get(person.heading, np.nan)
    left_sign = {TO_CAMERA: 1.0, BACK_TO_CAMERA: -1.0}.get(person.heading, np.nan)
    image = person.image_xy()[np.newaxis]
    body = Body(image, np.array([front_sign]), np.array([left_sign]), standing_hip_deg)
    values = MEASURES[name].compute(body, side)
    assert values.shape == (1,)
    return float(values[0])


def with_leg(side: str, leg: Leg, **changes) -> Person:
    """The other leg is somewhere else, so that mixing the two up is seen."""
    legs = {"left": Leg(hip=17, knee=33, ankle=5), "right": Leg(hip=17, knee=33, ankle=5), side: leg}
    return Person(**legs).but(**changes)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("heading", HEADINGS)
class TestSideView:
    @pytest.mark.parametrize("knee", [0, 10, 60, 90, 120, 150])
    @pytest.mark.parametrize("lean", [0, 25, -90])
    def test_knee_flexion(self, side, heading, knee, lean):
        person = with_leg(side, Leg(hip=30, knee=knee), heading=heading, trunk_lean=lean)
        assert measure("knee_flexion", side, person) == pytest.approx(knee, abs=1e-9)

    @pytest.mark.parametrize("hip", [-45, -15, 0, 30, 90, 130, 155])
    @pytest.mark.parametrize("lean", [0, 40, -10, -90, 90])
    def test_hip_flexion_is_against_the_trunk_wherever_that_points(self, side, heading, hip, lean):
        person = with_leg(side, Leg(hip=hip, knee=20), heading=heading, trunk_lean=lean)
        assert measure("hip_flexion", side, person) == pytest.approx(hip)
        assert measure("hip_flexion", side, person, standing_hip_deg=-4.0) == pytest.approx(hip + 4.0)

    @pytest.mark.parametrize("hip", [-40, -5, 0, 20, 80])
    def test_body_line_of_a_straight_leg_is_the_hip(self, side, heading, hip):
        person = with_leg(side, Leg(hip=hip), heading=heading, trunk_lean=80)
        assert measure("body_line", side, person) == pytest.approx(hip)

    @pytest.mark.parametrize("ankle", [-60, -20, 0, 15, 40])
    def test_ankle_dorsiflexion(self, side, heading, ankle):
        person = with_leg(side, Leg(hip=50, knee=70, ankle=ankle), heading=heading, trunk_lean=10)
        assert measure("ankle_dorsiflexion", side, person) == pytest.approx(ankle)

    @pytest.mark.parametrize("shoulder", [-50, 0, 45, 90, 150, 180, 200])
    @pytest.mark.parametrize("lean", [0, -90])
    def test_shoulder_flexion(self, side, heading, shoulder, lean):
        person = stand(heading=heading, trunk_lean=lean, **{f"{side}_arm": Arm(shoulder, 20)})
        assert measure("shoulder_flexion", side, person) == pytest.approx(shoulder)

    @pytest.mark.parametrize("elbow", [0, 35, 90, 140])
    def test_elbow_flexion(self, side, heading, elbow):
        person = stand(heading=heading, **{f"{side}_arm": Arm(70, elbow)})
        assert measure("elbow_flexion", side, person) == pytest.approx(elbow, abs=1e-9)

    @pytest.mark.parametrize("lean", [-30, -5, 0, 12, 60, 100])
    def test_trunk_lean_is_positive_to_the_front_inclination_has_no_sign(self, side, heading, lean):
        person = stand(heading=heading, trunk_lean=lean)
        assert measure("trunk_lean", side, person) == pytest.approx(lean)
        assert measure("trunk_inclination", side, person) == pytest.approx(abs(lean))

    @pytest.mark.parametrize("shoulder", [60, 90, 110])
    def test_shoulder_past_the_hand_and_the_elbow(self, side, heading, shoulder):
        # Face down, so that "ahead" is towards the head; a straight arm.
        person = stand(heading=heading, trunk_lean=90, **{f"{side}_arm": Arm(shoulder, 0)})
        assert measure("arm_lean", side, person) == pytest.approx(90 - shoulder, abs=1e-6)
        expected = np.sin(np.radians(90 - shoulder))
        assert measure("shoulder_over_elbow", side, person) == pytest.approx(expected, abs=1e-9)

    @pytest.mark.parametrize("neck", [-40, 0, 25, 60])
    @pytest.mark.parametrize("lean", [0, -90, 70])
    def test_neck_flexion(self, side, heading, neck, lean):
        person = stand(heading=heading, neck=neck, trunk_lean=lean)
        assert measure("neck_flexion", side, person) == pytest.approx(neck)

    @pytest.mark.parametrize(("hip", "knee"), [(0, 0), (40, 0), (90, 90), (-20, 60), (30, 110)])
    def test_inclinations_of_thigh_and_shin(self, side, heading, hip, knee):
        person = with_leg(side, Leg(hip=hip, knee=knee), heading=heading)
        assert measure("thigh_inclination", side, person) == pytest.approx(abs(hip), abs=1e-6)
        assert measure("shin_inclination", side, person) == pytest.approx(abs(hip - knee), abs=1e-6)

    def test_lying_legs_are_horizontal(self, side, heading):
        for person in (lie(heading=heading), lie_prone(heading=heading)):
            assert measure("thigh_inclination", side, person) == pytest.approx(90)
            assert measure("trunk_inclination", side, person) == pytest.approx(90)

    @pytest.mark.parametrize("knee", [60, 90, 120])
    def test_knee_over_toe_by_trigonometry(self, side, heading, knee):
        # Foot flat, thigh level: the shin leans forward by knee - 90; toes are 0.17 ahead of the ankle.
        person = with_leg(side, Leg(hip=90, knee=knee, ankle=knee - 90), heading=heading)
        expected = (0.40 * np.sin(np.radians(knee - 90)) - 0.17) / 0.40
        assert measure("knee_over_toe", side, person) == pytest.approx(expected)

    @pytest.mark.parametrize("rise", [-20, 0, 30, 90])
    def test_heel_rise(self, side, heading, rise):
        person = with_leg(side, Leg(ankle=-rise), heading=heading)
        assert measure("heel_rise", side, person) == pytest.approx(np.sin(np.radians(rise)), abs=1e-9)

    def test_knee_height(self, side, heading):
        # The other leg hangs straight: its flat foot is the floor, and so is this one's.
        standing = stand(heading=heading)
        assert measure("knee_height", side, standing) == pytest.approx(1.0)
        kneeling = half_kneel(side, hip=0.0).but(heading=heading)
        # The kneeling knee is 0.42 below the hip, the front foot 0.40 below it, the rear toes a little below the knee.
        lowest = (kneeling.image_xy()[25:33, 1].max() - kneeling.hips_at[1]) / kneeling.scale
        assert measure("knee_height", side, kneeling) == pytest.approx((lowest - 0.42) / 0.40)
        assert measure("knee_height", side, kneeling) < 0.4

    def test_distances_as_shares(self, side, heading):
        arm = {f"{side}_arm": Arm(0, 0)}
        person = stand(heading=heading, **arm)
        # Hand 0.56 below the shoulder, ankle 1.32 below it (0.50 trunk, 0.42 thigh, 0.40 shin).
        assert measure("hand_to_foot", side, person) == pytest.approx((0.50 + 0.82 - 0.56) / 0.40)
        apart = stand(heading=heading, left=Leg(hip=30), right=Leg(hip=-30))
        assert measure("ankles_apart", side, apart) == pytest.approx(2 * np.sin(np.radians(30)))


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("heading", [TO_CAMERA, BACK_TO_CAMERA])
class TestFrontView:
    @pytest.mark.parametrize("abduction", [-10, 0, 20, 45])
    @pytest.mark.parametrize("tilt", [-15, 0, 15])
    def test_hip_abduction_is_against_the_trunk(self, side, heading, abduction, tilt):
        person = with_leg(side, Leg(abduction=abduction), heading=heading, side_lean=tilt)
        assert measure("hip_abduction", side, person) == pytest.approx(abduction)

    @pytest.mark.parametrize("valgus", [-20, 0, 12, 30])
    def test_knee_valgus_is_positive_inward(self, side, heading, valgus):
        # The shin turns outward below a knee that has fallen inward.
        person = with_leg(side, Leg(abduction=-5, valgus=valgus), heading=heading)
        assert measure("knee_valgus", side, person) == pytest.approx(valgus)

    @pytest.mark.parametrize("tilt", [-20, 0, 7, 40])
    def test_lines_of_trunk_hips_and_shoulders(self, side, heading, tilt):
        assert measure("trunk_side_lean", side, stand(heading=heading, side_lean=tilt)) == pytest.approx(tilt)
        hips = stand(heading=heading, pelvis_obliquity=tilt)
        assert measure("pelvis_obliquity", side, hips) == pytest.approx(tilt)
        shoulders = stand(heading=heading, shoulder_obliquity=tilt)
        assert measure("shoulder_obliquity", side, shoulders) == pytest.approx(tilt)

    @pytest.mark.parametrize(("left", "right"), [(0, 0), (30, 0), (20, 35)])
    def test_leg_spread_adds_both_sides(self, side, heading, left, right):
        person = stand(heading=heading, left=Leg(abduction=left), right=Leg(abduction=right))
        assert measure("leg_spread", side, person) == pytest.approx(left + right, abs=1e-6)

    def test_ankle_to_knee(self, side, heading):
        # Standing: down by the shin, across by the width of the hips.
        expected = np.hypot(0.40, 0.22) / (0.85 * 0.50)
        assert measure("ankle_to_knee", side, stand(heading=heading)) == pytest.approx(expected)

    @pytest.mark.parametrize(("left", "right", "higher"), [(60, 60, 0.0), (90, 60, 0.5), (0, 60, -0.5)])
    def test_the_higher_knee_counts_by_the_thigh(self, side, heading, left, right, higher):
        person = stand(heading=heading, left=Leg(abduction=left), right=Leg(abduction=right))
        expected = higher * 0.42 / (0.85 * 0.50)
        assert measure("knee_height_difference", side, person) == pytest.approx(expected, abs=1e-6)

    def test_a_thigh_that_points_at_the_camera_keeps_its_length(self, side, heading):
        seated = stand(heading=heading, left=Leg(hip=88, knee=88), right=Leg(hip=88, knee=88))
        expected = np.hypot(0.40, 0.22) / (0.85 * 0.50)
        assert measure("ankle_to_knee", side, seated) == pytest.approx(expected, abs=0.02)

    def test_ankle_height_counts_from_the_other_ankle(self, side, heading):
        lifted = stand(heading=heading, **{side: Leg(hip=90, knee=90)})
        assert measure("ankle_height", side, lifted) == pytest.approx(0.42 / (0.85 * 0.50))
        assert measure("ankle_height", side, stand(heading=heading)) == pytest.approx(0.0)

    def test_hip_height_counts_from_the_lower_ankle(self, side, heading):
        lifted = stand(heading=heading, **{side: Leg(hip=90, knee=90)})
        assert measure("hip_height", side, lifted) == pytest.approx(0.82 / (0.85 * 0.50), abs=1e-6)

    def test_feet_apart_counts_by_the_shoulders(self, side, heading):
        person = stand(heading=heading, left=Leg(abduction=30), right=Leg(abduction=30))
        assert measure("feet_apart", side, person) == pytest.approx((0.22 + 0.82) / 0.36)


def remember(person: Person, *, floor_y: float = 0.0, leg_length: float = 0.0) -> Body:
    """A body with what was seen of it before."""
    one = np.ones(1)
    return Body(person.image_xy()[np.newaxis], one, one, 0.0, np.array([floor_y]), np.array([leg_length]))


def test_feet_leave_the_floor_by_a_share_of_the_leg():
    person = stand(heading=FACING_RIGHT)
    ankles = person.image_xy()[[27, 28]]
    leg = np.abs(np.diff(person.image_xy()[[23, 25, 27]], axis=0)).sum()
    body = remember(person, floor_y=ankles[:, 1].max() + 0.15 * leg)
    assert MEASURES["feet_off_floor"].compute(body, "left")[0] == pytest.approx(0.15)


@pytest.mark.parametrize("bend", [0, 30, 60, 90])
def test_a_knee_that_bends_to_the_camera_shortens_the_leg(bend):
    straight = stand(heading=TO_CAMERA).image_xy()
    bent = straight.copy()
    hip, ankle = straight[23], straight[27]
    bent[27] = hip + (ankle - hip) * np.cos(np.radians(bend / 2))
    body = Body(bent[np.newaxis], np.ones(1), np.ones(1), leg_length=np.array([np.linalg.norm(ankle - hip)]))
    assert MEASURES["leg_bend"].compute(body, "left")[0] == pytest.approx(bend, abs=1e-4)


@pytest.mark.parametrize("heading", HEADINGS)
def test_what_is_seen_at_an_angle_is_measured_as_from_the_side(heading):
    person = with_leg("right", Leg(hip=40, knee=60, ankle=5), heading=heading, trunk_lean=20)
    assert measure("knee_bend_seen", "right", person) == pytest.approx(60)
    assert measure("trunk_tilt_seen", "right", person) == pytest.approx(20)


def test_every_measure_is_tested_here():
    source = open(__file__, encoding="utf-8").read()  # noqa: PTH123, SIM115
    assert [name for name in MEASURES if f'"{name}"' not in source] == []


@pytest.mark.parametrize("name", list(MEASURES))
@pytest.mark.parametrize("side", SIDES)
def test_a_measure_needs_exactly_the_landmarks_it_names(name, side):
    """Hiding a landmark that it needs gives NaN; any other one may be hidden without a change."""
    definition = MEASURES[name]
    heading = FACING_RIGHT if "side" in definition.views else TO_CAMERA
    # The near side is the right one when facing right; an unpaired side measure is taken there.
    taken_from = side if definition.paired or heading == TO_CAMERA else "right"
    person = with_leg(side, Leg(hip=20, knee=40, ankle=5), heading=heading)
    image = person.image_xy()[np.newaxis]
    signs = np.array([1.0])
    before = definition.compute(Body(image, signs, signs, 0.0, 0.9, 0.7), side)
    needed = set(definition.landmark_indices(taken_from))
    used = set()
    for index in range(33):
        hidden = image.copy()
        hidden[:, index] = np.nan
        after = definition.compute(Body(hidden, signs, signs, 0.0, 0.9, 0.7), side)
        if not np.array_equal(before, after):
            used.add(index)
            assert np.isnan(after).all(), f"{name} without landmark {index} is a number but another one"
    assert used <= needed | {LANDMARK_INDEX["right_hip"], LANDMARK_INDEX["right_shoulder"]}
    assert needed & used, f"{name} uses none of the landmarks that it names"


@pytest.mark.parametrize("name", list(MEASURES))
def test_collapsed_points_give_nan_not_a_number(name):
    body = Body(np.zeros((2, 33, 2)), np.ones(2), np.ones(2))
    with np.errstate(all="raise"):
        values = MEASURES[name].compute(body, "left")
    assert np.isnan(values).all()


@pytest.mark.parametrize("name", ["hip_flexion", "trunk_lean", "shoulder_flexion", "body_line", "knee_over_toe"])
def test_an_unknown_facing_gives_nan(name):
    image = stand(trunk_lean=10).image_xy()[np.newaxis]
    body = Body(image, np.array([np.nan]), np.array([np.nan]))
    assert np.isnan(MEASURES[name].compute(body, "right")).all()


@pytest.mark.parametrize(
    ("name", "side", "column"),
    [
        ("knee_flexion", "left", "left_knee_flexion_deg"),
        ("trunk_lean", "right", "trunk_lean_deg"),
        ("knee_over_toe", "right", "right_knee_over_toe_share"),
    ],
)
def test_column_names(name, side, column):
    assert MEASURES[name].column(side) == column


def test_values_for_people():
    assert MEASURES["knee_flexion"].format_value(111.6) == "112°"
    assert MEASURES["trunk_lean"].format_value(-0.2) == "0°"
    assert MEASURES["knee_over_toe"].format_value(-0.351) == "-0.35"
