"""The value objects: shapes, mirrors, slices."""

from __future__ import annotations

import numpy as np
import pytest

from posecheck.pose import BONES, LANDMARK_INDEX, LANDMARKS, MIRROR_ORDER, Pose, PoseTrack, opposite
from tests.core.poses import make_track, still_track, to_pose
from tests.core.stick_figure import ASPECT, ROWS, Leg, stand


def test_landmark_order_is_mediapipes():
    assert len(LANDMARKS) == 33
    for name, (left, right) in ROWS.items():
        assert LANDMARKS[left] == f"left_{name}"
        assert LANDMARKS[right] == f"right_{name}"
    assert LANDMARKS[0] == "nose"
    assert (LANDMARKS[9], LANDMARKS[10]) == ("mouth_left", "mouth_right")


def test_mirror_order_is_its_own_inverse_and_swaps_sides():
    np.testing.assert_array_equal(MIRROR_ORDER[MIRROR_ORDER], np.arange(33))
    assert MIRROR_ORDER[0] == 0
    assert all(MIRROR_ORDER[left] == right for left, right in ROWS.values())
    assert [opposite("left"), opposite("right")] == ["right", "left"]


def test_bones_join_known_landmarks():
    assert {name for bone in BONES for name in bone} <= set(LANDMARK_INDEX)


def test_mirrored_person_is_the_person_with_sides_changed_facing_the_other_way():
    person = stand(left=Leg(hip=40, knee=70), heading=30)
    twin = stand(right=Leg(hip=40, knee=70), heading=150)
    mirrored = to_pose(person).mirrored()
    np.testing.assert_allclose(mirrored.image_xy, to_pose(twin).image_xy, atol=1e-12)
    np.testing.assert_allclose(mirrored.world_xyz, to_pose(twin).world_xyz, atol=1e-12)
    again = mirrored.mirrored()
    np.testing.assert_allclose(again.image_xy, to_pose(person).image_xy, atol=1e-12)


def test_a_missing_pose_is_nan_and_not_detected():
    pose = Pose.missing(1.5, ASPECT)
    assert not pose.detected
    assert np.isnan(pose.image_xy).all()
    assert np.isnan(pose.point("left_knee")).all()
    assert to_pose(stand()).detected


@pytest.mark.parametrize("field", ["image_xy", "world_xyz", "visibility"])
def test_wrong_shapes_are_named(field):
    arrays = {"image_xy": np.zeros((33, 2)), "world_xyz": np.zeros((33, 3)), "visibility": np.zeros(33)}
    arrays[field] = np.zeros((32, 2))
    with pytest.raises(ValueError, match=f"{field}.*shape.*32, 2"):
        Pose(0.0, **arrays)


@pytest.mark.parametrize("times", [[0.0, 0.0], [0.1, 0.0]])
def test_times_have_to_rise(times):
    poses = [to_pose(stand(), time_s) for time_s in times]
    with pytest.raises(ValueError, match="rise"):
        PoseTrack.from_poses(poses)


def test_an_empty_track():
    track = PoseTrack.from_poses([])
    assert len(track) == 0
    assert track.detected.shape == (0,)
    assert len(track.mirrored()) == 0
    assert list(track) == []


def test_slices_are_half_open():
    track = still_track(stand(), duration_s=1.0, fps=10)
    np.testing.assert_allclose(track.between(0.2, 0.5).time_s, [0.2, 0.3, 0.4])
    assert len(track.slice(3, 7)) == 4
    assert track.slice(3, 7)[0].time_s == pytest.approx(0.3)


def test_poses_come_back_out_of_a_track():
    track = make_track(lambda t: stand(trunk_lean=10 * t) if t < 0.5 else None, 1.0, fps=10)
    poses = list(track)
    assert [pose.detected for pose in poses] == [True] * 5 + [False] * 5
    assert track.detected.tolist() == [True] * 5 + [False] * 5
    again = PoseTrack.from_poses(poses)
    np.testing.assert_array_equal(again.image_xy, track.image_xy)
    np.testing.assert_array_equal(again.time_s, track.time_s)
    assert again.aspect == ASPECT
