"""Where the camera stands, from stick persons turned before it and from readings measured on rendered people."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import numpy as np
import pytest

from lab.tracks import TRACKS_DIR, load_track
from posecheck.advice import ADVICE, assess_view, contradicts_posture, get_near_side
from posecheck.pose import LANDMARK_INDEX, MIRROR_ORDER, PoseTrack
from posecheck.stretch.library import load_stretch
from posecheck.trainer import replay
from posecheck.view import ViewEvidence, ViewReading, ViewTracker, read_view_evidence
from tests.core.poses import make_frontal, make_hold, make_track, still_track, to_pose
from tests.core.stick_figure import Leg, Person, half_kneel, lie, lie_prone, stand

STEPPING = {"left": Leg(hip=20, knee=30), "right": Leg(hip=-5, knee=10)}


def read(track: PoseTrack) -> list[ViewReading]:
    return ViewTracker().read(track.time_s, read_view_evidence(track))


def last(person: Person) -> ViewReading:
    return read(still_track(person, 1.0))[-1]


def make_evidence(side_on, torso_out=0.0, trunk_deg=0.0, trunk_right=0.0, facing=2.0, shoulders=0.0) -> ViewEvidence:
    side_on = np.atleast_1d(np.asarray(side_on, dtype=float))
    rows = [np.broadcast_to(np.asarray(each, dtype=float), side_on.shape) for each in (torso_out, trunk_deg)]
    rest = [np.broadcast_to(np.asarray(each, dtype=float), side_on.shape) for each in (trunk_right, facing, shoulders)]
    return ViewEvidence(side_on, *rows, *rest, left_sign=np.ones(side_on.shape))


def follow(side_on: list[float], fps: float = 10.0, **rest) -> list[ViewReading]:
    times = np.arange(len(side_on)) / fps
    return ViewTracker().read(times, make_evidence(side_on, **rest))


@pytest.mark.parametrize("heading", [0, 20, 50, 90, 130, 180, 200, 270, 310])
def test_evidence_of_a_turned_person(heading):
    evidence = read_view_evidence(still_track(stand(heading=heading, **STEPPING), 0.1))
    # The left is away from the camera by the cosine of the heading: positive where the right is near.
    expected = math.degrees(math.asin(math.cos(math.radians(heading))))
    # Narrow shoulders tell a little of it as well.
    assert evidence.side_on_deg[0] == pytest.approx(expected, abs=0.3)
    assert evidence.trunk_deg[0] == pytest.approx(0, abs=1e-6)
    assert evidence.torso_out_deg[0] == pytest.approx(0, abs=1e-6)
    if heading not in (90, 270):
        assert np.sign(evidence.facing[0]) == np.sign(math.cos(math.radians(heading)))


@pytest.mark.parametrize(
    ("heading", "kind", "near", "front_sign"),
    [
        (0, "side", "right", 1),
        (180, "side", "left", -1),
        (20, "side", "right", 1),
        (45, "oblique", "right", 1),
        (135, "oblique", "left", -1),
        (90, "front", "", None),
        (270, "front", "", None),
    ],
)
def test_view_of_a_standing_person(heading, kind, near, front_sign):
    reading = last(stand(heading=heading, **STEPPING))
    assert (reading.kind, reading.near_side, reading.posture) == (kind, near, "upright")
    assert reading.seen
    assert not reading.labels_swapped
    assert front_sign is None or reading.front_sign == front_sign


@pytest.mark.parametrize(("turned_deg", "kind"), [(30, "side"), (10, "side"), (-10, "side"), (-30, "oblique")])
@pytest.mark.parametrize("faces_left", [False, True])
def test_a_camera_behind_the_side_is_told_by_the_back_that_shows(turned_deg, kind, faces_left):
    """The network's lines read 75 whether somebody is turned to the camera or away from it; the shoulders differ."""

    def turn(angle_deg):
        return still_track(stand(heading=180 - angle_deg if faces_left else angle_deg, **STEPPING), 1.0)

    track = replace(turn(turned_deg), world_xyz=turn(math.copysign(15, turned_deg)).world_xyz)
    swapped = replace(track, image_xy=track.image_xy[:, MIRROR_ORDER], world_xyz=track.world_xyz[:, MIRROR_ORDER])
    assert read(track)[-1].kind == read(swapped)[-1].kind == kind


def test_a_back_that_showed_once_is_let_go_only_when_it_hardly_shows():
    shoulders = [-0.1] * 10 + [-0.5] * 15 + [-0.28] * 15 + [-0.1] * 15
    kinds = [reading.kind for reading in follow([75.0] * 55, shoulders=shoulders)]
    assert kinds[9] == "side"
    assert set(kinds[18:40]) == {"oblique"}
    assert kinds[-1] == "side"


