from __future__ import annotations

import numpy as np
import pytest

from posecheck.pose import Pose
from posecheck.tracking.person_lock import RELEASE_AFTER_S, PersonLock, measure_body

# A standing body in metres, hips at the origin; any body will do as long as its core has an extent.
WORLD = np.random.default_rng(3).normal(0, 0.4, (33, 3))
WORLD[[23, 24]] = [(0.1, 0, 0), (-0.1, 0, 0)]


def make_pose(time_s: float, x: float = 0.6, y: float = 0.5, height_per_m: float = 0.3) -> Pose:
    return Pose(time_s, WORLD[:, :2] * height_per_m + (x, y), WORLD, np.ones(33), 4 / 3)


def test_a_body_is_measured_in_its_own_scale():
    body = measure_body(make_pose(0, x=0.7, y=0.4, height_per_m=0.25))
    assert body is not None
    assert body.height_per_m == pytest.approx(0.25)
    np.testing.assert_allclose(body.hips_xy, (0.7, 0.4), atol=1e-12)
    assert body.share_inside == 1.0


def test_a_body_half_outside_is_less_prominent():
    inside, outside = measure_body(make_pose(0)), measure_body(make_pose(0, x=0.0))
    assert inside is not None
    assert outside is not None
    assert outside.prominence < inside.prominence


def test_a_missing_pose_has_no_body():
    assert measure_body(Pose.missing(0.0)) is None


def test_anyone_is_accepted_at_first():
    assert PersonLock().accepts(make_pose(0))
    assert PersonLock().is_free(0.0)


@pytest.mark.parametrize("fps", [5, 15, 30, 60])
def test_a_walk_is_followed_at_any_frame_rate(fps):
    lock = PersonLock()
    for index in range(3 * fps):
        # 1.4 m/s at 0.3 frame heights a metre, and 1 m nearer the camera in 3 s.
        pose = make_pose(index / fps, x=0.1 + 0.42 * index / fps, height_per_m=0.3 * 1.15 ** (index / fps))
        assert lock.accepts(pose)
        lock.follow(pose)


@pytest.mark.parametrize("other", [{"x": 1.2}, {"y": 0.95}, {"height_per_m": 0.15}, {"height_per_m": 0.6}], ids=str)
def test_another_body_in_the_next_frame_is_not_accepted(other):
    lock = PersonLock()
    lock.follow(make_pose(0))
    assert not lock.accepts(make_pose(1 / 30, **other))
    assert lock.accepts(make_pose(1 / 30))


def test_somebody_beyond_reach_is_never_accepted_while_locked():
    lock = PersonLock()
    lock.follow(make_pose(0))
    assert not lock.accepts(make_pose(RELEASE_AFTER_S - 0.1, x=1.2))
    assert lock.accepts(make_pose(RELEASE_AFTER_S - 0.1, x=0.8))


def test_the_lock_is_released_after_a_while():
    lock = PersonLock()
    lock.follow(make_pose(0))
    assert not lock.is_free(RELEASE_AFTER_S)
    assert lock.is_free(RELEASE_AFTER_S + 0.1)
    assert lock.accepts(make_pose(RELEASE_AFTER_S + 0.1, x=1.2))


def test_a_missing_pose_changes_nothing():
    lock = PersonLock()
    lock.follow(make_pose(0))
    lock.follow(Pose.missing(2.0))
    assert lock.elapsed_s(2.0) == pytest.approx(2.0)
    assert not lock.accepts(Pose.missing(2.0))


def test_who_stayed_is_told_from_who_went():
    lock = PersonLock()
    lock.follow(make_pose(0))
    stayed, gone = make_pose(1, x=0.65), make_pose(1, x=1.1)
    assert lock.was_left_behind(stayed, gone)
    assert not lock.was_left_behind(gone, stayed)
    assert not lock.was_left_behind(stayed, make_pose(1, x=0.55))
    assert lock.is_away(gone)
    assert not lock.is_away(stayed)
    assert not lock.is_away(None)


def test_the_anchor_follows_small_ways_at_once_and_long_ones_later():
    lock = PersonLock()
    lock.follow(make_pose(0))
    lock.confirm_alone(make_pose(1, x=0.7))
    assert lock.is_away(make_pose(1, x=0.54))
    lock.confirm_alone(make_pose(2, x=1.2))
    assert lock.is_away(make_pose(2, x=1.2))
    lock.confirm_alone(make_pose(1 + RELEASE_AFTER_S + 0.1, x=1.2))
    assert not lock.is_away(make_pose(5, x=1.2))


def test_the_person_at_the_anchor_is_taken_back():
    """The landmarker went 1.5 m with a passer-by, and comes back in one leap."""
    lock = PersonLock()
    lock.follow(make_pose(0))
    for index in range(1, 16):
        lock.follow(make_pose(index / 15, x=0.6 + 0.03 * index))
    assert lock.accepts(make_pose(16 / 15))


def test_the_anchor_goes_with_a_new_person():
    lock = PersonLock()
    lock.follow(make_pose(0))
    lock.follow(make_pose(RELEASE_AFTER_S + 1, x=1.2))
    assert not lock.is_away(make_pose(RELEASE_AFTER_S + 1, x=1.2))
