"""The near hip and shoulder are moved from where the network sees them to where the joints are."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from posecheck import anatomy
from posecheck import geometry as geo
from posecheck.observation import Observer
from posecheck.pose import LANDMARK_INDEX
from tests.core.poses import make_hold, still_track
from tests.core.stick_figure import TRUNK_M, Leg, Person, lie, lie_prone, stand

# As measured on rendered people, docs/accuracy.md.
UPRIGHT = anatomy.TrunkOffsets(hip=0.01, hip_bent=0.08, hip_folded=0.0, shoulder=0.03, standing_hip_deg=2.0)
SUPINE = anatomy.TrunkOffsets(hip=0.03, hip_bent=0.0, hip_folded=-0.10, shoulder=0.0, standing_hip_deg=-1.0)
SIGNS = {0.0: 1.0, 180.0: -1.0}
HIP = {"left": 23, "right": 24}


@pytest.fixture(autouse=True)
def _as_shipped(monkeypatch):
    monkeypatch.setattr(anatomy, "UPRIGHT", UPRIGHT)
    monkeypatch.setattr(anatomy, "SUPINE", SUPINE)


def correct(person: Person, seen: bool = True) -> np.ndarray:
    image = person.image_xy()[np.newaxis]
    return anatomy.correct_near_trunk(image, np.array([SIGNS[person.heading]]), np.array([seen]), UPRIGHT)[0]


@pytest.mark.parametrize("heading", SIGNS)
@pytest.mark.parametrize("lean", [0, 30, 90])
@pytest.mark.parametrize("thigh", [0, 60, 90, -20])
def test_the_hip_moves_to_the_back_of_the_thigh_by_a_share_of_the_trunk(heading, lean, thigh):
    leg = Leg(hip=thigh + lean, knee=20)
    person = stand(heading=heading, left=leg, right=leg, trunk_lean=lean)
    near = HIP["right" if heading == 0 else "left"]
    offset = 0.01 + 0.08 * max(0.0, np.sin(np.radians(thigh + lean)))
    moved = (correct(person) - person.image_xy())[near] / (offset * TRUNK_M * person.scale)
    # Out of the back of the thigh: backward when it hangs, down when it is raised to the front.
    angle = np.radians(thigh)
    expected = np.array([-SIGNS[heading] * np.cos(angle), np.sin(angle)])
    # The trunk starts at the middle of the hips, which a view from the side shows at the same place.
    np.testing.assert_allclose(moved, expected, atol=1e-9)


@pytest.mark.parametrize("heading", SIGNS)
@pytest.mark.parametrize("lean", [0, 40])
def test_the_shoulder_moves_to_the_front_of_the_trunk(heading, lean):
    person = stand(heading=heading, trunk_lean=lean)
    near = HIP["right" if heading == 0 else "left"] - 12
    moved = (correct(person) - person.image_xy())[near] / (0.03 * TRUNK_M * person.scale)
    angle = np.radians(lean)
    np.testing.assert_allclose(moved, [SIGNS[heading] * np.cos(angle), np.sin(angle)], atol=1e-9)


@pytest.mark.parametrize("heading", SIGNS)
def test_nothing_else_moves(heading):
    person = stand(heading=heading, right=Leg(hip=20, knee=30))
    near = HIP["right" if heading == 0 else "left"]
    moved = (correct(person) != person.image_xy()).any(axis=1)
    assert np.flatnonzero(moved).tolist() == [near - 12, near]
    np.testing.assert_array_equal(correct(person, seen=False), person.image_xy())


@pytest.mark.parametrize("heading", SIGNS)
def test_the_near_hip_and_shoulder_take_their_shares_of_the_way_to_the_far_side(heading):
    person = stand(heading=heading, right=Leg(hip=20, knee=30))
    near, far = ("right", "left") if heading == 0 else ("left", "right")
    image = person.image_xy()[np.newaxis]
    apart = {"hip": np.array([0.02, -0.01]), "shoulder": np.array([-0.03, 0.02])}
    for joint, way in apart.items():
        image[:, LANDMARK_INDEX[f"{far}_{joint}"]] = image[:, LANDMARK_INDEX[f"{near}_{joint}"]] + way
    inward = anatomy.TrunkOffsets(0.0, 0.0, 0.0, 0.0, 0.0, hip_inward=0.1, shoulder_inward=0.4)
    corrected = anatomy.correct_near_trunk(image, np.array([SIGNS[heading]]), np.array([True]), inward)
    moved = (corrected - image)[0]
    np.testing.assert_allclose(moved[LANDMARK_INDEX[f"{near}_hip"]], 0.1 * apart["hip"], atol=1e-12)
    np.testing.assert_allclose(moved[LANDMARK_INDEX[f"{near}_shoulder"]], 0.4 * apart["shoulder"], atol=1e-12)
    assert np.flatnonzero(moved.any(axis=1)).size == 2


@pytest.mark.parametrize(("person", "name"), [(stand(), "UPRIGHT"), (lie_prone(), "PRONE"), (lie(), "SUPINE")])
def test_each_posture_has_offsets_of_its_own(person, name, monkeypatch):
    def read() -> float:
        return float(
            Observer(make_hold(), "right", 0.0).observe(still_track(person, 1.0)).measure("hip_flexion", "right")[-1]
        )

    before = read()
    for each in ("UPRIGHT", "PRONE", "SUPINE"):
        shipped = getattr(anatomy, each)
        monkeypatch.setattr(anatomy, each, replace(shipped, hip=shipped.hip + 0.05))
        assert (abs(read() - before) > 1.0) == (each == name)
        monkeypatch.setattr(anatomy, each, shipped)


@pytest.mark.parametrize(
    ("person", "corrected"),
    [
        (stand(right=Leg(hip=10, knee=5)), True),
        (lie_prone(), True),
        (lie(right=Leg(hip=40, knee=60)), True),
        (stand(heading=90), False),
        (stand(heading=45, right=Leg(hip=10, knee=5)), False),
    ],
)
def test_only_the_side_view_is_corrected(person, corrected):
    track = still_track(person, 1.0)
    settled = Observer(make_hold(), "right").observe(track).track
    assert (settled.image_xy[-1] != track.image_xy[-1]).any() == corrected


def test_how_far_it_turns_the_hip_of_a_standing_person():
    corrected = Observer(make_hold(), "right", 0.0).observe(still_track(stand(), 1.0))
    # The hip goes back by 0.01 of the trunk and the shoulder forward by 0.03: thigh and trunk then point forward.
    thigh, trunk = np.degrees(np.arctan([0.01 * TRUNK_M / 0.42, 0.04]))
    shift_deg = corrected.measure("hip_flexion", "right")[-1]
    assert shift_deg == pytest.approx(thigh + trunk, abs=0.01)


@pytest.mark.parametrize(("knee", "share"), [(0, 0.03), (90, 0.03), (108, 0.03 - 0.1 * 18 / 45), (135, 0.03 - 0.1)])
def test_a_body_on_its_back_has_offsets_of_its_own_that_turn_as_the_knee_folds(knee, share):
    person = lie(right=Leg(hip=0, knee=knee))
    before = still_track(person, 1.0)
    settled = Observer(make_hold(), "right").observe(before).track
    moved = np.linalg.norm((settled.image_xy - before.image_xy)[-1], axis=1) / (TRUNK_M * person.scale)
    assert np.flatnonzero(moved > 1e-9).size == 1
    assert moved.max() == pytest.approx(abs(share), abs=1e-6)


@pytest.mark.parametrize("heading", SIGNS)
def test_on_the_back_only_the_near_legs_angle_takes_the_hip_that_was_moved(heading, monkeypatch):
    person = lie(heading=heading, left=Leg(hip=30, knee=120), right=Leg(hip=30, knee=120))
    near = "right" if heading == 0 else "left"
    far = "left" if near == "right" else "right"

    def read(side: str) -> float:
        seen = Observer(make_hold(), near, 0.0).observe(still_track(person, 1.0))
        return float(seen.measure("hip_flexion", side)[-1])

    moved = {side: read(side) for side in (near, far)}
    nothing = anatomy.TrunkOffsets(0.0, 0.0, 0.0, 0.0, SUPINE.standing_hip_deg)
    monkeypatch.setattr(anatomy, "SUPINE", nothing)
    assert moved[far] == pytest.approx(read(far), abs=1e-6)
    assert abs(moved[near] - read(near)) > 1.0


def test_no_frames_and_missing_frames():
    empty = anatomy.correct_near_trunk(np.zeros((0, 33, 2)), np.zeros(0), np.zeros(0, dtype=bool), UPRIGHT)
    assert empty.shape == (0, 33, 2)
    missing = np.full((1, 33, 2), np.nan)
    assert np.isnan(anatomy.correct_near_trunk(missing, np.array([np.nan]), np.array([False]), UPRIGHT)).all()


def test_a_knee_that_falls_inward_is_read_larger_and_a_straight_one_stays_straight():
    corrected = anatomy.correct_knee_valgus(np.array([-2.0, 9.0, 17.5]))
    assert corrected == pytest.approx([-1.4, 14.0, 25.9])


def test_the_correction_of_the_knee_is_in_what_is_observed():
    person = stand(heading=90, left=Leg(valgus=10), right=Leg(valgus=10))
    observation = Observer(None, "left").observe(still_track(person, 1.0))
    assert observation.measure("knee_valgus", "left")[-1] == pytest.approx(15.4, abs=0.1)


@pytest.mark.parametrize("heading", SIGNS)
@pytest.mark.parametrize("seen", [True, False])
def test_the_far_hip_moves_toward_the_near_one(heading, seen):
    image = stand(heading=heading).image_xy()[np.newaxis]
    near, far = (HIP["right"], HIP["left"]) if heading == 0 else (HIP["left"], HIP["right"])
    image[0, far] += [0.01, 0.05]
    moved = anatomy.correct_far_hip(image, np.array([SIGNS[heading]]), np.array([seen]))
    expected = image.copy()
    if seen:
        expected[0, far] += anatomy.FAR_HIP_SHARE * (image[0, near] - image[0, far])
    np.testing.assert_allclose(moved, expected)


def test_a_trunk_on_its_back_is_read_between_the_middles_of_shoulders_and_hips():
    track = still_track(lie(), 1.0)
    plain_deg = Observer(make_hold(), "right").observe(track).measure("trunk_inclination", "left")[-1]
    lower = track.image_xy.copy()
    lower[:, LANDMARK_INDEX["right_shoulder"], 1] += 0.1 * TRUNK_M * lie().scale
    seen = Observer(make_hold(), "right").observe(replace(track, image_xy=lower))
    assert seen.supine.all()
    # Half of the near shoulder's way: it is one of two.
    moved_deg = seen.measure("trunk_inclination", "left")[-1] - plain_deg
    assert moved_deg == pytest.approx(np.degrees(np.arctan(0.05)), abs=0.1)


def test_a_trunk_on_its_back_reads_further_forward_than_it_is_drawn():
    seen = Observer(make_hold(), "right").observe(still_track(lie(), 1.0))
    drawn = seen.body.middle("shoulder") - seen.body.middle("hip")
    drawn_deg = geo.compute_inclination_deg(drawn)
    np.testing.assert_allclose(seen.measure("trunk_inclination", "left"), drawn_deg - anatomy.SUPINE_TRUNK_DEG)


def test_a_lying_knee_is_read_from_the_points_as_drawn():
    bent = Leg(hip=40, knee=90)
    lying, standing = (person(right=bent, left=bent) for person in (lie, stand))
    for person, is_drawn in ((lying, True), (standing, False)):
        track = still_track(person, 1.0)
        seen = Observer(make_hold(), "right").observe(track)
        drawn, used = track.image_xy[-1, HIP["right"]], seen.body.at_leg("right", "hip")[-1]
        assert np.allclose(drawn, used) == is_drawn


def test_feet_before_the_camera_are_measured_nearer_together():
    assert anatomy.correct_feet_apart(np.array([2.0, np.nan])) == pytest.approx([1.8, np.nan], nan_ok=True)


def place_ankle(person: Person, along: float, off: float) -> float:
    """What is read where the left ankle lies so far up the right thigh from its knee, and so far off it, in thighs."""
    track = still_track(person, 1.0)
    image = track.image_xy.copy()
    hip, knee = image[:, HIP["right"]], image[:, LANDMARK_INDEX["right_knee"]]
    thigh = hip - knee
    across = np.stack([-thigh[:, 1], thigh[:, 0]], axis=1)
    image[:, LANDMARK_INDEX["left_ankle"]] = knee + along * thigh + off * across
    seen = Observer(None, "left").observe(replace(track, image_xy=image))
    return float(seen.measure("ankle_to_knee", "left")[-1])


FOLDED = {"left": Leg(hip=80, knee=100), "right": Leg(hip=80, knee=90)}


@pytest.mark.parametrize(
    ("along", "off", "read"),
    [
        # At the knee, however it is drawn: before the thigh, across it, beyond the knee.
        (0.0, 0.0, 0.2),
        (0.0, 0.4, 0.2),
        (-0.35, 0.1, 0.2),
        # Slipped up the thigh, of which less is drawn than there is.
        (0.2, 0.0, math.hypot(0.46, 0.2)),
        (0.2, 0.35, math.hypot(0.46, 0.2)),
        # Fallen off it, to either side or over the knee.
        (0.0, 0.6, 0.6),
        (-0.6, 0.0, math.hypot(0.6, 0.2)),
    ],
)
def test_where_an_ankle_rests_that_hides_the_knee(along, off, read):
    assert place_ankle(lie(**FOLDED), along, off) == pytest.approx(read, abs=0.03)


def test_of_who_sits_an_ankle_is_measured_as_it_is_drawn():
    sitting = stand(**FOLDED)
    assert place_ankle(sitting, 0.3, 0.0) == pytest.approx(place_ankle(sitting, -0.3, 0.0), rel=0.02)


@pytest.mark.parametrize(("along", "off"), [(-0.6, 0.0), (-0.1, 0.0), (0.0, 0.0), (0.3, 0.0), (0.0, 0.3), (0.3, 0.3)])
def test_an_ankle_that_moves_away_reads_no_nearer_and_does_not_jump(along, off):
    steps = np.linspace(0.0, 0.5, 101)
    outward = -1.0 if along < 0 else 1.0
    for read in (
        anatomy.correct_resting_ankle(along + outward * steps, np.full(101, off)),
        anatomy.correct_resting_ankle(np.full(101, along), off + steps),
    ):
        assert (np.diff(read) >= 0).all()
        assert np.diff(read).max() < 0.03


LEANING_DEG = 20.0


@pytest.mark.parametrize(
    ("line_deg", "shoulders_deg", "lean_deg"),
    [
        # A trunk that leans: its line and its shoulders say so.
        (LEANING_DEG, -anatomy.SHOULDERS_PER_LEAN * LEANING_DEG, LEANING_DEG),
        # Hips that are lifted move the line's lower end, the shoulders stay or tilt the other way.
        (4.0, 0.0, 2.0),
        (4.0, anatomy.SHOULDERS_PER_LEAN * 4.0, 0.0),
    ],
)
def test_how_far_a_trunk_leans_whose_hips_are_lifted_is_told_by_its_shoulders_too(line_deg, shoulders_deg, lean_deg):
    read, lean, shoulders = (np.array([value]) for value in (10.0, line_deg, shoulders_deg))
    expected = anatomy.PELVIS_GAIN * 10.0 + anatomy.PELVIS_LEAN_SHARE * lean_deg
    assert anatomy.correct_pelvis_obliquity(read, lean, shoulders) == pytest.approx(expected)