@pytest.mark.parametrize(
    ("stretch", "name", "refused"),
    [
        ("half_kneeling_hip_flexor", "sweeps/half_kneeling_hip_flexor__sweep_off_view_deg_minus_30", True),
        ("half_kneeling_hip_flexor", "sweeps/half_kneeling_hip_flexor__sweep_off_view_deg_minus_15", False),
        ("half_kneeling_arm_overhead", "fresh2/half_kneeling_arm_overhead__off_view_fresh2", True),
        ("pigeon", "catalogue/pigeon__good_tall", False),
    ],
)
def test_rendered_people_seen_from_behind_the_side(stretch, name, refused):
    result = replay(load_track(TRACKS_DIR / f"{name}.npz"), load_stretch(stretch))
    assert (result.verdict == "not_assessable") == refused
    assert bool(result.view.advice) == refused


# The readings of the world landmarks for a true yaw, from rendered people (docs/architecture.md).
@pytest.mark.parametrize(("reading_deg", "kind"), [(3, "front"), (6, "front"), (18, "front")])
@pytest.mark.parametrize("way", [1, -1])
def test_readings_of_a_camera_in_front(reading_deg, kind, way):
    assert follow([way * reading_deg] * 10)[-1].kind == kind


@pytest.mark.parametrize("reading_deg", [23, 32, 45, 54, 57])
@pytest.mark.parametrize("way", [1, -1])
def test_readings_of_a_camera_at_30_45_and_60_degrees_are_neither(reading_deg, way):
    readings = follow([way * reading_deg] * 10)
    assert {reading.kind for reading in readings} == {"oblique"}
    assert {reading.near_side for reading in readings} == {"right" if way > 0 else "left"}
    assert readings[-1].yaw_deg == pytest.approx(reading_deg)


@pytest.mark.parametrize("reading_deg", [71, 77, 88])
def test_readings_of_a_camera_beside(reading_deg):
    reading = follow([reading_deg] * 10)[-1]
    assert (reading.kind, reading.near_side) == ("side", "right")


def test_a_side_view_is_left_later_than_it_is_entered():
    assert follow([60.0] * 20)[-1].kind == "oblique"
    assert follow([75.0] * 20 + [60.0] * 40)[-1].kind == "side"
    assert follow([75.0] * 20 + [57.0] * 40)[-1].kind == "oblique"


def test_a_front_view_is_left_later_than_it_is_entered():
    assert follow([23.0] * 20)[-1].kind == "oblique"
    assert follow([5.0] * 20 + [23.0] * 40)[-1].kind == "front"
    assert follow([5.0] * 20 + [27.0] * 40)[-1].kind == "oblique"


def test_a_reading_that_rests_on_the_threshold_does_not_flicker():
    noisy = (62 + 1.5 * np.sin(np.arange(200) * 1.7)).tolist()
    kinds = [reading.kind for reading in follow(noisy, fps=30)][30:]
    assert sum(a != b for a, b in zip(kinds, kinds[1:], strict=False)) <= 1


def turn_hips(track: PoseTrack, hips_deg: float) -> PoseTrack:
    """The track with the world line of the hips at an angle to the picture."""
    world = track.world_xyz.copy()
    left, right = (LANDMARK_INDEX[f"{side}_hip"] for side in ("left", "right"))
    width_m = np.linalg.norm(world[:, left] - world[:, right], axis=1, keepdims=True)
    turned = np.array([math.cos(math.radians(hips_deg)), 0.0, math.sin(math.radians(hips_deg))])
    world[:, left] = world[:, right] + width_m * turned
    return replace(track, world_xyz=world)


@pytest.mark.parametrize(
    ("hip_deg", "hips_deg", "expected_deg"),
    [(80, 38, 90), (80, 20, 90), (30, 38, 90), (30, 20, 55)],
    ids=["split", "split, hips from the front", "narrow shoulders", "a trunk turned above the hips"],
)
def test_the_picture_tells_the_view_where_the_lines_are_twisted(hip_deg, hips_deg, expected_deg):
    """In a pigeon the world line of the hips is turned; the breadth of the shoulders in the picture is not."""
    track = still_track(stand(heading=0, left=Leg(hip=hip_deg), right=Leg(hip=-hip_deg)), 0.1)
    evidence = read_view_evidence(turn_hips(track, hips_deg))
    assert abs(evidence.side_on_deg[0]) == pytest.approx(expected_deg, abs=1)


