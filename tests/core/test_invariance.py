"""What must stay and what must change when a pose is turned, scaled, shifted or mirrored in the picture."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posecheck.measures import MEASURES, Body
from posecheck.observation import Observer
from posecheck.pose import Pose, PoseTrack
from posecheck.trainer import replay
from tests.core.poses import make_hold, still_track
from tests.core.stick_figure import ASPECT, Arm, Leg, Person

SIDES = ("left", "right")
# Against the vertical or the horizontal of the picture, by their definitions; and how they turn when the picture
# turns clockwise by one degree. Distances along the picture's axes change as well, without a fixed rate.
AGAINST_THE_PICTURE = {
    "trunk_lean": 1.0,
    "trunk_inclination": None,
    "trunk_tilt_seen": None,
    "thigh_inclination": None,
    "shin_inclination": None,
    "trunk_side_lean": 1.0,
    "arm_lean": 1.0,
    "shoulder_over_elbow": None,
    "pelvis_obliquity": -1.0,
    "shoulder_obliquity": -1.0,
    "knee_over_toe": None,
    "knee_height": None,
    "heel_rise": None,
    "ankle_height": None,
    "hip_height": None,
    "knee_height_difference": None,
    "feet_off_floor": None,
}
# Without a side of their own: + is the person's left, which a mirror turns into the right.
SIGNED_BY_SIDE = {"trunk_side_lean", "pelvis_obliquity", "shoulder_obliquity", "knee_height_difference"}

degrees = st.floats(-20, 20)
legs = st.builds(
    Leg,
    hip=st.floats(-20, 80),
    knee=st.floats(5, 110),
    ankle=st.floats(-30, 20),
    abduction=st.floats(-5, 25),
    valgus=st.floats(-15, 15),
)
arms = st.builds(Arm, shoulder=st.floats(-20, 150), elbow=st.floats(5, 120))


def has_no_hidden_bone(person: Person) -> bool:
    """A bone that points straight at the camera has no direction in the picture."""
    image = person.image_xy()
    bones = [(a, a + 2) for a in (11, 12, 13, 14, 23, 24, 25, 26)]
    return all(np.hypot(*(image[start] - image[end])) > 0.02 for start, end in bones)


people = st.builds(
    Person,
    left=legs,
    right=legs,
    left_arm=arms,
    right_arm=arms,
    trunk_lean=st.floats(-15, 15),
    neck=degrees,
    pelvis_obliquity=degrees,
    shoulder_obliquity=degrees,
    heading=st.sampled_from([0.0, 90.0, 180.0, 270.0]),
).filter(has_no_hidden_bone)


def make_body(image: np.ndarray, heading: float) -> Body:
    """The orientation is the truth, so that the measures alone are tested; what is remembered is of this size."""
    legs = [image[[hip, hip + 2, hip + 4]] for hip in (23, 24)]
    leg_length = 1.1 * max(np.linalg.norm(np.diff(leg, axis=0), axis=1).sum() for leg in legs)
    return Body(
        image[np.newaxis],
        np.array([{0.0: 1.0, 180.0: -1.0}.get(heading, 1.0)]),
        np.array([{90.0: 1.0, 270.0: -1.0}.get(heading, 1.0)]),
        floor_y=np.array([max(image[27, 1], image[28, 1]) + 0.2 * leg_length]),
        leg_length=np.array([leg_length]),
    )


def measure_all(image: np.ndarray, heading: float) -> dict[tuple[str, str], float]:
    body = make_body(image, heading)
    shown = "side" if heading in (0.0, 180.0) else "front"
    return {
        (name, side): float(measure.compute(body, side)[0])
        for name, measure in MEASURES.items()
        for side in SIDES
        if shown in measure.views
    }


def turn(image: np.ndarray, clockwise_deg: float) -> np.ndarray:
    """Turn the picture clockwise around the middle of the frame; y points down."""
    angle, centre = np.radians(clockwise_deg), np.array([ASPECT / 2, 0.5])
    x, y = (image - centre).T
    return np.stack([x * np.cos(angle) - y * np.sin(angle), x * np.sin(angle) + y * np.cos(angle)], axis=-1) + centre


def assert_turned(by_deg: float, expected_deg: float, name: str) -> None:
    """Hold that a measure has changed by so much; what points straight back reads 180 or -180, the same angle."""
    assert (by_deg - expected_deg + 180) % 360 - 180 == pytest.approx(0, abs=1e-6), name


@settings(max_examples=30, deadline=None)
@given(people, st.floats(0.05, 20), st.floats(-3, 3), st.floats(-3, 3))
def test_scaling_and_shifting_change_nothing(person, scale, right, down):
    before = measure_all(person.image_xy(), person.heading)
    after = measure_all(person.image_xy() * scale + (right, down), person.heading)
    assert after == pytest.approx(before, abs=1e-5)


@settings(max_examples=30, deadline=None)
@given(people, st.floats(3, 30), st.sampled_from([1, -1]))
def test_turning_the_picture_changes_exactly_what_is_measured_against_it(person, angle, way):
    before = measure_all(person.image_xy(), person.heading)
    after = measure_all(turn(person.image_xy(), way * angle), person.heading)
    for (name, side), value in before.items():
        if name not in AGAINST_THE_PICTURE:
            assert_turned(after[name, side] - value, 0.0, name)


@settings(max_examples=25, deadline=None)
@given(people, st.floats(-12, 12))
def test_what_is_measured_against_the_picture_turns_with_it(person, angle):
    before = measure_all(person.image_xy(), person.heading)
    after = measure_all(turn(person.image_xy(), angle), person.heading)
    facing = -1.0 if person.heading == 180 else 1.0
    mirrored = -1.0 if person.heading == 270 else 1.0
    for (name, side), value in before.items():
        rate = AGAINST_THE_PICTURE.get(name)
        if rate is not None:
            way = facing if name in ("trunk_lean", "arm_lean") else mirrored
            assert_turned(after[name, side] - value, rate * way * angle, name)


def test_unsigned_inclinations_turn_too():
    person = Person(left=Leg(hip=30, knee=50), right=Leg(hip=30, knee=50), trunk_lean=20)
    before, after = (measure_all(turn(person.image_xy(), angle), 0.0) for angle in (0, 10))
    # Facing right and leaning to the right: the trunk tips further; the thigh (knee ahead) comes up less.
    assert after["trunk_inclination", "left"] - before["trunk_inclination", "left"] == pytest.approx(10)
    assert after["thigh_inclination", "left"] - before["thigh_inclination", "left"] == pytest.approx(-10)
    for name in ("shin_inclination", "knee_over_toe", "knee_height", "heel_rise"):
        assert abs(after[name, "left"] - before[name, "left"]) > 1e-3


@settings(max_examples=30, deadline=None)
@given(people)
def test_a_mirror_swaps_left_and_right(person):
    pose = Pose(0.0, person.image_xy(), person.world_xyz(), np.ones(33), ASPECT)
    # In a mirror a person who faces right faces left; one who faces the camera still does, and so do the labels.
    heading = {0.0: 180.0, 180.0: 0.0}.get(person.heading, person.heading)
    before = measure_all(pose.image_xy, person.heading)
    after = measure_all(pose.mirrored().image_xy, heading)
    for (name, side), value in before.items():
        other = "right" if side == "left" else "left"
        sign = -1.0 if name in SIGNED_BY_SIDE else 1.0
        assert_turned(after[name, other] - sign * value, 0.0, name)


@settings(max_examples=20, deadline=None)
@given(legs, st.floats(-12, 12), st.sampled_from([0.0, 180.0]))
def test_the_whole_chain_swaps_columns_in_a_mirror(leg, lean, heading):
    """From poses with their world landmarks: what is found for the left is found for the right in a mirror."""
    person = Person(left=leg, right=Leg(hip=5, knee=10), trunk_lean=lean, heading=heading)
    track = still_track(person, 0.3)
    found = Observer(make_hold(), "left").observe(track).measure_all()
    mirrored = Observer(make_hold(), "right").observe(track.mirrored()).measure_all()
    assert set(found) == set(mirrored)
    for column, values in found.items():
        twin = column.replace("left_", "right_") if column.startswith("left_") else column.replace("right_", "left_")
        np.testing.assert_allclose(mirrored[twin], values, atol=1e-6, err_msg=column)
    assert np.isfinite(found["left_knee_flexion_deg"]).all()


@settings(max_examples=15, deadline=None)
@given(st.floats(0, 1), st.floats(0.5, 2.0))
def test_visibility_and_the_size_of_the_world_do_not_matter(visibility, size):
    track = still_track(Person(right=Leg(hip=40, knee=90)), 1.5)
    other = PoseTrack(
        track.time_s, track.image_xy, track.world_xyz * size, np.full_like(track.visibility, visibility), ASPECT
    )
    first, second = (replay(each, make_hold(), "right") for each in (track, other))
    assert second.held_s == first.held_s > 0
    assert [check.verdict for check in second.checks] == [check.verdict for check in first.checks]
    for column, values in first.timeline.values.items():
        np.testing.assert_array_equal(second.timeline.values[column], values)
