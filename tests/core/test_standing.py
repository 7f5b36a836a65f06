"""What is remembered of a body: the floor under its feet, and its leg at full length."""

from __future__ import annotations

import numpy as np
import pytest

from posecheck.standing import Follower, StandingTracker

FPS = 30


def make_frames(ankle_y, leg):
    """Landmarks (n, 33, 2) of legs of a length, above ankles at a height; both (n,)."""
    ankle_y, leg = np.broadcast_arrays(np.asarray(ankle_y, float), np.asarray(leg, float))
    image = np.zeros((len(ankle_y), 33, 2))
    for hip in (23, 24):
        image[:, hip, 1] = ankle_y - leg
        image[:, hip + 2, 1] = ankle_y - leg / 2
        image[:, hip + 4, 1] = ankle_y
    return np.arange(len(ankle_y)) / FPS, image


def test_a_level_rises_fast_and_falls_slowly():
    follower = Follower(rise_s=0.1, fall_s=10.0)
    follower.step(1.0, 0.0)
    assert follower.step(2.0, 0.5) == pytest.approx(2.0, abs=0.01)
    assert follower.step(1.0, 0.5) == pytest.approx(1.95, abs=0.01)
    assert follower.step(float("nan"), 5.0) == pytest.approx(1.95, abs=0.01)


def test_the_floor_stays_where_it_was_during_a_jump():
    ankle_y = np.full(90, 0.9)
    ankle_y[60:72] = 0.82
    floor_y, _ = StandingTracker().follow(*make_frames(ankle_y, 0.4))
    assert floor_y == pytest.approx(0.9, abs=0.006)


def test_the_leg_keeps_its_length_while_a_knee_is_bent():
    leg = np.full(150, 0.4)
    leg[60:] = 0.3
    _, leg_length = StandingTracker().follow(*make_frames(0.9, leg))
    assert leg_length == pytest.approx(0.4, abs=0.01)


def test_one_frame_at_a_time_is_the_same_as_all_at_once():
    rng = np.random.default_rng(5)
    time_s, image = make_frames(0.9 + 0.02 * rng.normal(size=60), 0.4 + 0.02 * rng.normal(size=60))
    image[10:14] = np.nan
    whole = StandingTracker().follow(time_s, image)
    tracker = StandingTracker()
    parts = [tracker.follow(time_s[i : i + 1], image[i : i + 1]) for i in range(60)]
    for index in (0, 1):
        assert np.concatenate([part[index] for part in parts]) == pytest.approx(whole[index])


def test_nothing_is_known_before_the_first_body():
    time_s, image = make_frames(np.full(5, np.nan), 0.4)
    floor_y, leg_length = StandingTracker().follow(time_s, image)
    assert np.isnan(floor_y).all()
    assert np.isnan(leg_length).all()