def test_a_rendered_pigeon_is_seen_from_the_side_with_the_front_thigh_drawn_short():
    kinds = {reading.kind for reading in read(load_track(TRACKS_DIR / "fresh3" / "pigeon_quad__good_fresh3.npz"))}
    assert kinds == {"side"}


@pytest.mark.parametrize(("person", "expected_deg"), [(lie(heading=0), 76), (lie_prone(heading=0), 65)])
def test_shoulders_tell_the_view_of_a_pelvis_that_rolls_on_the_back(person, expected_deg):
    track = still_track(person, 0.1)
    world = track.world_xyz.copy()
    left, right = (LANDMARK_INDEX[f"{side}_hip"] for side in ("left", "right"))
    # Knees that sink to one side turn the line of the hips by 50 degrees; both lines together read 65.
    width_m = np.linalg.norm(world[:, left] - world[:, right], axis=1, keepdims=True)
    towards = np.sign(world[:, left, 2] - world[:, right, 2])[:, None]
    turned = np.array([0.0, math.sin(math.radians(50)), math.cos(math.radians(50))])
    world[:, left] = world[:, right] + width_m * towards * turned
    evidence = read_view_evidence(replace(track, world_xyz=world))
    assert abs(evidence.side_on_deg[0]) == pytest.approx(expected_deg, abs=2)


def test_one_wrong_frame_changes_nothing():
    readings = follow([80.0] * 20 + [0.0] + [80.0] * 10, fps=30)
    assert {reading.kind for reading in readings} == {"side"}


@pytest.mark.parametrize("fps", [10, 15, 30, 60])
def test_a_change_of_view_is_seen_at_the_same_time_whatever_the_frame_rate(fps):
    readings = follow([80.0] * fps + [10.0] * fps, fps=fps)
    left_s = next(index for index, reading in enumerate(readings) if reading.kind != "side") / fps
    assert 1.0 <= left_s <= 1.25


def test_the_view_begins_anew_after_a_long_gap():
    tracker = ViewTracker()
    tracker.read(np.arange(10) / 10, make_evidence([80.0] * 10))
    (reading,) = tracker.read(np.array([300.0]), make_evidence([5.0]))
    assert reading.kind == "front"
    assert reading.yaw_deg == pytest.approx(5.0)


def test_frames_without_a_person_are_unseen_and_pass_by():
    track = make_track(lambda t: None if 0.5 <= t < 0.8 else stand(**STEPPING), 1.5)
    readings = read(track)
    unseen = [reading for reading in readings if not reading.seen]
    assert len(unseen) == 6
    assert {(reading.kind, reading.near_side, reading.posture) for reading in unseen} == {("unknown", "", "unknown")}
    assert all(math.isnan(reading.yaw_deg) for reading in unseen)
    assert {reading.kind for reading in readings if reading.seen} == {"side"}


def test_no_frames_no_readings():
    assert read(PoseTrack.from_poses([])) == []


def test_a_person_who_turns_round_changes_the_near_side():
    def turning(t: float) -> Person:
        return stand(heading=180 * min(max((t - 1) / 2, 0), 1), **STEPPING)

    readings = read(make_track(turning, 4.5))
    assert readings[15].near_side == "right"
    assert {reading.near_side for reading in readings if reading.kind == "front"} == {""}
    assert readings[-1].near_side == "left"
    assert not any(reading.labels_swapped for reading in readings)


@pytest.mark.parametrize("heading", [0, 180])
@pytest.mark.parametrize(
    ("person", "posture"),
    [
        (lie(right=Leg(hip=60, knee=80)), "supine"),
        (lie(trunk_lean=-80, left=Leg(hip=20, knee=60)), "supine"),
        (lie_prone(), "prone"),
        (lie_prone(trunk_lean=75), "prone"),
        (stand(trunk_lean=30), "upright"),
        (half_kneel("right"), "upright"),
    ],
)
def test_posture(heading, person, posture):
    assert last(person.but(heading=heading)).posture == posture


def test_lying_is_left_later_than_it_is_entered():
    def tip(lean: float) -> str:
        track = make_track(lambda t: stand(trunk_lean=-lean if t > 1 else -90.0), 3.0)
        return read(track)[-1].posture

    assert last(stand(trunk_lean=-57)).posture == "upright"
    assert tip(57) == "supine"
    assert tip(45) == "upright"


@pytest.mark.parametrize("torso_out", [67, 79])
@pytest.mark.parametrize("way", [1, -1])
def test_lying_with_the_feet_toward_the_camera_is_end_on(torso_out, way):
    assert follow([45.0] * 10, torso_out=way * torso_out, trunk_deg=80)[-1].kind == "end_on"
    # A side view reads up to 12.
    assert follow([80.0] * 10, torso_out=way * 12.0, trunk_deg=90)[-1].kind == "side"


def test_end_on_is_left_later_than_it_is_entered():
    assert follow([80.0] * 10, torso_out=28.0)[-1].kind == "side"
    assert follow([80.0] * 10, torso_out=33.0)[-1].kind == "end_on"


@pytest.mark.parametrize("heading", [0, 180])
def test_labels_of_the_whole_body_the_wrong_way_round_are_seen(heading):
    pose = to_pose(stand(heading=heading, left=Leg(hip=50, knee=70), right=Leg(knee=40)))
    swapped = replace(pose, image_xy=pose.image_xy[MIRROR_ORDER], world_xyz=pose.world_xyz[MIRROR_ORDER])
    track = PoseTrack.from_poses([replace(swapped, time_s=index / 10) for index in range(10)])
    reading = read(track)[-1]
    assert reading.labels_swapped
    assert reading.near_side == ("right" if heading == 0 else "left")


SIDE_RIGHT = ViewReading(True, "side", 80.0, 1, "right", "upright", False)


def test_near_side_of_a_stretch():
    assert get_near_side(make_hold(), "left") == "left"
    other = make_hold(view={"kind": "side", "near": "other", "placement": "x"})
    assert get_near_side(other, "left") == "right"
    either = make_hold(view={"kind": "side", "near": "any", "placement": "x"})
    assert get_near_side(either, "left") == ""
    assert get_near_side(make_frontal(), "left") == ""


@pytest.mark.parametrize(
    ("reading", "side", "reason", "words"),
    [
        (SIDE_RIGHT, "right", "", ""),
        (SIDE_RIGHT, "left", "view", "Turn around.*left side"),
        (replace(SIDE_RIGHT, kind="front", near_side=""), "right", "view", "your right side"),
        (replace(SIDE_RIGHT, kind="oblique", near_side=""), "right", "view", "a little more.*right side"),
        (replace(SIDE_RIGHT, kind="end_on", near_side=""), "right", "view", "on the floor.*right side"),
        (replace(SIDE_RIGHT, seen=False, kind="unknown"), "right", "nobody", "Step into the picture"),
    ],
)
def test_advice_of_a_side_stretch(reading, side, reason, words):
    view = assess_view(reading, make_hold(), side)
    assert (view.ok, view.reason) == (not reason, reason)
    assert bool(view.advice) == bool(words)
    assert re.search(words, view.advice)


@pytest.mark.parametrize("kind", ["side", "oblique", "end_on"])
def test_advice_of_a_front_stretch(kind):
    assert assess_view(replace(SIDE_RIGHT, kind="front"), make_frontal(), "left").ok
    view = assess_view(replace(SIDE_RIGHT, kind=kind), make_frontal(), "left")
    assert (view.ok, view.reason, view.advice) == (False, "view", "Turn to face the camera.")


def test_a_second_person_is_mentioned_and_does_not_stop_the_judging():
    view = assess_view(SIDE_RIGHT, make_hold(), "right", persons=2)
    assert view.ok
    assert "Someone else" in view.advice
    nobody = assess_view(replace(SIDE_RIGHT, seen=False), make_hold(), "right", persons=2)
    assert nobody.advice == ADVICE["nobody"]


@pytest.mark.parametrize(
    ("posture", "seen", "contradicts"),
    [("supine", "prone", True), ("prone", "supine", True), ("supine", "supine", False), ("supine", "upright", False)],
)
def test_lying_the_wrong_way_round(posture, seen, contradicts):
    stretch = make_hold(posture=posture)
    assert contradicts_posture(replace(SIDE_RIGHT, posture=seen), stretch) is contradicts
    assert not contradicts_posture(replace(SIDE_RIGHT, posture=seen), make_hold(posture="upright"))


@pytest.mark.parametrize(
    ("kind", "near", "advice"),
    [
        ("oblique", "right", ""),
        ("side", "right", ""),
        ("front", "", ADVICE["angle"]),
        ("oblique", "left", "Turn around, so that your right side is towards the camera."),
    ],
)
def test_a_stretch_seen_at_an_angle_may_be_seen_from_the_side_but_not_from_the_front(kind, near, advice):
    view = assess_view(replace(SIDE_RIGHT, kind=kind, near_side=near), load_stretch("rotational_step_up"), "right")
    assert (view.ok, view.advice) == (not advice, advice)
